#include "engine/connectors/hubspot/writer_marks.h"

#include <QTest>

using namespace syncline::connectors::hubspot;
using syncline::core::WriterKind;

Q_DECLARE_METATYPE(WriterKind)

class WriterMarksTest : public QObject {
    Q_OBJECT

private slots:
    void whoWrote_data();
    void whoWrote();
    void ourMark_isLearnt();
    void ourMark_isNotLearntFrom_data();
    void ourMark_isNotLearntFrom();
};

void WriterMarksTest::whoWrote_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<WriterKind>("kind");
    QTest::addColumn<QByteArray>("writer");
    const auto row = [](const char* name, const char* type, const char* id, const char* user, WriterKind kind,
                        const char* writer) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(id) << QByteArray(user) << kind << QByteArray(writer);
    };
    row("our app", "INTEGRATION", "19083857", "", WriterKind::Us, "19083857");
    row("another app", "INTEGRATION", "77", "", WriterKind::Integration, "77");
    row("a token without a name", "API", "", "", WriterKind::Integration, "API");
    row("a person", "CRM_UI", "userId:90021", "", WriterKind::Person, "90021");
    row("a person by the user's id", "CRM_UI", "x", "90021", WriterKind::Person, "90021");
    row("an import", "IMPORT", "5", "", WriterKind::Person, "5");
    row("a workflow", "AUTOMATION_PLATFORM", "flow-1", "", WriterKind::Automation, "flow-1");
    row("an old workflow", "WORKFLOWS", "", "", WriterKind::Automation, "WORKFLOWS");
    row("a kind of later", "TELEPATHY", "9", "", WriterKind::Unknown, "9");
}

void WriterMarksTest::whoWrote() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, user);
    QFETCH(WriterKind, kind);
    QFETCH(QByteArray, writer);
    const WriterMarks marks("19083857");
    const auto read = marks.writerOf({type.toStdString(), id.toStdString(), user.toStdString()});
    QCOMPARE(read.kind, kind);
    QCOMPARE(QByteArray::fromStdString(read.id), writer);
}

void WriterMarksTest::ourMark_isLearnt() {
    WriterMarks marks("");
    QCOMPARE(marks.writerOf({"INTEGRATION", "19083857", ""}).kind, WriterKind::Integration);
    QVERIFY(marks.learn({"INTEGRATION", "19083857", ""}));
    QCOMPARE(marks.writerOf({"INTEGRATION", "19083857", ""}).kind, WriterKind::Us);
    QCOMPARE(marks.writerOf({"INTEGRATION", "77", ""}).kind, WriterKind::Integration);
    WriterMarks byToken("19083857");
    QVERIFY(byToken.learn({"API", "", ""}));
    QCOMPARE(byToken.writerOf({"API", "", ""}).kind, WriterKind::Us);
    QCOMPARE(byToken.writerOf({"INTEGRATION", "19083857", ""}).kind, WriterKind::Us);
}

void WriterMarksTest::ourMark_isNotLearntFrom_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("a person") << QByteArray("CRM_UI") << QByteArray("userId:90021");
    QTest::newRow("an automation") << QByteArray("AUTOMATION_PLATFORM") << QByteArray("flow-1");
    QTest::newRow("another app") << QByteArray("INTEGRATION") << QByteArray("77");
    QTest::newRow("a user's API call") << QByteArray("API") << QByteArray("userId:90021");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void WriterMarksTest::ourMark_isNotLearntFrom() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, id);
    WriterMarks marks("19083857");
    QVERIFY(!marks.learn({type.toStdString(), id.toStdString(), ""}));
    QVERIFY(!marks.hasLearnt());
}

QTEST_GUILESS_MAIN(WriterMarksTest)
#include "writer_marks_test.moc"
