#include "engine/core/codec.h"
#include "tests/core/random_values.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kKinds = std::variant_size_v<EntryBody>;
constexpr std::uint64_t kSeed = 20261124;

std::string bytesOf(std::initializer_list<int> bytes) {
    std::string made;
    for (const int byte : bytes)
        made.push_back(static_cast<char>(byte));
    return made;
}

void addKinds() {
    QTest::addColumn<int>("kind");
    for (std::size_t i = 1; i <= kKinds; ++i) {
        const auto kind = static_cast<EntryKind>(i);
        QTest::newRow(std::string(name(kind)).c_str()) << static_cast<int>(kind);
    }
}

EntryKind fetchKind() {
    QFETCH(int, kind);
    return static_cast<EntryKind>(kind);
}

/// What reads back must write the same bytes again, unless the bytes say that an older format wrote them; what does not
/// must say Corrupt or UnsupportedVersion.
template <typename T, typename Encode>
bool isSoundOrRefused(const Result<T>& read, std::string_view bytes, Encode encode) {
    if (read) {
        const std::string again = encode(*read);
        return again == bytes || bytes.front() < again.front();
    }
    return read.error().code == ErrorCode::Corrupt || read.error().code == ErrorCode::UnsupportedVersion;
}

/// One byte, two bytes or a run of them are not what they were.
std::string damaged(std::string bytes, base::Random& random) {
    const std::uint64_t count = 1 + random.below(4);
    const std::uint64_t at = random.below(bytes.size());
    for (std::uint64_t i = at; i < bytes.size() && i < at + count; ++i)
        bytes[i] = static_cast<char>(random.below(256));
    return bytes;
}

}  // namespace

class TestCodec : public QObject {
    Q_OBJECT

private slots:
    void body_ofEveryKind_readsBack_data() { addKinds(); }
    void body_ofEveryKind_readsBack();
    void body_ofEveryKind_emptyReadsBack_data() { addKinds(); }
    void body_ofEveryKind_emptyReadsBack();
    void body_cutAnywhere_isCorrupt_data() { addKinds(); }
    void body_cutAnywhere_isCorrupt();
    void body_withOneByteFlipped_isSoundOrRefused_data() { addKinds(); }
    void body_withOneByteFlipped_isSoundOrRefused();
    void body_damagedAtRandom_isSoundOrRefused_data() { addKinds(); }
    void body_damagedAtRandom_isSoundOrRefused();
    void body_ofNoise_isSoundOrRefused_data() { addKinds(); }
    void body_ofNoise_isSoundOrRefused();
    void body_withAByteTooMany_isCorrupt_data() { addKinds(); }
    void body_withAByteTooMany_isCorrupt();
    void body_hasTheBytesOfItsFormat_data();
    void body_hasTheBytesOfItsFormat();
    void body_ofAnOlderFormat_isRead();
    void body_thatDoesNotFit_isRefused_data();
    void body_thatDoesNotFit_isRefused();
    void body_ofAnUnknownKind_isRefused();
    void equalBodies_giveEqualBytes();
    void entity_readsBack();
    void entity_cutOrDamaged_isSoundOrRefused();
    void workspace_readsBack();
    void workspace_cutOrDamaged_isSoundOrRefused();
};

void TestCodec::body_ofEveryKind_readsBack() {
    const EntryKind kind = fetchKind();
    test::RandomValues values(kSeed);
    for (int i = 0; i < 200; ++i) {
        const EntryBody body = values.body(kind);
        const Result<EntryBody> read = decodeBody(kind, encodeBody(body));
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(*read == body);
    }
}

void TestCodec::body_ofEveryKind_emptyReadsBack() {
    const EntryKind kind = fetchKind();
    // The body of this kind with nothing set, whatever type that is.
    EntryBody body = test::RandomValues(kSeed).body(kind);
    std::visit([](auto& one) { one = {}; }, body);
    const Result<EntryBody> read = decodeBody(kind, encodeBody(body));
    QVERIFY2(read, read ? "" : read.error().message().c_str());
    QVERIFY(*read == body);
}

