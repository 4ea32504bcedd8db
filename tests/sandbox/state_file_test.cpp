#include "engine/sandbox/state_file.h"

#include "engine/sandbox/model/codec.h"

#include <QTemporaryDir>
#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;

namespace {

const base::WallTime kStart{std::chrono::milliseconds(1'795'430'400'000)};

model::World busyWorld() {
    model::WorldOptions options;
    options.start = kStart;
    options.editsPerSecond = 50;
    options.habits.create = 0.05;
    options.habits.merge = 0.02;
    return model::World(options);
}

}  // namespace

class StateFileTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void newFile_holdsNothing();
    void savedWorld_isFoundAgain();
    void everySave_isTheWholeTruth();
    void expiredEvents_leaveTheFile();
    void secondSandbox_isTurnedAway();
    void newerSchema_isRefused();
    void anotherFile_isCorrupt();

private:
    [[nodiscard]] std::filesystem::path path() const {
        return std::filesystem::path(m_directory->filePath(QStringLiteral("world.db")).toStdString());
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void StateFileTest::newFile_holdsNothing() {
    auto file = StateFile::open(path());
    QVERIFY(file.has_value());
    const auto loaded = file->load();
    QVERIFY(loaded.has_value());
    QVERIFY(!loaded->has_value());
}

void StateFileTest::savedWorld_isFoundAgain() {
    model::World world = busyWorld();
    world.advanceTo(kStart + std::chrono::seconds(3));
    KeyValues values;
    values.put("grants/one", std::string("a\0b", 3));
    values.put("grants/two", "gone soon");
    values.putAside("files/one", "large");
    {
        auto file = StateFile::open(path());
        QVERIFY(file->save(world, values).has_value());
        values.erase("grants/two");
        QVERIFY(file->save(world, values).has_value());
    }
    auto again = StateFile::open(path());
    const auto loaded = again->load();
    QVERIFY(loaded.has_value() && loaded->has_value());
    QCOMPARE(model::WorldCodec::canonical((*loaded)->world), model::WorldCodec::canonical(world));
    QCOMPARE((*loaded)->world.now(), world.now());
    QCOMPARE((*loaded)->values.inMemory(), values.withPrefix(""));
}

void StateFileTest::everySave_isTheWholeTruth() {
    model::World world = busyWorld();
    KeyValues values;
    for (int i = 1; i <= 40; ++i) {
        auto file = StateFile::open(path());
        QVERIFY(file.has_value());
        const auto loaded = file->load();
        QVERIFY(loaded.has_value());
        if (loaded->has_value())
            QCOMPARE(model::WorldCodec::canonical((*loaded)->world), model::WorldCodec::canonical(world));
        world.advanceTo(kStart + std::chrono::milliseconds(i * 97));
        QVERIFY(file->save(world, values).has_value());
    }
}

void StateFileTest::expiredEvents_leaveTheFile() {
    model::World world = busyWorld();
    KeyValues values;
    auto file = StateFile::open(path());
    world.advanceTo(kStart + std::chrono::seconds(10));
    QVERIFY(file->save(world, values).has_value());
    world.setEditsPerSecond(0.01);
    world.advanceTo(kStart + std::chrono::hours(74));
    QVERIFY(file->save(world, values).has_value());
    const auto loaded = file->load();
    QVERIFY(loaded.has_value());
    QCOMPARE(model::WorldCodec::canonical((*loaded)->world), model::WorldCodec::canonical(world));
    QVERIFY((*loaded)->world.crm(model::Side::HubSpot).events().front().number > 1);
}

void StateFileTest::secondSandbox_isTurnedAway() {
    auto first = StateFile::open(path());
    QVERIFY(first.has_value());
    const auto second = StateFile::open(path());
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, base::ErrorCode::Busy);
}

void StateFileTest::newerSchema_isRefused() {
    {
        auto connection = sqlite::Connection::open(path(), {});
        QVERIFY(connection->runScript("PRAGMA user_version = 7").has_value());
    }
    const auto file = StateFile::open(path());
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().code, base::ErrorCode::UnsupportedVersion);
    QVERIFY(file.error().message().find("version 7") != std::string::npos);
}

void StateFileTest::anotherFile_isCorrupt() {
    QFile other(QString::fromStdString(path().string()));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(QByteArray(4096, 'x'));
    other.close();
    const auto file = StateFile::open(path());
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().code, base::ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(StateFileTest)
#include "state_file_test.moc"
