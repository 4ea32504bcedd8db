#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/workspace_frame.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QLabel>
#include <QPointer>
#include <QTest>
#include <algorithm>
#include <chrono>

using namespace syncline;
using namespace std::chrono_literals;
using test::WindowFixture;

namespace {

/// HubSpot was last heard ten minutes ago, and is tried in 38 s.
struct Outage : WindowFixture {
    Outage() {
        snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
        snapshot.side.hubspot.message = "503";
        snapshot.side.hubspot.dueCells = 63;
        snapshot.side.hubspot.lastAnswered = clock.wallNow() - 10min;
        snapshot.side.hubspot.nextTry = clock.wallNow() + 38s;
        bridge.setSnapshot(snapshot);
    }
    [[nodiscard]] QAbstractButton* tryNow() const { return find<QAbstractButton>("barTryNowHubSpot"); }
    /// Words on the screen, of a bar.
    [[nodiscard]] bool says(const QString& part) const {
        const auto labels = find("bars")->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }

    ui::Snapshot snapshot = calm();
};

}  // namespace

class OutageTest : public QObject {
    Q_OBJECT
private slots:
    void bar_saysSinceWhen_whatWaits_andWhatIsNext();
    void bar_ofASideThatNeverAnswered();
    void bar_inRelativeTimes();
    void bar_ofASideThatWantsANewSignIn();
    void bar_wordsOfTheServerAreASentence_data();
    void bar_wordsOfTheServerAreASentence();
    void bar_saysWhatWaitsToBeDecided_data();
    void bar_saysWhatWaitsToBeDecided();
    void bars_sayItOnce_data();
    void bars_sayItOnce();
    void nextTry_isCountedDown_underTheFocus();
    void tryThatIsOut_isSaid();
    void tryNow_isSubmitted_data();
    void tryNow_isSubmitted();
    void tryNow_thatIsRefused_isSaid();
    void tryNow_doesNothingWhileATryIsOut_data();
    void tryNow_doesNothingWhileATryIsOut();
    void readOnly_hasNothingToPress();
    void engineThatStopped_triesNoSide();
    void engineThatStopped_triesNoJournal();
    void statusLine_saysTheSame();
};

void OutageTest::bar_saysSinceWhen_whatWaits_andWhatIsNext() {
    const Outage fixture;
    const QString moment = fixture.times.format().moment(*fixture.snapshot.side.hubspot.lastAnswered);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot has not answered since ") + moment));
    QVERIFY(fixture.says(QStringLiteral("63 values wait, nothing is lost. Next try in 38 s. 503.")));
    QVERIFY(fixture.tryNow() != nullptr);
    QVERIFY(fixture.find("barTryNowSalesforce") == nullptr);
}

void OutageTest::bar_ofASideThatNeverAnswered() {
    Outage fixture;
    fixture.snapshot.side.hubspot.lastAnswered.reset();
    fixture.snapshot.side.hubspot.nextTry = fixture.clock.wallNow() + 3min;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot does not answer")));
    QVERIFY(fixture.says(QStringLiteral("Next try in 3 min.")));
}

void OutageTest::bar_inRelativeTimes() {
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    fixture.times.setStyle(ui::TimeStyle::Relative);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot last answered 10 min ago")));
}

void OutageTest::bar_ofASideThatWantsANewSignIn() {
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    ui::SideSnapshot& hubspot = fixture.snapshot.side.hubspot;
    hubspot.needsSignIn = true;
    hubspot.dueCells = 18;
    hubspot.message = "the token was withdrawn: connect HubSpot again in Connections";
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot wants a new sign-in")));
    QVERIFY(!fixture.says(QStringLiteral("has not answered")));
    QVERIFY(
        fixture.says(QStringLiteral("18 values wait, nothing is lost. The token was withdrawn: connect HubSpot "
                                    "again in Connections. Next try in 38 s.")));
    QCOMPARE(fixture.find("bar-HubSpot")->accessibleName(), QStringLiteral("HubSpot wants a new sign-in"));
    QTest::mouseClick(fixture.tryNow(), Qt::LeftButton);
    QTRY_COMPARE(fixture.bridge.commands().size(), std::size_t(1));
    QVERIFY(std::holds_alternative<ui::TryNow>(fixture.bridge.commands().front()));
    // Somebody has signed in, and now it is only away.
    hubspot.needsSignIn = false;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot has not answered since")));
}

