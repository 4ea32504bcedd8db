#include "engine/base/try.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QFile>
#include <QProcess>
#include <QTest>
#include <filesystem>

using namespace syncline;
using namespace syncline::test;

namespace {

struct Listed {
    int exitCode = -1;
    QString output;
    QString errors;
};

/// Ada (entity 1) is matched by her e-mail, the company Acme (entity 3) by its name or what it has as its website.
base::Result<void> tellTwo(WorkspaceJournal& told) {
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}, {"first_name", "Ada"}, {"last_name", "Lovelace"}}));
    told.add(1,
             core::FieldsDecided{{applied("email", versionOf(1, kSf, "ada@acme.com")),
                                  applied("first_name", versionOf(1, kSf, "Ada")),
                                  applied("last_name", versionOf(1, kSf, "Lovelace"))}},
             core::Seq(1));
    told.add(3, change({kHs, "company", "900"}, {{"name", "Acme"}}));
    told.add(3,
             core::FieldsDecided{
                 {applied("name", versionOf(3, kHs, "Acme")), applied("website", versionOf(3, kHs, "ACME-BERLIN"))}},
             core::Seq(3));
    return told.settle();
}

bool matchCompaniesByWebsite(const std::filesystem::path& workspace) {
    QFile file(QString::fromStdString((workspace / "workspace.json").string()));
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QByteArray text = file.readAll();
    const QByteArray before = text;
    text.replace(R"("match": ["name"])", R"("match": ["name", "website"])");
    return text != before && file.resize(0) && file.seek(0) && file.write(text) == text.size();
}

}  // namespace

/// The program itself, on a workspace in which nothing runs.
class FilterDoubtsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void doubt_isSaidAndTheFilterRuns_data();
    void doubt_isSaidAndTheFilterRuns();
    void goodFilter_saysNothing_data();
    void goodFilter_saysNothing();
    void mistake_saysWhatWasMeant_data();
    void mistake_saysWhatWasMeant();

private:
    [[nodiscard]] Listed list(const QString& filter) const;

    WorkspaceJournal m_told;
};

void FilterDoubtsTest::initTestCase() {
    const auto told = tellTwo(m_told);
    QVERIFY2(told, told ? "" : told.error().message().c_str());
    QVERIFY(matchCompaniesByWebsite(m_told.path()));
}

Listed FilterDoubtsTest::list(const QString& filter) const {
    QProcess program;
    program.start(QStringLiteral(SYNCLINE_PROGRAM),
                  {QStringLiteral("journal"), QStringLiteral("list"), QString::fromStdString(m_told.path().string()),
                   QStringLiteral("--filter"), filter});
    if (!program.waitForFinished(20'000) || program.exitStatus() != QProcess::NormalExit)
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

void FilterDoubtsTest::doubt_isSaidAndTheFilterRuns_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("errors");
    QTest::newRow("an object that is not mapped")
        << "object == lead"
        << "syncline: --filter, column 11: no object is called lead in this workspace; there are: contact, company\n";
    QTest::newRow("a misspelt field") << "field == frist_name"
                                      << "syncline: --filter, column 10: no mapped field is called frist_name in this "
                                         "workspace; did you mean first_name?\n";
    QTest::newRow("a field as Salesforce calls it")
        << "field == FirstName"
        << "syncline: --filter, column 10: no mapped field is called FirstName in "
           "this workspace: that is how Salesforce calls "
           "it, here it is first_name\n";
    QTest::newRow("a person's name") << "record == \"Ada Lovelace\""
                                     << "syncline: --filter, column 11: a record is named by its id or by what it is "
                                        "matched by, such as an e-mail; Ada Lovelace is the name of contact 003A\n";
    QTest::newRow("a first name") << "record == ada"
                                  << "syncline: --filter, column 11: a record is named by its id or by what it is "
                                     "matched by, such as an e-mail; ada is the name of contact 003A\n";
    QTest::newRow("the beginning of a name") << "record == \"Ada L\""
                                             << "syncline: --filter, column 11: a record is named by its id or by what "
                                                "it is matched by, such as an e-mail; none is called Ada L\n";
    QTest::newRow("nobody's name") << "record == Babbage"
                                   << "syncline: --filter, column 11: a record is named by its id or by what it is "
                                      "matched by, such as an e-mail; none is called Babbage\n";
    QTest::newRow("two, in order")
        << "record == Babbage || object == lead"
        << "syncline: --filter, column 11: a record is named by its id or by what it is matched by, such as an e-mail; "
           "none is called Babbage\n"
           "syncline: --filter, column 32: no object is called lead in this workspace; there are: contact, company\n";
}

void FilterDoubtsTest::doubt_isSaidAndTheFilterRuns() {
    QFETCH(QString, filter);
    const Listed listed = list(filter);
    QTEST(listed.errors, "errors");
    QCOMPARE(listed.exitCode, 0);
    QCOMPARE(listed.output, QString());
}

void FilterDoubtsTest::goodFilter_saysNothing_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("entries");
    QTest::newRow("no filter") << "" << 4;
    QTest::newRow("an object in another case") << "object == Contact" << 2;
    QTest::newRow("a field in another case") << "field == Email" << 2;
    QTest::newRow("an e-mail") << "record == ada@acme.com" << 2;
    QTest::newRow("a name that is a match key") << "record == acme" << 2;
    QTest::newRow("a match key by which no record is found") << "record == ACME-BERLIN" << 2;
}

void FilterDoubtsTest::goodFilter_saysNothing() {
    QFETCH(QString, filter);
    const Listed listed = list(filter);
    QCOMPARE(listed.errors, QString());
    QCOMPARE(listed.exitCode, 0);
    QTEST(static_cast<int>(listed.output.count(QLatin1Char('\n'))), "entries");
}

void FilterDoubtsTest::mistake_saysWhatWasMeant_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("errors");
    QTest::newRow("a name") << "outcom == won"
                            << "column 1: there is no name 'outcom'; did you mean 'outcome'? the names are seq,";
    QTest::newRow("a value") << "side == hubspott"
                             << "column 9: there is no side 'hubspott'; did you mean 'hubspot'? side is one of";
}

void FilterDoubtsTest::mistake_saysWhatWasMeant() {
    QFETCH(QString, filter);
    QFETCH(QString, errors);
    const Listed listed = list(filter);
    QVERIFY2(listed.errors.contains(errors), qPrintable(listed.errors));
    QCOMPARE(listed.exitCode, 2);
    QCOMPARE(listed.output, QString());
}

QTEST_GUILESS_MAIN(FilterDoubtsTest)
#include "filter_doubts_test.moc"
