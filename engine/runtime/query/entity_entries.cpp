#include "engine/runtime/query/entity_entries.h"

#include "engine/base/try.h"
#include "engine/journal/fold_state.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 500;

base::Error noEntity(core::EntityId id) {
    return {base::ErrorCode::NotFound,
            "read a record",
            std::to_string(id.value()),
            "the workspace has no such record, or had none at that moment",
            {}};
}

/// What a fold does not hold comes from the projections.
class ProjectedSource final : public journal::StateSource {
public:
    explicit ProjectedSource(journal::ProjectionReader& projections) : m_projections(projections) {}

    base::Result<std::optional<core::Entity>> readEntity(core::EntityId id) override {
        return m_projections.readEntity(id);
    }
    base::Result<std::optional<core::EntityId>> readLink(const core::RecordKey& record) override {
        return m_projections.readLink(record);
    }

private:
    journal::ProjectionReader& m_projections;
};

bool isOf(const core::RecordKey& record, const core::Entity& entity) {
    return record.object == entity.object && record.id == entity.record[record.side];
}

/// Whether folding the entry touches the entity.
bool concerns(const core::Entry& entry, const core::Entity& entity) {
    if (entry.entity == entity.id || entity.id == core::EntityId())
        return entry.entity == entity.id;
    if (const auto* const linked = std::get_if<core::RecordLinked>(&entry.body))
        return linked->absorbed == entity.id;
    const auto* const gap = std::get_if<core::GapDetected>(&entry.body);
    return gap != nullptr && std::any_of(gap->records.begin(), gap->records.end(), [&](const core::RecordKey& record) {
               return isOf(record, entity);
           });
}

/// The entity, and those that the entries let it absorb: what these waited for goes over to it.
std::set<core::EntityId> withAbsorbed(core::EntityId id, const std::vector<core::Entry>& entries) {
    std::set<core::EntityId> family{id};
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto* const linked = std::get_if<core::RecordLinked>(&entry->body);
        if (linked != nullptr && family.contains(entry->entity))
            family.insert(linked->absorbed);
    }
    family.erase(core::EntityId());
    return family;
}

/// The projected entity carried on through `last`.
base::Result<core::Entity> carryOn(QueryContext& context, core::Entity stored, const std::vector<core::Entry>& entries,
                                   core::Seq last) {
    ProjectedSource source(context.projections);
    journal::FoldState state(&source);
    const core::EntityId id = stored.id;
    state.entity(id) = std::move(stored);
    const std::set<core::EntityId> family = withAbsorbed(id, entries);
    // The projections may have gone on since their watermark was read.
    const auto isToBeFolded = [&](const core::Entry& entry) {
        return entry.seq <= last && std::any_of(family.begin(), family.end(), [&](core::EntityId one) {
                   const core::Entity& entity = state.entity(one);
                   return entry.seq > entity.lastEntry && concerns(entry, entity);
               });
    };
    for (const core::Entry& entry : entries) {
        if (isToBeFolded(entry))
            TRY(state.fold(entry));
    }
    return core::Entity(state.entity(id));
}

/// All that is to be folded for one entity: its entries through `at`, and those of what it absorbed up to then.
class PastEntries {
public:
    explicit PastEntries(QueryContext& context) : m_context(context) {}

    base::Result<void> add(core::EntityId id, core::Seq at) {
        if (!m_added.insert(id).second)
            return {};
        core::Seq after;
        while (true) {
            TRY(m_context.goOn());
            TRY_ASSIGN(std::vector<core::Seq> page,
                       m_context.projections.readEntriesOf(id, after, kPage, journal::EntryOrder::OldestFirst));
            const bool isLast = page.size() < kPage || page.back() > at;
            std::erase_if(page, [&](core::Seq seq) { return seq > at; });
            TRY_ASSIGN(std::vector<core::Entry> entries, readEntries(m_context, page));
            for (core::Entry& entry : entries)
                take(id, std::move(entry));
            if (isLast)
                return {};
            after = page.back();
        }
    }
    base::Result<void> addAbsorbed() {
        while (!m_absorbed.empty()) {
            const auto [id, at] = *m_absorbed.begin();
            m_absorbed.erase(m_absorbed.begin());
            TRY(add(id, at));
        }
        return {};
    }
    [[nodiscard]] const std::map<core::Seq, core::Entry>& entries() const { return m_entries; }

private:
    void take(core::EntityId id, core::Entry entry) {
        const auto* const linked = std::get_if<core::RecordLinked>(&entry.body);
        if (linked != nullptr && entry.entity == id && linked->absorbed != core::EntityId())
            m_absorbed.emplace(linked->absorbed, entry.seq);
        m_entries.emplace(entry.seq, std::move(entry));
    }

