#include "ui/record/field_rows.h"

#include <QCoreApplication>

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

Cell writtenOn(const core::Cell& ledger, core::Side side, const TimeFormat& times) {
    TextCell cell;
    if (!ledger.present[side])
        return cell;
    const core::Version& version = *ledger.present[side];
    cell.isMono = true;
    cell.text = version.time.from == core::kBeginningOfTime ? QStringLiteral("≤ ") + times.second(version.time.last)
                                                            : times.source(version.time);
    cell.after = version.id.side == side ? writerName(version.writer) : tr("Syncline");
    return cell;
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

Cell recordCell(const MappedField& field, const core::Cell& ledger, RecordColumn column, const TimeFormat& times,
                core::PerSide<core::Mode> mode) {
    TextCell text;
    switch (column) {
        case kField:
            text.text = QString::fromStdString(field.name);
            text.isMono = true;
            return text;
        case kSalesforceValue:
            return valueOn(ledger, core::Side::Salesforce);
        case kSalesforceWritten:
            return writtenOn(ledger, core::Side::Salesforce, times);
        case kAgreed:
            return agreed(ledger);
        case kState:
            return stateCell(ledger, mode);
        case kRule:
            text.text = ruleTag(field.rule);
            return text;
        case kHubSpotValue:
            return valueOn(ledger, core::Side::HubSpot);
        default:
            return writtenOn(ledger, core::Side::HubSpot, times);
    }
}

}  // namespace syncline::ui
