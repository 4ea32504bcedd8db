#include "engine/runtime/query/values_before.h"

#include "engine/base/try.h"
#include "engine/runtime/query/readable_page.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace syncline::runtime {
namespace {

using Values = std::map<std::string, core::Value>;
using Decisions = std::vector<core::FieldDecision>;

constexpr core::Seq kNoEnd(std::numeric_limits<std::int64_t>::max());
/// What comes of an entry lies among the next ones of its entity: further ones are not looked at.
constexpr std::size_t kMostBehind = 64;
constexpr std::size_t kIndexPage = 8;
/// Above the watermark: so far behind an entry, and so many for a whole list. The rest is known when it is projected.
constexpr std::int64_t kReach = 64;
constexpr std::size_t kPage = 32;
constexpr std::size_t kMostAbove = 512;
/// What a side held was last seen in one of so many entries.
constexpr std::size_t kMostBefore = 256;
/// So many failing reads are gone through for a list.
constexpr int kMostFailures = 16;

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

/// The entries of entities behind the rows.
class Behind {
public:
    using IsEnough = std::function<bool(const core::Entry&)>;

    Behind(QueryContext& context, core::Seq watermark)
        : m_context(context), m_watermark(watermark), m_next(core::next(watermark)) {}

    /// In order, until it is enough, within bounds. Rows have to be given in their order.
    base::Result<void> look(core::EntityId id, core::Seq after, const IsEnough& isEnough) {
        TRY(m_context.goOn());
        core::Seq at = after;
        for (std::size_t looked = 0; at < m_watermark && looked < kMostBehind; looked += kIndexPage) {
            TRY_ASSIGN(const std::vector<core::Seq> page,
                       m_context.projections.readEntriesOf(id, at, kIndexPage, journal::EntryOrder::OldestFirst));
            for (const core::Seq seq : page) {
                TRY_ASSIGN(const core::Entry entry, m_context.journal.readEntry(seq));
                if (isEnough(entry))
                    return {};
                at = seq;
            }
            if (page.size() < kIndexPage)
                return lookAbove(id, at, isEnough);
        }
        return at < m_watermark ? base::Result<void>() : lookAbove(id, at, isEnough);
    }

private:
    base::Result<void> lookAbove(core::EntityId id, core::Seq after, const IsEnough& isEnough) {
        m_next = std::max(m_next, m_above.empty() ? core::next(after) : m_next);
        const core::Seq last(std::max(after, m_watermark).value() + kReach);
        while (m_next <= last && m_above.size() < kMostAbove) {
            TRY_ASSIGN(std::vector<core::Entry> page, m_context.journal.readPage(m_next, kNoEnd, kPage));
            if (page.empty())
                break;
            m_next = core::next(page.back().seq);
            std::move(page.begin(), page.end(), std::back_inserter(m_above));
        }
        for (const core::Entry& entry : m_above) {
            if (entry.seq > after && entry.entity == id && isEnough(entry))
                return {};
        }
        return {};
    }

    QueryContext& m_context;
    core::Seq m_watermark;
    core::Seq m_next;
    std::vector<core::Entry> m_above;  ///< the watermark and the first row that asked
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

/// Null: the ledger knows nothing of the field.
const std::vector<core::Out>* outsOf(const core::Entity* entity, const std::string& field, core::Side side) {
    if (entity == nullptr)
        return nullptr;
    const auto cell = entity->cells.find(field);
    return cell == entity->cells.end() ? nullptr : &cell->second.out[side];
}

const core::Entity* find(const RowEntities& entities, core::EntityId id) {
    const auto found = entities.find(id);
    return found == entities.end() || !found->second ? nullptr : &*found->second;
}

/// Whether the entry ends a write in whole, without an echo to come.
bool endsWrite(const core::Entry& entry, core::Seq write) {
    const auto* const failed = std::get_if<core::WriteFailed>(&entry.body);
    return failed != nullptr && failed->write == write && failed->failure != core::FailureClass::Unknown;
}

bool closes(const core::FieldDecision& decision, core::Side side, core::Seq write) {
    return decision.change.closedThrough[side] >= write || decision.change.closedAlone[side] == write;
}

/// What one row's side held before, row by row in their order.
class Filling {
public:
    Filling(QueryContext& context, core::Seq watermark, Told& told)
        : m_context(context), m_watermark(watermark), m_told(told), m_behind(context, watermark) {}

