#include "ui/stream/entry_cells.h"

#include "engine/core/rules.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/stream_columns.h"
#include "ui/stream/words.h"

#include <QStringList>
#include <algorithm>
#include <array>

namespace syncline::ui::stream {

namespace {

using core::EntryKind;
using core::Outcome;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// Echoes, what was the same and what came too late stay in the background.
Tone toneOf(const EntryRow& row) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&row.entry.body);
    const core::FieldDecision* const field = decided == nullptr ? nullptr : speakingField(*decided);
    if (field == nullptr)
        return Tone::Normal;
    const bool isQuiet =
        field->outcome == Outcome::Echo || field->outcome == Outcome::NoChange || field->outcome == Outcome::Superseded;
    return isQuiet ? Tone::Muted : Tone::Normal;
}

TextCell mono(const QString& words, Tone tone) {
    TextCell cell;
    cell.text = words;
    cell.tone = tone;
    cell.isMono = true;
    return cell;
}

TextCell plain(const QString& words, Tone tone, Icon icon = Icon::None) {
    TextCell cell;
    cell.text = words;
    cell.tone = tone;
    cell.icon = icon;
    return cell;
}

/// What entries without values say in their place.
struct TextOfBody {
    QString operator()(const core::WriteFailed& body) const { return text(body.message); }
    QString operator()(const core::RecordLinked& body) const {
        return Words::tr("%1 and %2", "two record ids").arg(text(body.record.salesforce), text(body.record.hubspot));
    }
    QString operator()(const core::GapDetected& body) const { return text(body.reason); }
    QString operator()(const core::ConnectorStateChanged& body) const { return text(body.message); }
    QString operator()(const core::RecordDeleted& body) const { return text(body.record.id); }
    QString operator()(const core::WriteSucceeded& body) const {
        return body.created ? text(*body.created) : QString();
    }
    template <typename Other>
    QString operator()(const Other&) const {
        return {};
    }
};

/// A record without a name is called by its id, which is told by its end as much as by its beginning.
Cell recordCell(const EntryRow& row, Tone tone) {
    TextCell cell = plain(text(row.title), tone);
    const auto isOfId = [](QChar letter) { return letter.isLetterOrNumber(); };
    const bool hasDigit =
        std::any_of(cell.text.begin(), cell.text.end(), [](QChar letter) { return letter.isDigit(); });
    if (hasDigit && std::all_of(cell.text.begin(), cell.text.end(), isOfId))
        cell.elide = Qt::ElideMiddle;
    return cell;
}

QString moreFields(std::size_t count) {
    return Words::tr("+%1", "more fields").arg(count);
}

/// The first field whose rule is another; a direction has none.
TextCell changedRule(const EntryRow& row, Tone tone) {
    if (!row.changedRules || row.changedRules->empty() || row.changedRules->front().field.empty())
        return {};
    TextCell cell = mono(text(row.changedRules->front().field), tone);
    if (row.changedRules->size() > 1)
        cell.after = moreFields(row.changedRules->size() - 1);
    return cell;
}

/// Of other rules the object of the field that speaks for them.
QString objectOf(const EntryRow& row) {
    if (row.object.empty() && row.changedRules && !row.changedRules->empty()
        && !row.changedRules->front().object.empty())
        return objectName(row.changedRules->front().object);
    return row.object.empty() ? QString() : objectName(row.object);
}

Cell fieldCell(const EntryRow& row, Tone tone) {
    const std::vector<FieldValues> fields = fieldsOf(row);
    if (fields.empty())
        return changedRule(row, tone);
    TextCell cell = mono(text(fields.front().field), tone);
    if (fields.size() > 1)
        cell.after = moreFields(fields.size() - 1);
    return cell;
}

Cell changeCell(const EntryRow& row, Tone tone) {
    const std::vector<FieldValues> fields = fieldsOf(row);
    if (!fields.empty() && !fields.front().held.empty())
        return mono(heldInWords(fields.front().held, row.entry.kind()), tone);
    if (!fields.empty() && (fields.front().before || fields.front().after))
        return ChangeCell{fields.front().before, fields.front().after, tone};
    if (row.changedRules)
        return plain(
            row.changedRules->empty() ? Words::tr("nothing was changed") : text(row.changedRules->front().text), tone);
    return plain(std::visit(TextOfBody{}, row.entry.body), Tone::Muted);
}

Cell outcomeCell(const EntryRow& row, bool isOld) {
    const OutcomeWords words = outcomeOf(row.entry);
    // What needs a person or was refused does so all the same.
    TextCell cell = plain(words.text, isOld && words.tone == Tone::Normal ? Tone::Muted : words.tone, words.icon);
    cell.isStrong = words.isStrong;
    return cell;
}

