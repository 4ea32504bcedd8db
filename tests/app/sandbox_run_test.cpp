#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int kEndsIn = 90'000;

struct Ran {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    /// For a failure's message.
    [[nodiscard]] QByteArray words() const {
        return "exit " + QByteArray::number(exitCode) + "\n" + output + "\n" + errors;
    }
};

Ran run(const QStringList& arguments) {
    QProcess program;
    program.start(QStringLiteral(SYNCLINE_PROGRAM), arguments);
    if (!program.waitForFinished(kEndsIn)) {
        program.kill();
        program.waitForFinished();
        return {-1, program.readAllStandardOutput(), "it did not end in time\n" + program.readAllStandardError()};
    }
    const bool isNormal = program.exitStatus() == QProcess::NormalExit;
    return {isNormal ? program.exitCode() : -1, program.readAllStandardOutput(), program.readAllStandardError()};
}

/// How many of the fields that were decided had that outcome.
qsizetype counted(const QByteArray& entries, const QString& outcome) {
    qsizetype count = 0;
    for (const QByteArray& line : entries.split('\n')) {
        const QJsonArray fields = QJsonDocument::fromJson(line)["body"_L1]["fields"_L1].toArray();
        count += std::count_if(fields.begin(), fields.end(),
                               [&](const QJsonValue& one) { return one["outcome"_L1].toString() == outcome; });
    }
    return count;
}

}  // namespace

/// The way to see that it works which the README names: a sandbox for some seconds, then its journal and both sides
/// are checked by the program itself.
class SandboxRunTest : public QObject {
    Q_OBJECT

private slots:
    void sandbox_isInStepBehindItsTime();
};

void SandboxRunTest::sandbox_isInStepBehindItsTime() {
    const QTemporaryDir directory;
    const QString workspace = directory.filePath(u"my-workspace"_s);

    const Ran ran = run({u"run"_s, workspace, u"--sandbox"_s, u"--for"_s, u"20s"_s, u"--seed"_s, u"7"_s,
                         u"--edits-per-second"_s, u"20"_s});
    QVERIFY2(ran.exitCode == 0, ran.words().constData());

    const Ran verified = run({u"journal"_s, u"verify"_s, workspace});
    QVERIFY2(verified.exitCode == 0, verified.words().constData());
    QVERIFY2(verified.output.contains("no differences"), verified.words().constData());

    const Ran audited = run({u"audit"_s, workspace, u"--json"_s});
    QVERIFY2(audited.exitCode == 0, audited.words().constData());
    const QJsonObject report = QJsonDocument::fromJson(audited.output).object();
    const QJsonObject total = report.value("total"_L1).toObject();
    const qint64 compared = total.value("compared"_L1).toInteger();
    const qint64 inStep = total.value("inStep"_L1).toInteger();
    QVERIFY2(compared > 0 && report.value("entities"_L1).toInteger() > 0, audited.words().constData());
    QVERIFY2(10 * inStep > 9 * compared, audited.words().constData());
    QCOMPARE(total.value("different"_L1).toInteger(-1), qint64(0));
    QVERIFY2(report.value("differences"_L1).toArray().isEmpty(), audited.words().constData());

    // Somebody has been at work, and what he did has crossed, both ways.
    for (const QString& side : {u"salesforce"_s, u"hubspot"_s}) {
        const Ran listed =
            run({u"journal"_s, u"list"_s, workspace, u"--filter"_s, u"kind == WriteSucceeded && side == "_s + side});
        QVERIFY2(listed.exitCode == 0 && !listed.output.isEmpty(), listed.words().constData());
    }
    const Ran decided =
        run({u"journal"_s, u"list"_s, workspace, u"--filter"_s, u"kind == FieldsDecided"_s, u"--json"_s});
    QVERIFY2(decided.exitCode == 0, decided.words().constData());
    for (const QString& outcome : {u"applied"_s, u"echo"_s})
        QVERIFY2(counted(decided.output, outcome) > 0, qPrintable(u"nothing was decided as "_s + outcome));
}

QTEST_GUILESS_MAIN(SandboxRunTest)
#include "sandbox_run_test.moc"
