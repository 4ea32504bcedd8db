#include "engine/core/candidates.h"
#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/words.h"

#include <QStringList>
#include <algorithm>
#include <utility>

namespace syncline::ui::stream {

namespace {

using core::Side;
using core::Value;

std::optional<Value> beforeOf(const EntryRow& row, const std::string& field) {
    const auto found = row.before.find(field);
    return found == row.before.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Value> valueOn(const std::optional<core::Version>& version, Side side) {
    return version ? std::optional(version->value[side]) : std::nullopt;
}

/// In the order of their sides.
FieldValues besideEachOther(const std::string& field, std::vector<HeldValue> held) {
    std::stable_sort(held.begin(), held.end(), [](const HeldValue& a, const HeldValue& b) { return a.side < b.side; });
    FieldValues values{field, std::nullopt, std::nullopt};
    if (!held.empty())
        values.after = held.back().value;
    values.held = std::move(held);
    return values;
}

/// A comparison of what both sides held. Both spell the same value alike when they mean the same.
FieldValues compared(const std::string& field, const core::Version* salesforce, const core::Version* hubspot) {
    std::vector<HeldValue> held;
    if (salesforce != nullptr)
        held.push_back({Side::Salesforce, salesforce->value.salesforce});
    if (hubspot != nullptr)
        held.push_back({Side::HubSpot, hubspot->value.hubspot});
    if (held.size() == 2 && core::sameValues(*salesforce, *hubspot))
        held.back().value = held.front().value;
    return besideEachOther(field, std::move(held));
}

struct FieldsOfBody {
    const EntryRow& row;

    std::vector<FieldValues> operator()(const core::ChangeCaptured& body) const {
        std::vector<FieldValues> fields;
        for (const core::FieldChange& change : body.change.fields)
            fields.push_back({change.field, beforeOf(row, change.field), change.value[body.change.side]});
        for (const std::string& field : body.unmapped)
            fields.push_back({field, std::nullopt, std::nullopt});
        return fields;
    }
    std::vector<FieldValues> operator()(const core::FieldsDecided& body) const {
        std::vector<FieldValues> fields;
        for (const core::FieldDecision& decision : body.fields)
            fields.push_back(decided(decision));
        if (const core::FieldDecision* const speaking = speakingField(body)) {
            const auto at = fields.begin() + (speaking - body.fields.data());
            std::rotate(fields.begin(), at, at + 1);
        }
        return fields;
    }
    std::vector<FieldValues> operator()(const core::ConflictOpened& body) const {
        return {candidates(body.field, body.candidates)};
    }
    std::vector<FieldValues> operator()(const core::ConflictUpdated& body) const {
        return {candidates(body.field, body.candidates)};
    }
    std::vector<FieldValues> operator()(const core::ConflictResolved& body) const {
        return {{body.field, beforeOf(row, body.field), body.standing.value[body.standing.id.side]}};
    }
    std::vector<FieldValues> operator()(const core::WriteSent& body) const {
        std::vector<FieldValues> fields;
        for (const core::WrittenField& written : body.fields)
            fields.push_back({written.field, beforeOf(row, written.field), written.version.value[body.side]});
        return fields;
    }
    std::vector<FieldValues> operator()(const core::WriteFailed& body) const {
        std::vector<FieldValues> fields;
        for (const std::string& field : body.fields)
            fields.push_back({field, std::nullopt, std::nullopt});
        return fields;
    }
    std::vector<FieldValues> operator()(const core::BaselineRead& body) const {
        std::vector<FieldValues> fields;
        for (const core::BaselineField& field : body.fields)
            fields.push_back(compared(field.field, &field.read.salesforce, &field.read.hubspot));
        return fields;
    }
    template <typename Other>
    std::vector<FieldValues> operator()(const Other&) const {
        return {};
    }

    /// The change's value over what its side held before; for a write that was closed what it wrote.
    [[nodiscard]] FieldValues decided(const core::FieldDecision& decision) const {
        const core::CellChange& change = decision.change;
        if (decision.outcome == core::Outcome::Baseline)
            return baseline(decision);
        if (decision.version) {
            const Side side = decision.version->id.side;
            const auto base = valueOn(decision.base, side);
            return {decision.field, base ? base : beforeOf(row, decision.field), decision.version->value[side]};
        }
        for (const Side side : core::kSides) {
            if (change.present[side])
                return {decision.field, beforeOf(row, decision.field), change.present[side]->value[side]};
        }
        return {decision.field, std::nullopt,
                change.standing ? valueOn(change.standing, change.standing->id.side) : std::nullopt};
    }
    /// A first comparison names what each side held; a later one that found nothing new only what stands.
    [[nodiscard]] static FieldValues baseline(const core::FieldDecision& decision) {
        core::PerSide<const core::Version*> read{nullptr, nullptr};
        for (const std::optional<core::Version>* version : {&decision.version, &decision.standing}) {
            if (*version)
                read[(*version)->id.side] = &**version;
        }
        const bool isAgain = !decision.version && decision.standing;
        if (isAgain)
            read = {&*decision.standing, &*decision.standing};
        return compared(decision.field, read.salesforce, read.hubspot);
    }
    /// Each as its side holds it.
    [[nodiscard]] static FieldValues candidates(const std::string& field, const std::vector<core::Candidate>& all) {
        std::vector<HeldValue> held;
        for (const core::Candidate& one : all)
            held.push_back({one.place, one.version.value[one.place]});
        return besideEachOther(field, std::move(held));
    }
};

}  // namespace

QString heldInWords(const std::vector<HeldValue>& held, core::EntryKind in) {
    if (held.size() == 2 && core::same(held.front().value, held.back().value)) {
        const bool wasRead = in == core::EntryKind::BaselineRead || in == core::EntryKind::FieldsDecided;
        return (wasRead ? Words::tr("read: %1", "a value") : Words::tr("both: %1", "a value"))
            .arg(shownValue(held.front().value));
    }
    QStringList parts;
    for (const HeldValue& one : held)
        parts.append(Words::tr("%1 %2", "a side, the value it holds").arg(sideName(one.side), shownValue(one.value)));
    return parts.join(QStringLiteral(" · "));
}

std::vector<FieldValues> fieldsOf(const EntryRow& row) {
    return std::visit(FieldsOfBody{row}, row.entry.body);
}

}  // namespace syncline::ui::stream
