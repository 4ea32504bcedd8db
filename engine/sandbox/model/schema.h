#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sandbox/model/types.h"

namespace syncline::sandbox::model {

enum class FieldType { Text, LongText, Email, Phone, Url, Option, Options, Integer, Decimal, Boolean, Date, DateTime, Reference };

struct FieldSchema {
    std::string name;   ///< API name: "MailingCity", "lifecyclestage"
    std::string label;
    FieldType type = FieldType::Text;
    std::size_t length = 255;               ///< characters; text types only
    int scale = 0;                          ///< decimals kept; Decimal only
    std::vector<std::string> options;       ///< internal values; Option and Options only
    bool restricted = true;                 ///< other values than the options are refused
    bool required = false;
    bool writable = true;                   ///< false: system, calculated
    bool unique = false;                    ///< among live records; for Salesforce also an external id
    bool hidden = false;                    ///< no field-level access for the integration user: it must not appear on the wire
    std::string compound = {};              ///< Salesforce: the compound it is a part of ("MailingAddress", "Name")
    std::string component = {};             ///< Salesforce: its name inside ("City", "LastName")
    std::string references = {};            ///< Reference: "User", "Account", "OWNER"
};

struct ObjectSchema {
    ObjectKind kind = ObjectKind::Contact;
    std::string name;   ///< "Contact", "contacts"
    std::string label;
    std::string key;    ///< Salesforce: key prefix "003"; HubSpot: object type id "0-1"
    std::vector<FieldSchema> fields;

    /// Null when there is no such field. Salesforce's field names match whatever their case; HubSpot's as written.
    [[nodiscard]] const FieldSchema* find(std::string_view field) const;
    bool caseSensitive = true;
};

/// Fields, types and limits of a side as its own API describes them. System fields (ids, created and modified stamps)
/// are not listed: they are members of Record.
[[nodiscard]] const ObjectSchema& schemaOf(Side side, ObjectKind kind);

}  // namespace syncline::sandbox::model
