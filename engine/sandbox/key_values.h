#pragma once

#include "engine/base/spill_file.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::sandbox {

/// What a server must remember over a restart beside the world: grants, subscriptions, journal files. Keys sort as
/// text, so that a prefix is a table. In memory here, and aside in a temporary file what is large and hardly ever read;
/// the state file follows at Context::changed.
class KeyValues {
public:
    using Map = std::map<std::string, std::string, std::less<>>;
    /// What to write under each key; nullopt: erase it.
    using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;

    explicit KeyValues(Map values = {});

    /// But for those that were set aside.
    [[nodiscard]] const Map& inMemory() const { return m_values; }
    /// Null when there is none, or it was set aside. Holds until the next change.
    [[nodiscard]] const std::string* find(std::string_view key) const;
    /// Also one that was set aside, which blocks on the disk; nullopt too when that cannot be read, which the log says.
    [[nodiscard]] std::optional<std::string> read(std::string_view key) const;
    /// All whose key begins so, in key order, as read() reads them.
    [[nodiscard]] Map withPrefix(std::string_view prefix) const;
    void put(const std::string& key, std::string value);
    /// Keeps the value in the temporary file, or in memory where that cannot be written.
    void putAside(const std::string& key, std::string value);
    /// Moves one that is in memory to the temporary file. That is no change.
    void setAside(const std::string& key);
    void erase(const std::string& key);

    /// What was put or erased since the last call.
    [[nodiscard]] Changes takeChanges();

private:
    void forgetAside(const std::string& key);

    Map m_values;
    std::unique_ptr<base::SpillFile> m_file = std::make_unique<base::SpillFile>();
    std::map<std::string, base::SpillFile::Run, std::less<>> m_aside;  ///< no key of m_values
    Changes m_changes;
};

}  // namespace syncline::sandbox
