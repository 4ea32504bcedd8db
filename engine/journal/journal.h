#pragma once

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/journal/batch.h"
#include "engine/journal/hash.h"

#include <filesystem>
#include <memory>
#include <string>

namespace syncline::journal {

/// The head segment, journal.db, open for writing: FULL, 16 KiB pages, one writer. What append() has returned from is
/// on the disk. On the sequencer's thread; every call may block on the disk.
///
/// A table `entries` (rowid = sequence; kind, side, entity, source time, capture time, cause, identity, payload, salt,
/// chain hash), `positions`, `consumers`, and `journal` with the journal's id. No index but the row id: record and
/// field indexes are projections. An entry's hash covers its head, the hash before it, and the salted SHA-256 of its
/// payload.
class Journal {
public:
    /// Makes the file where there is none; an older one is copied aside and upgraded. `salts` gives the salts of
    /// payload hashes and a new journal's id. Takes the WorkspaceLock unless somebody in this process has it already,
    /// as the engine does. Errors: Busy (another process has the workspace), NotFound (no folder), UnsupportedVersion,
    /// Corrupt (the file is left as it is), NoSpace, PermissionDenied, Io.
    [[nodiscard]] static base::Result<std::unique_ptr<Journal>> open(const std::filesystem::path& folder,
                                                                     const base::Clock& clock, base::Random salts);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// One transaction. After a failure nothing of it is there and the journal goes on from where it was; NoSpace and
    /// Busy may be tried again. Internal: sequences that do not follow the head by one, a cause that does not lie
    /// before its effect, an offset above the entries. AlreadyExists: another program has written behind the lock's
    /// back.
    [[nodiscard]] base::Result<void> append(const Batch& batch);

    /// 0 in an empty journal.
    [[nodiscard]] core::Seq head() const;
    /// A random UUID, made with the file.
    [[nodiscard]] const std::string& id() const;

    struct Impl;

private:
    explicit Journal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::journal
