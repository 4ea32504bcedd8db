#include "tests/end_to_end/cases_test.h"

#include "engine/base/clock.h"

#include <QSet>
#include <QTest>
#include <QTimeZone>
#include <algorithm>
#include <utility>

using cases::kHubspot;
using cases::kSalesforce;
using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::OtherProgram;
using syncline::test::Pair;
using syncline::test::SandboxProcess;
using syncline::test::TwoCrms;
using namespace Qt::StringLiterals;

namespace {

/// Longer than any case takes: events come when they are released.
constexpr int kHeldBack = 600'000;

QJsonObject lastWriterWins(int tolerance, const QString& tieBreak) {
    return {{u"lastWriterWins"_s, QJsonObject{{u"toleranceMs"_s, tolerance}, {u"tieBreak"_s, tieBreak}}}};
}

/// phone: within 500 ms Salesforce; last name: within 500 ms a person; title: within 100 ms Salesforce; mobile: within
/// 100 ms HubSpot; city: a person; email: HubSpot's, taken back; department: HubSpot's, kept.
QJsonObject rules() {
    return {{u"last_name"_s, lastWriterWins(500, u"review"_s)},
            {u"title"_s, lastWriterWins(100, kSalesforce)},
            {u"mobile"_s, lastWriterWins(100, kHubspot)},
            {u"city"_s, u"review"_s},
            {u"email"_s, QJsonObject{{u"owner"_s, kHubspot}, {u"onRefused"_s, u"revert"_s}}},
            {u"department"_s, QJsonObject{{u"owner"_s, kHubspot}, {u"onRefused"_s, u"keep"_s}}}};
}

/// Without the journal there is nothing to go by, and of two dialects that exclude each other it is one.
bool canBeReversed(const QString& dialect) {
    return dialect != u"journal-not-enabled"_s && dialect != u"subscription-empty-arrays-refused"_s;
}

/// Every dialect of the sandbox that can be.
QStringList reversedDialects() {
    const SandboxProcess asked({u"--edits-per-second"_s, u"0"_s});
    QStringList arguments;
    for (const QJsonValue& one : asked.control("GET", u"/dialects"_s).json()["dialects"_L1].toArray()) {
        const QString name = one["name"_L1].toString();
        if (canBeReversed(name))
            arguments.append({u"--dialect"_s, name});
    }
    return arguments;
}

QDateTime now() {
    return QDateTime::fromMSecsSinceEpoch(syncline::base::SystemClock().wallNow().time_since_epoch().count(),
                                          QTimeZone::utc());
}

QString wantedServers() {
    return qEnvironmentVariable("SYNCLINE_TEST_SERVERS");
}

/// By which reading of the protocols the servers go, and whether they speak TLS.
QStringList serverArguments() {
    const QString servers = wantedServers();
    if (servers == u"reversed"_s)
        return reversedDialects();
    return servers.isEmpty() ? QStringList() : QStringList{servers};
}

/// What the servers do otherwise than they were asked to; "" when there is nothing.
QString misunderstood(const TwoCrms& crms) {
    const QJsonArray dialects = crms.control("GET", u"/dialects"_s)["dialects"_L1].toArray();
    if (dialects.isEmpty())
        return u"they name no dialect"_s;
    for (const QJsonValue& one : dialects) {
        const QString name = one["name"_L1].toString();
        const bool isWanted = wantedServers() == u"reversed"_s && canBeReversed(name);
        if (one["on"_L1].toBool() != isWanted)
            return name + (isWanted ? u" is off"_s : u" is on"_s);
    }
    const bool hasTls = !crms.ready().value("certificatePem"_L1).toString().isEmpty();
    if (hasTls != (wantedServers() == u"--tls"_s))
        return hasTls ? u"they speak TLS"_s : u"they do not speak TLS"_s;
    return {};
}

}  // namespace

