#include "engine/sandbox/hubspot/routes.h"

#include "engine/http_server/http.h"

#include <algorithm>
#include <array>

namespace syncline::sandbox::hubspot {
namespace {

/// V is a date version, W one of the journal's, * any one segment.
struct Pattern {
    std::string_view prefix;
    Family family;
};

constexpr Pattern kPatterns[] = {
    {"oauth/authorize", Family::Authorize},
    {"oauth/v1", Family::OAuth},
    {"oauth/v3", Family::OAuth},
    {"oauth/V", Family::OAuth},
    {"oauth/*/authorize", Family::Authorize},
    {"crm/v3/objects", Family::Objects},
    {"crm/v4/objects", Family::Objects},
    {"crm/objects/V", Family::Objects},
    {"crm/v4/associations", Family::Associations},
    {"crm/associations/V", Family::Associations},
    {"crm/v3/properties", Family::Properties},
    {"crm/properties/V", Family::Properties},
    {"crm/v3/owners", Family::Owners},
    {"crm/owners/V", Family::Owners},
    {"account-info/v3", Family::AccountInfo},
    {"account-info/V", Family::AccountInfo},
    {"webhooks-journal/journal/W", Family::Journal},
    {"webhooks-journal/journal-local/W", Family::Journal},
    {"webhooks-journal/subscriptions/W", Family::JournalSubscriptions},
    {"webhooks-journal/snapshots/W", Family::JournalSnapshots},
    {"webhooks/v4/journal", Family::Journal},
    {"webhooks/v4/journal-local", Family::Journal},
    {"webhooks/v4/subscriptions", Family::JournalSubscriptions},
    {"webhooks/v4/snapshots", Family::JournalSnapshots},
    {"journal-files", Family::JournalFile},
    {"webhooks/v3", Family::PushWebhooks},
    {"webhooks/2026-03", Family::PushWebhooks},
    {"app-webhooks/V", Family::PushWebhooks},
};

std::vector<std::string> segmentsOf(std::string_view path) {
    std::vector<std::string> segments;
    std::size_t begin = 0;
    while (begin < path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (end > begin)
            segments.push_back(http_server::percentDecode(path.substr(begin, end - begin), false));
        begin = end + 1;
    }
    return segments;
}

bool isDateVersion(std::string_view text) {
    return text == "2026-03" || text == "2026-09";
}

bool isJournalVersion(std::string_view text) {
    return isDateVersion(text) || text == "2027-03-beta" || text == "v4";
}

bool matches(std::string_view pattern, const std::string& segment) {
    if (pattern == "V")
        return isDateVersion(segment);
    if (pattern == "W")
        return isJournalVersion(segment);
    return pattern == "*" || pattern == segment;
}

bool isVersion(std::string_view segment) {
    return isJournalVersion(segment) || segment == "v1" || segment == "v3";
}

std::optional<Route> match(const Pattern& pattern, const std::vector<std::string>& segments) {
    const std::vector<std::string> wanted = segmentsOf(pattern.prefix);
    if (segments.size() < wanted.size())
        return std::nullopt;
    Route route;
    route.family = pattern.family;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!matches(wanted[i], segments[i]))
            return std::nullopt;
        if (isVersion(segments[i]))
            route.version = segments[i];
    }
    route.rest.assign(segments.begin() + static_cast<std::ptrdiff_t>(wanted.size()), segments.end());
    return route;
}

}  // namespace

std::optional<Route> routeOf(std::string_view path) {
    const std::vector<std::string> segments = segmentsOf(path);
    for (const Pattern& pattern : kPatterns) {
        if (auto route = match(pattern, segments))
            return route;
    }
    return std::nullopt;
}

bool isJournal(Family family) {
    return family == Family::Journal || family == Family::JournalSubscriptions || family == Family::JournalSnapshots;
}

}  // namespace syncline::sandbox::hubspot
