#include "engine/http_server/client.h"

#include "engine/http_server/head_check.h"
#include "engine/http_server/message_reader.h"
#include "engine/http_server/transport.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace syncline::http_server {

namespace {

constexpr std::size_t kAnswerBytes = 65536;

struct Url {
    std::string authority;               ///< "host:port" as it stands in the URL
    std::vector<std::string> addresses;  ///< to be tried in this order
    std::uint16_t port = 80;
    std::string target;
};

bool isVisible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

bool parsePort(std::string_view text, std::uint16_t& port) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    return error == std::errc() && stop == end && port != 0;
}

/// Splits "host", "host:port" and "[v6]:port".
bool parseAuthority(std::string_view authority, Url& url) {
    const bool isBracketed = authority.starts_with('[');
    const auto hostEnd = isBracketed ? authority.find(']') : authority.find(':');
    if (isBracketed && hostEnd == std::string_view::npos)
        return false;
    const std::string host(isBracketed ? authority.substr(1, hostEnd - 1) : authority.substr(0, hostEnd));
    std::string_view rest = authority.substr(std::min(authority.size(), isBracketed ? hostEnd + 1 : hostEnd));
    if (equalsIgnoringCase(host, "localhost"))
        url.addresses = {"127.0.0.1", "::1"};
    else if (isAddress(host))
        url.addresses = {host};
    else
        return false;
    return rest.empty() || (rest.starts_with(':') && parsePort(rest.substr(1), url.port));
}

base::Result<Url> parseUrl(const std::string& text) {
    constexpr std::string_view kScheme = "http://";
    const base::Error refused{base::ErrorCode::InvalidArgument, "send to", text, "not a URL that can be called",
                              "give http:// and localhost or an IP address"};
    if (!equalsIgnoringCase(std::string_view(text).substr(0, kScheme.size()), kScheme) || !isVisible(text))
        return refused;
    const auto authorityEnd = std::min(text.size(), text.find_first_of("/?", kScheme.size()));
    Url url;
    url.authority = text.substr(kScheme.size(), authorityEnd - kScheme.size());
    if (!parseAuthority(url.authority, url))
        return refused;
    url.target = text.substr(authorityEnd);
    if (!url.target.starts_with('/'))
        url.target.insert(0, "/");
    return url;
}

