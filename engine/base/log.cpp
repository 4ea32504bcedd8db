#include "engine/base/log.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace syncline::base::log {

namespace {

using Sinks = std::vector<std::shared_ptr<spdlog::sinks::sink>>;

/// Where lines go. The lock covers the exchange of the list, not the writing; each sink has a lock of its own.
class Outlets {
public:
    Outlets() : m_sinks(std::make_shared<const Sinks>(Sinks{standardError()})) {}

    static std::shared_ptr<spdlog::sinks::sink> standardError() {
        return lineSink(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    }
    static std::shared_ptr<spdlog::sinks::sink> file(const std::filesystem::path& path) {
        return lineSink(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string()));
    }

    void replace(Sinks sinks) {
        auto next = std::make_shared<const Sinks>(std::move(sinks));
        const std::lock_guard lock(m_mutex);
        m_sinks.swap(next);
    }

    void writeLine(Level lineLevel, std::string_view component, const std::string& line) {
        std::shared_ptr<const Sinks> sinks;
        {
            const std::lock_guard lock(m_mutex);
            sinks = m_sinks;
        }
        for (const auto& sink : *sinks)
            writeTo(*sink, spdlog::details::log_msg(spdlogText(component), toSpdlog(lineLevel), spdlogText(line)));
    }

    std::atomic<Level> level = Level::Info;
    std::atomic<Format> format = Format::Text;

private:
    static std::shared_ptr<spdlog::sinks::sink> lineSink(std::shared_ptr<spdlog::sinks::sink> sink) {
        sink->set_pattern("%v");
        return sink;
    }

    static spdlog::level::level_enum toSpdlog(Level level) {
        switch (level) {
            case Level::Debug:
                return spdlog::level::debug;
            case Level::Info:
                return spdlog::level::info;
            case Level::Warning:
                return spdlog::level::warn;
            case Level::Error:
                break;
        }
        return spdlog::level::err;
    }

    static spdlog::string_view_t spdlogText(std::string_view text) { return {text.data(), text.size()}; }

    void writeTo(spdlog::sinks::sink& sink, const spdlog::details::log_msg& line) {
        try {
            sink.log(line);
            sink.flush();
        } catch (const std::exception& failure) {
            if (!m_complained.exchange(true))
                static_cast<void>(std::fprintf(stderr, "log: lines are being lost: %s\n", failure.what()));
        }
    }

    std::mutex m_mutex;
    std::shared_ptr<const Sinks> m_sinks;  ///< guarded by m_mutex
    std::atomic<bool> m_complained = false;
};

Outlets& outlets() {
    static Outlets theOutlets;
    return theOutlets;
}

ErrorCode codeOf(int systemError) {
    switch (systemError) {
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::PermissionDenied;
        case ENOSPC:
            return ErrorCode::NoSpace;
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::NotFound;
        default:
            return ErrorCode::Io;
    }
}

}  // namespace

Result<void> configure(const Options& options) {
    Sinks sinks{Outlets::standardError()};
    if (options.file) {
        try {
            errno = 0;
            sinks.push_back(Outlets::file(*options.file));
        } catch (const std::exception& failure) {
            return Error{codeOf(errno), "open log file", options.file->string(), failure.what(), "choose another file"};
        }
    }
    outlets().replace(std::move(sinks));
    setLevel(options.level);
    setFormat(options.format);
    return {};
}

void setLevel(Level level) {
    outlets().level = level;
}

void setFormat(Format format) {
    outlets().format = format;
}

bool isWritten(Level level) {
    return level >= outlets().level.load(std::memory_order_relaxed);
}

void write(Level level, std::string_view component, std::string_view message, Fields fields) {
    if (!isWritten(level))
        return;
    const Entry entry{SystemClock().wallNow(), level, component, message, {fields.begin(), fields.size()}};
    outlets().writeLine(level, component, renderLine(entry, outlets().format));
}

void error(std::string_view component, std::string_view message, const Error& failure) {
    write(Level::Error, component, message,
          {{"code", name(failure.code)},
           {"operation", failure.operation},
           {"object", failure.object},
           {"detail", failure.detail},
           {"hint", failure.hint}});
}

}  // namespace syncline::base::log
