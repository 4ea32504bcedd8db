#pragma once

#include "engine/connectors/api/source_change.h"
#include "engine/connectors/salesforce/sobjects.h"

#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace syncline::connectors::salesforce {

/// Turns the members of a record's or an event's JSON into fields with canonical texts. Numbers keep the digits that
/// they came with. A compound is taken apart: Name.FirstName is FirstName, MailingAddress.City is MailingCity,
/// Place__c.City is Place__City__s (Change Data Capture guide, compound fields). A large text that came as a difference
/// ({"diff": …}; guide, "Send Data Differences for Fields of Updated Records") is named where it is mapped, not taken.
/// Lists and what else has no place in a field are passed over.
class FieldReader {
public:
    /// `changed`: dotted names of the components that an event says have changed; of a compound of which it names any,
    /// only those are taken.
    explicit FieldReader(const SObject& object, std::vector<std::string> changed = {});

    [[nodiscard]] simdjson::error_code take(std::string_view name, simdjson::ondemand::value value);

    std::vector<SideField> fields;
    std::vector<std::string> differences;

private:
    [[nodiscard]] simdjson::error_code takeText(std::string_view name, simdjson::ondemand::value value);
    [[nodiscard]] simdjson::error_code takeObject(std::string_view name, simdjson::ondemand::object object);
    void takeNull(std::string_view name);
    [[nodiscard]] bool isLeftOut(std::string_view compound, std::string_view component) const;

    const SObject& m_object;
    std::vector<std::string> m_changed;
};

/// The field that a component of a compound is.
[[nodiscard]] std::string componentField(std::string_view compound, std::string_view component);

}  // namespace syncline::connectors::salesforce
