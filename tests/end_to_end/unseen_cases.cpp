#include "tests/end_to_end/cases_test.h"

#include <QJsonDocument>
#include <QTest>

using cases::kHubspot;
using cases::kSalesforce;
using syncline::test::CommandResult;
using namespace Qt::StringLiterals;

namespace {

/// The latest of the unseen edits, in milliseconds.
constexpr int kLatest = 10'001;

}  // namespace

/// Once: made anew after a failure the edits would be others, and their cases would fail for a reason of its own.
bool CasesTest::unseenIsHeard() {
    if (!m_isUnseenHeard)
        m_isUnseenHeard = hearUnseen();
    return *m_isUnseenHeard;
}

bool CasesTest::hearUnseen() {
    if (!m_engine->waitUntilDrained() || m_engine->stop() != 0)
        return false;
    holdEvents(kHubspot);
    actUnseen();
    // Nothing is received before its time. Nothing is sent before both sides are heard, Salesforce first.
    if (!isPast(kLatest) || !setMode(u"observe"_s) || !m_engine->start())
        return false;
    const auto isJudged = [&](qsizetype count) {
        return m_engine->waitFor([&] { return judged(u"Screen"_s, u"city"_s).size() == count; });
    };
    if (!isJudged(1))
        return false;
    releaseEvents(kHubspot);
    return isJudged(2) && m_engine->waitUntilDrained() && setMode(u"live"_s) && m_engine->waitUntilDrained();
}

/// A contact named Screen comes last.
void CasesTest::actUnseen() {
    patch(u"Within"_s, kSalesforce, u"Phone"_s, u"111"_s, 1);
    patch(u"Within"_s, kHubspot, u"phone"_s, u"222"_s, 151);
    patch(u"Outside"_s, kSalesforce, u"Title"_s, u"Clerk"_s, 1);
    patch(u"Outside"_s, kHubspot, u"jobtitle"_s, u"Head"_s, 151);
    patch(u"Coarse"_s, kSalesforce, u"MobilePhone"_s, u"444"_s, 0);
    patch(u"Coarse"_s, kHubspot, u"mobilephone"_s, u"555"_s, 400);
    patch(u"Tied"_s, kSalesforce, u"LastName"_s, u"Graz"_s, 1);
    patch(u"Tied"_s, kHubspot, u"lastname"_s, u"Linz"_s, 151);
    patch(u"Review"_s, kSalesforce, u"MailingCity"_s, u"Graz"_s, 1);
    patch(u"Review"_s, kHubspot, u"city"_s, u"Linz"_s, 151);
    patch(u"Twice"_s, kSalesforce, u"Phone"_s, u"601"_s, 1000);
    patch(u"Twice"_s, kSalesforce, u"Phone"_s, u"602"_s, 1000);
    patch(u"Twice"_s, kSalesforce, u"Phone"_s, u"603"_s, 0);
    patch(u"Same"_s, kSalesforce, u"Title"_s, u"Berlin"_s, 1);
    patch(u"Same"_s, kHubspot, u"jobtitle"_s, u"Berlin"_s, 301);
    patch(u"Disjoint"_s, kSalesforce, u"Phone"_s, u"333"_s, 1);
    patch(u"Disjoint"_s, kHubspot, u"jobtitle"_s, u"Owner"_s, 1);
    patch(u"Newer"_s, kHubspot, u"phone"_s, u"701"_s, 1);
    patch(u"Newer"_s, kSalesforce, u"Phone"_s, u"702"_s, 5001);
    patch(u"Newer"_s, kHubspot, u"phone"_s, u"703"_s, kLatest);
    patch(u"Equal"_s, kSalesforce, u"Phone"_s, u"1601"_s, 1);
    patch(u"Equal"_s, kHubspot, u"phone"_s, u"1602"_s, 1);
    patch(u"Equal"_s, kSalesforce, u"MobilePhone"_s, u"1611"_s, 1);
    patch(u"Equal"_s, kHubspot, u"mobilephone"_s, u"1612"_s, 1);
    patch(u"Late"_s, kHubspot, u"phone"_s, u"1701"_s, 1);
    patch(u"Late"_s, kSalesforce, u"Phone"_s, u"1702"_s, 5001);
    patch(u"Clear"_s, kSalesforce, u"Title"_s, QJsonValue(), 1);
    patch(u"Clear"_s, kHubspot, u"jobtitle"_s, u"Head"_s, 2001);
    patch(u"Cleared"_s, kHubspot, u"jobtitle"_s, u"Head"_s, 1);
    patch(u"Cleared"_s, kSalesforce, u"Title"_s, QJsonValue(), 2001);
    for (const QString& name : {u"Resolved"_s, u"Undone"_s, u"Reopened"_s, u"Screen"_s}) {
        patch(name, kSalesforce, u"MailingCity"_s, u"Wels"_s, 0);
        patch(name, kHubspot, u"city"_s, u"Steyr"_s, 100);
    }
}

