#include "engine/runtime/audit.h"

#include "engine/mapping/translate.h"
#include "engine/runtime/linker.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace syncline::runtime {
namespace {

/// Why a cell's sides may differ; "" when nothing says so.
std::string reasonOf(const core::Cell& cell, const core::RuleSet& rules) {
    for (const core::Side side : core::kSides) {
        if (cell.apart[side])
            return std::string(core::name(cell.apart[side]->reason));
        if (core::due(cell, side) != nullptr && rules.mode[side] == core::Mode::Observe)
            return "observe";
    }
    return {};
}

std::string ledgerSays(const core::Cell& cell) {
    std::string text;
    for (const core::Side side : core::kSides) {
        const std::string name(core::name(side));
        if (!cell.present[side])
            text += name + " is unknown; ";
        else
            text += name + " held " + cell.present[side]->value[side].text.value_or("a blank") + "; ";
        if (!cell.out[side].empty())
            text += "a write to " + name + " is out; ";
        if (core::due(cell, side) != nullptr)
            text += "due to " + name + "; ";
    }
    return text.substr(0, text.size() - 2);
}

}  // namespace

std::size_t AuditCounts::compared() const {
    return std::accumulate(apart.begin(), apart.end(), inStep + inConflict + different,
                           [](std::size_t sum, const auto& reason) { return sum + reason.second; });
}

AuditCounts AuditReport::total() const {
    AuditCounts sum;
    for (const auto& [object, ofObject] : fields) {
        for (const auto& [field, counts] : ofObject) {
            sum.inStep += counts.inStep;
            sum.inConflict += counts.inConflict;
            sum.different += counts.different;
            for (const auto& [reason, count] : counts.apart)
                sum.apart[reason] += count;
        }
    }
    return sum;
}

void audit(const core::Entity& entity, const core::PerSide<connectors::RecordRead>& read,
           const mapping::ObjectMapping& object, const core::RuleSet& rules, AuditReport& report) {
    const auto hasGone = [&](core::Side side) {
        return entity.deleted[side] || !read[side].found || read[side].id != read[side].askedFor;
    };
    if (std::ranges::all_of(core::kSides, hasGone))
        return;
    ++report.entities;
    const bool isGone = std::ranges::any_of(core::kSides, hasGone);
    for (const mapping::FieldMapping& field : object.fields) {
        AuditCounts& counts = report.fields[object.name][field.name];
        if (isGone) {
            ++counts.apart["deleted"];
            continue;
        }
        core::PerSide<core::PerSide<core::Value>> value;
        for (const core::Side side : core::kSides)
            value[side] = mapping::translate(field, side, textOf(read[side], field.field[side]));
        const auto found = entity.cells.find(field.name);
        const core::Cell cell = found == entity.cells.end() ? core::Cell() : found->second;
        const std::string reason = reasonOf(cell, rules);
        // Where one side cannot tell two values of the other, they are in step (core, sameValues).
        const bool isInStep = std::any_of(std::begin(core::kSides), std::end(core::kSides), [&](core::Side side) {
            return core::same(value.salesforce[side], value.hubspot[side]);
        });
        // A person has still to choose, even where both sides came to hold the same meanwhile.
        if (cell.conflict) {
            ++counts.inConflict;
        } else if (isInStep) {
            ++counts.inStep;
        } else if (!reason.empty()) {
            ++counts.apart[reason];
        } else {
            ++counts.different;
            report.differences.push_back({entity.id,
                                          object.name,
                                          {*entity.record.salesforce, *entity.record.hubspot},
                                          field.name,
                                          {value.salesforce.salesforce, value.hubspot.hubspot},
                                          ledgerSays(cell)});
        }
    }
}

void keepLasting(AuditReport& report, const std::vector<AuditDifference>& before) {
    std::vector<AuditDifference> lasting;
    for (AuditDifference& one : report.differences) {
        const bool differed = std::any_of(before.begin(), before.end(), [&](const AuditDifference& other) {
            return other.entity == one.entity && other.field == one.field;
        });
        if (differed) {
            lasting.push_back(std::move(one));
            continue;
        }
        AuditCounts& counts = report.fields[one.object][one.field];
        --counts.different;
        ++counts.apart["moving"];
    }
    report.differences = std::move(lasting);
}

}  // namespace syncline::runtime
