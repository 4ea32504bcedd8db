#include "tests/ui/stream/fake_journal.h"

#include "engine/delivery/entry_json.h"
#include "tests/ui/support/entries.h"

#include <algorithm>
#include <utility>

namespace syncline::test {

namespace {

using core::Side;

constexpr std::int64_t kChain = 5;
/// Of every change; a row is without it.
constexpr const char* kPayload =
    R"({"payload":{"ChangeEventHeader":{"changedFields":["Phone"]},"Phone":"+46 8 123 45 67"},)"
    R"("event":{"replayId":37904301}})";

core::EntryBody bodyOf(std::int64_t seq) {
    if (seq % FakeJournal::kConflictEvery == 0)
        return titleConflict();
    const std::int64_t first = seq - seq % kChain;
    switch (seq % kChain) {
        case 0:
            return phoneChange();
        case 1:
            return decided({decisionOf("phone", core::Outcome::Applied)});
        case 2:
            return phoneWrite();
        case 3:
            return core::WriteSucceeded{core::Seq(first + 2), Side::HubSpot, {}, morning(seq)};
        default: {
            core::FieldDecision echo = decisionOf("phone", core::Outcome::Echo);
            echo.write = core::Seq(first + 2);
            return decided({echo});
        }
    }
}

base::Error damageOf(std::int64_t seq) {
    return {base::ErrorCode::Corrupt, "read entry", std::to_string(seq), "format 0 was never written (byte 1)", ""};
}

void addDamage(std::optional<runtime::Unreadable>& all, std::int64_t at) {
    const core::Seq seq(at);
    if (!all)
        all = runtime::Unreadable{seq, seq, 0, damageOf(at)};
    all->first = std::min(all->first, seq);
    all->last = std::max(all->last, seq);
    ++all->entries;
}

}  // namespace

void FakeJournal::setHead(std::int64_t head) {
    m_head = head;
    ui::Snapshot snapshot = m_bridge.snapshot();
    snapshot.head = core::Seq(head);
    snapshot.projected = core::Seq(head);
    m_bridge.setSnapshot(snapshot);
}

ui::EntryRow FakeJournal::row(std::int64_t seq) const {
    const auto made = m_rows.find(seq);
    if (made != m_rows.end())
        return made->second;
    const bool isFirst = seq % kChain == 0;
    ui::EntryRow row = rowOf(seq, bodyOf(seq), isFirst ? Side::Salesforce : Side::HubSpot, isFirst ? 0 : seq - 1);
    row.entry.captureTime = morning(seq - m_head);
    if (row.entry.kind() == core::EntryKind::FieldsDecided)
        row.rules["phone"] = {};
    return row;
}

std::string FakeJournal::json(std::int64_t seq) const {
    core::Entry entry = row(seq).entry;
    if (auto* const captured = std::get_if<core::ChangeCaptured>(&entry.body))
        captured->raw = kPayload;
    return delivery::entryJson(entry);
}

ui::EntryRows FakeJournal::entriesFrom(const ui::EntriesFrom& question) const {
    ui::EntryRows answer;
    answer.head = core::Seq(m_head);
    std::int64_t seq = std::max<std::int64_t>(1, question.from.value());
    const std::int64_t behind = seq + static_cast<std::int64_t>(question.count);
    for (; seq <= m_head && seq < behind; ++seq) {
        if (m_damaged.contains(seq)) {
            addDamage(answer.unreadable, seq);
            continue;
        }
        answer.rows.push_back(row(seq));
        if (question.withJson)
            answer.json.push_back(json(seq));
    }
    return answer;
}

ui::Matches FakeJournal::matches(const ui::MatchingEntries& question) const {
    ui::Matches answer;
    std::int64_t seq = question.upwards ? question.from.value() : question.from.value() - 1;
    while (seq >= 1 && seq <= m_head && answer.rows.size() < question.limit && answer.looked < question.look) {
        ui::EntryRow here = row(seq);
        if (m_damaged.contains(seq))
            addDamage(answer.unreadable, seq);
        else if (question.filter.matches({here.entry, here.object, {}}))
            answer.rows.push_back(std::move(here));
        ++answer.looked;
        seq += question.upwards ? 1 : -1;
    }
    answer.isAtEnd = seq < 1 || seq > m_head;
    answer.next = core::Seq(question.upwards ? seq : seq + 1);
    return answer;
}

ui::FoundTroubles FakeJournal::troubles(const ui::Troubles& question) const {
    ui::FoundTroubles answer;
    const std::int64_t through = std::min(question.to.value(), m_head);
    const std::int64_t from = std::max(question.from.value(), through - static_cast<std::int64_t>(question.look) + 1);
    answer.from = core::Seq(from);
    answer.through = core::Seq(through);
    for (std::int64_t seq = from; seq <= through; ++seq) {
        const auto made = m_rows.find(seq);
        const bool isFailure =
            made != m_rows.end() && std::holds_alternative<core::WriteFailed>(made->second.entry.body);
        if (isFailure || seq % kConflictEvery == 0)
            answer.troubles.push_back({core::Seq(seq), isFailure ? ui::Trouble::FailedWrite : ui::Trouble::Conflict});
    }
    return answer;
}

base::Result<ui::EntryDetail> FakeJournal::detail(const ui::EntryAt& question) const {
    const std::int64_t seq = question.seq.value();
    if (seq < 1 || seq > m_head)
        return base::Error{base::ErrorCode::NotFound, "read the entry", std::to_string(seq), "there is none", ""};
    if (m_damaged.contains(seq))
        return damageOf(seq);
    ui::EntryDetail detail;
    detail.row = row(seq);
    const std::int64_t first = seq - seq % kChain;
    for (std::int64_t cause = seq - 1; cause >= first; --cause)
        detail.causes.push_back(row(cause));
    for (std::int64_t effect = seq + 1; effect < first + kChain && effect <= m_head; ++effect)
        detail.effects.push_back(row(effect));
    if (seq % kChain == 0 && detail.row.entry.kind() == core::EntryKind::ChangeCaptured)
        detail.raw = kPayload;
    else
        detail.json = delivery::entryJson(detail.row.entry);
    return detail;
}

void FakeJournal::answerEntries() {
    m_bridge.onQuery<ui::EntriesFrom>([this](const ui::EntriesFrom& question) { return entriesFrom(question); });
}

void FakeJournal::answerMatches() {
    m_bridge.onQuery<ui::MatchingEntries>([this](const ui::MatchingEntries& question) { return matches(question); });
}

void FakeJournal::answerDetails() {
    m_bridge.onQuery<ui::EntryAt>([this](const ui::EntryAt& question) { return detail(question); });
}

void FakeJournal::answerTroubles() {
    m_bridge.onQuery<ui::Troubles>([this](const ui::Troubles& question) { return troubles(question); });
}

void FakeJournal::answer() {
    answerEntries();
    answerMatches();
    answerDetails();
    m_bridge.onQuery<ui::RuleTable>([](const ui::RuleTable&) {
        ui::RuledObject contact{"contact", {"Contact", "contacts"}, {}, {}};
        contact.fields.push_back({"phone", {"Phone", "phone"}, "phone digits", {}});
        contact.fields.push_back({"title", {"Title", "jobtitle"}, "text", {}});
        ui::Rules rules;
        rules.objects.push_back(contact);
        rules.rules.fields["contact"]["phone"] = {};
        return rules;
    });
}

}  // namespace syncline::test
