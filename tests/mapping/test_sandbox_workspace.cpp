#include "engine/mapping/sandbox_workspace.h"
#include "engine/mapping/translate.h"
#include "engine/mapping/workspace.h"
#include "engine/sandbox/model/schema.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace syncline;
using namespace syncline::mapping;
using base::ErrorCode;
using core::Side;
namespace model = syncline::sandbox::model;

namespace {

const base::WallTime kNow{std::chrono::milliseconds(1'795'430'400'000)};

std::string textOf(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

Workspace sample() {
    auto read = parseWorkspace(sandboxWorkspaceText(), "sandbox.json");
    if (!read)
        qFatal("%s", read.error().message().c_str());
    return *std::move(read);
}

const model::ObjectSchema& schemaOf(const ObjectMapping& object, Side side) {
    const auto kind = object.name == "contact" ? model::ObjectKind::Contact : model::ObjectKind::Company;
    return model::schemaOf(side == Side::Salesforce ? model::Side::Salesforce : model::Side::HubSpot, kind);
}

/// Whether a comparison suits a type of the sandbox.
bool suits(Comparison comparison, model::FieldType type) {
    using enum model::FieldType;
    switch (type) {
        case Email:
            return comparison == Comparison::CaseInsensitive;
        case Phone:
            return comparison == Comparison::PhoneDigits;
        case Options:
            return comparison == Comparison::Set;
        case Integer:
        case Decimal:
            return comparison == Comparison::Number;
        case Boolean:
            return comparison == Comparison::Boolean;
        case Date:
            return comparison == Comparison::Date;
        case DateTime:
            return comparison == Comparison::Instant;
        default:
            return comparison == Comparison::Trimmed || comparison == Comparison::CaseInsensitive;
    }
}

/// The options of a side whose translation the other side does not have.
std::string optionsNotKnownBeyond(const ObjectMapping& object, const FieldMapping& field, Side side) {
    const auto& beyond = schemaOf(object, other(side)).find(field.field[other(side)])->options;
    std::string unknown;
    for (const std::string& option : schemaOf(object, side).find(field.field[side])->options) {
        const std::string translated = *translate(field, side, option)[other(side)].text;
        if (std::find(beyond.begin(), beyond.end(), translated) == beyond.end())
            unknown += option + " ";
    }
    return unknown;
}

}  // namespace

/// The sample that a new sandbox workspace begins as, and its making.
class TestSandboxWorkspace : public QObject {
    Q_OBJECT

private slots:
    void sample_isWithoutMistakes();
    void sample_mapsWhatTheSandboxHas();
    void sample_namesEveryOption();
    void sample_linksAndCreatesBothWays();
    void newWorkspace_isReadBack();
    void newWorkspace_hasAnIdOfItsOwn();
    void newWorkspace_isNeverWrittenOverAnother();
    void newWorkspace_needsAFolderThatCanBe();
    void settingsThatTheFileMayNotHold_areRefused();
};

void TestSandboxWorkspace::sample_isWithoutMistakes() {
    const auto read = parseWorkspace(sandboxWorkspaceText(), "sandbox.json");
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QVERIFY(read->mode == (core::PerSide<core::Mode>{core::Mode::Live, core::Mode::Live}));
    QCOMPARE(read->streams, (std::vector<StreamSettings>{{"events", "streams/events.jsonl", ""}}));
}

void TestSandboxWorkspace::sample_mapsWhatTheSandboxHas() {
    const Workspace workspace = sample();
    QCOMPARE(workspace.objects.size(), std::size_t{2});
    for (const ObjectMapping& object : workspace.objects) {
        for (const Side side : core::kSides) {
            const model::ObjectSchema& schema = schemaOf(object, side);
            QCOMPARE(object.object[side], schema.name);
            for (const FieldMapping& field : object.fields) {
                const model::FieldSchema* const there = schema.find(field.field[side]);
                QVERIFY2(there != nullptr && there->writable && !there->hidden, field.name.c_str());
                QVERIFY2(suits(field.comparison, there->type), field.name.c_str());
            }
            const model::FieldSchema* const partnerId = schema.find(object.partnerId[side]);
            QVERIFY(partnerId != nullptr && partnerId->unique);
        }
    }
}

void TestSandboxWorkspace::sample_namesEveryOption() {
    for (const ObjectMapping& object : sample().objects) {
        for (const FieldMapping& field : object.fields) {
            for (const Side side : core::kSides)
                QCOMPARE(optionsNotKnownBeyond(object, field, side), std::string());
        }
    }
}

void TestSandboxWorkspace::sample_linksAndCreatesBothWays() {
    for (const ObjectMapping& object : sample().objects) {
        QCOMPARE(object.create, (core::PerSide<bool>{true, true}));
        QVERIFY(!object.matchKeys.empty());
        for (const Side side : core::kSides) {
            for (const model::FieldSchema& field : schemaOf(object, side).fields) {
                if (field.required)
                    QVERIFY2(object.findOn(side, field.name) != nullptr, field.name.c_str());
            }
        }
    }
}

void TestSandboxWorkspace::newWorkspace_isReadBack() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = std::filesystem::path(directory.path().toStdString()) / "new" / "sandbox";
    const SandboxSettings settings{42, 0.5};
    QVERIFY(createSandboxWorkspace(folder, settings, kNow).has_value());
    const auto read = readWorkspace(folder);
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QCOMPARE(read->sandbox, std::optional(settings));
    QVERIFY(read->objects == sample().objects);
    QCOMPARE(read->policyHash, sample().policyHash);
    // Its text is the sample's but for what is its own.
    QString text = QString::fromStdString(textOf(folder / "workspace.json"));
    text.replace(QString::fromStdString(read->id), QStringLiteral("00000000-0000-8000-8000-000000000000"))
        .replace(QStringLiteral("{ \"seed\": 42, \"editsPerSecond\": 0.5 }"),
                 QStringLiteral("{ \"seed\": 1, \"editsPerSecond\": 2 }"));
    QCOMPARE(text.toStdString(), std::string(sandboxWorkspaceText()));
}

