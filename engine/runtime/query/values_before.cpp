#include "engine/runtime/query/values_before.h"

#include "engine/base/try.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace syncline::runtime {
namespace {

using Values = std::map<std::string, core::Value>;

constexpr core::Seq kNoEnd(std::numeric_limits<std::int64_t>::max());
/// A change is decided in the step that captured it or soon after; one that waits for a read is not looked for.
constexpr std::int64_t kReach = 64;
constexpr std::size_t kPage = 32;
/// Of entries that are read for a whole list.
constexpr std::size_t kMostRead = 512;

/// What the change's side held before the change.
const core::Value* heldBefore(const core::FieldDecision& decision, core::Side side) {
    const std::optional<core::Version>& version = decision.base ? decision.base : decision.standing;
    return version ? &version->value[side] : nullptr;
}

Values valuesBefore(const core::FieldsDecided& decided) {
    Values before;
    for (const core::FieldDecision& decision : decided.fields) {
        const core::Value* const held = decision.version ? heldBefore(decision, decision.version->id.side) : nullptr;
        if (held != nullptr)
            before.emplace(decision.field, *held);
    }
    return before;
}

/// What decisions tell of the entries that led to them.
class Told {
public:
    void learn(const core::Entry& entry) {
        const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
        if (decided == nullptr)
            return;
        m_ofCause.try_emplace(entry.cause, valuesBefore(*decided));
        for (const core::FieldDecision& decision : decided->fields) {
            const bool isEcho = decision.outcome == core::Outcome::Echo && decision.write && decision.version;
            if (isEcho && decision.base)
                m_ofWrite[*decision.write].emplace(decision.field, decision.base->value[decision.version->id.side]);
        }
    }
    [[nodiscard]] const Values* beforeChange(core::Seq change) const { return find(m_ofCause, change); }
    [[nodiscard]] const Values* beforeWrite(core::Seq write) const { return find(m_ofWrite, write); }

private:
    using BySeq = std::map<core::Seq, Values>;
    static const Values* find(const BySeq& values, core::Seq seq) {
        const auto found = values.find(seq);
        return found == values.end() ? nullptr : &found->second;
    }

    BySeq m_ofCause;
    BySeq m_ofWrite;
};

/// Looks a little further than the rows for the decisions of their changes.
class Neighbours {
public:
    Neighbours(QueryContext& context, Told& told) : m_context(context), m_told(told) {}

    /// Changes have to be given in their order.
    base::Result<void> lookBehind(core::Seq change) {
        m_next = std::max(m_next, core::next(change));
        const core::Seq last(change.value() + kReach);
        while (m_next <= last && m_read < kMostRead && m_told.beforeChange(change) == nullptr) {
            TRY_ASSIGN(const std::vector<core::Entry> page, m_context.journal.readPage(m_next, kNoEnd, kPage));
            if (page.empty())
                return {};
            for (const core::Entry& entry : page)
                m_told.learn(entry);
            m_read += page.size();
            m_next = core::next(page.back().seq);
        }
        return {};
    }

private:
    QueryContext& m_context;
    Told& m_told;
    core::Seq m_next;
    std::size_t m_read = 0;
};

Values presentOf(const core::Entity& entity, core::Side side, const std::vector<std::string>& fields) {
    Values before;
    for (const std::string& field : fields) {
        const auto cell = entity.cells.find(field);
        if (cell != entity.cells.end() && cell->second.present[side])
            before.emplace(field, cell->second.present[side]->value[side]);
    }
    return before;
}

/// Of a change that waits for its decision, and before which no other one does.
Values undecidedBefore(const core::Entity& entity, const core::Entry& entry, const core::ChangeCaptured& captured) {
    if (entity.undecided.empty() || entity.undecided.front() != entry.seq)
        return {};
    std::vector<std::string> fields;
    for (const core::FieldChange& field : captured.change.fields)
        fields.push_back(field.field);
    return presentOf(entity, captured.record.side, fields);
}

/// Of a write whose event is still to come, and before which no other one is out.
Values writtenBefore(const core::Entity& entity, const core::Entry& entry, const core::WriteSent& sent) {
    std::vector<std::string> fields;
    for (const core::WrittenField& written : sent.fields) {
        const auto cell = entity.cells.find(written.field);
        if (cell == entity.cells.end())
            continue;
        const std::vector<core::Out>& outs = cell->second.out[sent.side];
        if (!outs.empty() && outs.front().write == entry.seq)
            fields.push_back(written.field);
    }
    return presentOf(entity, sent.side, fields);
}

Values beforeOf(const core::Entry& entry, const core::Entity* entity, const Told& told) {
    if (const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body))
        return valuesBefore(*decided);
    if (const auto* const captured = std::get_if<core::ChangeCaptured>(&entry.body)) {
        if (const Values* const before = told.beforeChange(entry.seq))
            return *before;
        return entity == nullptr ? Values() : undecidedBefore(*entity, entry, *captured);
    }
    if (const auto* const sent = std::get_if<core::WriteSent>(&entry.body)) {
        if (const Values* const before = told.beforeWrite(entry.seq))
            return *before;
        return entity == nullptr ? Values() : writtenBefore(*entity, entry, *sent);
    }
    return {};
}

bool mayBeDecided(const core::Entry& entry, const core::Entity* entity) {
    if (entry.kind() != core::EntryKind::ChangeCaptured)
        return false;
    return entity == nullptr
           || std::find(entity->undecided.begin(), entity->undecided.end(), entry.seq) == entity->undecided.end();
}

const core::Entity* find(const RowEntities& entities, core::EntityId id) {
    const auto found = entities.find(id);
    return found == entities.end() || !found->second ? nullptr : &*found->second;
}

}  // namespace

base::Result<void> fillBefore(QueryContext& context, const RowEntities& entities, std::vector<EntryRow>& rows) {
    Told told;
    std::vector<core::Seq> decidedElsewhere;
    for (const EntryRow& row : rows)
        told.learn(row.entry);
    for (const EntryRow& row : rows) {
        const bool isAsked = mayBeDecided(row.entry, find(entities, row.entry.entity));
        if (isAsked && told.beforeChange(row.entry.seq) == nullptr)
            decidedElsewhere.push_back(row.entry.seq);
    }
    std::sort(decidedElsewhere.begin(), decidedElsewhere.end());
    Neighbours neighbours(context, told);
    for (const core::Seq change : decidedElsewhere)
        TRY(neighbours.lookBehind(change));
    for (EntryRow& row : rows)
        row.before = beforeOf(row.entry, find(entities, row.entry.entity), told);
    return {};
}

}  // namespace syncline::runtime
