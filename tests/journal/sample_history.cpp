#include "tests/journal/sample_history.h"

#include <utility>

namespace syncline::test {

using core::Seq;
using core::Side;

namespace {

constexpr base::WallTime kStart(std::chrono::milliseconds(1795536000000));

core::Entry entryOf(core::EntityId entity, core::EntryBody body, Seq cause = Seq()) {
    core::Entry entry;
    entry.entity = entity;
    entry.cause = cause;
    entry.body = std::move(body);
    return entry;
}

core::Identity identityOf(Seq seq) {
    core::Identity identity{};
    auto left = static_cast<std::uint64_t>(seq.value());
    for (std::size_t at = 0; left != 0; ++at, left >>= 8U)
        identity[at] = static_cast<std::uint8_t>(left);
    return identity;
}

}  // namespace

Side SampleHistory::side() {
    return m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
}

std::string SampleHistory::field() {
    constexpr std::string_view kFields[] = {"email", "last_name", "name", "phone", "title"};
    return std::string(kFields[m_random.below(std::size(kFields))]);
}

core::Version SampleHistory::version(const Person& person, const std::string& field) {
    const std::string number = std::to_string(person.id.value()) + "." + std::to_string(m_random.below(3));
    const std::string text = field == "email" ? "p" + number + "@acme.com" : field + " " + number;
    core::Version made;
    made.id = {seq(), side()};
    made.value = {{text, text}, {"HS " + text, text}};
    made.time = {kStart, kStart + std::chrono::milliseconds(seq().value()), false, false};
    made.writer = {core::WriterKind::Person, "005"};
    return made;
}

core::RecordKey SampleHistory::newRecord(Side side) {
    return {side, "contact", (side == Side::Salesforce ? "003X" : "7") + std::to_string(seq().value())};
}

core::Entry SampleHistory::captureNew() {
    const Side from = side();
    core::ChangeCaptured captured;
    captured.record = newRecord(from);
    captured.change.seq = seq();
    captured.change.side = from;
    captured.change.action = core::Action::Create;
    captured.raw = R"({"payload":")" + std::string(m_random.below(900), 'x') + "\"}";
    Person person;
    person.id = core::EntityId(seq().value());
    person.record[from] = captured.record.id;
    person.captured = seq();
    m_people.push_back(person);
    core::Entry entry = entryOf(person.id, captured);
    entry.side = from;
    entry.sourceTime = kStart;
    return entry;
}

core::Entry SampleHistory::captureAgain(Person& person) {
    const Side from = person.record.salesforce ? Side::Salesforce : Side::HubSpot;
    core::ChangeCaptured captured;
    captured.record = {from, "contact", *person.record[from]};
    captured.change.seq = seq();
    captured.change.side = from;
    captured.raw = R"({"again":true})";
    person.captured = seq();
    core::Entry entry = entryOf(person.id, captured);
    entry.side = from;
    return entry;
}

core::Entry SampleHistory::link(Person& person) {
    core::RecordLinked linked;
    linked.origin = core::LinkOrigin::MatchKey;
    Person& other = m_people[m_random.below(m_people.size())];
    if (other.id != person.id && m_random.chance(0.3))
        linked.absorbed = other.id;
    for (const Side one : core::kSides) {
        if (!person.record[one])
            person.record[one] = newRecord(one).id;
        linked.record[one] = *person.record[one];
    }
    return entryOf(person.id, linked, person.captured);
}

core::Entry SampleHistory::decide(const Person& person) {
    core::FieldDecision decision;
    decision.field = field();
    decision.outcome = m_random.chance(0.5) ? core::Outcome::Applied : core::Outcome::Converged;
    const core::Version made = version(person, decision.field);
    decision.version = made;
    decision.change.standing = made;
    decision.change.present[made.id.side] = made;
    if (decision.outcome == core::Outcome::Converged)
        decision.change.present[core::other(made.id.side)] = made;
    return entryOf(person.id, core::FieldsDecided{{decision}}, person.captured);
}

core::Entry SampleHistory::write(Person& person) {
    const std::string name = field();
    person.write = seq();
    core::WriteSent sent;
    sent.side = side();
    sent.record = person.record[sent.side];
    sent.fields = {{name, version(person, name)}};
    return entryOf(person.id, sent, person.captured);
}

core::Entry SampleHistory::answer(Person& person) {
    const Seq sent = *std::exchange(person.write, std::nullopt);
    if (m_random.chance(0.7))
        return entryOf(person.id, core::WriteSucceeded{sent, side(), std::nullopt, kStart}, sent);
    const auto failure = static_cast<core::FailureClass>(m_random.below(3));
    return entryOf(person.id, core::WriteFailed{sent, side(), failure, "400", "no such option", {}}, sent);
}

core::Entry SampleHistory::openOrResolve(Person& person) {
    if (!person.conflict) {
        const std::string name = field();
        core::ConflictOpened opened{name, core::ConflictType::ConcurrentUpdate, {}};
        for (const Side place : core::kSides)
            opened.candidates.push_back({version(person, name), place, false});
        person.conflict = seq();
        return entryOf(person.id, opened, person.captured);
    }
    const Seq conflict = *std::exchange(person.conflict, std::nullopt);
    const std::string name = field();
    return entryOf(person.id, core::ConflictResolved{conflict, name, version(person, name), {}, false, "ada", ""},
                   conflict);
}

core::Entry SampleHistory::removeOrBringBack(const Person& person) {
    const Side from = person.record.salesforce ? Side::Salesforce : Side::HubSpot;
    const core::RecordKey record{from, "contact", *person.record[from]};
    if (m_random.chance(0.5))
        return entryOf(core::EntityId(), core::GapDetected{from, "lost position", {record}, false});
    return entryOf(person.id, core::RecordDeleted{record, m_random.chance(0.7)}, person.captured);
}

core::Entry SampleHistory::ofWorkspace() {
    if (m_random.chance(0.5))
        return entryOf(core::EntityId(),
                       core::ConnectorStateChanged{side(), core::ConnectorPhase::Connected, "back again"});
    core::PolicyChanged changed;
    changed.rules.fields["contact"]["email"].choice.tolerance = std::chrono::milliseconds(m_random.below(1000));
    changed.who = "ada";
    return entryOf(core::EntityId(), changed);
}

core::Entry SampleHistory::ofPerson(Person& person) {
    switch (m_random.below(8)) {
        case 0:
            return captureAgain(person);
        case 1:
            return link(person);
        case 2:
            return openOrResolve(person);
        case 3:
            return removeOrBringBack(person);
        case 4:
        case 5:
            return person.write ? answer(person) : write(person);
        default:
            return decide(person);
    }
}

journal::NewEntry SampleHistory::next() {
    journal::NewEntry made;
    if (m_people.empty() || m_random.chance(0.15))
        made.entry = captureNew();
    else if (m_random.chance(0.03))
        made.entry = ofWorkspace();
    else
        made.entry = ofPerson(m_people[m_random.below(m_people.size())]);
    made.entry.seq = seq();
    made.entry.captureTime = kStart + std::chrono::milliseconds(seq().value());
    if (made.entry.kind() == core::EntryKind::ChangeCaptured)
        made.identity = identityOf(seq());
    m_head = seq();
    return made;
}

journal::Batch SampleHistory::batch(std::size_t entries) {
    journal::Batch made;
    for (std::size_t count = 0; count < entries; ++count)
        made.entries.push_back(next());
    made.positions = {{"salesforce /data/ContactChangeEvent", std::to_string(m_head.value())}};
    made.offsets = {{"hubspot", m_head}};
    return made;
}

}  // namespace syncline::test
