#include "engine/sandbox/hubspot/journal.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::int64_t kMostEntries = 100;

Problem noSuchOffset(const std::string& offset) {
    return {.status = 404, .category = "OBJECT_NOT_FOUND", .message = "Offset " + offset + " does not exist"};
}

json::object batchBody(const Portal& portal, json::array results) {
    return {{"status", "COMPLETE"},
            {"startedAt", base::formatIso8601(portal.now())},
            {"completedAt", base::formatIso8601(portal.now())},
            {"results", std::move(results)}};
}

}  // namespace

Reply JournalApi::handle(const Call& call) const {
    if (!(call.caller.kind == Caller::Kind::StaticToken && m_portal.dialect("journal-static-token"))) {
        if (auto problem = lacksScope(m_portal, call.caller, {"developer.webhooks_journal.read"}))
            return *problem;
    }
    const std::optional<std::string> portal = call.query.first("installPortalId");
    if (portal && *portal != m_portal.id())
        return Problem{.status = 403, .category = "FORBIDDEN", .message = "The app is not installed in this account"};
    const std::vector<std::string>& rest = call.rest();
    if (!rest.empty() && rest[0] == "batch")
        return batch(call);
    if (call.method() != "GET")
        return wrongMethod();
    const std::size_t count = m_files.all().size();
    if (rest.size() == 1 && rest[0] == "earliest")
        return entryAt(call, 0);
    if (rest.size() == 1 && rest[0] == "latest")
        return entryAt(call, count == 0 ? 0 : count - 1);
    if (rest.size() == 3 && rest[0] == "offset" && rest[2] == "next") {
        TRY_ASSIGN(const std::size_t index, behind(rest[1]));
        return entryAt(call, index);
    }
    if (rest.size() == 2 && rest[0] == "status")
        return m_snapshots.status(rest[1]);
    return noRoute();
}

/// What happens to an offset that is unknown or older than the retention is not documented: a jump to the earliest
/// that is left, or 404 (dialect journal-bad-offset-404).
Checked<std::size_t> JournalApi::behind(const std::string& offset) const {
    const JournalFile* file = m_files.find(offset);
    if (file != nullptr)
        return static_cast<std::size_t>(file - m_files.all().data()) + 1;
    if (m_portal.dialect("journal-bad-offset-404"))
        return noSuchOffset(offset);
    return std::size_t{0};
}

Reply JournalApi::entryAt(const Call& call, std::size_t index) const {
    if (index >= m_files.all().size())
        return Reply::empty(204);
    return Reply::of(200, m_files.entry(m_files.all()[index], call.origin()));
}

Reply JournalApi::entries(const Call& call, std::size_t first, std::size_t end) const {
    json::array results;
    for (std::size_t i = first; i < end; ++i)
        results.push_back(m_files.entry(m_files.all()[i], call.origin()));
    return Reply::of(200, batchBody(m_portal, std::move(results)));
}

Reply JournalApi::batch(const Call& call) const {
    const std::vector<std::string>& rest = call.rest();
    if (rest.size() == 2 && rest[1] == "read")
        return call.method() == "POST" ? batchRead(call) : wrongMethod();
    if (call.method() != "GET" || rest.size() < 3)
        return noRoute();
    const std::optional<std::int64_t> count = wholeNumber(rest.back());
    if (!count || *count < 1 || *count > kMostEntries)
        return invalid("count must be between 1 and " + std::to_string(kMostEntries));
    const std::size_t all = m_files.all().size();
    const std::size_t some = std::min(all, static_cast<std::size_t>(*count));
    if (rest.size() == 3 && rest[1] == "earliest")
        return entries(call, 0, some);
    if (rest.size() == 3 && rest[1] == "latest")
        return entries(call, all - some, all);
    if (rest.size() != 4 || rest[2] != "next")
        return noRoute();
    TRY_ASSIGN(const std::size_t first, behind(rest[1]));
    return entries(call, first, std::min(all, first + some));
}

Reply JournalApi::batchRead(const Call& call) const {
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    if (arrayMember(body, "inputs") == nullptr)
        return invalid("Invalid input JSON: inputs must be a list");
    json::array results;
    json::array errors;
    for (const std::string& offset : textList(body, "inputs")) {
        if (const JournalFile* file = m_files.find(offset))
            results.push_back(m_files.entry(*file, call.origin()));
        else
            errors.push_back(noSuchOffset(offset).row({}));
    }
    json::object answer = batchBody(m_portal, std::move(results));
    const bool partial = !errors.empty();
    if (partial) {
        answer["numErrors"] = errors.size();
        answer["errors"] = std::move(errors);
    }
    return Reply::of(partial ? 207 : 200, std::move(answer));
}

}  // namespace syncline::sandbox::hubspot
