#include "engine/base/random.h"
#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <algorithm>
#include <deque>
#include <set>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;

namespace {

constexpr int kSteps = 60;
constexpr int kMostEdits = 7;
constexpr int kMostDrainRounds = 60;
constexpr int kBehindAll = 1'000'000;  ///< milliseconds: every answer comes before

/// What a side has told, with what nobody but this test knows: on which value it was made.
struct Told {
    Change change;
    std::string text;
    std::string madeOn;
    bool isOurs = false;
};

/// A write of ours on its way.
struct Flight {
    Seq write;
    bool landed = false;
};

/// One walk: people and automations change one field on both sides; events are seen in each side's order, at any time;
/// writes leave, land, lose their answers. Whatever happens, no edit may vanish and in the end both sides hold the
/// same.
class Walk {
public:
    /// `values`: so many different ones are set; 0: each is new, and automations change what we write.
    Walk(std::uint64_t seed, const FieldRule& rule, int values)
        : m_random(seed),
          m_rule(rule),
          m_values(values),
          m_hasAutomation(values == 0 && m_random.chance(0.3)),
          m_sides(rule) {}

    /// What went wrong; empty: nothing.
    std::string run() {
        for (int step = 0; step < kSteps && m_trouble.empty(); ++step)
            act();
        m_isCalm = true;
        for (int round = 0; round < kMostDrainRounds && m_trouble.empty() && drainOnce(); ++round) {
        }
        checkEnd();
        return m_trouble;
    }

private:
    Side anySide() { return m_random.chance(0.5) ? kSf : kHs; }

    void act() {
        const Side side = anySide();
        switch (m_random.below(8)) {
            case 0:
            case 1:
                if (m_edits < kMostEdits)
                    edit(side);
                break;
            case 2:
            case 3:
                seeNext(side);
                break;
            case 4:
                send(side);
                break;
            case 5:
                land(side);
                break;
            case 6:
                m_random.chance(0.7) ? close(side) : resolve();
                break;
            default:
                answer(side);
                break;
        }
    }

    SourceTime timeOn(Side side) {
        m_now += static_cast<int>(m_random.below(700));
        return side == kSf ? second(m_now / 1000) : point(m_now + 150);
    }

    std::string newText(Side side) {
        ++m_edits;
        if (m_values == 0)
            return (side == kSf ? "s" : "h") + std::to_string(m_edits);
        return std::to_string(m_random.below(static_cast<std::uint64_t>(m_values)));
    }

    void edit(Side side) {
        const std::string madeOn = m_sides.held(side);
        const std::string text = newText(side);
        if (text == madeOn)
            return;  // neither side tells of that
        m_told[side].push_back({m_sides.edit(side, text, timeOn(side)), text, madeOn});
        m_made.insert(text);
        m_seenByAnother.insert(madeOn);
    }

    void seeNext(Side side) {
        if (m_told[side].empty())
            return;
        const Told told = m_told[side].front();
        m_told[side].pop_front();
        const Cell before = m_sides.cell();
        const FieldDecision decision = m_sides.see(asTheSideTellsIt(told));
        const bool isEcho = decision.outcome == Outcome::Echo;
        const bool isWithoutEffect = m_values != 0 && decision.outcome == Outcome::NoChange;
        if (told.isOurs != isEcho && !isWithoutEffect)
            fail("taken for the wrong writer's: " + told.text);
        judge(decision, told, before);
    }

    /// Salesforce names the writer; HubSpot's history does, where it is asked for.
    Change asTheSideTellsIt(const Told& told) {
        Change change = told.change;
        if (told.change.side == kSf)
            return change;
        change.writer = kNobodyKnows;
        change.writerKnown = false;
        const Needs needs = needsOf(m_sides.entity(), change, m_sides.rules(), false);
        if (needs.history.count("phone") != 0) {
            change.fields[0].writer = told.change.writer;
            change.fields[0].time = told.change.time;
        } else if (told.isOurs && m_values == 0) {
            fail("an echo is seen without its history: " + told.text);
        }
        return change;
    }

