#include "engine/core/codec.h"

#include "engine/base/try.h"
#include "engine/core/wire.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <type_traits>
#include <utility>

namespace syncline::core {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

/// A change of a describe() below is a new format of what it describes: stored bodies are never rewritten, so a later
/// program has to read each.
template <typename T>
constexpr std::uint8_t kFormat = 1;
/// 2: who undid a resolution.
template <>
constexpr std::uint8_t kFormat<ConflictOpened> = 2;
/// 2: its type, and the candidates whole.
template <>
constexpr std::uint8_t kFormat<ConflictResolved> = 2;

// The last enumerator of each stored enum; what lies above does not read back.
constexpr Side lastOf(Side) {
    return Side::HubSpot;
}
constexpr ChangeKind lastOf(ChangeKind) {
    return ChangeKind::Observed;
}
constexpr Action lastOf(Action) {
    return Action::Merge;
}
constexpr WriterKind lastOf(WriterKind) {
    return WriterKind::Operator;
}
constexpr Outcome lastOf(Outcome) {
    return Outcome::Unlinked;
}
constexpr Reason lastOf(Reason) {
    return Reason::AutomationAfterUs;
}
constexpr ConflictType lastOf(ConflictType) {
    return ConflictType::FirstComparison;
}
constexpr ApartReason lastOf(ApartReason) {
    return ApartReason::RejectedByApi;
}
constexpr FailureClass lastOf(FailureClass) {
    return FailureClass::Permanent;
}
constexpr LinkOrigin lastOf(LinkOrigin) {
    return LinkOrigin::Operator;
}
constexpr ConnectorPhase lastOf(ConnectorPhase) {
    return ConnectorPhase::Disconnected;
}
constexpr OnRefused lastOf(OnRefused) {
    return OnRefused::Review;
}
constexpr TieBreak lastOf(TieBreak) {
    return TieBreak::Review;
}
constexpr ChoiceKind lastOf(ChoiceKind) {
    return ChoiceKind::Review;
}
constexpr Mode lastOf(Mode) {
    return Mode::Live;
}

/// T itself, to be written, or to be read into.
template <typename Given, typename T>
concept Like = std::is_same_v<std::remove_const_t<Given>, T>;

// What is stored of each struct, in this order, for writing and for reading alike. All members are named, so that one
// more does not compile until it is stored.
void describe(auto& archive, Like<VersionId> auto& v) {
    auto& [seq, side] = v;
    archive(seq, side);
}
void describe(auto& archive, Like<RecordKey> auto& v) {
    auto& [side, object, id] = v;
    archive(side, object, id);
}
void describe(auto& archive, Like<Value> auto& v) {
    auto& [text, key] = v;
    archive(text, key);
}
void describe(auto& archive, Like<SourceTime> auto& v) {
    auto& [from, last, clocksDisagree, fromFuture] = v;
    archive(from, last, clocksDisagree, fromFuture);
}
void describe(auto& archive, Like<Writer> auto& v) {
    auto& [kind, id] = v;
    archive(kind, id);
}
void describe(auto& archive, Like<Version> auto& v) {
    auto& [id, value, time, writer, byRead] = v;
    archive(id, value, time, writer, byRead);
}
void describe(auto& archive, Like<FieldChange> auto& v) {
    auto& [field, value, time, writer] = v;
    archive(field, value, time, writer);
}
void describe(auto& archive, Like<Change> auto& v) {
    auto& [seq, side, kind, action, time, writer, writerKnown, fields] = v;
    archive(seq, side, kind, action, time, writer, writerKnown, fields);
}
void describe(auto& archive, Like<Out> auto& v) {
    auto& [write, version, answeredAt, outcomeUnknown] = v;
    archive(write, version, answeredAt, outcomeUnknown);
}
void describe(auto& archive, Like<Candidate> auto& v) {
    auto& [version, place, overwritten] = v;
    archive(version, place, overwritten);
}
void describe(auto& archive, Like<Conflict> auto& v) {
    auto& [id, type, candidates] = v;
    archive(id, type, candidates);
}
void describe(auto& archive, Like<Apart> auto& v) {
    auto& [reason, cause, text] = v;
    archive(reason, cause, text);
}
void describe(auto& archive, Like<Cell> auto& v) {
    auto& [standing, present, out, sent, refusedOn, conflict, apart] = v;
    archive(standing, present, out, sent, refusedOn, conflict, apart);
}
void describe(auto& archive, Like<Entity> auto& v) {
    auto& [id, object, record, deleted, stale, creating, mergedInto, undecided, cells, dueSince, lastEntry] = v;
    archive(id, object, record, deleted, stale, creating, mergedInto, undecided, cells, dueSince, lastEntry);
}
void describe(auto& archive, Like<CellChange> auto& v) {
    auto& [standing, present, closedThrough, closedAlone, apart, refusedOn] = v;
    archive(standing, present, closedThrough, closedAlone, apart, refusedOn);
}
void describe(auto& archive, Like<FieldDecision> auto& v) {
    auto& [field, outcome, reason, version, base, standing, margin, tolerance, tieBreak, write, change] = v;
    archive(field, outcome, reason, version, base, standing, margin, tolerance, tieBreak, write, change);
}
void describe(auto& archive, Like<BaselineField> auto& v) {
    auto& [field, read] = v;
    archive(field, read);
}
void describe(auto& archive, Like<Admission> auto& v) {
    auto& [owner, onRefused] = v;
    archive(owner, onRefused);
}
void describe(auto& archive, Like<Choice> auto& v) {
    auto& [kind, tolerance, tieBreak] = v;
    archive(kind, tolerance, tieBreak);
}
void describe(auto& archive, Like<FieldRule> auto& v) {
    auto& [admission, choice, firstComparison] = v;
    archive(admission, choice, firstComparison);
}
void describe(auto& archive, Like<RuleSet> auto& v) {
    auto& [version, fields, mode] = v;
    archive(version, fields, mode);
}
void describe(auto& archive, Like<ChangeCaptured> auto& v) {
    auto& [record, change, unmapped, transaction, raw] = v;
    archive(record, change, unmapped, transaction, raw);
}
void describe(auto& archive, Like<FieldsDecided> auto& v) {
    auto& [fields] = v;
    archive(fields);
}
void describe(auto& archive, Like<ConflictOpened> auto& v) {
    auto& [field, type, candidates, who] = v;
    archive(field, type, candidates, who);
}
void describe(auto& archive, Like<ConflictUpdated> auto& v) {
    auto& [conflict, field, candidates] = v;
    archive(conflict, field, candidates);
}
void describe(auto& archive, Like<ConflictResolved> auto& v) {
    auto& [conflict, field, standing, candidates, byItself, who, note, type] = v;
    archive(conflict, field, standing, candidates, byItself, who, note, type);
}
void describe(auto& archive, Like<WrittenField> auto& v) {
    auto& [field, version] = v;
    archive(field, version);
}
void describe(auto& archive, Like<WriteSent> auto& v) {
    auto& [side, record, attempt, fields] = v;
    archive(side, record, attempt, fields);
}
void describe(auto& archive, Like<WriteSucceeded> auto& v) {
    auto& [write, side, created, answeredAt] = v;
    archive(write, side, created, answeredAt);
}
void describe(auto& archive, Like<WriteFailed> auto& v) {
    auto& [write, side, failure, code, message, fields] = v;
    archive(write, side, failure, code, message, fields);
}
void describe(auto& archive, Like<RecordLinked> auto& v) {
    auto& [record, origin, absorbed] = v;
    archive(record, origin, absorbed);
}
void describe(auto& archive, Like<BaselineRead> auto& v) {
    auto& [fields] = v;
    archive(fields);
}
void describe(auto& archive, Like<PolicyChanged> auto& v) {
    auto& [rules, source, who] = v;
    archive(rules, source, who);
}
void describe(auto& archive, Like<GapDetected> auto& v) {
    auto& [side, reason, records, allNamed] = v;
    archive(side, reason, records, allNamed);
}
void describe(auto& archive, Like<ConnectorStateChanged> auto& v) {
    auto& [side, phase, message] = v;
    archive(side, phase, message);
}
void describe(auto& archive, Like<RecordDeleted> auto& v) {
    auto& [record, undeleted] = v;
    archive(record, undeleted);
}
void describe(auto& archive, Like<WorkspaceState> auto& v) {
    auto& [rules, policySource, connector, gap] = v;
    archive(rules, policySource, connector, gap);
}

/// Writes a value part by part.
class Encoder {
public:
    void operator()(const auto&... parts) { (put(parts), ...); }
    [[nodiscard]] WireWriter& bytes() { return m_bytes; }

private:
    void put(bool value) { m_bytes.putByte(value ? 1 : 0); }
    void put(int value) { m_bytes.putSigned(value); }
    void put(const std::string& text) { m_bytes.putText(text); }
    void put(base::WallTime time) { m_bytes.putSigned(time.time_since_epoch().count()); }
    void put(std::chrono::milliseconds duration) { m_bytes.putSigned(duration.count()); }
    template <typename Tag>
    void put(const base::Id<Tag, std::int64_t>& id) {
        m_bytes.putSigned(id.value());
    }
    template <typename T>
    void put(const PerSide<T>& sides) {
        put(sides.salesforce);
        put(sides.hubspot);
    }
    template <typename T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <typename T>
    void put(const std::vector<T>& items) {
        m_bytes.putUnsigned(items.size());
        for (const T& item : items)
            put(item);
    }
    template <typename T, typename Order>
    void put(const std::map<std::string, T, Order>& items) {
        m_bytes.putUnsigned(items.size());
        for (const auto& [key, item] : items) {
            put(key);
            put(item);
        }
    }
    template <typename T>
    void put(const T& value) {
        if constexpr (std::is_enum_v<T>)
            m_bytes.putByte(static_cast<std::uint8_t>(value));
        else
            describe(*this, value);
    }

