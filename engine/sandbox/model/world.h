#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/crm.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::model {

/// How often a person's act is something else than an edit of one field; shares of all acts, together at most 1. By
/// default as many contacts come as go, where what is done on one side is carried to the other.
struct Habits {
    double sameField = 0.05;  ///< somebody on the other side edits the same field within 20 to 400 ms
    double clear = 0.03;      ///< the edit clears the field
    double create = 0.005;    ///< a new contact
    double remove = 0.01;     ///< of one side, and first of what the other side has deleted
    double undelete = 0.002;  ///< the record deleted last comes back
    double merge = 0.002;     ///< two contacts of one side become one

    bool operator==(const Habits&) const = default;
};

struct WorldOptions {
    std::uint64_t seed = 1;
    base::WallTime start{};       ///< the world's time at its beginning
    double editsPerSecond = 1.0;  ///< of all people together; 0: nobody works
    std::uint64_t editLimit = 0;  ///< people stop after so many edits; 0: never
    unsigned companies = 120;
    unsigned contacts = 280;
    Habits habits;
    SourceClock salesforceClock{std::chrono::milliseconds(0), std::chrono::milliseconds(1000)};
    SourceClock hubspotClock{std::chrono::milliseconds(0), std::chrono::milliseconds(1)};

    bool operator==(const WorldOptions&) const = default;
};

/// An edit that somebody has in mind, due at a moment.
struct PlannedEdit {
    base::WallTime due;
    Side side = Side::Salesforce;
    ObjectKind object = ObjectKind::Contact;
    std::uint64_t twin = 0;  ///< on whom
    std::string field;       ///< API name on that side
    Value value;

    bool operator==(const PlannedEdit&) const = default;
};

/// Two CRMs, the people who work in them, and the world's time. Pure: the same options and the same calls give the same
/// world, byte for byte (see codec.h). Time moves only by advanceTo; people act at the moments they had planned,
/// however late the call. One thread at a time.
class World {
public:
    explicit World(const WorldOptions& options);

    [[nodiscard]] const WorldOptions& options() const { return m_options; }
    [[nodiscard]] base::WallTime now() const { return m_now; }
    [[nodiscard]] Crm& crm(Side side) { return side == Side::Salesforce ? m_salesforce : m_hubspot; }
    [[nodiscard]] const Crm& crm(Side side) const { return side == Side::Salesforce ? m_salesforce : m_hubspot; }

    /// When somebody acts next; nullopt when nobody will.
    [[nodiscard]] std::optional<base::WallTime> nextDue() const;
    /// Lets everything happen that is due up to and at `to`, in order of time, and forgets expired events. Earlier
    /// moments than now() change nothing.
    void advanceTo(base::WallTime to);
    /// The next act only, if it is due by `to`; false when none was. For callers that save in between.
    bool advanceOne(base::WallTime to);
    /// Everybody pauses until `to`: acts that were due in between are put off. After a long time switched off.
    void skipTo(base::WallTime to);

    /// Takes effect from the next edit on; 0 stops everybody, and puts off what they had planned.
    void setEditsPerSecond(double rate);
    void setHabits(const Habits& habits) { m_options.habits = habits; }
    /// Deliberate acts of people so far (each edit, delete and merge counts one).
    [[nodiscard]] std::uint64_t editCount() const { return m_edits; }

    static constexpr std::chrono::hours kRetention{72};

private:
    friend class WorldCodec;

    friend class People;

    void planNextEdit(base::WallTime after);
    void putOffPlans(base::WallTime::duration late);

    WorldOptions m_options;
    base::WallTime m_now;
    base::Random m_random;
    Crm m_salesforce;
    Crm m_hubspot;
    std::optional<base::WallTime> m_nextEdit;
    std::vector<PlannedEdit> m_planned;  ///< counter-edits within a few hundred milliseconds, earliest first
    std::uint64_t m_edits = 0;
};

}  // namespace syncline::sandbox::model
