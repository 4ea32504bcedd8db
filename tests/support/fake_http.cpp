#include "tests/support/fake_http.h"

#include <algorithm>

namespace syncline::test {

using connectors::HttpAnswer;
using connectors::HttpFailure;
using connectors::HttpRequest;
using connectors::SendId;
using connectors::TimerId;

HttpAnswer answer(int status, std::string body, connectors::Headers headers) {
    return connectors::HttpResponse{status, std::move(headers), std::move(body)};
}

HttpAnswer noAnswer(base::ErrorCode code, bool mayHaveArrived) {
    return HttpFailure{{code, "send a request", "a fake server", "no answer", {}}, mayHaveArrived};
}

SendId FakeHttp::send(HttpRequest request, std::function<void(HttpAnswer)> done) {
    m_sent.push_back(std::move(request));
    m_open.emplace(m_sent.size(), std::move(done));
    return m_sent.size();
}

void FakeHttp::cancel(SendId id) {
    if (m_open.erase(id) > 0)
        m_cancelled.push_back(id);
}

void FakeHttp::once(std::string method, std::string urlPart, HttpAnswer answer) {
    m_once.push_back(Rule{std::move(method), std::move(urlPart),
                          [answer = std::move(answer)](const HttpRequest&) { return answer; }});
}

void FakeHttp::always(std::string method, std::string urlPart, Script script) {
    m_always.push_back(Rule{std::move(method), std::move(urlPart), std::move(script)});
}

std::optional<HttpAnswer> FakeHttp::scripted(const HttpRequest& request) {
    const auto fits = [&](const Rule& rule) {
        return rule.method == request.method && request.url.find(rule.urlPart) != std::string::npos;
    };
    const auto next = std::find_if(m_once.begin(), m_once.end(), fits);
    if (next != m_once.end()) {
        const Script script = std::move(next->script);
        m_once.erase(next);
        return script(request);
    }
    const auto rule = std::find_if(m_always.rbegin(), m_always.rend(), fits);
    if (rule == m_always.rend())
        return std::nullopt;
    return rule->script(request);
}

std::size_t FakeHttp::run() {
    std::size_t answered = 0;
    SendId next = 0;
    for (auto open = m_open.upper_bound(next); open != m_open.end(); open = m_open.upper_bound(next)) {
        next = open->first;
        if (std::optional<HttpAnswer> answer = scripted(request(next))) {
            answerTo(next, *std::move(answer));
            ++answered;
        }
    }
    return answered;
}

void FakeHttp::answerTo(SendId id, HttpAnswer answer) {
    auto under = m_open.extract(id);
    if (!under.empty())
        under.mapped()(std::move(answer));
}

std::size_t FakeHttp::count(std::string_view method, std::string_view urlPart) const {
    const auto fits = [&](const HttpRequest& request) {
        return request.method == method && request.url.find(urlPart) != std::string::npos;
    };
    return static_cast<std::size_t>(std::count_if(m_sent.begin(), m_sent.end(), fits));
}

std::vector<SendId> FakeHttp::open() const {
    std::vector<SendId> ids;
    for (const auto& [id, done] : m_open)
        ids.push_back(id);
    return ids;
}

TimerId FakeTimers::after(std::chrono::milliseconds delay, std::function<void()> run) {
    const auto wait = std::max(delay, std::chrono::milliseconds(0));
    m_timers.emplace(Due(m_clock.monotonicNow() + wait, ++m_last), std::move(run));
    return m_last;
}

void FakeTimers::cancel(TimerId id) {
    std::erase_if(m_timers, [id](const auto& timer) { return timer.first.second == id; });
}

bool FakeTimers::runNext(base::MonotonicTime end) {
    if (m_timers.empty() || m_timers.begin()->first.first > end)
        return false;
    auto timer = m_timers.extract(m_timers.begin());
    const auto wait = timer.key().first - m_clock.monotonicNow();
    m_clock.advance(std::chrono::ceil<std::chrono::milliseconds>(std::max(wait, std::chrono::nanoseconds(0))));
    timer.mapped()();
    return true;
}

void FakeTimers::advance(std::chrono::milliseconds by) {
    FakeHttp none;
    advance(by, none);
}

void FakeTimers::advance(std::chrono::milliseconds by, FakeHttp& http) {
    const base::MonotonicTime end = m_clock.monotonicNow() + by;
    http.run();
    while (runNext(end))
        http.run();
    const auto rest = std::max(end - m_clock.monotonicNow(), std::chrono::nanoseconds(0));
    m_clock.advance(std::chrono::ceil<std::chrono::milliseconds>(rest));
}

std::optional<std::chrono::milliseconds> FakeTimers::untilNext() const {
    if (m_timers.empty())
        return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(m_timers.begin()->first.first - m_clock.monotonicNow());
}

}  // namespace syncline::test
