#include "app/command_json.h"

#include "app/snapshot_json.h"

#include <QJsonArray>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using core::Seq;
using core::Side;

namespace {

core::FieldRule ruleOf(std::optional<Side> owner, core::OnRefused onRefused, core::Choice choice,
                       core::TieBreak first) {
    return {{owner, onRefused}, choice, first};
}

/// One of each, with something in every member.
std::vector<runtime::Command> commands() {
    using core::ChoiceKind;
    using core::OnRefused;
    using core::TieBreak;
    runtime::ResolveConflict resolve{Seq(4), Seq(7), {}, {}, {Seq(7), Seq(9)}, "so be it", "ada"};
    runtime::ResolveConflict own{Seq(4), {}, {}, "", {}, "", "ada"};
    runtime::ResolveConflict side{Seq(4), {}, Side::HubSpot, {}, {}, "", "ada"};
    runtime::ChangeRules rules;
    rules.expected = Seq(12);
    rules.who = "ada";
    rules.fields["contact"]["phone"] = ruleOf(Side::HubSpot, OnRefused::Keep, {}, TieBreak::HubSpot);
    rules.fields["contact"]["e-mail"] =
        ruleOf({}, OnRefused::Review, {ChoiceKind::Review, std::chrono::milliseconds(0), TieBreak::Salesforce},
               TieBreak::Review);
    rules.fields["company"]["phone"] =
        ruleOf(Side::Salesforce, OnRefused::Revert,
               {ChoiceKind::LastWriterWins, std::chrono::milliseconds(1'500), TieBreak::HubSpot}, TieBreak::Salesforce);
    return {resolve,
            own,
            side,
            runtime::SetMode{core::Mode::Live, Side::HubSpot, "ada"},
            runtime::SetMode{core::Mode::Observe, {}, "ada"},
            runtime::RewindConsumer{"events", Seq(77), "ada"},
            runtime::UndoResolution{Seq(77), "ada"},
            rules,
            runtime::TryNow{Side::HubSpot, "ada"}};
}

}  // namespace

class CommandJsonTest : public QObject {
    Q_OBJECT

private slots:
    void command_readsBack();
    void unknown_isRefused_data();
    void unknown_isRefused();
    void tryNow_needsASide();
    void error_readsBack_withItsCodesName();
    void outage_readsBack();
};

void CommandJsonTest::command_readsBack() {
    for (const runtime::Command& command : commands()) {
        const QJsonObject written = app::toJson(command);
        const auto read = app::commandFromJson(written);
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QCOMPARE(read->index(), command.index());
        QCOMPARE(app::toJson(*read), written);
        if (const auto* const rules = std::get_if<runtime::ChangeRules>(&command)) {
            const auto& back = std::get<runtime::ChangeRules>(*read);
            QVERIFY(back.fields == rules->fields);
            QCOMPARE(back.expected, rules->expected);
            QCOMPARE(back.who, rules->who);
        }
        if (const auto* const undo = std::get_if<runtime::UndoResolution>(&command)) {
            QCOMPARE(std::get<runtime::UndoResolution>(*read).resolved, undo->resolved);
            QCOMPARE(std::get<runtime::UndoResolution>(*read).who, undo->who);
        }
        if (const auto* const tryNow = std::get_if<runtime::TryNow>(&command)) {
            QCOMPARE(std::get<runtime::TryNow>(*read).side, tryNow->side);
            QCOMPARE(std::get<runtime::TryNow>(*read).who, tryNow->who);
        }
    }
}

void CommandJsonTest::unknown_isRefused_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a command") << QByteArray("kind") << QByteArray("explode");
    QTest::newRow("what is done with the refused") << QByteArray("onRefused") << QByteArray("sulk");
    QTest::newRow("a choice") << QByteArray("choice") << QByteArray("dice");
    QTest::newRow("a tie-break") << QByteArray("tieBreak") << QByteArray("");
    QTest::newRow("a first comparison") << QByteArray("firstComparison") << QByteArray("both");
}

void CommandJsonTest::unknown_isRefused() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    runtime::ChangeRules rules;
    rules.fields["contact"]["phone"] = {};
    QJsonObject command = app::toJson(rules);
    QJsonObject contact = command[QLatin1String("fields")].toObject()[QLatin1String("contact")].toObject();
    QJsonObject phone = contact[QLatin1String("phone")].toObject();
    QVERIFY(app::commandFromJson(command));
    (key == "kind" ? command : phone)[QLatin1String(key)] = QLatin1String(value);
    contact[QLatin1String("phone")] = phone;
    command[QLatin1String("fields")] = QJsonObject{{QStringLiteral("contact"), contact}};
    const auto refused = app::commandFromJson(command);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::InvalidArgument);
}

void CommandJsonTest::tryNow_needsASide() {
    QJsonObject command = app::toJson(runtime::TryNow{Side::Salesforce, "ada"});
    command[QLatin1String("side")] = QStringLiteral("inside");
    const auto refused = app::commandFromJson(command);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::InvalidArgument);
}

void CommandJsonTest::outage_readsBack() {
    runtime::Snapshot snapshot;
    snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
    // Another Syncline's engine may not tell it.
    const QJsonObject untold = app::toJson(snapshot).value(QLatin1String("hubspot")).toObject();
    QVERIFY(!untold.contains(QLatin1String("lastAnswered")) && !untold.contains(QLatin1String("nextTry")));
    QVERIFY(app::snapshotFromJson(app::toJson(snapshot)) == snapshot);
    snapshot.side.hubspot.lastAnswered = base::WallTime(std::chrono::milliseconds(1'795'513'338'204));
    snapshot.side.hubspot.nextTry = base::WallTime(std::chrono::milliseconds(1'795'513'376'000));
    const QJsonObject told = app::toJson(snapshot);
    QVERIFY(told.value(QLatin1String("hubspot")).toObject().value(QLatin1String("nextTry")).isString());
    QVERIFY(app::snapshotFromJson(told) == snapshot);
}

void CommandJsonTest::error_readsBack_withItsCodesName() {
    for (int code = 0; code <= static_cast<int>(base::ErrorCode::Internal); ++code) {
        const base::Error error{static_cast<base::ErrorCode>(code), "write journal", "journal.db", "full", "make room"};
        QCOMPARE(app::errorFromJson(app::toJson(error)), error);
    }
    const QJsonObject full = app::toJson(base::Error{base::ErrorCode::NoSpace, "write journal", {}, {}, {}});
    QCOMPARE(full.value(QLatin1String("code")).toString(), QStringLiteral("no_space"));
}

QTEST_GUILESS_MAIN(CommandJsonTest)
#include "command_json_test.moc"
