#include "ui/widgets/controls.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/view.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>
#include <algorithm>

using namespace syncline::ui;

namespace {

StatePage::Content unreadable() {
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = QStringLiteral("One page of the journal cannot be read");
    content.sentence = QStringLiteral("Entries 4,102,338 to 4,102,401 are missing in `this list`.");
    content.words = QStringLiteral("journal.db, page 88,120: <disk I/O error>");
    content.advice = QStringLiteral("Verify the journal.");
    return content;
}

BarStack::Bar bar(const QString& key, BarKind kind) {
    return {key, kind, Icon::Warn, key + QStringLiteral(" is the case"), QStringLiteral("So much waits."), {}};
}

QStringList shownBars(const BarStack& stack) {
    QStringList keys;
    for (const QWidget* widget : stack.findChildren<QWidget*>(QRegularExpression(QStringLiteral("^bar-"))))
        keys += widget->objectName().mid(4);
    return keys;
}

QString longSentence(int seconds) {
    return QStringLiteral(
               "1,204 values wait, nothing is lost. Next try in %1 s. Salesforce answered 503: The server is "
               "temporarily unable to service your request due to maintenance downtime or capacity problems.")
        .arg(seconds);
}

/// A bar with a button, above what it is said of.
struct BarsInWindow {
    explicit BarsInWindow(const Theme& theme) : stack(new BarStack(theme)), below(new QWidget) {
        auto* column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(stack);
        column->addWidget(below, 1);
        window.show();
    }
    /// Once it stands there.
    void say(const QString& sentence) const {
        BarStack::Bar away = bar(QStringLiteral("away"), BarKind::Attention);
        away.sentence = sentence;
        away.actions = {{QStringLiteral("Try now"), [] {}, false, {}, QStringLiteral("awayTry")}};
        stack->set(away);
        QCoreApplication::sendPostedEvents();
    }
    [[nodiscard]] int height() const { return stack->height(); }

    QWidget window;
    BarStack* stack;
    QWidget* below;
};

class PlainView : public View {
public:
    using View::actions;
    using View::setBody;
    using View::setFact;
    using View::View;
    void setShown(bool /*shown*/) override {}
    QWidget* firstFocus() override { return this; }
};

}  // namespace

