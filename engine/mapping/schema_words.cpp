#include "engine/mapping/schema_words.h"

#include "engine/mapping/nearest_name.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>

namespace syncline::mapping {
namespace {

namespace json = boost::json;

/// A member that is an object, or null.
const json::object* objectIn(const json::object& object, std::string_view name) {
    const json::value* const found = object.if_contains(json::string_view(name.data(), name.size()));
    return found == nullptr ? nullptr : found->if_object();
}

std::string textIn(const json::object& object, std::string_view name) {
    const json::value* const found = object.if_contains(json::string_view(name.data(), name.size()));
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::vector<std::string> textsIn(const json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* const found = object.if_contains(json::string_view(name.data(), name.size()));
    if (found == nullptr || !found->is_array())
        return texts;
    for (const json::value& text : found->get_array()) {
        if (text.is_string())
            texts.emplace_back(text.get_string());
    }
    return texts;
}

std::vector<std::string> namesOf(const json::object* object) {
    std::vector<std::string> names;
    if (object != nullptr) {
        for (const auto& member : *object)
            names.emplace_back(member.key());
    }
    return names;
}

/// The names of which an object needs one, in oneOf or anyOf.
std::vector<std::string> choicesOf(const json::object& node, std::string_view keyword) {
    std::vector<std::string> names;
    const json::value* const found = node.if_contains(json::string_view(keyword.data(), keyword.size()));
    if (found == nullptr || !found->is_array())
        return names;
    for (const json::value& choice : found->get_array()) {
        if (choice.is_object()) {
            for (std::string& name : textsIn(choice.get_object(), "required"))
                names.push_back(std::move(name));
        }
    }
    return names;
}

/// A node behind its reference, and for an object behind its condition: other values are told about both branches.
const json::object& effective(const json::object& root, const json::object& node, const json::value& value) {
    constexpr std::string_view kPrefix = "#/definitions/";
    const std::string reference = textIn(node, "$ref");
    if (reference.starts_with(kPrefix)) {
        const json::object* const definitions = objectIn(root, "definitions");
        const json::object* const target =
            definitions == nullptr ? nullptr : objectIn(*definitions, reference.substr(kPrefix.size()));
        return target == nullptr ? node : effective(root, *target, value);
    }
    const json::object* const otherwise = value.is_object() && node.contains("if") ? objectIn(node, "else") : nullptr;
    return otherwise == nullptr ? node : *otherwise;
}

const json::object* childOf(const json::object& node, const json::value& value, const std::string& step) {
    if (value.is_array())
        return objectIn(node, "items");
    const json::object* const properties = objectIn(node, "properties");
    const json::object* const property = properties == nullptr ? nullptr : objectIn(*properties, step);
    return property != nullptr ? property : objectIn(node, "additionalProperties");
}

const json::value* childOf(const json::value& value, const std::string& step) {
    if (value.is_object())
        return value.get_object().if_contains(step);
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (!value.is_array() || error != std::errc{} || end != step.data() + step.size())
        return nullptr;
    return value.get_array().if_contains(index);
}

std::string rangeOf(const json::object& node) {
    const json::value* const low = node.if_contains("minimum");
    const json::value* const high = node.if_contains("maximum");
    return low == nullptr || high == nullptr ? std::string() : " from " + described(*low) + " to " + described(*high);
}

/// What a place takes, as the object of "expected".
class Expectation {
public:
    explicit Expectation(const json::object& node) : m_node(node) {
        if (const json::value* const constant = node.if_contains("const"))
            m_choices.push_back(described(*constant));
        for (const std::string& choice : textsIn(node, "enum")) {
            m_texts.push_back(choice);
            m_choices.push_back(inQuotes(choice));
        }
        if (node.contains("if"))
            addBranches();
    }

    std::string words() const {
        if (m_choices.size() > 1)
            return "one of " + listed();
        return m_choices.empty() ? ofType() : m_choices.front();
    }

    const std::vector<std::string>& texts() const { return m_texts; }

private:
    /// A rule is a word or an object: its choices are the object's names and the word.
    void addBranches() {
        const json::object* const otherwise = objectIn(m_node, "else");
        const json::object* const then = objectIn(m_node, "then");
        if (otherwise != nullptr) {
            for (const std::string& name : choicesOf(*otherwise, "oneOf"))
                m_choices.push_back(inQuotes(name));
        }
        if (then != nullptr && !textIn(*then, "const").empty()) {
            m_texts.push_back(textIn(*then, "const"));
            m_choices.push_back(inQuotes(m_texts.back()));
        }
    }

    std::string listed() const {
        std::string list;
        for (const std::string& choice : m_choices)
            list += (list.empty() ? "" : ", ") + choice;
        return list;
    }

    std::string ofType() const {
        const std::string type = textIn(m_node, "type");
        if (type == "string")
            return m_node.contains("minLength") ? "a text that is not empty" : "a text";
        if (type == "integer")
            return "a whole number" + rangeOf(m_node);
        if (type == "number")
            return "a number" + rangeOf(m_node);
        if (type == "boolean")
            return "true or false";
        if (type == "array")
            return m_node.contains("minItems") ? "a list that is not empty" : "a list";
        return m_node.contains("minProperties") ? "an object that is not empty" : "an object";
    }

    const json::object& m_node;
    std::vector<std::string> m_choices;  ///< as they stand in the message
    std::vector<std::string> m_texts;    ///< those that are texts, bare
};

bool hasType(const json::value& value, const std::string& type) {
    return (type == "string" && value.is_string()) || (type == "integer" && (value.is_int64() || value.is_uint64()))
           || (type == "number" && value.is_number()) || (type == "boolean" && value.is_bool())
           || (type == "array" && value.is_array()) || (type == "object" && value.is_object());
}

std::size_t sizeOf(const json::value& value) {
    if (value.is_string())
        return value.get_string().size();
    if (value.is_array())
        return value.get_array().size();
    return value.is_object() ? value.get_object().size() : 0;
}

bool isWithin(const json::object& node, const json::value& value) {
    const auto number = [&](const char* name, double otherwise) {
        const json::value* const found = node.if_contains(name);
        return found == nullptr || !found->is_number() ? otherwise : found->to_number<double>();
    };
    if (value.is_number()) {
        const auto given = value.to_number<double>();
        return given >= number("minimum", given) && given <= number("maximum", given);
    }
    const char* const least = value.is_string() ? "minLength" : value.is_array() ? "minItems" : "minProperties";
    return static_cast<double>(sizeOf(value)) >= number(least, 0);
}

/// Whether the value itself, without what is in it, is one that the node takes.
bool fits(const json::object& node, const json::value& value) {
    const std::string type = textIn(node, "type");
    if (node.contains("if"))
        return false;
    if (!type.empty() && !hasType(value, type))
        return false;
    if (const json::value* const constant = node.if_contains("const"); constant != nullptr && *constant != value)
        return false;
    if (const json::value* const choices = node.if_contains("enum"); choices != nullptr && choices->is_array()) {
        const json::array& all = choices->get_array();
        if (std::find(all.begin(), all.end(), value) == all.end())
            return false;
    }
    return isWithin(node, value);
}

bool looksSecret(std::string_view name) {
    constexpr std::array<std::string_view, 4> kWords = {"secret", "token", "password", "apikey"};
    std::string lower(name);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// The members of an object: which are missing, which nobody knows, which exclude each other.
class MemberCheck {
public:
    MemberCheck(const json::object& node, const json::object& object, std::string pointer, Mistakes& mistakes)
        : m_node(node), m_object(object), m_pointer(std::move(pointer)), m_mistakes(mistakes) {}

    bool run() {
        required();
        const bool unknown = unknownNames();
        if (!unknown)
            alternatives("anyOf");
        if (!unknown)
            alternatives("oneOf");
        dependencies();
        return m_found;
    }

private:
    void add(std::string pointer, std::string text) {
        m_mistakes.add(std::move(pointer), std::move(text));
        m_found = true;
    }

    void required() {
        for (const std::string& name : textsIn(m_node, "required")) {
            if (!m_object.contains(name))
                add(m_pointer, inQuotes(name) + " is missing");
        }
    }

    bool unknownNames() {
        const json::value* const additional = m_node.if_contains("additionalProperties");
        if (additional == nullptr || !additional->is_bool())
            return false;
        const std::vector<std::string> known = namesOf(objectIn(m_node, "properties"));
        bool any = false;
        for (const std::string& name : namesOf(&m_object)) {
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                add(m_pointer + pointerStep(name), unknownName(name, known));
                any = true;
            }
        }
        return any;
    }

    static std::string unknownName(const std::string& name, const std::vector<std::string>& known) {
        if (looksSecret(name))
            return "no secret belongs in this file; it is kept in the keyring or comes from the environment";
        const std::string meant = suggestion(name, known);
        return "not known here" + (meant.empty() ? "; known are " + quotedList(known) : meant);
    }

    void alternatives(std::string_view keyword) {
        const std::vector<std::string> names = choicesOf(m_node, keyword);
        std::vector<std::string> given;
        std::copy_if(names.begin(), names.end(), std::back_inserter(given),
                     [&](const std::string& name) { return m_object.contains(name); });
        if (!names.empty() && given.empty())
            add(m_pointer, "expected one of " + quotedList(names) + ", found neither");
        if (keyword == "oneOf" && given.size() > 1)
            add(m_pointer, "expected only one of " + quotedList(given));
    }

    void dependencies() {
        const json::object* const all = objectIn(m_node, "dependencies");
        for (const std::string& name : namesOf(all)) {
            for (const std::string& needed : textsIn(*all, name)) {
                if (m_object.contains(name) && !m_object.contains(needed))
                    add(m_pointer + pointerStep(name), inQuotes(name) + " needs " + inQuotes(needed) + " beside it");
            }
        }
    }

    const json::object& m_node;
    const json::object& m_object;
    std::string m_pointer;
    Mistakes& m_mistakes;
    bool m_found = false;
};

}  // namespace

bool explainFailure(const json::value& schema, const json::value& document, const std::vector<std::string>& path,
                    Mistakes& mistakes) {
    if (!schema.is_object())
        return false;
    const json::object& root = schema.get_object();
    const json::value* value = &document;
    const json::object* node = &effective(root, root, document);
    for (const std::string& step : path) {
        const json::object* const place = childOf(*node, *value, step);
        value = childOf(*value, step);
        if (place == nullptr || value == nullptr)
            return false;
        node = &effective(root, *place, *value);
    }
    const std::string pointer = pointerOf(path);
    if (fits(*node, *value))
        return value->is_object() && MemberCheck(*node, value->get_object(), pointer, mistakes).run();
    const Expectation expected(*node);
    std::string text = "expected " + expected.words() + ", found " + described(*value);
    if (value->is_string())
        text += suggestion(value->get_string(), expected.texts());
    mistakes.add(pointer, std::move(text));
    return true;
}

std::string pointerOf(const std::vector<std::string>& path) {
    std::string pointer;
    for (const std::string& step : path)
        pointer += pointerStep(step);
    return pointer;
}

std::string described(const json::value& value) {
    if (value.is_string())
        return inQuotes(std::string_view(value.get_string().data(), value.get_string().size()));
    if (value.is_object())
        return value.get_object().empty() ? "an empty object" : "an object";
    if (value.is_array())
        return value.get_array().empty() ? "an empty list" : "a list";
    return value.is_double() ? shortestText(value.get_double()) : json::serialize(value);
}

std::string shortestText(double number) {
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} ? std::string(digits.data(), end) : std::string();
}

}  // namespace syncline::mapping
