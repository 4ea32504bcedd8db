#pragma once

#include "engine/sandbox/model/crm.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::salesforce {

enum class ColumnType {
    Id,
    Text,
    LongText,
    Email,
    Phone,
    Url,
    Picklist,
    MultiPicklist,
    Integer,
    Double,
    Currency,
    Boolean,
    Date,
    DateTime,
    Reference,
    Address,  ///< read only, an object of its components
};

/// The type's name in describe, "textarea".
[[nodiscard]] std::string_view name(ColumnType type);

/// A record or a user, whichever the object is made of.
struct Row {
    const model::Record* record = nullptr;
    const model::User* user = nullptr;

    bool operator==(const Row&) const = default;
};

/// A field of an sObject as the API shows it: one of the schema's, a system field, or a compound.
struct Column {
    std::string name;
    std::string label;
    ColumnType type = ColumnType::Text;
    std::size_t length = 0;
    const model::FieldSchema* field = nullptr;          ///< null: system field or compound
    std::string references = {};                        ///< Reference: name of the sObject
    std::string compound = {};                          ///< the compound that it belongs to: "MailingAddress", "Name"
    std::function<model::Value(const Row&)> text = {};  ///< in the model's form; not for Address
};

/// An sObject with the fields that the integration user can see.
struct ApiObject {
    std::string name;
    std::string label;
    std::string keyPrefix;
    std::optional<model::ObjectKind> kind;  ///< nullopt: User
    std::vector<Column> columns;

    /// Field names match whatever their case. Null when there is none or it is hidden.
    [[nodiscard]] const Column* find(std::string_view column) const;
};

/// Account, Contact and User. `born`: the moment that stands for the creation of what was there from the start.
[[nodiscard]] std::vector<ApiObject> apiObjects(base::WallTime born);

/// When a record last changed in any way: SystemModstamp.
[[nodiscard]] base::WallTime systemModstamp(const model::Record& record);

[[nodiscard]] bool isRemoved(const model::Record& record);

}  // namespace syncline::sandbox::salesforce
