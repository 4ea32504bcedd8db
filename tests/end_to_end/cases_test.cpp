#include "engine/base/clock.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>
#include <QTimeZone>
#include <memory>

using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::Pair;
using syncline::test::SandboxProcess;
using syncline::test::TwoCrms;
using namespace Qt::StringLiterals;

namespace {

const QString kSalesforce = u"salesforce"_s;
const QString kHubspot = u"hubspot"_s;

QDateTime now() {
    return QDateTime::fromMSecsSinceEpoch(syncline::base::SystemClock().wallNow().time_since_epoch().count(),
                                          QTimeZone::utc());
}

/// All that happens while the engine is away happens within this time.
constexpr int kSpan = 3000;

QJsonObject lastWriterWins(int tolerance, const QString& tieBreak) {
    return {{u"lastWriterWins"_s, QJsonObject{{u"toleranceMs"_s, tolerance}, {u"tieBreak"_s, tieBreak}}}};
}

/// phone: within 500 ms Salesforce; title: within 100 ms Salesforce; mobile: within 100 ms HubSpot; city: a person;
/// email: HubSpot's, taken back; department: HubSpot's, kept.
QJsonObject rules() {
    return {{u"title"_s, lastWriterWins(100, kSalesforce)},
            {u"mobile"_s, lastWriterWins(100, kHubspot)},
            {u"city"_s, u"review"_s},
            {u"email"_s, QJsonObject{{u"owner"_s, kHubspot}, {u"onRefused"_s, u"revert"_s}}},
            {u"department"_s, QJsonObject{{u"owner"_s, kHubspot}, {u"onRefused"_s, u"keep"_s}}}};
}

/// Every dialect of the sandbox. Without the journal there is nothing to go by, and of two that exclude each other one.
QStringList reversedDialects() {
    const SandboxProcess asked({u"--edits-per-second"_s, u"0"_s});
    const QSet<QString> leftOut{u"journal-not-enabled"_s, u"subscription-empty-arrays-refused"_s};
    QStringList arguments;
    for (const QJsonValue& one : asked.control("GET", u"/dialects"_s).json()["dialects"_L1].toArray()) {
        const QString name = one["name"_L1].toString();
        if (!leftOut.contains(name))
            arguments.append({u"--dialect"_s, name});
    }
    return arguments;
}

/// By which reading of the protocols the servers go, and whether they speak TLS.
QStringList serverArguments() {
    const QString servers = qEnvironmentVariable("SYNCLINE_TEST_SERVERS");
    if (servers == u"reversed"_s)
        return reversedDialects();
    return servers.isEmpty() ? QStringList() : QStringList{servers};
}

}  // namespace

/// The worked cases of semantics.md, section 12, over the two real servers. What is made while the engine is away is
/// unseen by the other side; each case has a contact of its own.
class CasesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameField_within200ms();
    void sameField_outsideTolerance();
    void coarseClock();
    void sameField_review();
    void sameSecondTwice();
    void sameValueBothSides();
    void disjointFields();
    void readBackIsNewerThanTheEvent();
    void patch_arrivesOnTheOtherSide_data();
    void patch_arrivesOnTheOtherSide();
    void orderPerRecord_isKept();
    void seenBeforeChanged();
    void flowAfterUs();
    void owned_email_revert();
    void editOnTheReadOnlySide();
    void duplicateDelivery();
    void overwrittenUnseen();
    void staleEchoMovesNothing();
    void writeLandsAfterConflictOpened();
    void resolution_writesBothSides();
    void resolveStaleScreen();
    void afterAll_theJournalIsWhole_andBothSidesAreInStep();
    void cleanupTestCase();

private:
    void makePairs();
    void actUnseen();
    void edit(const QString& name, const QString& side, const QString& field, const QJsonValue& value, int ms = -1);
    [[nodiscard]] QString time(int ms) const;
    [[nodiscard]] QString held(const QString& name, const QString& side, const QString& field) const;
    [[nodiscard]] bool bothHold(const QString& name, const QString& salesforceField, const QString& hubspotField,
                                const QString& value) const;
    [[nodiscard]] QStringList outcomes(const QString& name, const QString& field) const;
    [[nodiscard]] QJsonObject openConflict(const QString& name, const QString& field) const;

    std::unique_ptr<TwoCrms> m_crms;
    std::unique_ptr<EngineProcess> m_engine;
    QHash<QString, Pair> m_pairs;
    QDateTime m_base;
};

