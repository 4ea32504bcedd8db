#include "engine/base/try.h"
#include "engine/delivery/event_stream.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"

#include <chrono>
#include <filesystem>

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace syncline;
using base::ErrorCode;
using core::EntityId;
using core::Seq;
using delivery::EventStream;

namespace {

constexpr core::Side kSf = core::Side::Salesforce;
const base::WallTime kNoon = base::WallTime(std::chrono::milliseconds(1795536000000));

core::EntryBody captured(const std::string& object, const std::string& id) {
    core::ChangeCaptured body;
    body.record = {kSf, object, id};
    body.raw = "{}";
    return body;
}

core::EntryBody decided(const std::string& field, const std::string& text) {
    core::Version version;
    version.value = {{text, text}, {text, text}};
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Applied;
    decision.version = version;
    decision.change.standing = version;
    return core::FieldsDecided{{decision}};
}

/// A workspace on the disk with a journal that grows as the test says.
class Place {
public:
    Place() : m_clock(kNoon) {
        workspace.folder = m_folder.path().toStdString();
        workspace.name = "Acme";
        workspace.id = "w-1";
        mapping::ObjectMapping contact;
        contact.name = "contact";
        contact.matchKeys = {{"email"}};
        workspace.objects = {contact};
        auto opened = journal::Journal::open(workspace.folder, m_clock, base::Random(3));
        if (opened)
            m_journal = *std::move(opened);
    }

    struct Fact {
        core::EntryBody body;
        EntityId entity;
    };
    bool add(std::vector<Fact> facts) {
        journal::Batch batch;
        Seq seq = m_journal->head();
        for (Fact& fact : facts) {
            seq = core::next(seq);
            core::Entry entry;
            entry.seq = seq;
            entry.entity = fact.entity;
            entry.side = kSf;
            entry.captureTime = m_clock.wallNow();
            entry.body = std::move(fact.body);
            batch.entries.push_back({std::move(entry), std::nullopt});
        }
        return m_journal->append(batch).has_value();
    }
    bool add(core::EntryBody body, EntityId entity) { return add({Fact{std::move(body), entity}}); }
    bool addMany(int count) {
        return add(std::vector<Fact>(static_cast<std::size_t>(count), Fact{captured("contact", "003"), EntityId(1)}));
    }
    bool project() {
        auto projector = journal::Projector::open(workspace.folder, m_clock);
        return projector && (*projector)->step(1000).has_value();
    }
    [[nodiscard]] std::unique_ptr<EventStream> open(Seq committed = Seq(), const std::string& filter = {}) const {
        auto stream = EventStream::open(workspace, {"events", kFile, filter}, committed);
        return stream ? *std::move(stream) : nullptr;
    }
    [[nodiscard]] QList<QByteArray> lines() const {
        QFile file(QString::fromStdString((workspace.folder / kFile).string()));
        if (!file.open(QIODevice::ReadOnly))
            return {"(not there)"};
        QList<QByteArray> lines = file.readAll().split('\n');
        // What stands behind the last end of a line: nothing, in a file that is whole.
        if (lines.back().isEmpty())
            lines.removeLast();
        return lines;
    }
    /// "1 2 3", and behind each what it was replayed as: "2(again)".
    [[nodiscard]] QString sequences() const {
        QStringList texts;
        for (const QByteArray& line : lines()) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            QString text = QString::number(event.value(QLatin1String("sequence")).toString().toLongLong());
            if (event.contains(QLatin1String("replay")))
                text += QLatin1Char('(') + event.value(QLatin1String("replay")).toString() + QLatin1Char(')');
            texts.push_back(text);
        }
        return texts.join(QLatin1Char(' '));
    }

    mapping::Workspace workspace;
    static constexpr const char* kFile = "streams/events.jsonl";

private:
    QTemporaryDir m_folder;
    base::ManualClock m_clock;
    std::unique_ptr<journal::Journal> m_journal;
};

/// Steps until nothing is new, and gives the offset.
Seq drain(EventStream& stream, std::size_t limit = 100) {
    Seq offset;
    while (true) {
        const auto reached = stream.step(limit);
        if (!reached || *reached == offset)
            return offset;
        offset = *reached;
    }
}

}  // namespace

