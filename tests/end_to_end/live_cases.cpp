#include "engine/sqlite/connection.h"
#include "tests/end_to_end/cases_test.h"

#include <QScopeGuard>
#include <QTest>
#include <string>

using cases::kHubspot;
using cases::kSalesforce;
using namespace Qt::StringLiterals;

namespace {

/// The place in Salesforce's stream that is stored; empty when there is none.
std::string storedPlace(const QString& journal) {
    auto connection = syncline::sqlite::Connection::open(journal.toStdString(), {});
    if (!connection)
        return {};
    auto statement = connection->prepare("SELECT text FROM positions WHERE stream LIKE 'salesforce%'");
    if (!statement || !statement->step().value_or(false))
        return {};
    return statement->column<std::string>(0).value_or("");
}

bool storePlace(const QString& journal, const std::string& place) {
    auto connection = syncline::sqlite::Connection::open(journal.toStdString(), {});
    return connection && connection->run("UPDATE positions SET text = ? WHERE stream LIKE 'salesforce%'", place)
           && connection->changedRows() == 1;
}

/// The first of the values are some of the second, in their order, and the last is the last.
bool isInOrder(const QStringList& some, const QStringList& all) {
    qsizetype at = -1;
    for (const QString& one : some) {
        const qsizetype next = all.indexOf(one);
        if (next <= at)
            return false;
        at = next;
    }
    return at == all.size() - 1;
}

}  // namespace

/// Nothing has been told of the contact yet, which both sides have had all along.
void CasesTest::firstChangeAfterLink() {
    const QString ofContact = u"record == \"%1\""_s.arg(idOf(u"First"_s));
    QVERIFY(syncline::test::entries(*m_engine, ofContact).isEmpty());
    patch(u"First"_s, kSalesforce, u"Phone"_s, u"1801"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"First"_s, kHubspot, u"phone"_s) == u"1801"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QStringList kinds;
    for (const QJsonValue& entry : syncline::test::entries(*m_engine, ofContact))
        kinds.append(entry["kind"_L1].toString());
    QCOMPARE(kinds.mid(0, 4),
             (QStringList{u"ChangeCaptured"_s, u"RecordLinked"_s, u"BaselineRead"_s, u"FieldsDecided"_s}));
    QCOMPARE(kinds.count(u"BaselineRead"_s), 1);
    // It is in what was read; the next one is decided.
    QCOMPARE(captured(u"First"_s, kSalesforce, u"phone"_s), QStringList{u"1801"_s});
    QCOMPARE(judged(u"First"_s, u"phone"_s), QStringList());
    patch(u"First"_s, kHubspot, u"phone"_s, u"1802"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"First"_s, kSalesforce, u"Phone"_s) == u"1802"_s; }));
    QVERIFY(bothApisSay(u"First"_s, u"Phone"_s, u"phone"_s, u"1802"_s));
    QCOMPARE(judged(u"First"_s, u"phone"_s), QStringList{u"applied 1802"_s});
}

void CasesTest::patchArrivesOnTheOtherSide_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("patched");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("arrivesIn");
    QTest::newRow("from Salesforce") << u"phone"_s << kSalesforce << u"Phone"_s << kHubspot << u"phone"_s;
    QTest::newRow("from HubSpot") << u"title"_s << kHubspot << u"jobtitle"_s << kSalesforce << u"Title"_s;
}

/// Twelve PATCHes of one record, one after the other; what has not left yet may be overtaken, nothing goes back.
void CasesTest::patchArrivesOnTheOtherSide() {
    QFETCH(QString, field);
    QFETCH(QString, from);
    QFETCH(QString, patched);
    QFETCH(QString, to);
    QFETCH(QString, arrivesIn);
    constexpr int kEdits = 12;
    QStringList made;
    QStringList followed;
    for (int i = 1; i <= kEdits; ++i) {
        made.append(QString::number(900 + i));
        followed.append(u"applied "_s + made.last());
        patch(u"Patch"_s, from, patched, made.last());
    }
    QVERIFY(m_engine->waitFor([&] { return held(u"Patch"_s, to, arrivesIn) == made.last(); }));
    QVERIFY(m_engine->waitUntilDrained());
    const syncline::test::Pair& pair = m_pairs[u"Patch"_s];
    QCOMPARE(m_other->read(to, pair.on(to), arrivesIn).toString(), made.last());
    QCOMPARE(m_other->read(from, pair.on(from), patched).toString(), made.last());
    QCOMPARE(captured(u"Patch"_s, from, field), made);
    QStringList became;
    for (const QJsonValue& one : decisions(u"Patch"_s, field)) {
        const QJsonValue version = one["version"_L1];
        if (version["side"_L1].toString() == from)
            became.append(one["outcome"_L1].toString() + u' ' + version["value"_L1][from].toString());
    }
    QCOMPARE(became, followed);
    const QStringList arrived = values(u"Patch"_s, to, arrivesIn);
    QVERIFY2(isInOrder(arrived, made), qPrintable(arrived.join(u' ')));
    const QString property = to == kHubspot ? arrivesIn : patched;
    QCOMPARE(m_other->history(pair.hubspot, property), to == kHubspot ? arrived : made);
}

