#include "engine/mapping/nearest_name.h"
#include "engine/mapping/translate.h"
#include "engine/mapping/unicode_text.h"
#include "engine/mapping/workspace_checks.h"
#include "engine/mapping/workspace_names.h"

#include <algorithm>

namespace syncline::mapping {
namespace {

void checkName(const JsonNode& name, Mistakes& mistakes) {
    if (!name.text().empty() && !isIdentifier(name.text()))
        mistakes.add(name.pointer(), "expected letters, digits and underscores, found " + inQuotes(name.text()));
}

void checkApiName(const JsonNode& name, Mistakes& mistakes) {
    const std::string text = name.text();
    const bool fits = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    if (!fits)
        mistakes.add(name.pointer(), "expected an API name, found " + inQuotes(text));
}

bool isBlank(const std::string& text) {
    return withoutOuterSpace(text).empty();
}

/// One field's options.
class OptionCheck {
public:
    OptionCheck(const JsonNode& field, Mistakes& mistakes) : m_options(field["options"]), m_mistakes(mistakes) {
        m_field.comparison = comparisonNamed(field["compare"].text()).value_or(Comparison::Trimmed);
        m_field.scale = static_cast<int>(field["scale"].wholeNumber().value_or(-1));
    }

    void run() {
        std::vector<std::pair<std::string, std::string>> seen;  // keys with their names
        for (const std::string& name : m_options.names()) {
            const JsonNode option = m_options[name];
            checkText(option, name);
            if (!option.text().empty())
                checkText(option, option.text());
            const std::string key = comparisonKey(m_field, name);
            const auto same = std::find_if(seen.begin(), seen.end(), [&](const auto& one) { return one.first == key; });
            if (same != seen.end() && !key.empty())
                m_mistakes.add(option.pointer(),
                               "this comparison cannot tell " + inQuotes(name) + " from " + inQuotes(same->second));
            seen.emplace_back(key, name);
        }
    }

private:
    void checkText(const JsonNode& option, const std::string& text) {
        if (isBlank(text))
            m_mistakes.add(option.pointer(), "an option cannot be blank; \"blankAs\" stands for a blank");
        if (m_field.comparison == Comparison::Set && text.find(';') != std::string::npos)
            m_mistakes.add(option.pointer(), "an option of a set cannot hold a semicolon, as in " + inQuotes(text));
    }

    JsonNode m_options;
    Mistakes& m_mistakes;
    FieldMapping m_field;
};

void checkDirection(const JsonNode& field, Mistakes& mistakes) {
    const JsonNode direction = field["direction"];
    const std::string text = direction.text();
    if (text == "both" && field["onRefused"].exists())
        mistakes.add(field["onRefused"].pointer(), "with \"both\" directions nothing is refused here");
    if ((text == "toSalesforce" || text == "toHubspot") && field["rule"].exists())
        mistakes.add(direction.pointer(),
                     inQuotes(text) + " says who owns the field, and \"rule\" beside it says it again; take out one");
}

void checkField(const JsonNode& field, Mistakes& mistakes) {
    checkName(field["name"], mistakes);
    checkApiName(field["salesforce"], mistakes);
    checkApiName(field["hubspot"], mistakes);
    if (field["scale"].exists() && field["compare"].text() != "number")
        mistakes.add(field["scale"].pointer(), "\"scale\" is for fields that compare as \"number\"");
    OptionCheck(field, mistakes).run();
    for (const char* const side : {"salesforce", "hubspot"}) {
        const JsonNode standIn = field["blankAs"][side];
        if (!standIn.text().empty() && isBlank(standIn.text()))
            mistakes.add(standIn.pointer(), "a stand-in for a blank cannot be blank itself");
    }
    checkDirection(field, mistakes);
}

std::vector<std::string> fieldNames(const JsonNode& object) {
    std::vector<std::string> names;
    for (const JsonNode& field : object["fields"].elements())
        names.push_back(field["name"].text());
    return names;
}

void checkMatch(const JsonNode& object, Mistakes& mistakes) {
    const std::vector<std::string> names = fieldNames(object);
    UniqueNames keys(mistakes);
    for (const JsonNode& key : object["match"].elements()) {
        const std::string text = key.text();
        if (!text.empty() && std::find(names.begin(), names.end(), text) == names.end())
            mistakes.add(key.pointer(),
                         "expected the name of a mapped field, found " + inQuotes(text) + suggestion(text, names));
        keys.take(key, text);
    }
}

void checkPartnerId(const JsonNode& object, const char* side, Mistakes& mistakes) {
    const JsonNode partnerId = object["partnerId"][side];
    checkApiName(partnerId, mistakes);
    const std::string name = comparableName(side, partnerId.text());
    for (const JsonNode& field : object["fields"].elements()) {
        if (!name.empty() && comparableName(side, field[side].text()) == name)
            mistakes.add(partnerId.pointer(), inQuotes(partnerId.text())
                                                  + " holds the partner's id and cannot be mapped at "
                                                  + field[side].pointer() + " as well");
    }
}

}  // namespace

void checkObject(const JsonNode& object, Mistakes& mistakes) {
    checkName(object["name"], mistakes);
    checkMatch(object, mistakes);
    UniqueNames names(mistakes);
    for (const JsonNode& field : object["fields"].elements()) {
        names.take(field["name"], field["name"].text());
        checkField(field, mistakes);
    }
    for (const char* const side : {"salesforce", "hubspot"}) {
        checkApiName(object[side], mistakes);
        checkPartnerId(object, side, mistakes);
        UniqueNames fields(mistakes);
        for (const JsonNode& field : object["fields"].elements())
            fields.take(field[side], comparableName(side, field[side].text()));
    }
}

}  // namespace syncline::mapping
