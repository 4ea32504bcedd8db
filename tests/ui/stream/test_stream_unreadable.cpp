#include "tests/ui/stream/stream_stage.h"
#include "ui/stream/stream_columns.h"
#include "ui/stream/stream_rows.h"
#include "ui/stream/unread_bar.h"
#include "ui/widgets/cell.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <chrono>
#include <optional>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::StreamStage;

namespace {

const QString kConflicts = QStringLiteral("kind == ConflictOpened");

}  // namespace

/// The stream over a journal of which some entries cannot be read: all others are shown, and a bar names those.
class TestStreamUnreadable : public QObject {
    Q_OBJECT

private slots:
    void words_data();
    void words();
    void damagedRow_standsInItsPlace();
    void damagedRow_ofALargeJournalIsNotAskedForAgain();
    void journal_isReadAgain();
    void journal_isReadAgainWhereItIsLookedAt();
    void chosenEntry_isReadAgain();
    void filter_showsWhatCanBeRead();
    void filter_searchesAgain();
    void filter_searchesAgain_whatComesNext();
    void filter_searchesAgain_andKeepsThePlace();
    void filter_saysSoWhereNothingMatches();
    void verify_asksTheShell_data();
    void verify_asksTheShell();
    void report_isCopied();
    void copy_saysWhatCannotBeRead();
    void failedQuestion_offersTheSame();
    void failedQuestion_isNoPageOverRowsOnTheirWay();
    void failedQuestion_words_data();
    void failedQuestion_words();

private:
    /// All that has been asked so far is answered.
    [[nodiscard]] bool isAnswered() {
        std::optional<core::Seq> answered;
        m_stage->bridge.onQuery<SeqAtTime>([](const SeqAtTime&) { return core::Seq(1); });
        const Ticket last = m_stage->bridge.query<SeqAtTime>({}, [&](base::Result<core::Seq> seq) { answered = *seq; });
        return QTest::qWaitFor([&] { return answered.has_value(); });
    }
    void makeStage(std::int64_t head, std::initializer_list<std::int64_t> damaged) {
        m_stage = std::make_unique<StreamStage>(head);
        for (const std::int64_t seq : damaged)
            m_stage->journal.damage(seq);
    }
    /// "": no bar is there.
    [[nodiscard]] QString statement() const {
        const auto* const bar = m_stage->find<QWidget>("bar-read");
        return bar != nullptr && bar->isVisible() ? bar->accessibleName() : QString();
    }
    [[nodiscard]] QString sentence() const { return m_stage->find<QWidget>("bar-read")->accessibleDescription(); }
    [[nodiscard]] QAbstractButton* button(const char* name) const {
        return m_stage->find<QWidget>("bar-read")->findChild<QAbstractButton*>(QLatin1String(name));
    }
    void click(const char* name) const { QTest::mouseClick(button(name), Qt::LeftButton); }

    std::unique_ptr<StreamStage> m_stage;
};

void TestStreamUnreadable::words_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("entries");
    QTest::addColumn<bool>("isAllLookedAt");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("one") << 4'102'338 << 4'102'338 << 1 << true
                         << QStringLiteral("1 entry of the journal cannot be read")
                         << QStringLiteral(
                                "Entry 4,102,338 is missing here. Syncing goes on, but this list and "
                                "replays across it are not complete.");
    QTest::newRow("neighbours") << 4'102'338 << 4'102'401 << 64 << true
                                << QStringLiteral("64 entries of the journal cannot be read")
                                << QStringLiteral(
                                       "Entries 4,102,338 to 4,102,401 are missing here. Syncing goes on, but this "
                                       "list and replays across them are not complete.");
    QTest::newRow("far from each other")
        << 5 << 1'200 << 2 << true << QStringLiteral("2 entries of the journal cannot be read")
        << QStringLiteral(
               "The first that is missing here is entry 5, the last is 1,200. Syncing goes on, but this list and "
               "replays across them are not complete.");
    QTest::newRow("of those that were looked at")
        << 5 << 5 << 1 << false << QStringLiteral("1 entry of the journal cannot be read")
        << QStringLiteral(
               "Entry 5 is missing here. Syncing goes on, but this list and replays across it are not complete. There "
               "may be more: only part of the journal has been looked at so far.");
}