class TestEventStream : public QObject {
    Q_OBJECT

private slots:
    void entries_areLines_inOrder();
    void emptyJournal_isAnEmptyFile();
    void step_takesAPage_andGivesItsOffset();
    void restart_goesOnBehindTheCommittedOffset();
    void crashBeforeCommit_repeatsLines_withTheSameBytes();
    void tornLine_isCut();
    void rewind_repeatsTheSpan_marked();
    void rewind_inTheMiddleOfAReplay_marksToTheFarthest();
    void rewind_forward_skips_unmarked();
    void restart_inTheMiddleOfAReplay_goesOnMarked_data();
    void restart_inTheMiddleOfAReplay_goesOnMarked();
    void restart_behindAReplay_isUnmarked();
    void restart_afterNestedReplays_marksToTheFarthest();
    void restart_beforeTheFirstLineOfAReplay_goesOnAsTheFileEnds_data();
    void restart_beforeTheFirstLineOfAReplay_goesOnAsTheFileEnds();
    void restart_behindAReplayOfAnotherJournal_isUnmarked();
    void filter_takesWhatItNames_data();
    void filter_takesWhatItNames();
    void filter_waitsForTheProjections();
    void filter_ofNothing_movesTheOffset();
    void fullDisk_movesNothing_andGoesOn();
    void open_refuses_data();
    void open_refuses();
};

void TestEventStream::entries_areLines_inOrder() {
    Place place;
    QVERIFY(place.add(captured("contact", "003"), EntityId(1)));
    QVERIFY(place.add(decided("phone", "1"), EntityId(1)));
    const auto stream = place.open();
    QCOMPARE(drain(*stream), Seq(2));
    QCOMPARE(place.sequences(), QStringLiteral("1 2"));
    const QJsonObject event = QJsonDocument::fromJson(place.lines().at(1)).object();
    QCOMPARE(event.value(QLatin1String("type")).toString(), QStringLiteral("com.syncline.journal.FieldsDecided.v1"));
    QVERIFY(event.value(QLatin1String("id")).toString().endsWith(QLatin1String("/2")));
    QVERIFY(event.value(QLatin1String("source")).toString().endsWith(QLatin1String("/w-1")));
    // What comes later is taken by the same stream.
    QVERIFY(place.add(decided("phone", "2"), EntityId(1)));
    QCOMPARE(drain(*stream), Seq(3));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3"));
}

void TestEventStream::emptyJournal_isAnEmptyFile() {
    Place place;
    const auto stream = place.open();
    QCOMPARE(*stream->step(10), Seq());
    QVERIFY(place.lines().isEmpty());
}

void TestEventStream::step_takesAPage_andGivesItsOffset() {
    Place place;
    QVERIFY(place.addMany(5));
    const auto stream = place.open();
    QCOMPARE(*stream->step(2), Seq(2));
    QCOMPARE(place.sequences(), QStringLiteral("1 2"));
    QCOMPARE(*stream->step(2), Seq(4));
    QCOMPARE(*stream->step(2), Seq(5));
    QCOMPARE(*stream->step(2), Seq(5));
    QCOMPARE(stream->offset(), Seq(5));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 4 5"));
}

void TestEventStream::restart_goesOnBehindTheCommittedOffset() {
    Place place;
    QVERIFY(place.addMany(3));
    QCOMPARE(*place.open()->step(2), Seq(2));
    const auto again = place.open(Seq(2));
    QCOMPARE(again->offset(), Seq(2));
    drain(*again);
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3"));
}

void TestEventStream::crashBeforeCommit_repeatsLines_withTheSameBytes() {
    Place place;
    QVERIFY(place.addMany(3));
    drain(*place.open());
    drain(*place.open(Seq(1)));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 2 3"));
    QCOMPARE(place.lines().at(1), place.lines().at(3));
    QCOMPARE(place.lines().at(2), place.lines().at(4));
}

void TestEventStream::tornLine_isCut() {
    Place place;
    QVERIFY(place.addMany(2));
    QCOMPARE(*place.open()->step(1), Seq(1));
    {
        QFile file(QString::fromStdString((place.workspace.folder / Place::kFile).string()));
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"specversion\":\"1.0\",\"id\":\"");
    }
    drain(*place.open(Seq(1)));
    QCOMPARE(place.sequences(), QStringLiteral("1 2"));
}

void TestEventStream::rewind_repeatsTheSpan_marked() {
    Place place;
    QVERIFY(place.addMany(3));
    const auto stream = place.open();
    drain(*stream);
    stream->rewind(Seq(1), "again");
    QCOMPARE(stream->offset(), Seq(1));
    QVERIFY(place.addMany(1));
    QCOMPARE(drain(*stream), Seq(4));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 2(again) 3(again) 4"));
    QByteArray marked = place.lines().at(3);
    QVERIFY(marked.endsWith(",\"replay\":\"again\"}"));
    marked.replace(",\"replay\":\"again\"}", "}");
    QCOMPARE(marked, place.lines().at(1));
}

