#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/core/entry.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::core {

/// The filter language of the console and the command line: one grammar, written down in filter_language.md.
///     side == hubspot && field in (email, phone) && outcome == lost && time > -1h
///     value ~ "@acme"    record == "ada@acme.com"    cause == 4711    !(kind == ConflictOpened)
/// Names: seq, time, captured, kind, side, object, record, entity, field, value, outcome, rule, writer, cause,
/// conflict. Operators: == != < <= > >= ~ (contains, without case) in (…); && || ! and brackets. Values are words,
/// "texts", numbers, times (2026-11-24T16:00:00Z) and ages (-90s, -15m, -1h, -2d), which count from `now`.
///
/// What an entry does not have fits nothing, whatever the operator. What is asked of field, value, outcome and rule has
/// to be met by one and the same field of the entry; what stands behind a ! is asked anew, and must be met by none.
/// An immutable value; evaluation is pure.
class Filter {
public:
    /// InvalidArgument with the column (from 1) in the detail, and in `object` the text. An empty text takes
    /// everything.
    [[nodiscard]] static base::Result<Filter> parse(std::string_view text, base::WallTime now);

    /// What an entry says of itself is in the entry; the records of its entity are the caller's knowledge.
    struct Subject {
        const Entry& entry;
        std::string_view object;           ///< of the entity; may be empty
        std::vector<std::string> records;  ///< ids and match keys (e-mail) by which a person may name it
    };
    [[nodiscard]] bool matches(const Subject& subject) const;

    /// The sequences that can match, both included: a reader need not look elsewhere. From comparisons of seq, and of
    /// cause, conflict and entity, which lie before the entry. Nothing can match when `from` is above `to`.
    struct Bounds {
        Seq from;
        Seq to;
    };
    [[nodiscard]] Bounds bounds() const;
    /// Whether it asks for what the entry does not say by itself: otherwise `object` and `records` may be left empty.
    [[nodiscard]] bool asksEntity() const;

    struct Node;

private:
    explicit Filter(std::shared_ptr<const Node> root);
    std::shared_ptr<const Node> m_root;
};

/// Where a text stops being a filter, for marking it while it is typed.
struct FilterMistake {
    std::size_t column = 1;  ///< from 1, in bytes
    std::string message;     ///< what was expected; "there is no name 'outcom'; did you mean 'outcome'? …"
    std::string meant = {};  ///< what stands in the place of that word, where it can be told; may be empty
    std::size_t length = 0;  ///< in bytes, from the column on: what `meant` takes the place of; 0: the word there
};
[[nodiscard]] std::optional<FilterMistake> mistakeIn(std::string_view text);

}  // namespace syncline::core