void TestCodec::body_cutAnywhere_isCorrupt() {
    const EntryKind kind = fetchKind();
    test::RandomValues values(kSeed);
    for (int i = 0; i < 8; ++i) {
        const std::string whole = encodeBody(values.body(kind));
        for (std::size_t size = 0; size < whole.size(); ++size) {
            // A copy of its own, so that a read beyond it is seen by the sanitizer.
            const std::string cut = whole.substr(0, size);
            const Result<EntryBody> read = decodeBody(kind, cut);
            QVERIFY2(!read, std::to_string(size).c_str());
            QCOMPARE(read.error().code, ErrorCode::Corrupt);
        }
    }
}

void TestCodec::body_withOneByteFlipped_isSoundOrRefused() {
    const EntryKind kind = fetchKind();
    test::RandomValues values(kSeed);
    for (int i = 0; i < 2; ++i) {
        const std::string whole = encodeBody(values.body(kind));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const int mask : {0x01, 0x02, 0x10, 0x40, 0x80, 0xff}) {
                std::string flipped = whole;
                flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ mask);
                QVERIFY(isSoundOrRefused(decodeBody(kind, flipped), flipped, encodeBody));
            }
        }
    }
}

void TestCodec::body_damagedAtRandom_isSoundOrRefused() {
    const EntryKind kind = fetchKind();
    test::RandomValues values(kSeed);
    base::Random random(kSeed);
    for (int i = 0; i < 1000; ++i) {
        const std::string bytes = damaged(encodeBody(values.body(kind)), random);
        QVERIFY(isSoundOrRefused(decodeBody(kind, bytes), bytes, encodeBody));
    }
}

void TestCodec::body_ofNoise_isSoundOrRefused() {
    const EntryKind kind = fetchKind();
    base::Random random(kSeed);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes = bytesOf({1 + static_cast<int>(random.below(2))});
        // Mostly small bytes: they go deepest.
        const std::uint64_t bound = random.below(4) == 0 ? 256 : 4;
        for (std::uint64_t left = random.below(200); left > 0; --left)
            bytes.push_back(static_cast<char>(random.below(bound)));
        QVERIFY(isSoundOrRefused(decodeBody(kind, bytes), bytes, encodeBody));
    }
}

void TestCodec::body_withAByteTooMany_isCorrupt() {
    const EntryKind kind = fetchKind();
    test::RandomValues values(kSeed);
    for (const int extra : {0x00, 0x01, 0x80}) {
        const Result<EntryBody> read = decodeBody(kind, encodeBody(values.body(kind)) + static_cast<char>(extra));
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Corrupt);
    }
}

void TestCodec::body_hasTheBytesOfItsFormat_data() {
    QTest::addColumn<EntryBody>("body");
    QTest::addColumn<std::string>("bytes");
    // 300 ms are folded to 600, which is 0x58 with more to come, and 4.
    const base::WallTime time(std::chrono::milliseconds(300));
    QTest::newRow("a write taken, nothing created")
        << EntryBody(WriteSucceeded{Seq(5), Side::HubSpot, std::nullopt, time}) << bytesOf({1, 10, 1, 0, 0xd8, 4});
    QTest::newRow("a write taken, a record created")
        << EntryBody(WriteSucceeded{Seq(5), Side::HubSpot, "77", time}) << bytesOf({1, 10, 1, 1, 2, '7', '7', 0xd8, 4});
    QTest::newRow("a gap with one record")
        << EntryBody(GapDetected{Side::Salesforce, "lost", {{Side::Salesforce, "contact", "003"}}, true})
        << bytesOf({1, 0, 4, 'l', 'o', 's', 't', 1, 0, 7, 'c', 'o', 'n', 't', 'a', 'c', 't', 3, '0', '0', '3', 1});
    Version version;
    version.id = {Seq(3), Side::HubSpot};
    version.value = {{"A", "a"}, {std::nullopt, ""}};
    version.time = {base::WallTime(std::chrono::milliseconds(-1)), time, false, true};
    version.writer = {WriterKind::Person, "me"};
    version.byRead = true;
    QTest::newRow("a write of one field")
        << EntryBody(WriteSent{Side::Salesforce, "003", 2, {{"phone", version}}})
        << bytesOf({1, 0, 1,   3, '0', '0', '3', 4, 1,    5, 'p', 'h', 'o', 'n', 'e', 6,   1,
                    1, 1, 'A', 1, 'a', 0,   0,   1, 0xd8, 4, 0,   1,   1,   2,   'm', 'e', 1});
    QTest::newRow("a conflict that a person opened again")
        << EntryBody(ConflictOpened{"f", ConflictType::RefusedChange, {}, "me"})
        << bytesOf({2, 1, 'f', 1, 0, 2, 'm', 'e'});
    QTest::newRow("a conflict resolved") << EntryBody(ConflictResolved{
        Seq(2), "f", Version{}, {{version, Side::HubSpot, true}}, false, "me", "so", ConflictType::FirstComparison})
                                         << bytesOf({2, 4, 1,   'f', 0, 0, 0,   0, 0,   0,   0,   0, 0,    0,   0, 0,
                                                     0, 1, 6,   1,   1, 1, 'A', 1, 'a', 0,   0,   1, 0xd8, 4,   0, 1,
                                                     1, 2, 'm', 'e', 1, 1, 1,   0, 2,   'm', 'e', 2, 's',  'o', 2});
}

