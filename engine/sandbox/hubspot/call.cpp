#include "engine/sandbox/hubspot/call.h"

#include "engine/sandbox/hubspot/json_access.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {

std::optional<std::string> Query::first(std::string_view name) const {
    const auto found = std::find_if(m_pairs.begin(), m_pairs.end(),
                                    [&](const http_server::Header& pair) { return pair.name == name; });
    return found == m_pairs.end() ? std::nullopt : std::optional(found->value);
}

std::vector<std::string> Query::list(std::string_view name) const {
    std::vector<std::string> all;
    for (const http_server::Header& pair : m_pairs) {
        if (pair.name != name)
            continue;
        std::size_t begin = 0;
        while (begin <= pair.value.size()) {
            const std::size_t end = std::min(pair.value.find(',', begin), pair.value.size());
            if (end > begin)
                all.push_back(pair.value.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return all;
}

bool Query::flag(std::string_view name) const {
    return first(name) == std::optional<std::string>("true");
}

Checked<std::size_t> Query::limit(std::size_t usual, std::size_t most) const {
    const std::optional<std::string> given = first("limit");
    if (!given)
        return usual;
    const std::optional<std::int64_t> number = wholeNumber(*given);
    if (!number || *number < 1)
        return invalid("limit must be a positive number");
    if (static_cast<std::size_t>(*number) > most)
        return invalid("limit " + *given + " exceeds the maximum of " + std::to_string(most));
    return static_cast<std::size_t>(*number);
}

std::string Call::origin() const {
    const std::string_view host = request.header("host").value_or("localhost");
    return (request.secure ? "https://" : "http://") + std::string(host);
}

std::optional<Problem> lacksScope(const Portal& portal, const Caller& caller, const std::vector<std::string>& oneOf) {
    const bool granted = std::any_of(oneOf.begin(), oneOf.end(),
                                     [&](const std::string& scope) { return caller.scopes.contains(scope); });
    if (granted)
        return std::nullopt;
    return missingScopes(oneOf, portal.dialect("scopes-second-shape"));
}

}  // namespace syncline::sandbox::hubspot
