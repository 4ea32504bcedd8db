#include "engine/base/random.h"
#include "engine/core/decide.h"
#include "engine/delivery/decision_entries.h"
#include "tests/delivery/writer_world.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using connectors::RecordWritten;
using connectors::SideField;
using connectors::WriteEffect;
using core::EntityId;
using core::Seq;
using std::chrono::milliseconds;

namespace {

constexpr int kRecords = 5;
constexpr int kCreates = 2;
constexpr int kActs = 250;

core::Value valueOf(const std::string& text) {
    return {text, text};
}

/// What HubSpot holds, and tells in its stream.
struct HubSpot {
    struct Event {
        std::string record;
        std::string field;
        std::string text;
        bool byUs = false;
    };
    std::map<std::string, std::map<std::string, std::string>> records;
    std::map<std::string, std::string> partnerOf;  ///< by Salesforce's id
    std::deque<Event> stream;

    void set(const std::string& record, const std::string& field, const std::string& text, bool byUs) {
        std::string& held = records[record][field];
        if (held == text)
            return;
        held = text;
        stream.push_back({record, field, text, byUs});
    }
};

/// A writer, people on both sides, an API that fails in every way it can, and crashes, from one seed.
class Storm {
public:
    explicit Storm(std::uint64_t seed) : m_random(seed) {
        core::PolicyChanged policy;
        policy.rules = workspaceOfContacts().rules();
        for (auto& [field, rule] : policy.rules.fields["contact"])
            rule.choice.tieBreak = core::TieBreak::Salesforce;
        policy.rules.mode = {core::Mode::Live, core::Mode::Live};
        m_world.append({}, kHs, {}, policy);
        for (int i = 0; i < kRecords; ++i) {
            const EntityId id = m_world.linked();
            m_ids.push_back(id);
            for (const char* const field : {"phone", "email", "jobtitle"})
                m_hubspot.records[*m_world.entity(id).record[kHs]][field] = "old";
        }
        for (int i = 0; i < kCreates; ++i)
            m_ids.push_back(m_world.unlinked("new", "n" + std::to_string(i)));
    }

    void rage() {
        for (int i = 0; i < kActs; ++i)
            act();
    }
    /// Everything works from now on: what is left to do is done. False when it does not come to an end.
    bool calm() {
        m_faults = false;
        for (int i = 0; i < 2000; ++i) {
            while (!m_out.empty())
                answerWrite();
            while (!m_hubspot.stream.empty())
                tell();
            for (const EntityId id : m_ids)
                compare(id);
            const auto wakeAt = step();
            const bool isQuiet = m_out.empty() && m_hubspot.stream.empty() && !wakeAt;
            if (isQuiet)
                return true;
            if (wakeAt && *wakeAt > m_world.monotonicNow())
                m_world.advance(std::chrono::ceil<milliseconds>(*wakeAt - m_world.monotonicNow()));
        }
        return false;
    }
    /// What is wrong; empty: nothing.
    [[nodiscard]] std::string mistakes() {
        std::string text = m_mistakes;
        for (const EntityId id : m_ids) {
            const core::Entity entity = m_world.entity(id);
            if (!entity.record[kHs])
                text += "no record was made for " + std::to_string(id.value()) + "; ";
            for (const auto& [field, cell] : entity.cells)
                text += mistakesIn(entity, field, cell);
        }
        if (m_hubspot.records.size() != m_ids.size())
            text += std::to_string(m_hubspot.records.size()) + " records in HubSpot; ";
        return text;
    }
    [[nodiscard]] std::size_t writes() const { return m_world.entries<core::WriteSent>().size(); }

private:
    std::string mistakesIn(const core::Entity& entity, const std::string& field, const core::Cell& cell) {
        if (!entity.record[kHs] || cell.apart[kHs])
            return {};
        const std::string& held = m_hubspot.records[*entity.record[kHs]][field == "title" ? "jobtitle" : field];
        const std::string standing = cell.standing->value[kHs].text.value_or("");
        if (!cell.out[kHs].empty())
            return field + " is still out; ";
        return held == standing ? std::string() : field + ": " + held + " in place of " + standing + "; ";
    }

    void act() {
        switch (m_random.below(8)) {
            case 0:
            case 1:
                changeHere();
                break;
            case 2:
                changeThere();
                break;
            case 3:
            case 4:
                answerWrite();
                break;
            case 5:
                tell();
                break;
            case 6:
                m_world.advance(milliseconds(m_random.between(0, 3000)));
                break;
            default:
                if (m_random.chance(0.1))
                    crash();
                break;
        }
        for (const EntityId id : m_ids)
            compare(id);
        step();
    }

