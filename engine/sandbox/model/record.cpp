#include "engine/sandbox/model/record.h"

#include "engine/sandbox/model/stored_values.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncline::sandbox::model {
namespace {

constexpr std::size_t kAtHand = 2;
constexpr std::size_t kHubspotVersions = 45;
constexpr std::size_t kSalesforceVersions = 20;
constexpr std::size_t kSalesforceId = 18;

}  // namespace

Value Record::value(std::string_view field) const {
    const auto found = fields.find(field);
    return found == fields.end() || found->second.empty() ? std::nullopt : found->second.back().value;
}

Histories Record::histories() const {
    if (aside.empty())
        return fields;
    ActorPool actors;
    Histories all = historiesOf(aside.read(), actors);
    const std::size_t kept = id.size() == kSalesforceId ? kSalesforceVersions : kHubspotVersions;
    for (const auto& [field, newest] : fields) {
        std::vector<Version>& versions = all[field];
        versions.insert(versions.end(), newest.begin(), newest.end());
        if (versions.size() > kept)
            versions.erase(versions.begin(), versions.end() - static_cast<std::ptrdiff_t>(kept));
    }
    return all;
}

std::vector<Version> Record::history(std::string_view field) const {
    Histories all = histories();
    const auto found = all.find(field);
    return found == all.end() ? std::vector<Version>() : std::move(found->second);
}

void Record::add(const std::string& field, Version version, const std::shared_ptr<base::SpillFile>& file) {
    std::vector<Version>& versions = fields[field];
    versions.push_back(std::move(version));
    if (versions.size() > kAtHand)
        setAside(file);
}

void Record::setAside(const std::shared_ptr<base::SpillFile>& file) {
    Histories all = histories();
    for (auto& [field, versions] : fields) {
        // Another vector, which has no more room than it needs.
        if (versions.size() > 1)
            versions = std::vector<Version>(std::prev(versions.end()), versions.end());
        all.at(field).pop_back();
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.empty(); });
    aside = all.empty() ? ColdText() : ColdText(bytesOf(all), file);
}

}  // namespace syncline::sandbox::model
