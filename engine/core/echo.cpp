#include "engine/core/echo.h"

#include <algorithm>

namespace syncline::core {

namespace {

using Kind = Recognition::Kind;

/// What was captured before a write was sent is none of its events.
bool mayTellOf(const Version& arrived, const Out& write) {
    return write.write < arrived.id.seq;
}

const Out* oldestWith(const std::vector<Out>& out, Side side, const Version& arrived) {
    const auto found = std::find_if(out.begin(), out.end(), [&](const Out& write) {
        return mayTellOf(arrived, write) && same(write.version.value[side], arrived.value[side]);
    });
    return found == out.end() ? nullptr : &*found;
}

Recognition ours(const Cell& cell, Side side, const Version& arrived) {
    const Value& value = arrived.value[side];
    const std::vector<Out>& out = cell.out[side];
    if (const Out* write = oldestWith(out, side, arrived))
        return {.kind = Kind::Echo, .write = write};
    const std::vector<Version>& sent = cell.sent[side];
    const auto newest = std::find_if(sent.rbegin(), sent.rend(),
                                     [&](const Version& version) { return same(version.value[side], value); });
    if (newest != sent.rend())
        return {.kind = Kind::LateEcho, .sent = &*newest};
    if (!out.empty() && mayTellOf(arrived, out.front()))
        return {.kind = Kind::ChangedInSameStep, .write = &out.front()};
    // The source names us for all that happens in the step of our write: what we never sent, an automation did.
    return {};
}

}  // namespace

Recognition recognise(const Cell& cell, Side side, const Version& arrived, bool writerKnown) {
    if (arrived.writer.kind == WriterKind::Us)
        return ours(cell, side, arrived);
    if (writerKnown)
        return {};
    if (const Out* write = oldestWith(cell.out[side], side, arrived))
        return {.kind = Kind::Echo, .write = write};
    return {};
}

Version asHeld(const Version& written, Side side, const Value& value) {
    Version held = written;
    held.value[side] = value;
    held.byRead = false;
    return held;
}

}  // namespace syncline::core
