#include "tests/delivery/writer_world.h"

#include <utility>

#include <QtTest/QtTest>

namespace syncline::test {

namespace {

const base::WallTime kStart = base::WallTime(std::chrono::milliseconds(1795536000000));
constexpr std::uint64_t kSeed = 7;

mapping::FieldMapping field(const std::string& name, const std::string& salesforce, const std::string& hubspot) {
    mapping::FieldMapping made;
    made.name = name;
    made.field = {salesforce, hubspot};
    return made;
}

}  // namespace

mapping::Workspace workspaceOfContacts() {
    mapping::ObjectMapping contact;
    contact.name = "contact";
    contact.object = {"Contact", "contacts"};
    contact.partnerId = {"HubSpot_Id__c", "sf_contact_id"};
    contact.matchKeys = {{"email"}};
    contact.create = {true, true};
    contact.fields = {field("phone", "Phone", "phone"), field("email", "Email", "email"),
                      field("title", "Title", "jobtitle")};
    mapping::ObjectMapping company;
    company.name = "company";
    company.object = {"Account", "companies"};
    company.create = {true, true};
    company.fields = {field("name", "Name", "name")};
    mapping::Workspace workspace;
    workspace.name = "test";
    workspace.id = "w-1";
    workspace.objects = {contact, company};
    return workspace;
}

WriterWorld::WriterWorld(delivery::WriterOptions options, mapping::Workspace workspace)
    : m_workspace(std::move(workspace)), m_options(options) {
    restart();
    setMode(core::Mode::Live);
}

void WriterWorld::restart() {
    m_writer = std::make_unique<delivery::Writer>(kHs, m_workspace, m_options, base::Random(kSeed));
    m_writer->sideChanged(core::ConnectorPhase::Connected);
}

MemoryContext::MemoryContext() : m_clock(kStart) {}

const core::Entity* MemoryContext::find(core::EntityId id) {
    m_found = m_state.at(id);
    return m_found.id == core::EntityId() ? nullptr : &m_found;
}

core::Seq MemoryContext::append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) {
    core::Entry entry;
    entry.seq = core::next(head());
    entry.entity = entity;
    entry.side = side;
    entry.captureTime = now();
    entry.cause = cause;
    entry.body = std::move(body);
    keep(std::move(entry));
    return head();
}

void MemoryContext::keep(core::Entry entry) {
    core::apply(m_state, entry);
    m_rules = m_state.workspace().rules;
    for (const core::EntityId id : core::entitiesOf(entry))
        changed(m_state.at(id));
    m_entries.push_back(std::move(entry));
}

connectors::RequestId MemoryContext::nextRequest() {
    return connectors::RequestId(++m_requests);
}

core::Version WriterWorld::version(core::Seq seq, core::Side side, const std::string& text) const {
    core::Version made;
    made.id = {seq, side};
    if (!text.empty())
        made.value = {{text, text}, {text, text}};
    made.time = {now(), now(), false, false};
    made.writer = {core::WriterKind::Person, "somebody"};
    return made;
}

core::EntityId WriterWorld::linked(const std::string& object) {
    const core::EntityId id(core::next(head()).value());
    const std::string number = std::to_string(id.value());
    core::ChangeCaptured captured;
    captured.record = {kSf, object, "003-" + number};
    const core::Seq seq = append(id, kSf, {}, captured);
    append(id, kSf, seq, core::RecordLinked{{"003-" + number, "50-" + number}, core::LinkOrigin::MatchKey, {}});
    core::FieldsDecided decided;
    for (const mapping::FieldMapping& one : m_workspace.find(object)->fields) {
        core::FieldDecision decision;
        decision.field = one.name;
        decision.outcome = core::Outcome::Baseline;
        decision.change.standing = version(seq, kSf, "old");
        decision.change.present = {decision.change.standing, decision.change.standing};
        decided.fields.push_back(decision);
    }
    append(id, kSf, seq, decided);
    return id;
}

core::EntityId WriterWorld::unlinked(const std::string& phone, const std::string& email) {
    const core::EntityId id(core::next(head()).value());
    core::ChangeCaptured captured;
    captured.record = {kSf, "contact", "003-" + std::to_string(id.value())};
    const core::Seq seq = append(id, kSf, {}, captured);
    core::FieldsDecided decided;
    for (const auto& [name, text] : {std::pair{"phone", phone}, std::pair{"email", email}}) {
        core::FieldDecision decision;
        decision.field = name;
        decision.outcome = core::Outcome::Baseline;
        decision.change.standing = version(seq, kSf, text);
        decision.change.present[kSf] = decision.change.standing;
        decided.fields.push_back(decision);
    }
    append(id, kSf, seq, decided);
    return id;
}

