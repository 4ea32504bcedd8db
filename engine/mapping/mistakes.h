#pragma once

#include "engine/mapping/json_scanner.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::mapping {

/// What is wrong with a JSON file, by places; a plain collection. One mistake is told once, however often it is found.
class Mistakes {
public:
    /// `text` says what was expected and what is there.
    void add(std::string pointer, std::string text);

    [[nodiscard]] bool empty() const { return m_all.empty(); }
    /// One line each, "line 12, /objects/0/fields/2/rule: expected …", in the order of the file. The document itself,
    /// in which a member may be missing, is "/".
    [[nodiscard]] std::string lines(const JsonOutline& outline) const;

private:
    struct Mistake {
        std::string pointer;
        std::string text;

        bool operator==(const Mistake&) const = default;
    };
    std::vector<Mistake> m_all;
};

/// In quotes and cut where it is long, for a message.
[[nodiscard]] std::string inQuotes(std::string_view text);
/// `"a", "b", "c"`.
[[nodiscard]] std::string quotedList(const std::vector<std::string>& texts);

}  // namespace syncline::mapping