void CasesTest::sameField_within200ms() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothHold(u"Within"_s, u"Phone"_s, u"phone"_s, u"111"_s));
    // HubSpot's is kept, as what has lost.
    QCOMPARE(judged(u"Within"_s, u"phone"_s), (QStringList{u"applied 111"_s, u"lost 222"_s}));
    const QString reasons = why(u"Within"_s, u"phone"_s);
    QVERIFY2(reasons.contains(u"lost: photo finish (150 ms ≤ 500 ms), tie-break Salesforce"_s), qPrintable(reasons));
    QCOMPARE(values(u"Within"_s, kSalesforce, u"Phone"_s), QStringList{u"111"_s});
    QCOMPARE(values(u"Within"_s, kHubspot, u"phone"_s), (QStringList{u"222"_s, u"111"_s}));
}

void CasesTest::sameField_outsideTolerance() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothHold(u"Outside"_s, u"Title"_s, u"jobtitle"_s, u"Head"_s));
    QCOMPARE(judged(u"Outside"_s, u"title"_s), (QStringList{u"applied Clerk"_s, u"won Head"_s}));
    const QString reasons = why(u"Outside"_s, u"title"_s);
    QVERIFY2(reasons.contains(u"won: later by 150 ms > 100 ms (HubSpot after Salesforce)"_s), qPrintable(reasons));
    QCOMPARE(values(u"Outside"_s, kSalesforce, u"Title"_s), (QStringList{u"Clerk"_s, u"Head"_s}));
    QCOMPARE(values(u"Outside"_s, kHubspot, u"jobtitle"_s), QStringList{u"Head"_s});
}

void CasesTest::coarseClock() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothHold(u"Coarse"_s, u"MobilePhone"_s, u"mobilephone"_s, u"555"_s));
    QCOMPARE(judged(u"Coarse"_s, u"mobile"_s), (QStringList{u"applied 444"_s, u"won 555"_s}));
    const QString reasons = why(u"Coarse"_s, u"mobile"_s);
    const QString told =
        u"won: photo finish (0 ms ≤ 100 ms; Salesforce's clock is too coarse to tell), tie-break HubSpot"_s;
    QVERIFY2(reasons.contains(told), qPrintable(reasons));
    QCOMPARE(values(u"Coarse"_s, kSalesforce, u"MobilePhone"_s), (QStringList{u"444"_s, u"555"_s}));
    QCOMPARE(values(u"Coarse"_s, kHubspot, u"mobilephone"_s), QStringList{u"555"_s});
}

/// The phone's tie goes to Salesforce, the mobile's to HubSpot; Salesforce was heard first of both.
void CasesTest::equalTimes() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothApisSay(u"Equal"_s, u"Phone"_s, u"phone"_s, u"1601"_s));
    QVERIFY(bothApisSay(u"Equal"_s, u"MobilePhone"_s, u"mobilephone"_s, u"1612"_s));
    QCOMPARE(judged(u"Equal"_s, u"phone"_s), (QStringList{u"applied 1601"_s, u"lost 1602"_s}));
    QCOMPARE(judged(u"Equal"_s, u"mobile"_s), (QStringList{u"applied 1611"_s, u"won 1612"_s}));
    const QString ofPhone = why(u"Equal"_s, u"phone"_s);
    QVERIFY2(ofPhone.contains(u"lost: equal times, tie-break Salesforce"_s), qPrintable(ofPhone));
    const QString ofMobile = why(u"Equal"_s, u"mobile"_s);
    QVERIFY2(ofMobile.contains(u"won: equal times, tie-break HubSpot"_s), qPrintable(ofMobile));
}

