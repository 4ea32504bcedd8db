#include "tests/ui/quality/controls.h"
#include "tests/ui/quality/places.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QDebug>
#include <QDialog>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <set>

using namespace syncline::test;

namespace {

constexpr int kMostSteps = 120;      ///< more than any state of the window has controls
constexpr int kLeastReached = 5;     ///< of any view: place, two directions, style of times, Find or run
constexpr int kLeastDifferent = 60;  ///< pixels that the focus changes: more than a caret
constexpr int kRing = 5;             ///< around a control, where its ring is painted

/// One of several of which one is chosen: Tab leads to that one, the arrows to the others.
bool isOfGroup(const QWidget& widget) {
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    return button != nullptr && button->isCheckable()
           && (button->autoExclusive() || (button->group() != nullptr && button->group()->exclusive()));
}

std::vector<QWidget*> walk(QWidget& from, Qt::Key key) {
    std::vector<QWidget*> reached;
    from.setFocus(Qt::TabFocusReason);
    for (int step = 0; step < kMostSteps; ++step) {
        QWidget* now = QApplication::focusWidget();
        if (now == nullptr || (!reached.empty() && now == &from))
            break;
        if (std::find(reached.begin(), reached.end(), now) == reached.end())
            reached.push_back(now);
        QTest::keyClick(now, key);
    }
    return reached;
}

bool contains(const std::vector<QWidget*>& all, const QWidget* one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

int differentPixels(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < std::min(a.height(), b.height()); ++y) {
        for (int x = 0; x < std::min(a.width(), b.width()); ++x)
            count += a.pixel(x, y) == b.pixel(x, y) ? 0 : 1;
    }
    return count;
}

QImage around(QWidget& control) {
    const QRect place(control.mapTo(control.window(), QPoint()), control.size());
    return control.window()->grab(place.adjusted(-kRing, -kRing, kRing, kRing)).toImage();
}

/// A pane that keeps Tab to itself, as a text editor does.
class Trap final : public QTextEdit {
public:
    using QTextEdit::QTextEdit;
};

}  // namespace

