#pragma once

#include "engine/base/result.h"
#include "engine/core/ids.h"
#include "engine/core/rules.h"
#include "engine/journal/batch.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace syncline::runtime {

/// A person's choice in a conflict. Exactly one of the three ways is set.
struct ResolveConflict {
    core::Seq conflict;
    std::optional<core::Seq> take;        ///< the candidate whose version has this sequence
    std::optional<core::Side> takeSide;   ///< the side's candidate, while it has exactly one
    std::optional<std::string> ownValue;  ///< as Salesforce writes it; "" is blank
    std::vector<core::Seq> expected;      ///< the candidates that were on screen; empty: not asked for
    std::string note;
    std::string who;
};

/// Observe or live, for the writes to one side or to both.
struct SetMode {
    core::Mode mode = core::Mode::Observe;
    std::optional<core::Side> target;
    std::string who;
};

/// A downstream stream begins again behind this offset.
struct RewindConsumer {
    std::string consumer;
    core::Seq offset;
    std::string who;
};

/// Makes the candidates of a person's resolution an open conflict again, and writes nothing (semantics, section 6).
/// AlreadyExists when the field has got another standing version since, or is in conflict.
struct UndoResolution {
    core::Seq resolved;  ///< the ConflictResolved entry
    std::string who;
};

/// Other rules for some fields, from the PolicyChanged entry on that this makes. InvalidArgument for a field that is
/// not mapped and a tolerance below nought.
struct ChangeRules {
    std::map<std::string, std::map<std::string, core::FieldRule>> fields;  ///< by object, then by field
    core::Seq expected;  ///< the version of the rules that were on screen; AlreadyExists when it is another by now
    std::string who;
};

/// A side that is disconnected is tried at once; nothing happens to one that is not. No entry: what comes of it is one.
struct TryNow {
    core::Side side = core::Side::Salesforce;
    std::string who;
};

using Command = std::variant<ResolveConflict, SetMode, RewindConsumer, UndoResolution, ChangeRules, TryNow>;

/// The entry that the command led to (for a rewind: the old offset; for a try: the journal's last entry). Errors:
/// NotFound, InvalidArgument, AlreadyExists (the conflict has other candidates by now, which are in the detail; or see
/// the command), Busy (more commands wait than the engine takes), Unavailable (the engine has ended).
using CommandReply = std::function<void(base::Result<core::Seq>)>;

}  // namespace syncline::runtime