void CasesTest::initTestCase() {
    m_crms = std::make_unique<TwoCrms>(serverArguments());
    QVERIFY(m_crms->isReady());
    m_engine = std::make_unique<EngineProcess>(*m_crms, rules());
    makePairs();
    // The flow that warms up what is cold when somebody sets the phone.
    edit(u"Flow"_s, kSalesforce, u"Rating__c"_s, u"Cold"_s);
    edit(u"Flow"_s, kHubspot, u"rating"_s, u"cold"_s);
    QVERIFY2(m_engine->start(), m_engine->log().constData());
    // The first change of a contact links it and compares both sides.
    for (auto pair = m_pairs.cbegin(); pair != m_pairs.cend(); ++pair)
        m_crms->edit(kSalesforce, pair->salesforce, {{u"FirstName"_s, u"Seen"_s}});
    QVERIFY(m_engine->waitFor([this] {
        return std::all_of(m_pairs.cbegin(), m_pairs.cend(), [this](const Pair& pair) {
            return m_crms->value(kHubspot, pair.hubspot, u"firstname"_s).toString() == u"Seen"_s;
        });
    }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->stop(), 0);
    // Behind everything that the comparison has read; what is done then can be dated back to it.
    m_base = QDateTime::fromSecsSinceEpoch(now().toSecsSinceEpoch() + 2, QTimeZone::utc());
    QVERIFY(m_engine->waitFor([this] { return now() > m_base.addMSecs(kSpan); }));
    actUnseen();
    // Both sides are heard before anything is sent.
    QCOMPARE(m_engine->command({u"mode"_s, m_engine->folder(), u"observe"_s}).exitCode, 0);
    QVERIFY2(m_engine->start(), m_engine->log().constData());
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->command({u"mode"_s, m_engine->folder(), u"live"_s}).exitCode, 0);
    QVERIFY(m_engine->waitUntilDrained());
}

void CasesTest::makePairs() {
    for (const char* name : {"Within",    "Outside",     "Coarse", "Review",  "Twice",    "Same",  "Disjoint",
                             "Newer",     "Patch",       "Order",  "Seen",    "Flow",     "Owned", "ReadOnly",
                             "Duplicate", "Overwritten", "Stale",  "Landing", "Resolved", "Screen"})
        m_pairs.insert(QString::fromLatin1(name), m_crms->createPair(QString::fromLatin1(name)));
}

QString CasesTest::time(int ms) const {
    return m_base.addMSecs(ms).toString(Qt::ISODateWithMs);
}

void CasesTest::edit(const QString& name, const QString& side, const QString& field, const QJsonValue& value, int ms) {
    m_crms->edit(side, m_pairs.value(name).on(side), {{field, value}}, ms < 0 ? QString() : time(ms));
}