    std::optional<base::MonotonicTime> step() {
        delivery::WriterOutput output = m_world.step();
        for (connectors::WriteRequest& request : output.writes)
            m_out.push_back(std::move(request));
        checkOncePerRecord();
        for (const connectors::ReadRequest& request : output.reads)
            answerRead(request);
        for (const connectors::FindRequest& request : output.finds)
            answerFind(request);
        // What a read has told may be sent at once.
        return output.reads.empty() && output.finds.empty() ? output.wakeAt : m_world.monotonicNow();
    }

    void checkOncePerRecord() {
        std::set<std::string> seen;
        for (const connectors::WriteRequest& request : m_out) {
            for (const connectors::RecordWrite& record : request.records) {
                if (!seen.insert(record.id ? *record.id : *record.key->text).second)
                    m_mistakes += "two requests out for one record; ";
            }
        }
    }

    void changeHere() {
        static const char* const kFields[] = {"phone", "email", "title"};
        const EntityId id = m_ids.at(m_random.below(m_ids.size()));
        m_world.change(id, kFields[m_random.below(3)], text());
    }
    void changeThere() {
        static const char* const kFields[] = {"phone", "email", "jobtitle"};
        auto record = m_hubspot.records.begin();
        std::advance(record, static_cast<long>(m_random.below(m_hubspot.records.size())));
        m_hubspot.set(record->first, kFields[m_random.below(3)], text(), false);
    }
    std::string text() { return "v" + std::to_string(++m_texts); }

    /// The write has its effect there.
    std::string land(const connectors::RecordWrite& record) {
        std::string id = record.id.value_or("");
        if (id.empty())
            id = m_hubspot.partnerOf.try_emplace(*record.key->text, "60-" + *record.key->text).first->second;
        for (const SideField& field : record.fields)
            m_hubspot.set(id, field.name, field.text.value_or(""), true);
        return id;
    }

    RecordWritten outcomeOf(const connectors::RecordWrite& record) {
        switch (m_faults ? m_random.below(10) : 9) {
            case 0:
                return refused(WriteEffect::None);
            case 1:
                return refused(WriteEffect::Unknown);
            case 2:
                land(record);
                return refused(WriteEffect::Unknown);
            case 3:
                return refused(WriteEffect::Permanent, {record.fields.front().name});
            case 4:
                return refused(WriteEffect::Permanent);
            default:
                return taken(land(record), !record.id);
        }
    }

    void answerWrite() {
        if (m_out.empty())
            return;
        const std::size_t index = m_random.below(m_out.size());
        const connectors::WriteRequest request = m_out.at(index);
        m_out.erase(m_out.begin() + static_cast<long>(index));
        connectors::WriteAnswer answer;
        answer.id = request.id;
        answer.answeredAt = m_world.now();
        for (const connectors::RecordWrite& record : request.records)
            answer.records.push_back(outcomeOf(record));
        m_world.writer().answered(m_world, answer);
    }

    void answerRead(const connectors::ReadRequest& request) {
        connectors::ReadAnswer answer;
        answer.id = request.id;
        if (m_faults && m_random.chance(0.3))
            answer.error = base::Error{base::ErrorCode::Unavailable, "read", request.object, "503", {}};
        for (const std::string& id : request.ids) {
            connectors::RecordRead read;
            read.askedFor = id;
            read.id = id;
            read.found = true;
            for (const std::string& field : request.fields)
                read.fields.push_back({field, m_hubspot.records[id][field]});
            answer.records.push_back(std::move(read));
        }
        if (!m_world.writer().answered(m_world, answer))
            m_mistakes += "a read of its own was not taken; ";
    }

    void answerFind(const connectors::FindRequest& request) {
        connectors::ReadAnswer answer;
        answer.id = request.id;
        for (const std::string& value : request.values) {
            const auto found = m_hubspot.partnerOf.find(value);
            if (found != m_hubspot.partnerOf.end())
                answer.records.push_back({value, found->second, true, {}, {}, {}});
        }
        if (!m_world.writer().answered(m_world, answer))
            m_mistakes += "a look-up of its own was not taken; ";
    }

