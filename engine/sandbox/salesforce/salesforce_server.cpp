#include "engine/sandbox/salesforce/salesforce_server.h"

#include "engine/sandbox/salesforce/errors.h"
#include "engine/sandbox/salesforce/json_text.h"

#include <utility>

namespace syncline::sandbox::salesforce {
namespace {

/// Below this folder or the folder itself.
bool isIn(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

/// URI and headers together (Salesforce: REST API guide, limits on URI length).
bool isTooLong(const http_server::Request& request) {
    constexpr std::size_t kMostBytes = 16384;
    return request.target.size() > kMostBytes;
}

}  // namespace

SalesforceServer::SalesforceServer(Context context, const SalesforceOptions& options)
    : m_org(std::move(context), options),
      m_grants(m_org),
      m_oauth(m_org, m_grants),
      m_identity(m_org, m_grants),
      m_rest(m_org, m_grants, [this] { return m_cometd.use(); }),
      m_cometd(m_org, m_grants) {}

void SalesforceServer::handle(http_server::Request request, http_server::Exchange exchange) {
    if (isIn(request.path(), "/cometd"))
        m_cometd.handle(request, std::move(exchange));
    else
        exchange.send(answer(request));
}

void SalesforceServer::pump() {
    m_cometd.pump();
}

std::optional<std::chrono::milliseconds> SalesforceServer::untilDue() const {
    return m_cometd.untilDue();
}

bool SalesforceServer::writes(const http_server::Request& request) const {
    return RestApi::writes(request);
}

http_server::Response SalesforceServer::answer(const http_server::Request& request) {
    const std::string_view path = request.path();
    if (isTooLong(request))
        return errorResponse(ApiError{414, "URI_TOO_LONG", "The URI is longer than 16,384 bytes", {}});
    if (!isText(http_server::percentDecode(request.target, false)))
        return errorResponse(ApiError{400, "BAD_REQUEST", "The URI is not UTF-8", {}});
    if (path == "/services/oauth2/authorize")
        return m_oauth.authorize(request);
    if (path == "/services/oauth2/token")
        return m_oauth.token(request);
    if (path == "/services/oauth2/revoke")
        return m_oauth.revoke(request);
    if (path == "/services/oauth2/userinfo")
        return m_identity.userInfo(request);
    if (path == "/services/oauth2/introspect")
        return m_identity.introspect(request);
    if (isIn(path, "/id"))
        return m_identity.identity(request);
    if (isIn(path, "/services/data"))
        return m_rest.handle(request);
    return errorResponse(notFound());
}

}  // namespace syncline::sandbox::salesforce
