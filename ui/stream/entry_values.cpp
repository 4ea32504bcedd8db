#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"

#include <algorithm>

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
    /// Salesforce's value, then HubSpot's.
    std::vector<FieldValues> operator()(const core::BaselineRead& body) const {
        std::vector<FieldValues> fields;
        for (const core::BaselineField& field : body.fields)
            fields.push_back({field.field, field.read.salesforce.value.salesforce, field.read.hubspot.value.hubspot});
        return fields;
    }
    template <typename Other>
    std::vector<FieldValues> operator()(const Other&) const {
        return {};
    }

    /// The change's value over what its side held before; for a write that was closed what it wrote.
    [[nodiscard]] FieldValues decided(const core::FieldDecision& decision) const {
        const core::CellChange& change = decision.change;
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
    /// The first and the last candidate, each as its side holds it.
    [[nodiscard]] static FieldValues candidates(const std::string& field, const std::vector<core::Candidate>& all) {
        if (all.empty())
            return {field, std::nullopt, std::nullopt};
        const auto valueOf = [](const core::Candidate& one) { return one.version.value[one.place]; };
        return {field, valueOf(all.front()), all.size() > 1 ? std::optional(valueOf(all.back())) : std::nullopt};
    }
};

}  // namespace

std::vector<FieldValues> fieldsOf(const EntryRow& row) {
    return std::visit(FieldsOfBody{row}, row.entry.body);
}

}  // namespace syncline::ui::stream
