#include "ui/stream/filter_text.h"

#include "engine/core/filter_tokens.h"
#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/stream_columns.h"

#include <QDateTime>
#include <QStringList>
#include <algorithm>
#include <array>
#include <variant>

namespace syncline::ui::stream {

namespace {

using core::FilterToken;

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString equal(const char* name, const QString& value) {
    return QStringLiteral("%1 == %2").arg(QLatin1String(name), value);
}

bool isWord(const QString& text) {
    static const QString kLetters = QStringLiteral("_-.@:+/#");
    const auto isOfWord = [](QChar letter) {
        return letter.unicode() > 0x7f || (letter.unicode() < 0x80 && letter.isLetterOrNumber())
               || kLetters.contains(letter);
    };
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isOfWord);
}

std::optional<QString> clauseOfValue(const EntryRow& row) {
    const std::vector<FieldValues> fields = fieldsOf(row);
    if (fields.empty() || !fields.front().after)
        return std::nullopt;
    const core::Value& value = *fields.front().after;
    return equal("value", value.text ? filterValue(QString::fromStdString(*value.text)) : QStringLiteral("\"\""));
}

std::optional<QString> clauseOfDecision(const EntryRow& row, int column) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&row.entry.body);
    const core::FieldDecision* const field = decided == nullptr ? nullptr : speakingField(*decided);
    if (field == nullptr)
        return column == kOutcomeColumn ? std::optional(equal("kind", fromView(core::name(row.entry.kind()))))
                                        : std::nullopt;
    if (column == kOutcomeColumn)
        return equal("outcome", fromView(core::name(field->outcome)));
    if (field->reason == core::Reason::None)
        return std::nullopt;
    return equal("rule", fromView(core::name(field->reason)));
}

QString iso(base::WallTime time) {
    const auto utc = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return utc.toString(Qt::ISODateWithMs);
}

/// Where "||" or "&&" stand outside of brackets.
struct Joints {
    std::vector<FilterToken> ands;
    bool hasOr = false;
};
Joints jointsOf(const std::vector<FilterToken>& tokens) {
    Joints joints;
    int depth = 0;
    for (const FilterToken& token : tokens) {
        if (token.is("("))
            ++depth;
        else if (token.is(")"))
            --depth;
        else if (depth == 0 && token.is("||"))
            joints.hasOr = true;
        else if (depth == 0 && token.is("&&"))
            joints.ands.push_back(token);
    }
    return joints;
}

QString nameIn(const QString& condition) {
    const std::vector<FilterToken> tokens = core::filterTokens(condition.toStdString());
    return tokens.front().kind == FilterToken::Kind::Word ? fromView(tokens.front().text) : QString();
}

bool asksTime(const QString& condition) {
    const QString name = nameIn(condition);
    const bool asks = name == QStringLiteral("time") || name == QStringLiteral("captured");
    return asks && !jointsOf(core::filterTokens(condition.toStdString())).hasOr;
}

constexpr std::array kTroubles{Trouble::Conflict, Trouble::FailedWrite, Trouble::Gap, Trouble::Disconnect};

/// What takes the entries of a trouble, as the search for the strip's marks finds them.
QString clauseOf(Trouble trouble) {
    switch (trouble) {
        case Trouble::Conflict:
            // The decision that opened it would be the same once more.
            return QStringLiteral("kind == ConflictOpened");
        case Trouble::FailedWrite:
            return QStringLiteral("kind == WriteFailed");
        case Trouble::Gap:
            // One with a cause names more records of a gap that is told already, or asks for a read.
            return QStringLiteral("(kind == GapDetected && cause == 0)");
        case Trouble::Disconnect:
            return QStringLiteral("kind == ConnectorStateChanged");
    }
    return {};
}

