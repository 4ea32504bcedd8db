#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/navigation.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace syncline;
using test::WindowFixture;

/// Which workspace a window is of, and where it stands beside another one.
class IdentityTest : public QObject {
    Q_OBJECT
private slots:
    void folder_isNamed_data();
    void folder_isNamed();
    void name_hasRoomBesideItsKind_data();
    void name_hasRoomBesideItsKind();
    void anotherWindow_standsBesideThisOne();
};

void IdentityTest::folder_isNamed_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("title");
    const QString path = QStringLiteral("/data/ada/my sandboxes/sandbox-20261129-061610");
    QTest::newRow("its last part") << path << QStringLiteral("Acme – sandbox-20261129-061610 – Syncline");
    QTest::newRow("none") << QString() << QStringLiteral("Acme – Syncline");
}

void IdentityTest::folder_isNamed() {
    QFETCH(const QString, folder);
    QFETCH(const QString, title);
    WindowFixture fixture;
    fixture.window->openWorkspace(fixture.bridge, fixture.navigator, {QStringLiteral("acme"), {}, folder});
    QCOMPARE(fixture.window->windowTitle(), title);
    QVERIFY(fixture.find("workspaceName")->toolTip().contains(folder));
    QVERIFY(fixture.find("workspaceName")->parentWidget()->toolTip().contains(folder));
    fixture.window->showPage(new QWidget);
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Syncline"));
}

void IdentityTest::name_hasRoomBesideItsKind_data() {
    QTest::addColumn<bool>("isSandbox");
    QTest::newRow("sandbox") << true;
    QTest::newRow("real accounts") << false;
}

void IdentityTest::name_hasRoomBesideItsKind() {
    QFETCH(const bool, isSandbox);
    ui::Theme theme;
    theme.apply();
    ui::Navigation navigation(theme);
    navigation.setWorkspace(QStringLiteral("Sandbox"), isSandbox, {});
    navigation.resize(192, 800);
    navigation.show();
    QVERIFY(QTest::qWaitForWindowExposed(&navigation));
    const auto* const name = navigation.findChild<QLabel*>(QStringLiteral("workspaceName"));
    QTRY_VERIFY2(name->width() >= name->fontMetrics().horizontalAdvance(name->text()),
                 qPrintable(QString::number(name->width())));
}

/// Two more are opened from the first one, and none stands just over another.
void IdentityTest::anotherWindow_standsBesideThisOne() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("console.ini"));
    const WindowFixture first(file);
    first.window->setGeometry(20, 30, 640, 400);
    QPoint before = first.window->pos();
    for (int i = 0; i < 2; ++i) {
        first.window->makeRoomForAnother();
        const WindowFixture another(file);
        const QPoint moved = another.window->pos() - before;
        QVERIFY2(moved.x() >= 24 && moved.y() >= 24,
                 qPrintable(QStringLiteral("%1, %2").arg(moved.x()).arg(moved.y())));
        QCOMPARE(another.window->size(), first.window->size());
        before = another.window->pos();
    }
    // It has not moved itself.
    QCOMPARE(first.window->geometry(), QRect(20, 30, 640, 400));
}

QTEST_MAIN(IdentityTest)
#include "identity_test.moc"
