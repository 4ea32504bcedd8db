#pragma once

#include "tests/ui/stream/fake_journal.h"
#include "tests/ui/support/fake_bridge.h"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::test {

/// What a source says that states whole seconds.
[[nodiscard]] core::SourceTime wholeSecond(base::WallTime moment);

/// A workspace with long names and large numbers, as real ones have them: what a layout must have room for. Answers the
/// bridge, which must not outlive it.
class Acme {
public:
    enum class Kind { Full, Empty, Failing };
    explicit Acme(FakeBridge& bridge) : m_bridge(bridge), m_journal(bridge) {}

    void answer(Kind kind);

    static constexpr std::int64_t kHead = 4'718'913;
    static constexpr core::EntityId kRecord{4'204'711};
    static constexpr core::Seq kChange{4'718'900};
    static constexpr core::Seq kTwoCandidates{4'679'406};
    static constexpr core::Seq kThreeCandidates{4'679'512};
    static constexpr core::Seq kRefused{4'680'077};
    static constexpr core::Seq kFirstComparison{4'681'333};
    static constexpr const char* kConsumer = "warehouse-full-history";
    static constexpr const char* kLongField = "marketing_consent_double_opt_in_at";

    /// Both directions live and connected, or in trouble: one side away for 38 s more by the clock of a WholeWindow,
    /// one only observed, the disk full.
    [[nodiscard]] static ui::Snapshot snapshot(bool isInTrouble);
    [[nodiscard]] static std::vector<ui::MappedField> fields();

private:
    void answerFully();
    void answerNothing();
    void answerErrors();
    void answerShell();
    void fillJournal();

    FakeBridge& m_bridge;
    FakeJournal m_journal;
};

}  // namespace syncline::test