base::Result<std::string> requestHead(const OutgoingRequest& request, const Url& url) {
    const std::string& method = request.method;
    if (!isToken(method))
        return base::Error{base::ErrorCode::InvalidArgument, "send", method, "not a method", {}};
    std::string head = method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority + "\r\n";
    for (const Header& header : request.headers) {
        if (!isToken(header.name) || header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            return base::Error{base::ErrorCode::InvalidArgument, "send", header.name, "not a header", {}};
        head += header.name + ": " + header.value + "\r\n";
    }
    if (!request.body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return head + "Connection: close\r\n\r\n";
}

/// One request on its way. On the loop; kept by the client and by its own operations.
class Call : public std::enable_shared_from_this<Call> {
public:
    /// Called when the call ends, before the callback.
    using Ended = std::function<void(const std::shared_ptr<Call>&)>;

    struct Task {
        Url url;
        std::string head;
        std::string body;
        bool isHead = false;
        Client::Callback callback;
        Ended ended;
    };

    Call(std::shared_ptr<EventLoop::Impl> loop, Task task)
        : m_loop(std::move(loop)), m_task(std::move(task)), m_reader(kAnswerBytes, m_task.isHead) {}

    void start(std::chrono::milliseconds timeout) {
        m_timer = m_loop->after(timeout, [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->fail(base::ErrorCode::TimedOut, "no answer in time");
        });
        connect(0);
    }

    /// Forgets the callback and closes.
    void abandon() {
        m_isEnded = true;
        m_task.callback = nullptr;
        m_loop->cancel(m_timer);
        if (m_transport)
            m_transport->close();
    }

private:
    void connect(std::size_t which) {
        m_transport = connectPlain(m_loop, m_task.url.addresses[which], m_task.url.port,
                                   [self = shared_from_this(), which](const IoResult& result) {
                                       if (self->m_isEnded)
                                           return;
                                       if (result.end == IoEnd::Done)
                                           self->write();
                                       else if (which + 1 < self->m_task.url.addresses.size())
                                           self->connect(which + 1);
                                       else
                                           self->fail(base::ErrorCode::Unavailable, result.detail);
                                   });
    }

    void write() {
        m_transport->write(m_task.head, m_task.body, [self = shared_from_this()](const IoResult& result) {
            // A server may answer and close before it has taken all: what it said is read below.
            self->m_writeFault = result.end == IoEnd::Done ? std::string() : result.detail;
        });
        read();
    }

    void read() {
        m_transport->read(m_reader.prepare(), [self = shared_from_this()](const IoResult& result) {
            if (!self->m_isEnded)
                self->onRead(result);
        });
    }

    void onRead(const IoResult& result) {
        if (result.end == IoEnd::Failed)
            return fail(base::ErrorCode::Unavailable, m_writeFault.empty() ? result.detail : m_writeFault);
        if (result.end == IoEnd::PeerClosed) {
            auto closed = m_reader.closed();
            return closed ? end(m_reader.take()) : end(std::move(closed).error());
        }
        auto complete = m_reader.commit(result.bytes);
        if (!complete)
            end(std::move(complete).error());
        else if (*complete)
            end(m_reader.take());
        else
            read();
    }

    void fail(base::ErrorCode code, std::string detail) {
        end(base::Error{code, "call", "http://" + m_task.url.authority, std::move(detail), {}});
    }

    void end(base::Result<Response> result) {
        const Client::Callback callback = std::move(m_task.callback);
        const auto self = shared_from_this();
        abandon();
        m_task.ended(self);
        if (callback && !m_loop->isStopping())
            callback(std::move(result));
    }

    std::shared_ptr<EventLoop::Impl> m_loop;
    Task m_task;
    ResponseReader m_reader;
    std::shared_ptr<Transport> m_transport;
    TimerId m_timer = 0;
    std::string m_writeFault;
    bool m_isEnded = false;
};

}  // namespace

struct Client::Impl : public std::enable_shared_from_this<Client::Impl> {
    explicit Impl(std::shared_ptr<EventLoop::Impl> onLoop) : loop(std::move(onLoop)) {}

    std::shared_ptr<EventLoop::Impl> loop;
    std::set<std::shared_ptr<Call>> calls;
    bool isClosed = false;

    void refuse(base::Error error, Callback callback) {
        loop->post([weak = weak_from_this(), error = std::move(error), callback = std::move(callback)] {
            const auto self = weak.lock();
            if (self && !self->isClosed)
                callback(error);
        });
    }
};

Client::Client(EventLoop& loop) : m_impl(std::make_shared<Impl>(loop.impl())) {}

Client::~Client() {
    m_impl->loop->runAndWait([impl = m_impl] {
        impl->isClosed = true;
        for (const auto& call : std::exchange(impl->calls, {}))
            call->abandon();
    });
}

void Client::send(OutgoingRequest request, Callback callback) {
    auto url = parseUrl(request.url);
    if (!url)
        return m_impl->refuse(std::move(url).error(), std::move(callback));
    auto head = requestHead(request, *url);
    if (!head)
        return m_impl->refuse(std::move(head).error(), std::move(callback));
    Call::Task task{*std::move(url),
                    *std::move(head),
                    std::move(request.body),
                    request.method == "HEAD",
                    std::move(callback),
                    [weak = std::weak_ptr(m_impl)](const std::shared_ptr<Call>& call) {
                        if (const auto impl = weak.lock())
                            impl->calls.erase(call);
                    }};
    const auto call = std::make_shared<Call>(m_impl->loop, std::move(task));
    m_impl->calls.insert(call);
    call->start(request.timeout);
}

}  // namespace syncline::http_server
