#include "engine/connectors/hubspot/journal_place.h"

#include <QTest>

using namespace syncline;
using namespace syncline::connectors::hubspot;
using namespace std::chrono_literals;

namespace {

const base::WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 10h};

}  // namespace

class JournalPlaceTest : public QObject {
    Q_OBJECT

private slots:
    void comesBackFromItsText();
    void textOfNobodyIsRefused_data();
    void textOfNobodyIsRefused();
    void aLostPlace_data();
    void aLostPlace();
};

void JournalPlaceTest::comesBackFromItsText() {
    const JournalPlace file{JournalFamily::Global, "0199c1f2-6f0a-7b6e-9c1e-3b1a6a0f9d51", kNow - 5min, kNow};
    const JournalPlace beginning{JournalFamily::Local, "", kNow, kNow};
    QCOMPARE(positionOf(file).stream, "hubspot journal");
    QVERIFY(placeOf(positionOf(file)) == file);
    QVERIFY(placeOf(positionOf(beginning)) == beginning);
}

void JournalPlaceTest::textOfNobodyIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("an offset alone") << QByteArray("0199c1f2-6f0a-7b6e-9c1e-3b1a6a0f9d51");
    QTest::newRow("an unknown family") << QByteArray("nearby x 2026-11-23T10:00:00.000Z 2026-11-23T10:00:00.000Z");
    QTest::newRow("a broken time") << QByteArray("local x 2026-11-23 2026-11-23T10:00:00.000Z");
    QTest::newRow("something behind") << QByteArray("local x 2026-11-23T10:00:00.000Z 2026-11-23T10:00:00.000Z y");
}

void JournalPlaceTest::textOfNobodyIsRefused() {
    QFETCH(QByteArray, text);
    QVERIFY(!placeOf({"hubspot journal", text.toStdString()}));
}

void JournalPlaceTest::aLostPlace_data() {
    QTest::addColumn<QByteArray>("offset");
    QTest::addColumn<int>("receivedHoursAgo");
    QTest::addColumn<int>("seenHoursAgo");
    QTest::addColumn<bool>("lost");
    QTest::newRow("a file of an hour ago is gone") << QByteArray("x") << 1 << 1 << true;
    QTest::newRow("an old file went as it should, and nothing came since") << QByteArray("x") << 100 << 2 << false;
    QTest::newRow("an old file went while nobody looked") << QByteArray("x") << 100 << 100 << true;
    QTest::newRow("nothing had been published yet") << QByteArray() << 2 << 2 << false;
    QTest::newRow("nothing had been published four days ago") << QByteArray() << 96 << 96 << true;
}

void JournalPlaceTest::aLostPlace() {
    QFETCH(QByteArray, offset);
    QFETCH(int, receivedHoursAgo);
    QFETCH(int, seenHoursAgo);
    QFETCH(bool, lost);
    const JournalPlace place{JournalFamily::Local, offset.toStdString(), kNow - std::chrono::hours(receivedHoursAgo),
                             kNow - std::chrono::hours(seenHoursAgo)};
    QCOMPARE(mayHaveLost(place, kNow), lost);
}

QTEST_GUILESS_MAIN(JournalPlaceTest)
#include "journal_place_test.moc"
