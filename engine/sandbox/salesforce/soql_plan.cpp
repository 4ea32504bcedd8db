#include "engine/sandbox/salesforce/soql_plan.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"

#include <algorithm>
#include <cstdlib>

namespace syncline::sandbox::salesforce::soql {
namespace {

ApiError invalidField(std::string message) {
    return {400, "INVALID_FIELD", std::move(message), {}};
}

Checked<const Column*> columnOf(const ApiObject& object, const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot != std::string::npos && model::foldCase(name.substr(0, dot)) != model::foldCase(object.name))
        return invalidField("Didn't understand relationship '" + name.substr(0, dot)
                            + "' in field path. If you are attempting to use a custom relationship, be sure to append"
                              " the '__r' after the custom relationship name.");
    const Column* column = object.find(dot == std::string::npos ? name : name.substr(dot + 1));
    if (column == nullptr)
        return invalidField("No such column '" + name + "' on entity '" + object.name
                            + "'. If you are attempting to use a custom field, be sure to append the '__c' after the"
                              " custom field name.");
    return column;
}

LiteralKind kindOf(ColumnType type) {
    switch (type) {
        case ColumnType::Integer:
        case ColumnType::Double:
        case ColumnType::Currency:
            return LiteralKind::Number;
        case ColumnType::Boolean:
            return LiteralKind::Boolean;
        case ColumnType::Date:
            return LiteralKind::Date;
        case ColumnType::DateTime:
            return LiteralKind::DateTime;
        default:
            return LiteralKind::Text;
    }
}

bool holdsIds(ColumnType type) {
    return type == ColumnType::Id || type == ColumnType::Reference;
}

Checked<model::Value> valueOf(const Column& column, const Literal& literal) {
    if (literal.kind == LiteralKind::Null)
        return model::Value();
    if (literal.kind != kindOf(column.type)) {
        const bool quoted = literal.kind == LiteralKind::Text;
        return invalidField("value of filter criterion for field '" + column.name + "' must be of type "
                            + std::string(name(column.type)) + (quoted ? " and should not be enclosed in quotes" : ""));
    }
    if (!holdsIds(column.type) || literal.text.empty())
        return literal.text.empty() ? model::Value() : model::Value(literal.text);
    const std::string id = model::salesforceId18(literal.text);
    if (id.empty())
        return ApiError{400, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + literal.text, {}};
    return model::Value(id);
}

Checked<Filter> leaf(const ApiObject& object, const Condition& condition) {
    const auto column = columnOf(object, condition.field);
    if (!column)
        return column.errors();
    if (!isFilterable((*column)->type))
        return invalidField("field '" + (*column)->name + "' can not be filtered in a query call");
    Filter filter;
    filter.column = *column;
    filter.comparison = condition.comparison;
    for (const Literal& literal : condition.literals) {
        if (condition.comparison == Comparison::Like && literal.kind == LiteralKind::Text
            && kindOf(filter.column->type) == LiteralKind::Text && !holdsIds(filter.column->type)) {
            filter.values.emplace_back(literal.text);
            continue;
        }
        if (condition.comparison == Comparison::Like)
            return ApiError{400,
                            "INVALID_QUERY_FILTER_OPERATOR",
                            "invalid operator on " + std::string(name(filter.column->type)) + " field",
                            {}};
        auto value = valueOf(*filter.column, literal);
        if (!value)
            return value.errors();
        filter.values.push_back(std::move(*value));
    }
    return filter;
}

Checked<Filter> filterOf(const ApiObject& object, const Expression& expression) {
    if (expression.junction == Junction::Leaf)
        return leaf(object, expression.condition);
    Filter filter;
    filter.junction = expression.junction;
    for (const Expression& part : expression.parts) {
        auto inner = filterOf(object, part);
        if (!inner)
            return inner.errors();
        filter.parts.push_back(std::move(*inner));
    }
    return filter;
}

bool equals(const Column& column, const model::Value& a, const model::Value& b) {
    return a && b ? compareValues(column.type, *a, *b) == 0 : !a && !b;
}

bool compares(const Filter& filter, const model::Value& value) {
    const auto same = [&](const model::Value& one) { return equals(*filter.column, value, one); };
    const model::Value& first = filter.values.front();
    switch (filter.comparison) {
        case Comparison::Equal:
            return same(first);
        case Comparison::NotEqual:
            return !same(first);
        case Comparison::In:
            return std::any_of(filter.values.begin(), filter.values.end(), same);
        case Comparison::NotIn:
            return std::none_of(filter.values.begin(), filter.values.end(), same);
        case Comparison::Like:
            return value && first && matchesPattern(*value, *first);
        default:
            break;
    }
    if (!value || !first)
        return false;
    const int order = compareValues(filter.column->type, *value, *first);
    switch (filter.comparison) {
        case Comparison::Less:
            return order < 0;
        case Comparison::Greater:
            return order > 0;
        case Comparison::LessOrEqual:
            return order <= 0;
        default:
            return order >= 0;
    }
}

model::Value valueIn(const Column& column, const Row& row) {
    model::Value value = column.text(row);
    if (!value && column.type == ColumnType::Boolean)
        value = "false";
    return value;
}

bool ordered(const std::vector<Sorting>& sortings, const Row& a, const Row& b) {
    for (const Sorting& sorting : sortings) {
        const model::Value left = valueIn(*sorting.column, a);
        const model::Value right = valueIn(*sorting.column, b);
        if (!left && !right)
            continue;
        if (!left || !right)
            return !left == sorting.nullsFirst;
        const int order = compareValues(sorting.column->type, *left, *right);
        if (order != 0)
            return sorting.descending ? order > 0 : order < 0;
    }
    return false;
}

}  // namespace

