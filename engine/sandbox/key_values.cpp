#include "engine/sandbox/key_values.h"

#include "engine/base/log.h"

#include <utility>

namespace syncline::sandbox {

KeyValues::KeyValues(Map values) : m_values(std::move(values)) {}

const std::string* KeyValues::find(std::string_view key) const {
    const auto found = m_values.find(key);
    return found == m_values.end() ? nullptr : &found->second;
}

std::optional<std::string> KeyValues::read(std::string_view key) const {
    if (const std::string* value = find(key))
        return *value;
    const auto aside = m_aside.find(key);
    if (aside == m_aside.end())
        return std::nullopt;
    std::optional<std::string> value = m_file->read(aside->second);
    if (!value)
        base::log::error("sandbox", "what was set aside in a temporary file cannot be read again",
                         {{"key", std::string(key)}});
    return value;
}

KeyValues::Map KeyValues::withPrefix(std::string_view prefix) const {
    Map found;
    for (auto it = m_values.lower_bound(prefix); it != m_values.end() && it->first.starts_with(prefix); ++it)
        found.emplace_hint(found.end(), *it);
    for (auto it = m_aside.lower_bound(prefix); it != m_aside.end() && it->first.starts_with(prefix); ++it) {
        if (std::optional<std::string> value = read(it->first))
            found.emplace(it->first, *std::move(value));
    }
    return found;
}

void KeyValues::put(const std::string& key, std::string value) {
    forgetAside(key);
    m_changes.insert_or_assign(key, value);
    m_values.insert_or_assign(key, std::move(value));
}

void KeyValues::putAside(const std::string& key, std::string value) {
    put(key, std::move(value));
    setAside(key);
}

void KeyValues::setAside(const std::string& key) {
    const auto found = m_values.find(key);
    if (found == m_values.end())
        return;
    if (const std::optional<base::SpillFile::Run> run = m_file->write(found->second)) {
        m_aside.emplace(key, *run);
        m_values.erase(found);
    }
}

void KeyValues::erase(const std::string& key) {
    const bool wasAside = m_aside.contains(key);
    forgetAside(key);
    if (m_values.erase(key) > 0 || wasAside)
        m_changes.insert_or_assign(key, std::nullopt);
}

KeyValues::Changes KeyValues::takeChanges() {
    return std::exchange(m_changes, {});
}

void KeyValues::forgetAside(const std::string& key) {
    const auto aside = m_aside.find(key);
    if (aside == m_aside.end())
        return;
    m_file->release(aside->second);
    m_aside.erase(aside);
}

}  // namespace syncline::sandbox