std::optional<Trouble> troubleOf(const core::Entry& entry) {
    switch (entry.kind()) {
        case core::EntryKind::ConflictOpened:
            return Trouble::Conflict;
        case core::EntryKind::WriteFailed:
            return Trouble::FailedWrite;
        case core::EntryKind::GapDetected:
            return entry.cause == core::Seq() ? std::optional(Trouble::Gap) : std::nullopt;
        default:
            break;
    }
    const auto* const state = std::get_if<core::ConnectorStateChanged>(&entry.body);
    const bool isLost = state != nullptr && state->phase == core::ConnectorPhase::Disconnected;
    return isLost ? std::optional(Trouble::Disconnect) : std::nullopt;
}

}  // namespace

QString filterValue(const QString& text) {
    if (isWord(text))
        return text;
    QString escaped = text;
    escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

std::optional<QString> clauseOf(const EntryRow& row, int column) {
    const core::Entry& entry = row.entry;
    const std::vector<FieldValues> fields = fieldsOf(row);
    switch (column) {
        case kSequenceColumn:
            return equal("seq", QString::number(entry.seq.value()));
        case kTimeColumn:
            return QStringLiteral("captured >= %1").arg(iso(entry.captureTime));
        case kEntryColumn:
            return equal("kind", fromView(core::name(entry.kind())));
        case kSideColumn:
            return entry.side ? std::optional(equal("side", fromView(core::name(*entry.side)))) : std::nullopt;
        case kObjectColumn:
            return row.object.empty() ? std::nullopt
                                      : std::optional(equal("object", filterValue(QString::fromStdString(row.object))));
        case kRecordColumn:
            return equal("entity", QString::number(entry.entity.value()));
        case kFieldColumn:
            return fields.empty()
                       ? std::nullopt
                       : std::optional(equal("field", filterValue(QString::fromStdString(fields.front().field))));
        case kChangeColumn:
            return clauseOfValue(row);
        case kOutcomeColumn:
        case kRuleColumn:
            return clauseOfDecision(row, column);
        default:
            return std::nullopt;
    }
}

QString withClause(const QString& filter, const QString& clause) {
    const QString before = filter.trimmed();
    if (before.isEmpty())
        return clause;
    const bool needsBrackets = jointsOf(core::filterTokens(before.toStdString())).hasOr;
    return needsBrackets ? QStringLiteral("(%1) && %2").arg(before, clause)
                         : QStringLiteral("%1 && %2").arg(before, clause);
}

QString withoutClause(const QString& filter, const QString& clause) {
    return withClause(filter, QStringLiteral("!(%1)").arg(clause));
}

std::vector<QString> conditionsOf(const QString& filter) {
    const std::string utf8 = filter.toStdString();
    const Joints joints = jointsOf(core::filterTokens(utf8));
    if (joints.hasOr)
        return {filter.trimmed()};
    std::vector<QString> conditions;
    std::size_t start = 0;
    for (const FilterToken& joint : joints.ands) {
        const std::size_t at = joint.column - 1;
        conditions.push_back(QString::fromStdString(utf8.substr(start, at - start)).trimmed());
        start = at + joint.text.size();
    }
    conditions.push_back(QString::fromStdString(utf8.substr(start)).trimmed());
    return conditions;
}

std::optional<TimedFilter> timeIn(const QString& filter) {
    QStringList times;
    QStringList rest;
    for (const QString& condition : conditionsOf(filter))
        (asksTime(condition) ? times : rest).append(condition);
    if (times.isEmpty())
        return std::nullopt;
    const QString kAnd = QStringLiteral(" && ");
    return TimedFilter{times.join(kAnd), rest.join(kAnd)};
}

bool isProblem(const core::Entry& entry) {
    return troubleOf(entry).has_value();
}

QString problemsOf(const QString& filter) {
    QStringList clauses;
    for (const Trouble trouble : kTroubles)
        clauses += clauseOf(trouble);
    return withClause(filter, QStringLiteral("(%1)").arg(clauses.join(QStringLiteral(" || "))));
}

}  // namespace syncline::ui::stream
