#pragma once

#include "engine/base/clock.h"

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace syncline::base::log {

enum class Level { Debug, Info, Warning, Error };
[[nodiscard]] std::string_view name(Level level);  ///< "debug", "info", "warning", "error"

enum class Format {
    Text,       ///< 2026-11-24T16:00:00.000Z info salesforce: token refreshed attempt=2
    JsonLines,  ///< {"time":…,"level":…,"component":…,"message":…,"fields":{…}}
};

/// One key and value of an entry. The key must outlive the call that it is given to; a literal does.
struct Field {
    Field(std::string_view fieldKey, std::string fieldValue) : key(fieldKey), value(std::move(fieldValue)) {}
    Field(std::string_view fieldKey, std::string_view fieldValue) : key(fieldKey), value(fieldValue) {}
    Field(std::string_view fieldKey, const char* fieldValue) : key(fieldKey), value(fieldValue) {}
    template <std::integral Number>
    Field(std::string_view fieldKey, Number number) : key(fieldKey), value(std::to_string(number)) {}
    Field(std::string_view fieldKey, bool fact) : key(fieldKey), value(fact ? "true" : "false") {}

    std::string_view key;
    std::string value;
};

/// One entry of the log.
struct Entry {
    WallTime time;
    Level level = Level::Info;
    std::string_view component;
    std::string_view message;
    std::span<const Field> fields;
};

/// True for a key that names a secret: it holds, in small or capital letters, one of the words token, secret,
/// authorization, password, cookie, signature. ("access_token", "Set-Cookie" and "clientSecret" do.)
[[nodiscard]] bool namesSecret(std::string_view key);

/// The entry as one line without its end. Secrets are written as "***". Whatever the texts hold, it stays one line of
/// valid UTF-8: control characters are escaped, bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string renderLine(const Entry& entry, Format format);

}  // namespace syncline::base::log
