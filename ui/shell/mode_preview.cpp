#include "ui/shell/mode_preview.h"

#include "ui/shell/direction_button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <chrono>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kWidth = 720;
constexpr int kHeight = 480;
constexpr int kRecordWidth = 180;
constexpr int kFieldWidth = 140;
constexpr std::chrono::seconds kCountAgain{1};

QString amount(std::size_t count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(counted(static_cast<std::int64_t>(count)));
}

QString values(std::size_t count) {
    return amount(count, ModePreview::tr("1 value"), ModePreview::tr("%1 values"));
}

QString records(std::size_t count) {
    return amount(count, ModePreview::tr("1 record"), ModePreview::tr("%1 records"));
}

}  // namespace

ModePreview::ModePreview(const Theme& theme, Bridge& bridge, Target target, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_bridge(bridge), m_target(target.side), m_account(std::move(target.account)) {
    setObjectName(QStringLiteral("modePreview"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Go live: %1").arg(directionName(m_target)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);

    m_statement = new Text(theme, Face::Title, this);
    m_statement->setText(tr("%1 goes live").arg(directionName(m_target)));
    m_sentence = new Text(theme, Face::Body, this);
    m_sentence->setObjectName(QStringLiteral("modeSentence"));
    m_sentence->setWordWrap(true);
    m_examples = new QTableView(this);
    m_examples->setObjectName(QStringLiteral("modeExamples"));
    m_examples->setAccessibleName(tr("Values that would be written"));
    m_examples->setModel(&m_model);
    CellDelegate::dress(*m_examples, theme);
    m_examples->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_rest = new Text(theme, Face::Secondary, this);
    m_rest->setTone(Tone::Muted);
    m_mistake = new Text(theme, Face::Body, this);
    m_mistake->setObjectName(QStringLiteral("modeMistake"));
    m_mistake->setTone(Tone::Failure);
    m_mistake->setWordWrap(true);
    m_mistake->hide();
    column->addWidget(m_statement);
    column->addWidget(m_sentence);
    column->addWidget(m_examples, 1);
    column->addWidget(m_rest);
    column->addWidget(m_mistake);
    column->addWidget(makeButtons());
    connect(&theme, &Theme::changed, this, &ModePreview::layOut);
    m_again.setInterval(kCountAgain);
    connect(&m_again, &QTimer::timeout, this, &ModePreview::countAgain);
    layOut();
    ask();
}

QWidget* ModePreview::makeButtons() {
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_countAgain = new Button(m_theme, tr("Count again"), Button::Kind::Normal, buttons);
    m_countAgain->setObjectName(QStringLiteral("modeAgain"));
    m_countAgain->setToolTip(tr("Count what is due now"));
    auto* cancel = new Button(m_theme, tr("Cancel"), Button::Kind::Normal, buttons);
    cancel->setObjectName(QStringLiteral("modeCancel"));
    cancel->setToolTip(tr("Leave it in observe (Esc)"));
    m_live = new Button(m_theme, tr("Go live"), Button::Kind::Primary, buttons);
    m_live->setObjectName(QStringLiteral("modeGoLive"));
    m_live->setToolTip(tr("What is due leaves at once, and every later change as it comes (Enter)"));
    m_live->setDefault(true);
    row->addWidget(m_countAgain);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_live);
    connect(m_countAgain, &Button::clicked, this, &ModePreview::ask);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_live, &Button::clicked, this, &ModePreview::confirm);
    return buttons;
}

void ModePreview::layOut() {
    resize(m_theme.scaled(kWidth), m_theme.scaled(kHeight));
    m_examples->setColumnWidth(0, m_theme.scaled(kRecordWidth));
    m_examples->setColumnWidth(1, m_theme.scaled(kFieldWidth));
}

/// A person asks for it: it is said, and nothing can leave meanwhile.
void ModePreview::ask() {
    m_cells.reset();
    m_live->setEnabled(false);
    m_again.stop();
    m_countAgain->setEnabled(false);
    m_mistake->hide();
    m_sentence->setText(tr("Counting what is due to %1…").arg(sideName(m_target)));
    count();
}

void ModePreview::count() {
    DuePreview preview;
    preview.sides = {m_target == core::Side::Salesforce, m_target == core::Side::HubSpot};
    m_asked = m_bridge.query(preview, [this](base::Result<DueReview> review) {
        m_asked = Ticket();
        m_countAgain->setEnabled(true);
        if (!review)
            return failed(review.error());
        show(*review);
        m_again.start();
    });
}

/// What is due may have grown since it was counted. An answer that is long in coming lets no old number stand: until
/// then the button has the snapshot's.
void ModePreview::countAgain() {
    const std::size_t due = m_bridge.snapshot().side[m_target].dueCells;
    if (m_isGoing || !m_cells || due == *m_cells)
        return;
    if (m_asked.isOut())
        tell(due, due == 0 ? QString() : values(due));
    else
        count();
}

void ModePreview::failed(const base::Error& error) {
    m_cells.reset();
    m_live->setEnabled(false);
    if (m_confirm)
        m_confirm->reject();
    m_sentence->setText(tr("What is due could not be counted. Nothing has changed."));
    refused(error);
}

void ModePreview::show(const DueReview& review) {
    const bool isFirst = !m_cells;
    const std::size_t cells = review.cells[m_target];
    m_cells = cells;
    tell(cells, cells == 0 ? QString() : tr("%1 of %2").arg(values(cells), records(review.records[m_target])));
    const std::size_t shown = review.examples.size();
    m_rest->setText(shown < cells
                        ? tr("The first %1 of %2.").arg(counted(static_cast<std::int64_t>(shown)), values(cells))
                        : QString());
    // Whoever looks through them is not disturbed by the same once more.
    if (isFirst || review.examples != m_shown) {
        m_shown = review.examples;
        m_model.set(m_shown);
    }
    if (!isFirst)
        return;
    m_live->setEnabled(true);
    m_live->setFocus();
}

void ModePreview::tell(std::size_t cells, const QString& amounts) {
    m_amounts = amounts;
    if (cells == 0) {
        m_sentence->setText(
            tr("Nothing is due to %1 now. Every change from here on is written as it comes.").arg(sideName(m_target)));
        m_live->setText(tr("Go live"));
    } else {
        m_sentence->setText(tr("%1 due to %2: written at once, and every later change as it comes.")
                                .arg(m_amounts, sideName(m_target)));
        m_live->setText(tr("Go live, write %1").arg(m_amounts));
    }
    tellConfirm();
}

/// The box that asks once more has the same numbers.
void ModePreview::tellConfirm() {
    if (!m_confirm)
        return;
    m_confirm->setText(m_amounts.isEmpty()
                           ? tr("From here on every change is written to %1, %2.").arg(sideName(m_target), m_account)
                           : tr("%1, %2, is given %3 at once.").arg(sideName(m_target), m_account, m_amounts));
    if (m_confirmLive)
        m_confirmLive->setText(m_live->text());
}

/// Real accounts ask once more, with the numbers and the account.
void ModePreview::confirm() {
    if (m_bridge.isSandbox())
        return goLive();
    auto* box = new QMessageBox(QMessageBox::Warning, windowTitle(), {}, QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("modeConfirm"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setInformativeText(
        tr("It is a real account: what has been written there is not taken back by observing "
           "again. Every later change is written as it comes."));
    QPushButton* yes = box->addButton(m_live->text(), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("modeConfirmLive"));
    connect(yes, &QPushButton::clicked, this, &ModePreview::goLive);
    m_confirm = box;
    m_confirmLive = yes;
    tellConfirm();
    box->open();
}

void ModePreview::goLive() {
    m_isGoing = true;
    m_live->setEnabled(false);
    m_countAgain->setEnabled(false);
    m_asked.cancel();
    m_mistake->hide();
    const QPointer<ModePreview> self(this);
    m_bridge.submit(SetMode{core::Mode::Live, m_target, m_bridge.who()}, [self](const base::Result<core::Seq>& done) {
        if (!self)
            return;
        if (done)
            return self->accept();
        self->m_isGoing = false;
        self->m_live->setEnabled(true);
        self->m_countAgain->setEnabled(true);
        self->refused(done.error());
    });
}

void ModePreview::refused(const base::Error& error) {
    m_mistake->setText(QString::fromStdString(error.message()));
    m_mistake->show();
}

}  // namespace syncline::ui
