#include "engine/runtime/query/rule_queries.h"

#include "engine/base/try.h"
#include "engine/core/what_if.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 1000;

/// The latest `look` entries begin here; at 1 at the lowest.
core::Seq beginOfLatest(core::Seq head, std::size_t look) {
    const auto count = static_cast<std::int64_t>(std::min<std::size_t>(look, std::size_t{1} << 60));
    return core::Seq(std::max<std::int64_t>(head.value() - count + 1, 1));
}

/// A field of a change that others made: it is counted once, when it is decided.
bool isOfOthers(const core::FieldDecision& decision) {
    switch (decision.outcome) {
        case core::Outcome::Unmapped:
        case core::Outcome::Echo:
        case core::Outcome::Baseline:
        case core::Outcome::Settled:
        case core::Outcome::Landed:
        case core::Outcome::NotLanded:
            return false;
        default:
            break;
    }
    // What one read found on both sides is nobody's change.
    const bool isFirstComparison =
        decision.standing && decision.version && decision.standing->id.seq == decision.version->id.seq;
    return decision.version && !isFirstComparison;
}

/// Counts what happened to fields, by object and field.
class FieldCount {
public:
    using Counts = std::map<std::string, std::map<std::string, FieldStatistics>>;

    explicit FieldCount(QueryContext& context) : m_context(context), m_names(context.projections, context.workspace) {}

    base::Result<Counts> count(core::Seq from, core::Seq to);

private:
    base::Result<void> add(const core::Entry& entry);
    static void addDecisions(const core::FieldsDecided& body, std::map<std::string, FieldStatistics>& fields);

    QueryContext& m_context;
    NameBook m_names;
    Counts m_counts;
};

base::Result<FieldCount::Counts> FieldCount::count(core::Seq from, core::Seq to) {
    while (from <= to) {
        TRY(m_context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, m_context.journal.readPage(from, to, kPage));
        if (page.empty())
            break;
        from = core::next(page.back().seq);
        for (const core::Entry& entry : page)
            TRY(add(entry));
    }
    return std::move(m_counts);
}

base::Result<void> FieldCount::add(const core::Entry& entry) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
    const auto* const opened = std::get_if<core::ConflictOpened>(&entry.body);
    if (decided == nullptr && opened == nullptr)
        return {};
    TRY_ASSIGN(const EntityNames* const names, m_names.find(entry.entity));
    std::map<std::string, FieldStatistics>& fields = m_counts[names->object];
    if (decided != nullptr)
        addDecisions(*decided, fields);
    // One that a person has opened again was counted when it opened first.
    if (opened != nullptr && opened->who.empty())
        ++fields[opened->field].conflicts;
    return {};
}

void FieldCount::addDecisions(const core::FieldsDecided& body, std::map<std::string, FieldStatistics>& fields) {
    for (const core::FieldDecision& decision : body.fields) {
        FieldStatistics& field = fields[decision.field];
        if (isOfOthers(decision))
            ++field.changes[decision.version->id.side];
        field.photoFinishes += core::wasTieBroken(decision) ? 1 : 0;
    }
}

/// A rule asked again about what was decided in one field, newest first.
class Preview {
public:
    Preview(QueryContext& context, const RulePreview& query)
        : m_context(context), m_query(query), m_names(context.projections, context.workspace) {}

    base::Result<RuleEffect> run();

private:
    static constexpr std::size_t kExamples = 50;

    base::Result<void> look(const core::Entry& entry);
    void ask(const core::Entry& entry, const core::FieldDecision& decision);

    QueryContext& m_context;
    const RulePreview& m_query;
    NameBook m_names;
    RuleEffect m_effect;
    std::vector<core::Entry> m_entries;  ///< of the examples
};

base::Result<RuleEffect> Preview::run() {
    TRY_ASSIGN(core::Seq from, m_context.journal.readHead());
    const core::Seq last = beginOfLatest(from, m_query.look);
    while (from >= last) {
        TRY(m_context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, m_context.journal.readPageBackwards(from, kPage));
        if (page.empty())
            break;
        from = core::Seq(page.back().seq.value() - 1);
        for (const core::Entry& entry : page) {
            if (entry.seq >= last)
                TRY(look(entry));
        }
    }
    TRY_ASSIGN(std::vector<EntryRow> rows, rowsOf(m_context, std::move(m_entries)));
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_effect.examples[i].row = std::move(rows[i]);
    return std::move(m_effect);
}

base::Result<void> Preview::look(const core::Entry& entry) {
    const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
    if (decided == nullptr)
        return {};
    for (const core::FieldDecision& decision : decided->fields) {
        if (decision.field != m_query.field)
            continue;
        TRY_ASSIGN(const EntityNames* const names, m_names.find(entry.entity));
        if (names->object == m_query.object)
            ask(entry, decision);
    }
    return {};
}

void Preview::ask(const core::Entry& entry, const core::FieldDecision& decision) {
    const std::optional<core::Reconsidered> would = core::reconsider(decision, m_query.rule);
    // A change that was made on what stood is a question for an owner's rule only.
    if (!would || (!would->differs && decision.outcome == core::Outcome::Applied))
        return;
    ++m_effect.asked;
    if (would->distance && core::wasConcurrent(decision))
        m_effect.distance.push_back(*would->distance);
    m_effect.photoFinishesMore += (would->byTieBreak ? 1 : 0) - (core::wasTieBroken(decision) ? 1 : 0);
    m_effect.conflictsMore +=
        (would->outcome == core::Outcome::Conflicted ? 1 : 0) - (decision.outcome == core::Outcome::Conflicted ? 1 : 0);
    if (!would->differs)
        return;
    ++m_effect.differ;
    if (m_entries.size() == kExamples)
        return;
    m_effect.examples.push_back({{}, decision, would->outcome});
    m_entries.push_back(entry);
}

}  // namespace

base::Result<Rules> answer(QueryContext& context, const RuleTable& query) {
    Rules rules;
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    TRY_ASSIGN(rules.rules, rulesAt(context, head));
    if (rules.rules.version != core::Seq()) {
        TRY_ASSIGN(const core::Entry entry, context.journal.readEntry(rules.rules.version));
        rules.since = entry.captureTime;
        if (const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body))
            rules.who = changed->who;
    }
    rules.countedFrom = beginOfLatest(head, query.look);
    TRY_ASSIGN(FieldCount::Counts counts, FieldCount(context).count(rules.countedFrom, head));
    for (const mapping::ObjectMapping& object : context.workspace.objects)
        rules.objects.push_back(
            {object.name, object.object, mappedFields(object, rules.rules), std::move(counts[object.name])});
    return rules;
}

base::Result<RuleEffect> answer(QueryContext& context, const RulePreview& query) {
    const mapping::ObjectMapping* const object = context.workspace.find(query.object);
    if (object == nullptr || object->find(query.field) == nullptr)
        return base::Error{base::ErrorCode::NotFound,
                           "preview a rule",
                           query.object + "." + query.field,
                           "the field is not mapped",
                           {}};
    return Preview(context, query).run();
}

}  // namespace syncline::runtime
