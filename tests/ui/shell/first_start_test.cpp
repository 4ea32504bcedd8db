#include "ui/shell/first_start.h"

#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <memory>

using namespace syncline;

namespace {

struct Shown {
    Shown() {
        theme.apply();
        page = std::make_unique<ui::FirstStart>(theme);
        page->resize(1000, 700);
        page->show();
    }
    template <typename T>
    [[nodiscard]] T* find(const char* name) const {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    /// As soon as it has its place.
    void click(const char* name) const {
        auto* const button = find<QAbstractButton>(name);
        QTRY_VERIFY(button->isVisible() && button->width() >= button->sizeHint().width());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    [[nodiscard]] bool says(const QString& part) const {
        const auto labels = page->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }

    ui::Theme theme;
    std::unique_ptr<ui::FirstStart> page;
};

}  // namespace

class FirstStartTest : public QObject {
    Q_OBJECT
private slots:
    void sandbox_isOneClick();
    void connect_tellsWhatWasFilledIn();
    void connect_readsHomeInAFolder_data();
    void connect_readsHomeInAFolder();
    void connect_saysThatSigningInIsElsewhere();
    void mistake_keepsWhatWasFilledIn();
    void made_leadsOn();
};

void FirstStartTest::sandbox_isOneClick() {
    const Shown shown;
    QSignalSpy wanted(shown.page.get(), &ui::FirstStart::sandboxWanted);
    QVERIFY(shown.says(QStringLiteral("Nothing is connected yet")));
    shown.click("openSandbox");
    QTRY_COMPARE(wanted.count(), 1);
}

void FirstStartTest::connect_tellsWhatWasFilledIn() {
    const Shown shown;
    QSignalSpy wanted(shown.page.get(), &ui::FirstStart::workspaceWanted);
    shown.click("connectSides");
    QTRY_VERIFY(shown.find<QWidget>("connectPage")->isVisible());
    auto* make = shown.find<QAbstractButton>("connectMake");
    QVERIFY(make->isVisible());
    QVERIFY(!make->isEnabled());
    QTest::keyClicks(shown.find<QLineEdit>("connectFolder"), QStringLiteral("acme"));
    QTest::keyClicks(shown.find<QLineEdit>("connectName"), QStringLiteral(" Acme "));
    QVERIFY(!make->isEnabled());
    QTest::keyClicks(shown.find<QLineEdit>("connectSalesforce"), QStringLiteral("https://acme.my.salesforce.com"));
    QVERIFY(make->isEnabled());
    QTest::mouseClick(make, Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    const auto plan = wanted.front().front().value<ui::NewWorkspace>();
    QCOMPARE(plan.folder, QStringLiteral("acme"));
    QCOMPARE(plan.name, QStringLiteral("Acme"));
    QCOMPARE(plan.salesforceUrl, QStringLiteral("https://acme.my.salesforce.com"));
    QCOMPARE(plan.hubspotUrl, QStringLiteral("https://api.hubapi.com"));
}

void FirstStartTest::connect_readsHomeInAFolder_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("folder");
    const QString home = QDir::homePath();
    QTest::newRow("home") << QStringLiteral("~") << home;
    QTest::newRow("in it") << QStringLiteral(" ~/acme") << home + QStringLiteral("/acme");
    QTest::newRow("a name") << QStringLiteral("~acme") << QStringLiteral("~acme");
    QTest::newRow("not first") << QStringLiteral("acme/~/a") << QStringLiteral("acme/~/a");
}

void FirstStartTest::connect_readsHomeInAFolder() {
    QFETCH(const QString, typed);
    QFETCH(const QString, folder);
    const Shown shown;
    QSignalSpy wanted(shown.page.get(), &ui::FirstStart::workspaceWanted);
    shown.click("connectSides");
    shown.find<QLineEdit>("connectFolder")->setText(typed);
    shown.find<QLineEdit>("connectName")->setText(QStringLiteral("Acme"));
    shown.find<QLineEdit>("connectSalesforce")->setText(QStringLiteral("https://acme.my.salesforce.com"));
    shown.click("connectMake");
    QTRY_COMPARE(wanted.count(), 1);
    QCOMPARE(wanted.front().front().value<ui::NewWorkspace>().folder, folder);
}

void FirstStartTest::connect_saysThatSigningInIsElsewhere() {
    const Shown shown;
    shown.click("connectSides");
    QTRY_VERIFY(shown.find<QWidget>("connectPage")->isVisible());
    QVERIFY(shown.says(QStringLiteral("Signing in from this window is not possible")));
    QVERIFY(shown.says(QStringLiteral("SYNCLINE_SALESFORCE_TOKEN")));
    shown.click("connectBack");
    QTRY_VERIFY(shown.says(QStringLiteral("Nothing is connected yet")));
}

void FirstStartTest::mistake_keepsWhatWasFilledIn() {
    const Shown shown;
    shown.click("connectSides");
    QTRY_VERIFY(shown.find<QWidget>("connectPage")->isVisible());
    QTest::keyClicks(shown.find<QLineEdit>("connectName"), QStringLiteral("Acme"));
    shown.page->showMistake(QStringLiteral("there is a workspace already"));
    QVERIFY(shown.says(QStringLiteral("there is a workspace already")));
    QCOMPARE(shown.find<QLineEdit>("connectName")->text(), QStringLiteral("Acme"));
}

void FirstStartTest::made_leadsOn() {
    const Shown shown;
    QSignalSpy wanted(shown.page.get(), &ui::FirstStart::openWanted);
    shown.page->showMade(QStringLiteral("acme"));
    QVERIFY(shown.says(QStringLiteral("acme/workspace.json")));
    QVERIFY(shown.says(QStringLiteral("keyring")));
    shown.click("openMade");
    QTRY_COMPARE(wanted.count(), 1);
    QCOMPARE(wanted.front().front().toString(), QStringLiteral("acme"));
}

QTEST_MAIN(FirstStartTest)
#include "first_start_test.moc"
