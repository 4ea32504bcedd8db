#include "ui/ownership/preview_dialog.h"

#include "engine/core/what_if.h"
#include "tests/ui/support/entries.h"
#include "tests/ui/support/fake_bridge.h"
#include "tests/ui/support/written_navigator.h"
#include "ui/widgets/plurals.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPointer>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>
#include <map>
#include <memory>

using namespace syncline;
using namespace syncline::ui;
using core::Outcome;

namespace {

RuleDifference differenceOf(std::int64_t seq, const std::string& field, Outcome was, Outcome would) {
    RuleDifference one;
    one.decision = test::decisionOf(field, was);
    one.row = test::rowOf(seq, test::decided({one.decision}));
    one.would = would;
    return one;
}

RuleEffect effectOf(std::size_t asked, std::vector<RuleDifference> examples) {
    RuleEffect effect;
    effect.asked = asked;
    effect.differ = examples.size();
    effect.examples = std::move(examples);
    return effect;
}

/// The preview of two staged rules of contacts, phone and title. It is 10:41:32 UTC.
struct Stage {
    Stage() {
        QCoreApplication::installTranslator(&plurals);
        theme.apply();
        times.setStyle(TimeStyle::Utc);
        core::FieldRule rule;
        rule.choice.tolerance = std::chrono::milliseconds(1500);
        for (const char* field : {"phone", "title"})
            staged.stage("contact", field, {}, rule);
    }
    ~Stage() { delete dialog; }

    /// field_00, field_01 and so on, each with a decision that would have fallen another way.
    void stageMore(int count) {
        for (int i = 0; i < count; ++i) {
            const std::string field = QStringLiteral("field_%1").arg(i, 2, 10, QLatin1Char('0')).toStdString();
            core::FieldRule rule;
            rule.choice.tolerance = std::chrono::milliseconds(1500);
            staged.stage("contact", field, {}, rule);
            effects.insert_or_assign(field, effectOf(2, {differenceOf(41, field, Outcome::Lost, Outcome::Won)}));
        }
    }
    void answer() {
        bridge.onQuery<RulePreview>([this](const RulePreview& asked) { return effects.at(asked.field); });
    }
    void open(bool isReadOnly = false) {
        dialog = new PreviewDialog(
            {theme, times.format(), bridge, navigator, isReadOnly ? QStringLiteral("Read-only") : QString()}, staged,
            nullptr);
        applied = std::make_unique<QSignalSpy>(dialog, &PreviewDialog::applied);
        dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        dialog->activateWindow();
    }
    template <typename T = QWidget>
    [[nodiscard]] T* find(const char* name) const {
        return dialog->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QString text(const char* name) const {
        const auto* const label = find<QLabel>(name);
        return label->isVisible() ? label->text() : QString();
    }
    /// What a person sees of it, in the screen's pixels: the part that nothing around it hides.
    [[nodiscard]] QRect seen(const char* name) const {
        const auto* const widget = find(name);
        if (widget == nullptr || !widget->isVisible())
            return {};
        QRect part(widget->mapToGlobal(QPoint()), widget->size());
        for (const QWidget* around = widget; around != dialog; around = around->parentWidget())
            part &= QRect(around->parentWidget()->mapToGlobal(QPoint()), around->parentWidget()->size());
        return part & room();
    }
    [[nodiscard]] bool isWhole(const char* name) const {
        return !seen(name).isEmpty() && seen(name).size() == find(name)->size();
    }
    [[nodiscard]] QRect room() const { return dialog->screen()->availableGeometry(); }
    [[nodiscard]] QScrollBar& bar() const { return *find<QAbstractScrollArea>("previewRules")->verticalScrollBar(); }
    [[nodiscard]] QTableView& table() const { return *find<QTableView>("previewDecisions"); }
    [[nodiscard]] QStringList row(int at) const {
        QStringList cells;
        for (int column = 0; column < table().model()->columnCount(); ++column)
            cells << table().model()->index(at, column).data().toString();
        return cells;
    }

    EnglishPlurals plurals;
    base::ManualClock clock{test::morning(1000)};
    Theme theme;
    Times times{clock};
    test::FakeBridge bridge;
    test::WrittenNavigator navigator;
    StagedRules staged;
    std::map<std::string, base::Result<RuleEffect>> effects{{"phone", effectOf(40, {})}, {"title", effectOf(2, {})}};
    QPointer<PreviewDialog> dialog;
    std::unique_ptr<QSignalSpy> applied;
};

}  // namespace

/// What staged rules would have decided, before they are applied.
class PreviewDialogTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<Stage>(); }
    void cleanup() { m_stage.reset(); }

    void decisions_ofAllRulesAreListed();
    void decisions_ofAnOwnerHaveBothSidesValues_data();
    void decisions_ofAnOwnerHaveBothSidesValues();
    void decisions_sayWhereTheOtherValueIsKept();
    void decisions_areCountedWhereNotAllAreListed();
    void decisions_noneIsSaidWhenAllHaveAnswered();
    void decisions_noneIsNotSaidWhereOneCannotBeAsked();
    void effect_ofOneDecision();
    void enter_showsTheDecisionInTheStream();
    void enter_whereNoneIsChosenAppliesNothing();
    void readOnly_cannotBeApplied_data();
    void readOnly_cannotBeApplied();
    void manyRules_scrollWithinTheDialog();
    void manyRules_areScrolledByKeys();
    void manyRules_areScrolledByTheWheel();
    void fewRules_areAllShown();
    void growing_staysOnTheScreen();

