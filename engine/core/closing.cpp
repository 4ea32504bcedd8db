#include "engine/core/decide.h"
#include "engine/core/judge.h"

#include <algorithm>

namespace syncline::core {

namespace {

/// False when the side has told of another change since the write was sent: it may have come after the write landed,
/// or before, and only one of the two holds now.
bool isSurelyNewest(const Cell& cell, Side side, const Out& write) {
    const std::optional<Version>& present = cell.present[side];
    return !present || present->id.side != side || present->id.seq < write.write;
}

/// The last of the writes that were all answered in time, from the oldest on. A write without an answer has to be read
/// back first: what came later is closed after it.
const Out* lastAnswered(const std::vector<Out>& out, base::WallTime until) {
    const auto end = std::find_if(out.begin(), out.end(), [&](const Out& write) {
        return write.outcomeUnknown || !write.answeredAt || *write.answeredAt > until;
    });
    return end == out.begin() ? nullptr : &*std::prev(end);
}

/// What the side holds is known already, and is not touched.
void keepPresent(Judgement& judgement, Side side) {
    judgement.decision.change.present[side].reset();
    judgement.conflict.reset();
}

Judgement settle(const Cell& cell, const std::string& field, Side side, const Out& write) {
    Judgement result = landed(cell, field, side, write.version, write.version.value[side]);
    if (!isSurelyNewest(cell, side, write))
        keepPresent(result, side);
    result.decision.outcome = Outcome::Settled;
    result.decision.write = write.write;
    result.decision.change.closedThrough[side] = write.write;
    return result;
}

Judgement notLanded(const Cell& cell, const std::string& field, const Out& write) {
    Judgement result;
    result.decision = {.field = field,
                       .outcome = Outcome::NotLanded,
                       .version = write.version,
                       .standing = cell.standing,
                       .write = write.write};
    return result;
}

void readBack(Decision& decision, const Entity& entity, const std::string& field, Side side, const Value& value) {
    const Cell& cell = entity.cells.at(field);
    const std::vector<Out>& out = cell.out[side];
    const auto isUnknown = [](const Out& write) { return write.outcomeUnknown; };
    if (std::none_of(out.begin(), out.end(), isUnknown))
        return;
    const auto newest = std::find_if(out.rbegin(), out.rend(),
                                     [&](const Out& write) { return same(write.version.value[side], value); });
    const bool isAsItWas = cell.present[side] && same(cell.present[side]->value[side], value);
    // What led to another value will be told, or has been and waits for its decision, unless it is in a gap.
    const bool mayBeTold = !entity.stale[side] || !entity.undecided.empty();
    if (newest == out.rend() && !isAsItWas && mayBeTold)
        return;
    if (newest != out.rend()) {
        // The events of this one and of those before it are still to come, and before them others that nobody has
        // seen: until then nothing else moves.
        Judgement result = landed(cell, field, side, newest->version, value);
        result.decision.change = {};
        result.decision.outcome = Outcome::Landed;
        result.decision.write = newest->write;
        add(decision, std::move(result));
    }
    // Those behind it, or all when none is there, have had no effect; an answered one's event is still awaited.
    for (auto write = newest.base(); write != out.end(); ++write) {
        if (!write->outcomeUnknown)
            continue;
        Judgement result = notLanded(cell, field, *write);
        result.decision.change.closedAlone[side] = write->write;
        add(decision, std::move(result));
    }
}

}  // namespace

Decision decideReadBack(const Entity& entity, Side side, const std::map<std::string, Value>& read) {
    Decision decision;
    for (const auto& [field, value] : read) {
        if (entity.cells.contains(field))
            readBack(decision, entity, field, side, value);
    }
    return decision;
}

Decision decideSettled(const Entity& entity, Side side, base::WallTime answeredUntil) {
    Decision decision;
    for (const auto& [field, cell] : entity.cells) {
        if (const Out* write = lastAnswered(cell.out[side], answeredUntil))
            add(decision, settle(cell, field, side, *write));
    }
    return decision;
}

}  // namespace syncline::core
