#include "ui/widgets/value_text.h"

#include <algorithm>
#include <cstdint>

namespace syncline::ui {

namespace {

/// Beyond so many pairs of words only what both texts begin and end with is taken for common: the work is quadratic.
constexpr qsizetype kMostPairs = 200'000;

/// Letters and digits that hang together, or one character of any other kind.
struct Word {
    qsizetype start = 0;
    QStringView text;
};

/// A stretch between two common words: of the text, and of the other one at the same place.
struct Stretch {
    qsizetype start = 0;
    QStringView text;
    QStringView other;
};

std::vector<Word> wordsOf(const QString& text) {
    const QStringView all(text);
    std::vector<Word> words;
    for (qsizetype at = 0; at < all.size();) {
        qsizetype end = at;
        while (end < all.size() && (all[end].isLetterOrNumber() || all[end].isSurrogate() || all[end].isMark()))
            ++end;
        end = std::max(end, at + 1);
        words.push_back({at, all.sliced(at, end - at)});
        at = end;
    }
    return words;
}

/// Of the words at the same index both are common.
using CommonWords = std::vector<std::pair<std::size_t, std::size_t>>;

class LongestCommon {
public:
    LongestCommon(const std::vector<Word>& one, const std::vector<Word>& two)
        : m_one(one), m_two(two), m_columns(two.size() + 1), m_lengths((one.size() + 1) * m_columns, 0) {
        for (std::size_t i = one.size(); i-- > 0;) {
            for (std::size_t j = two.size(); j-- > 0;)
                at(i, j) = same(i, j) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
        }
    }
    [[nodiscard]] CommonWords words() {
        CommonWords common;
        std::size_t i = 0;
        std::size_t j = 0;
        while (i < m_one.size() && j < m_two.size()) {
            if (same(i, j))
                common.emplace_back(i++, j++);
            else if (at(i + 1, j) >= at(i, j + 1))
                ++i;
            else
                ++j;
        }
        return common;
    }

private:
    std::uint32_t& at(std::size_t i, std::size_t j) { return m_lengths[i * m_columns + j]; }
    [[nodiscard]] bool same(std::size_t i, std::size_t j) const { return m_one[i].text == m_two[j].text; }

    const std::vector<Word>& m_one;
    const std::vector<Word>& m_two;
    std::size_t m_columns;
    std::vector<std::uint32_t> m_lengths;
};

CommonWords commonAtTheEnds(const std::vector<Word>& one, const std::vector<Word>& two) {
    const auto shorter = std::min(one.size(), two.size());
    std::size_t head = 0;
    while (head < shorter && one[head].text == two[head].text)
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && one[one.size() - 1 - tail].text == two[two.size() - 1 - tail].text)
        ++tail;
    CommonWords common;
    for (std::size_t i = 0; i < head; ++i)
        common.emplace_back(i, i);
    for (std::size_t i = tail; i > 0; --i)
        common.emplace_back(one.size() - i, two.size() - i);
    return common;
}

/// From the end of the word before `from` to the beginning of `to`.
QStringView between(QStringView text, const std::vector<Word>& words, std::size_t from, std::size_t to) {
    const auto begin = from < words.size() ? words[from].start : text.size();
    const auto end = to < words.size() ? words[to].start : text.size();
    return text.sliced(begin, end - begin);
}

std::vector<Stretch> stretchesOf(const QString& text, const QString& other) {
    const auto words = wordsOf(text);
    const auto others = wordsOf(other);
    const bool isSmall = static_cast<qsizetype>(words.size() * others.size()) <= kMostPairs;
    auto common = isSmall ? LongestCommon(words, others).words() : commonAtTheEnds(words, others);
    common.emplace_back(words.size(), others.size());
    std::vector<Stretch> stretches;
    std::size_t i = 0;
    std::size_t j = 0;
    for (const auto& [nextI, nextJ] : common) {
        if (nextI > i) {
            const auto mine = between(text, words, i, nextI);
            stretches.push_back({words[i].start, mine, between(other, others, j, nextJ)});
        }
        i = nextI + 1;
        j = nextJ + 1;
    }
    return stretches;
}

/// Within a stretch: a mere insertion is marked by itself, a small difference in a long word too, else all of it.
std::optional<DifferingPart> partOf(const Stretch& stretch) {
    const auto& [start, text, other] = stretch;
    const auto shorter = std::min(text.size(), other.size());
    qsizetype head = 0;
    while (head < shorter && text[head] == other[head])
        ++head;
    if (head > 0 && text[head - 1].isHighSurrogate())
        --head;
    qsizetype tail = 0;
    while (tail < shorter - head && text[text.size() - 1 - tail] == other[other.size() - 1 - tail])
        ++tail;
    if (tail > 0 && text[text.size() - tail].isLowSurrogate())
        --tail;
    const auto common = head + tail;
    const bool isInsertion = common == other.size();
    const bool isRemoval = common == text.size();
    const bool isSmall = common * 4 >= std::max(text.size(), other.size()) * 3;
    if (isRemoval)
        return std::nullopt;
    if (isInsertion || isSmall)
        return DifferingPart{static_cast<int>(start + head), static_cast<int>(text.size() - common)};
    return DifferingPart{static_cast<int>(start), static_cast<int>(text.size())};
}

bool isBlankBetween(const QString& text, const DifferingPart& before, const DifferingPart& after) {
    const int end = before.start + before.length;
    return QStringView(text).sliced(end, after.start - end).trimmed().isEmpty();
}

}  // namespace

std::vector<DifferingPart> differingParts(const QString& text, const QString& other) {
    std::vector<DifferingPart> parts;
    for (const auto& stretch : stretchesOf(text, other)) {
        const auto part = partOf(stretch);
        if (!part)
            continue;
        if (!parts.empty() && isBlankBetween(text, parts.back(), *part))
            parts.back().length = part->start + part->length - parts.back().start;
        else
            parts.push_back(*part);
    }
    return parts;
}

}  // namespace syncline::ui
