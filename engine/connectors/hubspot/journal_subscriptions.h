#pragma once

#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/json_members.h"
#include "engine/connectors/hubspot/object_catalog.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// A subscription of the journal to one object type, as HubSpot has it.
struct Subscription {
    std::string id;
    std::string typeId;
    std::set<std::string> actions;
    std::set<std::string> properties;
    bool wholeType = true;  ///< not for some records only

    /// It tells all that is wanted of this type.
    [[nodiscard]] bool covers(const ObjectType& type) const;
};

/// The subscriptions to objects of this account in an answer; others are none of ours.
[[nodiscard]] std::vector<Subscription> subscriptionsOf(const json::array& results, const std::string& portal);

/// Sees to it that the journal tells every tracked property of every mapped object: one subscription for each object
/// type (HubSpot: webhooks journal, subscriptions). What a present one has beyond that stays: another installation may
/// want it. Properties cannot be changed by a documented way, but POST is called an upsert: so it is tried first, which
/// leaves no moment without a subscription, and only when it changed nothing the old one is deleted before. Another
/// ensure() takes the place of one that is under way. The connector's thread.
class JournalSubscriptions {
public:
    /// The object types of which changes may have gone untold until now: they had no subscription that covers them.
    using Done = std::function<void(base::Result<std::vector<std::string>>)>;

    JournalSubscriptions(ApiCalls& calls, const ObjectCatalog& objects, std::string version)
        : m_calls(calls), m_objects(objects), m_path("/webhooks-journal/subscriptions/" + std::move(version)) {}

    void ensure(const std::string& portal, Done done);
    /// What was under way does not go on.
    void stop() { ++m_run; }

private:
    void call(ApiCall call, void (JournalSubscriptions::*then)(HttpAnswer));
    void listed(HttpAnswer answer);
    void removed(HttpAnswer answer);
    void nextType();
    void post();
    void posted(HttpAnswer answer);
    void accepted(const Subscription& made);
    void replace();
    void removeNext();
    void fail(const HttpAnswer& answer, const std::string& operation);
    [[nodiscard]] const ObjectType& type() const { return m_objects.all()[m_index]; }
    [[nodiscard]] std::string wanted() const;
    [[nodiscard]] bool hasPresent() const;

    ApiCalls& m_calls;
    const ObjectCatalog& m_objects;
    std::string m_path;
    std::string m_portal;
    Done m_done;
    std::uint64_t m_run = 0;  ///< answers to an earlier one are nobody's
    std::vector<Subscription> m_present;
    std::vector<std::string> m_repaired;
    std::size_t m_index = 0;
    std::vector<std::string> m_obsolete;  ///< to be removed, of the present type
    bool m_postBehindRemoval = false;
    bool m_emptyLists = false;  ///< lists that may stay empty have to be there all the same
    bool m_listsTried = false;
    bool m_replaced = false;
};

}  // namespace syncline::connectors::hubspot
