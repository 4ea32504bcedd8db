#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/model/record.h"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// One end of an association as seen from the other.
struct Link {
    std::string id;
    bool primary = false;
};

/// A change of an association that is not the primary one. Those of the primary are events of the contact.
struct LinkChange {
    std::uint64_t number = 0;
    base::WallTime at;
    std::string contactId;
    std::string companyId;
    bool added = true;
};

/// Which contacts belong to which companies. The primary company of a contact is its property associatedcompanyid in
/// the model; further ones are stored values, with a log of their changes for the journal and the webhooks.
class Links {
public:
    explicit Links(Portal& portal) : m_portal(portal) {}

    /// From a contact to companies or the other way, the primary first.
    [[nodiscard]] std::vector<Link> of(const model::Record& record) const;
    [[nodiscard]] bool isSecondary(const std::string& contactId, const std::string& companyId) const;
    void addSecondary(const std::string& contactId, const std::string& companyId);
    void removeSecondary(const std::string& contactId, const std::string& companyId);

    /// For the two to tell of: the log entry, apart from the association itself, which a change of the primary moves
    /// without one.
    void log(const std::string& contactId, const std::string& companyId, bool added);
    /// In order of their numbers, from this one on.
    [[nodiscard]] std::vector<LinkChange> changesFrom(std::uint64_t number) const;
    /// The number that the next change will have.
    [[nodiscard]] std::uint64_t nextChange() const;
    void forgetChangesBefore(base::WallTime moment);

private:
    [[nodiscard]] std::vector<Link> ofContact(const model::Record& contact) const;
    [[nodiscard]] std::vector<Link> ofCompany(const model::Record& company) const;

    Portal& m_portal;
};

/// The property that names a contact's primary company.
inline constexpr std::string_view kPrimaryCompany = "associatedcompanyid";

}  // namespace syncline::sandbox::hubspot
