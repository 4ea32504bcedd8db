#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"

#include <optional>
#include <utility>
#include <variant>

namespace syncline::connectors {

/// An HttpSender that knows when a request through it was last answered with an HTTP status of 2xx. What the answer
/// says does not count: Bayeux refuses with 200. On its thread; what it is made of outlives it, and it outlives the
/// requests.
class AnswerWatch final : public HttpSender {
public:
    AnswerWatch(HttpSender& out, const base::Clock& clock) : m_out(out), m_clock(clock) {}

    SendId send(HttpRequest request, std::function<void(HttpAnswer)> done) override {
        return m_out.send(std::move(request), [this, done = std::move(done)](HttpAnswer answer) {
            const auto* response = std::get_if<HttpResponse>(&answer);
            if (response != nullptr && response->status >= 200 && response->status < 300)
                m_last = m_clock.wallNow();
            done(std::move(answer));
        });
    }
    void cancel(SendId id) override { m_out.cancel(id); }

    /// None: not yet.
    [[nodiscard]] std::optional<base::WallTime> lastAnswered() const { return m_last; }

private:
    HttpSender& m_out;
    const base::Clock& m_clock;
    std::optional<base::WallTime> m_last;
};

}  // namespace syncline::connectors