void TestEventStream::rewind_inTheMiddleOfAReplay_marksToTheFarthest() {
    Place place;
    QVERIFY(place.addMany(3));
    const auto stream = place.open();
    drain(*stream);
    stream->rewind(Seq(), "first");
    QCOMPARE(*stream->step(1), Seq(1));
    stream->rewind(Seq(), "second");
    drain(*stream);
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 1(first) 1(second) 2(second) 3(second)"));
}

void TestEventStream::rewind_forward_skips_unmarked() {
    Place place;
    QVERIFY(place.addMany(3));
    const auto stream = place.open();
    stream->rewind(Seq(2), "ahead");
    drain(*stream);
    QCOMPARE(place.sequences(), QStringLiteral("3"));
}

void TestEventStream::restart_inTheMiddleOfAReplay_goesOnMarked_data() {
    QTest::addColumn<int>("written");
    QTest::addColumn<int>("committed");
    QTest::addColumn<QString>("lines");
    QTest::newRow("what was written is committed") << 2 << 2 << "1(again) 2(again) 3(again) 4";
    QTest::newRow("written, not committed") << 2 << 1 << "1(again) 2(again) 2(again) 3(again) 4";
    QTest::newRow("written past its end, not committed")
        << 4 << 1 << "1(again) 2(again) 3(again) 4 2(again) 3(again) 4";
    QTest::newRow("written past its end, committed up to there") << 4 << 3 << "1(again) 2(again) 3(again) 4 4";
}

void TestEventStream::restart_inTheMiddleOfAReplay_goesOnMarked() {
    QFETCH(const int, written);
    QFETCH(const int, committed);
    QFETCH(const QString, lines);
    Place place;
    QVERIFY(place.addMany(3));
    {
        const auto stream = place.open();
        drain(*stream);
        stream->rewind(Seq(), "again");
        QVERIFY(place.addMany(1));
        QCOMPARE(*stream->step(static_cast<std::size_t>(written)), Seq(written));
    }
    drain(*place.open(Seq(committed)));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 ") + lines);
    for (const QByteArray& line : place.lines())
        QVERIFY(line.count("\"replay\":\"again\"") <= 1);
}

void TestEventStream::restart_behindAReplay_isUnmarked() {
    Place place;
    QVERIFY(place.addMany(2));
    {
        const auto stream = place.open();
        drain(*stream);
        stream->rewind(Seq(), "again");
        drain(*stream);
    }
    QVERIFY(place.addMany(1));
    drain(*place.open(Seq(2)));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 1(again) 2(again) 3"));
}

void TestEventStream::restart_afterNestedReplays_marksToTheFarthest() {
    Place place;
    QVERIFY(place.addMany(4));
    {
        const auto stream = place.open();
        drain(*stream);
        stream->rewind(Seq(), "first");
        QCOMPARE(*stream->step(2), Seq(2));
        stream->rewind(Seq(), "second");
        QCOMPARE(*stream->step(1), Seq(1));
    }
    drain(*place.open(Seq(1)));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 4 1(first) 2(first) 1(second) 2(second) 3(second) 4(second)"));
}

void TestEventStream::restart_beforeTheFirstLineOfAReplay_goesOnAsTheFileEnds_data() {
    QTest::addColumn<bool>("isReplayed");
    QTest::addColumn<QString>("lines");
    QTest::newRow("behind lines of the first time") << false << "1 2 2";
    QTest::newRow("directly behind a finished replay") << true << "1 2 1(before) 2(before) 2(before)";
}

/// Nothing tells it from a crash before the lines were committed.
void TestEventStream::restart_beforeTheFirstLineOfAReplay_goesOnAsTheFileEnds() {
    QFETCH(const bool, isReplayed);
    QFETCH(const QString, lines);
    Place place;
    QVERIFY(place.addMany(2));
    {
        const auto stream = place.open();
        drain(*stream);
        if (isReplayed) {
            stream->rewind(Seq(), "before");
            drain(*stream);
        }
        stream->rewind(Seq(1), "again");
    }
    drain(*place.open(Seq(1)));
    QCOMPARE(place.sequences(), lines);
}