/// Which outcomes the field's rule had a say in.
bool asksRule(Outcome outcome) {
    switch (outcome) {
        case Outcome::Applied:
        case Outcome::Refused:
        case Outcome::Won:
        case Outcome::Lost:
        case Outcome::Conflicted:
        case Outcome::Candidate:
            return true;
        default:
            return false;
    }
}

QString ruleOfDecision(const core::FieldDecision& decision) {
    if (decision.reason == core::Reason::RuleReview)
        return Words::tr("Review");
    if (!decision.tolerance)
        return {};
    if (!decision.tieBreak)
        return Words::tr("LWW %1").arg(span(*decision.tolerance));
    core::FieldRule rule;
    rule.choice.tolerance = *decision.tolerance;
    rule.choice.tieBreak = *decision.tieBreak;
    return ruleTag(rule);
}

}  // namespace

QString ruleWords(const EntryRow& row) {
    const core::FieldDecision* decision = nullptr;
    std::string field;
    if (const auto* const decided = std::get_if<core::FieldsDecided>(&row.entry.body)) {
        decision = speakingField(*decided);
        if (decision == nullptr || !asksRule(decision->outcome))
            return {};
        field = decision->field;
    } else if (const auto* const opened = std::get_if<core::ConflictOpened>(&row.entry.body)) {
        field = opened->field;
    } else {
        return {};
    }
    const auto rule = row.rules.find(field);
    if (rule != row.rules.end())
        return ruleTag(rule->second);
    return decision == nullptr ? QString() : ruleOfDecision(*decision);
}

Cell entryCell(const EntryRow& row, int column, const EntryLook& look) {
    const Tone tone = look.isOld ? Tone::Muted : toneOf(row);
    switch (column) {
        case kChainColumn:
            return look.chain.at(row.entry.seq);
        case kSequenceColumn:
            return mono(sequence(row.entry.seq), look.isOld ? Tone::Muted : Tone::Normal);
        case kTimeColumn:
            return mono(look.times.moment(row.entry.captureTime), tone);
        case kEntryColumn:
            return plain(kindWord(row.entry.kind()), tone, kindIcon(row.entry.kind()));
        case kSideColumn:
            return SideCell{row.entry.side};
        case kObjectColumn:
            return plain(objectOf(row), tone);
        case kRecordColumn:
            return recordCell(row, tone);
        case kFieldColumn:
            return fieldCell(row, tone);
        case kChangeColumn:
            return changeCell(row, tone);
        case kOutcomeColumn:
            return outcomeCell(row, look.isOld);
        case kRuleColumn:
            return plain(ruleWords(row), tone);
        default:
            return TextCell{};
    }
}

Tone entryFill(const EntryRow& row) {
    if (row.entry.kind() == EntryKind::ConflictOpened)
        return Tone::Attention;
    return outcomeOf(row.entry).grave >= kGraveFailure ? Tone::Failure : Tone::Normal;
}

Cell unloadedCell(qint64 row, int column, std::optional<core::Seq> seq, const EntryLook& look) {
    constexpr std::array<double, 5> kShares{0.9, 0.6, 0.75, 0.5, 0.8};
    if (column == kChainColumn)
        return seq ? Cell(look.chain.at(*seq)) : Cell(TextCell{});
    if (column == kSequenceColumn && seq)
        return mono(sequence(*seq), Tone::Normal);
    if (column == kRuleColumn)
        return TextCell{};
    if (column == kTimeColumn || column == kSideColumn)
        return BlockCell{kShares.front()};
    return BlockCell{kShares[static_cast<std::size_t>(row + column) % kShares.size()]};
}

Cell unreadableCell(int column, core::Seq seq, const EntryLook& look) {
    switch (column) {
        case kChainColumn:
            return look.chain.at(seq);
        case kSequenceColumn:
            return mono(sequence(seq), Tone::Normal);
        case kEntryColumn:
            return plain(Words::tr("Entry"), Tone::Failure, Icon::Fail);
        case kChangeColumn:
            return plain(Words::tr("cannot be read"), Tone::Failure);
        default:
            return TextCell{};
    }
}

QString entryText(const EntryRow& row, const EntryLook& look) {
    QStringList words;
    for (int column = kSequenceColumn; column < kStreamColumns; ++column)
        words.append(plainText(entryCell(row, column, look)));
    return words.join(QLatin1Char('\t'));
}

}  // namespace syncline::ui::stream
