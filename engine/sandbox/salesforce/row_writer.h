#pragma once

#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/salesforce/errors.h"
#include "engine/sandbox/salesforce/org.h"

#include <string>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// What became of one record of a write.
struct RowResult {
    std::string id;
    bool created = false;
    std::vector<ApiError> errors;        ///< empty: done
    std::vector<std::string> ambiguous;  ///< the external id's value stands in several records: their ids

    [[nodiscard]] bool ok() const { return errors.empty() && ambiguous.empty(); }
};

/// A field by which records can be named in a path, and its value there.
struct ExternalId {
    const Column* column = nullptr;
    std::string value;
};

/// The column if records can be found by it: a unique one, or an e-mail (idLookup). Null otherwise.
[[nodiscard]] const Column* externalIdColumn(const ApiObject& object, std::string_view name);

/// Live records with this value, by id.
[[nodiscard]] std::vector<const model::Record*> findByExternalId(const Org& org, const ApiObject& object,
                                                                 const ExternalId& id);

/// The writes of one request, in one transaction of the CRM. Destroyed without commit() nothing was done. Refuses rows
/// while the fault that locks them lasts.
class RowWriter {
public:
    RowWriter(const Org& org, model::Actor actor);

    RowResult create(const ApiObject& object, const boost::json::object& record,
                     const std::vector<std::string>& ignored = {});
    RowResult update(const ApiObject& object, std::string_view id, const boost::json::object& record,
                     const std::vector<std::string>& ignored = {});
    /// `updateOnly`: a value that no record has is refused.
    RowResult upsert(const ApiObject& object, const ExternalId& id, const boost::json::object& record, bool updateOnly);
    RowResult remove(const ApiObject& object, std::string_view id);

    /// Makes it last and tells the sandbox. Nothing may be called after it.
    void commit();

private:
    [[nodiscard]] bool takeLock();
    RowResult result(const ApiObject& object, const model::WriteOutcome& outcome) const;

    const Org& m_org;
    model::Transaction m_transaction;
};

}  // namespace syncline::sandbox::salesforce
