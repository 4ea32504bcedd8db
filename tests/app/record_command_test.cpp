#include "engine/base/try.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QProcess>
#include <QTest>

using namespace syncline;
using namespace syncline::test;

namespace {

/// Ada (entity 1) has no phone in Salesforce. Her title was a conflict (3), which root decided (4) and took back (5).
base::Result<void> tellAda(WorkspaceJournal& told) {
    core::Version blank = versionOf(1, kSf, "");
    blank.value = {valueOf(""), valueOf("")};
    told.add(1, change(kAdaInSf, {{"last_name", "Lovelace"}, {"title", "Countess"}}));
    told.add(1,
             core::FieldsDecided{{applied("last_name", versionOf(1, kSf, "Lovelace")),
                                  applied("title", versionOf(1, kSf, "Countess")), applied("phone", blank)}},
             core::Seq(1));
    core::ConflictOpened opened;
    opened.field = "title";
    opened.candidates = {{versionOf(1, kSf, "Countess"), kSf, false}, {versionOf(2, kHs, "Programmer"), kHs, false}};
    const core::Seq conflict = told.add(1, opened, core::Seq(2));
    core::ConflictResolved resolved;
    resolved.conflict = conflict;
    resolved.field = "title";
    resolved.candidates = opened.candidates;
    resolved.standing = versionOf(4, kSf, "Countess");
    resolved.who = "root";
    const core::Seq choice = told.add(1, resolved, conflict);
    opened.who = "root";
    told.add(1, opened, choice);
    return told.settle();
}

}  // namespace

/// `syncline record` itself, on a workspace in which nothing runs.
class RecordCommandTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void why_tellsOfAnUndoing();
    void columns_standBelowEachOther();

private:
    [[nodiscard]] QStringList record(const QStringList& options) const;

    WorkspaceJournal m_told;
};

void RecordCommandTest::initTestCase() {
    const auto told = tellAda(m_told);
    QVERIFY2(told, why(told));
}

/// The lines of what it prints of Ada.
QStringList RecordCommandTest::record(const QStringList& options) const {
    QProcess program;
    program.start(QStringLiteral(SYNCLINE_PROGRAM),
                  QStringList{QStringLiteral("record"), QString::fromStdString(m_told.path().string()),
                              QString::fromStdString(kAdaInSf.id)}
                      + options);
    if (!program.waitForFinished(20'000) || program.exitCode() != 0)
        return {QString::fromUtf8(program.readAllStandardError())};
    return QString::fromUtf8(program.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void RecordCommandTest::why_tellsOfAnUndoing() {
    const QStringList lines = record({QStringLiteral("--why"), QStringLiteral("title")});
    QVERIFY2(lines.size() >= 3, qPrintable(lines.join(QLatin1Char('\n'))));
    QCOMPARE(lines.last(), QStringLiteral("  #5  undone: root took back the choice of #4; in conflict again, and "
                                          "nothing was written back"));
    QVERIFY2(lines[lines.size() - 2].startsWith(QStringLiteral("  #4  resolved: conflict #3 title")),
             qPrintable(lines[lines.size() - 2]));
    const QString json = record({QStringLiteral("--why"), QStringLiteral("title"), QStringLiteral("--json")}).value(0);
    QVERIFY2(json.contains(QStringLiteral("{\"seq\":5,\"text\":\"undone: root")), qPrintable(json));
}

/// A ∅ is one character wide, and three bytes long.
void RecordCommandTest::columns_standBelowEachOther() {
    constexpr int kState = 2 + 18 + 24 + 24;
    const QStringList lines = record({});
    int fields = 0;
    bool hasBlank = false;
    for (const QString& line : lines.mid(3)) {
        QVERIFY2(line.size() > kState && line[kState - 1] == QLatin1Char(' ') && line[kState] != QLatin1Char(' '),
                 qPrintable(line));
        hasBlank = hasBlank || line.contains(u'∅');
        ++fields;
    }
    QCOMPARE(fields, 3);
    QVERIFY(hasBlank);
}

QTEST_GUILESS_MAIN(RecordCommandTest)
#include "record_command_test.moc"