void TestCodec::body_hasTheBytesOfItsFormat() {
    QFETCH(EntryBody, body);
    QFETCH(std::string, bytes);
    QCOMPARE(encodeBody(body), bytes);
    const Result<EntryBody> read = decodeBody(static_cast<EntryKind>(body.index() + 1), bytes);
    QVERIFY(read);
    QVERIFY(*read == body);
}

void TestCodec::body_ofAnOlderFormat_isRead() {
    const auto opened = decodeBody(EntryKind::ConflictOpened, bytesOf({1, 1, 'f', 1, 0}));
    QVERIFY(opened);
    QVERIFY(*opened == EntryBody(ConflictOpened{"f", ConflictType::RefusedChange, {}}));
    // Of the candidates it had no more than the ids.
    const auto resolved = decodeBody(
        EntryKind::ConflictResolved,
        bytesOf({1, 4, 1, 'f', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 1, 8, 0, 0, 2, 'm', 'e', 2, 's', 'o'}));
    QVERIFY(resolved);
    const Candidate one{Version{.id = {Seq(3), Side::HubSpot}}, Side::HubSpot};
    const Candidate two{Version{.id = {Seq(4), Side::Salesforce}}, Side::Salesforce};
    QVERIFY(*resolved == EntryBody(ConflictResolved{Seq(2), "f", Version{}, {one, two}, false, "me", "so"}));
}

void TestCodec::body_thatDoesNotFit_isRefused_data() {
    QTest::addColumn<EntryKind>("kind");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* why, EntryKind kind, std::string bytes, ErrorCode code = ErrorCode::Corrupt) {
        QTest::newRow(why) << kind << std::move(bytes) << code;
    };
    const EntryKind taken = EntryKind::WriteSucceeded;
    row("no bytes", taken, "");
    row("format 0", taken, bytesOf({0, 10, 1, 0, 0}));
    row("a newer format", taken, bytesOf({2, 10, 1, 0, 0}), ErrorCode::UnsupportedVersion);
    row("only the format", taken, bytesOf({1}));
    row("a newer format of a conflict", EntryKind::ConflictOpened, bytesOf({3, 1, 'f', 1, 0, 0}),
        ErrorCode::UnsupportedVersion);
    row("a third side", taken, bytesOf({1, 10, 2, 0, 0}));
    row("a yes that is 2", taken, bytesOf({1, 10, 1, 2, 0}));
    row("a number written longer than needed", taken, bytesOf({1, 0x8a, 0, 1, 0, 0}));
    row("a number of 65 bits", taken, bytesOf({1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 1, 0, 0}));
    row("a number that never ends", taken, bytesOf({1}) + std::string(20, '\xff'));
    row("a text of 2^63 bytes", taken,
        bytesOf({1, 10, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 'x'}));
    row("a text of 2^64 - 1 bytes", taken,
        bytesOf({1, 10, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 'x'}));
    row("more decisions than bytes", EntryKind::FieldsDecided, bytesOf({1, 0xff, 0xff, 0xff, 0xff, 0x0f}));
    row("an attempt beyond 32 bits", EntryKind::WriteSent, bytesOf({1, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x20, 0}));
    row("an unknown outcome", EntryKind::FieldsDecided, bytesOf({1, 1, 1, 'f', 200, 0}));
    row("objects out of order", EntryKind::PolicyChanged, bytesOf({1, 0, 2, 1, 'b', 0, 1, 'a', 0, 0, 0, 0, 0}));
    row("an object twice", EntryKind::PolicyChanged, bytesOf({1, 0, 2, 1, 'a', 0, 1, 'a', 0, 0, 0, 0, 0}));
}

