#include "tests/ui/shell/window_fixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTest>
#include <memory>
#include <string>

using namespace syncline;
using test::WindowFixture;

namespace {

const std::string kHash = "3f9a1b2c" + std::string(48, '0') + "77c0d1e2";

ui::VerifiedJournal sound() {
    return {core::Seq(4'718'913), core::Seq(4'718'900), 138'865, kHash, {}, false};
}

ui::VerifiedJournal damaged() {
    ui::VerifiedJournal found = sound();
    found.differences = {"entry 37 is missing", "entry 41 cannot be read: page 88,120"};
    found.entriesDiffer = true;
    return found;
}

ui::VerifiedJournal withOtherProjections() {
    ui::VerifiedJournal found = sound();
    found.differences = {"projections: links of entity 1 is not what the entries through 4718900 give"};
    return found;
}

/// A window in which the journal is verified with what a test says.
struct Verifying : WindowFixture {
    Verifying() { QGuiApplication::clipboard()->clear(); }

    void open() const { find<QAction>("actionVerify")->trigger(); }
    [[nodiscard]] bool shows(const char* name) const {
        const auto* const widget = find(name);
        return widget != nullptr && widget->isVisible();
    }
    [[nodiscard]] QString text(const char* name) const {
        const auto* const label = find<QLabel>(name);
        return label != nullptr ? label->text() : QStringLiteral("(missing)");
    }
    void click(const char* name) const { QTest::mouseClick(find(name), Qt::LeftButton); }
    void finds(const ui::VerifiedJournal& found) {
        bridge.onQuery<ui::VerifyJournal>([found](const ui::VerifyJournal&) { return found; });
    }
    [[nodiscard]] static QString copied() { return QGuiApplication::clipboard()->text(); }
};

}  // namespace

class VerifyDialogTest : public QObject {
    Q_OBJECT
private slots:
    void palette_opensIt();
    void askedTwice_isOneDialog();
    void progress_isCounted();
    void noDifferences_areSaidWithTheStateHash();
    void damagedJournal_saysWhatToDo();
    void otherProjections_sayThatTheEntriesAreSound();
    void failure_isSaidInItsWords();
    void tooLargeForTheWindow_saysWhereItCanBeVerified();
    void verifyAgain_asksAnew();
    void escape_cancels();
    void cancelButton_cancels();
    void readOnlyWindow_verifiesAsWell();
    void withoutWorkspace_thereIsNothingToVerify();
};

void VerifyDialogTest::palette_opensIt() {
    const Verifying fixture;
    QTest::keyClick(fixture.window->focusWidget(), Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(fixture.shows("commandPalette"));
    auto* const input = fixture.find<QLineEdit>("paletteInput");
    QTest::keyClicks(input, QStringLiteral("verify"));
    const auto* const list = fixture.find<QListView>("paletteList");
    QTRY_VERIFY(list->model()->rowCount() > 0
                && list->currentIndex().data().toString().contains(QStringLiteral("Verify journal")));
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_VERIFY(fixture.shows("verifyDialog"));
    QCOMPARE(fixture.bridge.asked<ui::VerifyJournal>().size(), std::size_t{1});
}

void VerifyDialogTest::askedTwice_isOneDialog() {
    const Verifying fixture;
    fixture.open();
    fixture.window->verifyJournal();
    QCOMPARE(fixture.window->findChildren<QDialog*>(QStringLiteral("verifyDialog")).size(), 1);
    QCOMPARE(fixture.bridge.asked<ui::VerifyJournal>().size(), std::size_t{1});
}

void VerifyDialogTest::progress_isCounted() {
    const Verifying fixture;
    fixture.open();
    QCOMPARE(fixture.text("verifyStatement"), QStringLiteral("Verifying the journal"));
    QCOMPARE(fixture.text("verifyCount"), QStringLiteral("Reading the projections"));
    QVERIFY(!fixture.shows("verifyCopyReport"));
    const auto asked = fixture.bridge.asked<ui::VerifyJournal>();
    QVERIFY(asked.size() == 1 && asked.front().progress);
    asked.front().progress->publish(
        std::make_shared<const ui::VerifiedSoFar>(ui::VerifiedSoFar{core::Seq(88'000), core::Seq(138'865)}));
    QTRY_COMPARE(fixture.text("verifyCount"), QStringLiteral("88,000 of 138,865 entries"));
    QCOMPARE(fixture.find<QProgressBar>("verifyProgress")->value(), 633);
}

void VerifyDialogTest::noDifferences_areSaidWithTheStateHash() {
    Verifying fixture;
    fixture.finds(sound());
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("No differences"));
    QVERIFY(!fixture.shows("verifyDifferences"));
    QVERIFY(!fixture.shows("verifyProgress"));
    QCOMPARE(fixture.text("verifyHead"), QStringLiteral("4,718,913"));
    QCOMPARE(fixture.text("verifyEntities"), QStringLiteral("138,865"));
    QCOMPARE(fixture.text("verifyProjections"), QStringLiteral("4,718,900"));
    QCOMPARE(fixture.text("verifyHash"), QStringLiteral("3f9a1b2c…77c0d1e2"));
    fixture.click("verifyCopyHash");
    QCOMPARE(Verifying::copied(), QString::fromStdString(kHash));
    fixture.click("verifyClose");
    QTRY_VERIFY(fixture.find("verifyDialog") == nullptr);
}

void VerifyDialogTest::damagedJournal_saysWhatToDo() {
    Verifying fixture;
    fixture.finds(damaged());
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("The journal is damaged"));
    QVERIFY(fixture.shows("verifyDifferences"));
    QCOMPARE(fixture.find<QPlainTextEdit>("verifyDifferences")->toPlainText(),
             QStringLiteral("entry 37 is missing\nentry 41 cannot be read: page 88,120"));
    QVERIFY(fixture.text("verifyAdvice").contains(QStringLiteral("Restore the workspace from a copy")));
    fixture.click("verifyCopyReport");
    const QString report = Verifying::copied();
    for (const QString& part : {QStringLiteral("The journal is damaged\n"), QStringLiteral("entry 37 is missing\n"),
                                QStringLiteral("Restore the workspace from a copy"), QString::fromStdString(kHash),
                                QStringLiteral("Head 4,718,913"), QStringLiteral("workspace Acme"),
                                fixture.times.format().whole(fixture.times.now())})
        QVERIFY2(report.contains(part), qPrintable(part + QLatin1Char('\n') + report));
}

