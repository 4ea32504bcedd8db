#include "tests/support/engine_process.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>
#include <csignal>

namespace syncline::test {
namespace {

constexpr int kStartTime = 20'000;
constexpr int kEndTime = 20'000;

QJsonObject field(const QString& name, const QString& salesforce, const QString& hubspot,
                  const QString& compare = QStringLiteral("trimmed")) {
    return {{QStringLiteral("name"), name},
            {QStringLiteral("salesforce"), salesforce},
            {QStringLiteral("hubspot"), hubspot},
            {QStringLiteral("compare"), compare}};
}

QList<QJsonObject> mappedFields() {
    return {
        field(QStringLiteral("email"), QStringLiteral("Email"), QStringLiteral("email"),
              QStringLiteral("caseInsensitive")),
        field(QStringLiteral("last_name"), QStringLiteral("LastName"), QStringLiteral("lastname")),
        field(QStringLiteral("phone"), QStringLiteral("Phone"), QStringLiteral("phone"), QStringLiteral("phoneDigits")),
        field(QStringLiteral("mobile"), QStringLiteral("MobilePhone"), QStringLiteral("mobilephone"),
              QStringLiteral("phoneDigits")),
        field(QStringLiteral("title"), QStringLiteral("Title"), QStringLiteral("jobtitle")),
        field(QStringLiteral("first_name"), QStringLiteral("FirstName"), QStringLiteral("firstname")),
        field(QStringLiteral("department"), QStringLiteral("Department"), QStringLiteral("department")),
        {{QStringLiteral("name"), QStringLiteral("rating")},
         {QStringLiteral("salesforce"), QStringLiteral("Rating__c")},
         {QStringLiteral("hubspot"), QStringLiteral("rating")},
         {QStringLiteral("options"), QJsonObject{{QStringLiteral("Hot"), QStringLiteral("hot")},
                                                 {QStringLiteral("Warm"), QStringLiteral("warm")},
                                                 {QStringLiteral("Cold"), QStringLiteral("cold")}}}},
        field(QStringLiteral("city"), QStringLiteral("MailingCity"), QStringLiteral("city"))};
}

QString text(const QJsonObject& ready, const char* side, const char* key) {
    return ready.value(QLatin1String(side)).toObject().value(QLatin1String(key)).toVariant().toString();
}

}  // namespace

QJsonObject CommandResult::json() const {
    return QJsonDocument::fromJson(output).object();
}

QJsonArray CommandResult::lines() const {
    QJsonArray all;
    for (const QByteArray& line : output.split('\n')) {
        if (!line.isEmpty())
            all.append(QJsonDocument::fromJson(line).object());
    }
    return all;
}

EngineProcess::EngineProcess(const TwoCrms& crms, const QJsonObject& rules, const QString& mode)
    : m_crms(crms), m_environment(QProcessEnvironment::systemEnvironment()) {
    for (const char* side : {"salesforce", "hubspot"}) {
        const QString prefix = QStringLiteral("SYNCLINE_") + QString::fromLatin1(side).toUpper();
        m_environment.insert(prefix + QStringLiteral("_TOKEN"), text(crms.ready(), side, "accessToken"));
        m_environment.insert(prefix + QStringLiteral("_REFRESH_TOKEN"), text(crms.ready(), side, "refreshToken"));
        m_environment.insert(prefix + QStringLiteral("_CLIENT_SECRET"), text(crms.ready(), side, "clientSecret"));
    }
    m_folder.setAutoRemove(!qEnvironmentVariableIsSet("SYNCLINE_TEST_KEEP"));
    writeWorkspace(rules, mode);
}

EngineProcess::~EngineProcess() {
    if (isRunning())
        kill();
}

void EngineProcess::writeWorkspace(const QJsonObject& rules, const QString& mode) {
    QJsonArray fields;
    for (QJsonObject one : mappedFields()) {
        const QString name = one.value(QLatin1String("name")).toString();
        if (rules.contains(name))
            one.insert(QStringLiteral("rule"), rules.value(name));
        fields.append(one);
    }
    const QJsonObject lastWriterWins{{QStringLiteral("toleranceMs"), 500},
                                     {QStringLiteral("tieBreak"), QStringLiteral("salesforce")}};
    const QJsonObject contact{
        {QStringLiteral("name"), QStringLiteral("contact")},
        {QStringLiteral("salesforce"), QStringLiteral("Contact")},
        {QStringLiteral("hubspot"), QStringLiteral("contacts")},
        {QStringLiteral("partnerId"), QJsonObject{{QStringLiteral("salesforce"), QStringLiteral("HubSpot_Id__c")},
                                                  {QStringLiteral("hubspot"), QStringLiteral("sf_contact_id")}}},
        {QStringLiteral("match"), QJsonArray{QStringLiteral("email")}},
        {QStringLiteral("create"),
         QJsonObject{{QStringLiteral("salesforce"), true}, {QStringLiteral("hubspot"), true}}},
        {QStringLiteral("defaults"),
         QJsonObject{{QStringLiteral("rule"), QJsonObject{{QStringLiteral("lastWriterWins"), lastWriterWins}}},
                     {QStringLiteral("firstComparison"), QStringLiteral("salesforce")}}},
        {QStringLiteral("fields"), fields}};
    QJsonObject salesforce{{QStringLiteral("baseUrl"), text(m_crms.ready(), "salesforce", "url")},
                           {QStringLiteral("clientId"), text(m_crms.ready(), "salesforce", "clientId")},
                           {QStringLiteral("clockResolutionMs"), 1000}};
    QJsonObject hubspot{{QStringLiteral("baseUrl"), text(m_crms.ready(), "hubspot", "url")},
                        {QStringLiteral("clientId"), text(m_crms.ready(), "hubspot", "clientId")},
                        {QStringLiteral("portalId"), text(m_crms.ready(), "hubspot", "portalId")},
                        {QStringLiteral("appId"), text(m_crms.ready(), "hubspot", "appId")},
                        {QStringLiteral("pollIntervalMs"), 100}};
    const QString certificate = m_crms.ready().value(QLatin1String("certificatePem")).toString();
    if (!certificate.isEmpty()) {
        QFile anchor(m_folder.filePath(QStringLiteral("anchor.pem")));
        if (!anchor.open(QIODevice::WriteOnly) || anchor.write(certificate.toLatin1()) < 0)
            qFatal("the trust anchor cannot be written");
        salesforce.insert(QStringLiteral("caFile"), QStringLiteral("anchor.pem"));
        hubspot.insert(QStringLiteral("caFile"), QStringLiteral("anchor.pem"));
    }
    const QJsonObject workspace{
        {QStringLiteral("version"), 1},
        {QStringLiteral("name"), QStringLiteral("Test")},
        {QStringLiteral("id"), QStringLiteral("3d6f2b1c-0f55-4f0e-9a41-6a3a8d6f7c01")},
        {QStringLiteral("connections"),
         QJsonObject{{QStringLiteral("salesforce"), salesforce}, {QStringLiteral("hubspot"), hubspot}}},
        {QStringLiteral("mode"),
         QJsonObject{{QStringLiteral("toSalesforce"), mode}, {QStringLiteral("toHubspot"), mode}}},
        {QStringLiteral("timing"), QJsonObject{{QStringLiteral("settleMs"), 2000}}},
        {QStringLiteral("objects"), QJsonArray{contact}},
        {QStringLiteral("streams"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("events")},
                                                           {QStringLiteral("file"), QStringLiteral("events.jsonl")},
                                                           {QStringLiteral("filter"), QString()}}}}};
    QFile file(m_folder.filePath(QStringLiteral("workspace.json")));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(workspace).toJson()) < 0)
        qFatal("the workspace cannot be written");
}

