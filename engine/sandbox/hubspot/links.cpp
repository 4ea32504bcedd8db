#include "engine/sandbox/hubspot/links.h"

#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

using model::ObjectKind;

constexpr std::string_view kPairs = "hubspot/association/";
constexpr std::string_view kChanges = "hubspot/association-change/";
constexpr std::string_view kCounter = "hubspot/association-counter";

std::string pairKey(const std::string& contactId, const std::string& companyId) {
    return std::string(kPairs) + contactId + "/" + companyId;
}

/// The record and what was merged into it: links made under an old id stay.
std::vector<std::string> namesOf(const model::Record& record) {
    std::vector<std::string> ids = record.mergedFrom;
    ids.insert(ids.begin(), record.id);
    return ids;
}

void addLink(std::vector<Link>& links, const model::Record* other, bool primary) {
    if (other == nullptr || other->state != model::RecordState::Live)
        return;
    const bool known = std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.id == other->id; });
    if (!known)
        links.push_back({other->id, primary});
}

bool isChange(KeyValues::Map::const_iterator at, const KeyValues::Map& all) {
    return at != all.end() && at->first.starts_with(kChanges);
}

LinkChange readChange(const KeyValues::Map::value_type& row) {
    const json::object stored = parseStored(row.second);
    return {static_cast<std::uint64_t>(wholeNumber(row.first.substr(kChanges.size())).value_or(0)),
            base::WallTime(std::chrono::milliseconds(numberMember(stored, "at").value_or(0))),
            textMember(stored, "contact").value_or(""), textMember(stored, "company").value_or(""),
            flagMember(stored, "added")};
}

}  // namespace

std::vector<Link> Links::of(const model::Record& record) const {
    return record.object == ObjectKind::Contact ? ofContact(record) : ofCompany(record);
}

std::vector<Link> Links::ofContact(const model::Record& contact) const {
    std::vector<Link> links;
    if (const model::Value primary = contact.value(kPrimaryCompany))
        addLink(links, m_portal.crm().resolve(ObjectKind::Company, *primary), true);
    for (const std::string& id : namesOf(contact)) {
        const std::string prefix = pairKey(id, "");
        for (const auto& [key, value] : m_portal.values().withPrefix(prefix))
            addLink(links, m_portal.crm().resolve(ObjectKind::Company, key.substr(prefix.size())), false);
    }
    return links;
}

std::vector<Link> Links::ofCompany(const model::Record& company) const {
    std::vector<Link> links;
    for (const auto& [id, contact] : m_portal.crm().records(ObjectKind::Contact)) {
        if (contact.value(kPrimaryCompany) == model::Value(company.id))
            addLink(links, &contact, true);
    }
    const std::vector<std::string> names = namesOf(company);
    const KeyValues::Map& all = m_portal.values().inMemory();
    for (auto at = all.lower_bound(kPairs); at != all.end() && at->first.starts_with(kPairs); ++at) {
        const std::string& key = at->first;
        const std::size_t slash = key.find('/', kPairs.size());
        if (std::find(names.begin(), names.end(), key.substr(slash + 1)) == names.end())
            continue;
        const std::string contactId = key.substr(kPairs.size(), slash - kPairs.size());
        addLink(links, m_portal.crm().resolve(ObjectKind::Contact, contactId), false);
    }
    return links;
}

bool Links::isSecondary(const std::string& contactId, const std::string& companyId) const {
    return m_portal.values().find(pairKey(contactId, companyId)) != nullptr;
}

void Links::addSecondary(const std::string& contactId, const std::string& companyId) {
    m_portal.values().put(pairKey(contactId, companyId), "true");
}

void Links::removeSecondary(const std::string& contactId, const std::string& companyId) {
    m_portal.values().erase(pairKey(contactId, companyId));
}

void Links::log(const std::string& contactId, const std::string& companyId, bool added) {
    const std::uint64_t number = nextNumber(m_portal.values(), std::string(kCounter));
    m_portal.values().put(std::string(kChanges) + paddedNumber(number),
                          json::serialize(json::object{{"at", m_portal.worldNow().time_since_epoch().count()},
                                                       {"contact", contactId},
                                                       {"company", companyId},
                                                       {"added", added}}));
}

std::vector<LinkChange> Links::changesFrom(std::uint64_t number) const {
    std::vector<LinkChange> changes;
    const KeyValues::Map& all = m_portal.values().inMemory();
    for (auto at = all.lower_bound(std::string(kChanges) + paddedNumber(number)); isChange(at, all); ++at)
        changes.push_back(readChange(*at));
    return changes;
}

std::uint64_t Links::nextChange() const {
    const std::string* stored = m_portal.values().find(kCounter);
    return stored == nullptr ? 1 : static_cast<std::uint64_t>(wholeNumber(*stored).value_or(0)) + 1;
}

/// They are in order of time: the first that stays ends it.
void Links::forgetChangesBefore(base::WallTime moment) {
    const KeyValues::Map& all = m_portal.values().inMemory();
    for (auto at = all.lower_bound(kChanges); isChange(at, all) && readChange(*at).at < moment;) {
        const std::string key = at->first;
        ++at;
        m_portal.values().erase(key);
    }
}

}  // namespace syncline::sandbox::hubspot
