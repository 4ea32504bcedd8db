#include "engine/journal/verify.h"

#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/fold_state.h"
#include "engine/journal/journal_file.h"
#include "engine/journal/projection_file.h"
#include "engine/journal/projection_print.h"
#include "engine/journal/stored_entry.h"
#include "engine/sqlite/transaction.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace syncline::journal {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kPage = 1000;
/// How many more differences there are is said in one line.
constexpr std::size_t kMostTold = 100;

std::string text(core::Seq seq) {
    return std::to_string(seq.value());
}

Result<void> goOn(const std::stop_token& stop) {
    if (stop.stop_requested())
        return Error{ErrorCode::Cancelled, "verify the journal", {}, "asked to stop", {}};
    return {};
}

Error tooMany(std::size_t most) {
    return {ErrorCode::LimitExceeded,
            "verify the journal",
            {},
            "it has more than " + std::to_string(most) + " entities, which is the most that are held in memory here",
            "run `syncline journal verify` on the workspace, in a terminal"};
}

/// Projections as of one moment.
struct Snapshot {
    Anchor anchor;
    ProjectionPrint print;
};

/// That there are too many is told by the projections before any of them is read.
Result<void> checkCount(sqlite::Connection& projections, std::size_t most) {
    if (most == 0)
        return {};
    TRY_ASSIGN(sqlite::Statement statement,
               projections.prepare("SELECT count(*) FROM (SELECT 1 FROM entities LIMIT ?)"));
    TRY(statement.bind(static_cast<std::int64_t>(most) + 1));
    TRY(statement.step());
    TRY_ASSIGN(const auto count, statement.column<std::int64_t>(0));
    if (count > static_cast<std::int64_t>(most))
        return tooMany(most);
    return {};
}

/// None when there are none that this program could have made.
Result<std::optional<Snapshot>> readSnapshot(const std::filesystem::path& folder, const VerifyOptions& options) {
    const std::filesystem::path path = projectionFile(folder);
    std::error_code failure;
    if (!std::filesystem::exists(path, failure))
        return std::optional<Snapshot>();
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(path, {.mode = sqlite::OpenMode::ReadOnly}));
    TRY_ASSIGN(const sqlite::Transaction transaction,
               sqlite::Transaction::begin(connection, sqlite::TransactionKind::Deferred));
    TRY_ASSIGN(const auto anchor, readAnchor(connection));
    if (!anchor || anchor->foldVersion != kFoldVersion)
        return std::optional<Snapshot>();
    TRY(checkCount(connection, options.mostEntities));
    TRY_ASSIGN(ProjectionPrint print, ProjectionPrint::read(connection, options.stop));
    return std::optional(Snapshot{*anchor, std::move(print)});
}

/// Over all entities in order of id, all links in order, and the workspace, each behind its length.
Result<Hash> stateHash(const FoldState& state, const std::stop_token& stop) {
    Sha256 sha256;
    CanonicalBytes bytes;
    const auto flush = [&] {
        sha256.add(bytes.bytes());
        bytes.clear();
    };
    bytes.number(static_cast<std::int64_t>(state.entities().size()));
    for (const auto& [id, entity] : state.entities()) {
        TRY(goOn(stop));
        bytes.text(core::encodeEntity(entity));
        flush();
    }
    bytes.number(static_cast<std::int64_t>(state.links().size()));
    for (const auto& [record, entity] : state.links()) {
        TRY(goOn(stop));
        bytes.number(static_cast<std::int64_t>(record.side)).text(record.object).text(record.id).number(entity.value());
        flush();
    }
    bytes.text(core::encodeWorkspace(state.workspace()));
    flush();
    return sha256.finish();
}

/// Of projections.
std::string words(const ProjectionPrint::Difference& difference, core::Seq watermark) {
    const std::string of =
        difference.entity == core::EntityId() ? "" : " of entity " + std::to_string(difference.entity.value());
    return difference.what + of + " is not what the entries through " + text(watermark) + " give";
}

/// One run over one journal.
class Verifier {
public:
    /// The options outlive it.
    Verifier(sqlite::Connection journal, const VerifyOptions& options)
        : m_journal(std::move(journal)), m_options(options) {}

