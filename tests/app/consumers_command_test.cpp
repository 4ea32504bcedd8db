#include "engine/journal/journal.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace syncline;
using namespace syncline::test;

namespace {

constexpr int kEntries = 10;

/// A stream that takes what comes from Salesforce's connector, and all of that is committed.
bool tellConnector(WorkspaceJournal& told) {
    for (int i = 0; i < kEntries; ++i)
        told.add(0, core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, {}});
    if (!told.settle())
        return false;
    QFile file(QString::fromStdString((told.path() / "workspace.json").string()));
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QJsonObject workspace = QJsonDocument::fromJson(file.readAll()).object();
    workspace[QLatin1String("streams")] =
        QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("events")},
                               {QStringLiteral("file"), QStringLiteral("streams/events.jsonl")},
                               {QStringLiteral("filter"), QStringLiteral("kind == ConnectorStateChanged")}}};
    if (!file.resize(0) || !file.seek(0) || file.write(QJsonDocument(workspace).toJson()) <= 0)
        return false;
    const base::SystemClock clock;
    const auto journal = journal::Journal::open(told.path(), clock, base::Random(1));
    journal::Batch batch;
    batch.offsets = {{"events", core::Seq(kEntries)}};
    return journal && (*journal)->append(batch);
}

}  // namespace

/// `syncline consumers` itself, on a workspace in which nothing runs.
class ConsumersCommandTest : public QObject {
    Q_OBJECT

private slots:
    void rewind_saysWhatCannotBeRead_data();
    void rewind_saysWhatCannotBeRead();
};

void ConsumersCommandTest::rewind_saysWhatCannotBeRead_data() {
    QTest::addColumn<QString>("damaged");
    QTest::addColumn<QString>("output");
    QTest::newRow("nothing") << ""
                             << "events: offset 10 -> 1, 9 entries come again, from entry 2 on\n";
    QTest::newRow("one entry") << "seq = 5"
                               << "events: offset 10 -> 1, 8 of 9 entries come again, from entry 2 on; entry 5 cannot "
                                  "be read: the stream stops before it\n";
    QTest::newRow("several") << "seq IN (5, 7)"
                             << "events: offset 10 -> 1, 7 of 9 entries come again, from entry 2 on; 2 entries from 5 "
                                "on cannot be read: the stream stops before them\n";
}

void ConsumersCommandTest::rewind_saysWhatCannotBeRead() {
    QFETCH(QString, damaged);
    WorkspaceJournal told;
    QVERIFY(tellConnector(told));
    if (!damaged.isEmpty())
        QVERIFY(JournalFolder::tamper(told.path() / "journal.db",
                                      "UPDATE entries SET payload = x'00' WHERE " + damaged.toStdString()));
    QProcess program;
    program.start(
        QStringLiteral(SYNCLINE_PROGRAM),
        {QStringLiteral("consumers"), QStringLiteral("rewind"), QString::fromStdString(told.path().string()),
         QStringLiteral("events"), QStringLiteral("--to-seq"), QStringLiteral("2"), QStringLiteral("--dry-run")});
    QVERIFY(program.waitForFinished(20'000));
    QCOMPARE(QString::fromUtf8(program.readAllStandardError()), QString());
    QCOMPARE(program.exitCode(), 0);
    QTEST(QString::fromUtf8(program.readAllStandardOutput()), "output");
}

QTEST_GUILESS_MAIN(ConsumersCommandTest)
#include "consumers_command_test.moc"