/// HubSpot's edit is the older one, and is heard when Salesforce's has stood for long.
void CasesTest::lateArrival() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothApisSay(u"Late"_s, u"Phone"_s, u"phone"_s, u"1702"_s));
    QCOMPARE(judged(u"Late"_s, u"phone"_s), (QStringList{u"applied 1702"_s, u"lost 1701"_s}));
    const QString reasons = why(u"Late"_s, u"phone"_s);
    QVERIFY2(reasons.contains(u"lost: later by 5000 ms > 500 ms (Salesforce after HubSpot)"_s), qPrintable(reasons));
    // Nothing was written to Salesforce.
    QCOMPARE(values(u"Late"_s, kSalesforce, u"Phone"_s), QStringList{u"1702"_s});
    QCOMPARE(values(u"Late"_s, kHubspot, u"phone"_s), (QStringList{u"1701"_s, u"1702"_s}));
    QCOMPARE(sent(u"Late"_s, u"phone"_s), 1);
}

/// Salesforce clears the title of two clerks, of one before HubSpot changes it, of the other after that.
void CasesTest::clearAgainstChange() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothApisSay(u"Clear"_s, u"Title"_s, u"jobtitle"_s, u"Head"_s));
    QVERIFY(bothApisSay(u"Cleared"_s, u"Title"_s, u"jobtitle"_s, {}));
    QCOMPARE(judged(u"Clear"_s, u"title"_s), (QStringList{u"applied "_s, u"won Head"_s}));
    QCOMPARE(judged(u"Cleared"_s, u"title"_s), (QStringList{u"applied "_s, u"lost Head"_s}));
    const QString ofClear = why(u"Clear"_s, u"title"_s);
    QVERIFY2(ofClear.contains(u"won: later by 2000 ms > 100 ms (HubSpot after Salesforce)"_s), qPrintable(ofClear));
    const QString ofCleared = why(u"Cleared"_s, u"title"_s);
    QVERIFY2(ofCleared.contains(u"lost: later by 2000 ms > 100 ms (Salesforce after HubSpot)"_s),
             qPrintable(ofCleared));
    QCOMPARE(values(u"Clear"_s, kSalesforce, u"Title"_s), (QStringList{u"Clerk"_s, QString(), u"Head"_s}));
    QCOMPARE(values(u"Cleared"_s, kHubspot, u"jobtitle"_s), (QStringList{u"Clerk"_s, u"Head"_s, QString()}));
}

void CasesTest::sameField_review() {
    QVERIFY(unseenIsHeard());
    QCOMPARE(judged(u"Tied"_s, u"last_name"_s), (QStringList{u"applied Graz"_s, u"conflicted Linz"_s}));
    const QString reasons = why(u"Tied"_s, u"last_name"_s);
    QVERIFY2(reasons.contains(u"photo finish (150 ms ≤ 500 ms), tie-break review"_s), qPrintable(reasons));
    QCOMPARE(openConflicts(u"Tied"_s, u"last_name"_s).size(), 1);
    QCOMPARE(candidates(u"Tied"_s, u"last_name"_s), (QStringList{u"hubspot Linz"_s, u"salesforce Graz"_s}));
    // Nothing but what the contact was made with, and the one edit.
    QCOMPARE(values(u"Tied"_s, kSalesforce, u"LastName"_s), (QStringList{u"Tied"_s, u"Graz"_s}));
    QCOMPARE(values(u"Tied"_s, kHubspot, u"lastname"_s), (QStringList{u"Tied"_s, u"Linz"_s}));
    QCOMPARE(sent(u"Tied"_s, u"last_name"_s), 0);
}

void CasesTest::ruleReview_leavesItToAPerson() {
    QVERIFY(unseenIsHeard());
    QCOMPARE(judged(u"Review"_s, u"city"_s), (QStringList{u"applied Graz"_s, u"conflicted Linz"_s}));
    QCOMPARE(openConflict(u"Review"_s, u"city"_s).value("candidates"_L1).toArray().size(), 2);
    QCOMPARE(values(u"Review"_s, kSalesforce, u"MailingCity"_s), QStringList{u"Graz"_s});
    QCOMPARE(values(u"Review"_s, kHubspot, u"city"_s), QStringList{u"Linz"_s});
    QCOMPARE(sent(u"Review"_s, u"city"_s), 0);
}

/// The second one has the first one's whole second, the third one a smaller.
void CasesTest::sameSecondTwice() {
    QVERIFY(unseenIsHeard());
    QCOMPARE(values(u"Twice"_s, kSalesforce, u"Phone"_s), (QStringList{u"601"_s, u"602"_s, u"603"_s}));
    QCOMPARE(judged(u"Twice"_s, u"phone"_s), (QStringList{u"applied 601"_s, u"applied 602"_s, u"applied 603"_s}));
    const QJsonArray all = decisions(u"Twice"_s, u"phone"_s);
    const auto time = [&](int i) { return all.at(i)["version"_L1]["time"_L1]["from"_L1].toString(); };
    QCOMPARE(time(1), time(0));
    QVERIFY2(time(2) < time(1), qPrintable(time(2)));
    QVERIFY(bothHold(u"Twice"_s, u"Phone"_s, u"phone"_s, u"603"_s));
}