void CasesTest::initTestCase() {
    m_crms = std::make_unique<TwoCrms>(serverArguments());
    QVERIFY(m_crms->isReady());
    const QString fault = misunderstood(*m_crms);
    QVERIFY2(fault.isEmpty(), qPrintable(u"not the servers that were asked for: "_s + fault));
    m_other = std::make_unique<OtherProgram>(*m_crms);
    m_engine = std::make_unique<EngineProcess>(*m_crms, rules());
    prepareWorkspace();
    makePairs();
    // The flow that warms up what is cold when somebody sets the phone.
    patch(u"Flow"_s, kSalesforce, u"Rating__c"_s, u"Cold"_s);
    patch(u"Flow"_s, kHubspot, u"rating"_s, u"cold"_s);
    for (const QString& name : {u"Clear"_s, u"Cleared"_s}) {
        patch(name, kSalesforce, u"Title"_s, u"Clerk"_s);
        patch(name, kHubspot, u"jobtitle"_s, u"Clerk"_s);
    }
    QVERIFY2(m_engine->start(), m_engine->log().constData());
    // The first change of a contact links it and compares both sides. One of them is left for its case.
    QStringList names = m_pairs.keys();
    names.removeOne(u"First"_s);
    for (const QString& name : std::as_const(names))
        patch(name, kSalesforce, u"FirstName"_s, u"Seen"_s);
    QVERIFY(m_engine->waitFor([&] {
        return std::all_of(names.cbegin(), names.cend(),
                           [this](const QString& name) { return held(name, kHubspot, u"firstname"_s) == u"Seen"_s; });
    }));
    QVERIFY(m_engine->waitUntilDrained());
    m_base = QDateTime::fromSecsSinceEpoch(now().toSecsSinceEpoch() + 1, QTimeZone::utc());
}

/// A case that failed leaves no delay, lock, repetition, stopped clock or mode to the next.
void CasesTest::cleanup() {
    if (!QTest::currentTestFailed())
        return;
    for (const QString& side : {kSalesforce, kHubspot}) {
        releaseEvents(side);
        m_crms->runClock(side);
    }
    m_crms->setFault(kSalesforce, u"lockRows"_s, 0);
    m_crms->setFault(kHubspot, u"duplicates"_s, 0);
    m_crms->setFault(kHubspot, u"loseAnswers"_s, 0);
    if (m_engine->isRunning())
        static_cast<void>(setMode(u"live"_s));
}

/// Salesforce takes any lead source, and HubSpot of its lead statuses only those that it knows.
void CasesTest::prepareWorkspace() {
    syncline::test::changeWorkspace(*m_engine, [](QJsonObject& workspace) {
        workspace.insert(u"timing"_s, QJsonObject{{u"settleMs"_s, cases::kLongSettle}});
        QJsonArray objects = workspace.value("objects"_L1).toArray();
        QJsonObject contact = objects.first().toObject();
        QJsonArray fields = contact.value("fields"_L1).toArray();
        fields.append(QJsonObject{
            {u"name"_s, u"lead_status"_s}, {u"salesforce"_s, u"LeadSource"_s}, {u"hubspot"_s, u"hs_lead_status"_s}});
        contact.insert(u"fields"_s, fields);
        objects.replace(0, contact);
        workspace.insert(u"objects"_s, objects);
    });
}

bool CasesTest::settlesIn(int ms) {
    if (!m_engine->waitUntilDrained() || m_engine->stop() != 0)
        return false;
    syncline::test::changeWorkspace(*m_engine, [ms](QJsonObject& workspace) {
        workspace.insert(u"timing"_s, QJsonObject{{u"settleMs"_s, ms}});
    });
    return m_engine->start();
}

void CasesTest::makePairs() {
    for (const char* name :
         {"First",       "Within",  "Outside",  "Coarse",  "Tied",   "Review",   "Twice",    "Same",      "Disjoint",
          "Newer",       "Patch",   "Seen",     "Flow",    "Owned",  "ReadOnly", "Repeated", "Reconnect", "Stale",
          "Overwritten", "Landing", "Resolved", "Screen",  "Vice",   "Retry",    "Five",     "Letter",    "NoOp",
          "Equal",       "Late",    "Clear",    "Cleared", "Undone", "Reopened"})
        m_pairs.insert(QString::fromLatin1(name), m_crms->createPair(QString::fromLatin1(name)));
}

