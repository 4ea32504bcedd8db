#include "tests/connectors/hubspot/client_bench.h"

#include "engine/connectors/hubspot/journal_place.h"

namespace syncline::test {

using connectors::hubspot::JournalPlace;
using core::Side;

namespace {

const base::WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(10)};

mapping::FieldMapping field(std::string name, std::string hubspot,
                            mapping::Comparison comparison = mapping::Comparison::Trimmed) {
    mapping::FieldMapping mapped;
    mapped.name = std::move(name);
    mapped.field.hubspot = std::move(hubspot);
    mapped.comparison = comparison;
    return mapped;
}

std::string described(const std::string& name, const std::string& type, const std::string& fieldType, bool unique) {
    return R"({"name":")" + name + R"(","type":")" + type + R"(","fieldType":")" + fieldType + R"(","hasUniqueValue":)"
           + (unique ? "true" : "false") + "}";
}

}  // namespace

std::vector<mapping::ObjectMapping> mappedObjects() {
    using mapping::Comparison;
    mapping::ObjectMapping contact;
    contact.name = "contact";
    contact.object = {"Contact", "contacts"};
    contact.partnerId = {"HubSpot_Id__c", "sf_contact_id"};
    contact.fields = {field("email", "email", Comparison::CaseInsensitive),
                      field("first_name", "firstname"),
                      field("phone", "phone", Comparison::PhoneDigits),
                      field("stage", "lifecyclestage", Comparison::Exact),
                      field("interests", "interests", Comparison::Set),
                      field("last_meeting", "last_meeting", Comparison::Instant),
                      field("score", "score", Comparison::Number)};
    mapping::ObjectMapping company;
    company.name = "company";
    company.object = {"Account", "companies"};
    company.partnerId = {"HubSpot_Id__c", "sf_account_id"};
    company.fields = {field("name", "name"), field("phone", "phone", Comparison::PhoneDigits)};
    return {contact, company};
}

std::string describedProperties(const std::string& object) {
    std::string list = described("phone", "string", "phonenumber", false) + ",";
    if (object == "contacts")
        list += described("email", "string", "text", false) + "," + described("firstname", "string", "text", false)
                + "," + described("lifecyclestage", "enumeration", "radio", false) + ","
                + described("interests", "enumeration", "checkbox", false) + ","
                + described("last_meeting", "datetime", "date", false) + ","
                + described("score", "number", "number", false) + ","
                + described("sf_contact_id", "string", "text", true);
    else
        list += described("name", "string", "text", false) + "," + described("sf_account_id", "string", "text", true);
    return R"({"results":[)" + list + "]}";
}

void FakeTokens::get(Got done) {
    if (error)
        done(*error);
    else
        done(connectors::Token{m_name + "-" + std::to_string(generation), {}, generation});
}

void FakeTokens::refused(std::uint64_t which) {
    if (which == generation)
        ++generation;
}

void RecordingListener::captured(Side, connectors::Captured captured) {
    all.push_back(captured);
    if (acknowledges != nullptr)
        acknowledges->acknowledge(captured.position);
}

void RecordingListener::missed(Side, connectors::MissedChanges missed) {
    gaps.push_back(std::move(missed));
}

void RecordingListener::stateChanged(Side, core::ConnectorPhase phase, std::optional<base::Error> why) {
    states.push_back({phase, std::move(why)});
}

void RecordingListener::outageChanged(Side, connectors::Outage outage) {
    outages.push_back(outage);
}

void RecordingListener::answered(Side, connectors::ReadAnswer answer) {
    reads.push_back(std::move(answer));
}

void RecordingListener::answered(Side, connectors::WriteAnswer answer) {
    writes.push_back(std::move(answer));
}

std::vector<connectors::SourceChange> RecordingListener::changes() const {
    std::vector<connectors::SourceChange> changes;
    for (const connectors::Captured& one : all)
        changes.insert(changes.end(), one.changes.begin(), one.changes.end());
    return changes;
}

