#include "app/console.h"

#include "engine/journal/workspace_lock.h"
#include "engine/sqlite/connection.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <set>

using namespace syncline;
using app::Console;
using app::ConsoleOptions;

namespace {

constexpr int kPatience = 20'000;

/// Names the file in which a program that was started beside this one leaves what it was called with.
constexpr const char* kStartedBeside = "SYNCLINE_TEST_STARTED_BESIDE";

QByteArray contentOf(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A console as runConsole() makes it, with its files in a folder of the test.
class Started {
public:
    Started(const QTemporaryDir& files, const ConsoleOptions& options)
        : m_console(std::make_unique<Console>(
            options, Console::Files{pathIn(files, "console.ini"), pathIn(files, "sandboxes")}, m_clock)) {
        m_console->start();
    }

    [[nodiscard]] static std::filesystem::path pathIn(const QTemporaryDir& folder, const char* name) {
        return folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    template <typename T = QWidget>
    [[nodiscard]] T* find(const char* name) const {
        return m_console->window().findChild<T*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString text(const char* name) const {
        const auto* label = find<QLabel>(name);
        return label != nullptr ? label->text() : QString();
    }
    [[nodiscard]] bool isConnected() const {
        const QString connected = QStringLiteral("Connected");
        return text("statusSalesforce").startsWith(connected) && text("statusHubSpot").startsWith(connected);
    }
    [[nodiscard]] bool says(const QString& part) const {
        const auto labels = m_console->window().findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }
    /// A key as a person hits it, in the window that is in front.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        ui::MainWindow& window = m_console->window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QWidget* const focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : &window, key, modifiers);
    }
    void type(const char* name, const QString& words) const {
        auto* const line = find<QLineEdit>(name);
        line->setFocus();
        QTest::keyClicks(line, words);
    }
    void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    [[nodiscard]] Console& console() const { return *m_console; }

private:
    const base::SystemClock m_clock;
    std::unique_ptr<Console> m_console;
};

ConsoleOptions sandboxIn(const std::filesystem::path& folder) {
    ConsoleOptions options;
    options.workspace = folder;
    options.sandbox = true;
    options.seed = 7;
    options.editsPerSecond = 20;
    return options;
}

}  // namespace

class ConsoleTest : public QObject {
    Q_OBJECT
private slots:
    void window_isThereBeforeTheEngine();
    void sandbox_runsAndClosesCleanly();
    void closing_whileItOpens();
    void secondConsole_isReadOnlyUntilTheFirstHasGone();
    void failure_isSaidAndTriedAgain();
    void engine_failsBeforeThereAreViews();
    void reopening_keepsTheWindowAtWork();
    void another_isOpenedWhileOneOpens();
    void firstStart_opensTheSandbox();
    void firstStart_makesAWorkspaceOnce();
    void newWorkspace_byKeyBesideAnOpenOne();
    void openWorkspace_looksBesideTheOpenOne();
    void newWorkspace_byKeysWhereNoneIsOpen();
    void lastWorkspace_isOpenedAgain();
    void freshSandbox_takesTheFormersPlace();
};

void ConsoleTest::window_isThereBeforeTheEngine() {
    const QTemporaryDir folder;
    const Started started(folder, sandboxIn(Started::pathIn(folder, "ws")));
    QVERIFY(started.console().window().isVisible());
    QVERIFY(started.find("openingPage")->isVisible());
    QVERIFY(started.find("navigation") == nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(started.find("navigation") != nullptr, kPatience);
}

void ConsoleTest::sandbox_runsAndClosesCleanly() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    {
        const Started started(folder, sandboxIn(workspace));
        QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(started.text("statusHead").remove(QLatin1Char(',')).toInt() > 20, kPatience);
        QCOMPARE(started.console().window().windowTitle(), QStringLiteral("Sandbox – ws – Syncline"));
        QCOMPARE(journal::WorkspaceLock::acquire(workspace).error().code, base::ErrorCode::Busy);
        QVERIFY(started.console().window().close());
    }
    QVERIFY(journal::WorkspaceLock::acquire(workspace).has_value());
}

void ConsoleTest::closing_whileItOpens() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    {
        const Started started(folder, sandboxIn(workspace));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(workspace / "workspace.json"), kPatience);
    }
    QVERIFY(journal::WorkspaceLock::acquire(workspace).has_value());
}

