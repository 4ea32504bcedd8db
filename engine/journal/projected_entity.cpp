#include "engine/journal/projected_entity.h"

#include "engine/core/codec.h"
#include "engine/core/letter_case.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace syncline::journal {

namespace {

/// Longer ones are notes that happen to hold an address, and nobody types them.
constexpr std::size_t kLongestKey = 256;

bool namesPerson(std::string_view field) {
    return field == "name" || field == "last_name" || field == "email";
}

void addKey(std::set<std::string>& keys, std::string_view text) {
    if (!text.empty() && text.size() <= kLongestKey)
        keys.insert(matchKey(text));
}

void addVersion(std::set<std::string>& keys, std::string_view field, const std::optional<core::Version>& version) {
    if (!version)
        return;
    for (const core::Side side : core::kSides) {
        const std::string& key = version->value[side].key;
        if (namesPerson(field) || key.find('@') != std::string::npos)
            addKey(keys, key);
    }
}

/// The versions of a field that people may know: what stands, and what each side holds.
using Known = std::array<const core::Version*, 3>;

Known knownOf(const core::Entity& entity, const char* field) {
    const auto found = entity.cells.find(field);
    if (found == entity.cells.end())
        return {};
    const auto pointer = [](const std::optional<core::Version>& version) { return version ? &*version : nullptr; };
    const core::Cell& cell = found->second;
    return {pointer(cell.standing), pointer(cell.present.salesforce), pointer(cell.present.hubspot)};
}

/// "Ada Lovelace": the last name alone is a key already.
void addFullNames(std::set<std::string>& keys, const core::Entity& entity) {
    const Known first = knownOf(entity, "first_name");
    const Known last = knownOf(entity, "last_name");
    for (std::size_t i = 0; i < first.size(); ++i) {
        for (const core::Side side : core::kSides) {
            const std::string given = first[i] == nullptr ? std::string() : first[i]->value[side].key;
            const std::string family = last[i] == nullptr ? std::string() : last[i]->value[side].key;
            if (!given.empty())
                addKey(keys, family.empty() ? given : given + ' ' + family);
        }
    }
}

std::vector<std::string> keysOf(const core::Entity& entity) {
    std::set<std::string> keys;
    // An absorbed entity is not found any more: whoever looks for its records finds the one that goes on.
    if (entity.mergedInto)
        return {};
    for (const core::Side side : core::kSides) {
        if (entity.record[side])
            addKey(keys, *entity.record[side]);
    }
    for (const auto& [field, cell] : entity.cells) {
        addVersion(keys, field, cell.standing);
        for (const core::Side side : core::kSides)
            addVersion(keys, field, cell.present[side]);
    }
    addFullNames(keys, entity);
    return {keys.begin(), keys.end()};
}

std::int64_t dueCells(const core::Entity& entity, core::Side side) {
    if (entity.dueSince[side] == core::Seq())
        return 0;
    return std::count_if(entity.cells.begin(), entity.cells.end(),
                         [side](const auto& cell) { return core::due(cell.second, side) != nullptr; });
}

}  // namespace

std::string matchKey(std::string_view text) {
    return core::withoutCase(text);
}

ProjectedEntity project(const core::Entity& entity) {
    ProjectedEntity projected;
    projected.object = entity.object;
    projected.moving = core::isMoving(entity);
    projected.linked = entity.isLinked();
    projected.dueSince = entity.dueSince;
    for (const core::Side side : core::kSides)
        projected.dueCells[side] = dueCells(entity, side);
    for (const auto& [field, cell] : entity.cells) {
        if (cell.conflict)
            projected.conflicts.emplace(cell.conflict->id, field);
    }
    projected.keys = keysOf(entity);
    projected.bytes = core::encodeEntity(entity);
    return projected;
}

}  // namespace syncline::journal