void CasesTest::sameValueBothSides() {
    QVERIFY(unseenIsHeard());
    QCOMPARE(judged(u"Same"_s, u"title"_s), (QStringList{u"applied Berlin"_s, u"converged Berlin"_s}));
    // One version on each side: nobody wrote to anybody.
    QCOMPARE(values(u"Same"_s, kSalesforce, u"Title"_s), QStringList{u"Berlin"_s});
    QCOMPARE(values(u"Same"_s, kHubspot, u"jobtitle"_s), QStringList{u"Berlin"_s});
    QCOMPARE(sent(u"Same"_s, u"title"_s), 0);
}

void CasesTest::disjointFields() {
    QVERIFY(unseenIsHeard());
    QVERIFY(bothHold(u"Disjoint"_s, u"Phone"_s, u"phone"_s, u"333"_s));
    QVERIFY(bothHold(u"Disjoint"_s, u"Title"_s, u"jobtitle"_s, u"Owner"_s));
    QCOMPARE(judged(u"Disjoint"_s, u"phone"_s), QStringList{u"applied 333"_s});
    QCOMPARE(judged(u"Disjoint"_s, u"title"_s), QStringList{u"applied Owner"_s});
    QCOMPARE(sent(u"Disjoint"_s, u"phone"_s), 1);
    QCOMPARE(sent(u"Disjoint"_s, u"title"_s), 1);
    QVERIFY(openConflict(u"Disjoint"_s, u"phone"_s).isEmpty());
    QVERIFY(openConflict(u"Disjoint"_s, u"title"_s).isEmpty());
}

