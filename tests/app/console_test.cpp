#include "app/console.h"

#include "engine/journal/workspace_lock.h"

#include <QAbstractButton>
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace syncline;
using app::Console;
using app::ConsoleOptions;

namespace {

constexpr int kPatience = 20'000;

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
    void firstStart_opensTheSandbox();
    void lastWorkspace_isOpenedAgain();
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
        QCOMPARE(started.console().window().windowTitle(), QStringLiteral("Sandbox – Syncline"));
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
    QTRY_VERIFY_WITH_TIMEOUT(second.says(QStringLiteral("Read-only: another console writes")), kPatience);
    // What it shows of the engine is the other's.
    QTRY_VERIFY_WITH_TIMEOUT(second.isConnected(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(second.find("directionToHubSpot")->accessibleName().contains(QStringLiteral("Live")),
                             kPatience);
    second.click("directionToHubSpot");
    QTRY_VERIFY(second.says(QStringLiteral("The direction was not switched")));

    first.reset();
    QTRY_VERIFY_WITH_TIMEOUT(second.says(QStringLiteral("the other console has ended")), kPatience);
    second.click("openForWriting");
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

void ConsoleTest::firstStart_opensTheSandbox() {
    const QTemporaryDir folder;
    const Started started(folder, {});
    QVERIFY(started.find("firstStart")->isVisible());
    started.click("openSandbox");
    QTRY_VERIFY_WITH_TIMEOUT(started.isConnected(), kPatience);
    QCOMPARE(started.text("workspaceName"), QStringLiteral("Sandbox"));
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
    {
        const Started anew(folder, fresh);
        QTRY_VERIFY_WITH_TIMEOUT(anew.find("navigation") != nullptr, kPatience);
    }
    QCOMPARE(std::distance(std::filesystem::directory_iterator(Started::pathIn(folder, "sandboxes")), {}), 2);
}

QTEST_MAIN(ConsoleTest)
#include "console_test.moc"
