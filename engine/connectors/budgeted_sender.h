#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/rate_budget.h"
#include "engine/core/side.h"

#include <map>
#include <optional>

namespace syncline::connectors {

/// Which limits of its side a request counts for. Sign-in, the held connect, and HubSpot's journal with its files are
/// Lane::Stream.
[[nodiscard]] Lane laneOf(core::Side side, const HttpRequest& request);

/// An HttpSender that lets requests leave when the side's budget allows, through another one; by their priority
/// when it does not for all. A 429 pauses its lane for
/// as long as Retry-After says, or else ten seconds; a search or a second's limit one second. A request that has waited
/// for half a minute is given back: RateLimited, and it has not arrived. On its thread; what it is made of outlives it.
class BudgetedSender final : public HttpSender {
public:
    BudgetedSender(core::Side side, HttpSender& out, Timers& timers, const base::Clock& clock);
    ~BudgetedSender() override;
    BudgetedSender(const BudgetedSender&) = delete;
    BudgetedSender& operator=(const BudgetedSender&) = delete;

    SendId send(HttpRequest request, std::function<void(HttpAnswer)> done) override;
    void cancel(SendId id) override;

    [[nodiscard]] const RateBudget& budget() const { return m_budget; }

private:
    struct Flight {
        HttpRequest request;
        std::function<void(HttpAnswer)> done;
        Lane lane = Lane::General;
        TimerId patience = 0;        ///< while it waits
        std::optional<SendId> sent;  ///< on the wire
    };

    void letLeave();
    void letLeaveSoon();
    void answered(TicketId ticket, HttpAnswer answer);
    void giveBack(TicketId ticket);

    const core::Side m_side;
    HttpSender& m_out;
    Timers& m_timers;
    const base::Clock& m_clock;
    RateBudget m_budget;
    std::map<TicketId, Flight> m_flights;  ///< TicketId's value is the SendId
    std::optional<TimerId> m_wake;
};

}  // namespace syncline::connectors
