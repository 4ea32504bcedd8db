#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_entries.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 200;

const core::FieldDecision* decisionOf(const core::Entry& entry, const std::string& field) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
    if (decided == nullptr)
        return nullptr;
    const auto found = std::find_if(decided->fields.begin(), decided->fields.end(),
                                    [&](const core::FieldDecision& one) { return one.field == field; });
    return found == decided->fields.end() ? nullptr : &*found;
}

/// Whether an entry tells of a field by its name.
struct NamesField {
    const std::string& field;

    template <typename Fields>
    [[nodiscard]] bool isAmong(const Fields& fields) const {
        return std::any_of(fields.begin(), fields.end(), [&](const auto& one) { return one.field == field; });
    }
    bool operator()(const core::ChangeCaptured& body) const { return isAmong(body.change.fields); }
    bool operator()(const core::FieldsDecided& body) const { return isAmong(body.fields); }
    bool operator()(const core::ConflictOpened& body) const { return body.field == field; }
    bool operator()(const core::ConflictUpdated& body) const { return body.field == field; }
    bool operator()(const core::ConflictResolved& body) const { return body.field == field; }
    bool operator()(const core::WriteSent& body) const { return isAmong(body.fields); }
    template <typename Body>
    bool operator()(const Body&) const {
        return false;
    }
};

/// The write that an entry is an answer to.
std::optional<core::Seq> answeredWrite(const core::Entry& entry) {
    if (const auto* const succeeded = std::get_if<core::WriteSucceeded>(&entry.body))
        return succeeded->write;
    if (const auto* const failed = std::get_if<core::WriteFailed>(&entry.body))
        return failed->write;
    return std::nullopt;
}

/// In order; answers only to writes of the field.
void dropOtherAnswers(std::vector<core::Entry>& entries) {
    std::set<core::Seq> writes;
    std::erase_if(entries, [&](const core::Entry& entry) {
        if (entry.kind() == core::EntryKind::WriteSent)
            writes.insert(entry.seq);
        const std::optional<core::Seq> write = answeredWrite(entry);
        return write && !writes.contains(*write);
    });
}

/// In order. A page of the record's history at a time.
base::Result<std::vector<core::Entry>> entriesOf(QueryContext& context, const FieldStory& query) {
    std::vector<core::Entry> story;
    core::Seq before = query.at ? core::next(*query.at) : core::Seq();
    while (true) {
        TRY(context.goOn());
        TRY_ASSIGN(std::vector<core::Entry> page, readHistory(context, query.entity, before, kPage));
        const bool isLast = page.size() < kPage;
        if (!page.empty())
            before = page.back().seq;
        std::copy_if(std::move_iterator(page.begin()), std::move_iterator(page.end()), std::back_inserter(story),
                     [&](const core::Entry& entry) {
                         return answeredWrite(entry) || std::visit(NamesField{query.field}, entry.body);
                     });
        if (isLast)
            break;
    }
    std::reverse(story.begin(), story.end());
    dropOtherAnswers(story);
    return story;
}

/// Decisions in words, by the rules of their time. From the newest on backwards each rule set is read once.
base::Result<void> explainAll(QueryContext& context, std::vector<FieldEvent>& events, const std::string& field) {
    std::optional<core::RuleSet> rules;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const core::Entry& entry = event->row.entry;
        const core::FieldDecision* const decision = decisionOf(entry, field);
        if (decision == nullptr)
            continue;
        if (!rules || entry.seq < rules->version) {
            TRY_ASSIGN(rules, rulesAt(context, entry.seq));
        }
        const core::FieldRule* const rule = rules->find(event->row.object, field);
        event->decision = *decision;
        event->sentence = core::explain(*decision, rule == nullptr ? core::FieldRule() : *rule);
    }
    return {};
}

}  // namespace

base::Result<std::vector<FieldEvent>> answer(QueryContext& context, const FieldStory& query) {
    TRY_ASSIGN(std::vector<core::Entry> entries, entriesOf(context, query));
    TRY_ASSIGN(std::vector<EntryRow> rows, rowsOf(context, std::move(entries)));
    std::vector<FieldEvent> events;
    events.reserve(rows.size());
    for (EntryRow& row : rows)
        events.push_back({std::move(row), std::nullopt, {}});
    TRY(explainAll(context, events, query.field));
    return events;
}

}  // namespace syncline::runtime
