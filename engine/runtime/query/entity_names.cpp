#include "engine/runtime/query/entity_names.h"

#include "engine/base/try.h"
#include "engine/core/apply.h"
#include "engine/runtime/query/query_context.h"
#include "engine/runtime/query/readable_page.h"

#include <array>
#include <optional>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::int64_t kMostLookedThrough = 2000;

/// What stands; of a cell that nothing stands in yet, what a side holds.
const core::Version* shownVersion(const core::Entity& entity, const std::string& field) {
    const auto found = entity.cells.find(field);
    if (found == entity.cells.end())
        return nullptr;
    const core::Cell& cell = found->second;
    if (cell.standing)
        return &*cell.standing;
    for (const core::Side side : core::kSides) {
        if (cell.present[side])
            return &*cell.present[side];
    }
    return nullptr;
}

std::string shownText(const core::Entity& entity, const std::string& field) {
    const core::Version* const version = shownVersion(entity, field);
    if (version == nullptr)
        return {};
    for (const core::Side side : core::kSides) {
        if (version->value[side].text)
            return *version->value[side].text;
    }
    return {};
}

std::string fullName(const std::string& first, const std::string& last) {
    return first.empty() || last.empty() ? first + last : first + ' ' + last;
}

std::string fullName(const core::Entity& entity) {
    const std::string first = shownText(entity, "first_name");
    const std::string last = shownText(entity, "last_name");
    return fullName(first, last);
}

/// What stands in a field, and what each side holds there, as each side would write it.
std::array<std::string, 6> heldTexts(const core::Entity& entity, const char* field) {
    std::array<std::string, 6> texts;
    const auto found = entity.cells.find(field);
    if (found == entity.cells.end())
        return texts;
    const core::Cell& cell = found->second;
    std::size_t next = 0;
    for (const auto* const version : {&cell.standing, &cell.present.salesforce, &cell.present.hubspot}) {
        for (const core::Side side : core::kSides) {
            if (*version)
                texts.at(next) = (*version)->value[side].text.value_or(std::string());
            ++next;
        }
    }
    return texts;
}

}  // namespace

std::string titleOf(const core::Entity& entity) {
    std::string title = fullName(entity);
    for (const char* const field : {"name", "email"}) {
        if (title.empty())
            title = shownText(entity, field);
    }
    if (!title.empty())
        return title;
    return entity.record.salesforce.value_or(entity.record.hubspot.value_or(std::to_string(entity.id.value())));
}

std::string keyOf(const core::Entity& entity) {
    for (const char* const field : {"email", "domain", "website"}) {
        std::string key = shownText(entity, field);
        if (!key.empty())
            return key;
    }
    return {};
}

EntityNames namesOf(const core::Entity& entity, const mapping::Workspace& workspace) {
    EntityNames names{entity.object, titleOf(entity), {}};
    for (const core::Side side : core::kSides) {
        if (entity.record[side])
            names.records.push_back(*entity.record[side]);
    }
    const mapping::ObjectMapping* const object = workspace.find(entity.object);
    if (object == nullptr)
        return names;
    for (const mapping::MatchKey& key : object->matchKeys) {
        const core::Version* const version = shownVersion(entity, key.field);
        for (const core::Side side : core::kSides) {
            if (version != nullptr && version->value[side].text)
                names.records.push_back(*version->value[side].text);
        }
    }
    return names;
}

std::vector<std::string> calledOf(const core::Entity& entity) {
    const auto first = heldTexts(entity, "first_name");
    const auto last = heldTexts(entity, "last_name");
    std::set<std::string> names{titleOf(entity)};
    for (const std::string& name : heldTexts(entity, "name"))
        names.insert(name);
    for (std::size_t i = 0; i < first.size(); ++i)
        names.insert({first[i], last[i], fullName(first[i], last[i])});
    names.erase(std::string());
    return {names.begin(), names.end()};
}

base::Result<const EntityNames*> NameBook::find(core::EntityId entity) {
    static const EntityNames kNone;
    if (entity == core::EntityId())
        return &kNone;
    const auto known = m_names.find(entity);
    if (known != m_names.end())
        return &known->second;
    TRY_ASSIGN(const std::optional<core::Entity> stored, m_projections.readEntity(entity));
    // It will be there in a moment, so that nothing is remembered.
    if (!stored)
        return &kNone;
    if (m_names.size() >= kNamesKept)
        m_names.clear();
    return &m_names.emplace(entity, namesOf(*stored, m_workspace)).first->second;
}

base::Result<void> NameBook::forgetChanged(journal::Reader& journal) {
    TRY_ASSIGN(const journal::Anchor anchor, m_projections.readAnchor());
    const core::Seq asOf = std::exchange(m_asOf, anchor.watermark);
    const std::int64_t changes = anchor.watermark.value() - asOf.value();
    // Many have changed, or everything is folded anew.
    if (m_names.empty() || changes < 0 || changes > kMostLookedThrough) {
        m_names.clear();
        return {};
    }
    const base::Result<std::vector<core::Entry>> entries =
        journal.readPage(core::next(asOf), anchor.watermark, static_cast<std::size_t>(kMostLookedThrough));
    if (!entries) {
        // Which have changed is not known.
        m_names.clear();
        return isOfTheData(entries.error()) ? base::Result<void>() : entries.error();
    }
    for (const core::Entry& entry : *entries) {
        for (const core::EntityId id : core::entitiesOf(entry))
            m_names.erase(id);
    }
    return {};
}

}  // namespace syncline::runtime
