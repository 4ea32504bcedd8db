#include "engine/mapping/workspace.h"

#include <algorithm>

namespace syncline::mapping {
namespace {

/// Salesforce does not tell the case of API names apart; HubSpot does.
bool sameApiName(core::Side side, std::string_view a, std::string_view b) {
    const auto lower = [side](char c) {
        return side == core::Side::Salesforce && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <typename T, typename Predicate>
const T* firstOf(const std::vector<T>& all, const Predicate& predicate) {
    const auto found = std::find_if(all.begin(), all.end(), predicate);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

const FieldMapping* ObjectMapping::find(std::string_view canonical) const {
    return firstOf(fields, [&](const FieldMapping& mapping) { return mapping.name == canonical; });
}

const FieldMapping* ObjectMapping::findOn(core::Side side, std::string_view apiName) const {
    return firstOf(fields,
                   [&](const FieldMapping& mapping) { return sameApiName(side, mapping.field[side], apiName); });
}

const ObjectMapping* Workspace::find(std::string_view canonical) const {
    return firstOf(objects, [&](const ObjectMapping& mapping) { return mapping.name == canonical; });
}

const ObjectMapping* Workspace::findOn(core::Side side, std::string_view object) const {
    return firstOf(objects,
                   [&](const ObjectMapping& mapping) { return sameApiName(side, mapping.object[side], object); });
}

core::RuleSet Workspace::rules() const {
    core::RuleSet rules;
    rules.mode = mode;
    for (const ObjectMapping& object : objects) {
        auto& fields = rules.fields[object.name];
        for (const FieldMapping& field : object.fields)
            fields.emplace(field.name, field.rule);
    }
    return rules;
}

}  // namespace syncline::mapping
