#pragma once

#include "engine/core/side.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// What a workspace calls its objects and fields, which the filter language does not know.
struct FilterWords {
    struct Word {
        std::string name;             ///< the mapping's, with which entries are compared
        PerSide<std::string> onSide;  ///< what the sides call it; may be empty
    };
    std::vector<Word> objects;  ///< none: they are not known yet, and nothing is said of objects
    std::vector<Word> fields;   ///< the same of fields
};

/// A word of a filter that is none of its workspace's, and hardly what was meant. The filter is good nevertheless: a
/// journal may hold what is no longer mapped.
struct FilterDoubt {
    std::size_t column = 1;  ///< of the word, from 1, in bytes
    std::string message;     ///< "no object is called Contct in this workspace; there are: contact, company"
    std::string word;        ///< as it was asked for, without its quotes
    std::string meant;       ///< what stands in its place, where one is near; may be empty

    bool operator==(const FilterDoubt&) const = default;
};

/// The words that object and field are compared with and that name nothing of the workspace, from left to right. None
/// in a text that is no filter: see mistakeIn(). Pure.
[[nodiscard]] std::vector<FilterDoubt> doubtsIn(std::string_view filter, const FilterWords& words);

/// A text that record is compared with as a whole, and that looks like the name of a person or a company.
struct RecordByName {
    std::size_t column = 1;
    std::string text;
};
/// From left to right: what has blanks, or neither a digit nor the marks of an address. It may be a match key all the
/// same, which only the records tell.
[[nodiscard]] std::vector<RecordByName> recordsByNameIn(std::string_view filter);

/// The text is one of those names as a whole, without case. Pure.
[[nodiscard]] bool isOneOf(std::string_view text, const std::vector<std::string>& names);

/// A record that has that name, and an id by which it can be asked for.
struct NamedRecord {
    std::string object;
    std::string id;
};
/// What to say when no record has it as an id or a match key; `called`: those that have it as their name.
[[nodiscard]] FilterDoubt doubtOf(const RecordByName& asked, const std::vector<NamedRecord>& called);

}  // namespace syncline::core