private:
    std::unique_ptr<Stage> m_stage;
};

void PreviewDialogTest::decisions_ofAllRulesAreListed() {
    m_stage->effects.at("phone") = effectOf(40, {differenceOf(42, "phone", Outcome::Conflicted, Outcome::Won),
                                                 differenceOf(40, "phone", Outcome::Lost, Outcome::Conflicted)});
    m_stage->effects.at("title") = effectOf(2, {differenceOf(41, "title", Outcome::Refused, Outcome::Applied)});
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->table().model()->rowCount(), 3);
    const QAbstractItemModelTester tester(m_stage->table().model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(m_stage->table().isVisible());
    const QString time = QStringLiteral("10:41:31");
    const QString noor = QStringLiteral("Noor Haddad");
    const QString fresh = QStringLiteral("new Salesforce, Jane");
    const QString old = QStringLiteral("theirs HubSpot, Jane");
    const QString asked = QStringLiteral("conflict");
    QCOMPARE(m_stage->row(0), QStringList({time, noor, QStringLiteral("phone"), asked, fresh}));
    QCOMPARE(m_stage->row(1), QStringList({time, noor, QStringLiteral("title"), old, fresh}));
    QCOMPARE(m_stage->row(2), QStringList({time, noor, QStringLiteral("phone"), old, asked}));
    QCOMPARE(m_stage->text("previewListed"),
             QStringLiteral("The decisions that would have fallen another way. Enter shows one in the stream."));
    // Each of both rules was asked once, as it is staged.
    const std::vector<RulePreview> questions = m_stage->bridge.asked<RulePreview>();
    QCOMPARE(questions.size(), std::size_t{2});
    QCOMPARE(questions.back().field, std::string("title"));
    QCOMPARE(questions.back().rule.choice.tolerance, std::chrono::milliseconds(1500));
}

void PreviewDialogTest::decisions_ofAnOwnerHaveBothSidesValues_data() {
    QTest::addColumn<Outcome>("was");
    QTest::newRow("applied") << Outcome::Applied;
    QTest::newRow("won") << Outcome::Won;
}

/// As the engine asks again: what HubSpot holds would be kept from a change of Salesforce's, and written back there.
void PreviewDialogTest::decisions_ofAnOwnerHaveBothSidesValues() {
    QFETCH(const Outcome, was);
    core::FieldRule owned;
    owned.admission.owner = core::Side::HubSpot;
    const auto would = core::reconsider(test::decisionOf("phone", was), owned);
    QVERIFY(would && would->differs);
    ExampleModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setExamples({differenceOf(42, "phone", was, would->outcome)}, m_stage->times.format());
    QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("new"));
    QCOMPARE(model.index(0, 3).data().toString(), QStringLiteral("theirs"));
    // Cut in the middle: values that differ at their ends can be told apart.
    for (const int column : {2, 3}) {
        const auto cell = std::get<TextCell>(model.index(0, column).data(kCellRole).value<Cell>());
        QCOMPARE(cell.elide, Qt::ElideMiddle);
    }
}

/// Both columns show the value that stands: what differs is whether the other side is written over.
void PreviewDialogTest::decisions_sayWhereTheOtherValueIsKept() {
    ExampleModel model(ExampleModel::Of::OneRule);
    model.setExamples({differenceOf(42, "phone", Outcome::Lost, Outcome::Refused)}, m_stage->times.format());
    const auto won = std::get<TextCell>(model.index(0, 2).data(kCellRole).value<Cell>());
    const auto would = std::get<TextCell>(model.index(0, 3).data(kCellRole).value<Cell>());
    QCOMPARE(won.text, would.text);
    QCOMPARE(won.after, QString());
    QCOMPARE(would.after, QStringLiteral("other kept"));
}