    QueryContext& m_context;
    std::set<core::EntityId> m_added;
    std::map<core::EntityId, core::Seq> m_absorbed;
    std::map<core::Seq, core::Entry> m_entries;
};

base::Result<core::Entity> foldPast(QueryContext& context, core::EntityId id, core::Seq at) {
    PastEntries past(context);
    TRY(past.add(id, at));
    TRY(past.addAbsorbed());
    journal::FoldState state;
    for (const auto& [seq, entry] : past.entries())
        TRY(state.fold(entry));
    const auto found = state.entities().find(id);
    if (found == state.entities().end())
        return noEntity(id);
    return core::Entity(found->second);
}

}  // namespace

base::Result<Unprojected> readUnprojected(QueryContext& context) {
    Unprojected unprojected;
    TRY_ASSIGN(const journal::Anchor anchor, context.projections.readAnchor());
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    unprojected.watermark = anchor.watermark;
    unprojected.head = anchor.watermark;
    if (head.value() - anchor.watermark.value() > static_cast<std::int64_t>(kMostUnprojected))
        return unprojected;
    unprojected.head = std::max(head, anchor.watermark);
    TRY_ASSIGN(unprojected.entries, context.journal.readPage(core::next(anchor.watermark), head, kMostUnprojected));
    return unprojected;
}

base::Result<std::vector<core::Entry>> readEntries(QueryContext& context, const std::vector<core::Seq>& sequences) {
    std::vector<core::Entry> entries;
    entries.reserve(sequences.size());
    for (const core::Seq seq : sequences) {
        TRY_ASSIGN(core::Entry entry, context.journal.readEntry(seq));
        entries.push_back(std::move(entry));
    }
    return entries;
}

base::Result<std::vector<core::Entry>> readHistory(QueryContext& context, core::EntityId id, core::Seq before,
                                                   std::size_t limit) {
    std::vector<core::Entry> history;
    TRY_ASSIGN(const journal::Anchor anchor, context.projections.readAnchor());
    core::Seq from = before;
    if (before == core::Seq() || before > core::next(anchor.watermark)) {
        TRY_ASSIGN(Unprojected unprojected, readUnprojected(context));
        TRY_ASSIGN(std::optional<core::Entity> stored, context.projections.readEntity(id));
        core::Entity known = std::move(stored).value_or(core::Entity());
        known.id = id;
        for (auto entry = unprojected.entries.rbegin(); entry != unprojected.entries.rend(); ++entry) {
            const bool isBelow = before == core::Seq() || entry->seq < before;
            if (isBelow && history.size() < limit && concerns(*entry, known))
                history.push_back(std::move(*entry));
        }
        from = core::next(unprojected.watermark);
    }
    TRY_ASSIGN(const std::vector<core::Seq> projected,
               context.projections.readEntriesOf(id, from, limit - history.size()));
    TRY_ASSIGN(std::vector<core::Entry> entries, readEntries(context, projected));
    std::move(entries.begin(), entries.end(), std::back_inserter(history));
    return history;
}

base::Result<EntityAt> readEntityAt(QueryContext& context, core::EntityId id, std::optional<core::Seq> at) {
    if (id == core::EntityId())
        return noEntity(id);
    TRY_ASSIGN(const Unprojected unprojected, readUnprojected(context));
    TRY_ASSIGN(std::optional<core::Entity> stored, context.projections.readEntity(id));
    const core::Seq asOf = std::min(at.value_or(unprojected.head), unprojected.head);
    if (stored && asOf < stored->lastEntry && at) {
        TRY_ASSIGN(core::Entity past, foldPast(context, id, asOf));
        return EntityAt{std::move(past), asOf};
    }
    const auto isNew = [&](const core::Entry& entry) { return entry.entity == id && entry.seq <= asOf; };
    if (!stored && std::none_of(unprojected.entries.begin(), unprojected.entries.end(), isNew))
        return noEntity(id);
    core::Entity known = std::move(stored).value_or(core::Entity());
    known.id = id;
    TRY_ASSIGN(core::Entity entity, carryOn(context, std::move(known), unprojected.entries, asOf));
    return EntityAt{std::move(entity), asOf};
}

}  // namespace syncline::runtime
