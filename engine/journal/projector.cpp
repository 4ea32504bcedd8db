#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/journal/projection_file.h"
#include "engine/journal/projection_writer.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/sqlite/rename_aside.h"
#include "engine/sqlite/transaction.h"

#include <limits>
#include <utility>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kPageSize = 16384;
constexpr int kCacheKiB = 2048;
constexpr core::Seq kNoEnd(std::numeric_limits<std::int64_t>::max());

/// Entities and links as the last step left them; remembers what it lent, for the differences.
class LedgerSource final : public StateSource {
public:
    explicit LedgerSource(sqlite::Connection& connection) : m_connection(connection) {}

    [[nodiscard]] Result<std::optional<core::Entity>> readEntity(core::EntityId id) override {
        TRY_ASSIGN(auto entity, journal::readEntity(m_connection, id));
        if (entity)
            m_lent.emplace(id, project(*entity));
        return entity;
    }
    [[nodiscard]] Result<std::optional<core::EntityId>> readLink(const core::RecordKey& record) override {
        return journal::readLink(m_connection, record);
    }
    [[nodiscard]] std::map<core::EntityId, ProjectedEntity> takeLent() { return std::move(m_lent); }

private:
    sqlite::Connection& m_connection;
    std::map<core::EntityId, ProjectedEntity> m_lent;
};

/// Whether the projections are of this journal as it is: not of another one, nor of one that was put back to an
/// earlier day, nor made by a program that folds otherwise.
Result<bool> fits(const Anchor& anchor, const std::string& journalId, Reader& journal) {
    if (anchor.journalId != journalId || anchor.foldVersion != kFoldVersion)
        return false;
    const Result<Hash> hash = journal.readHash(anchor.watermark);
    if (!hash && hash.error().code != ErrorCode::NotFound)
        return hash.error();
    return hash && *hash == anchor.chainHash;
}

/// A file and how far it has come; without an anchor it is to be begun.
struct Opened {
    sqlite::Connection connection;
    std::optional<Anchor> anchor;
};

Result<Opened> openFile(const std::filesystem::path& path) {
    TRY_ASSIGN(sqlite::Connection connection,
               sqlite::Connection::open(
                   path, {.synchronous = sqlite::Synchronous::Normal, .pageSize = kPageSize, .cacheKiB = kCacheKiB}));
    TRY_ASSIGN(auto anchor, readAnchor(connection));
    return Opened{std::move(connection), std::move(anchor)};
}

Result<Opened> openAnew(const std::filesystem::path& path, const Anchor& beginning) {
    TRY_ASSIGN(Opened opened, openFile(path));
    TRY(beginAnew(opened.connection, beginning));
    opened.anchor = beginning;
    return opened;
}

Result<void> setAside(const std::filesystem::path& path, const base::Clock& clock, const Error& why) {
    TRY_ASSIGN(const auto aside, sqlite::renameAside(path, clock.wallNow()));
    base::log::warning("projector", "broken projections were renamed aside and are folded anew",
                       {{"file", aside.string()}, {"detail", why.detail}});
    return {};
}

/// Once more on an empty file when the one that is there is broken.
template <typename Open>
Result<Opened> orAside(const std::filesystem::path& path, const base::Clock& clock, const Open& open) {
    Result<Opened> opened = open();
    if (opened || opened.error().code != ErrorCode::Corrupt)
        return opened;
    TRY(setAside(path, clock, opened.error()));
    return open();
}

Result<void> checkGapFree(const std::vector<core::Entry>& entries, core::Seq watermark) {
    for (const core::Entry& entry : entries) {
        if (entry.seq != core::next(watermark))
            return Error{ErrorCode::Corrupt, "fold journal", std::to_string(core::next(watermark).value()),
                         "the entry is missing", "run verify; keep the file, and restore a copy"};
        watermark = entry.seq;
    }
    return {};
}

}  // namespace

