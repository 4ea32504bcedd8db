#include "engine/connectors/hubspot/journal_subscriptions.h"

#include "engine/connectors/hubspot/api_problem.h"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {
namespace {

const std::set<std::string>& wantedActions() {
    static const std::set<std::string> kActions = {"CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"};
    return kActions;
}

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::set<std::string> setOf(const json::object& object, std::string_view name) {
    const std::vector<std::string> texts = textList(object, name);
    return {texts.begin(), texts.end()};
}

/// What is mapped and not there cannot be told, and might be refused.
std::set<std::string> tellable(const ObjectType& type) {
    std::set<std::string> names;
    for (const std::string& property : type.tracked) {
        if (type.mayExist(property))
            names.insert(property);
    }
    return names;
}

Subscription subscriptionOf(const json::object& body) {
    Subscription read;
    read.id = textOrEmpty(body, "id");
    read.typeId = textOrEmpty(body, "objectTypeId");
    read.actions = setOf(body, "actions");
    read.properties = setOf(body, "properties");
    read.wholeType = textList(body, "objectIds").empty();
    return read;
}

bool isRefused(const HttpAnswer& answer, int status) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response != nullptr && response->status == status;
}

constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr int kConflict = 409;

}  // namespace

bool Subscription::covers(const ObjectType& type) const {
    return typeId == type.typeId && wholeType && includes(actions, wantedActions())
           && includes(properties, tellable(type));
}

std::vector<Subscription> subscriptionsOf(const json::array& results, const std::string& portal) {
    std::vector<Subscription> read;
    for (const json::value& item : results) {
        const json::object* body = item.if_object();
        if (body == nullptr || textOrEmpty(*body, "subscriptionType") != "OBJECT")
            continue;
        const std::string deleted = textOrEmpty(*body, "deletedAt");
        if (textOrEmpty(*body, "portalId") == portal && deleted.empty())
            read.push_back(subscriptionOf(*body));
    }
    return read;
}

void JournalSubscriptions::ensure(const std::string& portal, Done done) {
    m_portal = portal;
    m_done = std::move(done);
    m_repaired.clear();
    m_index = 0;
    ++m_run;
    call({"GET", m_path, {}}, &JournalSubscriptions::listed);
}

void JournalSubscriptions::call(ApiCall call, void (JournalSubscriptions::*then)(HttpAnswer)) {
    m_calls.call(std::move(call), [this, run = m_run, then](HttpAnswer answer) {
        if (run == m_run)
            (this->*then)(std::move(answer));
    });
}

void JournalSubscriptions::listed(HttpAnswer answer) {
    const auto body = bodyOf(answer, "list the journal's subscriptions", {});
    const json::array* results = body ? arrayMember(*body, "results") : nullptr;
    if (results == nullptr) {
        fail(answer, "list the journal's subscriptions");
        return;
    }
    m_present = subscriptionsOf(*results, m_portal);
    nextType();
}

void JournalSubscriptions::fail(const HttpAnswer& answer, const std::string& operation) {
    auto failed = bodyOf(answer, operation, {});
    base::Error error{
        base::ErrorCode::ProtocolViolation, operation, {}, "HubSpot's answer lacks what it should have", {}};
    std::exchange(m_done, nullptr)(failed ? std::move(error) : std::move(failed).error());
}

void JournalSubscriptions::nextType() {
    if (m_index == m_objects.all().size()) {
        std::exchange(m_done, nullptr)(std::move(m_repaired));
        return;
    }
    m_obsolete.clear();
    m_listsTried = false;
    m_replaced = false;
    m_postBehindRemoval = false;
    const auto covering = std::find_if(m_present.begin(), m_present.end(),
                                       [this](const Subscription& one) { return one.covers(type()); });
    if (covering != m_present.end()) {
        accepted(*covering);
        return;
    }
    m_repaired.push_back(type().name);
    post();
}

std::string JournalSubscriptions::wanted() const {
    std::set<std::string> properties = tellable(type());
    std::set<std::string> actions = wantedActions();
    for (const Subscription& one : m_present) {
        if (one.typeId != type().typeId || !one.wholeType)
            continue;
        properties.insert(one.properties.begin(), one.properties.end());
        actions.insert(one.actions.begin(), one.actions.end());
    }
    json::object body{{"subscriptionType", "OBJECT"},
                      {"portalId", wholeNumber(m_portal).value_or(0)},
                      {"objectTypeId", type().typeId},
                      {"actions", jsonList({actions.begin(), actions.end()})},
                      {"properties", jsonList({properties.begin(), properties.end()})}};
    if (m_emptyLists)
        body["objectIds"] = json::array();
    return json::serialize(body);
}

void JournalSubscriptions::post() {
    call({"POST", m_path, wanted()}, &JournalSubscriptions::posted);
}

/// The specification requires lists that the guide calls optional: one of the two forms is taken.
void JournalSubscriptions::posted(HttpAnswer answer) {
    if (isRefused(answer, kBadRequest) && !std::exchange(m_listsTried, true)) {
        m_emptyLists = !m_emptyLists;
        post();
        return;
    }
    const auto body = bodyOf(answer, {}, {});
    const Subscription made = body ? subscriptionOf(*body) : Subscription();
    const bool refused = isRefused(answer, kConflict) || isRefused(answer, kBadRequest);
    if (made.covers(type()))
        accepted(made);
    else if (!m_replaced && (body || (refused && hasPresent())))
        replace();
    else
        fail(answer, "subscribe to " + type().name + " in the journal");
}

bool JournalSubscriptions::hasPresent() const {
    return std::any_of(m_present.begin(), m_present.end(),
                       [this](const Subscription& one) { return one.typeId == type().typeId && one.wholeType; });
}

/// There is one that does; others for the whole type would tell everything twice.
void JournalSubscriptions::accepted(const Subscription& made) {
    for (const Subscription& one : m_present) {
        if (!m_replaced && one.typeId == made.typeId && one.wholeType && one.id != made.id)
            m_obsolete.push_back(one.id);
    }
    removeNext();
}

void JournalSubscriptions::replace() {
    m_replaced = true;
    m_listsTried = false;
    m_postBehindRemoval = true;
    for (const Subscription& one : m_present) {
        if (one.typeId == type().typeId && one.wholeType)
            m_obsolete.push_back(one.id);
    }
    removeNext();
}

void JournalSubscriptions::removeNext() {
    if (m_obsolete.empty()) {
        if (std::exchange(m_postBehindRemoval, false)) {
            post();
        } else {
            ++m_index;
            nextType();
        }
        return;
    }
    const std::string id = std::move(m_obsolete.back());
    m_obsolete.pop_back();
    call({"DELETE", m_path + "/" + id, {}}, &JournalSubscriptions::removed);
}

void JournalSubscriptions::removed(HttpAnswer answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    const bool gone = response != nullptr && (isSuccess(response->status) || response->status == kNotFound);
    if (gone)
        removeNext();
    else
        fail(answer, "remove an old subscription to " + type().name);
}

}  // namespace syncline::connectors::hubspot