core::Seq WriterWorld::change(core::EntityId id, const std::string& field, const std::string& text) {
    core::ChangeCaptured captured;
    captured.record = {kSf, entity(id).object, *entity(id).record[kSf]};
    const core::Seq seq = append(id, kSf, {}, captured);
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Applied;
    decision.change.standing = version(seq, kSf, text);
    decision.change.present[kSf] = decision.change.standing;
    append(id, kSf, seq, core::FieldsDecided{{decision}});
    return seq;
}

core::Seq WriterWorld::holds(core::EntityId id, const std::string& field, const std::string& text) {
    core::ChangeCaptured captured;
    captured.record = {kHs, entity(id).object, *entity(id).record[kHs]};
    const core::Seq seq = append(id, kHs, {}, captured);
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Lost;
    decision.change.present[kHs] = version(seq, kHs, text);
    append(id, kHs, seq, core::FieldsDecided{{decision}});
    return seq;
}

core::Seq WriterWorld::openConflict(core::EntityId id, const std::string& field) {
    const core::Version standing = *cell(id, field).standing;
    const core::Version other = version(core::next(head()), kHs, "another");
    return append(id, kHs, {},
                  core::ConflictOpened{
                      field, core::ConflictType::ConcurrentUpdate, {{standing, kSf, false}, {other, kHs, false}}});
}

void WriterWorld::setMode(core::Mode mode) {
    core::PolicyChanged changed;
    changed.rules.mode = {mode, mode};
    append({}, kHs, {}, changed);
}

void WriterWorld::echo(core::EntityId id, const std::string& field) {
    const core::Out out = cell(id, field).out[kHs].back();
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Echo;
    decision.write = out.write;
    decision.change.present[kHs] = out.version;
    decision.change.closedThrough[kHs] = out.write;
    append(id, kHs, out.write, core::FieldsDecided{{decision}});
}

connectors::WriteRequest WriterWorld::sendOne() {
    delivery::WriterOutput output = step();
    if (output.writes.size() != 1) {
        QTest::qFail(qPrintable(QStringLiteral("%1 requests in place of one").arg(output.writes.size())), __FILE__,
                     __LINE__);
        return {};
    }
    return std::move(output.writes.front());
}

void WriterWorld::answer(const connectors::WriteRequest& request, connectors::RecordWritten written,
                         std::chrono::milliseconds retryAfter) {
    connectors::WriteAnswer answer;
    answer.id = request.id;
    answer.records.assign(request.records.size(), std::move(written));
    answer.answeredAt = now();
    answer.retryAfter = retryAfter;
    m_writer->answered(*this, answer);
}

void WriterWorld::answer(const connectors::WriteRequest& request, connectors::WriteEffect effect) {
    answer(request, refused(effect));
}

bool WriterWorld::answer(const connectors::ReadRequest& request, std::vector<connectors::SideField> fields) {
    connectors::ReadAnswer answer;
    answer.id = request.id;
    for (const std::string& id : request.ids)
        answer.records.push_back({id, id, true, fields, {}, {}});
    return m_writer->answered(*this, answer);
}

bool WriterWorld::answer(const connectors::FindRequest& request, std::vector<std::string> found) {
    connectors::ReadAnswer answer;
    answer.id = request.id;
    for (const std::string& id : found)
        answer.records.push_back({request.values.front(), id, true, {}, {}, {}});
    return m_writer->answered(*this, answer);
}

core::Cell MemoryContext::cell(core::EntityId id, const std::string& field) const {
    const core::Entity whole = entity(id);
    const auto found = whole.cells.find(field);
    return found == whole.cells.end() ? core::Cell{} : found->second;
}

std::string shown(const connectors::WriteRequest& request) {
    std::string text;
    for (const connectors::RecordWrite& record : request.records) {
        text += text.empty() ? "" : " | ";
        text += record.id ? *record.id : record.key ? "new for " + record.key->text.value_or("?") : "new";
        text += ":";
        for (const connectors::SideField& one : record.fields) {
            text += ' ';
            text += one.name;
            text += '=';
            text += one.text ? *one.text : std::string("(blank)");
        }
    }
    return text;
}

std::string shown(const std::vector<connectors::WriteRequest>& requests) {
    std::string text;
    for (const connectors::WriteRequest& request : requests) {
        text += text.empty() ? "" : " + ";
        text += request.object + " " + shown(request);
    }
    return text;
}

connectors::RecordWritten taken(const std::string& id, bool created) {
    connectors::RecordWritten written;
    written.effect = connectors::WriteEffect::Done;
    written.id = id;
    written.created = created;
    return written;
}

connectors::RecordWritten refused(connectors::WriteEffect effect, std::vector<std::string> fields) {
    connectors::RecordWritten written;
    written.effect = effect;
    written.code = "SOME_CODE";
    written.message = "the API's words";
    written.fields = std::move(fields);
    return written;
}

}  // namespace syncline::test