void PreviewDialogTest::decisions_areCountedWhereNotAllAreListed() {
    m_stage->effects.at("title") = effectOf(2, {differenceOf(41, "title", Outcome::Lost, Outcome::Won)});
    RuleEffect many = effectOf(4000, {differenceOf(40, "phone", Outcome::Lost, Outcome::Won)});
    many.differ = 1200;
    m_stage->effects.at("phone") = many;
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("previewListed"),
                 QStringLiteral("2 of the 1,201 decisions that would have fallen another way. Enter shows one in the "
                                "stream."));
}

void PreviewDialogTest::decisions_noneIsSaidWhenAllHaveAnswered() {
    m_stage->open();
    QCOMPARE(m_stage->text("previewListed"), QString());
    QVERIFY(!m_stage->table().isVisible());
    m_stage->answer();
    QTRY_COMPARE(m_stage->text("previewListed"),
                 QStringLiteral("No decision of the journal would have fallen another way."));
    QVERIFY(!m_stage->table().isVisible());
}

void PreviewDialogTest::decisions_noneIsNotSaidWhereOneCannotBeAsked() {
    m_stage->effects.at("title") =
        base::Error{base::ErrorCode::Io, "read", "journal.db", "disk I/O error", "check the disk"};
    m_stage->answer();
    m_stage->open();
    QTRY_VERIFY(m_stage->text("previewEffect_title").contains(QStringLiteral("disk I/O error")));
    QTRY_VERIFY(m_stage->text("previewEffect_phone").startsWith(QStringLiteral("0 of 40 decisions")));
    QCOMPARE(m_stage->text("previewListed"), QString());
}

void PreviewDialogTest::effect_ofOneDecision() {
    m_stage->effects.at("phone") = effectOf(1, {differenceOf(40, "phone", Outcome::Lost, Outcome::Won)});
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("previewEffect_phone"),
                 QStringLiteral("1 of 1 decision would differ, photo finishes ±0, conflicts ±0"));
}

void PreviewDialogTest::enter_showsTheDecisionInTheStream() {
    m_stage->effects.at("phone") = effectOf(40, {differenceOf(40, "phone", Outcome::Lost, Outcome::Won)});
    m_stage->answer();
    m_stage->open();
    QTRY_VERIFY(m_stage->table().isVisible());
    QTableView& table = m_stage->table();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::NoModifier,
                      table.visualRect(table.model()->index(0, 2)).center());
    QTRY_VERIFY(table.hasFocus());
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(m_stage->navigator.led, QStringList(QStringLiteral("stream  at 40")));
    QTRY_VERIFY(!m_stage->dialog);
    QCOMPARE(m_stage->applied->count(), 0);
}

void PreviewDialogTest::enter_whereNoneIsChosenAppliesNothing() {
    m_stage->effects.at("phone") = effectOf(40, {differenceOf(40, "phone", Outcome::Lost, Outcome::Won)});
    m_stage->answer();
    m_stage->open();
    QTRY_VERIFY(m_stage->table().isVisible());
    m_stage->table().setFocus();
    QTest::keyClick(&m_stage->table(), Qt::Key_Return);
    QCOMPARE(m_stage->applied->count(), 0);
    QVERIFY(m_stage->navigator.led.isEmpty());
}

void PreviewDialogTest::readOnly_cannotBeApplied_data() {
    QTest::addColumn<bool>("isReadOnly");
    QTest::newRow("read-only") << true;
    QTest::newRow("with an engine") << false;
}

void PreviewDialogTest::readOnly_cannotBeApplied() {
    QFETCH(const bool, isReadOnly);
    m_stage->answer();
    m_stage->open(isReadOnly);
    auto* const apply = m_stage->find<QAbstractButton>("previewApply");
    QCOMPARE(apply->isEnabled(), !isReadOnly);
    QCOMPARE(apply->toolTip().contains(QStringLiteral("Read-only")), isReadOnly);
    QTest::mouseClick(apply, Qt::LeftButton);
    QCOMPARE(m_stage->applied->count(), isReadOnly ? 0 : 1);
}