    /// The next event of the stream is captured and decided, as the engine does it.
    void tell() {
        if (m_hubspot.stream.empty())
            return;
        const HubSpot::Event event = m_hubspot.stream.front();
        const EntityId id = entityOf(event.record);
        const std::string field = event.field == "jobtitle" ? "title" : event.field;
        const core::Entity entity = m_world.entity(id);
        if (!entity.record[kHs]) {
            // The stream tells of a new record before the answer does.
            m_world.append(id, kHs, {},
                           core::RecordLinked{{*entity.record[kSf], event.record}, core::LinkOrigin::Created, {}});
            return;
        }
        const core::Cell cell = m_world.cell(id, field);
        if (entity.creating || entity.stale[kHs])
            return;
        m_hubspot.stream.pop_front();
        if (!cell.present[kHs] || !cell.present[kSf])
            return;
        core::ChangeCaptured captured;
        captured.record = {kHs, "contact", event.record};
        core::Change change;
        change.seq = m_world.append(id, kHs, {}, captured);
        change.side = kHs;
        change.time = {m_world.now(), m_world.now(), false, false};
        change.writer.kind = event.byUs ? core::WriterKind::Us : core::WriterKind::Person;
        change.writerKnown = true;
        change.fields = {{field, {valueOf(event.text), valueOf(event.text)}, {}, {}}};
        core::Decision decision = core::decide(m_world.entity(id), change, m_world.rules());
        m_world.append(id, kHs, change.seq, core::FieldsDecided{std::move(decision.fields)});
    }

    /// A stale record, and one with unknown cells, is read and compared as soon as nothing is out.
    void compare(EntityId id) {
        const core::Entity entity = m_world.entity(id);
        const auto isOpen = [](const auto& one) { return !one.second.out[kHs].empty(); };
        const auto isUnknown = [](const auto& one) { return !one.second.present[kHs] && !one.second.apart[kHs]; };
        const bool isWanted = entity.stale[kHs] || std::any_of(entity.cells.begin(), entity.cells.end(), isUnknown);
        if (!entity.isLinked() || entity.creating || !isWanted
            || std::any_of(entity.cells.begin(), entity.cells.end(), isOpen))
            return;
        // What the stream has not told by then is in the read.
        std::erase_if(m_hubspot.stream,
                      [&](const HubSpot::Event& event) { return event.record == *entity.record[kHs]; });
        const Seq seq = core::next(m_world.head());
        std::vector<core::BaselineField> fields;
        for (const auto& [field, cell] : entity.cells) {
            const std::string held = m_hubspot.records[*entity.record[kHs]][field == "title" ? "jobtitle" : field];
            core::BaselineField one;
            one.field = field;
            one.read[kSf] = *cell.standing;
            if (cell.present[kSf])
                one.read[kSf] = *cell.present[kSf];
            one.read[kHs].id = {seq, kHs};
            if (!held.empty())
                one.read[kHs].value = {valueOf(held), valueOf(held)};
            one.read[kHs].time = {core::kBeginningOfTime, m_world.now(), false, false};
            one.read[kHs].byRead = true;
            fields.push_back(std::move(one));
        }
        m_world.append(id, kHs, {}, core::BaselineRead{fields});
        core::Decision decision = core::decideBaseline(m_world.entity(id), fields, m_world.rules());
        m_world.append(id, kHs, seq, core::FieldsDecided{std::move(decision.fields)});
    }

    EntityId entityOf(const std::string& record) {
        for (const EntityId id : m_ids) {
            const core::Entity entity = m_world.entity(id);
            if (entity.record[kHs] == record || "60-" + *entity.record[kSf] == record)
                return id;
        }
        return {};
    }

    /// The program is killed: what was out may land all the same.
    void crash() {
        for (const connectors::WriteRequest& request : m_out) {
            for (const connectors::RecordWrite& record : request.records) {
                if (m_random.chance(0.5))
                    land(record);
            }
        }
        m_out.clear();
        m_world.restart();
        for (const EntityId id : m_ids)
            m_world.writer().adopt(m_world, id);
    }

    base::Random m_random;
    WriterWorld m_world{{.recordsPerRequest = 3, .requestsAtOnce = 3}};
    HubSpot m_hubspot;
    std::vector<EntityId> m_ids;
    std::vector<connectors::WriteRequest> m_out;
    std::string m_mistakes;
    int m_texts = 0;
    bool m_faults = true;
};

}  // namespace

class TestWriterStorm : public QObject {
    Q_OBJECT

private slots:
    void afterEveryStorm_hubSpotHoldsWhatStands();
};

void TestWriterStorm::afterEveryStorm_hubSpotHoldsWhatStands() {
    std::size_t writes = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        Storm storm(seed);
        storm.rage();
        const bool hasEnded = storm.calm();
        const std::string mistakes = storm.mistakes();
        QVERIFY2(hasEnded && mistakes.empty(),
                 ("seed " + std::to_string(seed) + (hasEnded ? ": " : " does not end: ") + mistakes).c_str());
        writes += storm.writes();
    }
    QVERIFY(writes > 3000);
}

QTEST_APPLESS_MAIN(TestWriterStorm)
#include "test_writer_storm.moc"