    WireWriter m_bytes;
};

/// Reads a value part by part, in the order in which it was written. After a failure the rest stays as it is made.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : m_bytes(bytes) {}
    void operator()(auto&... parts) { (take(parts), ...); }
    [[nodiscard]] WireReader& bytes() { return m_bytes; }

private:
    /// A corrupt count may be of any size; more than so many are made room for only when they are there.
    static constexpr std::uint64_t kTrusted = 16;

    void take(bool& value) {
        const std::uint8_t byte = m_bytes.takeByte();
        if (byte > 1)
            m_bytes.fail("a yes or no is neither");
        value = byte == 1;
    }
    void take(int& value) {
        const std::int64_t number = m_bytes.takeSigned();
        if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
            m_bytes.fail("a count is out of range");
        else
            value = static_cast<int>(number);
    }
    void take(std::string& text) { text = m_bytes.takeText(); }
    void take(base::WallTime& time) { time = base::WallTime(std::chrono::milliseconds(m_bytes.takeSigned())); }
    void take(std::chrono::milliseconds& duration) { duration = std::chrono::milliseconds(m_bytes.takeSigned()); }
    template <typename Tag>
    void take(base::Id<Tag, std::int64_t>& id) {
        id = base::Id<Tag, std::int64_t>(m_bytes.takeSigned());
    }
    template <typename T>
    void take(PerSide<T>& sides) {
        take(sides.salesforce);
        take(sides.hubspot);
    }
    template <typename T>
    void take(std::optional<T>& value) {
        bool has = false;
        take(has);
        if (has)
            take(value.emplace());
    }
    template <typename T>
    void take(std::vector<T>& items) {
        const std::uint64_t count = takeCount();
        items.reserve(static_cast<std::size_t>(std::min(count, kTrusted)));
        for (std::uint64_t i = 0; i < count && !m_bytes.hasFailed(); ++i)
            take(items.emplace_back());
    }
    template <typename T, typename Order>
    void take(std::map<std::string, T, Order>& items) {
        const std::uint64_t count = takeCount();
        for (std::uint64_t i = 0; i < count && !m_bytes.hasFailed(); ++i) {
            std::string key;
            take(key);
            if (!items.empty() && key <= items.rbegin()->first) {
                m_bytes.fail("names are not in order");
                return;
            }
            take(items.emplace_hint(items.end(), std::move(key), T{})->second);
        }
    }
    template <typename T>
    void take(T& value) {
        if constexpr (std::is_enum_v<T>) {
            const std::uint8_t byte = m_bytes.takeByte();
            if (byte > static_cast<std::uint8_t>(lastOf(T{})))
                m_bytes.fail("a name's number is unknown");
            else
                value = static_cast<T>(byte);
        } else {
            describe(*this, value);
        }
    }

