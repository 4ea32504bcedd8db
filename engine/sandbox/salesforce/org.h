#pragma once

#include "engine/sandbox/context.h"
#include "engine/sandbox/salesforce/api_object.h"
#include "engine/sandbox/salesforce/options.h"

#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::salesforce {

/// The org that this server serves: one CRM of the world, its objects as the API shows them, its settings. Every part
/// of the server works on it. Lives as long as the server; the sandbox's one thread.
class Org {
public:
    Org(Context context, const SalesforceOptions& options);

    /// What it refers to may be changed.
    [[nodiscard]] const Context& context() const { return m_context; }
    [[nodiscard]] const SalesforceOptions& options() const { return m_options; }
    [[nodiscard]] model::Crm& crm() const { return m_context.world.crm(model::Side::Salesforce); }
    /// The world's true time.
    [[nodiscard]] base::WallTime now() const { return m_context.world.now(); }
    /// What the org's own clock says.
    [[nodiscard]] base::WallTime stamp() const { return crm().clock().stamp(now()); }
    [[nodiscard]] bool dialect(std::string_view name) const { return m_context.dialects.on(name); }

    [[nodiscard]] const std::vector<ApiObject>& objects() const { return m_objects; }
    /// Null when there is none of that name, whatever its case.
    [[nodiscard]] const ApiObject* findObject(std::string_view name) const;
    /// The row with this id of 15 or 18 characters in any state but erased; neither record nor user when there is none.
    [[nodiscard]] Row findRow(const ApiObject& object, std::string_view id) const;
    /// Every row, by id; removed ones only if asked for, erased ones never.
    [[nodiscard]] std::vector<Row> rows(const ApiObject& object, bool withRemoved) const;

    /// Whom programs act as.
    [[nodiscard]] const model::User& integrationUser() const;
    /// `length` characters of the sandbox's own randomness, letters and digits.
    [[nodiscard]] std::string randomText(std::size_t length) const;

private:
    Context m_context;
    SalesforceOptions m_options;
    std::vector<ApiObject> m_objects;
};

}  // namespace syncline::sandbox::salesforce
