#include "engine/sqlite/statement_cache.h"

#include "engine/base/try.h"
#include "engine/sqlite/error_mapping.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string>

#include <sqlite3.h>

namespace syncline::sqlite {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Without the blanks around it, so that the text is found again by what sqlite3_sql() gives.
std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

base::Error notOneStatement(std::string_view sql) {
    return {base::ErrorCode::Internal, "prepare SQL", std::string(sql), "the text is not exactly one statement", {}};
}

}  // namespace

void StatementCache::Finalize::operator()(sqlite3_stmt* statement) const {
    // Returns the failure of the last step again, which step() has reported.
    static_cast<void>(sqlite3_finalize(statement));
}

void StatementCache::GiveBack::operator()(sqlite3_stmt* statement) const {
    static_cast<void>(sqlite3_reset(statement));
    static_cast<void>(sqlite3_clear_bindings(statement));
    --cache->m_lentCount;
    if (cache->m_idle.size() >= kMostIdle)
        cache->m_idle.erase(cache->m_idle.begin());
    cache->m_idle.push_back(Idle(statement));
}

StatementCache::~StatementCache() {
    assert(m_lentCount == 0);
}

base::Result<StatementCache::Idle> StatementCache::prepare(std::string_view sql) {
    if (sql.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return base::Error{base::ErrorCode::LimitExceeded, "prepare SQL", {}, "the text is too long", {}};
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(m_database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, &tail);
    Idle prepared(statement);
    if (code != SQLITE_OK)
        return lastError(m_database, code, "prepare \"" + std::string(sql) + "\"");
    if (!prepared || tail != sql.data() + sql.size())
        return notOneStatement(sql);
    return prepared;
}

base::Result<StatementCache::Lent> StatementCache::lend(std::string_view sql) {
    const std::string_view text = trimmed(sql);
    const auto found = std::find_if(m_idle.rbegin(), m_idle.rend(),
                                    [text](const Idle& idle) { return text == sqlite3_sql(idle.get()); });
    Idle statement;
    if (found != m_idle.rend()) {
        statement = std::move(*found);
        m_idle.erase(std::next(found).base());
    } else {
        TRY_ASSIGN(statement, prepare(text));
    }
    ++m_lentCount;
    return Lent(statement.release(), GiveBack{this});
}

}  // namespace syncline::sqlite
