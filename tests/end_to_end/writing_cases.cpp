#include "tests/end_to_end/cases_test.h"

#include <QTest>

using cases::kHubspot;
using cases::kSalesforce;
using namespace Qt::StringLiterals;

namespace {

/// Milliseconds: longer than a write rests that was lost once, and than a lost one is left alone before it is read.
constexpr int kWouldBeSentAgainIn = 3000;
constexpr int kShortSettle = 500;

const QString kNoLeadStatus = u"Web was not one of the allowed options"_s;

/// The canonical names of the fields that a write that has failed was refused for.
QStringList refusedFields(const QJsonValue& failure) {
    QStringList all;
    for (const QJsonValue& one : failure["fields"_L1].toArray())
        all.append(one.toString());
    return all;
}

}  // namespace

/// 1301 is done in HubSpot, and its answer lost; a person makes it 1302 before anything has told of either.
void CasesTest::retryOverNewerEdit() {
    holdEvents(kHubspot);
    m_crms->setFault(kHubspot, u"loseAnswers"_s, 1);
    patch(u"Retry"_s, kSalesforce, u"Phone"_s, u"1301"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"Retry"_s, kHubspot, u"phone"_s) == u"1301"_s; }));
    personEdits(u"Retry"_s, kHubspot, u"phone"_s, u"1302"_s);
    QVERIFY(m_engine->waitFor([this] { return isRefused(u"Retry"_s); }));
    QVERIFY(isPast(static_cast<int>(sinceBase()) + kWouldBeSentAgainIn));
    QCOMPARE(failures(u"Retry"_s).size(), 1);
    QCOMPARE(failures(u"Retry"_s).first()["failure"_L1].toString(), u"unknown"_s);
    QCOMPARE(sent(u"Retry"_s, u"phone"_s), 1);
    releaseEvents(kHubspot);
    QVERIFY(m_engine->waitFor([this] { return held(u"Retry"_s, kSalesforce, u"Phone"_s) == u"1302"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothApisSay(u"Retry"_s, u"Phone"_s, u"phone"_s, u"1302"_s));
    // Servers that do not tell which app wrote leave it open whose 1301 it was; it is the same value.
    QStringList told = judged(u"Retry"_s, u"phone"_s);
    told.removeAll(u"converged 1301"_s);
    QCOMPARE(told, (QStringList{u"applied 1301"_s, u"applied 1302"_s}));
    const QStringList all = outcomes(u"Retry"_s, u"phone"_s);
    const QStringList before = all.mid(0, all.lastIndexOf(u"applied"_s));
    QVERIFY2(before.contains(u"echo"_s) || before.contains(u"converged"_s), qPrintable(all.join(u' ')));
    // Once to each side, and what the person made of it is the last.
    QCOMPARE(sent(u"Retry"_s, u"phone"_s), 2);
    QCOMPARE(values(u"Retry"_s, kHubspot, u"phone"_s), (QStringList{u"1301"_s, u"1302"_s}));
    QCOMPARE(values(u"Retry"_s, kSalesforce, u"Phone"_s), (QStringList{u"1301"_s, u"1302"_s}));
}

/// One PATCH of five fields; HubSpot does not know one of the values, and refuses all five for it.
void CasesTest::oneBadFieldOfFive() {
    m_other->patch(kSalesforce, idOf(u"Five"_s),
                   {{u"Phone"_s, u"1401"_s},
                    {u"MobilePhone"_s, u"1402"_s},
                    {u"Title"_s, u"Mason"_s},
                    {u"MailingCity"_s, u"Lustenau"_s},
                    {u"LeadSource"_s, u"Web"_s}});
    QVERIFY(m_engine->waitFor([this] { return held(u"Five"_s, kHubspot, u"city"_s) == u"Lustenau"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothApisSay(u"Five"_s, u"Phone"_s, u"phone"_s, u"1401"_s));
    QVERIFY(bothApisSay(u"Five"_s, u"MobilePhone"_s, u"mobilephone"_s, u"1402"_s));
    QVERIFY(bothApisSay(u"Five"_s, u"Title"_s, u"jobtitle"_s, u"Mason"_s));
    QVERIFY(bothApisSay(u"Five"_s, u"MailingCity"_s, u"city"_s, u"Lustenau"_s));
    QCOMPARE(values(u"Five"_s, kSalesforce, u"LeadSource"_s), QStringList{u"Web"_s});
    QCOMPARE(values(u"Five"_s, kHubspot, u"hs_lead_status"_s), QStringList());
    QCOMPARE(judged(u"Five"_s, u"lead_status"_s), QStringList{u"applied Web"_s});

    QCOMPARE(failures(u"Five"_s).size(), 1);
    const QJsonValue failure = failures(u"Five"_s).first();
    QCOMPARE(failure["failure"_L1].toString(), u"permanent"_s);
    QCOMPARE(refusedFields(failure), QStringList{u"lead_status"_s});
    QVERIFY2(failure["message"_L1].toString().contains(kNoLeadStatus), qPrintable(failure["message"_L1].toString()));
    const QString shown = state(u"Five"_s, u"lead_status"_s);
    QVERIFY2(shown.startsWith(u"apart on hubspot: rejectedByApi INVALID_OPTION"_s) && shown.contains(kNoLeadStatus),
             qPrintable(shown));
    // The others went again, without it.
    QCOMPARE(sent(u"Five"_s, u"lead_status"_s), 1);
    QCOMPARE(sent(u"Five"_s, u"phone"_s), 2);
}

void CasesTest::newerValueAfterDeadLetter() {
    patch(u"Letter"_s, kSalesforce, u"LeadSource"_s, u"Web"_s);
    QVERIFY(m_engine->waitFor([this] { return state(u"Letter"_s, u"lead_status"_s).contains(kNoLeadStatus); }));
    patch(u"Letter"_s, kSalesforce, u"LeadSource"_s, u"OPEN"_s);
    QVERIFY(m_engine->waitFor([this] { return state(u"Letter"_s, u"lead_status"_s) == u"in step"_s; }));
    QVERIFY(bothApisSay(u"Letter"_s, u"LeadSource"_s, u"hs_lead_status"_s, u"OPEN"_s));
    QCOMPARE(judged(u"Letter"_s, u"lead_status"_s), (QStringList{u"applied Web"_s, u"applied OPEN"_s}));
    QCOMPARE(failures(u"Letter"_s).size(), 1);
    QCOMPARE(sent(u"Letter"_s, u"lead_status"_s), 2);
    QCOMPARE(values(u"Letter"_s, kHubspot, u"hs_lead_status"_s), QStringList{u"OPEN"_s});
}

/// A contact of Salesforce's is made in HubSpot, which lower-cases its address; then its case changes once more.
void CasesTest::sameByNormalisation() {
    const QString written = u"Mixed.Case@Pairs.Example"_s;
    const QString again = u"MIXED.case@pairs.example"_s;
    const QString id = m_crms->create(kSalesforce, {{u"LastName"_s, u"Mixed"_s}, {u"Email"_s, written}});
    const QString filter = u"kind == WriteSucceeded && side == hubspot && record == \"%1\""_s.arg(id);
    QJsonArray made;
    QVERIFY(m_engine->waitFor([&] {
        made = syncline::test::entries(*m_engine, filter);
        return !made.isEmpty();
    }));
    m_pairs.insert(u"Mixed"_s, {id, made.first()["body"_L1]["created"_L1].toString()});
    // HubSpot tells of it in lower case: an echo, or nothing new where it does not say who made it.
    const QString ofHubspot = u"noChange "_s + written.toLower();
    QVERIFY(m_engine->waitFor([&] {
        return judged(u"Mixed"_s, u"email"_s).contains(ofHubspot)
               || outcomes(u"Mixed"_s, u"email"_s).contains(u"echo"_s);
    }));
    personEdits(u"Mixed"_s, kSalesforce, u"Email"_s, again);
    QVERIFY(m_engine->waitFor([&] { return judged(u"Mixed"_s, u"email"_s).contains(u"noChange "_s + again); }));
    QVERIFY(m_engine->waitUntilDrained());
    QStringList told = judged(u"Mixed"_s, u"email"_s);
    told.removeAll(ofHubspot);
    QCOMPARE(told, QStringList{u"noChange "_s + again});
    const syncline::test::Pair pair = m_pairs.value(u"Mixed"_s);
    QCOMPARE(m_other->read(kSalesforce, pair.salesforce, u"Email"_s).toString(), again);
    QCOMPARE(m_other->read(kHubspot, pair.hubspot, u"email"_s).toString(), written.toLower());
    QCOMPARE(values(u"Mixed"_s, kSalesforce, u"Email"_s), (QStringList{written, again}));
    QCOMPARE(values(u"Mixed"_s, kHubspot, u"email"_s), QStringList{written.toLower()});
    QCOMPARE(sent(u"Mixed"_s, u"email"_s), 1);
}

/// Salesforce holds 1501 already, which it has not told; our 1501 changes nothing there, and it tells of nothing.
void CasesTest::noOpWriteHasNoEcho() {
    QVERIFY(settlesIn(kShortSettle));
    holdEvents(kSalesforce);
    patch(u"NoOp"_s, kSalesforce, u"Phone"_s, u"1501"_s);
    patch(u"NoOp"_s, kHubspot, u"phone"_s, u"1501"_s);
    QVERIFY(m_engine->waitFor([this] { return outcomes(u"NoOp"_s, u"phone"_s).contains(u"settled"_s); }));
    QCOMPARE(sent(u"NoOp"_s, u"phone"_s), 1);
    releaseEvents(kSalesforce);
    QVERIFY(m_engine->waitFor([this] { return judged(u"NoOp"_s, u"phone"_s).size() == 2; }));
    QCOMPARE(outcomes(u"NoOp"_s, u"phone"_s), (QStringList{u"applied"_s, u"settled"_s, u"noChange"_s}));
    const QString told = u"'s stream has passed the answer to our write"_s;
    QVERIFY(why(u"NoOp"_s, u"phone"_s).contains(u"settled: Salesforce"_s + told));

    // Somebody leaves the value, and comes back to it: both are theirs. Here our writes have echoes.
    QVERIFY(settlesIn(cases::kLongSettle));
    patch(u"NoOp"_s, kSalesforce, u"Phone"_s, u"1502"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"NoOp"_s, kHubspot, u"phone"_s) == u"1502"_s; }));
    patch(u"NoOp"_s, kSalesforce, u"Phone"_s, u"1501"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"NoOp"_s, kHubspot, u"phone"_s) == u"1501"_s; }));
    QVERIFY(bothApisSay(u"NoOp"_s, u"Phone"_s, u"phone"_s, u"1501"_s));
    QCOMPARE(judged(u"NoOp"_s, u"phone"_s),
             (QStringList{u"applied 1501"_s, u"noChange 1501"_s, u"applied 1502"_s, u"applied 1501"_s}));
    QCOMPARE(values(u"NoOp"_s, kSalesforce, u"Phone"_s), (QStringList{u"1501"_s, u"1502"_s, u"1501"_s}));
    QCOMPARE(values(u"NoOp"_s, kHubspot, u"phone"_s), (QStringList{u"1501"_s, u"1502"_s, u"1501"_s}));
    QCOMPARE(sent(u"NoOp"_s, u"phone"_s), 3);
}