struct Projector::Impl {
    std::filesystem::path path;
    const base::Clock& clock;
    std::unique_ptr<Reader> journal;
    std::optional<sqlite::Connection> connection;  ///< none when the file was broken and has been set aside
    Anchor anchor;
    Error failure{};  ///< then

    /// One transaction.
    [[nodiscard]] Result<void> fold(const std::vector<core::Entry>& entries, const Anchor& next);
    [[nodiscard]] Error giveUp(Error error);
};

Result<void> Projector::Impl::fold(const std::vector<core::Entry>& entries, const Anchor& next) {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(*connection));
    TRY_ASSIGN(core::WorkspaceState workspace, readWorkspace(*connection));
    const core::WorkspaceState workspaceBefore = workspace;
    LedgerSource source(*connection);
    FoldState state(&source, std::move(workspace));
    ProjectedStep step;
    for (const core::Entry& entry : entries) {
        TRY(state.fold(entry));
        step.counts.add(entry);
        for (const core::EntityId id : state.concerned())
            step.entries.emplace(id, entry.seq);
    }
    step.before = source.takeLent();
    for (const auto& [id, entity] : state.entities())
        step.after.emplace(id, project(entity));
    step.links = state.links();
    TRY(writeStep(*connection, step));
    if (std::as_const(state).workspace() != workspaceBefore)
        TRY(writeWorkspace(*connection, state.workspace()));
    TRY(writeAnchor(*connection, next));
    return transaction.commit();
}

Error Projector::Impl::giveUp(Error error) {
    // A row that is there already, or bytes of a later format, are not what a fold of this version has written.
    if (error.code == ErrorCode::AlreadyExists || error.code == ErrorCode::UnsupportedVersion)
        error.code = ErrorCode::Corrupt;
    if (error.code != ErrorCode::Corrupt)
        return error;
    error.hint = "start again: everything is folded anew";
    connection.reset();
    if (const Result<void> aside = setAside(path, clock, error); !aside)
        error.detail += "; " + aside.error().message();
    failure = error;
    return error;
}

Projector::Projector(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Projector::~Projector() = default;

Result<std::unique_ptr<Projector>> Projector::open(const std::filesystem::path& folder, const base::Clock& clock) {
    TRY_ASSIGN(auto journal, Reader::open(folder));
    TRY_ASSIGN(const std::string journalId, journal->readJournalId());
    const std::filesystem::path path = projectionFile(folder);
    TRY_ASSIGN(Opened file, orAside(path, clock, [&] { return openFile(path); }));
    bool isFitting = false;
    if (file.anchor) {
        TRY_ASSIGN(isFitting, fits(*file.anchor, journalId, *journal));
    }
    if (!isFitting) {
        base::log::info("projector", "projections are folded from the first entry on", {{"file", path.string()}});
        const Anchor beginning{journalId, core::Seq(), Hash(), kFoldVersion};
        TRY_ASSIGN(file, orAside(path, clock, [&] { return openAnew(path, beginning); }));
    }
    return std::unique_ptr<Projector>(new Projector(
        std::make_unique<Impl>(Impl{path, clock, std::move(journal), std::move(file.connection), *file.anchor})));
}

Result<std::size_t> Projector::step(std::size_t limit) {
    if (!m_impl->connection)
        return m_impl->failure;
    const core::Seq watermark = m_impl->anchor.watermark;
    TRY_ASSIGN(const auto entries, m_impl->journal->readPage(core::next(watermark), kNoEnd, limit));
    TRY(checkGapFree(entries, watermark));
    if (entries.empty())
        return std::size_t{0};
    Anchor next = m_impl->anchor;
    next.watermark = entries.back().seq;
    TRY_ASSIGN(next.chainHash, m_impl->journal->readHash(next.watermark));
    if (Result<void> folded = m_impl->fold(entries, next); !folded)
        return m_impl->giveUp(std::move(folded).error());
    m_impl->anchor = next;
    return entries.size();
}

core::Seq Projector::watermark() const {
    return m_impl->anchor.watermark;
}

}  // namespace syncline::journal