    /// Every item takes a byte at least.
    std::uint64_t takeCount() {
        const std::uint64_t count = m_bytes.takeUnsigned();
        if (count > m_bytes.left()) {
            m_bytes.fail("there are more items than bytes left");
            return 0;
        }
        return count;
    }

    WireReader m_bytes;
};

/// Reads what an older format wrote; what it did not say stays as it is made.
void takeOlder(Decoder& decoder, ConflictOpened& opened) {
    decoder(opened.field, opened.type, opened.candidates);
}
void takeOlder(Decoder& decoder, ConflictResolved& resolved) {
    std::vector<VersionId> covered;
    decoder(resolved.conflict, resolved.field, resolved.standing, covered, resolved.byItself, resolved.who,
            resolved.note);
    for (const VersionId& id : covered)
        resolved.candidates.push_back({.version = {.id = id}, .place = id.side});
}

std::size_t textBytes(const ChangeCaptured& body) {
    return body.raw.size();
}
std::size_t textBytes(const auto&) {
    return 0;
}

template <typename T>
std::string encode(const T& value, std::size_t textSize) {
    // One allocation for most entries; a string that grows copies what it has.
    constexpr std::size_t kUsual = 512;
    Encoder encoder;
    encoder.bytes().reserve(kUsual + textSize);
    encoder.bytes().putByte(kFormat<T>);
    encoder(value);
    return encoder.bytes().take();
}

