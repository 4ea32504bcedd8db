#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QFile>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using core::Seq;
using runtime::answer;
using runtime::Troubles;

namespace {

constexpr std::int64_t kMany = 5000;

/// Two conflicts (2 and 9), two failed writes (4 and 11), a gap (5), and a side that came and went (7 and 8).
base::Result<void> tellStory(WorkspaceJournal& told) {
    told.add(0, core::PolicyChanged());                                                                      // 1
    told.add(2, core::ConflictOpened{"phone", core::ConflictType::ConcurrentUpdate, {}}, Seq(1));            // 2
    told.add(2, core::WriteSent{kHs, kAdaInHs.id, 1, {}}, Seq(1));                                           // 3
    told.add(2, core::WriteFailed{Seq(3), kHs, core::FailureClass::Permanent, "400", "no", {}}, Seq(3));     // 4
    told.add(0, core::GapDetected{kHs, "lost", {}, false});                                                  // 5
    told.add(2, change(kAdaInSf, {{"phone", "1"}}));                                                         // 6
    told.add(0, core::ConnectorStateChanged{kHs, core::ConnectorPhase::Connected, ""});                      // 7
    told.add(0, core::ConnectorStateChanged{kHs, core::ConnectorPhase::Disconnected, "no answer"});          // 8
    told.add(2, core::ConflictOpened{"title", core::ConflictType::ConcurrentUpdate, {}}, Seq(6));            // 9
    told.add(2, core::WriteSent{kSf, kAdaInSf.id, 1, {}}, Seq(6));                                           // 10
    told.add(2, core::WriteFailed{Seq(10), kSf, core::FailureClass::NotSent, "429", "later", {}}, Seq(10));  // 11
    // Names more records of the gap, and is none of its own.
    told.add(0, core::GapDetected{kHs, "lost", {}, false}, Seq(5));  // 12
    TRY(told.append());
    TRY(told.project(1));
    return told.open();
}

/// The 2nd, the 2,000th, the 2,001st and the last are conflicts.
base::Result<void> tellMany(WorkspaceJournal& told) {
    for (std::int64_t seq = 1; seq <= kMany; ++seq) {
        if (seq == 2 || seq == 2000 || seq == 2001 || seq == kMany)
            told.add(2, core::ConflictOpened{"phone", core::ConflictType::ConcurrentUpdate, {}});
        else
            told.add(2, change(kAdaInSf, {{"phone", std::to_string(seq)}}));
    }
    TRY(told.append());
    TRY(told.project(1));
    return told.open();
}

/// Overwrites the head of the table's page that holds what has been told with those words; false: it could not.
bool overwritePage(const std::filesystem::path& journal, const QByteArray& words) {
    if (!JournalFolder::tamper(journal, "PRAGMA wal_checkpoint(TRUNCATE)"))
        return false;
    QFile file(QString::fromStdString(journal.string()));
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QByteArray bytes = file.readAll();
    const auto byteAt = [&](qsizetype at) { return static_cast<unsigned char>(bytes.at(at)); };
    const int pageSize = byteAt(16) == 0 && byteAt(17) == 1 ? 65'536 : byteAt(16) * 256 + byteAt(17);
    constexpr int kLeafOfTable = 0x0d;
    const qsizetype place = bytes.indexOf(words);
    const qsizetype page = place / pageSize * pageSize;
    if (place < 0 || byteAt(page) != kLeafOfTable)
        return false;
    bytes.replace(page, 8, QByteArray(8, '#'));
    return file.seek(0) && file.write(bytes) == bytes.size();
}

/// "2C 4W 5G 8D | 1 | 12": the troubles, and from where through where was looked.
QString textOf(const runtime::FoundTroubles& found) {
    QStringList words;
    for (const runtime::TroubleAt& at : found.troubles) {
        const QChar letter = QStringLiteral("CWGD").at(static_cast<int>(at.trouble));
        words.append(QString::number(at.seq.value()) + letter);
    }
    words.append(QStringLiteral("| %1 | %2").arg(found.from.value()).arg(found.through.value()));
    return words.join(QLatin1Char(' '));
}

}  // namespace

class TroubleQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void range_holdsItsTroubles_data();
    void range_holdsItsTroubles();
    void longRange_isReadInPages();
    void damagedEntries_arePassedBy();
    void malformedPage_isPassedBy();
    void emptyJournal_hasNone();
    void cancelled_isSaid();