void OutageTest::bar_wordsOfTheServerAreASentence_data() {
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("told");
    QTest::newRow("without a full stop") << "the server is down"
                                         << "The server is down.";
    QTest::newRow("a sentence already") << "The server is down. Wait a while."
                                        << "The server is down. Wait a while.";
    QTest::newRow("a question") << "is it down?"
                                << "Is it down?";
    QTest::newRow("a status") << "503 Service Unavailable"
                              << "503 Service Unavailable.";
    QTest::newRow("a name stays as it is") << "invalid_grant: expired access/refresh token"
                                           << "invalid_grant: expired access/refresh token.";
    QTest::newRow("a host stays as it is") << "api.hubapi.com does not answer"
                                           << "api.hubapi.com does not answer.";
    QTest::newRow("none") << ""
                          << "";
}

void OutageTest::bar_wordsOfTheServerAreASentence() {
    QFETCH(const QString, message);
    QFETCH(const QString, told);
    Outage fixture;
    fixture.snapshot.side.hubspot.message = message.toStdString();
    fixture.bridge.setSnapshot(fixture.snapshot);
    const QString rest = told.isEmpty() ? QString() : QLatin1Char(' ') + told;
    const auto sentence = [&] {
        const auto* bar = fixture.find("bar-HubSpot");
        return bar == nullptr ? QString() : bar->findChild<QLabel*>(QStringLiteral("barSentence"))->text();
    };
    QTRY_COMPARE(sentence(), QStringLiteral("63 values wait, nothing is lost. Next try in 38 s.") + rest);
}

void OutageTest::bar_saysWhatWaitsToBeDecided_data() {
    QTest::addColumn<int>("undecided");
    QTest::addColumn<int>("due");
    QTest::addColumn<QString>("told");
    QTest::newRow("values and changes")
        << 3 << 63 << "63 values wait, nothing is lost. 3 changes wait to be decided. Next try in 38 s.";
    QTest::newRow("one change") << 1 << 1
                                << "1 value waits, nothing is lost. 1 change waits to be decided. Next try in 38 s.";
    QTest::newRow("changes alone") << 1204 << 0
                                   << "Nothing is lost. 1,204 changes wait to be decided. Next try in 38 s.";
    QTest::newRow("values alone") << 0 << 63 << "63 values wait, nothing is lost. Next try in 38 s.";
}

void OutageTest::bar_saysWhatWaitsToBeDecided() {
    QFETCH(const int, undecided);
    QFETCH(const int, due);
    QFETCH(const QString, told);
    Outage fixture;
    fixture.snapshot.undecided = static_cast<std::size_t>(undecided);
    fixture.snapshot.side.hubspot.dueCells = static_cast<std::size_t>(due);
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(told));
}

void OutageTest::bars_sayItOnce_data() {
    QTest::addColumn<bool>("areBothAway");
    QTest::addColumn<bool>("observes");
    QTest::newRow("both sides are away") << true << false;
    QTest::newRow("one is away, and one direction observes") << false << true;
}

/// The changes that wait are of both sides together: told twice they would be counted twice.
void OutageTest::bars_sayItOnce() {
    QFETCH(const bool, areBothAway);
    QFETCH(const bool, observes);
    Outage fixture;
    fixture.snapshot.undecided = 3;
    if (areBothAway)
        fixture.snapshot.side.salesforce = fixture.snapshot.side.hubspot;
    if (observes)
        fixture.snapshot.side.hubspot.mode = core::Mode::Observe;
    fixture.bridge.setSnapshot(fixture.snapshot);
    const auto timesSaid = [&] {
        const auto sentences = fixture.find("bars")->findChildren<QLabel*>(QStringLiteral("barSentence"));
        return std::count_if(sentences.begin(), sentences.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("3 changes wait to be decided."));
        });
    };
    const auto areThere = [&] {
        return (!areBothAway || fixture.find("bar-Salesforce") != nullptr)
               && (!observes || fixture.find("bar-observe") != nullptr);
    };
    QTRY_VERIFY(areThere() && timesSaid() > 0);
    QCOMPARE(timesSaid(), 1);
}

