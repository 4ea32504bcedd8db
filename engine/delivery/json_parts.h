#pragma once

#include "engine/core/decide.h"
#include "engine/core/entry.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace syncline::delivery::json_parts {

namespace json = boost::json;

/// The parts of entries as JSON, each with its keys in a fixed order; what is not there is left out. For
/// entry_json.cpp.
json::string text(std::string_view bytes);
json::value toJson(const std::string& value);
json::value toJson(core::Side side);
json::value toJson(core::Seq seq);
json::value toJson(core::EntityId id);
json::value toJson(base::WallTime time);
void addFact(json::object& object, std::string_view key, bool fact);
void addText(json::object& object, std::string_view key, const std::string& value);
json::value toJson(const core::SourceTime& time);
json::value toJson(const core::Writer& writer);
void addValue(json::object& object, const core::PerSide<core::Value>& value);
json::value toJson(const core::VersionId& id);
json::value toJson(const core::Version& version);
json::value toJson(const core::Candidate& candidate);
json::value toJson(const core::Apart& apart);
json::value toJson(const core::RecordKey& record);
json::object toJson(const core::CellChange& change);
json::value toJson(const core::FieldDecision& decision);
json::value toJson(const core::FieldChange& change);
json::value toJson(const core::WrittenField& written);
json::value toJson(const core::BaselineField& field);
json::value toJson(const core::FieldRule& rule);
json::object toJson(const core::RuleSet& rules);

/// A member for each element; nothing where the optional is empty.
template <typename T>
void add(json::object& object, std::string_view key, const std::optional<T>& value) {
    if (value)
        object[key] = toJson(*value);
}

template <typename T>
json::array list(const std::vector<T>& values) {
    json::array array;
    array.reserve(values.size());
    for (const T& value : values)
        array.push_back(toJson(value));
    return array;
}

template <typename T>
json::object bySide(const core::PerSide<T>& values) {
    json::object object;
    for (const core::Side side : core::kSides)
        object[core::name(side)] = toJson(values[side]);
    return object;
}

/// Only the sides that have one, and nothing at all where none has.
template <typename T>
void addBySide(json::object& object, std::string_view key, const core::PerSide<std::optional<T>>& values) {
    json::object members;
    for (const core::Side side : core::kSides)
        add(members, core::name(side), values[side]);
    if (!members.empty())
        object[key] = std::move(members);
}

}  // namespace syncline::delivery::json_parts
