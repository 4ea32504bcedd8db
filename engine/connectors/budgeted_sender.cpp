#include "engine/connectors/budgeted_sender.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::connectors {

namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 30s;
constexpr auto kLongestPause = 24h;

/// Path of a URL, and its query if it has one, behind the server.
std::string_view targetOf(std::string_view url) {
    const std::size_t mark = url.find("://");
    const std::size_t start = url.find('/', mark == std::string_view::npos ? 0 : mark + 3);
    return start == std::string_view::npos ? std::string_view() : url.substr(start);
}

std::string_view pathOf(std::string_view url) {
    const std::string_view target = targetOf(url);
    return target.substr(0, target.find('?'));
}

/// HubSpot names the limit in its body: policyName TEN_SECONDLY_ROLLING, SECONDLY or DAILY.
std::chrono::seconds pauseAfter(Lane lane, const HttpResponse& response) {
    const std::string_view told = response.header("Retry-After");
    unsigned seconds = 0;
    const auto [end, error] = std::from_chars(told.data(), told.data() + told.size(), seconds);
    if (!told.empty() && error == std::errc() && end == told.data() + told.size())
        return std::min<std::chrono::seconds>(std::chrono::seconds(seconds), kLongestPause);
    const bool isShort = lane == Lane::Search || response.body.find("\"SECONDLY\"") != std::string::npos;
    return isShort ? 1s : 10s;
}

}  // namespace

Lane laneOf(core::Side side, const HttpRequest& request) {
    const std::string_view path = pathOf(request.url);
    if (side == core::Side::Salesforce) {
        const bool isStream = path.starts_with("/cometd/") || path.starts_with("/services/oauth2/");
        return isStream ? Lane::Stream : Lane::General;
    }
    if (path.starts_with("/webhooks-journal/") || path.starts_with("/oauth/"))
        return Lane::Stream;
    // Links to journal files are signed, and go without our token to where HubSpot keeps them.
    if (headerNamed(request.headers, "Authorization").empty())
        return Lane::Stream;
    return path.ends_with("/search") ? Lane::Search : Lane::General;
}

BudgetedSender::BudgetedSender(core::Side side, HttpSender& out, Timers& timers, const base::Clock& clock)
    : m_side(side),
      m_out(out),
      m_timers(timers),
      m_clock(clock),
      m_budget(side == core::Side::Salesforce ? salesforceBudget() : hubspotBudget()) {}

BudgetedSender::~BudgetedSender() {
    if (m_wake)
        m_timers.cancel(*m_wake);
    for (auto& [ticket, flight] : m_flights) {
        if (flight.sent)
            m_out.cancel(*flight.sent);
        else
            m_timers.cancel(flight.patience);
    }
}

SendId BudgetedSender::send(HttpRequest request, std::function<void(HttpAnswer)> done) {
    const Lane lane = laneOf(m_side, request);
    const TicketId ticket = m_budget.ask(lane, request.priority);
    const TimerId patience = m_timers.after(kPatience, [this, ticket] { giveBack(ticket); });
    m_flights.emplace(ticket, Flight{std::move(request), std::move(done), lane, patience, {}});
    letLeave();
    return ticket.value();
}

void BudgetedSender::cancel(SendId id) {
    auto ended = m_flights.extract(TicketId(id));
    if (ended.empty())
        return;
    if (ended.mapped().sent)
        m_out.cancel(*ended.mapped().sent);
    else
        m_timers.cancel(ended.mapped().patience);
    m_budget.withdraw(TicketId(id), m_clock.monotonicNow());
    letLeave();
}

void BudgetedSender::letLeave() {
    for (const TicketId ticket : m_budget.leave(m_clock.monotonicNow())) {
        Flight& flight = m_flights.at(ticket);
        m_timers.cancel(flight.patience);
        flight.sent = m_out.send(std::move(flight.request),
                                 [this, ticket](HttpAnswer answer) { answered(ticket, std::move(answer)); });
    }
    letLeaveSoon();
}

void BudgetedSender::letLeaveSoon() {
    if (m_wake)
        m_timers.cancel(*m_wake);
    m_wake.reset();
    const base::MonotonicTime now = m_clock.monotonicNow();
    const std::optional<base::MonotonicTime> next = m_budget.next(now);
    if (!next)
        return;
    m_wake = m_timers.after(std::chrono::ceil<std::chrono::milliseconds>(*next - now), [this] {
        m_wake.reset();
        letLeave();
    });
}

void BudgetedSender::answered(TicketId ticket, HttpAnswer answer) {
    const base::MonotonicTime now = m_clock.monotonicNow();
    const auto ended = m_flights.extract(ticket);
    const auto* response = std::get_if<HttpResponse>(&answer);
    m_budget.answered(ticket, response ? response->headers : Headers(), now);
    if (response && response->status == 429)
        m_budget.pause(ended.mapped().lane, now + pauseAfter(ended.mapped().lane, *response));
    letLeave();
    ended.mapped().done(std::move(answer));
}

void BudgetedSender::giveBack(TicketId ticket) {
    const auto ended = m_flights.extract(ticket);
    m_budget.withdraw(ticket, m_clock.monotonicNow());
    letLeaveSoon();
    const HttpRequest& request = ended.mapped().request;
    ended.mapped().done(HttpFailure{
        {base::ErrorCode::RateLimited, "send a request", request.method + " " + std::string(pathOf(request.url)),
         "the limit on API requests is used up", "it is tried again later"},
        false});
}

}  // namespace syncline::connectors
