#include "app/console_command.h"

#include "app/new_workspace.h"
#include "engine/mapping/workspace.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace syncline;
using app::ConsoleOptions;
using app::ExitCode;

namespace {

/// What a command line leads to: "console …", "run", or the exit code's name of a refusal.
struct Parsed {
    explicit Parsed(const QStringList& arguments) {
        CLI::App program("test");
        program.require_subcommand(0, 1);
        app::Run run;
        CLI::App* other = program.add_subcommand("run", "another command");
        std::string folder;
        other->add_option("workspace", folder);
        other->callback([this] { outcome = QStringLiteral("run"); });
        app::addConsoleCommand(program, run, [this](const ConsoleOptions& asked) {
            outcome = QStringLiteral("console");
            options = asked;
            return ExitCode::Done;
        });
        std::vector<std::string> reversed;
        for (const QString& argument : arguments)
            reversed.insert(reversed.begin(), argument.toStdString());
        try {
            program.parse(reversed);
        } catch (const CLI::ParseError&) {
            outcome = QStringLiteral("refused");
            return;
        }
        if (run && run() == ExitCode::Usage)
            outcome = QStringLiteral("mistake");
    }

    QString outcome;
    ConsoleOptions options;
};

std::filesystem::path pathOf(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

}  // namespace

class ConsoleCommandTest : public QObject {
    Q_OBJECT
private slots:
    void commandLine_data();
    void commandLine();
    void commandLine_optionsArrive();
    void commandLine_workspaceThatExists();
    void withoutDisplay_namesRun();
    void misspelt_isToldWhatWasMeant_data();
    void misspelt_isToldWhatWasMeant();
    void unexpected_isToldInItsOrder();
    void newWorkspace_observesBothDirections();
    void newWorkspace_isRefused_data();
    void newWorkspace_isRefused();
    void newWorkspace_overwritesNothing();
};

void ConsoleCommandTest::commandLine_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char* name, const QString& arguments, const QString& outcome) {
        QTest::newRow(name) << arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts) << outcome;
    };
    const QString console = QStringLiteral("console");
    const QString refused = QStringLiteral("refused");
    const QString mistake = QStringLiteral("mistake");
    row("nothing", QString(), console);
    row("sandbox", QStringLiteral("--sandbox"), console);
    row("sandbox with all", QStringLiteral("--sandbox --seed 7 --edits-per-second 2.5"), console);
    row("sandbox in a folder to be made", QStringLiteral("nowhere --sandbox"), console);
    row("another command", QStringLiteral("run somewhere"), QStringLiteral("run"));
    row("a folder that is not there", QStringLiteral("nowhere"), mistake);
    row("a misspelt command", QStringLiteral("stauts"), mistake);
    row("a misspelt command with its argument", QStringLiteral("stauts somewhere"), refused);
    row("a new one", QStringLiteral("--new"), console);
    row("a new one of the sandbox", QStringLiteral("--new --sandbox"), refused);
    row("seed without sandbox", QStringLiteral("--seed 7"), mistake);
    row("too many edits", QStringLiteral("--sandbox --edits-per-second 501"), refused);
    row("seed is no number", QStringLiteral("--sandbox --seed x"), refused);
    row("console's option before another command", QStringLiteral("--sandbox run somewhere"), refused);
    row("unknown option", QStringLiteral("--light"), refused);
}

void ConsoleCommandTest::commandLine() {
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, outcome);
    QCOMPARE(Parsed(arguments).outcome, outcome);
}

void ConsoleCommandTest::commandLine_optionsArrive() {
    const Parsed parsed({QStringLiteral("acme"), QStringLiteral("--sandbox"), QStringLiteral("--seed"),
                         QStringLiteral("7"), QStringLiteral("--edits-per-second"), QStringLiteral("2.5")});
    QCOMPARE(parsed.options.workspace, std::filesystem::path("acme"));
    QVERIFY(parsed.options.sandbox);
    QCOMPARE(parsed.options.seed, std::optional<std::uint64_t>(7));
    QCOMPARE(parsed.options.editsPerSecond, std::optional(2.5));
    const Parsed plain{QStringList()};
    QVERIFY(plain.options.workspace.empty());
    QVERIFY(!plain.options.sandbox && !plain.options.seed && !plain.options.editsPerSecond);
}

void ConsoleCommandTest::commandLine_workspaceThatExists() {
    const QTemporaryDir folder;
    QCOMPARE(Parsed({folder.path()}).outcome, QStringLiteral("mistake"));
    QVERIFY(mapping::createSandboxWorkspace(pathOf(folder), {}, base::WallTime{}));
    QCOMPARE(Parsed({folder.path()}).outcome, QStringLiteral("console"));
}

void ConsoleCommandTest::withoutDisplay_namesRun() {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(SYNCLINE_PROGRAM), {QStringLiteral("--sandbox")});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), static_cast<int>(ExitCode::CouldNot));
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains("syncline run"), errors.constData());
    QCOMPARE(errors.count('\n'), 1);
}

