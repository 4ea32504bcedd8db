#include "engine/mapping/web_address.h"

#include "engine/mapping/mistakes.h"

#include <algorithm>
#include <charconv>

namespace syncline::mapping {
namespace {

constexpr std::string_view kExample = "an address such as https://acme.my.salesforce.com";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// A decimal number of at most `most`.
std::optional<unsigned> number(std::string_view digits, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value > most)
        return std::nullopt;
    return value;
}

bool isHost(std::string_view host) {
    if (host.starts_with('['))
        return host.size() > 2 && host.ends_with(']') && std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
                   return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
               });
    const auto belongs = [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    };
    return !host.empty() && std::all_of(host.begin(), host.end(), belongs) && !host.starts_with('.')
           && host.find("..") == std::string_view::npos;
}

struct Authority {
    std::string_view host;
    std::string_view port;  ///< with its colon; may be empty
};

Authority split(std::string_view authority) {
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const std::size_t end = std::min(colon, authority.size());
    return {authority.substr(0, end), authority.substr(end)};
}

}  // namespace

bool isLoopback(std::string_view host) {
    const std::string lower = lowered(host);
    if (lower == "localhost" || lower == "[::1]")
        return true;
    std::string_view rest = lower;
    constexpr int kParts = 4;
    for (int part = 0; part < kParts; ++part) {
        const std::size_t end = part + 1 < kParts ? rest.find('.') : rest.size();
        if (end == std::string_view::npos)
            return false;
        const std::optional<unsigned> value = number(rest.substr(0, end), 255);
        if (!value || (part == 0 && *value != 127))
            return false;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return true;
}

std::optional<std::string> faultOfAddress(std::string_view address) {
    const std::size_t colon = address.find("://");
    if (colon == std::string_view::npos)
        return "expected " + std::string(kExample) + ", found " + inQuotes(address);
    const std::string scheme = lowered(address.substr(0, colon));
    std::string_view rest = address.substr(colon + 3);
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view tail = rest.substr(end);
    rest = rest.substr(0, end);
    if (rest.find('@') != std::string_view::npos)
        return "expected an address without user name and password; sign-in is kept in the keyring";
    if (scheme != "https" && scheme != "http")
        return "expected https, found " + inQuotes(scheme);
    const auto [host, port] = split(rest);
    const bool portFits = port.empty() || number(port.substr(1), 65535).value_or(0) > 0;
    if (!isHost(host) || !portFits)
        return "expected " + std::string(kExample) + ", found " + inQuotes(address);
    if (scheme == "http" && !isLoopback(host))
        return "expected https; plain http is for loopback only, not for " + inQuotes(host);
    if (!tail.empty() && tail != "/")
        return "expected an address that ends behind host and port, found " + inQuotes(tail) + " there";
    return std::nullopt;
}

}  // namespace syncline::mapping