template <typename T>
void takeWhole(Decoder& decoder, std::uint8_t format, T& value) {
    if constexpr (kFormat < T >> 1) {
        if (format < kFormat<T>) {
            takeOlder(decoder, value);
            return;
        }
    }
    decoder(value);
}

template <typename T>
Result<T> decode(std::string_view what, std::string_view bytes) {
    const auto error = [&](ErrorCode code, std::string detail, std::string hint) {
        return Error{code, "read a stored value", std::string(what), std::move(detail), std::move(hint)};
    };
    Decoder decoder(bytes);
    const std::uint8_t format = decoder.bytes().takeByte();
    if (format > kFormat<T>) {
        return error(
            ErrorCode::UnsupportedVersion,
            "its format is " + std::to_string(format) + ", this program knows up to " + std::to_string(kFormat<T>),
            "Open it with the newer program that wrote it.");
    }
    if (format == 0)
        decoder.bytes().fail(bytes.empty() ? "there are no bytes" : "format 0 was never written");
    T value;
    takeWhole(decoder, format, value);
    if (decoder.bytes().left() != 0)
        decoder.bytes().fail("bytes are left over");
    if (decoder.bytes().hasFailed()) {
        return error(ErrorCode::Corrupt,
                     std::string(decoder.bytes().why()) + " (byte " + std::to_string(decoder.bytes().position()) + ")",
                     {});
    }
    return value;
}

template <std::size_t Index>
Result<EntryBody> decodeAlternative(EntryKind kind, std::string_view bytes) {
    TRY_ASSIGN(auto body, decode<std::variant_alternative_t<Index, EntryBody>>(name(kind), bytes));
    return EntryBody(std::in_place_index<Index>, std::move(body));
}

using DecodeBody = Result<EntryBody> (*)(EntryKind, std::string_view);

template <std::size_t... Indexes>
constexpr std::array<DecodeBody, sizeof...(Indexes)> decodersOf(std::index_sequence<Indexes...>) {
    return {decodeAlternative<Indexes>...};
}

/// In the order of EntryKind's numbers, from 1 on.
constexpr auto kDecoders = decodersOf(std::make_index_sequence<std::variant_size_v<EntryBody>>());

}  // namespace

std::string encodeBody(const EntryBody& body) {
    return std::visit([](const auto& one) { return encode(one, textBytes(one)); }, body);
}

base::Result<EntryBody> decodeBody(EntryKind kind, std::string_view bytes) {
    const std::size_t number = static_cast<std::size_t>(kind);
    if (number >= 1 && number <= kDecoders.size())
        return kDecoders[number - 1](kind, bytes);
    return Error{number == 0 ? ErrorCode::Corrupt : ErrorCode::UnsupportedVersion,
                 "read an entry",
                 "kind " + std::to_string(number),
                 "this program knows kinds 1 to " + std::to_string(kDecoders.size()),
                 {}};
}

std::string encodeEntity(const Entity& entity) {
    return encode(entity, 0);
}

base::Result<Entity> decodeEntity(std::string_view bytes) {
    return decode<Entity>("an entity of the ledger", bytes);
}

std::string encodeWorkspace(const WorkspaceState& state) {
    return encode(state, 0);
}

base::Result<WorkspaceState> decodeWorkspace(std::string_view bytes) {
    return decode<WorkspaceState>("the workspace's state", bytes);
}

}  // namespace syncline::core