/// However many there are: heading, list and buttons stay in sight.
void PreviewDialogTest::manyRules_scrollWithinTheDialog() {
    m_stage->stageMore(30);
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->table().model()->rowCount(), 30);
    QTRY_VERIFY(!m_stage->seen("previewDecisions").isEmpty());
    QTRY_VERIFY(m_stage->dialog->height() <= 800);
    QVERIFY(m_stage->dialog->frameGeometry().height() <= m_stage->room().height());
    for (const char* name : {"previewTitle", "previewListed", "previewDecisions", "previewCancel", "previewApply"})
        QTRY_VERIFY2(m_stage->isWhole(name), name);
    QVERIFY(m_stage->seen("previewEffect_field_29").isEmpty());
    m_stage->dialog->resize(m_stage->dialog->width(), 5000);
    QTRY_VERIFY(m_stage->dialog->height() <= 800);
    QVERIFY(m_stage->bar().maximum() > 0);
    QTest::mouseClick(m_stage->find("previewApply"), Qt::LeftButton);
    QCOMPARE(m_stage->applied->count(), 1);
}

void PreviewDialogTest::manyRules_areScrolledByKeys() {
    m_stage->stageMore(30);
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->table().model()->rowCount(), 30);
    QVERIFY(m_stage->find("previewRules") != nullptr);
    QTRY_VERIFY(m_stage->bar().maximum() > 0);
    QTRY_VERIFY(m_stage->dialog->isActiveWindow());
    auto* const rules = m_stage->find("previewRules");
    m_stage->find("previewApply")->setFocus();
    for (int stops = 0; stops < 4 && !rules->hasFocus(); ++stops)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(rules->hasFocus());
    const QRect title = m_stage->seen("previewTitle");
    const QRect apply = m_stage->seen("previewApply");
    QTest::keyClick(rules, Qt::Key_Down);
    const int line = m_stage->bar().value();
    QVERIFY(line > 0);
    QTest::keyClick(rules, Qt::Key_PageDown);
    QVERIFY(m_stage->bar().value() > line);
    QTest::keyClick(rules, Qt::Key_End);
    QTRY_VERIFY(m_stage->isWhole("previewEffect_field_29"));
    QVERIFY(m_stage->seen("previewEffect_phone").isEmpty());
    QCOMPARE(m_stage->seen("previewTitle"), title);
    QCOMPARE(m_stage->seen("previewApply"), apply);
    QTest::keyClick(rules, Qt::Key_Home);
    QTRY_VERIFY(m_stage->isWhole("previewEffect_phone"));
    QCOMPARE(m_stage->applied->count(), 0);
}

void PreviewDialogTest::manyRules_areScrolledByTheWheel() {
    m_stage->stageMore(30);
    m_stage->answer();
    m_stage->open();
    QTRY_COMPARE(m_stage->table().model()->rowCount(), 30);
    QVERIFY(m_stage->find("previewRules") != nullptr);
    QTRY_VERIFY(m_stage->bar().maximum() > 0);
    // Where a wheel that the words below it let pass arrives.
    QWidget& over = *m_stage->find<QAbstractScrollArea>("previewRules")->viewport();
    QWheelEvent event(QPointF(5, 5), over.mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&over, &event);
    QVERIFY(m_stage->bar().value() > 0);
}

/// Nothing to scroll, and no stop of the Tab key that does nothing.
void PreviewDialogTest::fewRules_areAllShown() {
    m_stage->answer();
    m_stage->open();
    QTRY_VERIFY(m_stage->text("previewEffect_title").startsWith(QStringLiteral("0 of 2 decisions")));
    for (const char* name : {"previewTitle", "previewEffect_phone", "previewEffect_title", "previewApply"})
        QTRY_VERIFY2(m_stage->isWhole(name), name);
    QVERIFY(m_stage->find("previewRules") != nullptr);
    QCOMPARE(m_stage->bar().maximum(), 0);
    QVERIFY(!(m_stage->find("previewRules")->focusPolicy() & Qt::TabFocus));
}

/// The decisions come when the dialog is there already, and it may stand low.
void PreviewDialogTest::growing_staysOnTheScreen() {
    m_stage->effects.at("phone") = effectOf(40, {differenceOf(40, "phone", Outcome::Lost, Outcome::Won)});
    m_stage->open();
    QDialog& dialog = *m_stage->dialog;
    const int before = dialog.height();
    dialog.move(dialog.x(), dialog.y() + m_stage->room().bottom() - dialog.frameGeometry().bottom());
    QTRY_VERIFY(m_stage->room().bottom() - dialog.frameGeometry().bottom() < 20);
    m_stage->answer();
    QTRY_VERIFY(m_stage->table().isVisible());
    QTRY_VERIFY(dialog.height() > before);
    QTRY_VERIFY(dialog.geometry().bottom() <= m_stage->room().bottom());
    QTRY_VERIFY(m_stage->isWhole("previewApply"));
}

QTEST_MAIN(PreviewDialogTest)
#include "preview_dialog_test.moc"
