#include "app/command_json.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"

#include <QJsonArray>
#include <QString>
#include <initializer_list>
#include <utility>

namespace syncline::app {
namespace {

constexpr QLatin1String kKind("kind");

QString fromText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string textAt(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString().toStdString();
}

core::Seq seqOf(const QJsonValue& value) {
    return core::Seq(value.toInteger());
}

QJsonArray arrayOf(const std::vector<core::Seq>& seqs) {
    QJsonArray array;
    for (const core::Seq seq : seqs)
        array.append(static_cast<qint64>(seq.value()));
    return array;
}

QJsonObject json(const runtime::ResolveConflict& command) {
    QJsonObject object{{kKind, QStringLiteral("resolve")},
                       {QStringLiteral("conflict"), static_cast<qint64>(command.conflict.value())},
                       {QStringLiteral("expected"), arrayOf(command.expected)},
                       {QStringLiteral("note"), fromText(command.note)},
                       {QStringLiteral("who"), fromText(command.who)}};
    if (command.take)
        object.insert(QStringLiteral("take"), static_cast<qint64>(command.take->value()));
    if (command.takeSide)
        object.insert(QStringLiteral("takeSide"), fromText(core::name(*command.takeSide)));
    if (command.ownValue)
        object.insert(QStringLiteral("value"), fromText(*command.ownValue));
    return object;
}

QJsonObject json(const runtime::SetMode& command) {
    QJsonObject object{{kKind, QStringLiteral("mode")},
                       {QStringLiteral("mode"), fromText(core::name(command.mode))},
                       {QStringLiteral("who"), fromText(command.who)}};
    if (command.target)
        object.insert(QStringLiteral("target"), fromText(core::name(*command.target)));
    return object;
}

QJsonObject json(const runtime::RewindConsumer& command) {
    return {{kKind, QStringLiteral("rewind")},
            {QStringLiteral("consumer"), fromText(command.consumer)},
            {QStringLiteral("offset"), static_cast<qint64>(command.offset.value())},
            {QStringLiteral("who"), fromText(command.who)}};
}

QJsonObject json(const runtime::UndoResolution& command) {
    return {{kKind, QStringLiteral("undo")},
            {QStringLiteral("resolved"), static_cast<qint64>(command.resolved.value())},
            {QStringLiteral("who"), fromText(command.who)}};
}

QJsonObject json(const core::FieldRule& rule) {
    QJsonObject object{{QStringLiteral("onRefused"), fromText(core::name(rule.admission.onRefused))},
                       {QStringLiteral("choice"), fromText(core::name(rule.choice.kind))},
                       {QStringLiteral("toleranceMs"), static_cast<qint64>(rule.choice.tolerance.count())},
                       {QStringLiteral("tieBreak"), fromText(core::name(rule.choice.tieBreak))},
                       {QStringLiteral("firstComparison"), fromText(core::name(rule.firstComparison))}};
    if (rule.admission.owner)
        object.insert(QStringLiteral("owner"), fromText(core::name(*rule.admission.owner)));
    return object;
}

QJsonObject json(const runtime::ChangeRules& command) {
    QJsonObject objects;
    for (const auto& [object, fields] : command.fields) {
        QJsonObject rules;
        for (const auto& [field, rule] : fields)
            rules.insert(fromText(field), json(rule));
        objects.insert(fromText(object), rules);
    }
    return {{kKind, QStringLiteral("changeRules")},
            {QStringLiteral("expected"), static_cast<qint64>(command.expected.value())},
            {QStringLiteral("fields"), objects},
            {QStringLiteral("who"), fromText(command.who)}};
}

QJsonObject json(const runtime::TryNow& command) {
    return {{kKind, QStringLiteral("tryNow")},
            {QStringLiteral("side"), fromText(core::name(command.side))},
            {QStringLiteral("who"), fromText(command.who)}};
}

/// The enumerator of that name. InvalidArgument.
template <typename Enum>
base::Result<Enum> enumerator(const QJsonObject& object, const char* key, std::initializer_list<Enum> all) {
    const std::string text = textAt(object, key);
    for (const Enum one : all) {
        if (core::name(one) == text)
            return one;
    }
    return base::Error{base::ErrorCode::InvalidArgument, "read a rule", key, "there is no \"" + text + "\"", {}};
}

base::Result<core::FieldRule> ruleFrom(const QJsonObject& object) {
    using core::ChoiceKind;
    using core::OnRefused;
    using core::TieBreak;
    const auto ties = {TieBreak::Salesforce, TieBreak::HubSpot, TieBreak::Review};
    core::FieldRule rule;
    rule.admission.owner = core::sideNamed(textAt(object, "owner"));
    TRY_ASSIGN(rule.admission.onRefused,
               enumerator<OnRefused>(object, "onRefused", {OnRefused::Revert, OnRefused::Keep, OnRefused::Review}));
    TRY_ASSIGN(rule.choice.kind,
               enumerator<ChoiceKind>(object, "choice", {ChoiceKind::LastWriterWins, ChoiceKind::Review}));
    rule.choice.tolerance = std::chrono::milliseconds(object.value(QLatin1String("toleranceMs")).toInteger());
    TRY_ASSIGN(rule.choice.tieBreak, enumerator<TieBreak>(object, "tieBreak", ties));
    TRY_ASSIGN(rule.firstComparison, enumerator<TieBreak>(object, "firstComparison", ties));
    return rule;
}

base::Result<runtime::Command> changeRulesFrom(const QJsonObject& object) {
    runtime::ChangeRules command;
    command.expected = seqOf(object.value(QLatin1String("expected")));
    command.who = textAt(object, "who");
    const QJsonObject objects = object.value(QLatin1String("fields")).toObject();
    for (auto one = objects.begin(); one != objects.end(); ++one) {
        const QJsonObject fields = one.value().toObject();
        for (auto field = fields.begin(); field != fields.end(); ++field) {
            TRY_ASSIGN(command.fields[one.key().toStdString()][field.key().toStdString()],
                       ruleFrom(field.value().toObject()));
        }
    }
    return runtime::Command(std::move(command));
}

base::Result<runtime::Command> tryNowFrom(const QJsonObject& object) {
    const std::string side = textAt(object, "side");
    const std::optional<core::Side> named = core::sideNamed(side);
    if (!named)
        return base::Error{
            base::ErrorCode::InvalidArgument, "read a command", "tryNow", "there is no side \"" + side + "\"", {}};
    return runtime::Command(runtime::TryNow{*named, textAt(object, "who")});
}

runtime::ResolveConflict resolveFrom(const QJsonObject& object) {
    runtime::ResolveConflict command;
    command.conflict = seqOf(object.value(QLatin1String("conflict")));
    for (const QJsonValue& one : object.value(QLatin1String("expected")).toArray())
        command.expected.push_back(seqOf(one));
    if (object.contains(QLatin1String("take")))
        command.take = seqOf(object.value(QLatin1String("take")));
    command.takeSide = core::sideNamed(textAt(object, "takeSide"));
    if (object.contains(QLatin1String("value")))
        command.ownValue = textAt(object, "value");
    command.note = textAt(object, "note");
    command.who = textAt(object, "who");
    return command;
}

QJsonObject json(const runtime::SideSnapshot& side) {
    QJsonObject object{{QStringLiteral("state"), fromText(core::name(side.phase))},
                       {QStringLiteral("message"), fromText(side.message)},
                       {QStringLiteral("mode"), fromText(core::name(side.mode))},
                       {QStringLiteral("dueEntities"), static_cast<qint64>(side.dueEntities)},
                       {QStringLiteral("dueCells"), static_cast<qint64>(side.dueCells)},
                       {QStringLiteral("offset"), static_cast<qint64>(side.nothingDueBelow.value())},
                       {QStringLiteral("requestsOut"), static_cast<qint64>(side.requestsOut)},
                       {QStringLiteral("duplicates"), static_cast<qint64>(side.duplicates)}};
    object.insert(QStringLiteral("lastReceived"), side.lastReceived
                                                      ? QJsonValue(fromText(base::formatIso8601(*side.lastReceived)))
                                                      : QJsonValue(QJsonValue::Null));
    if (side.lastAnswered)
        object.insert(QStringLiteral("lastAnswered"), fromText(base::formatIso8601(*side.lastAnswered)));
    if (side.nextTry)
        object.insert(QStringLiteral("nextTry"), fromText(base::formatIso8601(*side.nextTry)));
    if (side.needsSignIn)
        object.insert(QStringLiteral("needsSignIn"), true);
    return object;
}

}  // namespace

QJsonObject toJson(const runtime::Command& command) {
    return std::visit([](const auto& one) { return json(one); }, command);
}

base::Result<runtime::Command> commandFromJson(const QJsonObject& object) {
    const std::string kind = textAt(object, "kind");
    if (kind == "resolve")
        return runtime::Command(resolveFrom(object));
    if (kind == "mode")
        return runtime::Command(
            runtime::SetMode{textAt(object, "mode") == "live" ? core::Mode::Live : core::Mode::Observe,
                             core::sideNamed(textAt(object, "target")), textAt(object, "who")});
    if (kind == "rewind")
        return runtime::Command(runtime::RewindConsumer{
            textAt(object, "consumer"), seqOf(object.value(QLatin1String("offset"))), textAt(object, "who")});
    if (kind == "undo")
        return runtime::Command(
            runtime::UndoResolution{seqOf(object.value(QLatin1String("resolved"))), textAt(object, "who")});
    if (kind == "changeRules")
        return changeRulesFrom(object);
    if (kind == "tryNow")
        return tryNowFrom(object);
    return base::Error{base::ErrorCode::InvalidArgument, "read a command", kind, "there is no such command", {}};
}

QJsonObject toJson(const base::Error& error) {
    return {{QStringLiteral("code"), fromText(base::name(error.code))},
            {QStringLiteral("operation"), fromText(error.operation)},
            {QStringLiteral("object"), fromText(error.object)},
            {QStringLiteral("detail"), fromText(error.detail)},
            {QStringLiteral("hint"), fromText(error.hint)}};
}

base::Error errorFromJson(const QJsonObject& object) {
    const std::string code = textAt(object, "code");
    int number = 0;
    while (number < static_cast<int>(base::ErrorCode::Internal)
           && base::name(static_cast<base::ErrorCode>(number)) != code)
        ++number;
    return {static_cast<base::ErrorCode>(number), textAt(object, "operation"), textAt(object, "object"),
            textAt(object, "detail"), textAt(object, "hint")};
}

QJsonObject toJson(const runtime::Snapshot& snapshot) {
    QJsonArray consumers;
    for (const journal::ConsumerOffset& one : snapshot.consumers)
        consumers.append(QJsonObject{{QStringLiteral("name"), fromText(one.consumer)},
                                     {QStringLiteral("offset"), static_cast<qint64>(one.committed.value())}});
    QJsonObject object{{QStringLiteral("head"), static_cast<qint64>(snapshot.head.value())},
                       {QStringLiteral("projected"), static_cast<qint64>(snapshot.projected.value())},
                       {QStringLiteral("salesforce"), json(snapshot.side.salesforce)},
                       {QStringLiteral("hubspot"), json(snapshot.side.hubspot)},
                       {QStringLiteral("undecided"), static_cast<qint64>(snapshot.undecided)},
                       {QStringLiteral("unsettled"), static_cast<qint64>(snapshot.unsettled)},
                       {QStringLiteral("openConflicts"), static_cast<qint64>(snapshot.openConflicts)},
                       {QStringLiteral("consumers"), consumers}};
    if (snapshot.trouble)
        object.insert(QStringLiteral("trouble"), toJson(*snapshot.trouble));
    return object;
}

}  // namespace syncline::app