/// The journal was lost and a new one begun, the stream's file stayed.
void TestEventStream::restart_behindAReplayOfAnotherJournal_isUnmarked() {
    Place place;
    QVERIFY(place.addMany(3));
    {
        const auto stream = place.open();
        drain(*stream);
        stream->rewind(Seq(), "again");
        QCOMPARE(*stream->step(1), Seq(1));
    }
    QFile file(QString::fromStdString((place.workspace.folder / Place::kFile).string()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray lines = file.readAll();
    lines.replace("{\"specversion\":\"1.0\",\"id\":\"", "{\"specversion\":\"1.0\",\"id\":\"other-");
    QVERIFY(file.resize(0) && file.seek(0));
    QCOMPARE(file.write(lines), lines.size());
    file.close();
    drain(*place.open(Seq()));
    QCOMPARE(place.sequences(), QStringLiteral("1 2 3 1(again) 1 2 3"));
}

void TestEventStream::filter_takesWhatItNames_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("sequences");
    QTest::newRow("everything") << QString() << QStringLiteral("1 2 3 4 5");
    QTest::newRow("a kind") << QStringLiteral("kind == FieldsDecided") << QStringLiteral("2 4 5");
    QTest::newRow("a field") << QStringLiteral("field == email") << QStringLiteral("4");
    QTest::newRow("an object that the entry does not name")
        << QStringLiteral("object == contact && kind == FieldsDecided") << QStringLiteral("2 4");
    QTest::newRow("a record by its id") << QStringLiteral("record == 003B") << QStringLiteral("3 5");
    QTest::newRow("a record by its e-mail") << QStringLiteral("record == \"ada@acme.com\"") << QStringLiteral("1 2 4");
    QTest::newRow("an age counts from 1970") << QStringLiteral("captured > -1h") << QStringLiteral("1 2 3 4 5");
}

void TestEventStream::filter_takesWhatItNames() {
    QFETCH(QString, filter);
    Place place;
    QVERIFY(place.add({{captured("contact", "003A"), EntityId(1)},
                       {decided("phone", "1"), EntityId(1)},
                       {captured("company", "003B"), EntityId(3)},
                       {decided("email", "ada@acme.com"), EntityId(1)},
                       {decided("name", "Acme"), EntityId(3)}}));
    QVERIFY(place.project());
    const auto stream = place.open({}, filter.toStdString());
    QVERIFY(stream);
    QCOMPARE(drain(*stream, 2), Seq(5));
    QTEST(place.sequences(), "sequences");
}

void TestEventStream::filter_waitsForTheProjections() {
    Place place;
    QVERIFY(place.add(captured("contact", "003A"), EntityId(1)));
    const auto stream = place.open({}, "object == contact");
    QCOMPARE(*stream->step(10), Seq());
    QVERIFY(place.project());
    QCOMPARE(*stream->step(10), Seq(1));
    QVERIFY(place.add(decided("phone", "1"), EntityId(1)));
    QCOMPARE(*stream->step(10), Seq(1));
    // They are thrown away and folded anew, in a file of the same name.
    for (const char* const name : {"projections.db", "projections.db-wal", "projections.db-shm"})
        std::filesystem::remove(place.workspace.folder / name);
    QVERIFY(place.project());
    QCOMPARE(drain(*stream), Seq(2));
    QCOMPARE(place.sequences(), QStringLiteral("1 2"));
}

void TestEventStream::filter_ofNothing_movesTheOffset() {
    Place place;
    QVERIFY(place.addMany(3));
    QVERIFY(place.project());
    const auto stream = place.open({}, "kind == RecordDeleted");
    QCOMPARE(drain(*stream), Seq(3));
    QVERIFY(place.lines().isEmpty());
}

void TestEventStream::fullDisk_movesNothing_andGoesOn() {
    Place place;
    QVERIFY(place.addMany(2));
    const std::filesystem::path file = place.workspace.folder / Place::kFile;
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::create_symlink("/dev/full", file);
    const auto stream = place.open();
    const auto full = stream->step(10);
    QVERIFY(!full);
    QCOMPARE(full.error().code, ErrorCode::NoSpace);
    QCOMPARE(stream->offset(), Seq());
    std::filesystem::remove(file);
    QCOMPARE(*stream->step(10), Seq(2));
    QCOMPARE(place.sequences(), QStringLiteral("1 2"));
}

void TestEventStream::open_refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("filter");
    QTest::newRow("a file elsewhere") << QStringLiteral("/etc/events.jsonl") << QString();
    QTest::newRow("a file above the workspace") << QStringLiteral("a/../../events.jsonl") << QString();
    QTest::newRow("no file") << QString() << QString();
    QTest::newRow("a folder") << QStringLiteral("streams/") << QString();
    QTest::newRow("a filter that is none") << QStringLiteral("a.jsonl") << QStringLiteral("kind == ");
}

void TestEventStream::open_refuses() {
    QFETCH(QString, file);
    QFETCH(QString, filter);
    Place place;
    const auto stream = EventStream::open(place.workspace, {"events", file.toStdString(), filter.toStdString()}, Seq());
    QVERIFY(!stream);
    QCOMPARE(stream.error().code, ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(TestEventStream)
#include "test_event_stream.moc"