void ConsoleTest::secondConsole_isReadOnlyUntilTheFirstHasGone() {
    const QTemporaryDir folder;
    const QTemporaryDir other;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    auto first = std::make_unique<Started>(folder, sandboxIn(workspace));
    QTRY_VERIFY_WITH_TIMEOUT(first->isConnected(), kPatience);
    ConsoleOptions plain;
    plain.workspace = workspace;
    const Started second(other, plain);
    QTRY_VERIFY_WITH_TIMEOUT(second.says(QStringLiteral("Read-only: another Syncline writes")), kPatience);
    // What it shows of the engine is the other's.
    QTRY_VERIFY_WITH_TIMEOUT(second.isConnected(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(second.find("directionToHubSpot")->accessibleName().contains(QStringLiteral("Live")),
                             kPatience);
    QVERIFY(!second.find("directionToHubSpot")->isEnabled());
    // As if another process had taken it between two looks.
    QFile lock(QString::fromStdString((workspace / "workspace.lock").string()));
    QVERIFY(lock.open(QIODevice::WriteOnly | QIODevice::Truncate) && lock.write("4711\n") == 5);
    lock.close();
    QTRY_VERIFY_WITH_TIMEOUT(second.says(QStringLiteral("Process 4711 has the workspace")), kPatience);

    first.reset();
    QTRY_VERIFY_WITH_TIMEOUT(second.says(QStringLiteral("the other Syncline has ended")), kPatience);
    QVERIFY(second.says(QStringLiteral("Nobody runs the workspace any more")));
    QVERIFY(!second.says(QStringLiteral("Process 4711")));
    QVERIFY(second.find("directionToHubSpot")->toolTip().contains(QStringLiteral("nobody runs this workspace")));
    for (const char* side : {"statusSalesforce", "statusHubSpot"})
        QVERIFY2(second.text(side).startsWith(QStringLiteral("Not connected")), qPrintable(second.text(side)));
    // As if somebody had staged a rule to try it: the engine's views would not have it.
    second.console().window().setStagedRules(1);
    second.click("openForWriting");
    QTRY_VERIFY(second.find("restartAndDiscard") != nullptr);
    QVERIFY(second.says(QStringLiteral("is forgotten when the workspace is opened for writing")));
    QVERIFY(second.says(QStringLiteral("Read-only")));
    second.click("restartAndDiscard");
    QTRY_VERIFY_WITH_TIMEOUT(!second.says(QStringLiteral("Read-only")) && second.find("navigation") != nullptr,
                             kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(second.isConnected(), kPatience);
    second.click("directionToHubSpot");
    QTRY_VERIFY_WITH_TIMEOUT(second.find("directionToHubSpot")->accessibleName().contains(QStringLiteral("Observe")),
                             kPatience);
}

void ConsoleTest::failure_isSaidAndTriedAgain() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    QVERIFY(mapping::createSandboxWorkspace(workspace, {1, 0}, base::WallTime{}));
    QFile file(QString::fromStdString((workspace / "workspace.json").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    file.close();
    const auto write = [&](const QByteArray& text) {
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size()
               && (file.close(), true);
    };
    QVERIFY(write("{ \"version\": 1,"));
    ConsoleOptions options;
    options.workspace = workspace;
    const Started started(folder, options);
    QTRY_VERIFY_WITH_TIMEOUT(started.find("failedPage") != nullptr, kPatience);
    QVERIFY(started.says(QStringLiteral("The workspace cannot be opened")));
    QVERIFY(started.says(QStringLiteral("workspace.json")));
    QVERIFY(write(good));
    started.click("tryAgain");
    QTRY_VERIFY_WITH_TIMEOUT(started.find("navigation") != nullptr, kPatience);
}

/// A sandbox that cannot keep what its people do ends with the first edit, which is before the engine is there.
void ConsoleTest::engine_failsBeforeThereAreViews() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    ConsoleOptions options = sandboxIn(workspace);
    {
        const Started once(folder, options);
        QTRY_VERIFY_WITH_TIMEOUT(once.find("navigation") != nullptr, kPatience);
    }
    const auto change = [&](const std::string& sql) {
        auto file = sqlite::Connection::open(workspace / "sandbox.db", {});
        return file.has_value() && file->runScript(sql).has_value();
    };
    QVERIFY(change("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"));
    options.editsPerSecond = 500;
    {
        const Started started(folder, options);
        const auto hasFailed = [&] {
            return started.find("failedPage") != nullptr || started.find("startAgain") != nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasFailed(), kPatience);
        QVERIFY(started.says(QStringLiteral("the disk is full")));
        started.click(started.find("failedPage") != nullptr ? "tryAgain" : "startAgain");
        QTRY_VERIFY_WITH_TIMEOUT(!hasFailed(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(hasFailed(), kPatience);
    }
    QVERIFY(change("DROP TRIGGER full"));
    const Started again(folder, options);
    QTRY_VERIFY_WITH_TIMEOUT(again.isConnected(), kPatience);
    QVERIFY(!again.says(QStringLiteral("the disk is full")));
}

void ConsoleTest::reopening_keepsTheWindowAtWork() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    const Started started(folder, sandboxIn(workspace));
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
    emit started.console().window().reopenWanted();
    // The engine ends behind the window, which says so meanwhile.
    QTRY_VERIFY_WITH_TIMEOUT(started.says(QStringLiteral("Closing the workspace")), kPatience);
    QVERIFY(started.find("navigation") == nullptr);
    QCOMPARE(journal::WorkspaceLock::acquire(workspace).error().code, base::ErrorCode::Busy);
    QTRY_VERIFY_WITH_TIMEOUT(started.says(QStringLiteral("Opening the workspace")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
    // Twice at once is once.
    emit started.console().window().reopenWanted();
    emit started.console().window().reopenWanted();
    QTRY_VERIFY_WITH_TIMEOUT(started.says(QStringLiteral("Closing the workspace")), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
}

void ConsoleTest::another_isOpenedWhileOneOpens() {
    const QTemporaryDir folder;
    const Started started(folder, sandboxIn(Started::pathIn(folder, "ws")));
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(Started::pathIn(folder, "ws") / "workspace.json"), kPatience);
    emit started.console().window().reopenWanted();
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
    QVERIFY(started.find("failedPage") == nullptr);
}

void ConsoleTest::firstStart_opensTheSandbox() {
    const QTemporaryDir folder;
    const Started started(folder, {});
    QVERIFY(started.find("firstStart")->isVisible());
    started.click("openSandbox");
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
    QCOMPARE(started.text("workspaceName"), QStringLiteral("Sandbox"));
    // Who looks on for the first time soon has something to decide.
    QTRY_VERIFY_WITH_TIMEOUT(started.find("navConflicts")->accessibleName().contains(QStringLiteral("need")),
                             kPatience);
}

void ConsoleTest::firstStart_makesAWorkspaceOnce() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "acme");
    const Started started(folder, {});
    started.click("connectSides");
    started.find<QLineEdit>("connectFolder")->setText(QString::fromStdString(workspace.string()));
    started.find<QLineEdit>("connectName")->setText(QStringLiteral("Acme"));
    started.find<QLineEdit>("connectSalesforce")->setText(QStringLiteral("https://acme.my.salesforce.com"));
    started.click("connectMake");
    started.click("connectMake");
    QTRY_VERIFY_WITH_TIMEOUT(started.says(QStringLiteral("acme/workspace.json")), kPatience);
    QVERIFY(std::filesystem::exists(workspace / "workspace.json"));
    QVERIFY(!started.says(QStringLiteral("there is one already")));
}

/// It is asked for in a window of its own, by the same program started once more; what is open stays open.
void ConsoleTest::newWorkspace_byKeyBesideAnOpenOne() {
    const QTemporaryDir folder;
    const std::filesystem::path workspace = Started::pathIn(folder, "ws");
    const std::filesystem::path beside = Started::pathIn(folder, "beside");
    ConsoleOptions options = sandboxIn(workspace);
    options.editsPerSecond = 0;
    const Started started(folder, options);
    QTRY_VERIFY_WITH_TIMEOUT(started.find("navigation") != nullptr, kPatience);
    qputenv(kStartedBeside, QByteArray::fromStdString(beside.string()));
    const auto isOver = qScopeGuard([] { qunsetenv(kStartedBeside); });
    started.press(Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(beside), QByteArray("--new"), kPatience);
    QVERIFY(started.find("firstStart") == nullptr);
    QVERIFY(started.find("navigation")->isVisible());
    QCOMPARE(journal::WorkspaceLock::acquire(workspace).error().code, base::ErrorCode::Busy);
}

void ConsoleTest::openWorkspace_looksBesideTheOpenOne() {
    const QTemporaryDir folder;
    ConsoleOptions options = sandboxIn(Started::pathIn(folder, "ws"));
    options.editsPerSecond = 0;
    const Started started(folder, options);
    QTRY_VERIFY_WITH_TIMEOUT(started.find("navigation") != nullptr, kPatience);
    QVERIFY(started.find("workspaceName")->toolTip().contains(folder.filePath(QStringLiteral("ws"))));
    started.press(Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(started.find<QFileDialog>("openWorkspaceDialog") != nullptr);
    auto* const dialog = started.find<QFileDialog>("openWorkspaceDialog");
    QCOMPARE(dialog->directory().canonicalPath(), QDir(folder.path()).canonicalPath());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(started.find("openWorkspaceDialog") == nullptr);
}

void ConsoleTest::newWorkspace_byKeysWhereNoneIsOpen() {
    const QTemporaryDir folder;
    const std::filesystem::path broken = Started::pathIn(folder, "ws");
    const std::filesystem::path made = Started::pathIn(folder, "acme");
    QVERIFY(mapping::createSandboxWorkspace(broken, {1, 0}, base::WallTime{}));
    QFile file(QString::fromStdString((broken / "workspace.json").string()));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write("{ not yet") == 9);
    file.close();
    ConsoleOptions options;
    options.workspace = broken;
    const Started started(folder, options);
    QTRY_VERIFY_WITH_TIMEOUT(started.find("failedPage") != nullptr, kPatience);
    started.press(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(started.find("firstStart") != nullptr && started.find("firstStart")->isVisible());
    started.find("connectSides")->setFocus();
    started.press(Qt::Key_Space);
    QTRY_VERIFY(started.find("connectFolder")->isVisible());
    started.type("connectFolder", QString::fromStdString(made.string()));
    started.type("connectName", QStringLiteral("Acme"));
    started.type("connectSalesforce", QStringLiteral("https://acme.my.salesforce.com"));
    QVERIFY(!std::filesystem::exists(made));
    started.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(started.says(QStringLiteral("acme/workspace.json")), kPatience);
    const QByteArray text = contentOf(made / "workspace.json");
    QVERIFY2(text.contains("\"Acme\"") && text.contains("https://acme.my.salesforce.com"), text.constData());
    QVERIFY(!text.contains("\"live\""));
    QCOMPARE(contentOf(broken / "workspace.json"), QByteArray("{ not yet"));
}

void ConsoleTest::lastWorkspace_isOpenedAgain() {
    const QTemporaryDir folder;
    ConsoleOptions fresh;
    fresh.sandbox = true;
    fresh.editsPerSecond = 0;
    {
        const Started first(folder, fresh);
        QTRY_VERIFY_WITH_TIMEOUT(first.find("navigation") != nullptr, kPatience);
    }
    {
        const Started again(folder, {});
        QTRY_VERIFY_WITH_TIMEOUT(again.find("navigation") != nullptr, kPatience);
    }
    const auto made = std::distance(std::filesystem::directory_iterator(Started::pathIn(folder, "sandboxes")), {});
    QCOMPARE(made, 1);
    ConsoleOptions another;
    another.isNew = true;
    const Started choice(folder, another);
    QVERIFY(choice.find("firstStart")->isVisible());
}

void ConsoleTest::freshSandbox_takesTheFormersPlace() {
    const QTemporaryDir folder;
    const std::filesystem::path sandboxes = Started::pathIn(folder, "sandboxes");
    const auto names = [&] {
        std::set<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(sandboxes))
            found.insert(entry.path().filename().string());
        return found;
    };
    ConsoleOptions fresh;
    fresh.sandbox = true;
    fresh.editsPerSecond = 0;
    const auto openFresh = [&] {
        auto console = std::make_unique<Started>(folder, fresh);
        static_cast<void>(QTest::qWaitFor([&] { return console->find("navigation") != nullptr; }, kPatience));
        return console;
    };
    openFresh();
    const std::set<std::string> first = names();
    QCOMPARE(first.size(), std::size_t{1});
    // What a person has named is theirs, and what is open stays.
    QVERIFY(mapping::createSandboxWorkspace(sandboxes / "mine", {1, 0}, base::WallTime{}));
    {
        const auto second = openFresh();
        QCOMPARE(names().size(), std::size_t{2});
        QVERIFY(names().count(*first.begin()) == 0);
        const auto third = openFresh();
        QCOMPARE(names().size(), std::size_t{3});
    }
    openFresh();
    QCOMPARE(names().size(), std::size_t{2});
    QCOMPARE(names().count("mine"), std::size_t{1});
}

/// The console starts the program that it runs in once more: here that is this test, which only leaves its arguments.
int main(int argc, char** argv) {
    if (const QByteArray left = qgetenv(kStartedBeside); !left.isEmpty()) {
        QFile file(QString::fromLocal8Bit(left));
        const QByteArray arguments = QByteArrayList(argv + 1, argv + argc).join(' ');
        return file.open(QIODevice::WriteOnly) && file.write(arguments) == arguments.size() ? 0 : 1;
    }
    const QApplication application(argc, argv);
    ConsoleTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "console_test.moc"