class TestStates : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(); }

    void statePage_runsWhatItsButtonSays() {
        StatePage page(m_theme);
        int cleared = 0;
        StatePage::Content content;
        content.icon = Icon::Search;
        content.statement = QStringLiteral("No entry matches");
        content.actions = {{QStringLiteral("Clear filter"), [&] { ++cleared; }, false, QStringLiteral("Esc"),
                            QStringLiteral("stateClearFilter")}};
        page.show(content);
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("stateStatement"))->text(), content.statement);
        QCOMPARE(page.accessibleName(), content.statement);
        auto* button = page.findChild<Button*>(QStringLiteral("stateClearFilter"));
        QVERIFY(button != nullptr);
        QCOMPARE(button->accessibleName(), QStringLiteral("Clear filter, Esc"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(cleared, 1);
    }

    void statePage_shownAgainKeepsTheKeysAtItsButton() {
        QWidget window;
        auto* layout = new QHBoxLayout(&window);
        auto* page = new StatePage(m_theme);
        auto* elsewhere = new QPushButton(QStringLiteral("Elsewhere"));
        layout->addWidget(page);
        layout->addWidget(elsewhere);
        StatePage::Content content = unreadable();
        content.actions = {{QStringLiteral("Try again"), [] {}, true, {}, QStringLiteral("retry")},
                           {QStringLiteral("Another"), [] {}, false, {}, QStringLiteral("other")}};
        page->show(content);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        page->findChild<Button*>(QStringLiteral("other"))->setFocus();
        page->show(content);
        QVERIFY(page->findChild<Button*>(QStringLiteral("other"))->hasFocus());
        content.actions.pop_back();
        page->show(content);
        QVERIFY(page->findChild<Button*>(QStringLiteral("retry"))->hasFocus());
        // It takes none that are elsewhere.
        elsewhere->setFocus();
        page->show(content);
        QVERIFY(elsewhere->hasFocus());
    }

    void statePage_mayBeReplacedByItsOwnButton() {
        StatePage page(m_theme);
        StatePage::Content content;
        content.statement = QStringLiteral("Nothing is connected");
        content.actions = {{QStringLiteral("Open the sandbox"),
                            [&] { page.show(unreadable()); },
                            true,
                            {},
                            QStringLiteral("stateOpen")}};
        page.show(content);
        QTest::mouseClick(page.findChild<Button*>(QStringLiteral("stateOpen")), Qt::LeftButton);
        QTRY_COMPARE(page.accessibleName(), unreadable().statement);
        QVERIFY(page.findChild<Button*>(QStringLiteral("stateOpen")) == nullptr);
    }

    void failure_showsTheExactWordsAndGivesAReport() {
        StatePage page(m_theme);
        page.show(unreadable());
        auto* words = page.findChild<QLabel*>(QStringLiteral("stateWords"));
        QVERIFY(words != nullptr);
        QCOMPARE(words->text(), unreadable().words);
        QCOMPARE(words->textFormat(), Qt::PlainText);
        QTest::mouseClick(page.findChild<Button*>(QStringLiteral("stateCopyReport")), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("One page of the journal cannot be read\n"
                                "Entries 4,102,338 to 4,102,401 are missing in this list.\n"
                                "journal.db, page 88,120: <disk I/O error>\n"
                                "Verify the journal.\n"));
    }

    void sentence_isNoMarkupAndKeepsItsWords() {
        Sentence sentence(m_theme);
        sentence.setText(QStringLiteral("14 match without `time > -1h`; <b>none</b> with it."));
        QCOMPARE(sentence.plainText(), QStringLiteral("14 match without `time > -1h`; <b>none</b> with it."));
        QCOMPARE(sentence.accessibleName(), QStringLiteral("14 match without time > -1h; <b>none</b> with it."));
        QVERIFY(sentence.text().contains(QStringLiteral("&lt;b&gt;none")));
        QVERIFY(sentence.text().contains(QStringLiteral("JetBrains Mono")));
    }

    void bars_areTheWorstTwoAndTheRestIsCounted_data() {
        QTest::addColumn<QStringList>("set");
        QTest::addColumn<QStringList>("shown");
        QTest::addColumn<QString>("rest");
        const auto f = QStringLiteral("failure");
        const auto a = QStringLiteral("attention");
        const auto o = QStringLiteral("ours");
        QTest::newRow("none") << QStringList{} << QStringList{} << QString();
        QTest::newRow("one") << QStringList{a} << QStringList{a} << QString();
        QTest::newRow("the worse first, though it came later") << QStringList{o, f} << QStringList{f, o} << QString();
        QTest::newRow("three") << QStringList{o, a, f} << QStringList{f, a}
                               << QStringLiteral("1 more: ours is the case");
        QTest::newRow("of a kind, the older first")
            << QStringList{a, QStringLiteral("attention2"), QStringLiteral("attention3")}
            << QStringList{a, QStringLiteral("attention2")} << QStringLiteral("1 more: attention3 is the case");
    }
    void bars_areTheWorstTwoAndTheRestIsCounted() {
        QFETCH(QStringList, set);
        QFETCH(QString, rest);
        BarStack stack(m_theme);
        for (const QString& key : set) {
            const BarKind other = key.startsWith(QStringLiteral("attention")) ? BarKind::Attention : BarKind::Ours;
            stack.set(bar(key, key == QStringLiteral("failure") ? BarKind::Failure : other));
        }
        QTEST(shownBars(stack), "shown");
        const auto* label = stack.findChild<QLabel*>(QStringLiteral("barsRest"));
        QCOMPARE(label == nullptr ? QString() : label->text(), rest);
        QCOMPARE(stack.isHidden(), set.isEmpty());
    }

    void bar_isSetAnewByItsKeyAndTakenAway() {
        BarStack stack(m_theme);
        stack.set(bar(QStringLiteral("disk"), BarKind::Attention));
        BarStack::Bar worse = bar(QStringLiteral("disk"), BarKind::Failure);
        worse.statement = QStringLiteral("The disk is full");
        stack.set(worse);
        QCOMPARE(shownBars(stack), QStringList{QStringLiteral("disk")});
        QCOMPARE(stack.findChild<QWidget*>(QStringLiteral("bar-disk"))->accessibleName(), worse.statement);
        stack.remove(QStringLiteral("nothing of that name"));
        QVERIFY(!stack.isHidden());
        stack.remove(QStringLiteral("disk"));
        QVERIFY(stack.isHidden());
    }

    void bar_mayTakeItselfAwayByItsButton() {
        BarStack stack(m_theme);
        BarStack::Bar own = bar(QStringLiteral("paused"), BarKind::Ours);
        own.actions = {{QStringLiteral("Go on"),
                        [&] { stack.remove(QStringLiteral("paused")); },
                        false,
                        {},
                        QStringLiteral("barGoOn")}};
        stack.set(own);
        QTest::mouseClick(stack.findChild<Button*>(QStringLiteral("barGoOn")), Qt::LeftButton);
        QTRY_VERIFY(stack.isHidden());
    }

    void bar_otherWordsLeaveItsButtonsAlone_data() {
        QTest::addColumn<QString>("retold");
        QTest::newRow("its own") << QStringLiteral("first");
        QTest::newRow("of one that is only counted") << QStringLiteral("third");
    }
    void bar_otherWordsLeaveItsButtonsAlone() {
        QFETCH(QString, retold);
        BarStack stack(m_theme);
        const auto withButton = [](const QString& key) {
            BarStack::Bar made = bar(key, BarKind::Attention);
            made.actions = {{QStringLiteral("Try now"), [] {}, false, {}, key + QStringLiteral("Try")}};
            return made;
        };
        for (const char* key : {"first", "second", "third"})
            stack.set(withButton(QString::fromLatin1(key)));
        const QPointer<Button> button = stack.findChild<Button*>(QStringLiteral("firstTry"));
        BarStack::Bar other = withButton(retold);
        other.statement = QStringLiteral("Something else is the case");
        other.sentence = QStringLiteral("Next try in 37 s.");
        stack.set(other);
        QVERIFY(!button.isNull());
        QVERIFY(stack.findChild<Button*>(QStringLiteral("firstTry")) == button);
        const auto labels = stack.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [&](const QLabel* label) { return label->text().contains(other.statement); }));
    }

    void bar_thatComesLeavesTheFocusWhereItWas() {
        BarStack stack(m_theme);
        BarStack::Bar away = bar(QStringLiteral("away"), BarKind::Attention);
        away.actions = {{QStringLiteral("Try now"), [] {}, false, {}, QStringLiteral("awayTry")}};
        stack.set(away);
        stack.show();
        stack.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stack));
        stack.findChild<Button*>(QStringLiteral("awayTry"))->setFocus();
        stack.set(bar(QStringLiteral("disk"), BarKind::Failure));
        QVERIFY(stack.findChild<Button*>(QStringLiteral("awayTry"))->hasFocus());
    }

    void bar_thatGoesHandsTheFocusOn() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* stack = new BarStack(m_theme);
        auto* below = new QPushButton(QStringLiteral("Below"));
        layout->addWidget(stack);
        layout->addWidget(below);
        BarStack::Bar away = bar(QStringLiteral("away"), BarKind::Attention);
        away.actions = {{QStringLiteral("Try now"), [] {}, false, {}, QStringLiteral("awayTry")}};
        stack->set(away);
        stack->set(bar(QStringLiteral("disk"), BarKind::Failure));
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        stack->findChild<Button*>(QStringLiteral("awayTry"))->setFocus();
        stack->remove(QStringLiteral("away"));
        QVERIFY(below->hasFocus());
    }

    void bar_sentenceTakesTheLinesThatItNeeds_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("lines");
        QTest::addColumn<bool>("isElided");
        QTest::newRow("there is room for all") << 1400 << 1 << false;
        QTest::newRow("on two lines") << 800 << 2 << false;
        QTest::newRow("on three lines") << 640 << 3 << false;
        QTest::newRow("more than three") << 300 << 3 << true;
    }
    void bar_sentenceTakesTheLinesThatItNeeds() {
        QFETCH(int, width);
        QFETCH(int, lines);
        QFETCH(bool, isElided);
        BarsInWindow bars(m_theme);
        bars.window.resize(width, 400);
        bars.say(QStringLiteral("1 value waits."));
        const int low = bars.height();
        bars.say(longSentence(38));
        auto* label = bars.stack->findChild<QLabel*>(QStringLiteral("barSentence"));
        static_cast<void>(label->grab());
        QCOMPARE(label->toolTip(), isElided ? longSentence(38) : QString());
        const int line = label->fontMetrics().lineSpacing();
        QTRY_COMPARE(bars.height() - low, (lines - 1) * line);
        QCOMPARE(label->text(), longSentence(38));
        // Below it begins what the bar is above of.
        QCOMPARE(bars.below->y(), bars.stack->geometry().bottom() + 1);
    }

    void bar_wordsOfAsManyLinesMoveNothing() {
        BarsInWindow bars(m_theme);
        bars.window.resize(640, 400);
        bars.say(longSentence(38));
        const int height = bars.height();
        const QPointer<Button> button = bars.stack->findChild<Button*>(QStringLiteral("awayTry"));
        const QRect place = button->geometry();
        for (int left = 37; left > 30; --left) {
            bars.say(longSentence(left));
            QCOMPARE(bars.height(), height);
            QVERIFY(!button.isNull());
            QCOMPARE(button->geometry(), place);
        }
        bars.say(QStringLiteral("Trying now."));
        QTRY_VERIFY(bars.height() < height);
    }

    void bar_isMeasuredAnewByTheSizeOfText() {
        BarsInWindow bars(m_theme);
        bars.window.resize(800, 400);
        bars.say(longSentence(38));
        const int before = bars.height();
        m_theme.setTextScale(1.5);
        QTRY_VERIFY(bars.height() > before);
        m_theme.setTextScale(1);
        QTRY_COMPARE(bars.height(), before);
    }

    void view_hasTitleFactActionsAndBody() {
        PlainView view(m_theme, QStringLiteral("Stream"));
        view.setFact(QStringLiteral("tail paused while you read"));
        auto* action = new Button(m_theme, QStringLiteral("Pause"));
        view.actions()->addWidget(action);
        auto* end = new Button(m_theme, QStringLiteral("Find or run"));
        view.setHeaderEnd(end);
        auto* body = new QWidget;
        view.setBody(body);
        view.resize(1000, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.findChild<QLabel*>(QStringLiteral("viewTitle"))->text(), QStringLiteral("Stream"));
        QCOMPARE(view.findChild<QLabel*>(QStringLiteral("viewFact"))->text(),
                 QStringLiteral("tail paused while you read"));
        QCOMPARE(view.accessibleName(), QStringLiteral("Stream"));
        QCOMPARE(body->geometry(), QRect(0, 40, 1000, 560));
        QVERIFY(action->geometry().right() < end->geometry().left());
        QCOMPARE(end->geometry().right(), 1000 - 12 - 1);
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestStates)
#include "test_states.moc"