std::vector<core::ConnectorPhase> RecordingListener::phases() const {
    std::vector<core::ConnectorPhase> phases;
    for (const State& state : states)
        phases.push_back(state.phase);
    return phases;
}

std::optional<core::Position> RecordingListener::position() const {
    return all.empty() ? std::nullopt : std::optional(all.back().position);
}

struct ClientBench::NoSecrets final : connectors::SecretStore {
    void read(const connectors::SecretName&, Read done) override { done(std::optional<std::string>()); }
    void write(const connectors::SecretName&, std::string, Written done) override { done({}); }
};

mapping::Connection ClientBench::usualConnection() {
    mapping::Connection connection;
    connection.baseUrl = kBase;
    connection.apiVersion = "2026-09";
    connection.account = "4471123";
    connection.appId = "19083857";
    return connection;
}

ClientBench::ClientBench(mapping::Connection connection)
    : clock(kNow), timers(clock), m_secrets(std::make_unique<NoSecrets>()) {
    auto journal = std::make_unique<FakeTokens>("journal-token");
    auto account = std::make_unique<FakeTokens>("account-token");
    journalTokens = journal.get();
    accountTokens = account.get();
    client = std::make_unique<connectors::hubspot::HubSpotClient>(
        connectors::hubspot::HubSpotSettings{std::move(connection), mappedObjects()},
        connectors::SideTools{http, timers, *m_secrets, clock, 7},
        connectors::hubspot::HubSpotGrants{std::move(journal), std::move(account)});
    listener.acknowledges = client.get();
    http.always("GET", "/account-info/2026-09/details",
                [](const auto&) { return answer(200, R"({"portalId":4471123})"); });
    for (const std::string object : {"contacts", "companies"})
        http.always("GET", "/crm/properties/2026-09/" + object,
                    [object](const auto&) { return answer(200, describedProperties(object)); });
    http.always("GET", "/webhooks-journal/subscriptions/2026-09", [](const auto&) {
        const std::string common = R"("subscriptionType":"OBJECT","portalId":4471123,)"
                                   R"("actions":["CREATE","UPDATE","DELETE","MERGE","RESTORE"],)";
        return answer(200, R"({"results":[{"id":1,"objectTypeId":"0-1",)" + common
                               + R"("properties":["email","firstname","phone","lifecyclestage","interests",)"
                                 R"("last_meeting","score","sf_contact_id"]},{"id":2,"objectTypeId":"0-2",)"
                               + common + R"("properties":["name","phone","sf_account_id"]}]})");
    });
}

ClientBench::~ClientBench() = default;

void ClientBench::start(std::vector<core::Position> positions) {
    client->start(listener, std::move(positions));
    run();
}

std::string ClientBench::entry(const std::string& offset) {
    return R"({"url":"https://storage.test/files/)" + offset + R"(.json?X-Amz-Signature=s",)"
           + R"("expiresAt":"2026-11-23T10:15:00.000Z","currentOffset":")" + offset + "\"}";
}

std::string ClientBench::fileOf(const std::string& offset, const std::string& events) {
    return R"({"offset":")" + offset + R"(","publishedAt":"2026-11-23T09:59:58.412Z","journalEvents":[)" + events
           + "]}";
}

void ClientBench::journalEntry(const std::string& urlPart, const std::string& offset) {
    http.once("GET", kJournal + urlPart, answer(200, entry(offset)));
}

void ClientBench::file(const std::string& offset, const std::string& events) {
    http.once("GET", "storage.test/files/" + offset, answer(200, fileOf(offset, events)));
}

core::Position ClientBench::position(const std::string& offset, std::chrono::minutes age) const {
    const base::WallTime then = clock.wallNow() - age;
    return positionOf(JournalPlace{connectors::hubspot::JournalFamily::Local, offset, then, then});
}

std::string updateEvent(const std::string& property, const std::string& value, const std::string& time) {
    return R"({"type":"crmObject","portalId":4471123,"occurredAt":")" + time
           + R"(","action":"UPDATE","objectTypeId":"0-1","objectId":501,"propertyChanges":{")" + property + R"(":)"
           + value + "}}";
}

}  // namespace syncline::test