class TestKeyboard : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QApplication::setCursorFlashTime(0); }

    void checker_seesATrap() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* first = new QPushButton(QStringLiteral("First"));
        column->addWidget(first);
        column->addWidget(new Trap);
        auto* last = new QPushButton(QStringLiteral("Last"));
        column->addWidget(last);
        window.show();
        window.activateWindow();
        QVERIFY(!contains(walk(*first, Qt::Key_Tab), last));
    }
    void checker_seesAControlThatTabPasses() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* first = new QPushButton(QStringLiteral("First"));
        auto* passed = new QPushButton(QStringLiteral("Passed"));
        passed->setFocusPolicy(Qt::ClickFocus);
        column->addWidget(first);
        column->addWidget(passed);
        window.show();
        window.activateWindow();
        m_faults.clear();
        look("made", window, *first);
        QCOMPARE(m_faults.size(), std::size_t(2));  // by neither of the two
    }

    void everyControl_isReachedByTab_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("a full workspace") << static_cast<int>(Acme::Kind::Full);
        QTest::newRow("an empty workspace") << static_cast<int>(Acme::Kind::Empty);
        QTest::newRow("a workspace that cannot be read") << static_cast<int>(Acme::Kind::Failing);
    }
    void everyControl_isReachedByTab() {
        QFETCH(int, kind);
        m_faults.clear();
        WholeWindow console(static_cast<Acme::Kind>(kind));
        console.window().resize(1440, 900);
        WholeWindow::settle();
        for (const Place& place : placesOf(static_cast<Acme::Kind>(kind))) {
            place.go(console);
            auto* dialog = console.window().findChild<QDialog*>();
            if (dialog != nullptr && dialog->isVisible()) {
                QVERIFY2(dialog->focusWidget() != nullptr, place.name);
                look(place.name, *dialog, *dialog->focusWidget());
            } else {
                look(place.name, console.window(), currentItem(console));
            }
            closeAbove(console);
        }
        tellFaults();
        QCOMPARE(m_faults.size(), std::size_t(0));
        if (static_cast<Acme::Kind>(kind) == Acme::Kind::Full)
            QVERIFY2(m_ringsSeen.size() >= 40, qPrintable(QString::number(m_ringsSeen.size())));
    }

    void navigation_isWorkedByArrowsSpaceAndEnter() {
        WholeWindow console(Acme::Kind::Full);
        console.window().showView(syncline::ui::ViewName::Stream);
        auto& stream = console.find<QAbstractButton>("navStream");
        stream.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&stream, Qt::Key_Down);
        auto& record = console.find<QAbstractButton>("navRecord");
        QVERIFY(record.hasFocus());
        QTest::keyClick(&record, Qt::Key_Space);
        QCOMPARE(console.window().currentView(), std::optional(syncline::ui::ViewName::Record));
        console.find("navRecord").setFocus(Qt::TabFocusReason);
        QTest::keyClick(&record, Qt::Key_Down);
        auto& conflicts = console.find<QAbstractButton>("navConflicts");
        QVERIFY(conflicts.hasFocus());
        QTest::keyClick(&conflicts, Qt::Key_Return);
        QCOMPARE(console.window().currentView(), std::optional(syncline::ui::ViewName::Conflicts));
    }

    void enter_pressesWhatHasTheFocus_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("button");
        QTest::newRow("find or run") << QStringLiteral("stream") << QStringLiteral("findOrRun");
        QTest::newRow("follow") << QStringLiteral("stream") << QStringLiteral("streamPause");
        QTest::newRow("another record") << QStringLiteral("record") << QStringLiteral("recordAnother");
        QTest::newRow("take a candidate")
            << QStringLiteral("conflicts, two candidates") << QStringLiteral("conflictTake2");
        QTest::newRow("discard") << QStringLiteral("ownership, a rule staged") << QStringLiteral("rulesDiscard");
        QTest::newRow("close the rewind")
            << QStringLiteral("replay, a rewind reviewed") << QStringLiteral("rewindClose");
        QTest::newRow("style of times") << QStringLiteral("stream") << QStringLiteral("statusTimeStyle");
    }
    void enter_pressesWhatHasTheFocus() {
        QFETCH(QString, place);
        QFETCH(QString, button);
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Space}) {
            WholeWindow console(Acme::Kind::Full);
            console.window().resize(1440, 900);
            go(console, place);
            auto& pressed = console.find<QAbstractButton>(qPrintable(button));
            const QSignalSpy clicked(&pressed, &QAbstractButton::clicked);
            pressed.setFocus(Qt::TabFocusReason);
            QTest::keyClick(&pressed, key);
            QCOMPARE(clicked.count(), 1);
        }
    }

    void keysPage_listsEveryKey() {
        WholeWindow console(Acme::Kind::Full);
        const auto nameOf = [](const QKeySequence& keys) {
            const QString name = keys.toString(QKeySequence::NativeText);
            const bool isDigit = name.size() == 1 && name >= QLatin1String("1") && name <= QLatin1String("9");
            return isDigit ? QStringLiteral("1…9")
                           : QString(name).replace(QLatin1String("Return"), QLatin1String("Enter"));
        };
        std::set<QString> answered;
        for (const QAction* action : console.window().findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts())
                answered.insert(nameOf(keys));
        }
        for (const QShortcut* shortcut : console.window().findChildren<QShortcut*>())
            answered.insert(nameOf(shortcut->key()));
        QVERIFY2(answered.size() > 25, qPrintable(QString::number(answered.size())));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        WholeWindow::settle();
        const QWidget& page = console.find("keysPage");
        std::set<QString> listed;
        for (const QWidget* widget : page.findChildren<QWidget*>()) {
            if (widget->metaObject()->className() == QByteArray("syncline::ui::KeyLabel"))
                listed.insert(widget->accessibleName());
        }
        for (const QString& keys : answered)
            QVERIFY2(listed.count(keys) == 1, qPrintable(keys));
        for (const QLabel* label : page.findChildren<QLabel*>())
            QVERIFY2(!label->text().isEmpty(), "a key without words");
    }

    void keysPage_saysHowALineOfConflictsIsLeft() {
        WholeWindow console(Acme::Kind::Full);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        WholeWindow::settle();
        QStringList words;
        for (const QLabel* label : console.find("keysPage").findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.contains(QStringLiteral("Leave the line of an own value or a note")));
    }

    void keysPage_saysWhatEIsFor() {
        WholeWindow console(Acme::Kind::Full);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F1);
        WholeWindow::settle();
        QStringList words;
        for (const QLabel* label : console.find("keysPage").findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.contains(QStringLiteral("Next conflict, failed write, gap or lost connection")));
        QVERIFY(words.contains(QStringLiteral("Previous conflict, failed write, gap or lost connection")));
        QVERIFY(words.contains(QStringLiteral("In the strip of problems beside the Stream")));
    }

    void escape_goesBack() {
        WholeWindow console(Acme::Kind::Full);
        console.window().resize(1440, 900);
        go(console, QStringLiteral("stream, words offered"));
        QVERIFY(console.find("filterCompletion").isVisible());
        QWidget& popup = console.find("filterCompletion");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!popup.isVisible());

        go(console, QStringLiteral("command palette"));
        QWidget& palette = console.find("commandPalette");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());

        go(console, QStringLiteral("replay, a rewind reviewed"));
        QWidget& panel = console.find("rewindPanel");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!panel.isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("replayConsumers"));

        for (const char* above : {"ownership, preview", "keys", "going live"}) {
            go(console, QString::fromLatin1(above));
            const QPointer<QDialog> dialog = console.window().findChild<QDialog*>();
            QVERIFY2(dialog != nullptr && dialog->isVisible(), above);
            QTest::keyClick(dialog, Qt::Key_Escape);
            WholeWindow::settle();
            QVERIFY2(dialog == nullptr || !dialog->isVisible(), above);
            console.window().activateWindow();
            WholeWindow::settle();
        }

        go(console, QStringLiteral("stream, nothing matches"));
        console.find("streamClearFilter").setFocus(Qt::TabFocusReason);
        QTest::keyClick(&console.find("streamClearFilter"), Qt::Key_Escape);
        WholeWindow::settle();
        auto* filter = console.window().findChild<QLineEdit*>(QStringLiteral("streamFilter"));
        QCOMPARE(filter->text(), QString());
    }

