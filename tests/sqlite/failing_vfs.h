#pragma once

#include <cstdint>

#include <sqlite3.h>

namespace syncline::test {

enum class FailureKind {
    Device,  ///< any call fails, with EIO
    Space,   ///< calls that need new space fail, with ENOSPC
    Kill,    ///< the call kills the process, as kill -9 does
};

enum class FailureSpan {
    Once,     ///< the n-th call only
    ForGood,  ///< the n-th call and all after it
};

/// An SQLite VFS over the platform's own whose n-th call to the disk fails. It counts opening, reading, writing,
/// truncating, syncing, asking for the size, locking, deleting, looking for files, and mapping and locking shared
/// memory; a sync itself is left out, because no test cuts the power. Registered under kName while it lives; one at a
/// time, on one thread, and all connections through it closed before it goes.
class FailingVfs {
public:
    static constexpr const char* kName = "failing";

    FailingVfs();
    ~FailingVfs();
    FailingVfs(const FailingVfs&) = delete;
    FailingVfs& operator=(const FailingVfs&) = delete;

    /// Also for whoever opens a file without naming a VFS, while this one lives.
    void becomeDefault();
    /// Starts to count: the n-th call from here on fails.
    void arm(std::int64_t nth, FailureKind kind, FailureSpan span);
    /// From here on nothing fails.
    void disarm();
    /// From here on files open for reading only, as those do that the user may not write.
    void protectFromWriting() { m_writeProtected = true; }
    /// How many calls have failed since it was armed.
    [[nodiscard]] std::int64_t failures() const { return m_failures; }

    /// For the calls of SQLite: true if this one fails, with errno set.
    [[nodiscard]] bool failsNow(bool needsSpace);
    [[nodiscard]] bool isWriteProtected() const { return m_writeProtected; }
    [[nodiscard]] sqlite3_vfs& platform() const { return *m_platform; }

private:
    sqlite3_vfs* m_platform;
    sqlite3_vfs m_vfs;
    bool m_armed = false;
    bool m_writeProtected = false;
    FailureKind m_kind = FailureKind::Device;
    FailureSpan m_span = FailureSpan::Once;
    std::int64_t m_nth = 0;
    std::int64_t m_calls = 0;
    std::int64_t m_failures = 0;
};

}  // namespace syncline::test