void VerifyDialogTest::otherProjections_sayThatTheEntriesAreSound() {
    Verifying fixture;
    fixture.finds(withOtherProjections());
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("The projections are not what the entries give"));
    QVERIFY(fixture.text("verifySentence").contains(QStringLiteral("nothing is lost")));
    QVERIFY(fixture.text("verifyAdvice").contains(QStringLiteral("projections.db")));
}

void VerifyDialogTest::failure_isSaidInItsWords() {
    Verifying fixture;
    fixture.bridge.onQuery<ui::VerifyJournal>([](const ui::VerifyJournal&) -> base::Result<ui::VerifiedJournal> {
        return base::Error{base::ErrorCode::NotFound, "open journal", "journal.db", "no such file", ""};
    });
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("The journal could not be verified"));
    QVERIFY(fixture.find<QPlainTextEdit>("verifyDifferences")->toPlainText().contains(QStringLiteral("no such file")));
    QVERIFY(!fixture.shows("verifyHash"));
}

void VerifyDialogTest::tooLargeForTheWindow_saysWhereItCanBeVerified() {
    Verifying fixture;
    fixture.bridge.onQuery<ui::VerifyJournal>([](const ui::VerifyJournal&) -> base::Result<ui::VerifiedJournal> {
        return base::Error{base::ErrorCode::LimitExceeded, "verify the journal", "", "it has more than 7 entities",
                           "run `syncline journal verify` on the workspace, in a terminal"};
    });
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("The journal could not be verified here"));
    QVERIFY(fixture.text("verifySentence").contains(QStringLiteral("too large to do that beside the engine")));
    QCOMPARE(fixture.find<QPlainTextEdit>("verifyDifferences")->toPlainText(),
             QStringLiteral("verify the journal: it has more than 7 entities"));
    QVERIFY(fixture.shows("verifyAdvice"));
    QVERIFY(fixture.text("verifyAdvice").contains(QStringLiteral("syncline journal verify")));
    fixture.click("verifyCopyReport");
    QVERIFY(Verifying::copied().contains(QStringLiteral("run syncline journal verify on the workspace")));
}

