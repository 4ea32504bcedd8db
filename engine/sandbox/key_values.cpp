#include "engine/sandbox/key_values.h"

namespace syncline::sandbox {

const std::string* KeyValues::find(std::string_view key) const {
    const auto found = m_values.find(key);
    return found == m_values.end() ? nullptr : &found->second;
}

KeyValues::Map KeyValues::withPrefix(std::string_view prefix) const {
    Map found;
    for (auto it = m_values.lower_bound(prefix); it != m_values.end() && it->first.starts_with(prefix); ++it)
        found.emplace_hint(found.end(), *it);
    return found;
}

void KeyValues::put(const std::string& key, std::string value) {
    m_values.insert_or_assign(key, std::move(value));
    m_changed.insert_or_assign(key, true);
}

void KeyValues::erase(const std::string& key) {
    if (m_values.erase(key) > 0)
        m_changed.insert_or_assign(key, false);
}

std::map<std::string, const std::string*, std::less<>> KeyValues::takeChanges() {
    std::map<std::string, const std::string*, std::less<>> changes;
    for (const auto& [key, present] : m_changed)
        changes.emplace(key, present ? find(key) : nullptr);
    m_changed.clear();
    return changes;
}

}  // namespace syncline::sandbox