    void judge(const FieldDecision& decision, const Told& told, const Cell& before) {
        const auto textOf = [](const Version& version) { return version.value.salesforce.text.value_or("?"); };
        switch (decision.outcome) {
            case Outcome::Applied:
                if (told.madeOn != textOf(*before.standing))
                    fail(told.text + " follows what its writer had not seen: " + textOf(*before.standing));
                break;
            case Outcome::Won:
                m_lost.insert(textOf(*decision.standing));
                break;
            case Outcome::Lost:
            case Outcome::Refused:
                m_lost.insert(told.text);
                break;
            case Outcome::Candidate:
                checkCandidates(told, before);
                break;
            case Outcome::Echo:
            case Outcome::Conflicted:
                break;
            case Outcome::NoChange:
            case Outcome::Converged:
                if (m_values == 0)
                    fail("no two values are the same: " + told.text);
                break;
            default:
                fail("unexpected: " + explain(decision, m_rule));
        }
    }

    /// Only what the writer had seen has left.
    void checkCandidates(const Told& told, const Cell& before) {
        const Cell after = m_sides.cell();
        const auto texts = [](const Cell& cell) {
            std::set<std::string> found;
            for (const Candidate& candidate : cell.conflict ? cell.conflict->candidates : std::vector<Candidate>{})
                found.insert(candidate.version.value.salesforce.text.value_or("?"));
            return found;
        };
        const std::set<std::string> now = texts(after);
        for (const std::string& text : texts(before)) {
            if (after.conflict && now.count(text) == 0 && text != told.madeOn)
                fail(text + " has left the conflict, and the writer of " + told.text + " had not seen it");
        }
    }

    void send(Side side) {
        if (m_flight[side])
            return;
        const Seq write = m_sides.send(side);
        if (write == Seq())
            return;
        if (m_sides.cell().conflict)
            fail("sent while a conflict is open");
        m_flight[side] = Flight{write};
        ++m_sent;
    }

    void land(Side side) {
        if (!m_flight[side] || m_flight[side]->landed)
            return;
        m_flight[side]->landed = true;
        const std::string before = m_sides.held(side);
        Change echo = m_sides.land(m_flight[side]->write, timeOn(side));
        const std::string written = m_sides.held(side);
        // An automation of the side changes what we write; the side tells both as one.
        if (m_hasAutomation && side == kSf && !m_isCalm && m_edits < kMostEdits && m_random.chance(0.3)) {
            const std::string text = "f" + std::to_string(++m_edits);
            const Change changed = m_sides.edit(side, text, echo.time, kUs);
            m_told[side].push_back({changed, text, written});
            m_made.insert(text);
            m_seenByAnother.insert(written);
        } else if (before != written) {
            m_told[side].push_back({echo, written, before, true});
        }
    }

    void answer(Side side) {
        if (!m_flight[side])
            return;
        const bool isLost = !m_isCalm && m_random.chance(0.3);
        if (isLost)
            m_sides.loseAnswer(m_flight[side]->write);  // landed by now, or never to land
        else if (m_flight[side]->landed)
            m_sides.answer(m_flight[side]->write, m_now);
        else
            return;
        m_flight[side].reset();
    }

    /// The side's stream has passed: what is unknown is read back, what was answered is settled.
    void close(Side side) {
        if (!m_told[side].empty() || m_flight[side])
            return;
        m_sides.readBack(side);
        m_sides.settle(side, kBehindAll);
    }

    void resolve() {
        const Cell cell = m_sides.cell();
        if (!cell.conflict)
            return;
        Resolution resolution{.field = "phone", .expected = {}, .take = std::nullopt, .ownValue = std::nullopt};
        for (const Candidate& candidate : cell.conflict->candidates) {
            resolution.expected.push_back(candidate.version.id);
            m_lost.insert(candidate.version.value.salesforce.text.value_or("?"));
        }
        resolution.take = resolution.expected[m_random.below(resolution.expected.size())];
        if (!m_sides.resolve(resolution, m_now))
            fail("a resolution was refused");
    }