/// While the engine is away, so that nobody has seen the other's change.
void CasesTest::actUnseen() {
    m_crms->setClockResolution(kSalesforce, 1);
    edit(u"Within"_s, kSalesforce, u"Phone"_s, u"111"_s, 1);
    edit(u"Within"_s, kHubspot, u"phone"_s, u"222"_s, 151);
    edit(u"Outside"_s, kSalesforce, u"Title"_s, u"Clerk"_s, 1);
    edit(u"Outside"_s, kHubspot, u"jobtitle"_s, u"Head"_s, 151);
    edit(u"Review"_s, kSalesforce, u"MailingCity"_s, u"Graz"_s, 1);
    edit(u"Review"_s, kHubspot, u"city"_s, u"Linz"_s, 151);
    edit(u"Same"_s, kSalesforce, u"Title"_s, u"Berlin"_s, 1);
    edit(u"Same"_s, kHubspot, u"jobtitle"_s, u"Berlin"_s, 301);
    edit(u"Disjoint"_s, kSalesforce, u"Phone"_s, u"333"_s, 1);
    edit(u"Disjoint"_s, kHubspot, u"jobtitle"_s, u"Owner"_s, 1);
    edit(u"Newer"_s, kHubspot, u"phone"_s, u"701"_s, 1);
    edit(u"Newer"_s, kSalesforce, u"Phone"_s, u"702"_s, 1401);
    edit(u"Newer"_s, kHubspot, u"phone"_s, u"703"_s, 2801);
    m_crms->setClockResolution(kSalesforce, 1000);
    edit(u"Coarse"_s, kSalesforce, u"MobilePhone"_s, u"444"_s, 0);
    edit(u"Coarse"_s, kHubspot, u"mobilephone"_s, u"555"_s, 400);
    edit(u"Twice"_s, kSalesforce, u"Phone"_s, u"601"_s, 100);
    edit(u"Twice"_s, kSalesforce, u"Phone"_s, u"602"_s, 300);
    for (const char* name : {"Resolved", "Screen"}) {
        edit(QString::fromLatin1(name), kSalesforce, u"MailingCity"_s, u"Wels"_s, 0);
        edit(QString::fromLatin1(name), kHubspot, u"city"_s, u"Steyr"_s, 100);
    }
}

QString CasesTest::held(const QString& name, const QString& side, const QString& field) const {
    return m_crms->value(side, m_pairs.value(name).on(side), field).toString();
}

bool CasesTest::bothHold(const QString& name, const QString& salesforceField, const QString& hubspotField,
                         const QString& value) const {
    return held(name, kSalesforce, salesforceField) == value && held(name, kHubspot, hubspotField) == value;
}

/// What became of the field's changes since the contact was linked, in order.
QStringList CasesTest::outcomes(const QString& name, const QString& field) const {
    QStringList list;
    for (const QJsonValue& one : syncline::test::decisions(*m_engine, m_pairs.value(name).salesforce, field)) {
        const QString outcome = one.toObject().value("outcome"_L1).toString();
        if (outcome != u"baseline"_s)
            list.append(outcome);
    }
    return list;
}

QJsonObject CasesTest::openConflict(const QString& name, const QString& field) const {
    const QString email = name.toLower() + u"@pairs.example"_s;
    for (const QJsonValue& one : syncline::test::conflicts(*m_engine)) {
        const QJsonObject conflict = one.toObject();
        if (conflict.value("record"_L1).toString() == email && conflict.value("field"_L1).toString() == field)
            return conflict;
    }
    return {};
}

void CasesTest::sameField_within200ms() {
    QVERIFY(bothHold(u"Within"_s, u"Phone"_s, u"phone"_s, u"111"_s));
    QVERIFY(outcomes(u"Within"_s, u"phone"_s).contains(u"lost"_s)
            || outcomes(u"Within"_s, u"phone"_s).contains(u"won"_s));
    const QString why = syncline::test::why(*m_engine, m_pairs.value(u"Within"_s).salesforce, u"phone"_s);
    QVERIFY2(why.contains(u"photo finish (150 ms ≤ 500 ms), tie-break Salesforce"_s), qPrintable(why));
}

void CasesTest::sameField_outsideTolerance() {
    QVERIFY(bothHold(u"Outside"_s, u"Title"_s, u"jobtitle"_s, u"Head"_s));
    const QString why = syncline::test::why(*m_engine, m_pairs.value(u"Outside"_s).salesforce, u"title"_s);
    QVERIFY2(why.contains(u"later by 150 ms > 100 ms"_s), qPrintable(why));
}

void CasesTest::coarseClock() {
    QVERIFY(bothHold(u"Coarse"_s, u"MobilePhone"_s, u"mobilephone"_s, u"555"_s));
    const QString why = syncline::test::why(*m_engine, m_pairs.value(u"Coarse"_s).salesforce, u"mobile"_s);
    QVERIFY2(why.contains(u"too coarse"_s) && why.contains(u"tie-break HubSpot"_s), qPrintable(why));
}

