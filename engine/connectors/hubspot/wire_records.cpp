#include "engine/connectors/hubspot/wire_records.h"

#include "engine/base/time_format.h"
#include "engine/connectors/hubspot/canonical_text.h"
#include "engine/connectors/wire_time.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::hubspot {
namespace {

std::optional<base::WallTime> timeMember(const json::object& object, std::string_view name) {
    const std::optional<std::string> text = textMember(object, name);
    if (!text)
        return std::nullopt;
    if (const auto time = base::parseIso8601(*text))
        return *time;
    if (const std::optional<std::int64_t> number = wholeNumber(*text))
        return wireTime(*number);
    return std::nullopt;
}

std::vector<WireVersion> versionsOf(const json::array& list) {
    std::vector<WireVersion> versions;
    for (const json::value& item : list) {
        const json::object* version = item.if_object();
        if (version == nullptr)
            continue;
        versions.push_back({textMember(*version, "value"), timeMember(*version, "timestamp"),
                            SourceMark{textOrEmpty(*version, "sourceType"), textOrEmpty(*version, "sourceId"),
                                       textOrEmpty(*version, "updatedByUserId")}});
    }
    // Newest first is what the pages show and nothing promises.
    std::stable_sort(versions.begin(), versions.end(),
                     [](const WireVersion& a, const WireVersion& b) { return a.time > b.time; });
    return versions;
}

WireRecord recordOf(const json::object& body) {
    WireRecord record;
    record.id = textOrEmpty(body, "id");
    record.updatedAt = timeMember(body, "updatedAt");
    record.archived = flagMember(body, "archived");
    record.isNew = flagMember(body, "new");
    record.traceId = textOrEmpty(body, "objectWriteTraceId");
    if (const json::object* properties = objectMember(body, "properties")) {
        for (const auto& member : *properties)
            record.properties.insert_or_assign(std::string(member.key()), textOf(member.value()));
    }
    if (const json::object* history = objectMember(body, "propertiesWithHistory")) {
        for (const auto& member : *history) {
            if (const json::array* list = member.value().if_array())
                record.history.insert_or_assign(std::string(member.key()), versionsOf(*list));
        }
    }
    return record;
}

}  // namespace

std::optional<std::string> WireRecord::value(std::string_view property) const {
    const auto found = properties.find(property);
    return found == properties.end() ? std::nullopt : found->second;
}

std::vector<std::string> WireRecord::formerIds() const {
    std::vector<std::string> ids;
    const std::optional<std::string> list = value(kFormerIds);
    if (!list)
        return ids;
    std::size_t begin = 0;
    while (begin <= list->size()) {
        const std::size_t end = std::min(list->find(';', begin), list->size());
        const std::string_view one = trimmed(std::string_view(*list).substr(begin, end - begin));
        if (!one.empty())
            ids.emplace_back(one);
        begin = end + 1;
    }
    return ids;
}

BatchAnswer batchOf(const json::object& body) {
    BatchAnswer answer;
    if (const json::array* results = arrayMember(body, "results")) {
        for (const json::value& item : *results) {
            if (const json::object* record = item.if_object())
                answer.results.push_back(recordOf(*record));
        }
    }
    if (const json::array* errors = arrayMember(body, "errors")) {
        for (const json::value& item : *errors) {
            if (const json::object* row = item.if_object())
                answer.errors.push_back(problemOf(*row));
        }
    }
    return answer;
}

std::string objectPath(std::string_view version, std::string_view object, std::string_view tail) {
    std::string path = "/crm/objects/";
    path += version;
    path += '/';
    path += object;
    path += tail;
    return path;
}

}  // namespace syncline::connectors::hubspot
