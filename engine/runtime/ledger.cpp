#include "engine/runtime/ledger.h"

#include "engine/base/try.h"

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kTailPage = 1000;
constexpr std::size_t kLedgerPage = 500;

/// No record of it is left, so that hardly anything will ask for it again.
bool isGone(const core::Entity& entity) {
    const auto hasGone = [&](core::Side side) { return entity.deleted[side] || !entity.record[side]; };
    return std::ranges::all_of(core::kSides, hasGone);
}

}  // namespace

struct Ledger::Impl {
    struct Resident {
        core::Entity entity;
        std::list<core::EntityId>::iterator use;
    };

    base::Result<void> openProjections();
    base::Result<void> foldTail(Ledger& ledger, journal::Reader& reader, core::Seq above);
    base::Result<void> loadMoving();
    base::Result<void> adopt(core::Entity entity);
    void insert(core::Entity entity);
    void used(Resident& resident) { uses.splice(uses.end(), uses, resident.use); }
    void forget(std::map<core::EntityId, Resident>::iterator at);
    void forgetIdle(const std::function<bool(core::EntityId)>& isInUse);
    void forgetGone(const std::function<bool(core::EntityId)>& isInUse);
    [[nodiscard]] bool mayGo(const core::Entity& entity, const std::function<bool(core::EntityId)>& isInUse) const {
        return !core::isMoving(entity) && entity.lastEntry <= watermark && !isInUse(entity.id);
    }

    std::filesystem::path folder;
    std::size_t residentLimit = 0;
    std::unique_ptr<journal::ProjectionReader> projections;
    core::Seq watermark;
    core::WorkspaceState workspace;
    std::map<core::EntityId, Resident> entities;
    std::map<core::RecordKey, core::EntityId> links;  ///< of residents, and what the projections do not have yet
    std::list<core::EntityId> uses;                   ///< the one used longest ago first
    std::set<core::EntityId> handled;                 ///< loaded or given out since forgetGone looked at them last
};

base::Result<void> Ledger::Impl::openProjections() {
    TRY_ASSIGN(projections, journal::ProjectionReader::open(folder));
    return {};
}

/// From the projections, with the links that they give it: a record may have gone on to another entity.
base::Result<void> Ledger::Impl::adopt(core::Entity entity) {
    for (const core::Side side : core::kSides) {
        if (!entity.record[side])
            continue;
        const core::RecordKey record{side, entity.object, *entity.record[side]};
        TRY_ASSIGN(const std::optional<core::EntityId> holder, projections->readLink(record));
        if (holder == entity.id)
            links.try_emplace(record, entity.id);
    }
    insert(std::move(entity));
    return {};
}

void Ledger::Impl::insert(core::Entity entity) {
    const core::EntityId id = entity.id;
    uses.push_back(id);
    handled.insert(id);
    entities.emplace(id, Resident{std::move(entity), std::prev(uses.end())});
}

void Ledger::Impl::forget(std::map<core::EntityId, Resident>::iterator at) {
    const core::Entity& entity = at->second.entity;
    for (const core::Side side : core::kSides) {
        if (!entity.record[side])
            continue;
        const auto link = links.find({side, entity.object, *entity.record[side]});
        if (link != links.end() && link->second == at->first)
            links.erase(link);
    }
    uses.erase(at->second.use);
    entities.erase(at);
}

base::Result<void> Ledger::Impl::foldTail(Ledger& ledger, journal::Reader& reader, core::Seq above) {
    TRY_ASSIGN(const core::Seq head, reader.readHead());
    core::Seq from = core::next(above);
    while (from <= head) {
        TRY_ASSIGN(const std::vector<core::Entry> page, reader.readPage(from, head, kTailPage));
        if (page.empty())
            break;
        for (const core::Entry& entry : page) {
            TRY(ledger.loadFor(entry));
            core::apply(ledger, entry);
        }
        from = core::next(page.back().seq);
    }
    return {};
}

base::Result<void> Ledger::Impl::loadMoving() {
    core::EntityId after;
    while (true) {
        TRY_ASSIGN(std::vector<core::Entity> page, projections->readEntities(after, kLedgerPage, true));
        if (page.empty())
            return {};
        after = page.back().id;
        for (core::Entity& entity : page) {
            if (!entities.contains(entity.id))
                TRY(adopt(std::move(entity)));
        }
    }
}

