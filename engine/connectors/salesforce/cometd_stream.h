#pragma once

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/token_source.h"
#include "engine/connectors/salesforce/bayeux.h"
#include "engine/connectors/salesforce/cookies.h"
#include "engine/connectors/salesforce/stream_fault.h"
#include "engine/connectors/try_pause.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::salesforce {

/// Whom the stream serves. Called on its thread; nothing here may end the stream.
class StreamOwner {
public:
    virtual ~StreamOwner() = default;
    /// Where to take the channel up: a replay id, "-1" behind what there is, "-2" with the oldest that is kept.
    [[nodiscard]] virtual std::string replayId(const std::string& channel) = 0;
    virtual void subscribed(const std::string& channel) = 0;
    /// The server does not know that replay id; replayId() is asked again.
    virtual void replayIdRefused(const std::string& channel, const std::string& words) = 0;
    virtual void received(std::vector<DataMessage> messages) = 0;
    /// False: no connect leaves until CometdStream::resume().
    [[nodiscard]] virtual bool takesMore() const = 0;
    /// Every channel flows.
    virtual void flows() = 0;
    /// Some channels, or all, do not flow; the stream goes on trying by itself.
    virtual void interrupted(const base::Error& why) = 0;
    /// Behind a failure: when it tries again, told before the interruption; none: now.
    virtual void triesNext(std::optional<base::WallTime> moment) = 0;
};

struct StreamParts {
    HttpSender& http;
    Timers& timers;
    TokenSource& tokens;
    const base::Clock& clock;
    base::Random random;  ///< for the jitter of waits
};

struct StreamSettings {
    std::string baseUrl;  ///< where the sign-in names no other
    std::string apiVersion;
    std::vector<std::string> channels;
};

/// Salesforce's Streaming API: CometD 1.0 by long polling with the replay extension (Streaming API guide, how the
/// client connects, clients and timeouts, message durability). One request at a time: handshake, a subscribe for each
/// channel, then connects, each held by the server until there is something to tell. A connect whose answer was lost
/// may have held events that the server will not tell again, so that after any failure a new session takes the channels
/// up where their owner is. A step machine without thread or socket; retries for ever, with backoff and jitter.
class CometdStream {
public:
    CometdStream(StreamSettings settings, StreamParts parts, StreamOwner& owner);
    ~CometdStream();
    CometdStream(const CometdStream&) = delete;
    CometdStream& operator=(const CometdStream&) = delete;

    void open();
    /// The owner takes more again.
    void resume();
    /// Ends the wait that triesNext() told of, but for what the server asked for, which is told then. Where only some
    /// channels are refused, all are taken up anew.
    void tryNow();
    void close();

private:
    using Step = void (CometdStream::*)(const BayeuxAnswer&, const HttpResponse&);

    struct Session {
        std::string base;
        std::string authorization;
        std::optional<std::uint64_t> tokenGeneration;
        std::string clientId;
        Cookies cookies;
        std::chrono::milliseconds interval{0};
        std::chrono::milliseconds hold{110'000};  ///< that the server keeps a connect: its documented default
        std::vector<std::string> toSubscribe;     ///< in reverse order
        std::string asked;                        ///< the replay id of the subscribe that is under way
        bool connected = false;
        base::WallTime heldUntil{};                ///< when the connect that is out is over; in the past: none is
        std::optional<base::MonotonicTime> since;  ///< it has been flowing
    };

    void begin();
    void handshake(const Token& token);
    void handshaken(const BayeuxAnswer& answer, const HttpResponse& response);
    void subscribeNext();
    void subscribed(const BayeuxAnswer& answer, const HttpResponse& response);
    void connect();
    void connected(const BayeuxAnswer& answer, const HttpResponse& response);
    void tellState();

    void post(std::string body, std::chrono::milliseconds timeout, Step next);
    void answered(HttpAnswer answer, Step next);
    [[nodiscard]] const MetaReply* expect(const BayeuxAnswer& answer, const HttpResponse& response,
                                          std::string_view channel);
    /// A new session and a new token are each tried at once, the first time.
    void fail(const StreamFault& fault);
    void failForNow(const StreamFault& fault);
    void wait(std::chrono::milliseconds delay, void (CometdStream::*next)());
    void askRefusedAgainLater();
    void forgetRefusedTimer();
    void abandon();

    StreamSettings m_settings;
    StreamParts m_parts;
    StreamOwner& m_owner;
    Session m_session;
    std::uint64_t m_lastMessage = 0;
    bool m_waitsForOwner = false;
    int m_failures = 0;                            ///< in a row
    bool m_sessionTried = false;                   ///< a new session was tried at once already
    bool m_tokenTried = false;                     ///< so was a new token
    std::map<std::string, base::Error> m_refused;  ///< by channel
    int m_refusals = 0;                            ///< how often in a row some were
    bool m_asksRefusedAgain = false;               ///< as soon as the connect that is out is over
    std::optional<SendId> m_sending;
    std::optional<TimerId> m_timer;
    std::optional<TimerId> m_refusedTimer;
    bool m_waitsToBegin = false;        ///< behind a failure
    TryPause m_pause;                   ///< while m_waitsToBegin
    base::WallTime m_refusedAskedAt{};  ///< when m_refusedTimer runs
    std::shared_ptr<char> m_round;      ///< held by what waits for a token; a new one ends the wait
};

}  // namespace syncline::connectors::salesforce
