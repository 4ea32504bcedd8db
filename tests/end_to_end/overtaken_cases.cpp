#include "tests/end_to_end/cases_test.h"

#include <QTest>

using cases::kHubspot;
using cases::kSalesforce;
using namespace Qt::StringLiterals;

namespace {

/// Milliseconds: longer than a write rests that has met a locked row again and again.
constexpr int kTriedAgainIn = 40'000;

}  // namespace

/// Our write of HubSpot's value lands over an edit that we have not heard of.
void CasesTest::overwrittenUnseen() {
    QVERIFY(isPast(2001));
    holdEvents(kSalesforce);
    patch(u"Overwritten"_s, kSalesforce, u"Phone"_s, u"1101"_s, 2001);
    patch(u"Overwritten"_s, kHubspot, u"phone"_s, u"1100"_s, 1);
    QVERIFY(m_engine->waitFor([this] { return held(u"Overwritten"_s, kSalesforce, u"Phone"_s) == u"1100"_s; }));
    releaseEvents(kSalesforce);
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Overwritten"_s, u"Phone"_s, u"phone"_s, u"1101"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(judged(u"Overwritten"_s, u"phone"_s), (QStringList{u"applied 1100"_s, u"won 1101"_s}));
    const QString reasons = why(u"Overwritten"_s, u"phone"_s);
    QVERIFY2(reasons.contains(u"won: later by 2000 ms > 500 ms (Salesforce after HubSpot)"_s), qPrintable(reasons));
    // Ours in between, then the edit again, and nothing more.
    QCOMPARE(values(u"Overwritten"_s, kSalesforce, u"Phone"_s), (QStringList{u"1101"_s, u"1100"_s, u"1101"_s}));
    QCOMPARE(values(u"Overwritten"_s, kHubspot, u"phone"_s), (QStringList{u"1100"_s, u"1101"_s}));
}

/// HubSpot's a is 1201, its b 1202, Salesforce's c 1203. While a is on its way its row is locked, so that c lands
/// first; b is told before c, and c before the echo of a.
void CasesTest::staleEchoMovesNothing() {
    QVERIFY(isPast(2001));
    holdEvents(kSalesforce);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 1000);
    patch(u"Stale"_s, kHubspot, u"phone"_s, u"1201"_s, 1);
    QVERIFY(m_engine->waitFor([this] { return isRefused(u"Stale"_s); }));
    holdEvents(kHubspot);
    patch(u"Stale"_s, kHubspot, u"phone"_s, u"1202"_s, 1001);
    // The lock is for the API's rows, and would keep another program out too.
    stopClock(kSalesforce, 2001);
    personEdits(u"Stale"_s, kSalesforce, u"Phone"_s, u"1203"_s);
    m_crms->runClock(kSalesforce);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 0);
    QVERIFY(
        m_engine->waitFor([this] { return held(u"Stale"_s, kSalesforce, u"Phone"_s) == u"1201"_s; }, kTriedAgainIn));
    QCOMPARE(values(u"Stale"_s, kSalesforce, u"Phone"_s), (QStringList{u"1203"_s, u"1201"_s}));

    // b is to be decided and not to be sent: c is decided against what has not been at Salesforce.
    QVERIFY(setMode(u"observe"_s));
    releaseEvents(kHubspot);
    QVERIFY(m_engine->waitFor([this] { return judged(u"Stale"_s, u"phone"_s).size() == 2; }));
    releaseEvents(kSalesforce);
    QVERIFY(m_engine->waitFor([this] {
        const QStringList all = outcomes(u"Stale"_s, u"phone"_s);
        return all.contains(u"won"_s) && all.indexOf(u"echo"_s) > all.indexOf(u"won"_s);
    }));
    QCOMPARE(judged(u"Stale"_s, u"phone"_s), (QStringList{u"applied 1201"_s, u"applied 1202"_s, u"won 1203"_s}));
    const QString reasons = why(u"Stale"_s, u"phone"_s);
    QVERIFY2(reasons.contains(u"won: later by 1000 ms > 500 ms (Salesforce after HubSpot)"_s), qPrintable(reasons));
    const QJsonObject echo = decided(u"Stale"_s, u"phone"_s, u"echo"_s);
    QCOMPARE(echo["version"_L1]["value"_L1][kSalesforce].toString(), u"1201"_s);
    QCOMPARE(echo["standing"_L1]["value"_L1][kSalesforce].toString(), u"1203"_s);
    QVERIFY(echo["change"_L1]["standing"_L1].isUndefined());

    QVERIFY(setMode(u"live"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Stale"_s, u"Phone"_s, u"phone"_s, u"1203"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(values(u"Stale"_s, kSalesforce, u"Phone"_s), (QStringList{u"1203"_s, u"1201"_s, u"1203"_s}));
    QCOMPARE(values(u"Stale"_s, kHubspot, u"phone"_s), (QStringList{u"1201"_s, u"1202"_s, u"1203"_s}));
}

/// HubSpot's Ansfelden is on its way, and its row is locked, when a person makes it Bregenz in Salesforce; it lands
/// over that, and is told of behind it.
void CasesTest::writeLandsAfterConflictOpened() {
    holdEvents(kSalesforce);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 1000);
    patch(u"Landing"_s, kHubspot, u"city"_s, u"Ansfelden"_s);
    QVERIFY(m_engine->waitFor([this] { return isRefused(u"Landing"_s); }));
    personEdits(u"Landing"_s, kSalesforce, u"MailingCity"_s, u"Bregenz"_s);
    m_crms->setFault(kSalesforce, u"lockRows"_s, 0);
    QVERIFY(m_engine->waitFor([this] { return held(u"Landing"_s, kSalesforce, u"MailingCity"_s) == u"Ansfelden"_s; },
                              kTriedAgainIn));
    const qsizetype left = sent(u"Landing"_s, u"city"_s);
    releaseEvents(kSalesforce);
    QVERIFY(m_engine->waitFor([this] { return outcomes(u"Landing"_s, u"city"_s).contains(u"echo"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(judged(u"Landing"_s, u"city"_s), (QStringList{u"applied Ansfelden"_s, u"conflicted Bregenz"_s}));
    QVERIFY(outcomes(u"Landing"_s, u"city"_s).indexOf(u"echo"_s)
            > outcomes(u"Landing"_s, u"city"_s).indexOf(u"conflicted"_s));
    QCOMPARE(candidates(u"Landing"_s, u"city"_s),
             (QStringList{u"hubspot Ansfelden"_s, u"salesforce Bregenz overwritten"_s}));
    // What had left before has landed; nothing leaves while the conflict is open.
    QCOMPARE(values(u"Landing"_s, kSalesforce, u"MailingCity"_s), (QStringList{u"Bregenz"_s, u"Ansfelden"_s}));
    QCOMPARE(values(u"Landing"_s, kHubspot, u"city"_s), QStringList{u"Ansfelden"_s});
    QCOMPARE(sent(u"Landing"_s, u"city"_s), left);
}
