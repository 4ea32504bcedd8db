#pragma once

#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/transaction.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// What became of one row.
struct RowResult {
    std::string id;
    bool created = false;
    std::optional<Problem> problem;
};

/// One transaction of an API client: JSON in, the model's rows out. Rows that are refused change nothing; without
/// commit() nothing at all changes.
class RecordWriter {
public:
    RecordWriter(Portal& portal, Links& links, const Caller& caller);

    /// `input` has the members properties and, for a create, associations.
    [[nodiscard]] RowResult create(model::ObjectKind kind, const json::object& input);
    [[nodiscard]] RowResult update(model::ObjectKind kind, const std::string& id, const json::object& input);
    [[nodiscard]] RowResult archive(model::ObjectKind kind, const std::string& id);
    [[nodiscard]] RowResult merge(model::ObjectKind kind, const std::string& primary, const std::string& other);
    [[nodiscard]] RowResult erase(model::ObjectKind kind, const std::string& id);

    /// Sets or clears (empty) the primary company of a contact.
    [[nodiscard]] RowResult setPrimaryCompany(const std::string& contactId, const std::string& companyId);
    /// Without a primary company yet this one becomes it, else, unless asked to, a further one.
    [[nodiscard]] RowResult link(const std::string& contactId, const std::string& companyId, bool asPrimary);
    [[nodiscard]] RowResult unlink(const std::string& contactId, const std::string& companyId, bool onlyPrimaryLabel);

    /// Commits and makes it durable.
    void commit();

private:
    [[nodiscard]] Checked<std::vector<model::FieldValue>> fieldsOf(const json::object& input) const;
    [[nodiscard]] std::optional<Problem> blocked(const std::vector<model::FieldValue>& fields) const;
    [[nodiscard]] RowResult result(model::ObjectKind kind, const std::string& id, const model::WriteOutcome& outcome);
    /// The associations of a create, checked before anything is made.
    struct NewLink {
        std::string otherId;
        bool primary = false;
    };
    [[nodiscard]] Checked<std::vector<NewLink>> newLinks(model::ObjectKind kind, const json::object& input) const;

    Portal& m_portal;
    Links& m_links;
    model::Transaction m_transaction;
    std::vector<std::function<void()>> m_onCommit;  ///< changes of stored links
};

/// Addresses that were blocked without ever having been a contact's (folded).
[[nodiscard]] bool isBlocked(const Portal& portal, const std::string& email);
void blockEmail(Portal& portal, const std::string& email);

}  // namespace syncline::sandbox::hubspot
