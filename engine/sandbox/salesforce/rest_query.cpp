#include "engine/sandbox/salesforce/rest_query.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/wire_values.h"

#include <algorithm>
#include <charconv>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::size_t kMostLocators = 50;

/// "Sforce-Query-Options: batchSize=500", 200 to 2000, 2000 by itself.
std::size_t batchSize(const RestCall& call) {
    constexpr std::size_t kLeast = 200;
    constexpr std::size_t kMost = 2000;
    const std::string header = model::foldCase(call.header("Sforce-Query-Options").value_or(""));
    constexpr std::string_view kKey = "batchsize=";
    const std::size_t at = header.find(kKey);
    std::size_t size = kMost;
    if (at != std::string::npos)
        std::from_chars(header.data() + at + kKey.size(), header.data() + header.size(), size);
    return std::clamp(size, kLeast, kMost);
}

const std::string& idOf(const Row& row) {
    return row.record != nullptr ? row.record->id : row.user->id;
}

}  // namespace

http_server::Response RestQuery::handle(const RestCall& call) {
    if (call.method != "GET" && call.method != "HEAD")
        return errorResponse(methodNotAllowed(call.method, "GET,HEAD"));
    if (call.path.size() == 2)
        return next(call, call.path[1]);
    return call.path.size() == 1 ? start(call) : errorResponse(notFound());
}

http_server::Response RestQuery::start(const RestCall& call) {
    const auto text = call.parameter("q");
    if (!text)
        return errorResponse(ApiError{400, "MALFORMED_QUERY", "SOQL statement missing: the q parameter", {}});
    const auto query = soql::parse(*text);
    if (!query)
        return errorResponse(query.errors());
    const auto plan = soql::plan(m_org, *query);
    if (!plan)
        return errorResponse(plan.errors());
    const std::vector<Row> rows = soql::run(m_org, *plan, model::foldCase(call.path[0]) == "queryall");
    if (plan->count)
        return jsonResponse(200, json::object{{"totalSize", rows.size()}, {"done", true}, {"records", json::array()}});
    Locator locator;
    locator.id = model::salesforceId18("01g5f00000" + m_org.randomText(5));
    locator.lastUse = m_org.context().clock.monotonicNow();
    locator.object = plan->object;
    locator.columns = plan->columns;
    locator.batch = batchSize(call);
    for (const Row& row : rows)
        locator.ids.push_back(idOf(row));
    http_server::Response response = page(call, locator, 0);
    forgetOld();
    if (locator.ids.size() > locator.batch)
        m_locators.push_back(std::move(locator));
    return response;
}

http_server::Response RestQuery::page(const RestCall& call, const Locator& locator, std::size_t offset) const {
    const std::size_t end = std::min(offset + locator.batch, locator.ids.size());
    json::array records;
    for (std::size_t i = offset; i < end; ++i) {
        const Row row = m_org.findRow(*locator.object, locator.ids[i]);
        if (row != Row{})
            records.push_back(readRow(*locator.object, locator.columns, row, call.version));
    }
    const bool done = end == locator.ids.size();
    json::object body{{"totalSize", locator.ids.size()}, {"done", done}};
    if (!done)
        body["nextRecordsUrl"] = "/services/data/v" + call.version + "/query/" + locator.id + "-" + std::to_string(end);
    body["records"] = std::move(records);
    return jsonResponse(200, body);
}

http_server::Response RestQuery::next(const RestCall& call, const std::string& name) {
    forgetOld();
    const std::size_t dash = std::min(name.find('-'), name.size());
    std::size_t offset = 0;
    const auto parsed =
        std::from_chars(name.data() + std::min(dash + 1, name.size()), name.data() + name.size(), offset);
    const auto found = std::find_if(m_locators.begin(), m_locators.end(),
                                    [&](const Locator& one) { return one.id == name.substr(0, dash); });
    if (parsed.ec != std::errc{} || found == m_locators.end() || offset > found->ids.size()) {
        if (m_org.dialect("query-locator-expired-400"))
            return errorResponse(ApiError{400, "QUERY_LOCATOR_EXPIRED", "query locator has expired", {}});
        return errorResponse(ApiError{404, "INVALID_QUERY_LOCATOR", "invalid query locator", {}});
    }
    found->lastUse = m_org.context().clock.monotonicNow();
    return page(call, *found, offset);
}

void RestQuery::forgetOld() {
    const base::MonotonicTime now = m_org.context().clock.monotonicNow();
    std::erase_if(m_locators,
                  [&](const Locator& one) { return one.lastUse + m_org.options().queryLocatorLifetime <= now; });
    while (m_locators.size() > kMostLocators)
        m_locators.pop_front();
}

}  // namespace syncline::sandbox::salesforce