private:
    static void go(WholeWindow& console, const QString& name) {
        for (const std::vector<Place>* places : {&placesOf(Acme::Kind::Full), &placesAbove()}) {
            for (const Place& place : *places) {
                if (name == QLatin1String(place.name))
                    return place.go(console);
            }
        }
        QFAIL(qPrintable(name));
    }

    static QWidget& currentItem(WholeWindow& console) {
        auto* navigation = console.window().findChild<QWidget*>(QStringLiteral("navigation"));
        for (auto* item : navigation->findChildren<QAbstractButton*>()) {
            if (item->isChecked())
                return *item;
        }
        return *navigation;
    }

    void look(const char* place, QWidget& window, QWidget& from) {
        const QString where = QString::fromLatin1(place);
        // Nothing has the focus in an application without an active window.
        window.activateWindow();
        WholeWindow::settle();
        const std::vector<QWidget*> forwards = walk(from, Qt::Key_Tab);
        const std::vector<QWidget*> backwards = walk(from, Qt::Key_Backtab);
        if (window.objectName() == QLatin1String("mainWindow")
            && (forwards.size() < kLeastReached || backwards.size() < kLeastReached))
            m_faults[QStringLiteral("Tab reaches %1, Shift+Tab %2").arg(forwards.size()).arg(backwards.size())]
                << where;
        for (QWidget* control : controlsOf(window)) {
            if (isOfGroup(*control))
                continue;
            if (!contains(forwards, control))
                m_faults[described(*control) + QStringLiteral(" is not reached by Tab")] << where;
            if (!contains(backwards, control))
                m_faults[described(*control) + QStringLiteral(" is not reached by Shift+Tab")] << where;
        }
        // To come to a table may open what it tells of its rows.
        WholeWindow::settle();
        for (QWidget* control : forwards)
            lookAtFocus(place, *control, from);
    }

    /// Once for each control, in whatever state of the window it comes first.
    void lookAtFocus(const char* place, QWidget& control, QWidget& elsewhere) {
        const QString name = described(control);
        if (&control == &elsewhere || !control.isVisible() || !m_ringsSeen.insert(name).second)
            return;
        elsewhere.setFocus(Qt::TabFocusReason);
        const QImage without = around(control);
        control.setFocus(Qt::TabFocusReason);
        if (!control.hasFocus())
            return;
        const int different = differentPixels(without, around(control));
        if (different < kLeastDifferent)
            m_faults[name + QStringLiteral(" shows its focus by %1 pixels").arg(different)]
                << QString::fromLatin1(place);
    }

    void tellFaults() const {
        for (const auto& [fault, places] : m_faults)
            qWarning().noquote() << QStringLiteral("%1 (%2)").arg(fault, places.join(QStringLiteral("; ")));
    }

    std::map<QString, QStringList> m_faults;  ///< and where
    std::set<QString> m_ringsSeen;
};

QTEST_MAIN(TestKeyboard)
#include "test_keyboard.moc"
