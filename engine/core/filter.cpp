#include "engine/core/filter.h"

#include "engine/core/filter_facts.h"
#include "engine/core/filter_names.h"
#include "engine/core/filter_node.h"
#include "engine/core/filter_parser.h"
#include "engine/core/letter_case.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace syncline::core {

namespace {

using Node = Filter::Node;

constexpr std::int64_t kLastSeq = std::numeric_limits<std::int64_t>::max();

bool fits(std::int64_t have, FilterOperator op, const std::vector<std::int64_t>& asked) {
    switch (op) {
        case FilterOperator::Equal:
            return have == asked.front();
        case FilterOperator::NotEqual:
            return have != asked.front();
        case FilterOperator::Less:
            return have < asked.front();
        case FilterOperator::LessOrEqual:
            return have <= asked.front();
        case FilterOperator::Greater:
            return have > asked.front();
        case FilterOperator::GreaterOrEqual:
            return have >= asked.front();
        case FilterOperator::In:
            return std::find(asked.begin(), asked.end(), have) != asked.end();
        case FilterOperator::Contains:
            break;
    }
    return false;
}

bool fitsAsItIs(std::string_view have, FilterOperator op, const std::vector<std::string>& asked) {
    switch (op) {
        case FilterOperator::NotEqual:
            return have != asked.front();
        case FilterOperator::Contains:
            return have.find(asked.front()) != std::string_view::npos;
        default:
            return std::find(asked.begin(), asked.end(), have) != asked.end();
    }
}

bool fits(std::string_view have, const Node& node) {
    if (node.op == FilterOperator::Contains || goesWithoutCase(node.name))
        return fitsAsItIs(withoutCase(have), node.op, node.texts);
    return fitsAsItIs(have, node.op, node.texts);
}

/// All names of one thing: it is another (!=) when none of them fits, otherwise one of them is enough.
bool fits(const std::vector<std::string_view>& names, const Node& node) {
    const auto one = [&](std::string_view name) { return fits(name, node); };
    if (node.op == FilterOperator::NotEqual)
        return !names.empty() && std::all_of(names.begin(), names.end(), one);
    return std::any_of(names.begin(), names.end(), one);
}

bool fits(const Names& names, const Node& node) {
    const bool one = fits(names.one, node);
    if (!names.other)
        return one;
    const bool other = fits(*names.other, node);
    return node.op == FilterOperator::NotEqual ? one && other : one || other;
}

template <typename Things>
bool anyFits(const Things& things, const Node& node) {
    return std::any_of(things.begin(), things.end(), [&](const auto& thing) { return fits(thing, node); });
}

/// One filter on one entry. What the filter asks of single fields outside of any ! has to be met by one field, and
/// inside of a ! anew: by none at all.
class Evaluation {
public:
    Evaluation(const Node& root, const Filter::Subject& subject) : m_subject(subject) {
        if (root.asksFields)
            m_fields = fieldFactsOf(subject.entry);
    }

    [[nodiscard]] bool holds(const Node& node) const {
        if (node.asksFields && std::any_of(m_fields.begin(), m_fields.end(), [&](const FieldFacts& field) {
                return holdsFor(node, &field);
            }))
            return true;
        return holdsFor(node, nullptr);
    }

private:
    [[nodiscard]] bool holdsFor(const Node& node, const FieldFacts* field) const {
        const auto child = [&](const Node& one) { return holdsFor(one, field); };
        switch (node.kind) {
            case Node::Kind::Everything:
                return true;
            case Node::Kind::All:
                return std::all_of(node.children.begin(), node.children.end(), child);
            case Node::Kind::Any:
                return std::any_of(node.children.begin(), node.children.end(), child);
            case Node::Kind::Not:
                return !holds(node.children.front());
            case Node::Kind::Number:
                return numberFits(node);
            case Node::Kind::Text:
                return node.asksFields ? field != nullptr && fieldFits(node, *field) : textFits(node);
        }
        return false;
    }

    [[nodiscard]] bool numberFits(const Node& node) const {
        const std::optional<std::int64_t> number = numberOf(node.name);
        return number && fits(*number, node.op, node.numbers);
    }

    [[nodiscard]] std::optional<std::int64_t> numberOf(FilterName name) const {
        const Entry& entry = m_subject.entry;
        switch (name) {
            case FilterName::Sequence:
                return entry.seq.value();
            case FilterName::Entity:
                return entry.entity.value();
            case FilterName::Cause:
                return entry.cause.value();
            case FilterName::Time:
                return entry.sourceTime.value_or(entry.captureTime).time_since_epoch().count();
            case FilterName::Captured:
                return entry.captureTime.time_since_epoch().count();
            default:
                break;
        }
        const std::optional<Seq> conflict = conflictOf(entry);
        return conflict ? std::optional(conflict->value()) : std::nullopt;
    }

