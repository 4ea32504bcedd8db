#include "tests/sqlite/failing_vfs.h"

#include <cerrno>
#include <csignal>
#include <cstddef>

namespace syncline::test {

namespace {

/// Our file; the platform's file object lies behind it.
struct File {
    sqlite3_file base;
    FailingVfs* vfs;
    sqlite3_file* platform;
};

constexpr std::size_t kOwnSize = (sizeof(File) + 15) / 16 * 16;

FailingVfs& vfsOf(sqlite3_vfs* vfs) {
    return *static_cast<FailingVfs*>(vfs->pAppData);
}

File& fileOf(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

bool fails(sqlite3_file* file, bool needsSpace = false) {
    return fileOf(file).vfs->failsNow(needsSpace);
}

/// The platform's file and its functions.
sqlite3_file* under(sqlite3_file* file) {
    return fileOf(file).platform;
}
const sqlite3_io_methods& methods(sqlite3_file* file) {
    return *under(file)->pMethods;
}

int closeFile(sqlite3_file* file) {
    return methods(file).xClose(under(file));
}
int readFile(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    return fails(file) ? SQLITE_IOERR_READ : methods(file).xRead(under(file), to, size, offset);
}
int writeFile(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    if (fails(file, true))
        return errno == ENOSPC ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return methods(file).xWrite(under(file), from, size, offset);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    return fails(file) ? SQLITE_IOERR_TRUNCATE : methods(file).xTruncate(under(file), size);
}
int syncFile(sqlite3_file* file, int) {
    return fails(file, true) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    return fails(file) ? SQLITE_IOERR_FSTAT : methods(file).xFileSize(under(file), size);
}
int lockFile(sqlite3_file* file, int level) {
    return fails(file) ? SQLITE_IOERR_LOCK : methods(file).xLock(under(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return methods(file).xUnlock(under(file), level);
}
int checkReservedLock(sqlite3_file* file, int* held) {
    return fails(file) ? SQLITE_IOERR_CHECKRESERVEDLOCK : methods(file).xCheckReservedLock(under(file), held);
}
int fileControl(sqlite3_file* file, int operation, void* argument) {
    return methods(file).xFileControl(under(file), operation, argument);
}
int sectorSize(sqlite3_file* file) {
    return methods(file).xSectorSize(under(file));
}
int deviceCharacteristics(sqlite3_file* file) {
    return methods(file).xDeviceCharacteristics(under(file));
}
int mapShared(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
    if (fails(file, extend != 0))
        return extend != 0 ? SQLITE_IOERR_SHMSIZE : SQLITE_IOERR_SHMMAP;
    return methods(file).xShmMap(under(file), page, size, extend, at);
}
int lockShared(sqlite3_file* file, int offset, int count, int flags) {
    if ((flags & SQLITE_SHM_LOCK) != 0 && fails(file))
        return SQLITE_IOERR_SHMLOCK;
    return methods(file).xShmLock(under(file), offset, count, flags);
}
void sharedBarrier(sqlite3_file* file) {
    methods(file).xShmBarrier(under(file));
}
int unmapShared(sqlite3_file* file, int remove) {
    return methods(file).xShmUnmap(under(file), remove);
}

/// Version 2: with shared memory for the WAL, without memory-mapped reading.
const sqlite3_io_methods kMethods{2,
                                  closeFile,
                                  readFile,
                                  writeFile,
                                  truncateFile,
                                  syncFile,
                                  fileSize,
                                  lockFile,
                                  unlockFile,
                                  checkReservedLock,
                                  fileControl,
                                  sectorSize,
                                  deviceCharacteristics,
                                  mapShared,
                                  lockShared,
                                  sharedBarrier,
                                  unmapShared,
                                  nullptr,
                                  nullptr};

int openFile(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* flagsOut) {
    FailingVfs& failing = vfsOf(vfs);
    file->pMethods = nullptr;
    if (failing.failsNow((flags & SQLITE_OPEN_CREATE) != 0))
        return SQLITE_CANTOPEN;
    if (failing.isWriteProtected())
        flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    auto* const behind = reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + kOwnSize);
    const int code = failing.platform().xOpen(&failing.platform(), name, behind, flags, flagsOut);
    if (behind->pMethods != nullptr) {
        fileOf(file).vfs = &failing;
        fileOf(file).platform = behind;
        file->pMethods = &kMethods;
    }
    return code;
}

int deleteFile(sqlite3_vfs* vfs, const char* name, int) {
    FailingVfs& failing = vfsOf(vfs);
    // Without syncing the folder.
    return failing.failsNow(false) ? SQLITE_IOERR_DELETE : failing.platform().xDelete(&failing.platform(), name, 0);
}

int accessFile(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    FailingVfs& failing = vfsOf(vfs);
    if (failing.failsNow(false))
        return SQLITE_IOERR_ACCESS;
    return failing.platform().xAccess(&failing.platform(), name, flags, result);
}

}  // namespace

FailingVfs::FailingVfs() : m_platform(sqlite3_vfs_find(nullptr)), m_vfs(*m_platform) {
    m_vfs.szOsFile = static_cast<int>(kOwnSize) + m_platform->szOsFile;
    m_vfs.pNext = nullptr;
    m_vfs.zName = kName;
    m_vfs.pAppData = this;
    m_vfs.xOpen = openFile;
    m_vfs.xDelete = deleteFile;
    m_vfs.xAccess = accessFile;
    sqlite3_vfs_register(&m_vfs, 0);
}

FailingVfs::~FailingVfs() {
    sqlite3_vfs_unregister(&m_vfs);
}

void FailingVfs::becomeDefault() {
    sqlite3_vfs_register(&m_vfs, 1);
}

void FailingVfs::arm(std::int64_t nth, FailureKind kind, FailureSpan span) {
    m_armed = true;
    m_nth = nth;
    m_kind = kind;
    m_span = span;
    m_calls = 0;
    m_failures = 0;
}

void FailingVfs::disarm() {
    m_armed = false;
}

bool FailingVfs::failsNow(bool needsSpace) {
    if (!m_armed || (m_kind == FailureKind::Space && !needsSpace))
        return false;
    ++m_calls;
    if (m_calls < m_nth || (m_calls > m_nth && m_span == FailureSpan::Once))
        return false;
    ++m_failures;
    if (m_kind == FailureKind::Kill)
        static_cast<void>(raise(SIGKILL));
    errno = m_kind == FailureKind::Space ? ENOSPC : EIO;
    return true;
}

}  // namespace syncline::test
