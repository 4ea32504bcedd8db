#include "engine/sandbox/salesforce/rest_replication.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/times.h"

#include <algorithm>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::chrono::hours kUpdatedReach{30 * 24};
constexpr std::chrono::hours kDeletedReach{15 * 24};

}  // namespace

Checked<RestReplication::Span> RestReplication::span(const RestCall& call, std::chrono::hours longest) const {
    if (call.method != "GET" && call.method != "HEAD")
        return methodNotAllowed(call.method, "GET,HEAD");
    const auto start = base::parseIso8601(call.parameter("start").value_or(""));
    const auto end = base::parseIso8601(call.parameter("end").value_or(""));
    if (!start || !end)
        return ApiError{400, "INVALID_REPLICATION_DATE", "start and end must be date-times with an offset", {}};
    const Span span{wholeMinutes(*start), wholeMinutes(*end)};
    if (span.start >= span.end)
        return ApiError{400, "INVALID_REPLICATION_DATE", "startDate must be at least one minute before endDate", {}};
    if (span.start < wholeMinutes(m_org.stamp() - longest))
        return ApiError{400, "INVALID_REPLICATION_DATE", "startDate before org replication enabled date", {}};
    return span;
}

base::WallTime RestReplication::latestCovered(const Span& span) const {
    return wholeMinutes(std::min(span.end, m_org.stamp() - m_org.options().openTransactionAge));
}

http_server::Response RestReplication::updated(const RestCall& call, const ApiObject& object) const {
    const auto asked = span(call, kUpdatedReach);
    if (!asked)
        return errorResponse(asked.errors());
    json::array ids;
    for (const Row& row : m_org.rows(object, false)) {
        if (row.record == nullptr)
            continue;
        const base::WallTime stamp = systemModstamp(*row.record);
        if (stamp >= asked->start && stamp < asked->end)
            ids.emplace_back(row.record->id);
    }
    return jsonResponse(
        200, json::object{{"ids", std::move(ids)}, {"latestDateCovered", restDateTime(latestCovered(*asked))}});
}

http_server::Response RestReplication::deleted(const RestCall& call, const ApiObject& object) const {
    const auto asked = span(call, kDeletedReach);
    if (!asked)
        return errorResponse(asked.errors());
    json::array records;
    for (const Row& row : m_org.rows(object, true)) {
        if (row.record == nullptr || !isRemoved(*row.record))
            continue;
        const base::WallTime removed = row.record->removed;
        if (removed >= asked->start && removed < asked->end)
            records.push_back(json::object{{"id", row.record->id}, {"deletedDate", restDateTime(removed)}});
    }
    const base::WallTime earliest = wholeMinutes(m_org.stamp() - kDeletedReach);
    return jsonResponse(200, json::object{{"deletedRecords", std::move(records)},
                                          {"earliestDateAvailable", restDateTime(earliest)},
                                          {"latestDateCovered", restDateTime(latestCovered(*asked))}});
}

}  // namespace syncline::sandbox::salesforce
