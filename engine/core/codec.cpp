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

/// Of all that is written here. A change of a describe() below is a new format: stored bodies are never rewritten, so a
/// later program has to read each.
constexpr std::uint8_t kFormat = 1;

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

// What is stored of each struct, in this order, for writing and for reading alike.
void describe(auto& archive, Like<VersionId> auto& v) {
    archive(v.seq, v.side);
}
void describe(auto& archive, Like<RecordKey> auto& v) {
    archive(v.side, v.object, v.id);
}
void describe(auto& archive, Like<Value> auto& v) {
    archive(v.text, v.key);
}
void describe(auto& archive, Like<SourceTime> auto& v) {
    archive(v.from, v.last, v.clocksDisagree, v.fromFuture);
}
void describe(auto& archive, Like<Writer> auto& v) {
    archive(v.kind, v.id);
}
void describe(auto& archive, Like<Version> auto& v) {
    archive(v.id, v.value, v.time, v.writer, v.byRead);
}
void describe(auto& archive, Like<FieldChange> auto& v) {
    archive(v.field, v.value, v.time, v.writer);
}
void describe(auto& archive, Like<Change> auto& v) {
    archive(v.seq, v.side, v.kind, v.action, v.time, v.writer, v.writerKnown, v.fields);
}
void describe(auto& archive, Like<Out> auto& v) {
    archive(v.write, v.version, v.answeredAt, v.outcomeUnknown);
}
void describe(auto& archive, Like<Candidate> auto& v) {
    archive(v.version, v.place, v.overwritten);
}
void describe(auto& archive, Like<Conflict> auto& v) {
    archive(v.id, v.type, v.candidates);
}
void describe(auto& archive, Like<Apart> auto& v) {
    archive(v.reason, v.cause, v.text);
}
void describe(auto& archive, Like<Cell> auto& v) {
    archive(v.standing, v.present, v.out, v.sent, v.refusedOn, v.conflict, v.apart);
}
void describe(auto& archive, Like<Entity> auto& v) {
    archive(v.id, v.object, v.record, v.deleted, v.stale, v.creating, v.mergedInto, v.undecided, v.cells, v.dueSince,
            v.lastEntry);
}
void describe(auto& archive, Like<CellChange> auto& v) {
    archive(v.standing, v.present, v.closedThrough, v.closedAlone, v.apart, v.refusedOn);
}
void describe(auto& archive, Like<FieldDecision> auto& v) {
    archive(v.field, v.outcome, v.reason, v.version, v.base, v.standing, v.margin, v.tolerance, v.tieBreak, v.write,
            v.change);
}
void describe(auto& archive, Like<BaselineField> auto& v) {
    archive(v.field, v.read);
}
void describe(auto& archive, Like<Admission> auto& v) {
    archive(v.owner, v.onRefused);
}
void describe(auto& archive, Like<Choice> auto& v) {
    archive(v.kind, v.tolerance, v.tieBreak);
}
void describe(auto& archive, Like<FieldRule> auto& v) {
    archive(v.admission, v.choice, v.firstComparison);
}
void describe(auto& archive, Like<RuleSet> auto& v) {
    archive(v.version, v.fields, v.mode);
}
void describe(auto& archive, Like<ChangeCaptured> auto& v) {
    archive(v.record, v.change, v.unmapped, v.transaction, v.raw);
}
void describe(auto& archive, Like<FieldsDecided> auto& v) {
    archive(v.fields);
}
void describe(auto& archive, Like<ConflictOpened> auto& v) {
    archive(v.field, v.type, v.candidates);
}
void describe(auto& archive, Like<ConflictUpdated> auto& v) {
    archive(v.conflict, v.field, v.candidates);
}
void describe(auto& archive, Like<ConflictResolved> auto& v) {
    archive(v.conflict, v.field, v.standing, v.covered, v.byItself, v.who, v.note);
}
void describe(auto& archive, Like<WrittenField> auto& v) {
    archive(v.field, v.version);
}
void describe(auto& archive, Like<WriteSent> auto& v) {
    archive(v.side, v.record, v.attempt, v.fields);
}
void describe(auto& archive, Like<WriteSucceeded> auto& v) {
    archive(v.write, v.side, v.created, v.answeredAt);
}
void describe(auto& archive, Like<WriteFailed> auto& v) {
    archive(v.write, v.side, v.failure, v.code, v.message, v.fields);
}
void describe(auto& archive, Like<RecordLinked> auto& v) {
    archive(v.record, v.origin, v.absorbed);
}
void describe(auto& archive, Like<BaselineRead> auto& v) {
    archive(v.fields);
}
void describe(auto& archive, Like<PolicyChanged> auto& v) {
    archive(v.rules, v.source, v.who);
}
void describe(auto& archive, Like<GapDetected> auto& v) {
    archive(v.side, v.reason, v.records, v.allNamed);
}
void describe(auto& archive, Like<ConnectorStateChanged> auto& v) {
    archive(v.side, v.phase, v.message);
}
void describe(auto& archive, Like<RecordDeleted> auto& v) {
    archive(v.record, v.undeleted);
}
void describe(auto& archive, Like<WorkspaceState> auto& v) {
    archive(v.rules, v.policySource, v.connector, v.gap);
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
    encoder.bytes().putByte(kFormat);
    encoder(value);
    return encoder.bytes().take();
}

template <typename T>
Result<T> decode(std::string_view what, std::string_view bytes) {
    const auto error = [&](ErrorCode code, std::string detail, std::string hint) {
        return Error{code, "read a stored value", std::string(what), std::move(detail), std::move(hint)};
    };
    Decoder decoder(bytes);
    const std::uint8_t format = decoder.bytes().takeByte();
    if (format > kFormat) {
        return error(
            ErrorCode::UnsupportedVersion,
            "its format is " + std::to_string(format) + ", this program knows up to " + std::to_string(kFormat),
            "Open it with the newer program that wrote it.");
    }
    if (format == 0)
        decoder.bytes().fail(bytes.empty() ? "there are no bytes" : "format 0 was never written");
    T value;
    decoder(value);
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
