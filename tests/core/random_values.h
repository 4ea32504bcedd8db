#pragma once

#include "engine/base/random.h"
#include "engine/core/apply.h"

#include <string>

namespace syncline::test {

/// Values of all shapes for round trips, from a seed: texts of any bytes, empty and full lists, options set and not,
/// numbers from the ends of their range. What they say makes no sense together.
class RandomValues {
public:
    explicit RandomValues(std::uint64_t seed) : m_random(seed) {}

    /// Of this kind, every time another.
    [[nodiscard]] core::EntryBody body(core::EntryKind kind);
    [[nodiscard]] core::Entity entity();
    [[nodiscard]] core::WorkspaceState workspace();

private:
    [[nodiscard]] bool coin() { return m_random.below(2) == 1; }
    template <typename Enum>
    [[nodiscard]] Enum upTo(Enum last) {
        return static_cast<Enum>(m_random.below(static_cast<std::uint64_t>(last) + 1));
    }
    template <typename Make>
    [[nodiscard]] auto maybe(Make make) -> std::optional<decltype(make())> {
        return coin() ? std::optional(make()) : std::nullopt;
    }
    template <typename Make>
    [[nodiscard]] auto list(Make make) {
        std::vector<decltype(make())> items;
        for (std::uint64_t left = m_random.below(4); left > 0; --left)
            items.push_back(make());
        return items;
    }
    template <typename Make>
    [[nodiscard]] auto sides(Make make) -> core::PerSide<decltype(make())> {
        auto salesforce = make();
        return {std::move(salesforce), make()};
    }

    [[nodiscard]] std::int64_t number();
    [[nodiscard]] std::string text();
    [[nodiscard]] core::Seq seq() { return core::Seq(number()); }
    [[nodiscard]] base::WallTime time();
    [[nodiscard]] core::Side side() { return upTo(core::Side::HubSpot); }
    [[nodiscard]] core::RecordKey record();
    [[nodiscard]] core::VersionId versionId();
    [[nodiscard]] core::Value value();
    [[nodiscard]] core::SourceTime sourceTime();
    [[nodiscard]] core::Writer writer();
    [[nodiscard]] core::Version version();
    [[nodiscard]] core::Change change();
    [[nodiscard]] core::Candidate candidate();
    [[nodiscard]] core::Apart apart();
    [[nodiscard]] core::Cell cell();
    [[nodiscard]] core::CellChange cellChange();
    [[nodiscard]] core::FieldDecision decision();
    [[nodiscard]] core::RuleSet rules();
    [[nodiscard]] core::ConnectorStateChanged connector();
    [[nodiscard]] core::EntryBody recordBody(core::EntryKind kind);

    base::Random m_random;
};

}  // namespace syncline::test
