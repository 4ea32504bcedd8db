#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <functional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

using Given = std::function<void(Entity&, Change&)>;

RuleSet rules() {
    RuleSet made;
    made.fields["contact"] = {{"phone", {}}, {"title", {}}};
    return made;
}

Cell agreed() {
    const Version version = versionOf(10, kHs, "agreed", point(-100));
    Cell cell;
    cell.standing = version;
    cell.present = {version, version};
    return cell;
}

Entity linked() {
    Entity entity;
    entity.id = EntityId(1);
    entity.object = "contact";
    entity.record = {"003A", "501"};
    entity.cells = {{"phone", agreed()}, {"title", agreed()}};
    return entity;
}

/// HubSpot's journal tells a value and no name.
Change anonymous() {
    return {.seq = Seq(50),
            .side = kHs,
            .time = point(0),
            .fields = {{.field = "phone", .value = {valueOf("new"), valueOf("new")}}}};
}

std::string textOf(const Needs& needs) {
    std::string text;
    if (needs.link)
        text += "link ";
    if (needs.baseline)
        text += "baseline ";
    for (const std::string& field : needs.history)
        text += "history:" + field + " ";
    return text;
}

void writeOut(Entity& entity, Change&) {
    entity.cells["phone"].out[kHs].push_back(
        {.write = Seq(30), .version = versionOf(20, kSf, "sf", point(-50)), .answeredAt = std::nullopt});
}

}  // namespace

Q_DECLARE_METATYPE(Given)

namespace {

/// The source names who wrote, and gave no usable time.
void addWithoutTime() {
    const auto row = [](const char* name, const char* expected, const Given& given) {
        const Given untimed = [given](Entity& entity, Change& change) {
            change.time = until(0);
            change.writerKnown = true;
            given(entity, change);
        };
        QTest::newRow(name) << untimed << QString::fromLatin1(expected);
    };
    row("no time", "history:phone ", [](Entity&, Change&) {});
    row("no time, nor a name", "history:phone ", [](Entity&, Change& change) { change.writerKnown = false; });
    row("no time, the same as it held", "",
        [](Entity&, Change& change) { change.fields[0].value = agreed().standing->value; });
    row("no time, the same as it held, a write is out", "history:phone ", [](Entity& entity, Change& change) {
        change.fields[0].value = agreed().standing->value;
        writeOut(entity, change);
    });
    row("no time, a field that nobody mapped", "", [](Entity&, Change& change) { change.fields[0].field = "fax"; });
    row("no time, the history was read", "", [](Entity&, Change& change) {
        change.fields[0].time = point(0);
        change.fields[0].writer = kPerson;
    });
    row("no time, found by reading", "", [](Entity&, Change& change) { change.kind = ChangeKind::Observed; });
    row("no time, in Salesforce, which keeps no history", "", [](Entity&, Change& change) { change.side = kSf; });
}

}  // namespace

/// What has to be known before a change can be decided.
class TestNeeds : public QObject {
    Q_OBJECT

private slots:
    void needs_data();
    void needs();
    void historyTried_isNotAskedForAgain();
    void firstChangeAfterLink();
};

