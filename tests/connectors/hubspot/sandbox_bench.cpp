#include "tests/connectors/hubspot/sandbox_bench.h"

#include "engine/connectors/hubspot/make_hubspot_client.h"

#include <QJsonObject>
#include <QTest>
#include <algorithm>

namespace syncline::test {

using namespace Qt::StringLiterals;
using connectors::RequestId;
using connectors::SecretKind;
using core::Side;

namespace {

constexpr int kPatienceMs = 10'000;

QStringList arguments(const std::vector<std::string>& dialects) {
    QStringList list{u"--edits-per-second"_s, u"0"_s, u"--publication-ms"_s, u"20"_s, u"--search-lag-ms"_s, u"50"_s};
    for (const std::string& dialect : dialects)
        list << u"--dialect"_s << QString::fromStdString(dialect);
    return list;
}

}  // namespace

Sandbox::Sandbox(const std::vector<std::string>& dialects) : m_process(arguments(dialects)) {}

std::string Sandbox::text(const char* member) const {
    const QJsonValue value = m_process.ready()["hubspot"_L1].toObject()[QLatin1StringView(member)];
    return value.isString() ? value.toString().toStdString() : std::to_string(value.toInteger());
}

std::string Sandbox::act(const char* verb, const std::string& id, const QJsonObject& fields, const QJsonObject& more) {
    QJsonObject act = more;
    act["side"_L1] = u"hubspot"_s;
    act["verb"_L1] = QLatin1StringView(verb);
    if (!id.empty())
        act["id"_L1] = QString::fromStdString(id);
    if (!fields.isEmpty())
        act["fields"_L1] = fields;
    const HttpAnswer answer = m_process.control("POST", u"/acts"_s, act);
    if (answer.status != 200)
        qWarning("act: %s", answer.body.constData());
    return answer.json()["id"_L1].toString().toStdString();
}

void Sandbox::fault(const QJsonObject& hubspot) {
    m_process.control("PATCH", u"/faults"_s, {{u"hubspot"_s, hubspot}});
}

void Sandbox::control(const char* path) {
    m_process.control("POST", QLatin1StringView(path));
}

int Sandbox::counter(const char* name) const {
    return m_process.control("GET", u"/counters"_s).json()["hubspot"_L1].toObject()[QLatin1StringView(name)].toInt();
}

SandboxClient::SandboxClient(const Sandbox& sandbox, std::vector<core::Position> positions)
    : m_timers(m_clock), m_sender(connectors::SenderOptions{}, m_timers) {
    const auto ignore = [](const base::Result<void>&) {};
    m_secrets.write({"ws", Side::HubSpot, SecretKind::ClientSecret}, sandbox.text("clientSecret"), ignore);
    m_secrets.write({"ws", Side::HubSpot, SecretKind::AccessToken}, sandbox.text("accessToken"), ignore);
    connectors::hubspot::HubSpotSettings settings;
    settings.connection = ClientBench::usualConnection();
    settings.connection.baseUrl = sandbox.text("url");
    settings.connection.clientId = sandbox.text("clientId");
    settings.connection.account.clear();
    settings.connection.appId = sandbox.text("appId");
    settings.connection.pollInterval = std::chrono::milliseconds(20);
    settings.objects = mappedObjects();
    m_client =
        connectors::hubspot::makeHubSpotClient(std::move(settings), "ws")({m_sender, m_timers, m_secrets, m_clock, 7});
    listener.acknowledges = m_client.get();
    m_client->start(listener, std::move(positions));
}

SandboxClient::~SandboxClient() {
    m_client->stop();
}

bool SandboxClient::waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMs);
}

bool SandboxClient::connects() {
    return waitFor(
        [this] { return !listener.states.empty() && listener.states.back().phase == core::ConnectorPhase::Connected; });
}

std::optional<connectors::SourceChange> SandboxClient::change(
    const std::string& id, const std::function<bool(const connectors::SourceChange&)>& wanted) {
    std::optional<connectors::SourceChange> found;
    static_cast<void>(waitFor([&] {
        const auto changes = listener.changes();
        const auto one = std::find_if(changes.begin(), changes.end(), [&](const connectors::SourceChange& change) {
            return change.id == id && wanted(change);
        });
        if (one != changes.end())
            found = *one;
        return found.has_value();
    }));
    return found;
}

template <typename Answer>
Answer SandboxClient::wait(std::vector<Answer>& answers, std::uint64_t id) {
    Answer answer;
    static_cast<void>(waitFor([&] {
        const auto found =
            std::find_if(answers.begin(), answers.end(), [id](const Answer& one) { return one.id == RequestId(id); });
        if (found == answers.end())
            return false;
        answer = *found;
        return true;
    }));
    return answer;
}

connectors::ReadAnswer SandboxClient::read(std::vector<std::string> ids, std::vector<std::string> fields,
                                           std::vector<std::string> history) {
    m_client->request(connectors::ReadRequest{RequestId(++m_last), "contacts", std::move(ids), std::move(fields),
                                              std::move(history)});
    return wait(listener.reads, m_last);
}

connectors::ReadAnswer SandboxClient::find(const std::string& field, std::vector<std::string> values,
                                           std::vector<std::string> fields) {
    m_client->request(
        connectors::FindRequest{RequestId(++m_last), "contacts", field, std::move(values), std::move(fields)});
    return wait(listener.reads, m_last);
}

connectors::WriteAnswer SandboxClient::write(std::vector<connectors::RecordWrite> records, const std::string& object) {
    m_client->request(connectors::WriteRequest{RequestId(++m_last), object, std::move(records)});
    return wait(listener.writes, m_last);
}

}  // namespace syncline::test