    [[nodiscard]] static bool fieldFits(const Node& node, const FieldFacts& field) {
        switch (node.name) {
            case FilterName::Field:
                return fits(field.field, node);
            case FilterName::Outcome:
                return field.outcome && fits(name(*field.outcome), node);
            case FilterName::Rule:
                return field.reason && fits(name(*field.reason), node);
            default:
                return anyFits(field.values, node);
        }
    }

    [[nodiscard]] bool textFits(const Node& node) const {
        const Entry& entry = m_subject.entry;
        switch (node.name) {
            case FilterName::Kind:
                return fits(name(entry.kind()), node);
            case FilterName::Side:
                return entry.side && fits(name(*entry.side), node);
            case FilterName::Object:
                return m_subject.object.empty() ? anyFits(objectsOf(entry), node) : fits(m_subject.object, node);
            case FilterName::Record:
                return recordFits(node);
            default:
                return anyFits(writersOf(entry), node);
        }
    }

    [[nodiscard]] bool recordFits(const Node& node) const {
        std::vector<std::string_view> names = recordIdsOf(m_subject.entry);
        names.insert(names.end(), m_subject.records.begin(), m_subject.records.end());
        return fits(names, node);
    }

    const Filter::Subject& m_subject;
    std::vector<FieldFacts> m_fields;
};

/// No entry is where `from` is above `to`. It begins at 0 since a cause or an entity may be none.
struct Range {
    std::int64_t from = 0;
    std::int64_t to = kLastSeq;
};

Range rangeOf(FilterOperator op, const std::vector<std::int64_t>& asked) {
    const std::int64_t first = *std::min_element(asked.begin(), asked.end());
    switch (op) {
        case FilterOperator::Equal:
        case FilterOperator::In:
            return {first, *std::max_element(asked.begin(), asked.end())};
        case FilterOperator::Less:
            return {0, first - 1};
        case FilterOperator::LessOrEqual:
            return {0, first};
        case FilterOperator::Greater:
            return first == kLastSeq ? Range{kLastSeq, 0} : Range{first + 1, kLastSeq};
        case FilterOperator::GreaterOrEqual:
            return {first, kLastSeq};
        default:
            return {};
    }
}

Range rangeOf(const Node& node);

/// An entry lies behind its cause, at or behind the entry that opened its conflict, and at or behind the first one that
/// concerned its entity.
Range rangeOfComparison(const Node& node) {
    const Range range = rangeOf(node.op, node.numbers);
    switch (node.name) {
        case FilterName::Sequence:
            return range;
        case FilterName::Cause:
            return {range.from == kLastSeq ? kLastSeq : range.from + 1, kLastSeq};
        case FilterName::Conflict:
        case FilterName::Entity:
            return {range.from, kLastSeq};
        default:
            return {};
    }
}

Range rangeOfAll(const Node& node) {
    Range all;
    for (const Node& child : node.children) {
        const Range one = rangeOf(child);
        all = {std::max(all.from, one.from), std::min(all.to, one.to)};
    }
    return all;
}

Range rangeOfAny(const Node& node) {
    Range any{kLastSeq, 0};
    for (const Node& child : node.children) {
        const Range one = rangeOf(child);
        if (one.from <= one.to)
            any = {std::min(any.from, one.from), std::max(any.to, one.to)};
    }
    return any;
}

Range rangeOf(const Node& node) {
    switch (node.kind) {
        case Node::Kind::All:
            return rangeOfAll(node);
        case Node::Kind::Any:
            return rangeOfAny(node);
        case Node::Kind::Number:
            return rangeOfComparison(node);
        default:
            return {};
    }
}

bool asksEntityIn(const Node& node) {
    if (node.kind == Node::Kind::Text)
        return node.name == FilterName::Object || node.name == FilterName::Record;
    return std::any_of(node.children.begin(), node.children.end(), asksEntityIn);
}

}  // namespace

Filter::Filter(std::shared_ptr<const Node> root) : m_root(std::move(root)) {}

base::Result<Filter> Filter::parse(std::string_view text, base::WallTime now) {
    ParsedFilter parsed = parseFilter(text, now);
    if (parsed.mistake) {
        return base::Error{base::ErrorCode::InvalidArgument,
                           "read a filter",
                           std::string(text),
                           "column " + std::to_string(parsed.mistake->column) + ": " + parsed.mistake->message,
                           {}};
    }
    return Filter(std::make_shared<const Node>(std::move(parsed.root)));
}

bool Filter::matches(const Subject& subject) const {
    return Evaluation(*m_root, subject).holds(*m_root);
}

Filter::Bounds Filter::bounds() const {
    const Range range = rangeOf(*m_root);
    return {Seq(std::max<std::int64_t>(range.from, 1)), Seq(range.to)};
}

bool Filter::asksEntity() const {
    return asksEntityIn(*m_root);
}

std::optional<FilterMistake> mistakeIn(std::string_view text) {
    return parseFilter(text, base::WallTime()).mistake;
}

}  // namespace syncline::core