bool Filter::accepts(const Row& row) const {
    const auto fits = [&](const Filter& part) { return part.accepts(row); };
    switch (junction) {
        case Junction::And:
            return std::all_of(parts.begin(), parts.end(), fits);
        case Junction::Or:
            return std::any_of(parts.begin(), parts.end(), fits);
        case Junction::Not:
            return !parts.front().accepts(row);
        case Junction::Leaf:
            return compares(*this, valueIn(*column, row));
    }
    return false;
}

Checked<Plan> plan(const Org& org, const Query& query) {
    Plan plan;
    plan.object = org.findObject(query.object);
    if (plan.object == nullptr)
        return ApiError{400,
                        "INVALID_TYPE",
                        "sObject type '" + query.object + "' is not supported. If you are attempting to use a custom"
                            + " object, be sure to append the '__c' after the entity name.",
                        {}};
    plan.count = query.count;
    plan.limit = query.limit;
    plan.offset = query.offset;
    for (const std::string& name : query.fields) {
        const auto column = columnOf(*plan.object, name);
        if (!column)
            return column.errors();
        if (std::find(plan.columns.begin(), plan.columns.end(), *column) != plan.columns.end())
            return ApiError{400, "INVALID_FIELD", "duplicate field selected: " + (*column)->name, {}};
        plan.columns.push_back(*column);
    }
    if (query.where) {
        auto filter = filterOf(*plan.object, *query.where);
        if (!filter)
            return filter.errors();
        plan.filter = std::move(*filter);
    }
    for (const Order& order : query.orders) {
        const auto column = columnOf(*plan.object, order.field);
        if (!column)
            return column.errors();
        if (!isSortable((*column)->type))
            return invalidField("field '" + (*column)->name + "' can not be sorted in a query call");
        plan.sortings.push_back({*column, order.descending, order.nullsFirst});
    }
    return plan;
}

std::vector<Row> run(const Org& org, const Plan& plan, bool withRemoved) {
    std::vector<Row> rows = org.rows(*plan.object, withRemoved);
    if (plan.filter)
        std::erase_if(rows, [&](const Row& row) { return !plan.filter->accepts(row); });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const Row& a, const Row& b) { return ordered(plan.sortings, a, b); });
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(plan.offset, rows.size())));
    if (plan.limit && rows.size() > *plan.limit)
        rows.resize(*plan.limit);
    return rows;
}

int compareValues(ColumnType type, const std::string& a, const std::string& b) {
    if (kindOf(type) == LiteralKind::Number) {
        const double left = std::strtod(a.c_str(), nullptr);
        const double right = std::strtod(b.c_str(), nullptr);
        return left < right ? -1 : left > right ? 1 : 0;
    }
    if (holdsIds(type))
        return a.compare(b);
    return model::foldCase(a).compare(model::foldCase(b));
}

bool matchesPattern(std::string_view text, std::string_view pattern) {
    const std::string folded = model::foldCase(text);
    const std::string wanted = model::foldCase(pattern);
    constexpr std::size_t kNone = std::string::npos;
    std::size_t at = 0;
    std::size_t next = 0;
    std::size_t anyAt = kNone;    // in the pattern, behind the last '%'
    std::size_t anyFrom = kNone;  // in the text, where that '%' stops for now
    while (at < folded.size()) {
        const bool escaped = next + 1 < wanted.size() && wanted[next] == '\\';
        const std::size_t literal = next + (escaped ? 1 : 0);
        if (!escaped && next < wanted.size() && wanted[next] == '%') {
            anyAt = ++next;
            anyFrom = at;
        } else if (literal < wanted.size() && ((!escaped && wanted[next] == '_') || wanted[literal] == folded[at])) {
            next = literal + 1;
            ++at;
        } else if (anyAt != kNone) {
            next = anyAt;
            at = ++anyFrom;
        } else {
            return false;
        }
    }
    while (next < wanted.size() && wanted[next] == '%')
        ++next;
    return next == wanted.size();
}

bool isFilterable(ColumnType type) {
    return type != ColumnType::LongText && type != ColumnType::Address;
}

bool isSortable(ColumnType type) {
    return isFilterable(type) && type != ColumnType::MultiPicklist;
}

}  // namespace syncline::sandbox::salesforce::soql
