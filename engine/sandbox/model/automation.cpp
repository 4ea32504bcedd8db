#include "engine/sandbox/model/automation.h"

#include <algorithm>
#include <cstdlib>

namespace syncline::sandbox::model {
namespace {

/// When a field has been written with a value that passes the test, another field (or the same) gets a new value.
struct Rule {
    Side side;
    ObjectKind kind;
    std::string_view name;
    std::string_view when;
    Value (*result)(const Record& record, const std::string& written);  ///< blank: the rule does not apply
    std::string_view set;
};

Value expandTitle(const Record&, const std::string& written) {
    constexpr std::string_view kShort = "VP ";
    return written.starts_with(kShort) ? Value("Vice President " + written.substr(kShort.size())) : Value();
}

Value hotCustomer(const Record&, const std::string& written) {
    return written == "customer" ? Value("Hot") : Value();
}

/// A contact that somebody gave a new number is not cold any more.
Value warmUp(const Record& record, const std::string&) {
    return record.value("Rating__c") == Value("Cold") ? Value("Warm") : Value();
}

Value hotAccount(const Record&, const std::string& written) {
    constexpr double kLarge = 10'000'000;
    return std::strtod(written.c_str(), nullptr) >= kLarge ? Value("Hot") : Value();
}

Value connected(const Record&, const std::string& written) {
    return written == "customer" ? Value("CONNECTED") : Value();
}

Value spellCity(const Record&, const std::string& written) {
    return written == "NYC" ? Value("New York") : Value();
}

Value spellCountry(const Record&, const std::string& written) {
    return written == "USA" ? Value("United States") : Value();
}

constexpr Rule kRules[] = {
    {Side::Salesforce, ObjectKind::Contact, "Contact_Before_Save_Title", "Title", expandTitle, "Title"},
    {Side::Salesforce, ObjectKind::Contact, "Contact_Customer_Rating", "LifecycleStage__c", hotCustomer, "Rating__c"},
    {Side::Salesforce, ObjectKind::Contact, "Contact_Warm_Up", "Phone", warmUp, "Rating__c"},
    {Side::Salesforce, ObjectKind::Company, "Account_Large_Rating", "AnnualRevenue", hotAccount, "Rating"},
    {Side::HubSpot, ObjectKind::Contact, "480011", "lifecyclestage", connected, "hs_lead_status"},
    {Side::HubSpot, ObjectKind::Contact, "480012", "city", spellCity, "city"},
    {Side::HubSpot, ObjectKind::Company, "480013", "country", spellCountry, "country"},
};

}  // namespace

std::vector<AutomatedChange> automatedChanges(Side side, const Record& record, const std::vector<FieldValue>& written) {
    std::vector<AutomatedChange> changes;
    for (const Rule& rule : kRules) {
        if (rule.side != side || rule.kind != record.object)
            continue;
        const auto trigger = std::find_if(written.begin(), written.end(), [&](const FieldValue& value) {
            return value.field == rule.when && value.value;
        });
        if (trigger == written.end())
            continue;
        const Value result = rule.result(record, *trigger->value);
        if (result && result != record.value(rule.set))
            changes.push_back({std::string(rule.name), std::string(rule.set), result});
    }
    return changes;
}

}  // namespace syncline::sandbox::model
