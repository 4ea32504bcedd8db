#include "engine/connectors/threaded_connector.h"

#include "engine/base/log.h"
#include "engine/connectors/budgeted_sender.h"
#include "engine/connectors/connector_thread.h"
#include "engine/connectors/qt_timers.h"

#include <utility>

namespace syncline::connectors {

namespace {

/// What lives on the connector's thread, in the order in which it is made.
struct Inside {
    Inside(const ConnectorParts& parts, const base::Clock& clock)
        : timers(clock),
          sender(parts.sender, timers),
          wrapped(parts.wrapSender ? parts.wrapSender(sender) : nullptr),
          budgeted(parts.side, wrapped ? *wrapped : sender, timers, clock),
          secrets(parts.makeSecrets()),
          client(parts.makeClient(SideTools{budgeted, timers, *secrets, clock, parts.seed})) {}

    QtTimers timers;
    QtHttpSender sender;
    std::unique_ptr<HttpSender> wrapped;  ///< may be null
    BudgetedSender budgeted;
    std::unique_ptr<SecretStore> secrets;
    std::unique_ptr<SideClient> client;
};

}  // namespace

struct ThreadedConnector::Impl {
    Impl(ConnectorParts connectorParts, const base::Clock& engineClock)
        : parts(std::move(connectorParts)),
          clock(engineClock),
          thread("syncline-" + std::string(core::name(parts.side)), [this](base::Error error) { failed(error); }) {}

    /// Runs on the client once it is there.
    template <typename Function>
    void post(Function function) {
        thread.post([this, function = std::move(function)]() mutable {
            if (inside)
                function(*inside->client);
        });
    }

    void begin(ConnectorListener& to, std::vector<core::Position> positions) {
        listener = &to;
        inside = std::make_unique<Inside>(parts, clock);
        inside->client->start(to, std::move(positions));
    }

    void end() {
        if (inside)
            inside->client->stop();
        inside.reset();
    }

    void failed(const base::Error& error) {
        base::log::error(core::name(parts.side), "the connector ends", error);
        // Whatever state it is in: it is not called again, and what it had under way is let go.
        inside.reset();
        if (listener)
            listener->stateChanged(parts.side, core::ConnectorPhase::Stopped, error);
    }

    const ConnectorParts parts;
    const base::Clock& clock;
    ConnectorListener* listener = nullptr;  ///< on the thread only, like what follows
    std::unique_ptr<Inside> inside;
    ConnectorThread thread;  ///< last: it ends before the rest goes
};

ThreadedConnector::ThreadedConnector(ConnectorParts parts, const base::Clock& clock)
    : m_limits(parts.limits), m_impl(std::make_unique<Impl>(std::move(parts), clock)) {}

ThreadedConnector::~ThreadedConnector() {
    stop();
}

void ThreadedConnector::start(ConnectorListener& listener, std::vector<core::Position> positions) {
    m_impl->thread.post([impl = m_impl.get(), &listener, positions = std::move(positions)]() mutable {
        impl->begin(listener, std::move(positions));
    });
}

void ThreadedConnector::acknowledge(core::Position position) {
    m_impl->post(
        [position = std::move(position)](SideClient& client) mutable { client.acknowledge(std::move(position)); });
}

void ThreadedConnector::request(ReadRequest request) {
    m_impl->post([request = std::move(request)](SideClient& client) mutable { client.request(std::move(request)); });
}

void ThreadedConnector::request(FindRequest request) {
    m_impl->post([request = std::move(request)](SideClient& client) mutable { client.request(std::move(request)); });
}

void ThreadedConnector::request(WriteRequest request) {
    m_impl->post([request = std::move(request)](SideClient& client) mutable { client.request(std::move(request)); });
}

void ThreadedConnector::tryNow() {
    m_impl->post([](SideClient& client) { client.tryNow(); });
}

void ThreadedConnector::stop() {
    m_impl->thread.stop([impl = m_impl.get()] { impl->end(); });
}

}  // namespace syncline::connectors
