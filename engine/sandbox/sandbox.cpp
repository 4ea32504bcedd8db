#include "engine/sandbox/sandbox.h"

#include "engine/base/try.h"
#include "engine/http_server/client.h"
#include "engine/http_server/server.h"
#include "engine/sandbox/context.h"
#include "engine/sandbox/control_service.h"
#include "engine/sandbox/fault_gate.h"
#include "engine/sandbox/hubspot/hubspot_server.h"
#include "engine/sandbox/keeper.h"
#include "engine/sandbox/model/people.h"
#include "engine/sandbox/salesforce/salesforce_server.h"

#include <boost/json.hpp>

namespace syncline::sandbox {
namespace {

namespace json = boost::json;
using http_server::Exchange;
using http_server::Request;

/// A sandbox that was switched off for longer does not catch up: its people were away.
constexpr std::chrono::hours kCatchUp{1};
/// Of an org large enough that nobody who plays with it runs out.
constexpr std::uint32_t kDailyRequests = 5'000'000;
constexpr std::uint32_t kStreamingClients = 2'000;
constexpr const char* kTokenState = "sandbox/token-random";

base::Error wrongSeed(std::uint64_t asked, std::uint64_t stored, const std::string& file) {
    return {base::ErrorCode::InvalidArgument, "open the sandbox's state file", file,
            "it holds the world of seed " + std::to_string(stored) + ", not " + std::to_string(asked),
            "leave --seed away, or name another file"};
}

SavedState newState(const SandboxOptions& options, base::WallTime now) {
    model::WorldOptions world;
    world.seed = options.seed.value_or(1);
    world.start = options.start.value_or(now);
    world.editsPerSecond = options.editsPerSecond.value_or(1.0);
    world.editLimit = options.editLimit;
    SavedState made{model::World(world), KeyValues()};
    if (options.firstMinute)
        model::People(made.world).planFirstMinute();
    return made;
}

/// The stored world with what this run asks of it, or a new one.
base::Result<SavedState> openState(const SandboxOptions& options, StateFile* file, base::WallTime now) {
    std::optional<SavedState> stored;
    if (file != nullptr) {
        TRY_ASSIGN(stored, file->load());
    }
    if (!stored)
        return newState(options, now);
    const model::WorldOptions& world = stored->world.options();
    if (options.seed && *options.seed != world.seed)
        return wrongSeed(*options.seed, world.seed, options.stateFile.string());
    if (options.editsPerSecond && *options.editsPerSecond != world.editsPerSecond)
        stored->world.setEditsPerSecond(*options.editsPerSecond);
    if (now - stored->world.now() > kCatchUp)
        stored->world.skipTo(now);
    return std::move(*stored);
}

http_server::ServerLimits limits() {
    http_server::ServerLimits limits;
    limits.bodyBytes = std::size_t{6} << 20U;
    limits.headerBytes = std::size_t{32} << 10U;
    return limits;
}

}  // namespace

/// Everything behind the three sockets. Made and destroyed by the owner's thread while no request can come in; in
/// between only the loop's thread touches it.
struct Sandbox::Impl {
    Impl(SavedState state, std::optional<StateFile> stateFile, Dialects chosen, const SandboxOptions& given,
         const base::Clock& clock, std::function<void(const base::Error&)> failed)
        : options(given),
          file(std::move(stateFile)),
          world(std::move(state.world)),
          values(std::move(state.values)),
          dialects(std::move(chosen)),
          random(tokenSeed()),
          keeper(world, values, file ? &*file : nullptr, given.kill, std::move(failed)),
          loop(http_server::EventLoop::start("sandbox")),
          poster(std::make_unique<http_server::Client>(*loop)),
          salesforce(context(clock, salesforceFaults), salesforceOptions()),
          hubspot(context(clock, hubspotFaults), hubspotOptions(),
                  [this](hubspot::PushDelivery delivery, hubspot::PushResult result) {
                      post(std::move(delivery), std::move(result));
                  }),
          salesforceGate(*loop, salesforce, salesforceFaults),
          hubspotGate(*loop, hubspot, hubspotFaults),
          control({world, salesforceFaults, hubspotFaults, salesforceGate, hubspotGate, dialects, [this] { changed(); },
                   [this] { salesforce.disconnectClients(); },
                   [this](std::string_view name, std::uint32_t count) { return failStreaming(name, count); },
                   [this] { hubspot.expireTokens(); }, [this] { hubspot.expireLinks(); },
                   [this] { hubspot.retryPushes(); }}),
          wallClock(clock) {}

