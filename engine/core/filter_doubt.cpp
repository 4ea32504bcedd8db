#include "engine/core/filter_doubt.h"

#include "engine/core/filter_parser.h"
#include "engine/core/letter_case.h"
#include "engine/core/nearest_name.h"

#include <algorithm>

namespace syncline::core {

namespace {

/// A list that is longer is not read.
constexpr std::size_t kMostListed = 30;

std::string listOf(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kMostListed); ++i)
        list += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMostListed ? list + ", …" : list;
}

bool isSame(std::string_view one, std::string_view other) {
    return withoutCase(one) == withoutCase(other);
}

/// Some entry of what the workspace maps could fit.
bool canFit(const AskedWord& asked, std::string_view name) {
    if (asked.op == FilterOperator::Contains)
        return withoutCase(name).find(withoutCase(asked.text)) != std::string::npos;
    return isSame(asked.text, name);
}

FilterDoubt doubtOf(const AskedWord& asked, std::string_view what, const std::vector<FilterWords::Word>& words) {
    FilterDoubt doubt{asked.column, {}, asked.text, {}};
    std::vector<std::string> names;
    for (const FilterWords::Word& word : words) {
        // Several objects may have a field of that name.
        if (std::find(names.begin(), names.end(), word.name) == names.end())
            names.push_back(word.name);
    }
    if (asked.op == FilterOperator::Contains) {
        doubt.message = "the name of no " + std::string(what) + " in this workspace contains " + asked.text
                        + "; there are: " + listOf(names);
        return doubt;
    }
    const std::string none = "no " + std::string(what) + " is called " + asked.text + " in this workspace";
    for (const FilterWords::Word& word : words) {
        for (const Side side : kSides) {
            if (word.onSide[side].empty() || !isSame(word.onSide[side], asked.text))
                continue;
            doubt.meant = word.name;
            doubt.message = none + ": that is how " + std::string(side == Side::Salesforce ? "Salesforce" : "HubSpot")
                            + " calls it, here it is " + word.name;
            return doubt;
        }
    }
    doubt.meant = nearestName(asked.text, names).value_or("");
    doubt.message =
        doubt.meant.empty() ? none + "; there are: " + listOf(names) : none + "; did you mean " + doubt.meant + "?";
    return doubt;
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isOfAnIdOrAddress(char c) {
    return (c >= '0' && c <= '9') || c == '@' || c == '.';
}

bool looksLikeAName(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), isBlank))
        return true;
    return !text.empty() && std::none_of(text.begin(), text.end(), isOfAnIdOrAddress);
}

}  // namespace

std::vector<FilterDoubt> doubtsIn(std::string_view filter, const FilterWords& words) {
    std::vector<FilterDoubt> doubts;
    for (const AskedWord& asked : parseFilter(filter, base::WallTime()).words) {
        const bool isObject = asked.name == FilterName::Object;
        if (!isObject && asked.name != FilterName::Field)
            continue;
        const std::vector<FilterWords::Word>& known = isObject ? words.objects : words.fields;
        const bool isKnown = std::any_of(known.begin(), known.end(),
                                         [&](const FilterWords::Word& word) { return canFit(asked, word.name); });
        if (!known.empty() && !isKnown)
            doubts.push_back(doubtOf(asked, isObject ? "object" : "mapped field", known));
    }
    return doubts;
}

std::vector<RecordByName> recordsByNameIn(std::string_view filter) {
    std::vector<RecordByName> records;
    for (const AskedWord& asked : parseFilter(filter, base::WallTime()).words) {
        // Part of an e-mail may be anything.
        const bool isWhole = asked.op != FilterOperator::Contains;
        if (asked.name == FilterName::Record && isWhole && looksLikeAName(asked.text))
            records.push_back({asked.column, asked.text});
    }
    return records;
}

bool isOneOf(std::string_view text, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return isSame(text, name); });
}

FilterDoubt doubtOf(const RecordByName& asked, const std::vector<NamedRecord>& called) {
    FilterDoubt doubt{asked.column, {}, asked.text, {}};
    doubt.message = "a record is named by its id or by what it is matched by, such as an e-mail; ";
    if (called.empty()) {
        doubt.message += "none is called " + asked.text;
        return doubt;
    }
    doubt.message += asked.text + " is the name of ";
    for (std::size_t i = 0; i < called.size(); ++i)
        doubt.message += (i == 0 ? "" : ", ") + called[i].object + ' ' + called[i].id;
    doubt.meant = called.size() == 1 ? called.front().id : "";
    return doubt;
}

}  // namespace syncline::core
