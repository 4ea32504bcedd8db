#pragma once

#include "engine/core/apply.h"
#include "engine/core/decide.h"
#include "tests/core/memory_state.h"

#include <map>
#include <string>
#include <vector>

namespace syncline::test {

inline constexpr core::Side kSf = core::Side::Salesforce;
inline constexpr core::Side kHs = core::Side::HubSpot;

/// So many milliseconds behind ten o'clock.
[[nodiscard]] base::WallTime ten(int milliseconds);
/// A moment of a clock with milliseconds.
[[nodiscard]] core::SourceTime point(int milliseconds);
/// A whole second of a clock with seconds.
[[nodiscard]] core::SourceTime second(int seconds);
/// Some time up to a moment.
[[nodiscard]] core::SourceTime until(int milliseconds);

/// Blank for an empty text. Compared without case.
[[nodiscard]] core::Value valueOf(const std::string& text);
/// The same text on both sides.
[[nodiscard]] core::Version versionOf(int seq, core::Side side, const std::string& text, core::SourceTime time);

inline const core::Writer kPerson{core::WriterKind::Person, "005P"};
inline const core::Writer kUs{core::WriterKind::Us, "syncline"};
inline const core::Writer kNobodyKnows{};

/// A contact that is linked on both sides, what the two CRMs really hold of it, and a journal: tests play what people
/// do and in which order the engine sees it. What a decision says is folded by core::apply().
class TwoSides {
public:
    /// Both sides hold `agreed` in the fields phone and title, as a first comparison found; the rule is that of phone.
    explicit TwoSides(const core::FieldRule& phone = {}, const std::string& agreed = "old");

    /// Somebody changes the phone on a side. The engine has not seen it yet.
    core::Change edit(core::Side side, const std::string& text, core::SourceTime time,
                      const core::Writer& writer = kPerson);
    /// A write of ours takes effect on its side; what the side then tells, which names us.
    core::Change land(core::Seq write, core::SourceTime time);

    /// The change is captured and decided; what became of its first field.
    core::FieldDecision see(core::Change change);
    std::vector<core::FieldDecision> seeAll(core::Change change);

    /// All that is due to the side leaves in one WriteSent, and does not land yet. 0 when nothing is due.
    core::Seq send(core::Side side);
    void answer(core::Seq write, int milliseconds);
    void loseAnswer(core::Seq write);
    core::Decision settle(core::Side side, int answeredUntil);
    core::Decision readBack(core::Side side);
    /// What is really held is read on both sides and compared again.
    core::Decision compareAgain(core::SourceTime salesforce, core::SourceTime hubspot);
    base::Result<core::Version> resolve(const core::Resolution& resolution, int milliseconds);

    [[nodiscard]] core::Cell cell(const std::string& field = "phone") const;
    [[nodiscard]] core::Entity entity() const { return m_state.at(kContact); }
    [[nodiscard]] std::string held(core::Side side, const std::string& field = "phone") const;
    [[nodiscard]] core::RuleSet& rules() { return m_rules; }

    static inline const core::EntityId kContact{1};

private:
    friend base::Result<core::Seq> undo(TwoSides& sides);
    friend const std::vector<core::Entry>& entriesOf(const TwoSides& sides);

    core::Seq append(core::EntryBody body, core::Seq cause = {});
    core::Decision record(core::Decision decision, core::Seq cause);

    MemoryState m_state;
    std::vector<core::Entry> m_entries;
    core::Seq m_head;
    core::RuleSet m_rules;
    core::PerSide<std::map<std::string, std::string>> m_held;
    std::map<core::Seq, core::WriteSent> m_writes;
};

/// The last resolution is taken back; the conflict's new number.
base::Result<core::Seq> undo(TwoSides& sides);

/// The journal from its first entry on, a second apart.
[[nodiscard]] const std::vector<core::Entry>& entriesOf(const TwoSides& sides);

/// Sends what is due, lets it land and sees the echoes, until there is nothing more; the number of values sent, or -1
/// when it does not end. Writes that are out already have to be landed by the test.
int finish(TwoSides& sides);

/// The names of the texts that the candidates have on their sides: "a b*", the overwritten ones with a star.
[[nodiscard]] std::string candidatesOf(const core::Cell& cell);

}  // namespace syncline::test
