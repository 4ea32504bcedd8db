#include "engine/mapping/nearest_name.h"

#include "engine/mapping/mistakes.h"

#include <algorithm>
#include <numeric>

namespace syncline::mapping {
namespace {

/// What is longer was not meant as one of our names.
constexpr std::size_t kLongest = 64;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Levenshtein's distance without case, row by row.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& known) {
    if (name.empty() || name.size() > kLongest)
        return std::nullopt;
    std::optional<std::string> nearest;
    std::size_t least = 0;
    for (const std::string& candidate : known) {
        const std::size_t edits = distance(name, candidate);
        const bool near = edits * 3 <= std::max(name.size(), candidate.size());
        if (near && (!nearest || edits < least)) {
            nearest = candidate;
            least = edits;
        }
    }
    return nearest;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
    const std::optional<std::string> nearest = nearestName(name, known);
    return nearest ? "; did you mean " + inQuotes(*nearest) + "?" : std::string();
}

}  // namespace syncline::mapping
