#include "tests/journal/journal_folder.h"

#include "engine/base/try.h"
#include "engine/sqlite/connection.h"

namespace syncline::test {

using base::Result;

namespace {

Result<std::vector<std::string>> column(sqlite::Connection& connection, const std::string& sql) {
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(sql));
    std::vector<std::string> texts;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return texts;
        TRY_ASSIGN(std::string text, statement.column<std::string>(0));
        texts.push_back(std::move(text));
    }
}

}  // namespace

Result<void> JournalFolder::fill(std::size_t entries, std::uint64_t seed) const {
    constexpr std::size_t kBatch = 100;
    TRY_ASSIGN(auto journal, open(seed));
    SampleHistory history(seed);
    for (std::size_t done = 0; done < entries; done += kBatch)
        TRY(journal->append(history.batch(std::min(kBatch, entries - done))));
    return {};
}

Result<core::Seq> JournalFolder::project(std::size_t limit) const {
    TRY_ASSIGN(auto projector, journal::Projector::open(path(), kClock));
    std::size_t folded = 0;
    do {
        TRY_ASSIGN(folded, projector->step(limit));
    } while (folded != 0);
    return projector->watermark();
}

Result<void> JournalFolder::tamper(const std::filesystem::path& file, const std::string& sql) {
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(file, {.mode = sqlite::OpenMode::ReadWrite}));
    return connection.runScript(sql);
}

Result<std::string> JournalFolder::dump(const std::filesystem::path& file) {
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(file, {.mode = sqlite::OpenMode::ReadOnly}));
    TRY_ASSIGN(const auto tables,
               column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"));
    std::string dump;
    for (const std::string& table : tables) {
        TRY_ASSIGN(
            const auto row,
            column(connection, "SELECT group_concat('quote(' || name || ')', '||'',''||') FROM pragma_table_info('"
                                   + table + "')"));
        TRY_ASSIGN(const auto rows, column(connection, "SELECT " + row.front() + " FROM " + table + " ORDER BY 1"));
        for (const std::string& values : rows)
            dump += table + ": " + values + "\n";
    }
    return dump;
}

}  // namespace syncline::test