/// 701's event was told when HubSpot had held 703 for long.
void CasesTest::readBackIsNewerThanTheEvent() {
    QVERIFY(unseenIsHeard());
    QCOMPARE(judged(u"Newer"_s, u"phone"_s), (QStringList{u"applied 702"_s, u"lost 701"_s, u"won 703"_s}));
    const auto time = [&](const QString& outcome) {
        const QJsonObject decision = decided(u"Newer"_s, u"phone"_s, outcome);
        return QDateTime::fromString(decision["version"_L1]["time"_L1]["from"_L1].toString(), Qt::ISODateWithMs);
    };
    QCOMPARE(m_base.msecsTo(time(u"lost"_s)), 1);
    QCOMPARE(m_base.msecsTo(time(u"applied"_s)), 5001);
    QCOMPARE(m_base.msecsTo(time(u"won"_s)), 10'001);
    const QString reasons = why(u"Newer"_s, u"phone"_s);
    QVERIFY2(reasons.contains(u"lost: later by 5000 ms > 500 ms (Salesforce after HubSpot)"_s), qPrintable(reasons));
    QVERIFY2(reasons.contains(u"won: later by 5000 ms > 500 ms (HubSpot after Salesforce)"_s), qPrintable(reasons));
    QVERIFY(bothHold(u"Newer"_s, u"Phone"_s, u"phone"_s, u"703"_s));
}

void CasesTest::resolution_writesBothSides() {
    QVERIFY(unseenIsHeard());
    const QJsonObject conflict = openConflict(u"Resolved"_s, u"city"_s);
    const QString number = QString::number(conflict.value("conflict"_L1).toInteger());
    const CommandResult resolved = m_engine->command({u"conflicts"_s, u"resolve"_s, m_engine->folder(), number,
                                                      u"--value"_s, u"Villach"_s, u"--note"_s, u"asked both"_s});
    QVERIFY2(resolved.exitCode == 0, resolved.errors.constData());
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Resolved"_s, u"MailingCity"_s, u"city"_s, u"Villach"_s); }));
    QVERIFY(openConflict(u"Resolved"_s, u"city"_s).isEmpty());
}

void CasesTest::undoAfterWrites() {
    QVERIFY(unseenIsHeard());
    QVERIFY(takes(u"Undone"_s, u"city"_s, kHubspot));
    QVERIFY(m_engine->waitFor([this] { return state(u"Undone"_s, u"city"_s) == u"in step"_s; }));
    QVERIFY(bothHold(u"Undone"_s, u"MailingCity"_s, u"city"_s, u"Steyr"_s));
    const QString filter = u"kind == ConflictResolved && record == \"%1\""_s.arg(idOf(u"Undone"_s));
    const QString resolved = QString::number(syncline::test::entries(*m_engine, filter).first()["seq"_L1].toInteger());
    const CommandResult undone = m_engine->command({u"conflicts"_s, u"undo"_s, m_engine->folder(), resolved});
    QVERIFY2(undone.exitCode == 0, undone.errors.constData());
    QVERIFY(m_engine->waitUntilDrained());
    // In conflict again, and nothing is put back.
    QCOMPARE(candidates(u"Undone"_s, u"city"_s), (QStringList{u"hubspot Steyr"_s, u"salesforce Wels overwritten"_s}));
    QVERIFY(bothApisSay(u"Undone"_s, u"MailingCity"_s, u"city"_s, u"Steyr"_s));
    QCOMPARE(values(u"Undone"_s, kSalesforce, u"MailingCity"_s), (QStringList{u"Wels"_s, u"Steyr"_s}));
    QCOMPARE(values(u"Undone"_s, kHubspot, u"city"_s), QStringList{u"Steyr"_s});
    QCOMPARE(sent(u"Undone"_s, u"city"_s), 1);
    const QString reasons = why(u"Undone"_s, u"city"_s);
    QVERIFY2(reasons.contains(u"in conflict again, and nothing was written back"_s), qPrintable(reasons));
}

/// A person takes HubSpot's Steyr, and has not seen that Salesforce's Wels is Lienz by now.
void CasesTest::lateChangeAfterResolution() {
    QVERIFY(unseenIsHeard());
    holdEvents(kSalesforce);
    patch(u"Reopened"_s, kSalesforce, u"MailingCity"_s, u"Lienz"_s);
    QVERIFY(takes(u"Reopened"_s, u"city"_s, kHubspot));
    QVERIFY(m_engine->waitFor([this] { return held(u"Reopened"_s, kSalesforce, u"MailingCity"_s) == u"Steyr"_s; }));
    QVERIFY(openConflicts(u"Reopened"_s, u"city"_s).isEmpty());
    releaseEvents(kSalesforce);
    QVERIFY(m_engine->waitFor([this] { return outcomes(u"Reopened"_s, u"city"_s).contains(u"echo"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(judged(u"Reopened"_s, u"city"_s),
             (QStringList{u"applied Wels"_s, u"conflicted Steyr"_s, u"conflicted Lienz"_s}));
    QCOMPARE(candidates(u"Reopened"_s, u"city"_s),
             (QStringList{u"hubspot Steyr"_s, u"salesforce Lienz overwritten"_s}));
    const QString reasons = why(u"Reopened"_s, u"city"_s);
    QVERIFY2(reasons.contains(u"conflicted: made without having seen what a person had resolved"_s),
             qPrintable(reasons));
    QVERIFY(bothApisSay(u"Reopened"_s, u"MailingCity"_s, u"city"_s, u"Steyr"_s));
    QCOMPARE(values(u"Reopened"_s, kSalesforce, u"MailingCity"_s), (QStringList{u"Wels"_s, u"Lienz"_s, u"Steyr"_s}));
    QCOMPARE(sent(u"Reopened"_s, u"city"_s), 1);
}

void CasesTest::resolveStaleScreen() {
    QVERIFY(unseenIsHeard());
    const QJsonObject conflict = openConflict(u"Screen"_s, u"city"_s);
    const QString number = QString::number(conflict.value("conflict"_L1).toInteger());
    QStringList seen;
    for (const QJsonValue& one : conflict.value("candidates"_L1).toArray())
        seen.append(QString::number(one["seq"_L1].toInteger()));
    patch(u"Screen"_s, kSalesforce, u"MailingCity"_s, u"Lienz"_s);
    QVERIFY(m_engine->waitFor(
        [this] { return QJsonDocument(openConflict(u"Screen"_s, u"city"_s)).toJson().contains("Lienz"); }));
    const QStringList resolve{u"conflicts"_s, u"resolve"_s, m_engine->folder(), number, u"--take"_s, u"hubspot"_s};
    const CommandResult refused = m_engine->command(resolve + QStringList{u"--expect"_s, seen.join(u',')});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("Lienz"), refused.errors.constData());
    QCOMPARE(m_engine->command(resolve).exitCode, 0);
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Screen"_s, u"MailingCity"_s, u"city"_s, u"Steyr"_s); }));
}