    /// No request comes in any more, then nothing runs any more: what was answered has been saved.
    ~Impl() {
        controlServer.reset();
        salesforceServer.reset();
        hubspotServer.reset();
        loop->call([this] {
            isEnding = true;
            // Their answers go through the gates, which end before the servers.
            salesforce.disconnectClients();
            poster.reset();
        });
        loop.reset();
        keeper.save();
    }

    base::Result<void> listen();
    void tick();
    void changed();
    void post(hubspot::PushDelivery delivery, hubspot::PushResult result);
    [[nodiscard]] bool failStreaming(std::string_view name, std::uint32_t count);
    void makeReadyLine(const std::optional<http_server::TlsIdentity>& identity);

    [[nodiscard]] std::uint64_t tokenSeed() const;
    [[nodiscard]] Context context(const base::Clock& clock, Faults& faults) {
        return {world, values, clock, dialects, faults, random, [this] { changed(); }};
    }
    [[nodiscard]] salesforce::SalesforceOptions salesforceOptions() const;
    [[nodiscard]] hubspot::HubSpotOptions hubspotOptions() const;

    SandboxOptions options;
    std::optional<StateFile> file;
    model::World world;
    KeyValues values;
    Dialects dialects;
    base::Random random;
    Faults salesforceFaults;
    Faults hubspotFaults;
    Keeper keeper;
    std::unique_ptr<http_server::EventLoop> loop;
    std::unique_ptr<http_server::Client> poster;
    salesforce::SalesforceServer salesforce;
    hubspot::HubSpotServer hubspot;
    FaultGate salesforceGate;
    FaultGate hubspotGate;
    ControlService control;
    const base::Clock& wallClock;
    std::unique_ptr<http_server::Server> salesforceServer;
    std::unique_ptr<http_server::Server> hubspotServer;
    std::unique_ptr<http_server::Server> controlServer;
    std::string readyLine;
    http_server::TimerId timer = 0;
    bool pumpPosted = false;
    bool isEnding = false;
};

/// What was drawn since the last save is not known any more: each run goes its own way from there, so that no session
/// or locator of a killed run can be met again.
std::uint64_t Sandbox::Impl::tokenSeed() const {
    constexpr std::uint64_t kApart = 0x70CE75;
    if (const std::string* stored = values.find(kTokenState))
        return base::Random(std::strtoull(stored->c_str(), nullptr, 10)).next();
    return world.options().seed ^ kApart;
}

salesforce::SalesforceOptions Sandbox::Impl::salesforceOptions() const {
    salesforce::SalesforceOptions chosen;
    chosen.accessToken = chosen.orgId.substr(0, 15) + "!AQcAQ.sandbox.static.access.token";
    chosen.refreshToken = "5Aep861.sandbox.static.refresh.token";
    chosen.dailyApiRequests = kDailyRequests;
    chosen.dailyDeliveredEvents = kDailyRequests;
    chosen.concurrentClients = kStreamingClients;
    chosen.connectHold = options.connectHold;
    chosen.sessionExpiry = options.sessionExpiry;
    chosen.openTransactionAge = options.openTransactionAge;
    chosen.rotateRefreshTokens = options.rotateRefreshTokens;
    if (options.tokenLifetime)
        chosen.tokenLifetime = *options.tokenLifetime;
    return chosen;
}

hubspot::HubSpotOptions Sandbox::Impl::hubspotOptions() const {
    hubspot::HubSpotOptions chosen;
    chosen.publicationInterval = options.publicationInterval;
    chosen.searchLag = options.searchLag;
    if (options.tokenLifetime)
        chosen.tokenLifetime = std::chrono::ceil<std::chrono::seconds>(*options.tokenLifetime);
    return chosen;
}

base::Result<void> Sandbox::Impl::listen() {
    std::optional<http_server::TlsIdentity> identity;
    if (options.tls) {
        TRY_ASSIGN(identity, http_server::makeSelfSignedIdentity({"localhost"}, {"127.0.0.1"}, 30));
    }
    const auto through = [this](auto& target) {
        return [this, &target](Request request, Exchange exchange) {
            keeper.advanceTo(wallClock.wallNow());
            target.handle(std::move(request), std::move(exchange));
        };
    };
    TRY_ASSIGN(salesforceServer,
               http_server::Server::start(*loop, {"127.0.0.1", options.salesforcePort, limits(), identity},
                                          through(salesforceGate)));
    TRY_ASSIGN(hubspotServer, http_server::Server::start(*loop, {"127.0.0.1", options.hubspotPort, limits(), identity},
                                                         through(hubspotGate)));
    TRY_ASSIGN(controlServer,
               http_server::Server::start(*loop, {"127.0.0.1", options.controlPort, limits(), {}}, through(control)));
    makeReadyLine(identity);
    loop->call([this] {
        changed();
        tick();
    });
    return {};
}

/// Moves the world on, ends what an outage ends, lets both servers deliver, and sets the timer for the next time that
/// something is due.
void Sandbox::Impl::tick() {
    // While the loop ends, what was due may come up once more.
    if (isEnding)
        return;
    keeper.advanceTo(wallClock.wallNow());
    salesforceGate.enforce();
    hubspotGate.enforce();
    salesforce.pump();
    hubspot.pump();
    using std::chrono::milliseconds;
    milliseconds wait{1000};
    if (const auto due = world.nextDue())
        wait = std::min(wait, std::max(milliseconds(0), *due - wallClock.wallNow()));
    const Service* const services[] = {&salesforce, &hubspot};
    for (const Service* service : services) {
        if (const auto due = service->untilDue())
            wait = std::min(wait, std::max(milliseconds(0), *due));
    }
    loop->cancel(timer);
    timer = loop->after(wait, [this] { tick(); });
}

/// Durable first; delivered right behind the answer of the request that is being handled.
void Sandbox::Impl::changed() {
    values.put(kTokenState, std::to_string(random.state()));
    if (!keeper.save() || pumpPosted)
        return;
    pumpPosted = true;
    loop->post([this] {
        pumpPosted = false;
        tick();
    });
}

void Sandbox::Impl::post(hubspot::PushDelivery delivery, hubspot::PushResult result) {
    constexpr std::chrono::seconds kTimeout{5};  // HubSpot: webhooks guide, a target has five seconds to answer
    poster->send({"POST", delivery.url, std::move(delivery.headers), std::move(delivery.body), kTimeout},
                 [result = std::move(result)](base::Result<http_server::Response> response) {
                     result(response ? std::optional(response->status) : std::nullopt);
                 });
}

bool Sandbox::Impl::failStreaming(std::string_view name, std::uint32_t count) {
    const std::optional<salesforce::StreamingFailure> failure = salesforce::streamingFailure(name);
    if (failure)
        salesforce.failNextStreaming(*failure, count);
    return failure.has_value();
}

void Sandbox::Impl::makeReadyLine(const std::optional<http_server::TlsIdentity>& identity) {
    const std::string scheme = identity ? "https" : "http";
    const auto url = [&](const std::string& kind, std::uint16_t port) {
        return kind + "://localhost:" + std::to_string(port);
    };
    const salesforce::SalesforceOptions left = salesforceOptions();
    const hubspot::HubSpotOptions right = hubspotOptions();
    json::object ready;
    ready["salesforce"] = json::object{{"url", url(scheme, salesforceServer->port())},
                                       {"clientId", left.clientId},
                                       {"clientSecret", left.clientSecret},
                                       {"username", left.username},
                                       {"accessToken", left.accessToken},
                                       {"refreshToken", left.refreshToken}};
    ready["hubspot"] = json::object{{"url", url(scheme, hubspotServer->port())},
                                    {"portalId", right.portalId},
                                    {"appId", right.appId},
                                    {"clientId", right.clientId},
                                    {"clientSecret", right.clientSecret},
                                    {"accessToken", right.staticToken},
                                    {"refreshToken", right.refreshToken},
                                    {"developerKey", right.developerKey},
                                    {"otherAccessToken", right.otherStaticToken}};
    ready["control"] = json::object{{"url", url("http", controlServer->port())}};
    ready["seed"] = world.options().seed;
    if (identity)
        ready["certificatePem"] = identity->certificatePem;
    readyLine = json::serialize(ready);
}

Sandbox::Sandbox(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Sandbox::~Sandbox() = default;

void Sandbox::setEditsPerSecond(double editsPerSecond) {
    m_impl->loop->call([this, editsPerSecond] {
        m_impl->keeper.advanceTo(m_impl->wallClock.wallNow());
        m_impl->world.setEditsPerSecond(editsPerSecond);
        m_impl->changed();
    });
}

const std::string& Sandbox::readyLine() const {
    return m_impl->readyLine;
}

base::Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxOptions& options, const base::Clock& clock,
                                                      std::function<void(const base::Error&)> failed) {
    TRY_ASSIGN(Dialects dialects, Dialects::parse(options.dialects));
    std::optional<StateFile> file;
    if (!options.stateFile.empty()) {
        TRY_ASSIGN(file, StateFile::open(options.stateFile));
    }
    TRY_ASSIGN(SavedState state, openState(options, file ? &*file : nullptr, clock.wallNow()));
    auto impl = std::make_unique<Impl>(std::move(state), std::move(file), std::move(dialects), options, clock,
                                       std::move(failed));
    TRY(impl->listen());
    return std::unique_ptr<Sandbox>(new Sandbox(std::move(impl)));
}

}  // namespace syncline::sandbox
