#include "ui/record/field_rows.h"

#include "ui/record/writer_words.h"

#include <QCoreApplication>
#include <utility>

namespace syncline::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Record", text);
}

TextCell state(Icon icon, const QString& text, Tone tone, bool isStrong = false) {
    TextCell cell;
    cell.icon = icon;
    cell.text = text;
    cell.tone = tone;
    cell.isStrong = isStrong;
    return cell;
}

QString letter(core::Side side) {
    return side == core::Side::Salesforce ? QStringLiteral("S") : QStringLiteral("H");
}

Cell valueOn(const core::Cell& ledger, core::Side side) {
    ValueCell cell;
    if (!ledger.present[side])
        return state(Icon::None, tr("not read yet"), Tone::Muted);
    cell.value = ledger.present[side]->value[side];
    if (differs(ledger)) {
        cell.tinted = side;
        cell.other = ledger.present[core::other(side)]->value[side];
    }
    return cell;
}

QString timeOf(const core::Version& version, const TimeFormat& times) {
    return version.time.from == core::kBeginningOfTime ? QStringLiteral("≤ ") + times.second(version.time.last)
                                                       : times.source(version.time);
}

/// Null: the journal does not tell of it, or not near enough.
const RecordState::Brought* ourWrite(const FieldLedger& ledger, core::Side side) {
    const std::optional<RecordState::Brought>& brought = ledger.brought[side];
    return brought && brought->by == RecordState::Brought::By::OurWrite ? &*brought : nullptr;
}

/// The time is that of our write, and none where the write is not found: the value's own tells of the other side.
void addOurs(TextCell& cell, const RecordState::Brought* write, const TimeFormat& times) {
    if (write != nullptr) {
        cell.text = times.moment(write->at);
        cell.after = tr("Syncline");
    } else {
        cell.text = tr("Syncline");
        cell.tone = Tone::Muted;
        cell.isMono = false;
    }
}

Cell writtenOn(const FieldLedger& ledger, core::Side side, const TimeFormat& times) {
    TextCell cell;
    if (!ledger.cell.present[side])
        return cell;
    const core::Version& version = *ledger.cell.present[side];
    cell.isMono = true;
    switch (writtenBy(ledger, side)) {
        case WrittenBy::Side:
            cell.text = timeOf(version, times);
            cell.after = writerName(version.writer);
            break;
        case WrittenBy::Us:
            addOurs(cell, ourWrite(ledger, side), times);
            break;
        case WrittenBy::Untold:
            cell.text = timeOf(version, times);
            break;
        case WrittenBy::Nobody:
            cell.text = tr("first seen empty");
            cell.tone = Tone::Muted;
            cell.isMono = false;
            break;
    }
    return cell;
}

/// Whose value our write has brought there.
QString carriedInWords(const core::Version& version, const RecordState::Brought* write, const TimeFormat& times) {
    const QString name = writerInWords(version.writer);
    const QString from = sideName(version.id.side);
    const QString ours = write == nullptr ? tr("Syncline wrote it here.")
                                          : tr("Syncline wrote it here at %1.").arg(times.moment(write->at));
    const auto then = [&](const QString& carried) -> QString { return ours + QLatin1Char(' ') + carried; };
    if (version.writer.kind == core::WriterKind::Operator)
        return then(tr("The value was chosen by %1 in Syncline at %2.")
                        .arg(name.isEmpty() ? tr("a person") : name, times.source(version.time)));
    if (version.time.from == core::kBeginningOfTime)
        return then(tr("It carried the value that %1 held, written there at %2 or before.")
                        .arg(from, times.second(version.time.last)));
    return then(tr("It carried the value that %1 wrote in %2 at %3.")
                    .arg(name.isEmpty() ? tr("somebody") : name, from, times.source(version.time)));
}

/// The value with its writer and its time, but not on which side: that is not known any more.
QString eitherInWords(const core::Version& version, core::Side side, const TimeFormat& times) {
    const QString name = writerName(version.writer);
    const QString from = sideName(version.id.side);
    const QString here = sideName(side);
    if (version.time.from == core::kBeginningOfTime)
        return tr("This value was written at %1 or before: in %2, from where Syncline brought it here, or in %3 "
                  "itself.")
            .arg(times.second(version.time.last), from, here);
    return tr("%1 wrote this value at %2: in %3, from where Syncline brought it here, or in %4 itself.")
        .arg(name.isEmpty() ? tr("Somebody") : name, times.source(version.time), from, here);
}

/// Written there by others, or read there.
QString thereInWords(const core::Version& version, core::Side side, const TimeFormat& times) {
    const QString name = writerInWords(version.writer);
    const QString where = sideName(side);
    const bool isLimit = version.time.from == core::kBeginningOfTime;
    if (isLimit && name.isEmpty() && version.value[side].isBlank())
        return tr("It was empty when Syncline read %1, since %2 or before. Nobody is known to have written it.")
            .arg(where, times.second(version.time.last));
    if (isLimit)
        return tr("It was there when Syncline read %1, written at %2 or before. %1 does not say by whom.")
            .arg(where, times.second(version.time.last));
    if (name.isEmpty())
        return tr("Written in %1 at %2. %1 does not say by whom.").arg(where, times.source(version.time));
    return tr("%1 wrote it in %2 at %3.").arg(name, where, times.source(version.time));
}