base::Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& folder, std::size_t residentLimit) {
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->residentLimit = residentLimit;
    TRY(impl->openProjections());
    TRY_ASSIGN(const journal::Anchor anchor, impl->projections->readAnchor());
    TRY_ASSIGN(impl->workspace, impl->projections->readWorkspace());
    impl->watermark = anchor.watermark;
    TRY(impl->loadMoving());
    TRY_ASSIGN(const std::unique_ptr<journal::Reader> reader, journal::Reader::open(folder));
    std::unique_ptr<Ledger> ledger(new Ledger(std::move(impl)));
    TRY(ledger->m_impl->foldTail(*ledger, *reader, anchor.watermark));
    return ledger;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Ledger::~Ledger() = default;

base::Result<void> Ledger::load(core::EntityId id) {
    if (id == core::EntityId() || m_impl->entities.contains(id))
        return {};
    TRY_ASSIGN(std::optional<core::Entity> stored, m_impl->projections->readEntity(id));
    core::Entity entity = std::move(stored).value_or(core::Entity());
    entity.id = id;
    return m_impl->adopt(std::move(entity));
}

base::Result<std::optional<core::EntityId>> Ledger::loadByRecord(const core::RecordKey& record) {
    std::optional<core::EntityId> id = linkOf(record);
    if (!id) {
        TRY_ASSIGN(id, m_impl->projections->readLink(record));
    }
    if (!id)
        return id;
    TRY(load(*id));
    m_impl->links.try_emplace(record, *id);
    return id;
}

base::Result<void> Ledger::loadFor(const core::Entry& entry) {
    for (const core::EntityId id : core::entitiesOf(entry))
        TRY(load(id));
    for (const core::RecordKey& record : core::recordsOf(entry))
        TRY(loadByRecord(record));
    return {};
}

core::Entity& Ledger::entity(core::EntityId id) {
    auto found = m_impl->entities.find(id);
    if (found == m_impl->entities.end()) {
        core::Entity entity;
        entity.id = id;
        m_impl->insert(std::move(entity));
        found = m_impl->entities.find(id);
    }
    m_impl->used(found->second);
    m_impl->handled.insert(id);
    return found->second.entity;
}

core::WorkspaceState& Ledger::workspace() {
    return m_impl->workspace;
}

void Ledger::setLink(const core::RecordKey& record, core::EntityId entity) {
    m_impl->links.insert_or_assign(record, entity);
}

std::optional<core::EntityId> Ledger::linkOf(const core::RecordKey& record) const {
    const auto found = m_impl->links.find(record);
    return found == m_impl->links.end() ? std::nullopt : std::optional(found->second);
}

const core::Entity* Ledger::find(core::EntityId id) const {
    const auto found = m_impl->entities.find(id);
    return found == m_impl->entities.end() ? nullptr : &found->second.entity;
}

std::vector<core::EntityId> Ledger::moving() const {
    std::vector<core::EntityId> ids;
    for (const auto& [id, resident] : m_impl->entities) {
        if (core::isMoving(resident.entity))
            ids.push_back(id);
    }
    return ids;
}

base::Result<std::vector<core::EntityId>> Ledger::readLinked(core::EntityId after, std::size_t limit) {
    std::vector<core::EntityId> linked;
    bool more = true;
    for (core::EntityId from = after; more && linked.size() < limit;) {
        TRY_ASSIGN(const std::vector<core::Entity> page, m_impl->projections->readEntities(from, limit));
        more = page.size() == limit;
        for (const core::Entity& stored : page) {
            const core::Entity* resident = find(stored.id);
            if ((resident != nullptr ? *resident : stored).isLinked())
                linked.push_back(stored.id);
            from = stored.id;
        }
    }
    // What the projections have not seen yet has newer ids, or is resident.
    const auto last = more && !linked.empty() ? std::optional(linked.back()) : std::nullopt;
    for (auto at = m_impl->entities.upper_bound(after); at != m_impl->entities.end(); ++at) {
        if (at->second.entity.isLinked() && (!last || at->first < *last))
            linked.push_back(at->first);
    }
    std::sort(linked.begin(), linked.end());
    linked.erase(std::unique(linked.begin(), linked.end()), linked.end());
    if (linked.size() > limit)
        linked.resize(limit);
    return linked;
}

void Ledger::projected(core::Seq watermark, const std::function<bool(core::EntityId)>& isInUse) {
    m_impl->watermark = watermark;
    m_impl->forgetGone(isInUse);
    m_impl->forgetIdle(isInUse);
}

/// Those that nobody has asked for longest, as far as there are too many.
void Ledger::Impl::forgetIdle(const std::function<bool(core::EntityId)>& isInUse) {
    for (auto use = uses.begin(); use != uses.end() && entities.size() > residentLimit;) {
        const auto at = entities.find(*use++);
        if (mayGo(at->second.entity, isInUse))
            forget(at);
    }
}

/// However few there are: they would only fill up.
void Ledger::Impl::forgetGone(const std::function<bool(core::EntityId)>& isInUse) {
    std::erase_if(handled, [&](core::EntityId id) {
        const auto at = entities.find(id);
        if (at == entities.end() || !isGone(at->second.entity))
            return true;
        if (!mayGo(at->second.entity, isInUse))
            return false;
        forget(at);
        return true;
    });
}

std::size_t Ledger::resident() const {
    return m_impl->entities.size();
}

}  // namespace syncline::runtime
