#include "ui/widgets/controls.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/tabs.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/toggle.h"

#include <QAccessible>
#include <QFocusFrame>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace syncline;
using namespace syncline::ui;

namespace {

/// What a person who listens hears.
QString heard(QWidget& widget) {
    return QAccessible::queryAccessibleInterface(&widget)->text(QAccessible::Name);
}

}  // namespace

class TestControls : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(); }

    void button_isHeardAndExplainedWithItsKey_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("toolTip");
        QTest::newRow("no key") << QStringLiteral("Preview") << QString() << QStringLiteral("Preview") << QString();
        QTest::newRow("a key") << QStringLiteral("Pause") << QStringLiteral("Space") << QStringLiteral("Pause, Space")
                               << QStringLiteral("Pause (Space)");
        QTest::newRow("a mnemonic is no letter") << QStringLiteral("&Mark") << QStringLiteral("M")
                                                 << QStringLiteral("Mark, M") << QStringLiteral("Mark (M)");
    }
    void button_isHeardAndExplainedWithItsKey() {
        QFETCH(QString, text);
        QFETCH(QString, key);
        Button button(m_theme, text);
        button.setKeyCap(key);
        QTEST(heard(button), "name");
        QTEST(button.toolTip(), "toolTip");
    }

    void buttonsName_followsItsWordsButNotOverTheCallers() {
        Button button(m_theme, QStringLiteral("Pause"));
        button.setKeyCap(QStringLiteral("Space"));
        button.setText(QStringLiteral("Go on"));
        QCOMPARE(heard(button), QStringLiteral("Go on, Space"));
        QCOMPARE(button.toolTip(), QStringLiteral("Go on (Space)"));

        button.setToolTip(QStringLiteral("Takes what has waited"));
        button.setAccessibleName(QStringLiteral("Go on with both directions"));
        button.setText(QStringLiteral("Pause"));
        QCOMPARE(button.toolTip(), QStringLiteral("Takes what has waited"));
        QCOMPARE(heard(button), QStringLiteral("Go on with both directions"));
    }

    void button_isAsHighAsItsPlaceAsks() {
        Button button(m_theme, QStringLiteral("Preview"));
        QCOMPARE(button.sizeHint().height(), 28);
        const int width = button.sizeHint().width();
        button.setKeyCap(QStringLiteral("F"));
        QVERIFY(button.sizeHint().width() > width);
        button.setSmall(true);
        QCOMPARE(button.sizeHint().height(), 24);
        Button square(m_theme, QString());
        square.setIconName(Icon::Export);
        QCOMPARE(square.sizeHint(), QSize(28, 28));
    }

    void button_isPressedByMouseAndSpace() {
        Button button(m_theme, QStringLiteral("Apply"), Button::Kind::Primary);
        button.resize(button.sizeHint());
        button.show();
        QSignalSpy clicked(&button, &QPushButton::clicked);
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(clicked.size(), 2);
        button.setEnabled(false);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(clicked.size(), 2);
    }

    void kinds_areToldApartByTheirSurface_data() {
        QTest::addColumn<Button::Kind>("kind");
        QTest::addColumn<bool>("isEnabled");
        QTest::addColumn<QColor>("surface");
        const Colors& colors = m_theme.colors();
        const QPalette palette = Theme::paletteOf(m_theme.brightness());
        QTest::newRow("normal") << Button::Kind::Normal << true << palette.color(QPalette::Button);
        QTest::newRow("primary") << Button::Kind::Primary << true << colors.ink;
        QTest::newRow("tail") << Button::Kind::Tail << true << colors.ink;
        QTest::newRow("primary, disabled") << Button::Kind::Primary << false << palette.color(QPalette::Window);
    }
    void kinds_areToldApartByTheirSurface() {
        QFETCH(Button::Kind, kind);
        QFETCH(bool, isEnabled);
        Button button(m_theme, QStringLiteral("Apply"), kind);
        button.setEnabled(isEnabled);
        button.resize(120, 28);
        QTEST(button.grab().toImage().pixelColor(16, 14), "surface");
    }

    void flatButton_hasNeitherSurfaceNorBorderAtRest() {
        QWidget window;
        window.resize(140, 40);
        Button button(m_theme, QStringLiteral("Copy report"), Button::Kind::Normal, &window);
        button.setFlat(true);
        button.setGeometry(10, 6, 120, 28);
        const QImage image = window.grab().toImage();
        QCOMPARE(image.pixelColor(10, 20), window.palette().color(QPalette::Window));
        QCOMPARE(image.pixelColor(14, 20), window.palette().color(QPalette::Window));
    }

    void focusRing_isAroundThePushButtonThatTabReached() {
        QWidget window;
        QVBoxLayout layout(&window);
        Button first(m_theme, QStringLiteral("Preview"));
        Button second(m_theme, QStringLiteral("Apply"));
        layout.addWidget(&first);
        layout.addWidget(&second);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        first.setFocus();
        QTest::keyClick(&first, Qt::Key_Tab);
        QVERIFY(second.hasFocus());
        auto* ring = window.findChild<QFocusFrame*>();
        QVERIFY(ring != nullptr);
        QCOMPARE(ring->widget(), &second);
        QCOMPARE(ring->geometry(), second.geometry().adjusted(-3, -3, 3, 3));
        QCOMPARE(window.grab().toImage().pixelColor(second.x() - 2, second.geometry().center().y()),
                 m_theme.colors().focus);
    }

    void badge_isHeardAsItsSide() {
        SideBadge salesforce(m_theme, core::Side::Salesforce);
        SideBadge hubspot(m_theme, core::Side::HubSpot);
        SideBadge ours(m_theme, std::nullopt);
        QCOMPARE(heard(salesforce), QStringLiteral("Salesforce"));
        QCOMPARE(heard(hubspot), QStringLiteral("HubSpot"));
        QCOMPARE(heard(ours), QStringLiteral("Syncline"));
        QCOMPARE(salesforce.grab().toImage().pixelColor(2, 7), m_theme.colors().salesforce.mark);
        QCOMPARE(hubspot.grab().toImage().pixelColor(2, 7), m_theme.colors().hubspot.mark);
    }

    void chip_growsWithItsWordsAndIsHeard() {
        Chip chip(m_theme, Chip::Kind::Attention);
        chip.setText(QStringLiteral("7"));
        QCOMPARE(chip.sizeHint().height(), 16);
        const int narrow = chip.sizeHint().width();
        chip.setText(QStringLiteral("1,204"));
        QVERIFY(chip.sizeHint().width() > narrow);
        QCOMPARE(heard(chip), QStringLiteral("1,204"));
    }

    void text_isNoMarkupAndHasItsTone() {
        Text text(m_theme, Face::Body);
        text.setText(QStringLiteral("<b>Acme</b>"));
        QCOMPARE(text.textFormat(), Qt::PlainText);
        text.setTone(Tone::Failure);
        QCOMPARE(text.palette().color(QPalette::WindowText), m_theme.colors().failure.text);
        text.setTone(Tone::Normal);
        QCOMPARE(text.palette().color(QPalette::WindowText), QApplication::palette().color(QPalette::WindowText));
    }

    void text_keepsItsToneOnEverySurface() {
        Text text(m_theme, Face::Body);
        text.setText(QStringLiteral("Acme"));
        text.setTone(Tone::Muted);
        for (const QPalette::ColorRole surface : {QPalette::Window, QPalette::Base, QPalette::Button}) {
            text.setBackgroundRole(surface);
            QCOMPARE(text.palette().color(text.foregroundRole()), m_theme.colors().muted);
        }
    }

    void elidedText_isWholeInTheToolTip() {
        Text text(m_theme, Face::Body);
        text.setText(QStringLiteral("VP Engineering & Data, Northern Europe"));
        text.setElided(true);
        QCOMPARE(text.minimumSizeHint().width(), 0);
        text.resize(60, 16);
        text.grab();
        QCOMPARE(text.toolTip(), text.text());
        text.resize(600, 16);
        text.grab();
        QCOMPARE(text.toolTip(), QString());
    }

    void themeChange_repaintsControls() {
        Chip chip(m_theme, Chip::Kind::Failure);
        chip.setText(QStringLiteral("7"));
        IconLabel icon(m_theme, Icon::Warn, 16);
        const QImage chipBefore = chip.grab().toImage();
        const QImage iconBefore = icon.grab().toImage();
        m_theme.setChoice(ThemeChoice::Dark);
        QVERIFY(chip.grab().toImage() != chipBefore);
        QVERIFY(icon.grab().toImage() != iconBefore);
        m_theme.setChoice(ThemeChoice::Light);
        QCOMPARE(chip.grab().toImage(), chipBefore);
    }

    void textScale_makesControlsLarger() {
        Button button(m_theme, QStringLiteral("Apply"));
        SideBadge badge(m_theme, core::Side::HubSpot);
        Toggle toggle(m_theme, QStringLiteral("on"));
        const QSize before = button.sizeHint();
        m_theme.setTextScale(1.5);
        QCOMPARE(button.sizeHint().height(), 42);
        QVERIFY(button.sizeHint().width() > before.width());
        QCOMPARE(badge.sizeHint(), QSize(23, 23));
        QCOMPARE(toggle.sizeHint().height(), 36);
        m_theme.setTextScale(1);
    }

    void tab_hasItsCountUntilItIsTakenAway() {
        Tabs tabs(m_theme);
        tabs.addTab(QStringLiteral("Open"));
        tabs.addTab(QStringLiteral("Resolved"));
        QCOMPARE(tabs.sizeHint().height(), 32);
        const int before = tabs.tabRect(0).width();
        tabs.setCount(0, QStringLiteral("34"));
        auto* chip = qobject_cast<Chip*>(tabs.tabButton(0, QTabBar::RightSide));
        QVERIFY(chip != nullptr);
        QCOMPARE(chip->text(), QStringLiteral("34"));
        QVERIFY(tabs.tabRect(0).width() > before);
        tabs.setCount(0, QString());
        QVERIFY(tabs.tabButton(0, QTabBar::RightSide) == nullptr);
        QCOMPARE(tabs.tabRect(0).width(), before);
    }

    void tabs_areWalkedByKeysAndMoveNothing() {
        Tabs tabs(m_theme);
        tabs.addTab(QStringLiteral("Open"));
        tabs.addTab(QStringLiteral("Resolved"));
        tabs.show();
        const QRect second = tabs.tabRect(1);
        QTest::keyClick(&tabs, Qt::Key_Right);
        QCOMPARE(tabs.currentIndex(), 1);
        QCOMPARE(tabs.tabRect(1), second);
        const QImage image = tabs.grab().toImage();
        QCOMPARE(image.pixelColor(second.center().x(), 30), m_theme.colors().focus);
        QVERIFY(image.pixelColor(tabs.tabRect(0).center().x(), 30) != m_theme.colors().focus);
    }

    void toggle_switchesByMouseAndSpaceAndIsHeard() {
        Toggle toggle(m_theme, QStringLiteral("Slow answers"), Toggle::Kind::Attention);
        toggle.resize(toggle.sizeHint());
        toggle.show();
        QCOMPARE(heard(toggle), QStringLiteral("Slow answers"));
        QTest::mouseClick(&toggle, Qt::LeftButton);
        QVERIFY(toggle.isChecked());
        QCOMPARE(toggle.grab().toImage().pixelColor(9, 12), m_theme.colors().attentionSolid);
        QTest::keyClick(&toggle, Qt::Key_Space);
        QVERIFY(!toggle.isChecked());
    }

    void iconButton_isHeardAndPressed() {
        IconButton button(m_theme, Icon::Close, QStringLiteral("Close"));
        button.resize(button.sizeHint());
        button.show();
        QCOMPARE(heard(button), QStringLiteral("Close"));
        QCOMPARE(button.toolTip(), QStringLiteral("Close"));
        QSignalSpy clicked(&button, &QAbstractButton::clicked);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(clicked.size(), 1);
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestControls)
#include "test_controls.moc"
