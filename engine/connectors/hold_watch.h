#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/token_source.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace syncline::connectors {

/// The token source of those requests that connecting waits for: tells when one of them is held back and until when,
/// and when it no longer is, whichever request began the hold. On its thread; what it is made of outlives it. Behind
/// stop() it tells nothing; who asked is answered all the same.
class HoldWatch final : public TokenSource {
public:
    /// Until when; none: it goes on now.
    using Tell = std::function<void(std::optional<base::WallTime>)>;

    HoldWatch(TokenSource& tokens, Timers& timers, const base::Clock& clock, Tell tell)
        : m_tokens(tokens), m_timers(timers), m_clock(clock), m_tell(std::move(tell)) {}
    ~HoldWatch() override { stop(); }
    HoldWatch(const HoldWatch&) = delete;
    HoldWatch& operator=(const HoldWatch&) = delete;

    void get(Got done) override {
        const bool isPressed = std::exchange(m_isPressed, false);
        const auto isAnswered = std::make_shared<bool>(false);
        m_tokens.get([this, alive = std::weak_ptr<char>(m_alive), isAnswered,
                      done = std::move(done)](base::Result<Token> token) {
            *isAnswered = true;
            // Who was answered before may have met the next hold already.
            if (!alive.expired() && !m_tokens.heldUntil())
                over();
            done(std::move(token));
        });
        if (*isAnswered)
            return;
        if (isPressed)
            m_tokens.endHold();
        else
            watch();
    }
    void refused(std::uint64_t generation) override { m_tokens.refused(generation); }
    [[nodiscard]] std::optional<base::WallTime> heldUntil() const override { return m_tokens.heldUntil(); }
    void endHold() override {
        over();
        m_tokens.endHold();
    }

    /// A person wants a try: ends the hold that a get() through this waits for, or else the one that the next get()
    /// meets, if it meets one.
    void tryNow() {
        if (isHeld())
            endHold();
        else
            m_isPressed = true;
    }
    /// The try that the person wanted is over.
    void tryEnded() { m_isPressed = false; }
    /// A get() through this waits for the end of a hold.
    [[nodiscard]] bool isHeld() const { return m_timer.has_value(); }
    void stop() {
        if (m_timer)
            m_timers.cancel(*std::exchange(m_timer, std::nullopt));
    }

private:
    void watch() {
        const std::optional<base::WallTime> until = m_tokens.heldUntil();
        if (!until)
            return;
        stop();  // It may be of the hold before.
        const auto left = std::max(*until - m_clock.wallNow(), std::chrono::milliseconds(0));
        m_timer = m_timers.after(left, [this] {
            m_timer.reset();
            m_tell(std::nullopt);
        });
        m_tell(until);
    }
    void over() {
        if (!isHeld())
            return;
        stop();
        m_tell(std::nullopt);
    }

    TokenSource& m_tokens;
    Timers& m_timers;
    const base::Clock& m_clock;
    Tell m_tell;
    std::optional<TimerId> m_timer;  ///< runs at the hold's end
    bool m_isPressed = false;        ///< the next get() is not to be held back
    std::shared_ptr<char> m_alive = std::make_shared<char>();
};

}  // namespace syncline::connectors