void TestStreamUnreadable::words() {
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(int, entries);
    QFETCH(bool, isAllLookedAt);
    QFETCH(QString, statement);
    QFETCH(QString, sentence);
    const runtime::Unreadable unreadable{
        core::Seq(first), core::Seq(last), entries, {base::ErrorCode::Corrupt, "read entry", "5", "no bytes", ""}};
    const StatePage::Content content = someUnreadable(unreadable, isAllLookedAt);
    QCOMPARE(content.statement, statement);
    QCOMPARE(content.sentence, sentence);
    QCOMPARE(content.words, QStringLiteral("read entry 5: no bytes"));
    QVERIFY(content.advice.contains(QStringLiteral("Verify the journal")));
}

void TestStreamUnreadable::damagedRow_standsInItsPlace() {
    makeStage(1000, {995});
    m_stage->open();
    const int row = m_stage->rowOf(995);
    QVERIFY(row > 0);
    QCOMPARE(m_stage->lastKey(), 1000);
    QCOMPARE(m_stage->text(row, kSequenceColumn), QStringLiteral("995"));
    QCOMPARE(m_stage->text(row, kChangeColumn), QStringLiteral("cannot be read"));
    QCOMPARE(m_stage->text(row, kTimeColumn), QString());
    QCOMPARE(m_stage->text(row - 1, kSequenceColumn), QStringLiteral("994"));
    QCOMPARE(m_stage->text(row + 1, kSequenceColumn), QStringLiteral("996"));
    QVERIFY(m_stage->text(row - 1, kChangeColumn) != QStringLiteral("cannot be read"));
    QVERIFY(!m_stage->text(row + 1, kTimeColumn).isEmpty());
    QVERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
    QCOMPARE(statement(), QStringLiteral("1 entry of the journal cannot be read"));
    QVERIFY2(sentence().startsWith(QStringLiteral("Entry 995 is missing here.")), qPrintable(sentence()));
    // Whoever chooses it is told why.
    m_stage->click(row, kTimeColumn);
    QCOMPARE(m_stage->currentKey(), 995);
}

/// Each snapshot makes the table look for what it lacks.
void TestStreamUnreadable::damagedRow_ofALargeJournalIsNotAskedForAgain() {
    makeStage(10'000'000, {9'999'990, 9'999'991});
    m_stage->open();
    QCOMPARE(statement(), QStringLiteral("2 entries of the journal cannot be read"));
    const std::size_t asked = m_stage->bridge.asked<EntriesFrom>().size();
    m_stage->journal.setHead(10'000'001);
    QTRY_COMPARE(m_stage->lastKey(), 10'000'001);
    QTRY_VERIFY(m_stage->isLoaded());
    QVERIFY(m_stage->bridge.asked<EntriesFrom>().size() <= asked + 2);
    QCOMPARE(statement(), QStringLiteral("2 entries of the journal cannot be read"));
}

void TestStreamUnreadable::journal_isReadAgain() {
    makeStage(1000, {995});
    m_stage->open();
    QVERIFY(!statement().isEmpty());
    const std::size_t asked = m_stage->bridge.asked<EntriesFrom>().size();
    click("streamTryAgain");
    // Still damaged: it is said as before.
    QTRY_VERIFY(m_stage->bridge.asked<EntriesFrom>().size() > asked);
    QVERIFY(isAnswered());
    QCOMPARE(statement(), QStringLiteral("1 entry of the journal cannot be read"));
    m_stage->journal.repair();
    click("streamTryAgain");
    QTRY_VERIFY(statement().isEmpty());
    const int row = m_stage->rowOf(995);
    QVERIFY(m_stage->text(row, kChangeColumn) != QStringLiteral("cannot be read"));
    QVERIFY(!m_stage->text(row, kTimeColumn).isEmpty());
}

