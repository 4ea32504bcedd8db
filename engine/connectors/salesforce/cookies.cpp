#include "engine/connectors/salesforce/cookies.h"

#include "engine/connectors/salesforce/canonical_text.h"

#include <algorithm>

namespace syncline::connectors::salesforce {
namespace {

/// Takes the part before `separator` from the front of `text`.
std::string_view takePart(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace

void Cookies::take(const Headers& headers) {
    for (const auto& [name, value] : headers) {
        if (lowerCase(name) != "set-cookie")
            continue;
        // Qt joins several headers of that name by line ends.
        std::string_view lines = value;
        while (!lines.empty())
            takeOne(takePart(lines, '\n'));
    }
}

void Cookies::takeOne(std::string_view line) {
    const std::string_view pair = takePart(line, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return;
    const std::string name(trimmed(pair.substr(0, equals)));
    const std::string value(trimmed(pair.substr(equals + 1)));
    bool ended = value.empty();
    while (!line.empty())
        ended = lowerCase(takePart(line, ';')) == "max-age=0" || ended;
    if (ended)
        m_values.erase(name);
    else
        m_values[name] = value;
}

std::string Cookies::header() const {
    std::string text;
    for (const auto& [name, value] : m_values) {
        text += text.empty() ? "" : "; ";
        text += name + "=" + value;
    }
    return text;
}

}  // namespace syncline::connectors::salesforce