void OutageTest::nextTry_isCountedDown_underTheFocus() {
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    const QPointer<QAbstractButton> button = fixture.tryNow();
    button->setFocus();
    fixture.clock.advance(1s);
    QTRY_VERIFY(fixture.says(QStringLiteral("Next try in 37 s.")));
    // Others come with each snapshot, too.
    fixture.snapshot.side.hubspot.nextTry = fixture.clock.wallNow() + 9500ms;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("Next try in 10 s.")));
    fixture.clock.advance(600ms);
    QTRY_VERIFY(fixture.says(QStringLiteral("Next try in 9 s.")));
    QVERIFY(!button.isNull());
    QCOMPARE(fixture.tryNow(), button.data());
    QVERIFY(button->hasFocus());
}

void OutageTest::tryThatIsOut_isSaid() {
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    const QPointer<QAbstractButton> button = fixture.tryNow();
    // It is time, and the engine has not said so yet.
    fixture.clock.advance(38s);
    QTRY_VERIFY(fixture.says(QStringLiteral("nothing is lost. Trying now.")));
    fixture.snapshot.side.hubspot.nextTry.reset();
    fixture.snapshot.side.hubspot.dueCells = 64;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("64 values wait, nothing is lost. Trying now.")));
    QVERIFY(!button.isNull());
    fixture.bridge.setSnapshot(WindowFixture::calm());
    QTRY_VERIFY(fixture.tryNow() == nullptr);
}

void OutageTest::tryNow_isSubmitted_data() {
    QTest::addColumn<bool>("byKey");
    QTest::newRow("by the mouse") << false;
    QTest::newRow("by a key") << true;
}

void OutageTest::tryNow_isSubmitted() {
    QFETCH(const bool, byKey);
    const Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    if (byKey) {
        fixture.tryNow()->setFocus();
        QTest::keyClick(fixture.tryNow(), Qt::Key_Space);
    } else {
        QTest::mouseClick(fixture.tryNow(), Qt::LeftButton);
    }
    QTRY_COMPARE(fixture.bridge.commands().size(), std::size_t(1));
    const auto* command = std::get_if<ui::TryNow>(&fixture.bridge.commands().front());
    QVERIFY(command != nullptr);
    QCOMPARE(command->side, core::Side::HubSpot);
    QCOMPARE(command->who, std::string("grace"));
}

void OutageTest::tryNow_thatIsRefused_isSaid() {
    Outage fixture;
    fixture.bridge.setReply(base::Error{base::ErrorCode::Unavailable, "run a command", "engine", "it has ended", {}});
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    QTest::mouseClick(fixture.tryNow(), Qt::LeftButton);
    QTRY_VERIFY(fixture.says(QStringLiteral("HubSpot was not tried")));
    QVERIFY(fixture.says(QStringLiteral("it has ended")));
    QTest::mouseClick(fixture.find("closeTryNowBar"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("closeTryNowBar") == nullptr);
}

void OutageTest::tryNow_doesNothingWhileATryIsOut_data() {
    tryNow_isSubmitted_data();
}

/// It stays enabled, since it would lose the focus otherwise.
void OutageTest::tryNow_doesNothingWhileATryIsOut() {
    QFETCH(const bool, byKey);
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    const auto press = [&] {
        if (byKey)
            QTest::keyClick(fixture.tryNow(), Qt::Key_Space);
        else
            QTest::mouseClick(fixture.tryNow(), Qt::LeftButton);
    };
    fixture.tryNow()->setFocus();
    QVERIFY(fixture.tryNow()->toolTip().isEmpty());
    fixture.snapshot.side.hubspot.nextTry.reset();
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.tryNow()->toolTip().contains(QStringLiteral("A try is under way")));
    QVERIFY(fixture.says(QStringLiteral("Trying now.")));
    press();
    // What it does it does from the event loop, in the order of the presses: the next one is the only one.
    QCoreApplication::sendPostedEvents();
    QVERIFY(fixture.tryNow()->hasFocus());
    QVERIFY(fixture.bridge.commands().empty());
    fixture.snapshot.side.hubspot.nextTry = fixture.clock.wallNow() + 5s;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.tryNow()->toolTip().isEmpty());
    press();
    QTRY_VERIFY(!fixture.bridge.commands().empty());
    QCOMPARE(fixture.bridge.commands().size(), std::size_t(1));
}

