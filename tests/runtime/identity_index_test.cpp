#include "engine/runtime/identity_index.h"

#include "tests/runtime/step_world.h"

#include <QTest>
#include <cstring>

using namespace syncline;
using namespace syncline::test;

namespace {

/// As a digest would be: every part of it differs from number to number.
core::Identity identity(std::int64_t number) {
    base::Random random(static_cast<std::uint64_t>(number));
    core::Identity made{};
    for (std::size_t at = 0; at < made.size(); at += sizeof(std::uint64_t)) {
        const std::uint64_t word = random.next();
        std::memcpy(made.data() + at, &word, sizeof word);
    }
    return made;
}

/// Changes numbered as their entries, of `entities` records in turn.
journal::Batch changes(std::int64_t from, std::int64_t count, std::int64_t entities) {
    journal::Batch batch;
    for (std::int64_t seq = from; seq < from + count; ++seq) {
        const std::int64_t entity = (seq - 1) % entities + 1;
        core::Entry entry;
        entry.seq = core::Seq(seq);
        entry.entity = core::EntityId(entity);
        entry.body = changeOf(kSf, "contact", "003-" + std::to_string(entity), {});
        batch.entries.push_back({std::move(entry), identity(seq)});
    }
    return batch;
}

bool isKnown(runtime::IdentityIndex& index, std::int64_t number, std::int64_t entity) {
    const auto known = index.isKnown(identity(number), core::EntityId(entity));
    if (!known)
        qFatal("%s", known.error().message().c_str());
    return *known;
}

}  // namespace

class IdentityIndexTest : public QObject {
    Q_OBJECT

private slots:
    void change_isKnown_onceItWasAdded();
    void change_isKnown_afterAReload();
    void olderThanWhatIsInMemory_isFoundByItsRecord();
};

void IdentityIndexTest::change_isKnown_onceItWasAdded() {
    RuntimeFolder folder;
    const auto index = runtime::IdentityIndex::open(folder.path());
    QVERIFY(index);
    QVERIFY(!isKnown(**index, 1, 0));
    (*index)->add(identity(1));
    QVERIFY(isKnown(**index, 1, 0));
    QVERIFY(isKnown(**index, 1, 7));
    QVERIFY(!isKnown(**index, 2, 7));
}

void IdentityIndexTest::change_isKnown_afterAReload() {
    RuntimeFolder folder;
    folder.append(changes(1, 100, 10));
    const auto index = runtime::IdentityIndex::open(folder.path());
    QVERIFY(index);
    for (std::int64_t number = 1; number <= 100; ++number)
        QVERIFY(isKnown(**index, number, 0));
    for (std::int64_t number = 101; number <= 1000; ++number)
        QVERIFY(!isKnown(**index, number, 1));
}

void IdentityIndexTest::olderThanWhatIsInMemory_isFoundByItsRecord() {
    // More than the index keeps whole: the first ones are only "maybe known", and looked up.
    constexpr std::int64_t kMany = 17'000;
    constexpr std::int64_t kEntities = 100;
    RuntimeFolder folder;
    folder.append(changes(1, kMany, kEntities));
    folder.project();
    const auto index = runtime::IdentityIndex::open(folder.path());
    QVERIFY(index);
    QVERIFY(isKnown(**index, 1, 1));
    QVERIFY(isKnown(**index, 2, 2));
    QVERIFY(isKnown(**index, kMany, kMany % kEntities));
    // Nobody else's record has it, and a record that nobody knows has nothing.
    QVERIFY(!isKnown(**index, 1, 2));
    QVERIFY(!isKnown(**index, 1, 0));
}

QTEST_GUILESS_MAIN(IdentityIndexTest)
#include "identity_index_test.moc"
