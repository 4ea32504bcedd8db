#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace syncline::sandbox {

/// What a server must remember over a restart beside the world: grants, subscriptions, journal files. Keys sort as
/// text, so that a prefix is a table. In memory here; the state file follows at Context::changed.
class KeyValues {
public:
    using Map = std::map<std::string, std::string, std::less<>>;

    explicit KeyValues(Map values = {}) : m_values(std::move(values)) {}

    [[nodiscard]] const Map& all() const { return m_values; }
    /// Null when there is none.
    [[nodiscard]] const std::string* find(std::string_view key) const;
    /// All whose key begins so, in key order.
    [[nodiscard]] Map withPrefix(std::string_view prefix) const;
    void put(const std::string& key, std::string value);
    void erase(const std::string& key);

    /// Keys put or erased since the last call, with their values; null for erased ones. The pointers hold until the
    /// next change.
    [[nodiscard]] std::map<std::string, const std::string*, std::less<>> takeChanges();

private:
    Map m_values;
    std::map<std::string, bool, std::less<>> m_changed;  ///< true: put
};

}  // namespace syncline::sandbox