void TestSandboxWorkspace::newWorkspace_hasAnIdOfItsOwn() {
    const QTemporaryDir directory;
    const std::filesystem::path root = directory.path().toStdString();
    const auto idOf = [&](const char* folder, std::uint64_t seed, base::WallTime now) {
        const std::filesystem::path path = root / folder;
        if (!createSandboxWorkspace(path, {seed, 2}, now))
            return std::string("(not made)");
        const auto read = readWorkspace(path);
        std::filesystem::remove(path / "workspace.json");
        return read ? read->id : std::string("(not read)");
    };
    const std::string id = idOf("a", 1, kNow);
    const QRegularExpression version8(
        QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    QVERIFY2(version8.match(QString::fromStdString(id)).hasMatch(), id.c_str());
    QCOMPARE(idOf("a", 1, kNow), id);
    QVERIFY(idOf("b", 1, kNow) != id);
    QVERIFY(idOf("a", 2, kNow) != id);
    QVERIFY(idOf("a", 1, kNow + std::chrono::milliseconds(1)) != id);
}

void TestSandboxWorkspace::newWorkspace_isNeverWrittenOverAnother() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    QVERIFY(createSandboxWorkspace(folder, {}, kNow).has_value());
    const std::string before = textOf(folder / "workspace.json");
    const auto again = createSandboxWorkspace(folder, {7, 3}, kNow);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    QCOMPARE(textOf(folder / "workspace.json"), before);
}

void TestSandboxWorkspace::newWorkspace_needsAFolderThatCanBe() {
    const QTemporaryDir directory;
    const std::filesystem::path file = std::filesystem::path(directory.path().toStdString()) / "file";
    std::ofstream(file) << "x";
    const auto below = createSandboxWorkspace(file / "workspace", {}, kNow);
    QVERIFY(!below);
    QCOMPARE(below.error().code, ErrorCode::Io);
    const auto nowhere = createSandboxWorkspace("", {}, kNow);
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::InvalidArgument);
}

void TestSandboxWorkspace::settingsThatTheFileMayNotHold_areRefused() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    const auto tooFast = createSandboxWorkspace(folder, {1, 5000}, kNow);
    QVERIFY(!tooFast);
    QCOMPARE(tooFast.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(tooFast.error().detail,
             std::string("line 5, /sandbox/editsPerSecond: expected a number from 0 to 1000, found 5000"));
    QVERIFY(!std::filesystem::exists(folder / "workspace.json"));
}

QTEST_APPLESS_MAIN(TestSandboxWorkspace)
#include "test_sandbox_workspace.moc"