    /// False when nothing moves any more.
    bool drainOnce() {
        bool moved = false;
        for (const Side side : kSides) {
            while (!m_told[side].empty() && m_trouble.empty()) {
                seeNext(side);
                moved = true;
            }
            moved = moved || m_flight[side];
            land(side);
            answer(side);
            close(side);
            const int sent = m_sent;
            send(side);
            moved = moved || m_sent != sent;
        }
        return moved;
    }

    void checkEnd() {
        if (!m_trouble.empty())
            return;
        const Cell cell = m_sides.cell();
        const auto textOf = [](const Version& version) { return version.value.salesforce.text.value_or("?"); };
        if (isMoving(cell))
            fail("it does not come to rest");
        for (const Side side : kSides) {
            if (textOf(*cell.present[side]) != m_sides.held(side))
                fail("the engine is wrong about what is held: " + m_sides.held(side));
            if (!cell.conflict && m_sides.held(side) != textOf(*cell.standing))
                fail("in the end the sides differ: " + m_sides.held(side) + " is not " + textOf(*cell.standing));
        }
        std::set<std::string> kept{textOf(*cell.standing)};
        for (const Candidate& candidate : cell.conflict ? cell.conflict->candidates : std::vector<Candidate>{})
            kept.insert(textOf(candidate.version));
        for (const std::string& text : m_made) {
            if (kept.count(text) == 0 && m_lost.count(text) == 0 && m_seenByAnother.count(text) == 0)
                fail("vanished: " + text);
        }
        if (m_sent > 2 * (m_edits + kSteps))
            fail("too many writes");
    }

    void fail(const std::string& what) {
        if (m_trouble.empty())
            m_trouble = what;
    }

    base::Random m_random;
    FieldRule m_rule;
    int m_values;
    bool m_hasAutomation;
    TwoSides m_sides;
    PerSide<std::deque<Told>> m_told;
    PerSide<std::optional<Flight>> m_flight;
    std::set<std::string> m_made;           ///< by people and automations
    std::set<std::string> m_seenByAnother;  ///< another edit was made on it
    std::set<std::string> m_lost;           ///< named losers
    int m_now = 0;
    int m_edits = 0;
    int m_sent = 0;
    bool m_isCalm = false;
    std::string m_trouble;
};

FieldRule lastWriterWins(TieBreak tieBreak) {
    FieldRule rule;
    rule.choice = {.kind = ChoiceKind::LastWriterWins, .tolerance = milliseconds(500), .tieBreak = tieBreak};
    return rule;
}

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

FieldRule owner(OnRefused onRefused) {
    FieldRule rule = lastWriterWins(TieBreak::Salesforce);
    rule.admission = {.owner = kHs, .onRefused = onRefused};
    return rule;
}

}  // namespace

Q_DECLARE_METATYPE(FieldRule)

class TestExploration : public QObject {
    Q_OBJECT

private slots:
    void noEditVanishes_andBothSidesEndTheSame_data();
    void noEditVanishes_andBothSidesEndTheSame();
};

void TestExploration::noEditVanishes_andBothSidesEndTheSame_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<int>("values");
    const auto rows = [](const char* name, const FieldRule& rule) {
        QTest::addRow("%s, each value new", name) << rule << 0;
        QTest::addRow("%s, three values", name) << rule << 3;
    };
    rows("last writer wins, or Salesforce", lastWriterWins(TieBreak::Salesforce));
    rows("last writer wins, or HubSpot", lastWriterWins(TieBreak::HubSpot));
    rows("last writer wins, or a person", lastWriterWins(TieBreak::Review));
    rows("a person decides", review());
    rows("HubSpot owns, reverted", owner(OnRefused::Revert));
    rows("HubSpot owns, a person decides", owner(OnRefused::Review));
}

void TestExploration::noEditVanishes_andBothSidesEndTheSame() {
    QFETCH(FieldRule, rule);
    QFETCH(int, values);
    constexpr std::uint64_t kWalks = 300;
    for (std::uint64_t seed = 1; seed <= kWalks; ++seed) {
        const std::string trouble = Walk(seed, rule, values).run();
        if (!trouble.empty())
            QFAIL(qPrintable(QString::fromStdString("seed " + std::to_string(seed) + ": " + trouble)));
    }
}

QTEST_APPLESS_MAIN(TestExploration)
#include "test_exploration.moc"
