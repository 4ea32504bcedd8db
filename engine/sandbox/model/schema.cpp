#include "engine/sandbox/model/schema.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

bool equalWithoutCase(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

FieldSchema text(std::string name, std::string label, std::size_t length) {
    return {.name = std::move(name), .label = std::move(label), .length = length};
}

FieldSchema typed(std::string name, std::string label, FieldType type, std::size_t length = 255) {
    return {.name = std::move(name), .label = std::move(label), .type = type, .length = length};
}

FieldSchema option(std::string name, std::string label, std::vector<std::string> options, bool restricted) {
    return {.name = std::move(name),
            .label = std::move(label),
            .type = FieldType::Option,
            .options = std::move(options),
            .restricted = restricted};
}

FieldSchema decimal(std::string name, std::string label, int scale) {
    return {.name = std::move(name), .label = std::move(label), .type = FieldType::Decimal, .scale = scale};
}

FieldSchema unique(std::string name, std::string label, FieldType type, std::size_t length) {
    return {.name = std::move(name), .label = std::move(label), .type = type, .length = length, .unique = true};
}

FieldSchema reference(std::string name, std::string label, std::string to) {
    return {
        .name = std::move(name), .label = std::move(label), .type = FieldType::Reference, .references = std::move(to)};
}

FieldSchema calculated(std::string name, std::string label) {
    return {.name = std::move(name), .label = std::move(label), .writable = false};
}

FieldSchema part(FieldSchema field, std::string compound, std::string component) {
    field.compound = std::move(compound);
    field.component = std::move(component);
    return field;
}

FieldSchema required(FieldSchema field) {
    field.required = true;
    return field;
}

FieldSchema hidden(FieldSchema field) {
    field.hidden = true;
    return field;
}

const std::vector<std::string> kRatings = {"Hot", "Warm", "Cold"};
const std::vector<std::string> kIndustries = {"Agriculture", "Banking",       "Construction", "Education", "Energy",
                                              "Finance",     "Manufacturing", "Retail",       "Technology"};
const std::vector<std::string> kStages = {
    "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist"};
const std::vector<std::string> kInterests = {"events", "newsletter", "pricing", "product", "training"};

/// The five parts of a Salesforce address, such as MailingStreet, in the compound MailingAddress.
void addAddress(ObjectSchema& object, const std::string& prefix) {
    const std::string compound = prefix + "Address";
    object.fields.push_back(part(text(prefix + "Street", prefix + " Street", 255), compound, "Street"));
    object.fields.push_back(part(text(prefix + "City", prefix + " City", 40), compound, "City"));
    object.fields.push_back(part(text(prefix + "State", prefix + " State/Province", 80), compound, "State"));
    object.fields.push_back(part(text(prefix + "PostalCode", prefix + " Zip/Postal Code", 20), compound, "PostalCode"));
    object.fields.push_back(part(text(prefix + "Country", prefix + " Country", 80), compound, "Country"));
}

ObjectSchema salesforceContact() {
    ObjectSchema object{ObjectKind::Contact, "Contact", "Contact", "003", false, {}};
    object.fields = {
        part(option("Salutation", "Salutation", {"Mr.", "Ms.", "Mx.", "Dr.", "Prof."}, false), "Name", "Salutation"),
        part(text("FirstName", "First Name", 40), "Name", "FirstName"),
        part(required(text("LastName", "Last Name", 80)), "Name", "LastName"),
        typed("Email", "Email", FieldType::Email, 80),
        typed("Phone", "Business Phone", FieldType::Phone, 40),
        typed("MobilePhone", "Mobile Phone", FieldType::Phone, 40),
        text("Title", "Title", 128),
        text("Department", "Department", 80),
        typed("Description", "Contact Description", FieldType::LongText, 32000),
        option("LeadSource", "Lead Source", {"Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"},
               false),
        option("LifecycleStage__c", "Lifecycle Stage", kStages, true),
        option("Rating__c", "Rating", kRatings, true),
        {.name = "Interests__c", .label = "Interests", .type = FieldType::Options, .options = kInterests},
        decimal("Score__c", "Score", 2),
        typed("Birthdate", "Birthdate", FieldType::Date),
        typed("Last_Meeting__c", "Last Meeting", FieldType::DateTime),
        typed("DoNotCall", "Do Not Call", FieldType::Boolean),
        reference("AccountId", "Account ID", "Account"),
        reference("OwnerId", "Owner ID", "User"),
        unique("HubSpot_Id__c", "HubSpot Id", FieldType::Text, 32),
        hidden(text("Internal_Note__c", "Internal Note", 255)),
    };
    addAddress(object, "Mailing");
    return object;
}

ObjectSchema salesforceAccount() {
    ObjectSchema object{ObjectKind::Company, "Account", "Account", "001", false, {}};
    object.fields = {
        required(text("Name", "Account Name", 255)),
        typed("Phone", "Account Phone", FieldType::Phone, 40),
        typed("Website", "Website", FieldType::Url, 255),
        option("Industry", "Industry", kIndustries, true),
        option("Type", "Account Type", {"Prospect", "Customer", "Partner", "Other"}, false),
        option("Rating", "Account Rating", kRatings, true),
        decimal("AnnualRevenue", "Annual Revenue", 2),
        typed("NumberOfEmployees", "Employees", FieldType::Integer),
        typed("Description", "Account Description", FieldType::LongText, 32000),
        reference("ParentId", "Parent Account ID", "Account"),
        reference("OwnerId", "Owner ID", "User"),
        unique("HubSpot_Id__c", "HubSpot Id", FieldType::Text, 32),
    };
    addAddress(object, "Billing");
    return object;
}

ObjectSchema hubspotContact() {
    ObjectSchema object{ObjectKind::Contact, "contacts", "Contact", "0-1", true, {}};
    object.fields = {
        text("salutation", "Salutation", 65536),
        text("firstname", "First Name", 65536),
        text("lastname", "Last Name", 65536),
        unique("email", "Email", FieldType::Email, 65536),
        {.name = "hs_additional_emails", .label = "Additional email addresses", .length = 65536, .writable = false},
        typed("phone", "Phone Number", FieldType::Phone, 65536),
        typed("mobilephone", "Mobile Phone Number", FieldType::Phone, 65536),
        text("jobtitle", "Job Title", 65536),
        text("department", "Department", 65536),
        typed("message", "Message", FieldType::LongText, 65536),
        text("lead_source", "Lead Source", 65536),
        option("lifecyclestage", "Lifecycle Stage", kStages, true),
        option("hs_lead_status", "Lead Status", {"NEW", "OPEN", "IN_PROGRESS", "CONNECTED", "UNQUALIFIED"}, true),
        option("rating", "Rating", {"hot", "warm", "cold"}, true),
        {.name = "interests", .label = "Interests", .type = FieldType::Options, .options = kInterests},
        decimal("score", "Score", 4),
        typed("birthdate", "Birthdate", FieldType::Date),
        typed("last_meeting", "Last Meeting", FieldType::DateTime),
        typed("do_not_call", "Do Not Call", FieldType::Boolean),
        text("address", "Street Address", 65536),
        text("city", "City", 65536),
        text("state", "State/Region", 65536),
        text("zip", "Postal Code", 65536),
        text("country", "Country/Region", 65536),
        reference("associatedcompanyid", "Primary Associated Company ID", "companies"),
        reference("hubspot_owner_id", "Contact owner", "OWNER"),
        unique("sf_contact_id", "Salesforce contact ID", FieldType::Text, 18),
        calculated("hs_email_domain", "Email Domain"),
    };
    return object;
}

ObjectSchema hubspotCompany() {
    ObjectSchema object{ObjectKind::Company, "companies", "Company", "0-2", true, {}};
    object.fields = {
        text("name", "Company name", 65536),
        text("domain", "Company Domain Name", 65536),
        typed("phone", "Phone Number", FieldType::Phone, 65536),
        typed("website", "Website URL", FieldType::Url, 65536),
        option("industry", "Industry",
               {"AGRICULTURE", "BANKING", "CONSTRUCTION", "EDUCATION", "ENERGY", "FINANCE", "MANUFACTURING", "RETAIL",
                "TECHNOLOGY"},
               true),
        option("type", "Type", {"PROSPECT", "CUSTOMER", "PARTNER", "OTHER"}, true),
        option("rating", "Rating", {"hot", "warm", "cold"}, true),
        decimal("annualrevenue", "Annual Revenue", 4),
        typed("numberofemployees", "Number of Employees", FieldType::Integer),
        typed("description", "Description", FieldType::LongText, 65536),
        text("address", "Street Address", 65536),
        text("city", "City", 65536),
        text("state", "State/Region", 65536),
        text("zip", "Postal Code", 65536),
        text("country", "Country/Region", 65536),
        reference("hubspot_owner_id", "Company owner", "OWNER"),
        unique("sf_account_id", "Salesforce account ID", FieldType::Text, 18),
    };
    return object;
}

}  // namespace

const FieldSchema* ObjectSchema::find(std::string_view field) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldSchema& candidate) {
        return caseSensitive ? candidate.name == field : equalWithoutCase(candidate.name, field);
    });
    return found == fields.end() ? nullptr : &*found;
}

const ObjectSchema& schemaOf(Side side, ObjectKind kind) {
    static const ObjectSchema kSalesforceContact = salesforceContact();
    static const ObjectSchema kSalesforceAccount = salesforceAccount();
    static const ObjectSchema kHubspotContact = hubspotContact();
    static const ObjectSchema kHubspotCompany = hubspotCompany();
    if (side == Side::Salesforce)
        return kind == ObjectKind::Contact ? kSalesforceContact : kSalesforceAccount;
    return kind == ObjectKind::Contact ? kHubspotContact : kHubspotCompany;
}

}  // namespace syncline::sandbox::model
