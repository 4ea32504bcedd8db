#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/record_writer.h"

#include <set>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Results and error rows of one batch, with the codes that HubSpot's clients insist on: 207 as soon as one row failed.
class BatchAnswer {
public:
    explicit BatchAnswer(Portal& portal) : m_portal(portal), m_started(portal.now()) {}

    /// The trace id of the input comes back with its result, if it had one.
    void add(json::object result, const std::string& traceId);
    void refuse(json::object row);
    /// One error row for all ids that were not found.
    void missing(const ObjectType& type, const std::vector<std::string>& ids);
    [[nodiscard]] Reply reply(int status) const;

private:
    Portal& m_portal;
    base::WallTime m_started;
    json::array m_results;
    json::array m_errors;
};

/// Up to a hundred records in one request (HubSpot: CRM objects API, batch operations; error handling, multi-status).
class BatchApi {
public:
    BatchApi(Portal& portal, Links& links) : m_portal(portal), m_links(links) {}

    [[nodiscard]] Reply handle(const Call& call, const ObjectType& type, const std::string& verb);

private:
    /// One input of a write.
    struct Row {
        const json::object* input = nullptr;
        std::string id;
        std::string idProperty;
        std::string traceId;
    };

    [[nodiscard]] Reply read(const json::object& body, const ObjectType& type, bool archived) const;
    [[nodiscard]] Reply create(const Call& call, const std::vector<Row>& rows, const ObjectType& type);
    [[nodiscard]] Reply update(const Call& call, const std::vector<Row>& rows, const ObjectType& type);
    [[nodiscard]] Reply upsert(const Call& call, const std::vector<Row>& rows, const ObjectType& type);
    [[nodiscard]] Reply archive(const Call& call, const std::vector<Row>& rows, const ObjectType& type);
    [[nodiscard]] Checked<std::vector<Row>> rowsOf(const json::object& body) const;
    [[nodiscard]] std::optional<Problem> refusesUpdate(const std::vector<Row>& rows, const ObjectType& type) const;
    [[nodiscard]] RowResult upsertRow(RecordWriter& writer, const Row& row, const ObjectType& type) const;

    Portal& m_portal;
    Links& m_links;
};

}  // namespace syncline::sandbox::hubspot
