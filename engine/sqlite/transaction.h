#pragma once

#include "engine/base/result.h"

#include <memory>

struct sqlite3;

namespace syncline::sqlite {

class Connection;

/// Immediate takes the write lock at once, so that a writer waits here and not in its middle; Deferred takes it at the
/// first write and is meant for several reads of one state.
enum class TransactionKind { Immediate, Deferred };

/// A transaction that rolls back in its destructor unless it was committed. On the connection's thread; must not
/// outlive the connection; one at a time on each.
class Transaction {
public:
    /// Blocks up to the connection's busy timeout for the lock.
    [[nodiscard]] static base::Result<Transaction> begin(Connection& connection,
                                                         TransactionKind kind = TransactionKind::Immediate);

    /// Busy: still open, commit() may be called again. After any other failure it is rolled back; but after Io and
    /// NoSpace a crash may yet bring it back whole, so that only the file, opened anew, says whether it is there.
    [[nodiscard]] base::Result<void> commit();
    /// For a caller that wants to know whether it worked.
    [[nodiscard]] base::Result<void> rollBack();

private:
    struct RollBack {
        void operator()(sqlite3* database) const;
    };

    explicit Transaction(sqlite3* database) : m_open(database) {}

    std::unique_ptr<sqlite3, RollBack> m_open;  ///< the connection's handle; null when this is over
};

}  // namespace syncline::sqlite
