#include "tests/connectors/salesforce/sandbox_client.h"

#include "engine/connectors/salesforce/make_salesforce_client.h"

#include <QEventLoop>
#include <QTimer>

namespace syncline::test {
namespace {

constexpr const char* kWorkspace = "w1";

std::string readyText(const SandboxProcess& sandbox, const char* name) {
    return sandbox.ready()
        .value(QStringLiteral("salesforce"))
        .toObject()
        .value(QLatin1String(name))
        .toString()
        .toStdString();
}

std::map<connectors::SecretName, std::string> secretsOf(const SandboxProcess& sandbox) {
    using connectors::SecretKind;
    const auto secret = [](SecretKind kind) {
        return connectors::SecretName{kWorkspace, core::Side::Salesforce, kind};
    };
    return {{secret(SecretKind::AccessToken), readyText(sandbox, "accessToken")},
            {secret(SecretKind::RefreshToken), readyText(sandbox, "refreshToken")},
            {secret(SecretKind::ClientSecret), readyText(sandbox, "clientSecret")}};
}

}  // namespace

bool comesTrue(const std::function<bool()>& condition) {
    QEventLoop loop;
    QTimer look;
    QTimer deadline;
    bool reached = condition();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        reached = condition();
        if (reached)
            loop.quit();
    });
    QObject::connect(&deadline, &QTimer::timeout, &loop, &QEventLoop::quit);
    if (reached)
        return true;
    look.start(std::chrono::milliseconds(1));
    deadline.start(std::chrono::seconds(10));
    loop.exec();
    return reached;
}

connectors::TimerId HurriedTimers::after(std::chrono::milliseconds delay, std::function<void()> run) {
    constexpr int kHurry = 200;
    return m_timers.after(delay / kHurry, std::move(run));
}

SandboxClient::SandboxClient(const SandboxProcess& sandbox)
    : m_httpTimers(m_clock),
      m_http(connectors::SenderOptions{}, m_httpTimers),
      m_timers(m_clock),
      m_secrets(secretsOf(sandbox)) {
    mapping::Connection connection = connectionTo(readyText(sandbox, "url"));
    connection.clientId = readyText(sandbox, "clientId");
    client = connectors::salesforce::makeSalesforceClient(std::move(connection), mappedObjects(),
                                                          kWorkspace)({m_http, m_timers, m_secrets, m_clock, 1});
}

SandboxClient::~SandboxClient() {
    stop();
    client.reset();
}

bool SandboxClient::start(std::vector<core::Position> positions) {
    client->start(told, std::move(positions));
    return comesTrue([&] { return isConnected(); });
}

void SandboxClient::stop() {
    if (!std::exchange(m_stopped, true))
        client->stop();
}

std::vector<core::Position> SandboxClient::positions() const {
    std::vector<core::Position> all;
    for (const char* channel : {kContacts, kAccounts})
        all.push_back({std::string("salesforce ") + channel, told.position(channel)});
    return all;
}

std::vector<connectors::SourceChange> SandboxClient::changesOf(const std::string& id) const {
    std::vector<connectors::SourceChange> changes = told.changes();
    std::erase_if(changes, [&](const connectors::SourceChange& change) { return change.id != id; });
    return changes;
}

std::optional<connectors::RecordWritten> SandboxClient::write(const std::string& object,
                                                              connectors::RecordWrite write) {
    const std::size_t before = told.writes.size();
    client->request(connectors::WriteRequest{connectors::RequestId(++m_lastRequest), object, {std::move(write)}});
    if (!comesTrue([&] { return told.writes.size() > before; }))
        return std::nullopt;
    return told.writes.back().records.at(0);
}

std::optional<connectors::ReadAnswer> SandboxClient::read(const std::string& object, const std::string& id,
                                                          std::vector<std::string> fields) {
    const std::size_t before = told.reads.size();
    client->request(
        connectors::ReadRequest{connectors::RequestId(++m_lastRequest), object, {id}, std::move(fields), {}});
    if (!comesTrue([&] { return told.reads.size() > before; }))
        return std::nullopt;
    return told.reads.back();
}

std::string act(const SandboxProcess& sandbox, const QString& verb, const QString& object, const std::string& id,
                const QJsonObject& fields) {
    QJsonObject given{{QStringLiteral("side"), QStringLiteral("salesforce")},
                      {QStringLiteral("object"), object},
                      {QStringLiteral("verb"), verb}};
    if (!id.empty())
        given.insert(QStringLiteral("id"), QString::fromStdString(id));
    if (verb == QStringLiteral("merge"))
        given.insert(QStringLiteral("losers"), fields.value(QStringLiteral("losers")));
    else if (!fields.isEmpty())
        given.insert(QStringLiteral("fields"), fields);
    const HttpAnswer answer = sandbox.control("POST", QStringLiteral("/acts"), given);
    if (answer.status != 200)
        qWarning("an act is refused: %s", answer.body.constData());
    return answer.json().value(QStringLiteral("id")).toString().toStdString();
}

bool setFaults(const SandboxProcess& sandbox, const QJsonObject& faults) {
    return sandbox.control("PATCH", QStringLiteral("/faults"), {{QStringLiteral("salesforce"), faults}}).status == 200;
}

}  // namespace syncline::test