void OutageTest::readOnly_hasNothingToPress() {
    const Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    ui::BarStack::Bar bar;
    bar.key = ui::kReadOnlyBar;
    bar.kind = ui::BarKind::Ours;
    bar.statement = QStringLiteral("Read-only: another Syncline writes");
    fixture.window->setBar(bar);
    QTRY_VERIFY(fixture.tryNow() == nullptr);
    QVERIFY(fixture.says(QStringLiteral("Next try in 38 s.")));
}

/// Its last snapshot is of when it ran, and so is any that comes later.
void OutageTest::engineThatStopped_triesNoSide() {
    Outage fixture;
    QTRY_VERIFY(fixture.tryNow() != nullptr);
    fixture.window->resize(1600, 900);
    const auto* status = fixture.find<QLabel>("statusHubSpot");
    QTRY_VERIFY(status->text().startsWith(QStringLiteral("Disconnected")));
    emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    QTRY_VERIFY(fixture.says(QStringLiteral("The engine has stopped")));
    const auto saysNoTry = [&] {
        return fixture.tryNow() == nullptr && !fixture.says(QStringLiteral("Next try in"))
               && !fixture.says(QStringLiteral("Trying now")) && status->text() == QStringLiteral("Not connected")
               && !status->toolTip().contains(QStringLiteral("503"));
    };
    QVERIFY(saysNoTry());
    fixture.snapshot.side.hubspot.dueCells = 64;
    fixture.bridge.setSnapshot(fixture.snapshot);
    const auto* waiting = fixture.find<QLabel>("statusWaiting");
    QTRY_VERIFY(waiting->toolTip().contains(QStringLiteral("64 to HubSpot held: not connected")));
    fixture.clock.advance(38s);
    fixture.times.setStyle(ui::TimeStyle::Relative);
    QVERIFY(saysNoTry());
    QVERIFY(fixture.find("startAgain")->isVisible());
}

void OutageTest::engineThatStopped_triesNoJournal() {
    Outage fixture;
    fixture.snapshot.trouble = base::Error{base::ErrorCode::NoSpace, "write", "journal.db", "no space left", {}};
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_VERIFY(fixture.says(QStringLiteral("it is tried again each second")));
    emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    QTRY_VERIFY(fixture.says(QStringLiteral("The engine has stopped")));
    QVERIFY(!fixture.says(QStringLiteral("it is tried again each second")));
}

void OutageTest::statusLine_saysTheSame() {
    Outage fixture;
    const auto text = [&] { return fixture.find<QLabel>("statusHubSpot")->text(); };
    fixture.window->resize(1600, 900);
    QTRY_COMPARE(text(), QStringLiteral("Disconnected, next try in 38 s"));
    fixture.clock.advance(1s);
    QTRY_COMPARE(text(), QStringLiteral("Disconnected, next try in 37 s"));
    fixture.snapshot.side.hubspot.needsSignIn = true;
    fixture.bridge.setSnapshot(fixture.snapshot);
    QTRY_COMPARE(text(), QStringLiteral("Wants a new sign-in, next try in 37 s"));
}

QTEST_MAIN(OutageTest)
#include "outage_test.moc"