void TestCodec::body_thatDoesNotFit_isRefused() {
    QFETCH(EntryKind, kind);
    QFETCH(std::string, bytes);
    QFETCH(ErrorCode, code);
    const Result<EntryBody> read = decodeBody(kind, bytes);
    QVERIFY(!read);
    QCOMPARE(read.error().code, code);
    QVERIFY(!read.error().detail.empty());
    QCOMPARE(read.error().object, std::string(name(kind)));
}

void TestCodec::body_ofAnUnknownKind_isRefused() {
    QCOMPARE(decodeBody(static_cast<EntryKind>(0), bytesOf({1})).error().code, ErrorCode::Corrupt);
    QCOMPARE(decodeBody(static_cast<EntryKind>(kKinds + 1), bytesOf({1})).error().code, ErrorCode::UnsupportedVersion);
    QCOMPARE(decodeBody(static_cast<EntryKind>(255), bytesOf({1})).error().code, ErrorCode::UnsupportedVersion);
}

void TestCodec::equalBodies_giveEqualBytes() {
    for (std::size_t i = 1; i <= kKinds; ++i) {
        test::RandomValues one(kSeed + i);
        test::RandomValues other(kSeed + i);
        for (int times = 0; times < 20; ++times)
            QCOMPARE(encodeBody(one.body(static_cast<EntryKind>(i))),
                     encodeBody(other.body(static_cast<EntryKind>(i))));
    }
}

void TestCodec::entity_readsBack() {
    test::RandomValues values(kSeed);
    for (int i = 0; i < 500; ++i) {
        const Entity entity = values.entity();
        const Result<Entity> read = decodeEntity(encodeEntity(entity));
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(*read == entity);
    }
}

void TestCodec::entity_cutOrDamaged_isSoundOrRefused() {
    test::RandomValues values(kSeed);
    base::Random random(kSeed);
    const std::string whole = encodeEntity(values.entity());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string cut = whole.substr(0, size);
        QVERIFY(!decodeEntity(cut));
    }
    for (int i = 0; i < 5000; ++i) {
        const std::string bytes = damaged(encodeEntity(values.entity()), random);
        QVERIFY(isSoundOrRefused(decodeEntity(bytes), bytes, encodeEntity));
    }
}

void TestCodec::workspace_readsBack() {
    test::RandomValues values(kSeed);
    for (int i = 0; i < 500; ++i) {
        const WorkspaceState state = values.workspace();
        const Result<WorkspaceState> read = decodeWorkspace(encodeWorkspace(state));
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(*read == state);
    }
}

void TestCodec::workspace_cutOrDamaged_isSoundOrRefused() {
    test::RandomValues values(kSeed);
    base::Random random(kSeed);
    const std::string whole = encodeWorkspace(values.workspace());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::string cut = whole.substr(0, size);
        QVERIFY(!decodeWorkspace(cut));
    }
    for (int i = 0; i < 5000; ++i) {
        const std::string bytes = damaged(encodeWorkspace(values.workspace()), random);
        QVERIFY(isSoundOrRefused(decodeWorkspace(bytes), bytes, encodeWorkspace));
    }
}

QTEST_APPLESS_MAIN(TestCodec)
#include "test_codec.moc"