void VerifyDialogTest::verifyAgain_asksAnew() {
    Verifying fixture;
    fixture.finds(damaged());
    fixture.open();
    QTRY_VERIFY(fixture.shows("verifyAgain"));
    fixture.finds(sound());
    auto* const again = fixture.find("verifyAgain");
    again->setFocus(Qt::TabFocusReason);
    QTest::keyClick(again, Qt::Key_Space);
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("No differences"));
    QVERIFY(!fixture.shows("verifyDifferences"));
    QCOMPARE(fixture.bridge.asked<ui::VerifyJournal>().size(), std::size_t{2});
}

void VerifyDialogTest::escape_cancels() {
    Verifying fixture;
    fixture.open();
    QTRY_VERIFY(fixture.shows("verifyDialog"));
    QTest::keyClick(fixture.find("verifyDialog"), Qt::Key_Escape);
    QTRY_VERIFY(fixture.find("verifyDialog") == nullptr);
    int answered = 0;
    fixture.bridge.onQuery<ui::VerifyJournal>([&](const ui::VerifyJournal&) {
        ++answered;
        return sound();
    });
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("No differences"));
    QCOMPARE(answered, 1);  // only the second
}

void VerifyDialogTest::cancelButton_cancels() {
    Verifying fixture;
    fixture.open();
    QTRY_VERIFY(fixture.shows("verifyClose"));
    QCOMPARE(fixture.find<QAbstractButton>("verifyClose")->text(), QStringLiteral("Cancel"));
    fixture.click("verifyClose");
    QTRY_VERIFY(fixture.find("verifyDialog") == nullptr);
    int answered = 0;
    fixture.bridge.onQuery<ui::VerifyJournal>([&](const ui::VerifyJournal&) {
        ++answered;
        return sound();
    });
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("No differences"));
    QCOMPARE(answered, 1);  // only the second
}

void VerifyDialogTest::readOnlyWindow_verifiesAsWell() {
    Verifying fixture;
    ui::BarStack::Bar bar;
    bar.key = QStringLiteral("readOnly");
    bar.statement = QStringLiteral("Read-only: another console writes");
    fixture.window->setBar(bar);
    fixture.finds(sound());
    QVERIFY(fixture.find<QAction>("actionVerify")->isEnabled());
    fixture.open();
    QTRY_COMPARE(fixture.text("verifyStatement"), QStringLiteral("No differences"));
}

void VerifyDialogTest::withoutWorkspace_thereIsNothingToVerify() {
    const Verifying fixture;
    fixture.open();
    QVERIFY(fixture.find("verifyDialog") != nullptr);
    fixture.window->showPage(new QWidget);
    QVERIFY(fixture.find("verifyDialog") == nullptr);
    QVERIFY(!fixture.find<QAction>("actionVerify")->isEnabled());
    fixture.window->verifyJournal();
    QVERIFY(fixture.find("verifyDialog") == nullptr);
}

QTEST_MAIN(VerifyDialogTest)
#include "verify_dialog_test.moc"
