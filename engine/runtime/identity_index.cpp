#include "engine/runtime/identity_index.h"

#include "engine/base/try.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <set>
#include <utility>
#include <vector>

namespace syncline::runtime {
namespace {

/// 16 MiB: one false *look* in a hundred at ten million changes.
constexpr std::size_t kFilterBits = std::size_t{1} << 27;
constexpr std::size_t kRecent = 16'384;
constexpr std::int64_t kLoadedEntries = 12'000'000;
constexpr std::size_t kPage = 10'000;
/// So many of a record's entries are looked at: a source repeats what it told lately.
constexpr std::size_t kEntriesLookedAt = 512;

/// Four positions in the filter, cut from the identity, which is a digest already.
std::array<std::size_t, 4> positionsOf(const core::Identity& identity) {
    std::array<std::size_t, 4> positions{};
    for (std::size_t i = 0; i < positions.size(); ++i) {
        std::uint32_t word = 0;
        std::memcpy(&word, identity.data() + 4 * i, sizeof word);
        positions[i] = word % kFilterBits;
    }
    return positions;
}

}  // namespace

struct IdentityIndex::Impl {
    void remember(const core::Identity& identity);
    [[nodiscard]] bool mayBeKnown(const core::Identity& identity) const;
    base::Result<void> load();
    base::Result<bool> look(const core::Identity& identity, core::EntityId entity);

    std::unique_ptr<journal::Reader> reader;
    std::unique_ptr<journal::ProjectionReader> projections;
    std::vector<bool> filter = std::vector<bool>(kFilterBits);
    std::set<core::Identity> recent;
    std::deque<core::Identity> recentOrder;
};

void IdentityIndex::Impl::remember(const core::Identity& identity) {
    for (const std::size_t position : positionsOf(identity))
        filter[position] = true;
    if (!recent.insert(identity).second)
        return;
    recentOrder.push_back(identity);
    if (recentOrder.size() > kRecent) {
        recent.erase(recentOrder.front());
        recentOrder.pop_front();
    }
}

bool IdentityIndex::Impl::mayBeKnown(const core::Identity& identity) const {
    const auto positions = positionsOf(identity);
    return std::all_of(positions.begin(), positions.end(), [&](std::size_t position) { return filter[position]; });
}

base::Result<void> IdentityIndex::Impl::load() {
    TRY_ASSIGN(const core::Seq head, reader->readHead());
    core::Seq after(std::max<std::int64_t>(0, head.value() - kLoadedEntries));
    while (true) {
        TRY_ASSIGN(const std::vector<journal::Reader::KnownChange> page, reader->readIdentities(after, kPage));
        if (page.empty())
            return {};
        for (const journal::Reader::KnownChange& known : page)
            remember(known.identity);
        after = page.back().seq;
    }
}

base::Result<bool> IdentityIndex::Impl::look(const core::Identity& identity, core::EntityId entity) {
    TRY_ASSIGN(const std::vector<core::Seq> entries, projections->readEntriesOf(entity, core::Seq(), kEntriesLookedAt));
    for (const core::Seq seq : entries) {
        TRY_ASSIGN(const std::optional<core::Identity> stored, reader->readIdentity(seq));
        if (stored == identity)
            return true;
    }
    return false;
}

base::Result<std::unique_ptr<IdentityIndex>> IdentityIndex::open(const std::filesystem::path& folder) {
    auto impl = std::make_unique<Impl>();
    TRY_ASSIGN(impl->reader, journal::Reader::open(folder));
    TRY_ASSIGN(impl->projections, journal::ProjectionReader::open(folder));
    TRY(impl->load());
    return std::unique_ptr<IdentityIndex>(new IdentityIndex(std::move(impl)));
}

IdentityIndex::IdentityIndex(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
IdentityIndex::~IdentityIndex() = default;

base::Result<bool> IdentityIndex::isKnown(const core::Identity& identity, core::EntityId entity) {
    if (!m_impl->mayBeKnown(identity))
        return false;
    if (m_impl->recent.contains(identity))
        return true;
    if (entity == core::EntityId())
        return false;
    return m_impl->look(identity, entity);
}

void IdentityIndex::add(const core::Identity& identity) {
    m_impl->remember(identity);
}

}  // namespace syncline::runtime
