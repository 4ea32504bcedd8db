#include "engine/core/nearest_name.h"

#include <algorithm>
#include <numeric>

namespace syncline::core {

namespace {

/// What is longer was not meant as one of our names.
constexpr std::size_t kLongest = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Optimal string alignment: Levenshtein's distance in which exchanging two neighbours is one edit. Without case.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> edits(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i - 1]) == lower(b[j - 1]); };
    for (std::size_t i = 0; i <= a.size(); ++i)
        edits[i][0] = i;
    std::iota(edits[0].begin(), edits[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = edits[i - 1][j - 1] + (same(i, j) ? 0 : 1);
            edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j))
                edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    }
    return edits.back().back();
}

/// Four letters and two thirds of the shorter one.
bool beginAlike(std::string_view a, std::string_view b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t alike = 0;
    while (alike < shorter && lower(a[alike]) == lower(b[alike]))
        ++alike;
    return alike >= 4 && alike * 3 >= shorter * 2;
}

}  // namespace

std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& known) {
    if (name.empty() || name.size() > kLongest)
        return std::nullopt;
    std::optional<std::string> nearest;
    std::size_t least = 0;
    for (const std::string& candidate : known) {
        if (candidate.size() > kLongest)
            continue;
        const std::size_t edits = distance(name, candidate);
        const bool near = edits * 3 <= std::max(name.size(), candidate.size()) || beginAlike(name, candidate);
        if (near && (!nearest || edits < least)) {
            nearest = candidate;
            least = edits;
        }
    }
    return nearest;
}

}  // namespace syncline::core
