#include "engine/core/change.h"
#include "engine/core/entry.h"
#include "engine/core/version.h"

#include <array>

namespace syncline::core {

namespace {

/// In the order of the enumerators; a value outside reads as "?" (it can only come from a cast).
template <std::size_t N>
std::string_view nameAt(const std::array<std::string_view, N>& names, std::size_t index) {
    return index < N ? names[index] : std::string_view("?");
}

template <typename Enum>
std::size_t indexOf(Enum value) {
    return static_cast<std::size_t>(value);
}

constexpr std::array<std::string_view, 6> kWriterKinds{"unknown",    "person", "integration",
                                                       "automation", "us",     "operator"};
constexpr std::array<std::string_view, 2> kChangeKinds{"event", "observed"};
constexpr std::array<std::string_view, 5> kActions{"create", "update", "delete", "undelete", "merge"};
constexpr std::array<std::string_view, 3> kFailureClasses{"notSent", "unknown", "permanent"};
constexpr std::array<std::string_view, 4> kConnectorPhases{"stopped", "connecting", "connected", "disconnected"};

/// From EntryKind's 1 on.
constexpr std::array<std::string_view, std::variant_size_v<EntryBody>> kEntryKinds{
    "ChangeCaptured", "FieldsDecided",  "ConflictOpened",        "ConflictUpdated", "ConflictResolved",
    "WriteSent",      "WriteSucceeded", "WriteFailed",           "RecordLinked",    "BaselineRead",
    "PolicyChanged",  "GapDetected",    "ConnectorStateChanged", "RecordDeleted"};

}  // namespace

std::string_view name(WriterKind kind) {
    return nameAt(kWriterKinds, indexOf(kind));
}

std::string_view name(ChangeKind kind) {
    return nameAt(kChangeKinds, indexOf(kind));
}

std::string_view name(Action action) {
    return nameAt(kActions, indexOf(action));
}

std::string_view name(FailureClass value) {
    return nameAt(kFailureClasses, indexOf(value));
}

std::string_view name(ConnectorPhase phase) {
    return nameAt(kConnectorPhases, indexOf(phase));
}

std::string_view name(EntryKind kind) {
    return nameAt(kEntryKinds, indexOf(kind) - 1);
}

std::optional<EntryKind> entryKindNamed(std::string_view text) {
    for (std::size_t i = 0; i < kEntryKinds.size(); ++i) {
        if (kEntryKinds[i] == text)
            return static_cast<EntryKind>(i + 1);
    }
    return std::nullopt;
}

}  // namespace syncline::core