/// HubSpot's value of :00.001 is written to Salesforce at :00.021; the edit there is of :00.071, 50 ms after our write.
/// Had it not seen our write it would be a photo finish, and lost to HubSpot.
void CasesTest::seenBeforeChanged() {
    QVERIFY(isPast(71));
    stopClock(kSalesforce, 21);
    const auto runs = qScopeGuard([this] { m_crms->runClock(kSalesforce); });
    patch(u"Seen"_s, kHubspot, u"mobilephone"_s, u"801"_s, 1);
    QVERIFY(m_engine->waitFor([this] { return held(u"Seen"_s, kSalesforce, u"MobilePhone"_s) == u"801"_s; }));
    patch(u"Seen"_s, kSalesforce, u"MobilePhone"_s, u"802"_s, 71);
    QVERIFY(m_engine->waitFor([this] { return held(u"Seen"_s, kHubspot, u"mobilephone"_s) == u"802"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    const QJsonArray versions = m_crms->versions(kSalesforce, idOf(u"Seen"_s), u"MobilePhone"_s);
    const auto stamp = [&](int i) {
        return QDateTime::fromString(versions.at(i)["stamp"_L1].toString(), Qt::ISODateWithMs);
    };
    QCOMPARE(versions.size(), 2);
    QCOMPARE(stamp(0).msecsTo(stamp(1)), 50);
    QCOMPARE(outcomes(u"Seen"_s, u"mobile"_s).mid(0, 3), (QStringList{u"applied"_s, u"echo"_s, u"applied"_s}));
    QCOMPARE(judged(u"Seen"_s, u"mobile"_s), (QStringList{u"applied 801"_s, u"applied 802"_s}));
    QVERIFY(bothHold(u"Seen"_s, u"MobilePhone"_s, u"mobilephone"_s, u"802"_s));
}

/// One event has our origin and tells of both fields.
void CasesTest::flowAfterUs() {
    patch(u"Flow"_s, kHubspot, u"phone"_s, u"1051"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"Flow"_s, kHubspot, u"rating"_s) == u"warm"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(held(u"Flow"_s, kSalesforce, u"Rating__c"_s), u"Warm"_s);
    QVERIFY(bothHold(u"Flow"_s, u"Phone"_s, u"phone"_s, u"1051"_s));
    QCOMPARE(judged(u"Flow"_s, u"phone"_s), QStringList{u"applied 1051"_s});
    QCOMPARE(judged(u"Flow"_s, u"rating"_s), QStringList{u"applied Warm"_s});
    const QJsonObject rating = decided(u"Flow"_s, u"rating"_s, u"applied"_s);
    QCOMPARE(rating["version"_L1]["writer"_L1]["kind"_L1].toString(), u"automation"_s);
    const QJsonObject phone = decided(u"Flow"_s, u"phone"_s, u"echo"_s);
    QCOMPARE(phone["version"_L1]["seq"_L1].toInteger(), rating["version"_L1]["seq"_L1].toInteger());
    QCOMPARE(values(u"Flow"_s, kSalesforce, u"Phone"_s), QStringList{u"1051"_s});
    QCOMPARE(values(u"Flow"_s, kHubspot, u"rating"_s), (QStringList{u"cold"_s, u"warm"_s}));
}

/// Salesforce spells out the title that we write, in the same save.
void CasesTest::flowChangesOurValue() {
    const QString spelt = u"Vice President Sales"_s;
    patch(u"Vice"_s, kHubspot, u"jobtitle"_s, u"VP Sales"_s);
    QVERIFY(m_engine->waitFor([&] { return held(u"Vice"_s, kHubspot, u"jobtitle"_s) == spelt; }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothApisSay(u"Vice"_s, u"Title"_s, u"jobtitle"_s, spelt));
    QCOMPARE(judged(u"Vice"_s, u"title"_s), (QStringList{u"applied VP Sales"_s, u"applied "_s + spelt}));
    const QString told = u"applied: an automation of Salesforce changed our write"_s;
    const QString reasons = why(u"Vice"_s, u"title"_s);
    QVERIFY2(reasons.contains(told), qPrintable(reasons));
    // It goes to HubSpot once, and nothing goes back.
    QCOMPARE(values(u"Vice"_s, kHubspot, u"jobtitle"_s), (QStringList{u"VP Sales"_s, spelt}));
    QCOMPARE(sent(u"Vice"_s, u"title"_s), 2);
}

void CasesTest::owned_email_revert() {
    personEdits(u"Owned"_s, kSalesforce, u"Email"_s, u"somebody.else@pairs.example"_s);
    QVERIFY(m_engine->waitFor([this] { return outcomes(u"Owned"_s, u"email"_s).contains(u"refused"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    const QString before = u"owned@pairs.example"_s;
    QVERIFY(bothHold(u"Owned"_s, u"Email"_s, u"email"_s, before));
    const QString told =
        u"refused: HubSpot owns the field; Salesforce gets HubSpot's value back. Tried by: person 005"_s;
    const QString reasons = why(u"Owned"_s, u"email"_s);
    QVERIFY2(reasons.contains(told), qPrintable(reasons));
    QCOMPARE(values(u"Owned"_s, kSalesforce, u"Email"_s),
             (QStringList{before, u"somebody.else@pairs.example"_s, before}));
    QCOMPARE(values(u"Owned"_s, kHubspot, u"email"_s), QStringList{before});
}

void CasesTest::editOnTheReadOnlySide() {
    personEdits(u"ReadOnly"_s, kSalesforce, u"Department"_s, u"Kitchen"_s);
    QVERIFY(m_engine->waitFor([this] { return outcomes(u"ReadOnly"_s, u"department"_s).contains(u"refused"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(values(u"ReadOnly"_s, kSalesforce, u"Department"_s), QStringList{u"Kitchen"_s});
    QCOMPARE(values(u"ReadOnly"_s, kHubspot, u"department"_s), QStringList());
    QCOMPARE(sent(u"ReadOnly"_s, u"department"_s), 0);
    const QString shown = state(u"ReadOnly"_s, u"department"_s);
    QVERIFY2(shown.startsWith(u"apart on salesforce: refusedKept person 005"_s), qPrintable(shown));
    const QString told = u"refused: HubSpot owns the field; Salesforce may keep its value, which does not cross"_s;
    const QString reasons = why(u"ReadOnly"_s, u"department"_s);
    QVERIFY2(reasons.contains(told), qPrintable(reasons));
}

/// HubSpot's journal tells of one edit three times.
void CasesTest::duplicateDelivery() {
    const qint64 before = duplicates(kHubspot);
    m_crms->setFault(kHubspot, u"duplicates"_s, 2);
    patch(u"Repeated"_s, kHubspot, u"phone"_s, u"1001"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"Repeated"_s, kSalesforce, u"Phone"_s) == u"1001"_s; }));
    QVERIFY(m_engine->waitFor([&] { return duplicates(kHubspot) >= before + 2; }));
    QVERIFY(m_engine->waitUntilDrained());
    m_crms->setFault(kHubspot, u"duplicates"_s, 0);
    QCOMPARE(captured(u"Repeated"_s, kHubspot, u"phone"_s), QStringList{u"1001"_s});
    QCOMPARE(judged(u"Repeated"_s, u"phone"_s), QStringList{u"applied 1001"_s});
    QCOMPARE(values(u"Repeated"_s, kSalesforce, u"Phone"_s), QStringList{u"1001"_s});
    QCOMPARE(sent(u"Repeated"_s, u"phone"_s), 1);
}

/// The place that was stored before the event is stored again, so that Salesforce tells of it after the reconnect too.
void CasesTest::duplicateDelivery_afterReconnect() {
    const QString journal = m_engine->folder() + u"/journal.db"_s;
    QVERIFY(m_engine->waitUntilDrained());
    const std::string place = storedPlace(journal);
    QVERIFY(!place.empty());
    patch(u"Reconnect"_s, kSalesforce, u"Title"_s, u"Twin"_s);
    QVERIFY(m_engine->waitFor([this] { return held(u"Reconnect"_s, kHubspot, u"jobtitle"_s) == u"Twin"_s; }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->stop(), 0);
    QVERIFY(storedPlace(journal) != place);
    QVERIFY(storePlace(journal, place));
    QVERIFY2(m_engine->start(), m_engine->log().constData());
    QVERIFY(m_engine->waitFor([this] { return duplicates(kSalesforce) > 0; }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(captured(u"Reconnect"_s, kSalesforce, u"title"_s), QStringList{u"Twin"_s});
    QCOMPARE(judged(u"Reconnect"_s, u"title"_s), QStringList{u"applied Twin"_s});
    QCOMPARE(values(u"Reconnect"_s, kHubspot, u"jobtitle"_s), QStringList{u"Twin"_s});
    QCOMPARE(sent(u"Reconnect"_s, u"title"_s), 1);
}