/// What is far from there is not forgotten without having been read.
void TestStreamUnreadable::journal_isReadAgainWhereItIsLookedAt() {
    makeStage(10'000, {5});
    m_stage->open();
    m_stage->press(Qt::Key_Home);
    QTRY_COMPARE(statement(), QStringLiteral("1 entry of the journal cannot be read"));
    QVERIFY(isAnswered());
    m_stage->press(Qt::Key_End);
    QTRY_VERIFY(m_stage->lastKey() == 10'000 && m_stage->isLoaded());
    m_stage->journal.repair();
    click("streamTryAgain");
    QVERIFY(isAnswered());
    QCOMPARE(statement(), QStringLiteral("1 entry of the journal cannot be read"));
    m_stage->click(m_stage->rowOf(10'000), kTimeColumn);
    m_stage->press(Qt::Key_Home);
    QTRY_VERIFY(statement().isEmpty());
    QVERIFY(m_stage->text(m_stage->rowOf(5), kChangeColumn) != QStringLiteral("cannot be read"));
}

void TestStreamUnreadable::chosenEntry_isReadAgain() {
    makeStage(1000, {995});
    m_stage->open();
    m_stage->click(m_stage->rowOf(995), kTimeColumn);
    QTRY_COMPARE(m_stage->bridge.asked<EntryAt>().size(), std::size_t{1});
    QVERIFY(isAnswered());
    QVERIFY(!m_stage->find<QWidget>("streamEffect")->isVisible());
    m_stage->journal.repair();
    click("streamTryAgain");
    QTRY_COMPARE(m_stage->bridge.asked<EntryAt>().size(), std::size_t{2});
    QTRY_VERIFY(m_stage->find<QWidget>("streamEffect")->isVisible());
}

void TestStreamUnreadable::filter_showsWhatCanBeRead() {
    makeStage(10'000, {3'500, 4'000});
    m_stage->open();
    m_stage->type(kConflicts);
    QTRY_VERIFY(test::showsConflictsOnly(*m_stage) && m_stage->firstKey() == 1000);
    QCOMPARE(m_stage->keys(), (std::vector<qint64>{1000, 2000, 3000, 5000, 6000, 7000, 8000, 9000, 10'000}));
    QTRY_COMPARE(statement(), QStringLiteral("2 entries of the journal cannot be read"));
    QVERIFY2(sentence().contains(QStringLiteral("entry 3,500, the last is 4,000")), qPrintable(sentence()));
}

/// What was passed by may match.
void TestStreamUnreadable::filter_searchesAgain() {
    makeStage(5'000, {4'000});
    m_stage->open();
    m_stage->type(kConflicts);
    QTRY_VERIFY(test::showsConflictsOnly(*m_stage));
    QTRY_VERIFY(!statement().isEmpty());
    QVERIFY(m_stage->rowOf(4'000) < 0);
    m_stage->journal.repair();
    click("streamTryAgain");
    QTRY_VERIFY(m_stage->rowOf(4'000) >= 0);
    QTRY_VERIFY(statement().isEmpty());
    QVERIFY(test::showsConflictsOnly(*m_stage));
}

/// Another filter is on its way while the rows of the one before are shown: it is that one that is searched for.
void TestStreamUnreadable::filter_searchesAgain_whatComesNext() {
    makeStage(2'000, {700});
    StreamRows rows(m_stage->bridge);
    rows.setActive(true);
    const core::Filter conflicts = *core::Filter::parse("kind == ConflictOpened", m_stage->clock.wallNow());
    const core::Filter writes = *core::Filter::parse("kind == WriteSent", m_stage->clock.wallNow());
    rows.setFilter(&conflicts);
    QTRY_VERIFY(rows.matching() != nullptr && rows.matching()->unreadable());
    rows.setFilter(&writes);
    rows.tryAgain();
    const EntryRow write = m_stage->journal.row(2);
    QVERIFY(m_stage->bridge.asked<MatchingEntries>().back().filter.matches({write.entry, write.object, {}}));
}

/// The first rows of the new search are not those that a person reads.
void TestStreamUnreadable::filter_searchesAgain_andKeepsThePlace() {
    makeStage(100'000, {4'500});
    m_stage->open();
    m_stage->type(kConflicts);
    QTRY_VERIFY(test::showsConflictsOnly(*m_stage) && !statement().isEmpty());
    m_stage->table().setFocus(Qt::TabFocusReason);
    m_stage->press(Qt::Key_Home);
    QTRY_COMPARE(m_stage->currentKey(), 1000);
    const std::size_t asked = m_stage->bridge.asked<MatchingEntries>().size();
    click("streamTryAgain");
    // Five slices reach the first entry.
    QTRY_VERIFY(m_stage->bridge.asked<MatchingEntries>().size() >= asked + 5);
    QVERIFY(isAnswered());
    QTRY_VERIFY(m_stage->rowOf(1000) >= 0);
    QCOMPARE(m_stage->currentKey(), 1000);
}

void TestStreamUnreadable::filter_saysSoWhereNothingMatches() {
    makeStage(2'000, {700});
    m_stage->open();
    m_stage->type(QStringLiteral("seq == 700"));
    QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
    QTRY_COMPARE(statement(), QStringLiteral("1 entry of the journal cannot be read"));
    QVERIFY(sentence().startsWith(QStringLiteral("Entry 700 is missing here.")));
}

void TestStreamUnreadable::verify_asksTheShell_data() {
    QTest::addColumn<bool>("byKey");
    QTest::newRow("mouse") << false;
    QTest::newRow("key") << true;
}

void TestStreamUnreadable::verify_asksTheShell() {
    QFETCH(bool, byKey);
    makeStage(1000, {995});
    m_stage->open();
    QVERIFY(!statement().isEmpty());
    QCOMPARE(button("streamVerifyJournal")->text(), QStringLiteral("Verify journal…"));
    if (byKey) {
        button("streamVerifyJournal")->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button("streamVerifyJournal"), Qt::Key_Space);
    } else {
        click("streamVerifyJournal");
    }
    QTRY_COMPARE(m_stage->navigator.led.value(0), QStringLiteral("verify"));
}

void TestStreamUnreadable::report_isCopied() {
    makeStage(1000, {995});
    m_stage->open();
    QVERIFY(!statement().isEmpty());
    const QString moment = m_stage->times.format().whole(m_stage->times.now());
    // When it was copied is not when it was met.
    m_stage->clock.advance(std::chrono::minutes(5));
    click("streamCopyReport");
    QTRY_VERIFY(!m_stage->navigator.toasts.isEmpty());
    const QString report = QGuiApplication::clipboard()->text();
    QVERIFY2(report.startsWith(QStringLiteral("1 entry of the journal cannot be read\nEntry 995 is missing here.")),
             qPrintable(report));
    QVERIFY2(report.contains(QStringLiteral("read entry 995: format 0 was never written")), qPrintable(report));
    QVERIFY2(report.contains(QStringLiteral("workspace Acme, %1\n").arg(moment)), qPrintable(report));
}

void TestStreamUnreadable::copy_saysWhatCannotBeRead() {
    makeStage(1000, {995});
    m_stage->open();
    const auto select = [this](qint64 key, Qt::KeyboardModifiers modifiers) {
        const auto* const model = m_stage->table().model();
        const QRect place = m_stage->table().visualRect(model->index(m_stage->rowOf(key), kTimeColumn));
        QTest::mouseClick(m_stage->table().viewport(), Qt::LeftButton, modifiers, place.center());
    };
    select(994, Qt::NoModifier);
    select(996, Qt::ShiftModifier);
    m_stage->press(Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(m_stage->navigator.toasts.value(0),
                 QStringLiteral("2 of 3 entries copied: the others cannot be read. Verify the journal."));
}

/// A page behind the one that is shown fails as a whole.
void TestStreamUnreadable::failedQuestion_offersTheSame() {
    makeStage(10'000, {});
    m_stage->open();
    QVERIFY(statement().isEmpty());
    m_stage->bridge.onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
        return base::Error{base::ErrorCode::Busy, "read entries", "journal.db", "the file is locked", ""};
    });
    m_stage->journal.setHead(10'001);
    QTRY_COMPARE(statement(), QStringLiteral("Some entries cannot be read"));
    QVERIFY2(sentence().contains(QStringLiteral("the file is locked")), qPrintable(sentence()));
    QVERIFY(button("streamVerifyJournal") != nullptr && button("streamCopyReport") != nullptr);
    m_stage->journal.answerEntries();
    click("streamTryAgain");
    QTRY_VERIFY(statement().isEmpty());
    QTRY_VERIFY(m_stage->isLoaded());
    QCOMPARE(m_stage->lastKey(), 10'001);
}

/// Whoever scrolls sees rows that are loading as such; the page stands where nothing is on its way.
void TestStreamUnreadable::failedQuestion_isNoPageOverRowsOnTheirWay() {
    const auto fail = [](const EntriesFrom&) -> base::Result<EntryRows> {
        return base::Error{base::ErrorCode::Busy, "read entries", "journal.db", "the file is locked", ""};
    };
    makeStage(10'000, {});
    m_stage->open();
    m_stage->bridge.onQuery<EntriesFrom>(fail);
    m_stage->journal.setHead(10'001);
    QTRY_COMPARE(statement(), QStringLiteral("Some entries cannot be read"));
    m_stage->bridge.holdQueries<EntriesFrom>();
    m_stage->press(Qt::Key_Home);
    QSignalSpy told(&m_stage->bridge, &Bridge::snapshotChanged);
    m_stage->journal.setHead(10'002);
    QTRY_COMPARE(told.count(), 1);
    QVERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
    QCOMPARE(statement(), QStringLiteral("Some entries cannot be read"));
    m_stage->bridge.onQuery<EntriesFrom>(fail);
    QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
}

void TestStreamUnreadable::failedQuestion_words_data() {
    QTest::addColumn<base::ErrorCode>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<bool>("isDiskDoubted");
    QTest::newRow("locked") << base::ErrorCode::Busy << QStringLiteral("the file is locked") << false;
    QTest::newRow("a sentence") << base::ErrorCode::Busy << QStringLiteral("the file is locked.") << false;
    QTest::newRow("damaged") << base::ErrorCode::Corrupt << QStringLiteral("the file is locked") << true;
    QTest::newRow("not read") << base::ErrorCode::Io << QStringLiteral("the file is locked") << true;
}

void TestStreamUnreadable::failedQuestion_words() {
    QFETCH(base::ErrorCode, code);
    QFETCH(QString, detail);
    QFETCH(bool, isDiskDoubted);
    const StatePage::Content content = someNotRead({code, "read entries", "", detail.toStdString(), ""});
    QCOMPARE(content.sentence, QStringLiteral("Syncing goes on where it can, but this list is not complete: read "
                                              "entries: the file is locked."));
    QCOMPARE(content.advice.contains(QStringLiteral("disk")), isDiskDoubted);
    QVERIFY2(content.advice.contains(QStringLiteral("erify the journal")), qPrintable(content.advice));
}

QTEST_MAIN(TestStreamUnreadable)
#include "test_stream_unreadable.moc"
