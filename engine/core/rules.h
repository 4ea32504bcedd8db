#pragma once

#include "engine/core/ids.h"
#include "engine/core/side.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace syncline::core {

enum class OnRefused : std::uint8_t { Revert, Keep, Review };
enum class TieBreak : std::uint8_t { Salesforce, HubSpot, Review };

/// May a side's change cross? Without an owner every change may.
struct Admission {
    std::optional<Side> owner;
    OnRefused onRefused = OnRefused::Revert;

    bool operator==(const Admission&) const = default;
};

enum class ChoiceKind : std::uint8_t { LastWriterWins, Review };

/// Which of two concurrent versions stands.
struct Choice {
    ChoiceKind kind = ChoiceKind::LastWriterWins;
    std::chrono::milliseconds tolerance{500};
    TieBreak tieBreak = TieBreak::Review;

    bool operator==(const Choice&) const = default;
};

struct FieldRule {
    Admission admission;
    Choice choice;
    TieBreak firstComparison = TieBreak::Review;  ///< both sides differ at their first comparison and no times tell

    bool operator==(const FieldRule&) const = default;
};

/// Whether what is due in a direction leaves.
enum class Mode : std::uint8_t { Observe, Live };

[[nodiscard]] std::string_view name(OnRefused value);
[[nodiscard]] std::string_view name(TieBreak value);
[[nodiscard]] std::string_view name(ChoiceKind value);
[[nodiscard]] std::string_view name(Mode value);

/// All rules of a workspace as of one PolicyChanged entry. `version` is that entry's sequence.
struct RuleSet {
    Seq version;
    std::map<std::string, std::map<std::string, FieldRule, std::less<>>, std::less<>>
        fields;                                        ///< by object, then by canonical field name
    PerSide<Mode> mode{Mode::Observe, Mode::Observe};  ///< by the side that is written to

    /// Null when the field is not mapped.
    [[nodiscard]] const FieldRule* find(std::string_view object, std::string_view field) const;
    bool operator==(const RuleSet&) const = default;
};

}  // namespace syncline::core