Cell agreed(const core::Cell& ledger) {
    ValueCell cell;
    if (!ledger.standing)
        return TextCell();
    cell.value = ledger.standing->value[ledger.standing->id.side];
    cell.tone = Tone::Muted;
    return cell;
}

}  // namespace

WrittenBy writtenBy(const FieldLedger& ledger, core::Side side) {
    const std::optional<core::Version>& held = ledger.cell.present[side];
    if (!held || held->byRead)
        return WrittenBy::Side;
    if (const std::optional<RecordState::Brought>& brought = ledger.brought[side])
        return brought->by == RecordState::Brought::By::OurWrite ? WrittenBy::Us : WrittenBy::Nobody;
    // What a person chose in Syncline comes to either side by our write alone.
    if (held->writer.kind == core::WriterKind::Operator)
        return WrittenBy::Us;
    // What is blank without any time stands for a record that was not there.
    if (held->id.side == side)
        return held->value[side].isBlank() && held->time.last == core::kBeginningOfTime ? WrittenBy::Nobody
                                                                                        : WrittenBy::Side;
    // A side that came to the agreed value by itself holds it by the same name, with a time and a writer of its own.
    for (const auto* const same : {&ledger.cell.standing, &ledger.cell.present[core::other(side)]}) {
        if (*same && (*same)->id == held->id)
            return (*same)->time == held->time && (*same)->writer == held->writer ? WrittenBy::Us : WrittenBy::Side;
    }
    return WrittenBy::Untold;
}

QString writtenInWords(const FieldLedger& ledger, core::Side side, const TimeFormat& times) {
    if (!ledger.cell.present[side])
        return {};
    const core::Version& version = *ledger.cell.present[side];
    switch (writtenBy(ledger, side)) {
        case WrittenBy::Us:
            return carriedInWords(version, ourWrite(ledger, side), times);
        case WrittenBy::Untold:
            return eitherInWords(version, side, times);
        case WrittenBy::Nobody:
            return tr("There was nothing here in %1 when Syncline first compared the record. Nobody is known to have "
                      "written it.")
                .arg(sideName(side));
        case WrittenBy::Side:
            break;
    }
    return thereInWords(version, side, times);
}

bool differs(const core::Cell& ledger) {
    if (!ledger.present.salesforce || !ledger.present.hubspot)
        return false;
    const core::Version& salesforce = *ledger.present.salesforce;
    const core::Version& hubspot = *ledger.present.hubspot;
    return !core::same(salesforce.value.salesforce, hubspot.value.salesforce)
           && !core::same(salesforce.value.hubspot, hubspot.value.hubspot);
}

TextCell stateCell(const core::Cell& cell, core::PerSide<core::Mode> mode) {
    if (cell.conflict)
        return state(Icon::Conflicts, tr("conflict"), Tone::Attention, true);
    for (const core::Side side : core::kSides) {
        if (cell.apart[side] && cell.apart[side]->reason == core::ApartReason::RejectedByApi)
            return state(Icon::Mailx, tr("refused by %1").arg(letter(side)), Tone::Failure, true);
    }
    for (const core::Side side : core::kSides) {
        if (cell.apart[side])
            return state(Icon::Split, tr("apart, kept"), Tone::Normal);
    }
    for (const core::Side side : core::kSides) {
        if (!cell.out[side].empty())
            return state(Icon::Write, tr("writing to %1").arg(letter(side)), Tone::Normal);
        if (core::due(cell, side) == nullptr)
            continue;
        return mode[side] == core::Mode::Observe
                   ? state(Icon::Brake, tr("write to %1 held").arg(letter(side)), Tone::Attention)
                   : state(Icon::Clock, tr("due to %1").arg(letter(side)), Tone::Normal);
    }
    if (!cell.present.salesforce || !cell.present.hubspot)
        return state(Icon::Hourglass, tr("not compared"), Tone::Muted);
    return differs(cell) ? state(Icon::Hourglass, tr("differs"), Tone::Attention)
                         : state(Icon::Equals, tr("in step"), Tone::Muted);
}

Cell recordCell(const MappedField& field, const FieldLedger& ledger, RecordColumn column, const TimeFormat& times,
                core::PerSide<core::Mode> mode) {
    TextCell text;
    switch (column) {
        case kField:
            text.text = QString::fromStdString(field.name);
            text.isMono = true;
            return text;
        case kSalesforceValue:
            return valueOn(ledger.cell, core::Side::Salesforce);
        case kSalesforceWritten:
            return writtenOn(ledger, core::Side::Salesforce, times);
        case kAgreed:
            return agreed(ledger.cell);
        case kState:
            return stateCell(ledger.cell, mode);
        case kRule:
            text.text = ruleTag(field.rule);
            return text;
        case kHubSpotValue:
            return valueOn(ledger.cell, core::Side::HubSpot);
        default:
            return writtenOn(ledger, core::Side::HubSpot, times);
    }
}

}  // namespace syncline::ui