void ConsoleCommandTest::misspelt_isToldWhatWasMeant_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("meant");
    const auto row = [](const char* name, const char* arguments, const char* meant) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << QByteArray(meant);
    };
    row("a command", "statsu", "Did you mean \"status\"?");
    row("a command with its argument", "statsu my-workspace", "\"statsu\" is no command. Did you mean \"status\"?");
    row("a command with an option", "statsu my-workspace --json", "Did you mean \"status\"?");
    row("a command's command", "journal lst my-workspace", "\"lst\" is no command. Did you mean \"list\"?");
    row("an option", "status my-workspace --jsno", "\"--jsno\" is no option here. Did you mean \"--json\"?");
    row("an option with its value", "journal list my-workspace --fliter=x", "Did you mean \"--filter\"?");
    row("an option in a group", "consumers rewind my-workspace events --to-sec 7", "Did you mean \"--to-seq\"?");
    row("the beginning of an option", "run my-workspace --edits 3", "Did you mean \"--edits-per-second\"?");
    row("an option with one dash", "status my-workspace -json", "Did you mean \"--json\"?");
    row("an option of the console", "--sandbx", "Did you mean \"--sandbox\"?");
    row("a value that looks like a command", "journal list my-workspace --filter lst --jsom",
        "Did you mean \"--json\"?");
    row("nothing like it", "frobnicate my-workspace", "");
    row("an option without a name", "status my-workspace --=x", "");
    row("dashes alone", "---", "");
    row("an option like no other", "status my-workspace --verbose", "");
}

void ConsoleCommandTest::misspelt_isToldWhatWasMeant() {
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, meant);
    QProcess process;
    process.start(QStringLiteral(SYNCLINE_PROGRAM), arguments.split(QLatin1Char(' ')));
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), static_cast<int>(ExitCode::Usage));
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(meant.isEmpty() ? !errors.contains("Did you mean") : errors.contains(meant), errors.constData());
}

void ConsoleCommandTest::unexpected_isToldInItsOrder() {
    QProcess process;
    process.start(QStringLiteral(SYNCLINE_PROGRAM),
                  {QStringLiteral("journal"), QStringLiteral("list"), QStringLiteral("my-workspace"),
                   QStringLiteral("--filtr"), QStringLiteral("x")});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), static_cast<int>(ExitCode::Usage));
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains("not expected: --filtr x\n"), errors.constData());
    QVERIFY2(errors.contains("Did you mean \"--filter\"?"), errors.constData());
}

void ConsoleCommandTest::newWorkspace_observesBothDirections() {
    const QTemporaryDir folder;
    const auto made = app::createWorkspace(
        {pathOf(folder) / "new", "Acme \"East\"", {"https://acme.my.salesforce.com", "https://api.hubapi.com"}});
    QVERIFY2(made.has_value(), made ? "" : made.error().message().c_str());
    const auto workspace = mapping::readWorkspace(pathOf(folder) / "new");
    QVERIFY2(workspace.has_value(), workspace ? "" : workspace.error().message().c_str());
    QCOMPARE(workspace->name, std::string("Acme \"East\""));
    QVERIFY(!workspace->sandbox);
    QCOMPARE(workspace->connection.salesforce.baseUrl, std::string("https://acme.my.salesforce.com"));
    QCOMPARE(workspace->connection.hubspot.baseUrl, std::string("https://api.hubapi.com"));
    QCOMPARE(workspace->mode.salesforce, core::Mode::Observe);
    QCOMPARE(workspace->mode.hubspot, core::Mode::Observe);
    QVERIFY(!workspace->objects.empty());
    QVERIFY(workspace->id != "00000000-0000-8000-8000-000000000000");
}

void ConsoleCommandTest::newWorkspace_isRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("salesforce");
    QTest::newRow("plain http to the world") << QStringLiteral("Acme") << QStringLiteral("http://acme.example");
    QTest::newRow("no address") << QStringLiteral("Acme") << QStringLiteral("acme");
    QTest::newRow("no name") << QString() << QStringLiteral("https://acme.example");
}

void ConsoleCommandTest::newWorkspace_isRefused() {
    QFETCH(const QString, name);
    QFETCH(const QString, salesforce);
    const QTemporaryDir folder;
    const auto made = app::createWorkspace(
        {pathOf(folder) / "new", name.toStdString(), {salesforce.toStdString(), "https://api.hubapi.com"}});
    QVERIFY(!made);
    QCOMPARE(made.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY(!std::filesystem::exists(pathOf(folder) / "new" / "workspace.json"));
}

void ConsoleCommandTest::newWorkspace_overwritesNothing() {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("workspace.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine");
    file.close();
    const auto made =
        app::createWorkspace({pathOf(folder), "Acme", {"https://acme.example", "https://api.hubapi.com"}});
    QVERIFY(!made);
    QCOMPARE(made.error().code, base::ErrorCode::AlreadyExists);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("mine"));
}

QTEST_GUILESS_MAIN(ConsoleCommandTest)
#include "console_command_test.moc"
