#include "engine/sandbox/salesforce/times.h"

#include "engine/base/time_format.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace syncline::sandbox::salesforce {
namespace {

constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string restDateTime(base::WallTime time) {
    return restDateTime(base::formatIso8601(time));
}

std::string restDateTime(std::string_view canonical) {
    std::string text(canonical);
    if (text.ends_with('Z'))
        text.replace(text.size() - 1, 1, "+0000");
    return text;
}

std::string httpDate(base::WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                  kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::optional<base::WallTime> parseHttpDate(std::string_view text) {
    // "Tue, 24 Nov 2026 16:00:00 GMT": fixed columns.
    if (text.size() != 29 || text.substr(25) != " GMT")
        return std::nullopt;
    for (std::size_t month = 0; month < kMonths.size(); ++month) {
        if (text.substr(8, 3) != kMonths[month])
            continue;
        const std::string number = std::to_string(month + 1);
        const std::string iso = std::string(text.substr(12, 4)) + "-" + (number.size() < 2 ? "0" : "") + number + "-"
                                + std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z";
        const auto time = base::parseIso8601(iso);
        return time ? std::optional(*time) : std::nullopt;
    }
    return std::nullopt;
}

base::WallTime wholeSeconds(base::WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

base::WallTime wholeMinutes(base::WallTime time) {
    return std::chrono::floor<std::chrono::minutes>(time);
}

}  // namespace syncline::sandbox::salesforce
