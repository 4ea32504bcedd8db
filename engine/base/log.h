#pragma once

#include "engine/base/log_line.h"
#include "engine/base/result.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string_view>

/// The program's log, on stderr and, if wanted, in a file: one line an entry. The only state that the whole process
/// shares, because every thread logs and nobody decides by what was logged. All functions may be called from any
/// thread; writing blocks on stderr and the file, so that it is not for the GUI thread's hot paths. Never fails: what a
/// full disk refuses is lost, and stderr says so once.
///     log::info("salesforce", "token refreshed", {{"attempt", 2}});
namespace syncline::base::log {

struct Options {
    Format format = Format::Text;
    Level level = Level::Info;                  ///< what is below is not written
    std::optional<std::filesystem::path> file;  ///< also written to, at its end
};

/// Takes effect for all entries after it. When the file cannot be opened, nothing has changed.
Result<void> configure(const Options& options);
void setLevel(Level level);
void setFormat(Format format);
[[nodiscard]] bool isWritten(Level level);

using Fields = std::initializer_list<Field>;

void write(Level level, std::string_view component, std::string_view message, Fields fields = {});

inline void debug(std::string_view component, std::string_view message, Fields fields = {}) {
    write(Level::Debug, component, message, fields);
}
inline void info(std::string_view component, std::string_view message, Fields fields = {}) {
    write(Level::Info, component, message, fields);
}
inline void warning(std::string_view component, std::string_view message, Fields fields = {}) {
    write(Level::Warning, component, message, fields);
}
inline void error(std::string_view component, std::string_view message, Fields fields = {}) {
    write(Level::Error, component, message, fields);
}
/// A failure, logged once by whoever stops it: with its code, operation, object, detail and hint as fields.
void error(std::string_view component, std::string_view message, const Error& failure);

}  // namespace syncline::base::log
