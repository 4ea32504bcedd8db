#pragma once

#include "engine/sandbox/hubspot/journal_subscriptions.h"
#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/model/event.h"

#include <vector>

namespace syncline::sandbox::hubspot {

/// What a change looks like in a journal file (HubSpot: webhooks journal, journal entries): new values only, of the
/// subscribed properties only.
class JournalEvents {
public:
    JournalEvents(const Portal& portal, const Links& links) : m_portal(portal), m_links(links) {}

    /// What one subscription gets of a change; often nothing.
    void append(json::array& events, const model::Event& event, const JournalSubscription& subscription) const;
    void append(json::array& events, const LinkChange& change, const JournalSubscription& subscription) const;
    [[nodiscard]] json::object snapshot(const model::Record& record, const std::vector<std::string>& properties,
                                        base::WallTime at) const;

private:
    [[nodiscard]] json::object envelope(const model::Event& event, const std::string& action,
                                        const std::string& id) const;
    [[nodiscard]] json::object propertyChanges(const model::Event& event,
                                               const JournalSubscription& subscription) const;
    void appendObject(json::array& events, const model::Event& event, const JournalSubscription& subscription,
                      const std::string& id) const;
    void appendCompany(json::array& events, const model::Event& event, const JournalSubscription& subscription) const;
    [[nodiscard]] json::value idOf(const std::string& id) const;

    const Portal& m_portal;
    const Links& m_links;
};

/// The primary company of a contact before an event that changed it, from the property's history.
[[nodiscard]] model::Value companyBefore(const model::Record& contact, const model::Event& event);
/// The field of an event; null when it is not among those that changed.
[[nodiscard]] const model::FieldValue* changedField(const model::Event& event, std::string_view field);

}  // namespace syncline::sandbox::hubspot
