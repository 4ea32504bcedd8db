#pragma once

#include "engine/base/result.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace syncline::sqlite {

/// The prepared statements of one connection that nobody uses at the moment, the least recently used first; at most
/// kMostIdle are kept. The same text may be lent several times at once. On the connection's thread; everything lent
/// must have come back before it is destroyed, which is asserted.
class StatementCache {
public:
    /// Gives a statement back to its cache, reset and without bindings.
    struct GiveBack {
        StatementCache* cache = nullptr;
        void operator()(sqlite3_stmt* statement) const;
    };
    using Lent = std::unique_ptr<sqlite3_stmt, GiveBack>;

    explicit StatementCache(sqlite3* database) : m_database(database) {}
    ~StatementCache();
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;

    /// Finds or prepares the one statement that the text holds; more than one, or none, is a fault of ours.
    [[nodiscard]] base::Result<Lent> lend(std::string_view sql);

    static constexpr std::size_t kMostIdle = 64;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Idle = std::unique_ptr<sqlite3_stmt, Finalize>;

    [[nodiscard]] base::Result<Idle> prepare(std::string_view sql);

    sqlite3* m_database;
    std::vector<Idle> m_idle;
    std::size_t m_lentCount = 0;
};

}  // namespace syncline::sqlite