bool CasesTest::setMode(const QString& mode) const {
    return m_engine->command({u"mode"_s, m_engine->folder(), mode}).exitCode == 0;
}

void CasesTest::holdEvents(const QString& side) {
    m_crms->setFault(side, u"publishingDelayMs"_s, kHeldBack);
}

void CasesTest::releaseEvents(const QString& side) {
    m_crms->setFault(side, u"publishingDelayMs"_s, 0);
}

void CasesTest::patch(const QString& name, const QString& side, const QString& field, const QJsonValue& value) {
    m_other->patch(side, m_pairs.value(name).on(side), {{field, value}});
}

void CasesTest::patch(const QString& name, const QString& side, const QString& field, const QJsonValue& value, int ms) {
    stopClock(side, ms);
    patch(name, side, field, value);
    m_crms->runClock(side);
}

void CasesTest::stopClock(const QString& side, int ms) {
    m_crms->stopClock(side, m_base.addMSecs(ms).toString(Qt::ISODateWithMs));
}

qint64 CasesTest::sinceBase() const {
    return m_base.msecsTo(now());
}

bool CasesTest::isPast(int ms) {
    constexpr int kMore = 5000;
    return m_engine->waitFor([&] { return sinceBase() > ms; }, ms + kMore);
}

void CasesTest::personEdits(const QString& name, const QString& side, const QString& field, const QString& value) {
    m_crms->edit(side, m_pairs.value(name).on(side), {{field, value}});
}

QString CasesTest::held(const QString& name, const QString& side, const QString& field) const {
    return m_crms->value(side, m_pairs.value(name).on(side), field).toString();
}

bool CasesTest::bothHold(const QString& name, const QString& salesforceField, const QString& hubspotField,
                         const QString& value) const {
    return held(name, kSalesforce, salesforceField) == value && held(name, kHubspot, hubspotField) == value;
}

bool CasesTest::bothApisSay(const QString& name, const QString& salesforceField, const QString& hubspotField,
                            const QString& value) const {
    const Pair pair = m_pairs.value(name);
    return m_other->read(kSalesforce, pair.salesforce, salesforceField).toString() == value
           && m_other->read(kHubspot, pair.hubspot, hubspotField).toString() == value;
}

QStringList CasesTest::values(const QString& name, const QString& side, const QString& field) const {
    QStringList all;
    for (const QJsonValue& one : m_crms->versions(side, m_pairs.value(name).on(side), field))
        all.append(one["value"_L1].toString());
    return all;
}

QJsonArray CasesTest::decisions(const QString& name, const QString& field) const {
    QJsonArray all;
    for (const QJsonValue& one : syncline::test::decisions(*m_engine, idOf(name), field)) {
        if (one["outcome"_L1].toString() != u"baseline"_s)
            all.append(one);
    }
    return all;
}

QStringList CasesTest::outcomes(const QString& name, const QString& field) const {
    QStringList all;
    for (const QJsonValue& one : decisions(name, field))
        all.append(one["outcome"_L1].toString());
    return all;
}

QStringList CasesTest::judged(const QString& name, const QString& field) const {
    const QSet<QString> ofOurs{u"echo"_s, u"settled"_s, u"landed"_s, u"notLanded"_s};
    QStringList all;
    for (const QJsonValue& one : decisions(name, field)) {
        const QString outcome = one["outcome"_L1].toString();
        const QJsonValue version = one["version"_L1];
        if (!ofOurs.contains(outcome))
            all.append(outcome + u' ' + version["value"_L1][version["side"_L1].toString()].toString());
    }
    return all;
}

QJsonObject CasesTest::decided(const QString& name, const QString& field, const QString& outcome) const {
    for (const QJsonValue& one : decisions(name, field)) {
        if (one["outcome"_L1].toString() == outcome)
            return one.toObject();
    }
    return {};
}

