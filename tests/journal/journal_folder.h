#pragma once

#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/verify.h"
#include "tests/journal/sample_history.h"

#include <filesystem>
#include <memory>
#include <string>

#include <QtCore/QByteArray>
#include <QtCore/QTemporaryDir>

namespace syncline::test {

inline const base::ManualClock kClock(base::WallTime(std::chrono::milliseconds(1795536000000)));

/// A folder for one journal, gone at the end.
class JournalFolder {
public:
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }
    [[nodiscard]] std::filesystem::path journal() const { return path() / "journal.db"; }
    [[nodiscard]] std::filesystem::path projections() const { return path() / "projections.db"; }

    [[nodiscard]] base::Result<std::unique_ptr<journal::Journal>> open(std::uint64_t salts = 1) const {
        return journal::Journal::open(path(), kClock, base::Random(salts));
    }
    /// Makes a journal of so many entries, in batches of a hundred.
    [[nodiscard]] base::Result<void> fill(std::size_t entries, std::uint64_t seed = 1) const;
    /// Folds in steps of `limit` until there is nothing more to fold.
    [[nodiscard]] base::Result<core::Seq> project(std::size_t limit = 1000) const;
    /// SQL on one of the files, behind the engine's back.
    [[nodiscard]] static base::Result<void> tamper(const std::filesystem::path& file, const std::string& sql);
    /// All rows of all tables, as text.
    [[nodiscard]] static base::Result<std::string> dump(const std::filesystem::path& file);

private:
    QTemporaryDir m_folder;
};

/// For QVERIFY2.
template <typename T>
QByteArray why(const base::Result<T>& result) {
    return result ? QByteArray() : QByteArray::fromStdString(result.error().message());
}

/// All differences, one a line.
inline std::string all(const journal::Verification& found) {
    std::string text;
    for (const std::string& difference : found.differences)
        text += difference + '\n';
    return text;
}

}  // namespace syncline::test
