#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_entries.h"

#include <algorithm>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 200;
/// What an entry led to lies among its entity's next entries, or closely behind it.
constexpr std::size_t kMostLooked = 2000;

base::Result<std::vector<core::Entry>> causesOf(QueryContext& context, const core::Entry& entry) {
    std::vector<core::Entry> causes;
    core::Seq cause = entry.cause;
    while (cause != core::Seq() && causes.size() < kMostCauses) {
        base::Result<core::Entry> found = context.journal.readEntry(cause);
        // It may be older than what is held.
        if (!found && found.error().code == base::ErrorCode::NotFound)
            break;
        if (!found)
            return std::move(found).error();
        cause = found->cause;
        causes.push_back(*std::move(found));
    }
    return causes;
}

/// Whatever lies behind an entry and goes back to it, of all entities that the effects lead to.
class Effects {
public:
    Effects(QueryContext& context, const core::Entry& entry) : m_context(context), m_entry(entry) {
        m_chain.insert(entry.seq);
    }

    base::Result<std::vector<core::Entry>> find() {
        TRY_ASSIGN(const journal::Anchor anchor, m_context.projections.readAnchor());
        const bool isOfWorkspace = m_entry.entity == core::EntityId();
        if (!isOfWorkspace)
            TRY(findProjected(anchor.watermark));
        // Nothing tells of which entities the effects of an entry of the workspace are.
        TRY(findInJournal(isOfWorkspace ? m_entry.seq : std::max(m_entry.seq, anchor.watermark)));
        return std::move(m_effects);
    }

private:
    /// An entry in the index of an entity's entries.
    struct Place {
        core::Seq seq;
        core::EntityId entity;
        auto operator<=>(const Place&) const = default;
    };

    /// Entry by entry over all entities concerned, always the oldest that was not looked at yet.
    base::Result<void> findProjected(core::Seq watermark) {
        TRY(addEntity(m_entry.entity, m_entry.seq));
        while (!m_ahead.empty() && m_looked < kMostLooked && m_effects.size() < kMostEffects) {
            const Place place = *m_ahead.begin();
            m_ahead.erase(m_ahead.begin());
            if (place.seq > watermark)
                break;
            if (m_pageEnds.erase(place) != 0)
                TRY(addPage(place.entity, place.seq));
            TRY_ASSIGN(core::Entry entry, m_context.journal.readEntry(place.seq));
            TRY(take(std::move(entry)));
        }
        return {};
    }
    base::Result<void> addEntity(core::EntityId entity, core::Seq after) {
        return m_entities.insert(entity).second ? addPage(entity, after) : base::Result<void>();
    }
    base::Result<void> addPage(core::EntityId entity, core::Seq after) {
        TRY_ASSIGN(const std::vector<core::Seq> page,
                   m_context.projections.readEntriesOf(entity, after, kPage, journal::EntryOrder::OldestFirst));
        for (const core::Seq seq : page)
            m_ahead.insert({seq, entity});
        if (page.size() == kPage)
            m_pageEnds.insert({page.back(), entity});
        return m_context.goOn();
    }
    base::Result<void> findInJournal(core::Seq after) {
        TRY_ASSIGN(const core::Seq head, m_context.journal.readHead());
        m_looked = 0;
        while (after < head && m_looked < kMostLooked && m_effects.size() < kMostEffects) {
            TRY_ASSIGN(std::vector<core::Entry> page, m_context.journal.readPage(core::next(after), head, kPage));
            if (page.empty())
                return {};
            after = page.back().seq;
            for (core::Entry& entry : page)
                takeFromJournal(std::move(entry));
            TRY(m_context.goOn());
        }
        return {};
    }
    base::Result<void> take(core::Entry entry) {
        const core::EntityId entity = entry.entity;
        const core::Seq seq = entry.seq;
        return takeFromJournal(std::move(entry)) ? addEntity(entity, seq) : base::Result<void>();
    }
    bool takeFromJournal(core::Entry entry) {
        ++m_looked;
        if (m_effects.size() >= kMostEffects || !m_chain.contains(entry.cause) || !m_chain.insert(entry.seq).second)
            return false;
        m_effects.push_back(std::move(entry));
        return true;
    }

    QueryContext& m_context;
    const core::Entry& m_entry;
    std::set<core::Seq> m_chain;  ///< the entry and its effects
    std::set<core::EntityId> m_entities;
    std::set<Place> m_ahead;
    std::set<Place> m_pageEnds;
    std::size_t m_looked = 0;
    std::vector<core::Entry> m_effects;
};

base::Result<EntryRow> rowOf(QueryContext& context, core::Entry entry) {
    std::vector<core::Entry> one;
    one.push_back(std::move(entry));
    TRY_ASSIGN(std::vector<EntryRow> rows, rowsOf(context, std::move(one)));
    return std::move(rows.front());
}

}  // namespace

base::Result<EntryDetail> answer(QueryContext& context, const EntryAt& query) {
    EntryDetail detail;
    TRY_ASSIGN(core::Entry entry, context.journal.readEntry(query.seq));
    TRY_ASSIGN(detail.identity, context.journal.readIdentity(query.seq));
    TRY_ASSIGN(std::vector<core::Entry> causes, causesOf(context, entry));
    TRY_ASSIGN(std::vector<core::Entry> effects, Effects(context, entry).find());
    if (auto* const captured = std::get_if<core::ChangeCaptured>(&entry.body))
        detail.raw = std::move(captured->raw);
    if (detail.raw.empty())
        detail.json = delivery::entryJson(entry);
    TRY_ASSIGN(detail.row, rowOf(context, std::move(entry)));
    TRY_ASSIGN(detail.causes, rowsOf(context, std::move(causes)));
    TRY_ASSIGN(detail.effects, rowsOf(context, std::move(effects)));
    return detail;
}

}  // namespace syncline::runtime