QString CasesTest::why(const QString& name, const QString& field) const {
    return syncline::test::why(*m_engine, idOf(name), field);
}

QStringList CasesTest::captured(const QString& name, const QString& side, const QString& field) const {
    const QString filter =
        u"kind == ChangeCaptured && side == %1 && field == %2 && record == \"%3\""_s.arg(side, field, idOf(name));
    QStringList all;
    for (const QJsonValue& entry : syncline::test::entries(*m_engine, filter)) {
        for (const QJsonValue& one : entry["body"_L1]["fields"_L1].toArray()) {
            if (one["field"_L1].toString() == field)
                all.append(one["value"_L1][side].toString());
        }
    }
    return all;
}

qsizetype CasesTest::sent(const QString& name, const QString& field) const {
    const QString filter = u"kind == WriteSent && field == %1 && record == \"%2\""_s.arg(field, idOf(name));
    return syncline::test::entries(*m_engine, filter).size();
}

QString CasesTest::state(const QString& name, const QString& field) const {
    const CommandResult shown = m_engine->command({u"record"_s, m_engine->folder(), idOf(name), u"--json"_s});
    return shown.json()["fields"_L1][field]["state"_L1].toString();
}

QJsonArray CasesTest::failures(const QString& name) const {
    const QString filter = u"kind == WriteFailed && record == \"%1\""_s.arg(idOf(name));
    QJsonArray all;
    for (const QJsonValue& entry : syncline::test::entries(*m_engine, filter))
        all.append(entry["body"_L1]);
    return all;
}

qint64 CasesTest::duplicates(const QString& side) const {
    return m_engine->status().value(side).toObject().value("duplicates"_L1).toInteger();
}

QJsonArray CasesTest::openConflicts(const QString& name, const QString& field) const {
    const QString email = name.toLower() + u"@pairs.example"_s;
    QJsonArray all;
    for (const QJsonValue& one : syncline::test::conflicts(*m_engine)) {
        if (one["record"_L1].toString() == email && one["field"_L1].toString() == field)
            all.append(one);
    }
    return all;
}

QJsonObject CasesTest::openConflict(const QString& name, const QString& field) const {
    return openConflicts(name, field).first().toObject();
}

QStringList CasesTest::candidates(const QString& name, const QString& field) const {
    QStringList all;
    for (const QJsonValue& one : openConflict(name, field).value("candidates"_L1).toArray()) {
        const QString mark = one["overwritten"_L1].toBool() ? u" overwritten"_s : QString();
        all.append(one["side"_L1].toString() + u' ' + one["value"_L1].toString() + mark);
    }
    all.sort();
    return all;
}

bool CasesTest::takes(const QString& name, const QString& field, const QString& side) const {
    const QString number = QString::number(openConflict(name, field).value("conflict"_L1).toInteger());
    return m_engine->command({u"conflicts"_s, u"resolve"_s, m_engine->folder(), number, u"--take"_s, side}).exitCode
           == 0;
}

void CasesTest::afterAll_theJournalIsWhole_andBothSidesAreInStep() {
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->stop(), 0);
    const CommandResult verified = m_engine->command({u"journal"_s, u"verify"_s, m_engine->folder()});
    QVERIFY2(verified.exitCode == 0, verified.errors.constData());
    const CommandResult audited = m_engine->command({u"audit"_s, m_engine->folder(), u"--json"_s});
    QVERIFY2(audited.exitCode == 0, QByteArray(audited.output + audited.errors).constData());
    QVERIFY(audited.json()["total"_L1]["compared"_L1].toInt() > 0);
    QVERIFY2(!m_engine->log().contains("\"error\""), m_engine->log().constData());
}

void CasesTest::cleanupTestCase() {
    m_engine.reset();
    m_other.reset();
    m_crms.reset();
}

QTEST_GUILESS_MAIN(CasesTest)