    Result<Verification> run(const std::filesystem::path& folder);

private:
    void tell(std::string difference);
    /// Not of the entries.
    void tellOfProjections(const std::string& difference) { addDifference("projections: " + difference); }
    void addDifference(std::string difference);
    Result<void> takeProjections(const std::filesystem::path& folder);
    Result<void> takeHead();
    Result<void> checkBeginning();
    Result<void> checkConsumers();
    /// Reads on from where it is through `last`.
    Result<void> foldThrough(core::Seq last);
    Result<void> take(const StoredEntry& stored);
    /// Sequence, hash and cause.
    Result<void> checkHead(const StoredEntry& stored);
    /// At the projections' watermark; afterwards there is nothing more to compare.
    Result<void> compareProjections();
    Result<void> compareRows();

    sqlite::Connection m_journal;
    const VerifyOptions& m_options;
    Verification m_found;
    std::optional<Snapshot> m_projections;
    FoldState m_state;
    Counts m_counts;
    ProjectionPrint m_print;
    Sha256 m_sha256;
    core::Seq m_last;   ///< read last
    Hash m_lastHash{};  ///< as it stands there
    std::size_t m_pageSize = kPage;
    std::size_t m_untold = 0;
    bool m_isReadable = true;
};

void Verifier::tell(std::string difference) {
    m_found.entriesDiffer = true;
    addDifference(std::move(difference));
}

void Verifier::addDifference(std::string difference) {
    if (m_found.differences.size() < kMostTold)
        m_found.differences.push_back(std::move(difference));
    else
        ++m_untold;
}

Result<Verification> Verifier::run(const std::filesystem::path& folder) {
    // Before the head is read, so that what they cover is in the journal.
    TRY(takeProjections(folder));
    TRY(takeHead());
    const core::Seq head = m_found.head;
    TRY(checkBeginning());
    if (m_projections && m_projections->anchor.watermark > head) {
        tell("projections: they have come to entry " + text(m_projections->anchor.watermark)
             + ", and the journal ends with entry " + text(head));
        m_projections.reset();
    }
    if (m_projections) {
        TRY(foldThrough(m_projections->anchor.watermark));
        TRY(compareProjections());
    }
    TRY(foldThrough(head));
    if (m_options.progress)
        m_options.progress(m_last, head);
    m_found.entities = m_state.entities().size();
    TRY_ASSIGN(m_found.stateHash, stateHash(m_state, m_options.stop));
    if (m_untold != 0)
        m_found.differences.push_back("and " + std::to_string(m_untold) + " more");
    return std::move(m_found);
}

Result<void> Verifier::takeProjections(const std::filesystem::path& folder) {
    Result<std::optional<Snapshot>> snapshot = readSnapshot(folder, m_options);
    if (snapshot) {
        m_projections = *std::move(snapshot);
        return {};
    }
    const ErrorCode code = snapshot.error().code;
    if (code == ErrorCode::Cancelled || code == ErrorCode::LimitExceeded)
        return snapshot.error();
    tellOfProjections(snapshot.error().message());
    return {};
}

/// Both of one moment: an engine appends entries and commits them for its consumers meanwhile.
Result<void> Verifier::takeHead() {
    TRY_ASSIGN(const sqlite::Transaction transaction,
               sqlite::Transaction::begin(m_journal, sqlite::TransactionKind::Deferred));
    TRY_ASSIGN(m_found.head, readLastSeq(m_journal));
    return checkConsumers();
}

Result<void> Verifier::checkBeginning() {
    constexpr core::Seq kLowest(std::numeric_limits<std::int64_t>::min());
    const Result<std::vector<StoredEntry>> before = readStored(m_journal, kLowest, core::Seq(), 1);
    if (!before && before.error().code != ErrorCode::Corrupt)
        return before.error();
    if (!before || !before->empty())
        tell("entry " + text(before ? before->front().seq : core::Seq()) + " comes before the first");
    return {};
}

Result<void> Verifier::checkConsumers() {
    TRY_ASSIGN(sqlite::Statement statement,
               m_journal.prepare("SELECT consumer, committed FROM consumers WHERE committed > ? ORDER BY consumer"));
    TRY(statement.bind(m_found.head.value()));
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return {};
        TRY_ASSIGN(const auto row, (statement.row<std::string, std::int64_t>()));
        tell("consumer " + std::get<0>(row) + " has committed entry " + std::to_string(std::get<1>(row))
             + ", which is not there");
    }
}

