#include "app/embedded_sandbox.h"

#include "engine/base/try.h"
#include "engine/http_server/client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <future>
#include <utility>

namespace syncline::app {
namespace {

constexpr const char* kStateFile = "sandbox.db";

std::string text(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toVariant().toString().toStdString();
}

void readSide(const QJsonObject& server, const mapping::Workspace& workspace, core::Side side, SideAccess& access) {
    using connectors::SecretKind;
    mapping::Connection& connection = access.connection[side];
    connection = workspace.connection[side];
    connection.baseUrl = text(server, "url");
    connection.clientId = text(server, "clientId");
    connection.account = text(server, "portalId");
    connection.appId = text(server, "appId");
    const auto keep = [&](SecretKind kind, const char* key) {
        access.secrets[{workspace.id, side, kind}] = text(server, key);
    };
    keep(SecretKind::AccessToken, "accessToken");
    keep(SecretKind::RefreshToken, "refreshToken");
    keep(SecretKind::ClientSecret, "clientSecret");
}

}  // namespace

base::Result<std::unique_ptr<EmbeddedSandbox>> EmbeddedSandbox::start(const mapping::Workspace& workspace,
                                                                      const People& people, const base::Clock& clock,
                                                                      std::function<void(const base::Error&)> failed) {
    sandbox::SandboxOptions options;
    options.seed = workspace.sandbox->seed;
    options.editsPerSecond = people.editsPerSecond.value_or(0);
    options.firstMinute = people.firstMinute;
    options.stateFile = workspace.folder / kStateFile;
    std::unique_ptr<EmbeddedSandbox> embedded(new EmbeddedSandbox);
    TRY_ASSIGN(embedded->m_sandbox, sandbox::Sandbox::start(options, clock, std::move(failed)));
    const QByteArray line = QByteArray::fromStdString(embedded->m_sandbox->readyLine());
    const QJsonObject ready = QJsonDocument::fromJson(line).object();
    readSide(ready.value(QLatin1String("salesforce")).toObject(), workspace, core::Side::Salesforce,
             embedded->m_access);
    readSide(ready.value(QLatin1String("hubspot")).toObject(), workspace, core::Side::HubSpot, embedded->m_access);
    embedded->m_control = text(ready.value(QLatin1String("control")).toObject(), "url");
    return embedded;
}

base::Result<std::string> EmbeddedSandbox::act(const QJsonObject& act) {
    if (!m_loop)
        m_loop = http_server::EventLoop::start("sandbox people");
    http_server::OutgoingRequest request;
    request.url = m_control + "/acts";
    request.body = QJsonDocument(act).toJson(QJsonDocument::Compact).toStdString();
    std::promise<base::Result<http_server::Response>> answered;
    std::future<base::Result<http_server::Response>> answer = answered.get_future();
    std::unique_ptr<http_server::Client> client;
    m_loop->call([&] {
        client = std::make_unique<http_server::Client>(*m_loop);
        client->send(std::move(request),
                     [&](base::Result<http_server::Response> response) { answered.set_value(std::move(response)); });
    });
    TRY_ASSIGN(const http_server::Response response, answer.get());
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
    if (response.status != 200)
        return base::Error{base::ErrorCode::InvalidArgument, "act in the sandbox", m_control, text(body, "error"), {}};
    return text(body, "id");
}

mapping::Workspace withAccess(mapping::Workspace workspace, const SideAccess& access) {
    workspace.connection = access.connection;
    return workspace;
}

}  // namespace syncline::app
