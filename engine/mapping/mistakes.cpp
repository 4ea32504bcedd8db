#include "engine/mapping/mistakes.h"

#include <algorithm>

namespace syncline::mapping {

void Mistakes::add(std::string pointer, std::string text) {
    Mistake mistake{std::move(pointer), std::move(text)};
    if (std::find(m_all.begin(), m_all.end(), mistake) == m_all.end())
        m_all.push_back(std::move(mistake));
}

std::string Mistakes::lines(const JsonOutline& outline) const {
    const auto spotOf = [&](const Mistake& mistake) {
        const auto found = outline.spots.find(mistake.pointer);
        return found == outline.spots.end() ? JsonOutline::Spot{} : found->second;
    };
    std::vector<Mistake> sorted = m_all;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const Mistake& a, const Mistake& b) { return spotOf(a).offset < spotOf(b).offset; });
    std::string lines;
    for (const Mistake& mistake : sorted) {
        if (!lines.empty())
            lines += '\n';
        const std::string path = mistake.pointer.empty() ? "/" : mistake.pointer;
        lines += "line " + std::to_string(spotOf(mistake).line) + ", " + path + ": " + mistake.text;
    }
    return lines;
}

std::string inQuotes(std::string_view text) {
    constexpr std::size_t kMost = 60;
    std::string result = "\"";
    if (text.size() <= kMost) {
        result += text;
    } else {
        std::size_t end = kMost;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            --end;
        result += text.substr(0, end);
        result += "…";
    }
    std::replace(result.begin(), result.end(), '\n', ' ');
    return result + '"';
}

std::string quotedList(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts) {
        if (!list.empty())
            list += ", ";
        list += inQuotes(text);
    }
    return list;
}

}  // namespace syncline::mapping