    /// `entity`: null when it is not projected.
    base::Result<void> fill(EntryRow& row, const core::Entity* entity) {
        if (const auto* const decided = std::get_if<core::FieldsDecided>(&row.entry.body))
            row.before = valuesBefore(*decided);
        else if (const auto* const captured = std::get_if<core::ChangeCaptured>(&row.entry.body))
            return fillChange(row, *captured, entity);
        else if (const auto* const sent = std::get_if<core::WriteSent>(&row.entry.body))
            return fillWrite(row, *sent, entity);
        return {};
    }

private:
    base::Result<void> fillChange(EntryRow& row, const core::ChangeCaptured& captured, const core::Entity* entity);
    base::Result<void> lookForDecision(const core::Entry& change, const core::Entity* entity);
    base::Result<void> fillWrite(EntryRow& row, const core::WriteSent& sent, const core::Entity* entity);
    base::Result<void> lookForEchoes(EntryRow& row, std::set<std::string>& open, std::set<std::string>& unechoed);
    base::Result<void> lookBack(EntryRow& row, core::Side side, std::set<std::string> fields);

    QueryContext& m_context;
    core::Seq m_watermark;
    Told& m_told;
    Behind m_behind;
};

base::Result<void> Filling::fillChange(EntryRow& row, const core::ChangeCaptured& captured,
                                       const core::Entity* entity) {
    if (captured.change.fields.empty())
        return {};
    const core::Seq seq = row.entry.seq;
    const bool isWaiting =
        entity != nullptr
        && std::find(entity->undecided.begin(), entity->undecided.end(), seq) != entity->undecided.end();
    if (!isWaiting && m_told.beforeChange(seq) == nullptr)
        TRY(lookForDecision(row.entry, entity));
    if (const Values* const before = m_told.beforeChange(seq)) {
        row.before = *before;
        return {};
    }
    // Of several that wait the later ones come upon what the first one leaves.
    if (isWaiting && entity->undecided.front() == seq) {
        std::vector<std::string> fields;
        for (const core::FieldChange& field : captured.change.fields)
            fields.push_back(field.field);
        row.before = presentOf(*entity, captured.record.side, fields);
    }
    const bool isOpen = isWaiting || seq > m_watermark;
    row.isLate = row.isLate || (isOpen && row.before.size() < captured.change.fields.size());
    return {};
}

base::Result<void> Filling::lookForDecision(const core::Entry& change, const core::Entity* entity) {
    const auto isDecision = [&](const core::Entry& entry) {
        m_told.learn(entry);
        return m_told.beforeChange(change.seq) != nullptr;
    };
    TRY(m_behind.look(change.entity, change.seq, isDecision));
    // What an absorbed entity waited for was decided by the other one.
    if (m_told.beforeChange(change.seq) == nullptr && entity != nullptr && entity->mergedInto)
        TRY(m_behind.look(core::EntityId(entity->mergedInto->value()), change.seq, isDecision));
    return {};
}

base::Result<void> Filling::fillWrite(EntryRow& row, const core::WriteSent& sent, const core::Entity* entity) {
    // A record that is being made held nothing.
    if (!sent.record)
        return {};
    std::vector<std::string> isOut;
    std::set<std::string> open;
    std::set<std::string> unechoed;
    for (const core::WrittenField& written : sent.fields) {
        const std::vector<core::Out>* const outs = outsOf(entity, written.field, sent.side);
        const auto isThis = [&](const core::Out& out) { return out.write == row.entry.seq; };
        if (outs == nullptr || std::none_of(outs->begin(), outs->end(), isThis))
            open.insert(written.field);
        else if (isThis(outs->front()))
            isOut.push_back(written.field);
        else
            row.isLate = true;
    }
    if (!isOut.empty())
        row.before = presentOf(*entity, sent.side, isOut);
    TRY(lookForEchoes(row, open, unechoed));
    if (row.entry.seq > m_watermark) {
        row.isLate = row.isLate || !open.empty() || !unechoed.empty();
        return {};
    }
    unechoed.merge(open);
    return lookBack(row, sent.side, std::move(unechoed));
}

/// `open`: fields whose echo is looked for; those that stay were neither echoed nor closed within bounds. `unechoed`:
/// those that will not be.
base::Result<void> Filling::lookForEchoes(EntryRow& row, std::set<std::string>& open, std::set<std::string>& unechoed) {
    const core::Seq write = row.entry.seq;
    const core::Side side = std::get<core::WriteSent>(row.entry.body).side;
    const auto takeTold = [&] {
        const Values* const told = m_told.beforeWrite(write);
        for (const auto& [field, value] : told == nullptr ? Values() : *told) {
            if (open.erase(field) != 0 || row.before.contains(field))
                row.before.insert_or_assign(field, value);
        }
    };
    takeTold();
    if (open.empty())
        return {};
    TRY(m_behind.look(row.entry.entity, write, [&](const core::Entry& entry) {
        m_told.learn(entry);
        takeTold();
        if (endsWrite(entry, write))
            unechoed.merge(open);
        const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
        for (const core::FieldDecision& decision : decided == nullptr ? Decisions() : decided->fields) {
            const bool isEcho = decision.outcome == core::Outcome::Echo && decision.write == write;
            // An echo over nothing tells as much: nothing.
            if ((isEcho || closes(decision, side, write)) && open.erase(decision.field) != 0 && !isEcho)
                unechoed.insert(decision.field);
        }
        return open.empty();
    }));
    return {};
}

/// What the ledger held when the write was sent, by the entries before it.
base::Result<void> Filling::lookBack(EntryRow& row, core::Side side, std::set<std::string> fields) {
    core::Seq before = row.entry.seq;
    const auto take = [&](const std::string& field, const core::Version& version) {
        if (fields.erase(field) != 0)
            row.before.emplace(field, version.value[side]);
    };
    for (std::size_t looked = 0; !fields.empty() && looked < kMostBefore; looked += kPage) {
        TRY(m_context.goOn());
        TRY_ASSIGN(const std::vector<core::Seq> page,
                   m_context.projections.readEntriesOf(row.entry.entity, before, kPage));
        for (auto seq = page.begin(); seq != page.end() && !fields.empty(); ++seq) {
            TRY_ASSIGN(const core::Entry entry, m_context.journal.readEntry(*seq));
            const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body);
            for (const core::FieldDecision& decision : decided == nullptr ? Decisions() : decided->fields) {
                if (decision.change.present[side])
                    take(decision.field, *decision.change.present[side]);
            }
            const auto* const sent = std::get_if<core::WriteSent>(&entry.body);
            if (sent == nullptr || sent->side != side || sent->record)
                continue;
            for (const core::WrittenField& written : sent->fields)
                take(written.field, written.version);
        }
        if (page.size() < kPage)
            return {};
        before = page.back();
    }
    return {};
}

}  // namespace

void noteUntold(EntryRow& row, core::Seq watermark) {
    row.isLate = row.isLate || row.entry.seq > watermark;
}

base::Result<void> fillBefore(QueryContext& context, core::Seq watermark, const RowEntities& entities,
                              std::vector<EntryRow>& rows) {
    Told told;
    std::vector<EntryRow*> inOrder;
    for (EntryRow& row : rows) {
        told.learn(row.entry);
        inOrder.push_back(&row);
    }
    std::sort(inOrder.begin(), inOrder.end(),
              [](const EntryRow* a, const EntryRow* b) { return a->entry.seq < b->entry.seq; });
    Filling filling(context, watermark, told);
    int failures = 0;
    auto row = inOrder.begin();
    for (; row != inOrder.end() && failures < kMostFailures; ++row) {
        const base::Result<void> filled = filling.fill(**row, find(entities, (*row)->entry.entity));
        if (filled)
            continue;
        // What its story cannot be read for is not known; the row itself is.
        if (!isOfTheData(filled.error()))
            return filled.error();
        ++failures;
        noteUntold(**row, watermark);
    }
    for (; row != inOrder.end(); ++row)
        noteUntold(**row, watermark);
    return {};
}

}  // namespace syncline::runtime