bool EngineProcess::launch(const QStringList& arguments) {
    m_process = std::make_unique<QProcess>();
    dieWithTheTest(*m_process);
    m_process->setProcessEnvironment(m_environment);
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->start(QStringLiteral(SYNCLINE_PROGRAM), QStringList{QStringLiteral("run"), m_folder.path(),
                                                                   QStringLiteral("--log"), QStringLiteral("json")}
                                                           + arguments);
    return m_process->waitForStarted(kStartTime);
}

bool EngineProcess::endsByKill(int milliseconds) {
    const bool ended = !isRunning() || m_process->waitForFinished(milliseconds);
    readLog();
    return ended && wasKilled(*m_process);
}

bool EngineProcess::start(const QStringList& arguments) {
    if (!launch(arguments))
        return false;
    const auto isConnected = [this] {
        const QJsonObject now = status();
        const auto state = [&](const char* side) {
            return now.value(QLatin1String(side)).toObject().value(QLatin1String("state")).toString();
        };
        return now.value(QLatin1String("running")).toBool() && state("salesforce") == QLatin1String("connected")
               && state("hubspot") == QLatin1String("connected");
    };
    return waitFor(isConnected, kStartTime);
}

int EngineProcess::stop() {
    m_process->terminate();
    const bool ended = m_process->waitForFinished(kEndTime);
    readLog();
    return ended && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

void EngineProcess::kill() {
    m_process->kill();
    m_process->waitForFinished(kEndTime);
    readLog();
}

void EngineProcess::readLog() {
    m_log += m_process->readAllStandardError();
}

QByteArray EngineProcess::logSoFar() {
    m_process->waitForReadyRead(1);
    readLog();
    return m_log;
}

bool EngineProcess::isRunning() const {
    return m_process && m_process->state() == QProcess::Running;
}

bool EngineProcess::waitFor(const std::function<bool()>& condition, int milliseconds) {
    return QTest::qWaitFor(condition, milliseconds);
}

bool EngineProcess::waitUntilDrained(int milliseconds) {
    int quiet = 0;
    qint64 head = -1;
    const auto isDrained = [&] {
        const QJsonObject now = status();
        const auto due = [&](const char* side) {
            const QJsonObject one = now.value(QLatin1String(side)).toObject();
            const bool live = one.value(QLatin1String("mode")).toString() == QLatin1String("live");
            return live ? one.value(QLatin1String("dueCells")).toInteger() : 0;
        };
        const qint64 at = now.value(QLatin1String("head")).toInteger();
        // No status has no numbers, and one of no engine has those of its end.
        const bool rests = now.value(QLatin1String("running")).toBool() && at == head && due("salesforce") == 0
                           && due("hubspot") == 0 && now.value(QLatin1String("undecided")).toInteger() == 0
                           && now.value(QLatin1String("unsettled")).toInteger() == 0;
        head = at;
        quiet = rests ? quiet + 1 : 0;
        // A journal file of HubSpot's is closed every 100 ms, and asked for as often.
        constexpr int kLooks = 8;
        return quiet >= kLooks;
    };
    return waitFor(isDrained, milliseconds);
}

CommandResult EngineProcess::command(const QStringList& arguments, int milliseconds) const {
    QProcess process;
    dieWithTheTest(process);
    process.setProcessEnvironment(m_environment);
    // An engine in this process answers on this thread's event loop.
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    process.start(QStringLiteral(SYNCLINE_PROGRAM), arguments);
    if (process.state() != QProcess::NotRunning)
        loop.exec();
    CommandResult result;
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    if (process.error() == QProcess::FailedToStart)
        return result;
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

QJsonObject EngineProcess::status() const {
    return command({QStringLiteral("status"), m_folder.path(), QStringLiteral("--json")}).json();
}

void changeWorkspace(const EngineProcess& engine, const std::function<void(QJsonObject& workspace)>& change) {
    QFile file(engine.folder() + QStringLiteral("/workspace.json"));
    if (!file.open(QIODevice::ReadWrite))
        qFatal("the workspace cannot be read");
    QJsonObject workspace = QJsonDocument::fromJson(file.readAll()).object();
    change(workspace);
    if (!file.resize(0) || !file.seek(0) || file.write(QJsonDocument(workspace).toJson()) < 0)
        qFatal("the workspace cannot be written");
}

QJsonArray entries(const EngineProcess& engine, const QString& filter) {
    return engine
        .command({QStringLiteral("journal"), QStringLiteral("list"), engine.folder(), QStringLiteral("--filter"),
                  filter, QStringLiteral("--json")})
        .lines();
}

QJsonArray decisions(const EngineProcess& engine, const QString& recordId, const QString& name) {
    QJsonArray found;
    const QJsonArray all = entries(engine, QStringLiteral("kind == FieldsDecided && record == \"%1\"").arg(recordId));
    for (const QJsonValue& entry : all) {
        const QJsonArray fields =
            entry.toObject().value(QLatin1String("body")).toObject().value(QLatin1String("fields")).toArray();
        for (const QJsonValue& one : fields) {
            if (one.toObject().value(QLatin1String("field")).toString() == name)
                found.append(one);
        }
    }
    return found;
}

QString why(const EngineProcess& engine, const QString& recordId, const QString& name) {
    return QString::fromUtf8(
        engine.command({QStringLiteral("record"), engine.folder(), recordId, QStringLiteral("--why"), name}).output);
}

QJsonArray conflicts(const EngineProcess& engine) {
    return engine
        .command({QStringLiteral("conflicts"), QStringLiteral("list"), engine.folder(), QStringLiteral("--json")})
        .lines();
}

}  // namespace syncline::test