void CasesTest::sameField_review() {
    QCOMPARE(held(u"Review"_s, kSalesforce, u"MailingCity"_s), u"Graz"_s);
    QCOMPARE(held(u"Review"_s, kHubspot, u"city"_s), u"Linz"_s);
    QCOMPARE(openConflict(u"Review"_s, u"city"_s).value("candidates"_L1).toArray().size(), 2);
}

void CasesTest::sameSecondTwice() {
    QVERIFY(bothHold(u"Twice"_s, u"Phone"_s, u"phone"_s, u"602"_s));
    const QStringList all = outcomes(u"Twice"_s, u"phone"_s);
    QCOMPARE(all.count(u"applied"_s), 2);
}

void CasesTest::sameValueBothSides() {
    QVERIFY(bothHold(u"Same"_s, u"Title"_s, u"jobtitle"_s, u"Berlin"_s));
    // One version on each side: nobody wrote to anybody.
    QCOMPARE(m_crms->versions(kSalesforce, m_pairs.value(u"Same"_s).salesforce, u"Title"_s).size(), 1);
    QCOMPARE(m_crms->versions(kHubspot, m_pairs.value(u"Same"_s).hubspot, u"jobtitle"_s).size(), 1);
}

void CasesTest::disjointFields() {
    QVERIFY(bothHold(u"Disjoint"_s, u"Phone"_s, u"phone"_s, u"333"_s));
    QVERIFY(bothHold(u"Disjoint"_s, u"Title"_s, u"jobtitle"_s, u"Owner"_s));
    QVERIFY(openConflict(u"Disjoint"_s, u"phone"_s).isEmpty());
}

void CasesTest::readBackIsNewerThanTheEvent() {
    QVERIFY(bothHold(u"Newer"_s, u"Phone"_s, u"phone"_s, u"703"_s));
}

void CasesTest::patch_arrivesOnTheOtherSide_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("arrivesIn");
    QTest::newRow("from Salesforce") << kSalesforce << u"Phone"_s << kHubspot << u"phone"_s;
    QTest::newRow("from HubSpot") << kHubspot << u"jobtitle"_s << kSalesforce << u"Title"_s;
}

