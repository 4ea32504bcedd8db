#include "engine/sandbox/salesforce/text_diff.h"

#include "engine/sandbox/digests.h"

#include <algorithm>
#include <vector>

namespace syncline::sandbox::salesforce {
namespace {

constexpr std::size_t kLongText = 1000;

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return lines;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<std::string> worthwhileDiff(std::string_view before, std::string_view after) {
    const std::size_t change =
        before.size() > after.size() ? before.size() - after.size() : after.size() - before.size();
    if (after.size() < kLongText || change * 2 > before.size())
        return std::nullopt;
    const std::vector<std::string_view> old = linesOf(before);
    const std::vector<std::string_view> fresh = linesOf(after);
    const std::size_t shorter = std::min(old.size(), fresh.size());
    std::size_t head = 0;
    while (head < shorter && old[head] == fresh[head])
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail])
        ++tail;
    const std::size_t removed = old.size() - head - tail;
    const std::size_t added = fresh.size() - head - tail;
    if (std::max(removed, added) * 4 > old.size())
        return std::nullopt;
    std::string diff = "--- \n+++ " + sha256Hex(after) + "\n@@ -" + std::to_string(head + 1) + ","
                       + std::to_string(removed) + " +" + std::to_string(head + 1) + "," + std::to_string(added)
                       + " @@\n";
    for (std::size_t i = head; i < head + removed; ++i)
        diff += "-" + std::string(old[i]) + "\n";
    for (std::size_t i = head; i < head + added; ++i)
        diff += "+" + std::string(fresh[i]) + "\n";
    return diff.size() < after.size() ? std::optional(diff) : std::nullopt;
}

}  // namespace syncline::sandbox::salesforce
