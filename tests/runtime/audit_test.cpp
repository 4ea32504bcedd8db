#include "engine/runtime/audit.h"

#include <QTest>

using namespace syncline;
using core::Side;

namespace {

mapping::ObjectMapping contact() {
    mapping::ObjectMapping object;
    object.name = "contact";
    mapping::FieldMapping phone;
    phone.name = "phone";
    phone.field = {"Phone", "phone"};
    object.fields = {phone};
    return object;
}

core::Entity linked() {
    core::Entity entity;
    entity.id = core::EntityId(7);
    entity.object = "contact";
    entity.record = {"003", "17"};
    return entity;
}

connectors::RecordRead read(const char* id, const char* field, std::optional<std::string> text) {
    connectors::RecordRead record;
    record.askedFor = record.id = id;
    record.found = true;
    record.fields = {{field, std::move(text)}};
    return record;
}

core::Version version(std::int64_t seq, Side side, const std::string& text) {
    core::Version made;
    made.id = {core::Seq(seq), side};
    made.value = {{text, text}, {text, text}};
    return made;
}

}  // namespace

class AuditTest : public QObject {
    Q_OBJECT

private slots:
    void cell_isSorted_data();
    void cell_isSorted();
    void bothGone_isNothingToCompare();
    void whatDiffersOnce_isMoving();
    void nothingCompared_isNotGood();
};

void AuditTest::cell_isSorted_data() {
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("expected");
    for (const char* row :
         {"same: in step", "only Salesforce tells them apart: in step", "only HubSpot tells them apart: in step",
          "differs: different", "conflict: in conflict", "same in conflict: in conflict", "kept: apart refusedKept",
          "due in observe: apart observe", "due in live: different", "gone: apart deleted"}) {
        const QStringList parts = QString::fromLatin1(row).split(QStringLiteral(": "));
        QTest::newRow(row) << parts.at(0) << parts.at(1);
    }
}

void AuditTest::cell_isSorted() {
    QFETCH(QString, state);
    QFETCH(QString, expected);
    core::Entity entity = linked();
    core::RuleSet rules;
    rules.mode = {core::Mode::Live, core::Mode::Live};
    core::Cell& cell = entity.cells["phone"];
    cell.standing = version(3, Side::Salesforce, "1");
    cell.present = {cell.standing, version(2, Side::HubSpot, "2")};
    core::PerSide<connectors::RecordRead> both{read("003", "Phone", "1"), read("17", "phone", "2")};
    if (state.startsWith(QLatin1String("same")))
        both.hubspot = read("17", "phone", " 1 ");
    if (state.endsWith(QLatin1String("conflict")))
        cell.conflict.emplace();
    if (state == QLatin1String("kept"))
        cell.apart.hubspot.emplace();
    if (state == QLatin1String("due in observe"))
        rules.mode.hubspot = core::Mode::Observe;
    if (state == QLatin1String("gone"))
        both.hubspot.found = false;
    mapping::ObjectMapping object = contact();
    // One side's value stands for two of the other's; what would be written for it is the first of them.
    if (state == QLatin1String("only Salesforce tells them apart")) {
        object.fields.front().options = {{"1", "2"}, {"3", "2"}};
        both = {read("003", "Phone", "3"), read("17", "phone", "2")};
    }
    if (state == QLatin1String("only HubSpot tells them apart")) {
        object.fields.front().options = {{"1", "2"}, {"1", "4"}};
        both = {read("003", "Phone", "1"), read("17", "phone", "4")};
    }
    runtime::AuditReport report;
    runtime::audit(entity, both, object, rules, report);
    const runtime::AuditCounts counts = report.total();
    QCOMPARE(counts.compared(), std::size_t(1));
    if (expected == QLatin1String("in step"))
        QCOMPARE(counts.inStep, std::size_t(1));
    else if (expected == QLatin1String("in conflict"))
        QCOMPARE(counts.inConflict, std::size_t(1));
    else if (expected == QLatin1String("different"))
        QCOMPARE(report.differences.size(), std::size_t(1));
    else
        QCOMPARE(counts.apart.begin()->first, expected.mid(6).toStdString());
    QCOMPARE(report.isGood(), expected != QLatin1String("different"));
}

void AuditTest::bothGone_isNothingToCompare() {
    core::Entity entity = linked();
    entity.deleted.salesforce = true;
    core::PerSide<connectors::RecordRead> both{read("003", "Phone", "1"), read("17", "phone", "2")};
    both.hubspot.found = false;
    runtime::AuditReport report;
    runtime::audit(entity, both, contact(), core::RuleSet(), report);
    QCOMPARE(report.total().compared(), std::size_t(0));
    QCOMPARE(report.entities, std::size_t(0));
}

void AuditTest::whatDiffersOnce_isMoving() {
    runtime::AuditReport report;
    core::RuleSet rules;
    rules.mode = {core::Mode::Live, core::Mode::Live};
    runtime::audit(linked(), {read("003", "Phone", "1"), read("17", "phone", "2")}, contact(), rules, report);
    const std::vector<runtime::AuditDifference> first = report.differences;
    QCOMPARE(first.size(), std::size_t(1));
    runtime::keepLasting(report, first);
    QCOMPARE(report.differences.size(), std::size_t(1));
    runtime::keepLasting(report, {});
    QVERIFY(report.isGood());
    QCOMPARE(report.total().apart.at("moving"), std::size_t(1));
}

void AuditTest::nothingCompared_isNotGood() {
    QVERIFY(!runtime::AuditReport().isGood());
}

QTEST_GUILESS_MAIN(AuditTest)
#include "audit_test.moc"
