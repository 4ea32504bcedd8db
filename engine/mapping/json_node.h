#pragma once

#include "engine/mapping/json_scanner.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace syncline::mapping {

/// A value of a document with its JSON pointer, or a place where there is none. What is missing or of another kind
/// reads as nothing: the schema has its say on that elsewhere, and everything else is still looked at. A view: the
/// document outlives it.
class JsonNode {
public:
    JsonNode(const boost::json::value* value, std::string pointer) : m_value(value), m_pointer(std::move(pointer)) {}

    [[nodiscard]] bool exists() const { return m_value != nullptr; }
    [[nodiscard]] bool isObject() const { return m_value != nullptr && m_value->is_object(); }
    [[nodiscard]] const std::string& pointer() const { return m_pointer; }

    [[nodiscard]] JsonNode operator[](std::string_view name) const {
        const boost::json::value* const found =
            isObject() ? m_value->get_object().if_contains({name.data(), name.size()}) : nullptr;
        return {found, m_pointer + pointerStep(name)};
    }

    /// The elements of a list.
    [[nodiscard]] std::vector<JsonNode> elements() const {
        std::vector<JsonNode> nodes;
        if (m_value != nullptr && m_value->is_array()) {
            for (const boost::json::value& element : m_value->get_array())
                nodes.emplace_back(&element, m_pointer + "/" + std::to_string(nodes.size()));
        }
        return nodes;
    }

    /// The members of an object in the file's order.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        if (isObject()) {
            for (const auto& member : m_value->get_object())
                names.emplace_back(member.key());
        }
        return names;
    }

    /// "" for what is no text.
    [[nodiscard]] std::string text() const {
        return m_value != nullptr && m_value->is_string() ? std::string(m_value->get_string()) : std::string();
    }
    [[nodiscard]] std::optional<std::int64_t> wholeNumber() const {
        return m_value != nullptr && m_value->is_int64() ? std::optional(m_value->get_int64()) : std::nullopt;
    }
    [[nodiscard]] std::optional<double> number() const {
        return m_value != nullptr && m_value->is_number() ? std::optional(m_value->to_number<double>()) : std::nullopt;
    }
    [[nodiscard]] std::optional<bool> truth() const {
        return m_value != nullptr && m_value->is_bool() ? std::optional(m_value->get_bool()) : std::nullopt;
    }

private:
    const boost::json::value* m_value;
    std::string m_pointer;
};

}  // namespace syncline::mapping
