#include "engine/connectors/origin.h"

#include <algorithm>
#include <charconv>

namespace syncline::connectors {

namespace {

bool isPort(std::string_view text, int& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
}

bool isHostLetter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
}

bool isHost(std::string_view host) {
    if (host.starts_with('['))
        return host.ends_with(']') && host.find_first_not_of("[]:.0123456789abcdef") == std::string_view::npos;
    return !host.empty() && std::all_of(host.begin(), host.end(), isHostLetter);
}

std::string small(std::string_view text) {
    std::string lowered(text);
    for (char& letter : lowered) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lowered;
}

}  // namespace

std::optional<Origin> parseOrigin(std::string_view url) {
    const std::string text = small(url.ends_with('/') ? url.substr(0, url.size() - 1) : url);
    const std::size_t mark = text.find("://");
    if (mark == std::string::npos)
        return std::nullopt;
    Origin origin{text.substr(0, mark), text.substr(mark + 3), 0};
    if (origin.scheme != "http" && origin.scheme != "https")
        return std::nullopt;
    origin.port = origin.scheme == "https" ? 443 : 80;
    const std::size_t colon = origin.host.find(':', origin.host.starts_with('[') ? origin.host.find(']') : 0);
    if (colon != std::string::npos) {
        if (!isPort(std::string_view(origin.host).substr(colon + 1), origin.port))
            return std::nullopt;
        origin.host.resize(colon);
    }
    if (!isHost(origin.host))
        return std::nullopt;
    return origin;
}

}  // namespace syncline::connectors
