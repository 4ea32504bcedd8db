#include "app/wire_times.h"

#include <charconv>
#include <utility>

namespace syncline::app {

void WireTimes::note(std::string_view body, base::MonotonicTime Times::*when) {
    const base::MonotonicTime now = m_clock.monotonicNow();
    const std::lock_guard lock(m_mutex);
    for (std::size_t at = body.find(kMark); at != std::string_view::npos; at = body.find(kMark, at + 1)) {
        int number = 0;
        const char* end = body.data() + body.size();
        const auto [stop, error] = std::from_chars(body.data() + at + kMark.size(), end, number);
        if (error != std::errc() || stop == end || *stop != '.')
            continue;
        Times& times = m_times[number];
        if (times.*when == base::MonotonicTime())
            times.*when = now;
    }
}

std::map<int, WireTimes::Times> WireTimes::all() const {
    const std::lock_guard lock(m_mutex);
    return m_times;
}

connectors::SendId TimedSender::send(connectors::HttpRequest request,
                                     std::function<void(connectors::HttpAnswer)> done) {
    m_times.left(request.body);
    std::string body = request.body;
    return m_sender.send(std::move(request),
                         [this, body = std::move(body), done = std::move(done)](connectors::HttpAnswer answer) {
                             const auto* response = std::get_if<connectors::HttpResponse>(&answer);
                             if (response != nullptr)
                                 m_times.came(response->body);
                             if (response != nullptr && response->status < 300)
                                 m_times.answered(body);
                             done(std::move(answer));
                         });
}

}  // namespace syncline::app
