#include "tests/core/two_sides.h"
#include "tests/runtime/scripted_workspace.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using base::ErrorCode;
using runtime::ChangeRules;
using runtime::ResolveConflict;
using runtime::UndoResolution;

namespace {

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

/// A contact whose phone is in conflict.
TwoSides inConflict() {
    TwoSides sides(review());
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    return sides;
}

/// A conflict that ended because a later change made both values the same.
TwoSides endedByItself() {
    TwoSides sides = inConflict();
    sides.see(sides.edit(kHs, "sf", point(6'000)));
    return sides;
}

ResolveConflict takeHubspot(Seq conflict) {
    ResolveConflict command;
    command.conflict = conflict;
    command.takeSide = kHs;
    command.who = "grace";
    return command;
}

/// For QVERIFY2.
template <typename T>
QByteArray why(const base::Result<T>& result) {
    return result ? QByteArray() : QByteArray::fromStdString(result.error().message());
}

}  // namespace

/// What people ask for, in an engine without connectors.
class CommandsTest : public QObject {
    Q_OBJECT

private slots:
    void undo_opensTheConflictAgain();
    void undo_afterARestart();
    void undo_ofWhatIsNone_isRefused_data();
    void undo_ofWhatIsNone_isRefused();
    void undo_twice_isRefused();
    void ownValue_thatASideCannotTake_isRefused();
    void rules_areChangedForTheFieldsThatAreNamed();
    void rules_ofACommand_outliveARestart();
    void rules_areRefused_data();
    void rules_areRefused();
};

void CommandsTest::undo_opensTheConflictAgain() {
    const TwoSides sides = inConflict();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    const auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto resolved = runCommand(**engine, takeHubspot(sides.cell().conflict->id));
    QVERIFY2(resolved, why(resolved));
    const auto undone = runCommand(**engine, UndoResolution{*resolved, "ada"});
    QVERIFY2(undone, why(undone));

    const auto entries = scripted.read(*resolved);
    QVERIFY2(entries, why(entries));
    QCOMPARE(entries->size(), std::size_t{2});
    const auto* const before = std::get_if<ConflictResolved>(&entries->front().body);
    const auto* const again = std::get_if<ConflictOpened>(&entries->back().body);
    QVERIFY(before != nullptr);
    QVERIFY(again != nullptr);
    QCOMPARE(before->candidates, sides.cell().conflict->candidates);
    QCOMPARE(before->covered().size(), std::size_t{2});
    QCOMPARE(entries->back().seq, *undone);
    QCOMPARE(entries->back().cause, *resolved);
    QCOMPARE(entries->back().entity, TwoSides::kContact);
    QCOMPARE(*again,
             (ConflictOpened{"phone", ConflictType::ConcurrentUpdate, sides.cell().conflict->candidates, "ada"}));
    // It can be resolved under its new number.
    QVERIFY(runCommand(**engine, takeHubspot(*undone)));
}

void CommandsTest::undo_afterARestart() {
    const TwoSides sides = inConflict();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto resolved = runCommand(**engine, takeHubspot(sides.cell().conflict->id));
    QVERIFY2(resolved, why(resolved));
    engine->reset();
    engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto undone = runCommand(**engine, UndoResolution{*resolved, "ada"});
    QVERIFY2(undone, why(undone));
}

void CommandsTest::undo_ofWhatIsNone_isRefused_data() {
    QTest::addColumn<bool>("byItself");
    QTest::addColumn<int>("seq");
    QTest::addColumn<ErrorCode>("code");
    const auto last = static_cast<int>(entriesOf(endedByItself()).size());
    QTest::newRow("an entry that is not there") << false << 500 << ErrorCode::NotFound;
    QTest::newRow("an entry of another kind") << false << 1 << ErrorCode::NotFound;
    QTest::newRow("a conflict that ended by itself") << true << last << ErrorCode::InvalidArgument;
}

void CommandsTest::undo_ofWhatIsNone_isRefused() {
    QFETCH(bool, byItself);
    QFETCH(int, seq);
    QFETCH(ErrorCode, code);
    const TwoSides sides = byItself ? endedByItself() : inConflict();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    const auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto refused = runCommand(**engine, UndoResolution{Seq(seq), "ada"});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
}

void CommandsTest::undo_twice_isRefused() {
    const TwoSides sides = inConflict();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    const auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto resolved = runCommand(**engine, takeHubspot(sides.cell().conflict->id));
    QVERIFY2(resolved, why(resolved));
    QVERIFY(runCommand(**engine, UndoResolution{*resolved, "ada"}));
    const auto refused = runCommand(**engine, UndoResolution{*resolved, "ada"});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
}

void CommandsTest::ownValue_thatASideCannotTake_isRefused() {
    TwoSides sides = inConflict();
    ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    mapping::Workspace workspace = scripted.workspace();
    workspace.streams.clear();
    workspace.objects[0].fields[0].comparison = mapping::Comparison::Number;
    const base::SystemClock clock;
    const auto engine = runtime::Engine::start({std::move(workspace), {}, clock, base::Random(1), {}});
    QVERIFY2(engine, why(engine));
    ResolveConflict command = takeHubspot(sides.cell().conflict->id);
    command.takeSide.reset();
    command.ownValue = "many";
    const auto refused = runCommand(**engine, command);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    command.ownValue = "12";
    QVERIFY(runCommand(**engine, command));
}

void CommandsTest::rules_areChangedForTheFieldsThatAreNamed() {
    const ScriptedWorkspace scripted;
    const auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    // The workspace file's policy was taken in first.
    const auto changed = runCommand(**engine, ChangeRules{{{"contact", {{"phone", review()}}}}, Seq(1), "ada"});
    QVERIFY2(changed, why(changed));
    const auto entries = scripted.read(Seq(1));
    QVERIFY2(entries, why(entries));
    QCOMPARE(entries->size(), std::size_t{2});
    const auto& before = std::get<PolicyChanged>(entries->front().body);
    const auto& after = std::get<PolicyChanged>(entries->back().body);
    RuleSet expected = before.rules;
    expected.fields["contact"]["phone"] = review();
    expected.version = Seq(1);
    QCOMPARE(after.rules, expected);
    QCOMPARE(after.who, std::string("ada"));
    QCOMPARE(entries->back().seq, *changed);
}

void CommandsTest::rules_ofACommand_outliveARestart() {
    const ScriptedWorkspace scripted;
    auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    const auto changed = runCommand(**engine, ChangeRules{{{"contact", {{"phone", review()}}}}, Seq(1), "ada"});
    QVERIFY2(changed, why(changed));
    engine->reset();
    engine = scripted.start();
    QVERIFY2(engine, why(engine));
    // The next one is made on the command's rules: the file has not come between.
    const auto next = runCommand(**engine, ChangeRules{{{"contact", {{"title", review()}}}}, *changed, "ada"});
    QVERIFY2(next, why(next));
    const auto entries = scripted.read(*next);
    QVERIFY2(entries, why(entries));
    const auto& rules = std::get<PolicyChanged>(entries->front().body).rules;
    QCOMPARE(*rules.find("contact", "phone"), review());
    QCOMPARE(*rules.find("contact", "title"), review());
}

void CommandsTest::rules_areRefused_data() {
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("tolerance");
    QTest::addColumn<int>("expected");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("the rules were changed meanwhile")
        << QByteArray("contact") << QByteArray("phone") << 0 << 7 << ErrorCode::AlreadyExists;
    QTest::newRow("no such object") << QByteArray("deal") << QByteArray("phone") << 0 << 1
                                    << ErrorCode::InvalidArgument;
    QTest::newRow("no such field") << QByteArray("contact") << QByteArray("fax") << 0 << 1
                                   << ErrorCode::InvalidArgument;
    QTest::newRow("a tolerance below nought")
        << QByteArray("contact") << QByteArray("phone") << -1 << 1 << ErrorCode::InvalidArgument;
    QTest::newRow("nothing is named") << QByteArray() << QByteArray() << 0 << 1 << ErrorCode::InvalidArgument;
}

void CommandsTest::rules_areRefused() {
    QFETCH(QByteArray, object);
    QFETCH(QByteArray, field);
    QFETCH(int, tolerance);
    QFETCH(int, expected);
    QFETCH(ErrorCode, code);
    const ScriptedWorkspace scripted;
    const auto engine = scripted.start();
    QVERIFY2(engine, why(engine));
    ChangeRules command;
    command.expected = Seq(expected);
    if (!object.isEmpty())
        command.fields[object.toStdString()][field.toStdString()].choice.tolerance =
            std::chrono::milliseconds(tolerance);
    const auto refused = runCommand(**engine, command);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QCOMPARE(scripted.read(Seq(1))->size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
