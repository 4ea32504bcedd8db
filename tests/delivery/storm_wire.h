#pragma once

#include "engine/base/random.h"
#include "tests/delivery/storm_crm.h"
#include "tests/delivery/storm_truth.h"
#include "tests/delivery/writer_world.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace syncline::test {

/// Requests on their way: each is first done at its side, and some time later its answer comes. A side fails in every
/// way that it may. A write whose answer is lost may have its effect a little after that.
class StormWire {
public:
    using Request = std::variant<connectors::WriteRequest, connectors::ReadRequest, connectors::FindRequest>;
    struct Answer {
        core::Side side = kSf;
        std::variant<connectors::WriteAnswer, connectors::ReadAnswer> body;
    };
    /// A value for an automation that changes what we write; none: it does not.
    using Automation = std::function<std::optional<std::string>()>;

    StormWire(MemoryContext& context, base::Random& random, core::PerSide<StormCrm>& crm, StormTruth& truth)
        : m_context(context), m_random(random), m_crm(crm), m_truth(truth) {}

    void setFaults(bool areOn, Automation automation);
    void add(core::Side side, Request request) { m_flights.push_back({side, std::move(request), {}, {}}); }
    /// Any request goes one step.
    [[nodiscard]] std::optional<Answer> progress();
    /// The program is killed: no answer comes any more.
    void forget();
    /// Effects whose time has come.
    void landLate();
    [[nodiscard]] std::optional<base::MonotonicTime> nextLate() const;

    [[nodiscard]] bool isEmpty() const { return m_flights.empty() && m_late.empty(); }
    [[nodiscard]] bool hasRequests() const { return !m_flights.empty(); }
    /// Two writes to one record are on their way.
    [[nodiscard]] bool hasTwoOfOneRecord() const;

private:
    struct Flight {
        core::Side side = kSf;
        Request request;
        std::optional<Answer> answer;               ///< it is done
        std::vector<connectors::RecordWrite> late;  ///< have their effect after the answer
    };
    struct Late {
        core::Side side = kSf;
        connectors::RecordWrite record;
        base::MonotonicTime at;
    };

    void doThere(Flight& flight);
    [[nodiscard]] connectors::WriteAnswer write(Flight& flight, const connectors::WriteRequest& request);
    [[nodiscard]] connectors::RecordWritten write(Flight& flight, const connectors::RecordWrite& record);
    [[nodiscard]] connectors::ReadAnswer read(core::Side side, const connectors::ReadRequest& request);
    [[nodiscard]] connectors::ReadAnswer find(core::Side side, const connectors::FindRequest& request);
    [[nodiscard]] connectors::ReadAnswer orNot(connectors::ReadAnswer answer);
    void doLate(core::Side side, const connectors::RecordWrite& record);
    [[nodiscard]] bool fails(double chance) { return m_faults && m_random.chance(chance); }

    MemoryContext& m_context;
    base::Random& m_random;
    core::PerSide<StormCrm>& m_crm;
    StormTruth& m_truth;
    bool m_faults = false;
    Automation m_automation;
    std::vector<Flight> m_flights;
    std::vector<Late> m_late;
};

}  // namespace syncline::test
