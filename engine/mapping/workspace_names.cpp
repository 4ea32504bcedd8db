#include "engine/mapping/workspace_names.h"

#include <algorithm>
#include <array>

namespace syncline::mapping {
namespace {

template <typename T>
struct Word {
    std::string_view text;
    T value;
};

constexpr std::array kComparisons = {
    Word<Comparison>{"exact", Comparison::Exact},
    Word<Comparison>{"trimmed", Comparison::Trimmed},
    Word<Comparison>{"caseInsensitive", Comparison::CaseInsensitive},
    Word<Comparison>{"phoneDigits", Comparison::PhoneDigits},
    Word<Comparison>{"number", Comparison::Number},
    Word<Comparison>{"boolean", Comparison::Boolean},
    Word<Comparison>{"date", Comparison::Date},
    Word<Comparison>{"instant", Comparison::Instant},
    Word<Comparison>{"set", Comparison::Set},
};
constexpr std::array kOnRefused = {
    Word<core::OnRefused>{"revert", core::OnRefused::Revert},
    Word<core::OnRefused>{"keep", core::OnRefused::Keep},
    Word<core::OnRefused>{"review", core::OnRefused::Review},
};
constexpr std::array kPreferences = {
    Word<core::TieBreak>{"salesforce", core::TieBreak::Salesforce},
    Word<core::TieBreak>{"hubspot", core::TieBreak::HubSpot},
    Word<core::TieBreak>{"review", core::TieBreak::Review},
};
constexpr std::array kModes = {
    Word<core::Mode>{"live", core::Mode::Live},
    Word<core::Mode>{"observe", core::Mode::Observe},
};

template <typename T, std::size_t N>
std::optional<T> valueOf(const std::array<Word<T>, N>& words, std::string_view text) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const Word<T>& word) { return word.text == text; });
    return found == words.end() ? std::nullopt : std::optional(found->value);
}

template <typename T, std::size_t N>
std::string_view textOf(const std::array<Word<T>, N>& words, T value) {
    const auto found =
        std::find_if(words.begin(), words.end(), [&](const Word<T>& word) { return word.value == value; });
    return found == words.end() ? std::string_view() : found->text;
}

}  // namespace

std::optional<Comparison> comparisonNamed(std::string_view text) {
    return valueOf(kComparisons, text);
}
std::optional<core::OnRefused> onRefusedNamed(std::string_view text) {
    return valueOf(kOnRefused, text);
}
std::optional<core::TieBreak> preferenceNamed(std::string_view text) {
    return valueOf(kPreferences, text);
}
std::optional<core::Mode> modeNamed(std::string_view text) {
    return valueOf(kModes, text);
}

std::string_view wordFor(core::OnRefused value) {
    return textOf(kOnRefused, value);
}
std::string_view wordFor(core::TieBreak value) {
    return textOf(kPreferences, value);
}
std::string_view wordFor(core::Mode value) {
    return textOf(kModes, value);
}

}  // namespace syncline::mapping
