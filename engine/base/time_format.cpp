#include "engine/base/time_format.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace syncline::base {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr WallTime kFirst = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr WallTime kLast = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1) - milliseconds(1);

/// Takes a text apart from the left. A step that does not fit makes it bad for good; all later steps give 0.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    [[nodiscard]] bool nextIs(char wanted) const { return !m_rest.empty() && m_rest.front() == wanted; }
    [[nodiscard]] bool nextIsDigit() const { return !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9'; }

    bool skipIf(char wanted) {
        if (!nextIs(wanted))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void expect(char wanted) {
        if (!skipIf(wanted))
            m_good = false;
    }

    int digit() {
        if (!nextIsDigit()) {
            m_good = false;
            return 0;
        }
        const int value = m_rest.front() - '0';
        m_rest.remove_prefix(1);
        return value;
    }

    /// A number of exactly so many digits, at most the given value.
    int number(int digits, int atMost) {
        int value = 0;
        for (int i = 0; i < digits; ++i)
            value = value * 10 + digit();
        if (value > atMost)
            m_good = false;
        return m_good ? value : 0;
    }

private:
    std::string_view m_rest;
    bool m_good = true;
};

WallTime scanDay(Scanner& scan, bool& exists) {
    const std::chrono::year year(scan.number(4, 9999));
    scan.expect('-');
    const std::chrono::month month(static_cast<unsigned>(scan.number(2, 12)));
    scan.expect('-');
    const std::chrono::year_month_day date = year / month / scan.number(2, 31);
    exists = date.ok();
    return exists ? WallTime(std::chrono::sys_days(date)) : WallTime();
}

milliseconds scanTimeOfDay(Scanner& scan) {
    const hours hour(scan.number(2, 23));
    scan.expect(':');
    const minutes minute(scan.number(2, 59));
    scan.expect(':');
    return hour + minute + seconds(scan.number(2, 59));
}

milliseconds scanFraction(Scanner& scan) {
    if (!scan.skipIf('.'))
        return milliseconds(0);
    constexpr int kMostDigits = 9;
    int value = scan.digit() * 100;
    int weight = 10;
    for (int i = 1; i < kMostDigits && scan.nextIsDigit(); ++i) {
        value += scan.digit() * weight;
        weight /= 10;
    }
    return milliseconds(value);
}

minutes scanOffset(Scanner& scan) {
    if (scan.skipIf('Z'))
        return minutes(0);
    const bool west = scan.skipIf('-');
    if (!west)
        scan.expect('+');
    const hours hour(scan.number(2, 23));
    scan.skipIf(':');
    const minutes offset = hour + minutes(scan.number(2, 59));
    return west ? -offset : offset;
}

Error notATime(std::string_view text, std::string detail) {
    constexpr std::size_t kShown = 40;
    return {ErrorCode::InvalidArgument, "read time", std::string(text.substr(0, kShown)), std::move(detail),
            "write it like 2026-11-24T16:00:00.000Z"};
}

}  // namespace

std::string formatIso8601(WallTime time) {
    const WallTime inside = std::clamp(time, kFirst, kLast);
    const auto day = std::chrono::floor<days>(inside);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(inside - day);
    std::array<char, 64> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

Result<WallTime> parseIso8601(std::string_view text) {
    Scanner scan(text);
    bool dayExists = false;
    WallTime time = scanDay(scan, dayExists);
    scan.expect('T');
    time += scanTimeOfDay(scan);
    time += scanFraction(scan);
    time -= scanOffset(scan);
    if (!scan.good() || !scan.atEnd())
        return notATime(text, "not an ISO 8601 date-time with an offset");
    if (!dayExists)
        return notATime(text, "there is no such day");
    if (time < kFirst || time > kLast)
        return notATime(text, "outside the years 0000 to 9999 in UTC");
    return time;
}

}  // namespace syncline::base
