#include "engine/sandbox/hubspot/search.h"

#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/property_catalog.h"
#include "engine/sandbox/hubspot/search_filter.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::size_t kMostCharacters = 3000;
constexpr std::size_t kUsualLimit = 10;
constexpr std::size_t kMostLimit = 200;
constexpr std::size_t kMostResults = 10'000;

/// A sort is an object, or a name with an optional minus: the specification has the one, the guide the other.
struct Sort {
    std::string property;
    bool descending = false;
};

Checked<std::optional<Sort>> readSort(const json::object& body) {
    const json::array* sorts = arrayMember(body, "sorts");
    if (sorts == nullptr || sorts->empty())
        return std::optional<Sort>();
    if (sorts->size() > 1)
        return invalid("Only one sort is supported");
    if (const json::object* sort = sorts->front().if_object())
        return std::optional(Sort{textMember(*sort, "propertyName").value_or(""),
                                  textMember(*sort, "direction") == std::optional<std::string>("DESCENDING")});
    const std::string name = textOf(sorts->front()).value_or("");
    const bool descending = name.starts_with('-');
    return std::optional(Sort{name.substr(descending ? 1 : 0), descending});
}

}  // namespace

Checked<SearchApi::Page> SearchApi::readPage(const json::object& body, const ObjectType& type) {
    Page page;
    const std::int64_t limit = numberMember(body, "limit").value_or(kUsualLimit);
    if (limit < 0 || limit > static_cast<std::int64_t>(kMostLimit))
        return invalid("limit must be between 0 and " + std::to_string(kMostLimit));
    page.limit = static_cast<std::size_t>(limit);
    const std::string after = textMember(body, "after").value_or("");
    const std::optional<std::int64_t> start = after.empty() ? 0 : wholeNumber(after);
    if (!start || *start < 0)
        return unreadable("after: " + after);
    page.after = static_cast<std::size_t>(*start);
    if (page.after + page.limit > kMostResults)
        return invalid("The maximum number of search results is " + std::to_string(kMostResults));
    TRY_ASSIGN(const std::optional<Sort> sort, readSort(body));
    page.sort = findProperty(type.kind, sort ? sort->property : "createdate");
    page.descending = sort && sort->descending;
    if (page.sort == nullptr)
        return invalid("There was a problem with the request. Property " + sort->property + " does not exist");
    return page;
}

Reply SearchApi::handle(const Call& call, const ObjectType& type) {
    if (call.request.body.size() > kMostCharacters)
        return invalid("The request body exceeds the maximum of " + std::to_string(kMostCharacters) + " characters");
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    TRY_ASSIGN(const Page page, readPage(body, type));
    TRY_ASSIGN(const FilterGroups groups, readFilterGroups(type.kind, body));
    const std::string query = textMember(body, "query").value_or("");
    std::vector<const Hit*> hits;
    for (const Hit& document : m_index.documents(type.kind)) {
        if (matchesAny(groups, document.second) && matchesQuery(document.second, query))
            hits.push_back(&document);
    }
    const auto valueOf = [&](const Hit* hit) {
        const auto found = hit->second.find(page.sort->name);
        return found == hit->second.end() ? std::string() : found->second;
    };
    std::stable_sort(hits.begin(), hits.end(), [&](const Hit* a, const Hit* b) {
        const int order = compareValues(*page.sort, valueOf(a), valueOf(b));
        return page.descending ? order > 0 : order < 0;
    });
    json::array results;
    const std::size_t end = std::min(hits.size(), page.after + page.limit);
    for (std::size_t i = page.after; i < end; ++i)
        results.push_back(shown(*hits[i], type, body));
    json::object answer{{"total", hits.size()}, {"results", std::move(results)}};
    if (end < hits.size() && page.limit > 0)
        answer["paging"] = json::object{{"next", {{"after", std::to_string(end)}}}};
    return Reply::of(200, std::move(answer));
}

/// As the index has it, or as the record is now (dialect search-returns-current).
json::value SearchApi::shown(const Hit& hit, const ObjectType& type, const json::object& body) const {
    const model::Record& record = *m_portal.crm().find(type.kind, hit.first);
    const Wanted wanted{textList(body, "properties"), {}};
    const bool current = m_portal.dialect("search-returns-current") && record.state == model::RecordState::Live;
    json::object shown =
        current ? recordJson(m_portal, record, wanted) : recordJson(m_portal, record, hit.second, wanted);
    shown["archived"] = false;
    shown.erase("archivedAt");
    return shown;
}

}  // namespace syncline::sandbox::hubspot
