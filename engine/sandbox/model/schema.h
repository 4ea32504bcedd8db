#pragma once

#include "engine/sandbox/model/types.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::model {

enum class FieldType {
    Text,
    LongText,
    Email,
    Phone,
    Url,
    Option,   ///< one of a list
    Options,  ///< several of a list, "A;B"
    Integer,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Reference,
};

struct FieldSchema {
    std::string name;  ///< API name: "MailingCity", "lifecyclestage"
    std::string label;
    FieldType type = FieldType::Text;
    std::size_t length = 255;               ///< characters; text types only
    int scale = 0;                          ///< decimals kept; Decimal only
    std::vector<std::string> options = {};  ///< internal values; Option and Options only
    bool restricted = true;                 ///< values other than the options are refused
    bool required = false;
    bool writable = true;         ///< false: calculated
    bool unique = false;          ///< among live records, compared without case; for Salesforce also an external id
    bool hidden = false;          ///< no field-level access for the integration user: it must not appear on the wire
    std::string compound = {};    ///< Salesforce: the compound that it is a part of, "MailingAddress", "Name"
    std::string component = {};   ///< Salesforce: its name in there, "City", "LastName"
    std::string references = {};  ///< Reference: "User", "Account", "OWNER", "companies"
};

struct ObjectSchema {
    ObjectKind kind = ObjectKind::Contact;
    std::string name;  ///< "Contact", "contacts"
    std::string label;
    std::string key;            ///< Salesforce: key prefix "003"; HubSpot: object type id "0-1"
    bool caseSensitive = true;  ///< field names; Salesforce's match whatever their case
    std::vector<FieldSchema> fields;

    /// Null when there is no such field.
    [[nodiscard]] const FieldSchema* find(std::string_view field) const;
};

/// Fields, types and limits of a side as its own API describes them. System fields (ids, created and modified stamps)
/// are not listed: they are members of Record. The objects live as long as the program.
[[nodiscard]] const ObjectSchema& schemaOf(Side side, ObjectKind kind);

}  // namespace syncline::sandbox::model
