#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/vocabulary.h"
#include "engine/sandbox/model/world.h"

#include <limits>

namespace syncline::sandbox::model {

/// The people at their desks: draws what one of them does next and does it in the CRM's own window, as a person would
/// (never through the API). Works on a World for the length of one call.
class People {
public:
    explicit People(World& world) : m_world(world), m_random(world.m_random) {}

    /// One act at the world's now: mostly an edit of one field, now and then followed by a planned one of somebody on
    /// the other side; else a create, delete, undelete or merge.
    void act();
    /// Does what somebody had planned, if the record is still there.
    void perform(const PlannedEdit& edit);
    /// For who looks on from now on: within the first minute people of both sides get into each other's way a few times
    /// (the same field at nearly the same time, one that the other side looks after), beside what they do anyway.
    void planFirstMinute();

private:
    void editField(bool alsoOther);
    void plan(PlannedEdit edit);
    /// On whom; 0: on nobody.
    std::uint64_t planDispute(base::WallTime at, const std::string& field);
    [[nodiscard]] PairedValue somethingElse(const Fact& fact, const std::vector<Value>& than);
    [[nodiscard]] const Record* anySharedContact();
    void create();
    /// Rather one that the other side has deleted or merged away already: who looks after both tidies up.
    void remove();
    /// What was deleted or merged away longest ago is purged when the recycle bin is full.
    void emptyBin(Side side);
    void undelete();
    void merge();
    /// A live contact whose address nobody on the other side has any more, though somebody had it; null: none.
    [[nodiscard]] const Record* leftOver(Side side) const;
    /// Whether the side's live contacts are more and fewer than these shares of what it began with.
    [[nodiscard]] bool isWithin(Side side, double fewest, double most = std::numeric_limits<double>::infinity()) const;
    [[nodiscard]] Actor somebody(Side side);
    /// A live record of one side, any of them alike; null when there is none.
    [[nodiscard]] const Record* anyRecord(Side side, ObjectKind kind);
    [[nodiscard]] const Record* twinOf(const Record& record, Side side) const;

    World& m_world;
    base::Random& m_random;
};

}  // namespace syncline::sandbox::model
