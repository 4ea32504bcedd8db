#pragma once

#include "engine/core/cell.h"

namespace syncline::core {

/// What a change on a side has to do with our own writes to it (semantics, section 4, row 4). The pointers lead into
/// the cell that was asked about.
struct Recognition {
    enum class Kind : std::uint8_t {
        NotOurs,
        Echo,               ///< `write` came back
        ChangedInSameStep,  ///< `write` came back, and an automation of the side has changed its value
        LateEcho,           ///< `sent` came back after it had been closed
    } kind = Kind::NotOurs;
    const Out* write = nullptr;
    const Version* sent = nullptr;
};

/// `arrived`: the value is compared as `side` has it. `writerKnown`: the source, or the field's history, says who
/// wrote; then nobody else's change is ever taken for ours, whatever its value.
[[nodiscard]] Recognition recognise(const Cell& cell, Side side, const Version& arrived, bool writerKnown);

/// A version that we wrote, as the side has it now.
[[nodiscard]] Version asHeld(const Version& written, Side side, const Value& value);

}  // namespace syncline::core
