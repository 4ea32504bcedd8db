#include "engine/sandbox/hubspot/hubspot_server.h"

#include "engine/sandbox/hubspot/associations.h"
#include "engine/sandbox/hubspot/catalog_api.h"
#include "engine/sandbox/hubspot/grants.h"
#include "engine/sandbox/hubspot/journal.h"
#include "engine/sandbox/hubspot/journal_publisher.h"
#include "engine/sandbox/hubspot/oauth.h"
#include "engine/sandbox/hubspot/objects.h"
#include "engine/sandbox/hubspot/rate_limits.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

/// Clients that ask for many properties in a query have met a limit between 8 and 16 thousand characters.
constexpr std::size_t kMostTargetBytes = 16'000;

/// …/objects/{type}/{id}/associations/…
bool isAssociation(const Route& route) {
    return route.family == Family::Associations
           || (route.family == Family::Objects && route.rest.size() > 3 && route.rest[2] == "associations");
}

RateFamily rateFamilyOf(const Route& route) {
    if (isJournal(route.family))
        return RateFamily::Journal;
    if (isAssociation(route))
        return RateFamily::Associations;
    const bool search = route.family == Family::Objects && route.rest.size() == 2 && route.rest[1] == "search";
    return search ? RateFamily::Search : RateFamily::Normal;
}

}  // namespace

struct HubSpotServer::Parts {
    Parts(Context context, HubSpotOptions options, PushSender sender)
        : portal(std::move(context), std::move(options)),
          grants(portal),
          oauth(portal, grants),
          limits(portal),
          links(portal),
          search(portal),
          objects(portal, links, search),
          associations(portal, links),
          catalog(portal, limits),
          subscriptions(portal),
          files(portal),
          snapshots(portal),
          publisher(portal, links, subscriptions, files, snapshots),
          journal(portal, files, snapshots),
          pushSettings(portal),
          push(portal, links, pushSettings, std::move(sender)) {}

    [[nodiscard]] Reply answer(const http_server::Request& request);
    [[nodiscard]] Reply authorized(Call& call);
    [[nodiscard]] Reply dispatch(const Call& call);
    [[nodiscard]] std::optional<Problem> refuseWrongToken(const Call& call) const;

    Portal portal;
    Grants grants;
    OAuth oauth;
    RateLimits limits;
    Links links;
    SearchApi search;
    ObjectsApi objects;
    AssociationsApi associations;
    CatalogApi catalog;
    JournalSubscriptions subscriptions;
    JournalFiles files;
    Snapshots snapshots;
    JournalPublisher publisher;
    JournalApi journal;
    PushSettings pushSettings;
    PushWebhooks push;
};

HubSpotServer::HubSpotServer(Context context, HubSpotOptions options, PushSender sender)
    : m_parts(std::make_unique<Parts>(std::move(context), std::move(options), std::move(sender))) {}

HubSpotServer::~HubSpotServer() = default;

void HubSpotServer::handle(http_server::Request request, http_server::Exchange exchange) {
    m_parts->publisher.expire();
    const Reply reply = m_parts->answer(request);
    exchange.send(reply.response(reply.problem ? m_parts->portal.uuid() : std::string()));
}

void HubSpotServer::pump() {
    const bool published = m_parts->publisher.pump();
    m_parts->push.pump();
    if (published)
        m_parts->portal.changed();
}

std::optional<std::chrono::milliseconds> HubSpotServer::untilDue() const {
    const auto publication = m_parts->publisher.untilDue();
    const auto delivery = m_parts->push.untilDue();
    if (!publication || !delivery)
        return publication ? publication : delivery;
    return std::min(*publication, *delivery);
}

bool HubSpotServer::writes(const http_server::Request& request) const {
    const std::optional<Route> route = routeOf(request.path());
    if (!route)
        return false;
    if (isAssociation(*route))
        return AssociationsApi::writes(request.method, *route);
    return route->family == Family::Objects && ObjectsApi::writes(request.method, *route);
}

void HubSpotServer::expireTokens() {
    m_parts->grants.expireAccess();
}

void HubSpotServer::expireLinks() {
    m_parts->files.expireLinks();
}

void HubSpotServer::retryPushes() {
    m_parts->push.retryNow();
}

Reply HubSpotServer::Parts::answer(const http_server::Request& request) {
    std::optional<Route> route = routeOf(request.path());
    if (!route)
        return noRoute();
    if (request.target.size() > kMostTargetBytes)
        return Problem{.status = 414, .category = {}, .message = "HTTP 414 URI Too Long"};
    Call call{request, std::move(*route), Query(request.query()), {}};
    switch (call.route.family) {
        case Family::OAuth:
            return oauth.handle(call);
        case Family::Authorize:
            return oauth.authorize(call);
        case Family::JournalFile:
            return files.serve(call);
        default:
            return authorized(call);
    }
}

/// Who asks, then whether there is room, then whether the token is of the right sort, then the thing itself.
Reply HubSpotServer::Parts::authorized(Call& call) {
    const bool byKey = call.route.family == Family::PushWebhooks && pushSettings.hasKey(call.query);
    if (!byKey) {
        Checked<Caller> caller = grants.authenticate(call.request);
        if (!caller)
            return std::move(caller).error();
        call.caller = *std::move(caller);
    }
    const RateFamily family = rateFamilyOf(call.route);
    if (auto problem = limits.admit(family))
        return *problem;
    std::optional<Problem> wrong = byKey ? std::nullopt : refuseWrongToken(call);
    Reply reply = wrong ? Reply(std::move(*wrong)) : dispatch(call);
    for (http_server::Header& header : limits.headers(family, call.caller))
        reply.headers.push_back(std::move(header));
    return reply;
}

/// The app's own token reads the journal and manages webhooks, and no records; a person's is the other way round.
std::optional<Problem> HubSpotServer::Parts::refuseWrongToken(const Call& call) const {
    const bool app = call.caller.kind == Caller::Kind::App;
    const bool second = portal.dialect("scopes-second-shape");
    if (call.route.family == Family::PushWebhooks)
        return app ? std::nullopt : std::optional(missingScopes({"developer.webhooks.write"}, second));
    if (isJournal(call.route.family)) {
        const bool allowed =
            app || (call.caller.kind == Caller::Kind::StaticToken && portal.dialect("journal-static-token"));
        return allowed ? std::nullopt : std::optional(missingScopes({"developer.webhooks_journal.read"}, second));
    }
    return app ? std::optional(missingScopes({"oauth"}, second)) : std::nullopt;
}

Reply HubSpotServer::Parts::dispatch(const Call& call) {
    switch (call.route.family) {
        case Family::Objects:
            if (call.rest().empty())
                return noRoute();
            return isAssociation(call.route) ? associations.handleOne(call) : objects.handle(call);
        case Family::Associations:
            return associations.handleBatch(call);
        case Family::Properties:
            return catalog.properties(call);
        case Family::Owners:
            return catalog.owners(call);
        case Family::AccountInfo:
            return catalog.account(call);
        case Family::Journal:
            return journal.handle(call);
        case Family::JournalSubscriptions:
            return subscriptions.handle(call);
        case Family::JournalSnapshots:
            return snapshots.request(call);
        case Family::PushWebhooks:
            return pushSettings.handle(call);
        case Family::OAuth:
        case Family::Authorize:
        case Family::JournalFile:
            break;
    }
    return noRoute();
}

}  // namespace syncline::sandbox::hubspot
