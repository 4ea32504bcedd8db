#include "engine/http_server/response_head.h"

#include "engine/http_server/head_check.h"

#include <algorithm>
#include <array>

namespace syncline::http_server {

namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string digits(unsigned long value, std::size_t width) {
    const std::string text = std::to_string(value);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

bool isServersOwn(std::string_view name) {
    constexpr std::array<std::string_view, 6> kNames{"Connection", "Content-Length", "Date",
                                                     "Keep-Alive", "Server",         "Transfer-Encoding"};
    return std::any_of(kNames.begin(), kNames.end(),
                       [name](std::string_view own) { return equalsIgnoringCase(own, name); });
}

}  // namespace

std::string httpDate(base::WallTime time) {
    using namespace std::chrono;
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(floor<seconds>(time - midnight));
    std::string text(kDays[weekday(midnight).c_encoding()]);
    text += ", " + digits(static_cast<unsigned>(date.day()), 2) + " ";
    text += kMonths[static_cast<unsigned>(date.month()) - 1];
    text += " " + digits(static_cast<unsigned long>(static_cast<int>(date.year())), 4);
    text += " " + digits(static_cast<unsigned long>(clock.hours().count()), 2);
    text += ":" + digits(static_cast<unsigned long>(clock.minutes().count()), 2);
    text += ":" + digits(static_cast<unsigned long>(clock.seconds().count()), 2) + " GMT";
    return text;
}

bool mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
}

bool isSendable(const Response& response) {
    if (response.status < 200 || response.status > 999)
        return false;
    return std::all_of(response.headers.begin(), response.headers.end(), [](const Header& header) {
        return isToken(header.name) && header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
    });
}

std::string responseHead(const Response& response, const HeadOptions& options) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += reasonPhrase(response.status);
    head += "\r\nDate: " + httpDate(options.now) + "\r\nServer: Syncline\r\n";
    for (const Header& header : response.headers)
        if (!isServersOwn(header.name))
            head += header.name + ": " + header.value + "\r\n";
    if (mayHaveBody(response.status))
        head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    if (options.keepAlive)
        head +=
            "Connection: keep-alive\r\nKeep-Alive: timeout=" + std::to_string(options.keepAliveFor.count()) + "\r\n";
    else
        head += "Connection: close\r\n";
    return head + "\r\n";
}

}  // namespace syncline::http_server
