#include "engine/connectors/hubspot/account_set_up.h"

#include "engine/connectors/hubspot/api_problem.h"

#include <utility>

namespace syncline::connectors::hubspot {
namespace {

using base::Error;
using base::ErrorCode;

bool isStatus(const HttpAnswer& answer, int status) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response != nullptr && response->status == status;
}

}  // namespace

void AccountSetUp::run(Done done) {
    m_done = std::move(done);
    m_index = 0;
    m_complaint.reset();
    m_calls.call({"GET", "/account-info/" + m_settings.version + "/details", {}}, [this](const HttpAnswer& answer) {
        if (m_done)
            accountKnown(answer);
    });
}

void AccountSetUp::finish(std::optional<Error> error) {
    std::exchange(m_done, nullptr)(std::move(error));
}

void AccountSetUp::accountKnown(const HttpAnswer& answer) {
    const std::string operation = "ask HubSpot for the account";
    const auto body = bodyOf(answer, operation, {});
    const bool mayNot = isStatus(answer, 403) && !m_settings.account.empty();
    if (!body && !mayNot) {
        finish(body.error());
        return;
    }
    const std::string portal = body ? textOrEmpty(*body, "portalId") : m_settings.account;
    if (portal.empty()) {
        finish(Error{ErrorCode::ProtocolViolation, operation, {}, "the answer names no portalId", {}});
        return;
    }
    if (!m_settings.account.empty() && portal != m_settings.account) {
        finish(Error{ErrorCode::InvalidArgument, "connect to HubSpot's account", m_settings.account,
                     "the sign-in is for account " + portal, "sign in to the account that the workspace is for"});
        return;
    }
    m_settings.account = portal;
    nextType();
}

void AccountSetUp::nextType() {
    if (m_index == m_objects.all().size()) {
        finish(std::nullopt);
        return;
    }
    const std::string path = "/crm/properties/" + m_settings.version + "/" + m_objects.all()[m_index].name;
    m_calls.call({"GET", path, {}}, [this](const HttpAnswer& answer) {
        if (m_done)
            described(answer);
    });
}

void AccountSetUp::described(const HttpAnswer& answer) {
    ObjectType& type = m_objects.all()[m_index];
    const auto body = bodyOf(answer, "read the properties of HubSpot's", type.name);
    if (!body && !isStatus(answer, 403)) {
        Error error = body.error();
        if (error.code == ErrorCode::InvalidArgument || error.code == ErrorCode::NotFound)
            error.hint = "check the object's name in the mapping: \"contacts\", \"companies\", or a type id";
        finish(std::move(error));
        return;
    }
    const json::array* properties = body ? arrayMember(*body, "results") : nullptr;
    if (properties != nullptr) {
        type.describe(*properties);
        complain(type);
    }
    ++m_index;
    nextType();
}

void AccountSetUp::complain(const ObjectType& type) {
    std::string names;
    for (const std::string& name : type.missing())
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty())
        m_complaint = Error{ErrorCode::NotFound, "find mapped properties of HubSpot's", type.name,
                            "there is no " + names, "make the property in HubSpot, or take it out of the mapping"};
    else if (!type.partnerId.empty() && !type.isUnique(type.partnerId))
        m_complaint = Error{ErrorCode::InvalidArgument, "use as the partner's id in HubSpot's", type.name,
                            "property " + type.partnerId + " does not require unique values",
                            "make it anew with unique values: HubSpot cannot turn that on later"};
}

}  // namespace syncline::connectors::hubspot
