#include "engine/connectors/salesforce/field_reader.h"

#include "engine/connectors/salesforce/canonical_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace syncline::connectors::salesforce {
namespace {

using simdjson::error_code;
using simdjson::ondemand::json_type;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

constexpr std::array<std::string_view, 15> kComponents = {
    "Salutation", "FirstName", "MiddleName", "LastName",    "Suffix",   "Street",    "City",           "State",
    "PostalCode", "Country",   "StateCode",  "CountryCode", "Latitude", "Longitude", "GeocodeAccuracy"};

}  // namespace

std::string componentField(std::string_view compound, std::string_view component) {
    constexpr std::string_view kAddress = "Address";
    constexpr std::string_view kCustom = "__c";
    if (compound == "Name")
        return std::string(component);
    if (compound.ends_with(kAddress))
        return std::string(compound.substr(0, compound.size() - kAddress.size())) + std::string(component);
    if (compound.ends_with(kCustom))
        return std::string(compound.substr(0, compound.size() - kCustom.size())) + "__" + std::string(component)
               + "__s";
    return std::string(compound) + std::string(component);
}

FieldReader::FieldReader(const SObject& object, std::vector<std::string> changed)
    : m_object(object), m_changed(std::move(changed)) {}

error_code FieldReader::take(std::string_view name, value value) {
    json_type type{};
    if (const error_code error = value.type().get(type))
        return error;
    if (type == json_type::object) {
        object members;
        if (const error_code error = value.get_object().get(members))
            return error;
        return takeObject(name, members);
    }
    if (type == json_type::null) {
        takeNull(name);
        return simdjson::SUCCESS;
    }
    return type == json_type::array ? simdjson::SUCCESS : takeText(name, value);
}

error_code FieldReader::takeText(std::string_view name, value value) {
    json_type type{};
    if (const error_code error = value.type().get(type))
        return error;
    if (type != json_type::string) {
        const std::string_view token = trimmed(value.raw_json_token());
        fields.push_back({std::string(name), type == json_type::number ? plainNumber(token) : std::string(token)});
        return simdjson::SUCCESS;
    }
    std::string_view text;
    if (const error_code error = value.get_string().get(text))
        return error;
    // The type of a field that nobody mapped is not known; what reads as an instant is taken as one.
    const auto comparison = m_object.maps(name) ? m_object.comparison(name) : mapping::Comparison::Instant;
    fields.push_back({std::string(name), canonicalText(text, comparison)});
    return simdjson::SUCCESS;
}

error_code FieldReader::takeObject(std::string_view name, object object) {
    for (auto member : object) {
        std::string_view component;
        if (const error_code error = member.unescaped_key().get(component))
            return error;
        const std::string key(component);
        value value;
        if (const error_code error = member.value().get(value))
            return error;
        if (key == "diff") {
            if (m_object.maps(name))
                differences.emplace_back(name);
            continue;
        }
        json_type type{};
        if (const error_code error = value.type().get(type))
            return error;
        if (type == json_type::object || type == json_type::array || isLeftOut(name, key))
            continue;
        if (type == json_type::null)
            fields.push_back({componentField(name, key), std::nullopt});
        else if (const error_code error = takeText(componentField(name, key), value))
            return error;
    }
    return simdjson::SUCCESS;
}

void FieldReader::takeNull(std::string_view name) {
    const std::size_t before = fields.size();
    for (const std::string_view component : kComponents) {
        std::string field = componentField(name, component);
        if (!m_object.maps(name) && m_object.maps(field))
            fields.push_back({std::move(field), std::nullopt});
    }
    if (fields.size() == before)
        fields.push_back({std::string(name), std::nullopt});
}

bool FieldReader::isLeftOut(std::string_view compound, std::string_view component) const {
    const std::string prefix = std::string(compound) + ".";
    const bool dotted = std::any_of(m_changed.begin(), m_changed.end(),
                                    [&](const std::string& field) { return field.starts_with(prefix); });
    return dotted && std::find(m_changed.begin(), m_changed.end(), prefix + std::string(component)) == m_changed.end();
}

}  // namespace syncline::connectors::salesforce