void CasesTest::patch_arrivesOnTheOtherSide() {
    QFETCH(QString, from);
    QFETCH(QString, field);
    QFETCH(QString, to);
    QFETCH(QString, arrivesIn);
    edit(u"Patch"_s, from, field, u"4711"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Patch"_s, to, arrivesIn) == u"4711"_s; }));
}

void CasesTest::orderPerRecord_isKept() {
    constexpr int kEdits = 12;
    for (int i = 1; i <= kEdits; ++i)
        edit(u"Order"_s, kSalesforce, u"Phone"_s, QString::number(900 + i));
    const QString last = QString::number(900 + kEdits);
    QVERIFY(m_engine->waitFor([&] { return held(u"Order"_s, kHubspot, u"phone"_s) == last; }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothHold(u"Order"_s, u"Phone"_s, u"phone"_s, last));
    int before = 0;
    for (const QJsonValue& version : m_crms->versions(kHubspot, m_pairs.value(u"Order"_s).hubspot, u"phone"_s)) {
        const int value = version.toObject().value("value"_L1).toString().toInt();
        QVERIFY(value > before);
        before = value;
    }
}

void CasesTest::seenBeforeChanged() {
    edit(u"Seen"_s, kHubspot, u"phone"_s, u"801"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Seen"_s, kSalesforce, u"Phone"_s) == u"801"_s; }));
    edit(u"Seen"_s, kSalesforce, u"Phone"_s, u"802"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Seen"_s, kHubspot, u"phone"_s) == u"802"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothHold(u"Seen"_s, u"Phone"_s, u"phone"_s, u"802"_s));
    QCOMPARE(outcomes(u"Seen"_s, u"phone"_s).count(u"applied"_s), 2);
}

void CasesTest::owned_email_revert() {
    edit(u"Owned"_s, kSalesforce, u"Email"_s, u"somebody.else@pairs.example"_s);
    QVERIFY(m_engine->waitFor([&] { return outcomes(u"Owned"_s, u"email"_s).contains(u"refused"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothHold(u"Owned"_s, u"Email"_s, u"email"_s, u"owned@pairs.example"_s));
}

void CasesTest::editOnTheReadOnlySide() {
    edit(u"ReadOnly"_s, kSalesforce, u"Department"_s, u"Kitchen"_s);
    QVERIFY(m_engine->waitFor([&] { return outcomes(u"ReadOnly"_s, u"department"_s).contains(u"refused"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(held(u"ReadOnly"_s, kSalesforce, u"Department"_s), u"Kitchen"_s);
    QCOMPARE(held(u"ReadOnly"_s, kHubspot, u"department"_s), QString());
    const CommandResult shown =
        m_engine->command({u"record"_s, m_engine->folder(), m_pairs.value(u"ReadOnly"_s).salesforce, u"--json"_s});
    const QString state = shown.json()["fields"_L1]["department"_L1]["state"_L1].toString();
    QVERIFY2(state.startsWith(u"apart on salesforce"_s), qPrintable(state));
}

void CasesTest::duplicateDelivery() {
    m_crms->setFault(kHubspot, u"duplicates"_s, 3);
    m_crms->setFault(kSalesforce, u"duplicates"_s, 3);
    edit(u"Duplicate"_s, kHubspot, u"phone"_s, u"1001"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Duplicate"_s, kSalesforce, u"Phone"_s) == u"1001"_s; }));
    edit(u"Duplicate"_s, kSalesforce, u"Title"_s, u"Twin"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Duplicate"_s, kHubspot, u"jobtitle"_s) == u"Twin"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    m_crms->setFault(kHubspot, u"duplicates"_s, 0);
    m_crms->setFault(kSalesforce, u"duplicates"_s, 0);
    QCOMPARE(outcomes(u"Duplicate"_s, u"phone"_s).count(u"applied"_s), 1);
    QCOMPARE(outcomes(u"Duplicate"_s, u"title"_s).count(u"applied"_s), 1);
    QCOMPARE(m_crms->versions(kSalesforce, m_pairs.value(u"Duplicate"_s).salesforce, u"Phone"_s).size(), 1);
    QCOMPARE(m_crms->versions(kHubspot, m_pairs.value(u"Duplicate"_s).hubspot, u"jobtitle"_s).size(), 1);
}

void CasesTest::flowAfterUs() {
    edit(u"Flow"_s, kHubspot, u"phone"_s, u"1051"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Flow"_s, kHubspot, u"rating"_s) == u"warm"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(held(u"Flow"_s, kSalesforce, u"Rating__c"_s), u"Warm"_s);
    QVERIFY(bothHold(u"Flow"_s, u"Phone"_s, u"phone"_s, u"1051"_s));
    QVERIFY(outcomes(u"Flow"_s, u"phone"_s).contains(u"echo"_s));
    QVERIFY(outcomes(u"Flow"_s, u"rating"_s).contains(u"applied"_s));
}

/// Salesforce's person edits, then our write of an older HubSpot edit lands over it, before we know.
void CasesTest::overwrittenUnseen() {
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 1500);
    edit(u"Overwritten"_s, kSalesforce, u"Phone"_s, u"1101"_s);
    const QString before = now().addSecs(-3).toString(Qt::ISODateWithMs);
    m_crms->edit(kHubspot, m_pairs.value(u"Overwritten"_s).hubspot, {{u"phone"_s, u"1100"_s}}, before);
    QVERIFY(m_engine->waitFor([&] { return held(u"Overwritten"_s, kSalesforce, u"Phone"_s) == u"1100"_s; }));
    QVERIFY(m_engine->waitFor([&] { return bothHold(u"Overwritten"_s, u"Phone"_s, u"phone"_s, u"1101"_s); }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothHold(u"Overwritten"_s, u"Phone"_s, u"phone"_s, u"1101"_s));
    QVERIFY(outcomes(u"Overwritten"_s, u"phone"_s).contains(u"won"_s));
}

/// HubSpot's a is refused as the row is locked; Salesforce's c lands before it is sent again; HubSpot's b follows.
void CasesTest::staleEchoMovesNothing() {
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 1500);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 1000);
    edit(u"Stale"_s, kHubspot, u"phone"_s, u"1201"_s);
    const QString filter = u"kind == WriteFailed && record == \"%1\""_s.arg(m_pairs.value(u"Stale"_s).salesforce);
    QVERIFY(m_engine->waitFor([&] { return !syncline::test::entries(*m_engine, filter).isEmpty(); }));
    edit(u"Stale"_s, kSalesforce, u"Phone"_s, u"1203"_s);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 0);
    edit(u"Stale"_s, kHubspot, u"phone"_s, u"1202"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Stale"_s, kSalesforce, u"Phone"_s) != u"1203"_s; }));
    QVERIFY(m_engine->waitFor([&] {
        const QStringList all = outcomes(u"Stale"_s, u"phone"_s);
        return all.contains(u"won"_s) || all.contains(u"lost"_s);
    }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitUntilDrained());
    const QString value = held(u"Stale"_s, kSalesforce, u"Phone"_s);
    QCOMPARE(held(u"Stale"_s, kHubspot, u"phone"_s), value);
    QVERIFY2(value == u"1202"_s || value == u"1203"_s, qPrintable(value));
}

void CasesTest::writeLandsAfterConflictOpened() {
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 1500);
    edit(u"Landing"_s, kSalesforce, u"MailingCity"_s, u"Bregenz"_s);
    edit(u"Landing"_s, kHubspot, u"city"_s, u"Ansfelden"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Landing"_s, kSalesforce, u"MailingCity"_s) == u"Ansfelden"_s; }));
    QVERIFY(m_engine->waitFor([&] { return !openConflict(u"Landing"_s, u"city"_s).isEmpty(); }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitUntilDrained());
    const QJsonArray candidates = openConflict(u"Landing"_s, u"city"_s).value("candidates"_L1).toArray();
    QCOMPARE(candidates.size(), 2);
    for (const QJsonValue& one : candidates) {
        const bool isSalesforces = one["value"_L1].toString() == u"Bregenz"_s;
        QCOMPARE(one["overwritten"_L1].toBool(), isSalesforces);
    }
}

void CasesTest::resolution_writesBothSides() {
    const QJsonObject conflict = openConflict(u"Resolved"_s, u"city"_s);
    const QString number = QString::number(conflict.value("conflict"_L1).toInteger());
    const CommandResult resolved = m_engine->command({u"conflicts"_s, u"resolve"_s, m_engine->folder(), number,
                                                      u"--value"_s, u"Villach"_s, u"--note"_s, u"asked both"_s});
    QVERIFY2(resolved.exitCode == 0, resolved.errors.constData());
    QVERIFY(m_engine->waitFor([&] { return bothHold(u"Resolved"_s, u"MailingCity"_s, u"city"_s, u"Villach"_s); }));
    QVERIFY(openConflict(u"Resolved"_s, u"city"_s).isEmpty());
}

void CasesTest::resolveStaleScreen() {
    const QJsonObject conflict = openConflict(u"Screen"_s, u"city"_s);
    const QString number = QString::number(conflict.value("conflict"_L1).toInteger());
    QStringList seen;
    for (const QJsonValue& one : conflict.value("candidates"_L1).toArray())
        seen.append(QString::number(one["seq"_L1].toInteger()));
    edit(u"Screen"_s, kSalesforce, u"MailingCity"_s, u"Lienz"_s);
    QVERIFY(m_engine->waitFor(
        [&] { return QJsonDocument(openConflict(u"Screen"_s, u"city"_s)).toJson().contains("Lienz"); }));
    const QStringList resolve{u"conflicts"_s, u"resolve"_s, m_engine->folder(), number, u"--take"_s, u"hubspot"_s};
    const CommandResult refused = m_engine->command(resolve + QStringList{u"--expect"_s, seen.join(u',')});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("Lienz"), refused.errors.constData());
    QCOMPARE(m_engine->command(resolve).exitCode, 0);
    QVERIFY(m_engine->waitFor([&] { return bothHold(u"Screen"_s, u"MailingCity"_s, u"city"_s, u"Steyr"_s); }));
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
    m_crms.reset();
}

QTEST_GUILESS_MAIN(CasesTest)
#include "cases_test.moc"