void TestNeeds::needs_data() {
    QTest::addColumn<Given>("given");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* expected, const Given& given) {
        QTest::newRow(name) << given << expected;
    };
    row("in step", "", [](Entity&, Change&) {});
    row("no partner, nothing known", "link ", [](Entity& entity, Change&) {
        entity.record.salesforce.reset();
        entity.cells.clear();
    });
    row("no partner, which is due to be made", "", [](Entity& entity, Change&) { entity.record.salesforce.reset(); });
    row("no partner, which is being made", "", [](Entity& entity, Change&) {
        entity.record.salesforce.reset();
        entity.creating = Seq(40);
        entity.cells.erase("title");
    });
    row("its field was never compared", "baseline ", [](Entity& entity, Change&) { entity.cells.erase("phone"); });
    row("a side of it is unknown", "baseline ",
        [](Entity& entity, Change&) { entity.cells["phone"].present[kSf].reset(); });
    row("nothing stands for it", "baseline ", [](Entity& entity, Change&) { entity.cells["phone"].standing.reset(); });
    row("another field is unknown", "", [](Entity& entity, Change&) { entity.cells.erase("title"); });
    row("the other side is stale", "baseline ", [](Entity& entity, Change&) { entity.stale[kSf] = true; });
    row("stale and a write is out", "baseline history:phone ", [](Entity& entity, Change& change) {
        entity.stale[kSf] = true;
        writeOut(entity, change);
    });
    row("a tombstone", "", [](Entity& entity, Change&) {
        entity.deleted[kSf] = true;
        entity.cells.clear();
    });
    row("a write is out", "history:phone ", writeOut);
    row("a write to the other side is out", "", [](Entity& entity, Change&) {
        entity.cells["phone"].out[kSf].push_back(
            {.write = Seq(30), .version = versionOf(20, kSf, "sf", point(-50)), .answeredAt = std::nullopt});
    });
    row("a write is out, the source says who wrote", "", [](Entity& entity, Change& change) {
        writeOut(entity, change);
        change.writerKnown = true;
    });
    row("a write is out, the history was read", "", [](Entity& entity, Change& change) {
        writeOut(entity, change);
        change.fields[0].writer = kPerson;
    });
    row("a write is out, found by reading", "", [](Entity& entity, Change& change) {
        writeOut(entity, change);
        change.kind = ChangeKind::Observed;
    });
    row("a write of another field is out", "", [](Entity& entity, Change& change) {
        writeOut(entity, change);
        change.fields[0].field = "title";
    });
    row("a field that nobody mapped", "", [](Entity& entity, Change& change) {
        writeOut(entity, change);
        change.fields[0].field = "fax";
    });
    row("we wrote what it held", "history:phone ", [](Entity& entity, Change&) {
        entity.cells["phone"].standing = versionOf(20, kSf, "sf", point(-50));
        entity.cells["phone"].present[kHs] = entity.cells["phone"].standing;
    });
    row("we wrote what it held and holds", "", [](Entity& entity, Change& change) {
        entity.cells["phone"].standing = versionOf(20, kSf, "new", point(-50));
        entity.cells["phone"].present[kHs] = entity.cells["phone"].standing;
        change.fields[0].value = entity.cells["phone"].standing->value;
    });
    row("another version stands", "history:phone ",
        [](Entity& entity, Change&) { entity.cells["phone"].standing = versionOf(20, kSf, "sf", point(-50)); });
    addWithoutTime();
}

void TestNeeds::needs() {
    QFETCH(Given, given);
    QFETCH(QString, expected);
    Entity entity = linked();
    Change change = anonymous();
    given(entity, change);
    const Needs needed = needsOf(entity, change, rules(), false);
    QCOMPARE(QString::fromStdString(textOf(needed)), expected);
    QCOMPARE(needed.none(), expected.isEmpty());
}

void TestNeeds::historyTried_isNotAskedForAgain() {
    Entity entity = linked();
    Change change = anonymous();
    writeOut(entity, change);
    QVERIFY(needsOf(entity, change, rules(), true).none());
}

void TestNeeds::firstChangeAfterLink() {
    Entity entity = linked();
    entity.cells.clear();
    const Change change = anonymous();
    QCOMPARE(textOf(needsOf(entity, change, rules(), false)), std::string("baseline "));

    // Both sides are read, and show what the change led to; it is folded, and the next one is decided.
    const auto read = [](Side side, const std::string& text) { return versionOf(60, side, text, until(0)); };
    const Decision decision = decideBaseline(entity,
                                             {{.field = "phone", .read = {read(kSf, "new"), read(kHs, "new")}},
                                              {.field = "title", .read = {read(kSf, ""), read(kHs, "")}}},
                                             rules());
    for (const FieldDecision& field : decision.fields) {
        QCOMPARE(field.outcome, Outcome::Baseline);
        entity.cells[field.field].standing = field.change.standing;
        entity.cells[field.field].present = field.change.present;
    }
    QVERIFY(needsOf(entity, change, rules(), false).none());
    QCOMPARE(decideFolded(entity, change, rules()).fields.at(0).outcome, Outcome::Baseline);
    Change next = anonymous();
    next.fields[0].value = {valueOf("newer"), valueOf("newer")};
    next.time = point(1'000);
    QCOMPARE(decide(entity, next, rules()).fields.at(0).outcome, Outcome::Applied);
}

QTEST_APPLESS_MAIN(TestNeeds)
#include "test_needs.moc"
