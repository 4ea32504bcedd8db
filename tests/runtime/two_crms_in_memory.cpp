#include "tests/runtime/two_crms_in_memory.h"

#include <algorithm>
#include <utility>

namespace syncline::test {
namespace {

mapping::FieldMapping field(const std::string& name, const std::string& salesforce, const std::string& hubspot) {
    mapping::FieldMapping made;
    made.name = name;
    made.field = {salesforce, hubspot};
    return made;
}

bool isAmong(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

mapping::Workspace contactsAndCompanies() {
    mapping::ObjectMapping contact;
    contact.name = "contact";
    contact.object = {"Contact", "contacts"};
    contact.partnerId = {"HubSpot_Id__c", "sf_contact_id"};
    contact.matchKeys = {{"email"}};
    contact.create = {true, true};
    contact.fields = {field("phone", "Phone", "phone"), field("email", "Email", "email")};
    mapping::ObjectMapping company;
    company.name = "company";
    company.object = {"Account", "companies"};
    company.matchKeys = {{"name"}};
    company.fields = {field("name", "Name", "name")};
    mapping::Workspace workspace;
    workspace.name = "test";
    workspace.id = "w-1";
    workspace.mode = {core::Mode::Live, core::Mode::Live};
    workspace.connection.salesforce.clockResolution = std::chrono::seconds(1);
    workspace.objects = {contact, company};
    workspace.policyHash = std::string(64, 'a');
    return workspace;
}

TwoCrms::Key TwoCrms::keyOf(core::Side side, const std::string& object, const std::string& id) const {
    return {side, m_workspace.find(object)->object[side], id};
}

void TwoCrms::put(core::Side side, const std::string& object, const std::string& id, const Texts& fields) {
    Record& record = m_records[keyOf(side, object, id)];
    record.id = id;
    for (const auto& [name, text] : fields)
        record.fields[name] = text;
}

void TwoCrms::remove(core::Side side, const std::string& object, const std::string& id) {
    m_records.erase(keyOf(side, object, id));
}

void TwoCrms::merge(core::Side side, const std::string& object, const std::string& id, const std::string& survivor) {
    m_records[keyOf(side, object, id)].id = survivor;
}

void TwoCrms::setHistory(const std::string& object, const std::string& id, const std::string& field,
                         std::vector<connectors::PastVersion> versions) {
    m_records[keyOf(kHs, object, id)].history[field] = std::move(versions);
}

connectors::RecordRead TwoCrms::shown(const Record& record, const std::string& askedFor) {
    connectors::RecordRead read;
    read.askedFor = askedFor;
    read.id = record.id;
    read.found = true;
    for (const auto& [name, text] : record.fields)
        read.fields.push_back({name, text.empty() ? std::nullopt : std::optional(text)});
    read.modified = kStart - std::chrono::hours(1);
    read.history = record.history;
    return read;
}

connectors::ReadAnswer TwoCrms::answer(core::Side side, const connectors::ReadRequest& request) const {
    connectors::ReadAnswer answer;
    answer.id = request.id;
    for (const std::string& id : request.ids) {
        const auto found = m_records.find({side, request.object, id});
        if (found != m_records.end())
            answer.records.push_back(shown(found->second, id));
    }
    return answer;
}

connectors::ReadAnswer TwoCrms::answer(core::Side side, const connectors::FindRequest& request) const {
    connectors::ReadAnswer answer;
    answer.id = request.id;
    for (const auto& [key, record] : m_records) {
        const auto held = record.fields.find(request.field);
        if (key.side == side && key.object == request.object && held != record.fields.end()
            && isAmong(request.values, held->second))
            answer.records.push_back(shown(record, held->second));
    }
    return answer;
}

connectors::WriteAnswer TwoCrms::answer(core::Side side, const connectors::WriteRequest& request, base::WallTime at) {
    connectors::WriteAnswer answer;
    answer.id = request.id;
    answer.answeredAt = at;
    for (const connectors::RecordWrite& write : request.records) {
        connectors::RecordWritten written;
        written.effect = connectors::WriteEffect::Done;
        written.created = !write.id;
        written.id = write.id ? *write.id : "new-" + std::to_string(++m_made);
        Record& record = m_records[{side, request.object, written.id}];
        record.id = written.id;
        for (const connectors::SideField& one : write.fields)
            record.fields[one.name] = one.text.value_or(std::string());
        if (write.key)
            record.fields[write.key->name] = write.key->text.value_or(std::string());
        answer.records.push_back(std::move(written));
    }
    return answer;
}

runtime::ReadGot TwoCrms::got(const runtime::ReadWant& want) const {
    const std::string& object = m_workspace.find(want.object)->object[want.side];
    if (!want.field.empty())
        return {want, answer(want.side, connectors::FindRequest{{}, object, want.field, {want.id}, {}}).records};
    runtime::ReadGot got{want, answer(want.side, connectors::ReadRequest{{}, object, {want.id}, {}, {}}).records};
    if (got.records.empty()) {
        got.records.emplace_back();
        got.records.front().askedFor = got.records.front().id = want.id;
    }
    return got;
}

std::string TwoCrms::text(core::Side side, const std::string& object, const std::string& id,
                          const std::string& field) const {
    const auto record = m_records.find(keyOf(side, object, id));
    if (record == m_records.end() || !record->second.fields.contains(field))
        return {};
    return record->second.fields.at(field);
}

}  // namespace syncline::test