private:
    WorkspaceJournal m_told;
    WorkspaceJournal m_many;
};

void TroubleQueriesTest::initTestCase() {
    const auto told = tellStory(m_told);
    QVERIFY2(told, why(told));
    const auto many = tellMany(m_many);
    QVERIFY2(many, why(many));
}

void TroubleQueriesTest::range_holdsItsTroubles_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("look");
    QTest::addColumn<QString>("expected");
    QTest::newRow("everything") << 1 << 12 << 100 << "2C 4W 5G 8D 9C 11W | 1 | 12";
    QTest::newRow("only the newest are looked at") << 1 << 12 << 4 << "9C 11W | 9 | 12";
    QTest::newRow("the rest below them") << 1 << 8 << 100 << "2C 4W 5G 8D | 1 | 8";
    QTest::newRow("one entry") << 5 << 5 << 100 << "5G | 5 | 5";
    QTest::newRow("a side that is there again is none") << 7 << 7 << 100 << "| 7 | 7";
    QTest::newRow("further than the head") << 9 << 40 << 100 << "9C 11W | 9 | 12";
    QTest::newRow("above the head") << 20 << 40 << 100 << "| 20 | 12";
    QTest::newRow("below the first") << -5 << 2 << 100 << "2C | 1 | 2";
    QTest::newRow("nothing to look at is one entry") << 1 << 11 << 0 << "11W | 11 | 11";
}

void TroubleQueriesTest::range_holdsItsTroubles() {
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(int, look);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_told.context();
    const auto found = answer(context, Troubles{Seq(from), Seq(to), static_cast<std::size_t>(look)});
    QVERIFY2(found, why(found));
    QCOMPARE(textOf(*found), expected);
}

void TroubleQueriesTest::longRange_isReadInPages() {
    runtime::QueryContext context = m_many.context();
    const auto found = answer(context, Troubles{Seq(1), Seq(kMany)});
    QVERIFY2(found, why(found));
    QCOMPARE(textOf(*found), QStringLiteral("2C 2000C 2001C 5000C | 1 | 5000"));
}

/// Of a conflict its kind is enough; of a connection's state nobody knows whether it was lost.
void TroubleQueriesTest::damagedEntries_arePassedBy() {
    WorkspaceJournal told;
    const auto made = tellStory(told);
    QVERIFY2(made, why(made));
    QVERIFY(
        JournalFolder::tamper(told.path() / "journal.db", "UPDATE entries SET payload = x'00' WHERE seq IN (2, 7, 8)"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, Troubles{Seq(1), Seq(12)});
    QVERIFY2(found, why(found));
    QCOMPARE(textOf(*found), QStringLiteral("2C 4W 5G 9C 11W | 1 | 12"));
}

void TroubleQueriesTest::malformedPage_isPassedBy() {
    WorkspaceJournal told;
    for (std::int64_t seq = 1; seq <= kMany; ++seq) {
        if (seq == 2 || seq == 2000 || seq == kMany)
            told.add(2, core::ConflictOpened{"phone", core::ConflictType::ConcurrentUpdate, {}});
        else
            told.add(0, core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected,
                                                    "mark-" + std::to_string(10'000 + seq)});
    }
    const auto made = told.settle();
    QVERIFY2(made, why(made));
    QVERIFY(overwritePage(told.path() / "journal.db", "mark-11000"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, Troubles{Seq(1), Seq(kMany)});
    QVERIFY2(found, why(found));
    QCOMPARE(textOf(*found), QStringLiteral("2C 2000C 5000C | 1 | 5000"));
}

void TroubleQueriesTest::emptyJournal_hasNone() {
    WorkspaceJournal empty;
    const auto opened = empty.settle();
    QVERIFY2(opened, why(opened));
    runtime::QueryContext context = empty.context();
    const auto found = answer(context, Troubles{Seq(1), Seq(10)});
    QVERIFY2(found, why(found));
    QCOMPARE(textOf(*found), QStringLiteral("| 1 | 0"));
}

void TroubleQueriesTest::cancelled_isSaid() {
    WorkspaceJournal told;
    const auto made = tellStory(told);
    QVERIFY2(made, why(made));
    told.cancel();
    runtime::QueryContext context = told.context();
    const auto found = answer(context, Troubles{Seq(1), Seq(12)});
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TroubleQueriesTest)
#include "trouble_queries_test.moc"