Result<void> Verifier::foldThrough(core::Seq last) {
    while (m_isReadable && m_last < last) {
        TRY(goOn(m_options.stop));
        if (m_options.progress)
            m_options.progress(m_last, m_found.head);
        const core::Seq from = core::next(m_last);
        const Result<std::vector<StoredEntry>> page = readStored(m_journal, from, last, m_pageSize);
        if (!page && page.error().code != ErrorCode::Corrupt)
            return page.error();
        if (page && !page->empty()) {
            for (const StoredEntry& stored : *page)
                TRY(take(stored));
        } else if (!page && m_pageSize > 1) {
            // Singly, to come as far as it goes and to say where that is.
            m_pageSize = 1;
        } else {
            tell("entry " + text(from) + (page ? " is missing" : " cannot be read: " + page.error().message()));
            m_isReadable = false;
        }
    }
    return {};
}

Result<void> Verifier::take(const StoredEntry& stored) {
    TRY(checkHead(stored));
    m_last = stored.seq;
    m_lastHash = stored.hash;
    const Result<core::Entry> entry = toEntry(stored);
    if (!entry) {
        tell("entry " + text(stored.seq) + " cannot be read: " + entry.error().message());
        return {};
    }
    TRY(m_state.fold(*entry));
    if (m_options.mostEntities != 0 && m_state.entities().size() > m_options.mostEntities)
        return tooMany(m_options.mostEntities);
    m_counts.add(*entry);
    if (!m_projections)
        return {};
    for (const core::EntityId id : m_state.concerned())
        TRY(m_print.addEntry(id, stored.seq));
    return {};
}

Result<void> Verifier::checkHead(const StoredEntry& stored) {
    const core::Seq expected = core::next(m_last);
    if (stored.seq == expected) {
        TRY_ASSIGN(const Hash hash, chainHash(m_sha256, stored, m_lastHash));
        if (hash != stored.hash)
            tell("entry " + text(stored.seq) + ": what it says, or the hash before it, does not fit its hash");
    } else {
        const core::Seq lastMissing(stored.seq.value() - 1);
        tell(expected == lastMissing ? "entry " + text(expected) + " is missing"
                                     : "entries " + text(expected) + " to " + text(lastMissing) + " are missing");
    }
    if (stored.cause >= stored.seq || stored.cause < core::Seq())
        tell("entry " + text(stored.seq) + ": its cause, entry " + text(stored.cause) + ", does not lie before it");
    return {};
}

Result<void> Verifier::compareProjections() {
    const Anchor& anchor = m_projections->anchor;
    TRY_ASSIGN(const std::string journalId, readId(m_journal));
    const bool isReached = m_last == anchor.watermark;
    if (anchor.journalId != journalId || (isReached && m_lastHash != anchor.chainHash))
        tellOfProjections("they were made of another journal");
    else if (isReached)
        TRY(compareRows());
    m_projections.reset();
    return {};
}

Result<void> Verifier::compareRows() {
    for (const auto& [id, entity] : m_state.entities()) {
        TRY(goOn(m_options.stop));
        TRY(m_print.addEntity(id, project(entity)));
    }
    for (const auto& [record, entity] : m_state.links()) {
        TRY(goOn(m_options.stop));
        TRY(m_print.addLink(record, entity));
    }
    m_print.addCounts(m_counts);
    m_print.addWorkspace(core::encodeWorkspace(std::as_const(m_state).workspace()));
    m_found.projectionsAt = m_projections->anchor.watermark;
    for (const ProjectionPrint::Difference& difference : m_print.differences(m_projections->print))
        tellOfProjections(words(difference, m_found.projectionsAt));
    return {};
}

}  // namespace

Result<Verification> verify(const std::filesystem::path& folder, const VerifyOptions& options) {
    TRY(goOn(options.stop));
    TRY_ASSIGN(sqlite::Connection journal, openForReading(folder));
    return Verifier(std::move(journal), options).run(folder);
}

}  // namespace syncline::journal
