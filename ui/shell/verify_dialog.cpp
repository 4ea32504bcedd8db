#include "ui/shell/verify_dialog.h"

#include "ui/widgets/failure_report.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QVBoxLayout>
#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kWidth = 560;
constexpr int kHeight = 420;
constexpr int kBarHeight = 12;
constexpr int kBarSteps = 1000;
constexpr int kWordsStretch = 100;  ///< they take the room where there are any
constexpr int kHashEnd = 8;         ///< digits at each end of a hash that is shortened
constexpr std::chrono::milliseconds kTick{100};
constexpr std::chrono::seconds kTellLeftAfter{1};

QString countOf(std::size_t number) {
    return counted(static_cast<std::int64_t>(number));
}

QString shortened(const QString& hash) {
    return hash.size() <= 2 * kHashEnd ? hash : hash.left(kHashEnd) + QStringLiteral("…") + hash.right(kHashEnd);
}

QString linesOf(const std::vector<std::string>& lines) {
    QStringList all;
    for (const std::string& line : lines)
        all << QString::fromStdString(line);
    return all.join(QLatin1Char('\n'));
}

}  // namespace

VerifyDialog::VerifyDialog(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_times(times), m_bridge(bridge) {
    setObjectName(QStringLiteral("verifyDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Verify journal"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(makeTop());
    m_sentence = new Sentence(theme, this);
    m_sentence->setObjectName(QStringLiteral("verifySentence"));
    column->addWidget(m_sentence);
    m_running = makeProgress();
    column->addWidget(m_running);
    m_words = new QPlainTextEdit(this);
    m_words->setObjectName(QStringLiteral("verifyDifferences"));
    m_words->setAccessibleName(tr("What was found, in exact words"));
    m_words->setReadOnly(true);
    m_words->setTabChangesFocus(true);
    column->addWidget(m_words, kWordsStretch);
    m_advice = new Sentence(theme, this);
    m_advice->setObjectName(QStringLiteral("verifyAdvice"));
    column->addWidget(m_advice);
    m_facts = makeFacts();
    column->addWidget(m_facts);
    column->addStretch(1);
    column->addWidget(makeButtons());

    connect(&theme, &Theme::changed, this, &VerifyDialog::layOut);
    connect(this, &QDialog::finished, this, [this] {
        m_tick.stop();
        m_asked.cancel();
    });
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &VerifyDialog::showProgress);
    layOut();
    resize(theme.scaled(kWidth), theme.scaled(kHeight));
    start();
}

VerifyDialog::~VerifyDialog() = default;

QWidget* VerifyDialog::makeTop() {
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_icon = new IconLabel(m_theme, Icon::Journal, 18, top);
    m_statement = new Text(m_theme, Face::Title, top);
    m_statement->setObjectName(QStringLiteral("verifyStatement"));
    m_statement->setWordWrap(true);
    row->addWidget(m_icon);
    row->addWidget(m_statement, 1);
    return top;
}

QWidget* VerifyDialog::makeProgress() {
    auto* running = new QWidget(this);
    auto* grid = new QGridLayout(running);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    m_count = new Text(m_theme, Face::Mono, running);
    m_count->setObjectName(QStringLiteral("verifyCount"));
    m_share = new Text(m_theme, Face::Mono, running);
    m_bar = new QProgressBar(running);
    m_bar->setObjectName(QStringLiteral("verifyProgress"));
    m_bar->setAccessibleName(tr("Entries verified"));
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_left = new Text(m_theme, Face::Secondary, running);
    m_left->setTone(Tone::Muted);
    grid->addWidget(m_count, 0, 0);
    grid->addWidget(m_share, 0, 1);
    grid->addWidget(m_bar, 1, 0, 1, 2);
    grid->addWidget(m_left, 2, 0, 1, 2);
    return running;
}

QWidget* VerifyDialog::makeFacts() {
    auto* facts = new QWidget(this);
    auto* grid = new QGridLayout(facts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const auto value = [&](const char* name) {
        auto* text = new Text(m_theme, Face::Mono, facts);
        text->setObjectName(QString::fromLatin1(name));
        return text;
    };
    m_head = value("verifyHead");
    m_entities = value("verifyEntities");
    m_projections = value("verifyProjections");
    m_hash = value("verifyHash");
    auto* hash = new QWidget(facts);
    auto* row = new QHBoxLayout(hash);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* copy = new IconButton(m_theme, Icon::Copy, tr("Copy the whole state hash"), hash);
    copy->setObjectName(QStringLiteral("verifyCopyHash"));
    connect(copy, &IconButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_wholeHash); });
    row->addWidget(m_hash);
    row->addWidget(copy);
    row->addStretch(1);
    addFact(*grid, tr("Head"), m_head);
    addFact(*grid, tr("Entities"), m_entities);
    addFact(*grid, tr("Projections compared at"), m_projections);
    addFact(*grid, tr("State hash"), hash);
    return facts;
}

void VerifyDialog::addFact(QGridLayout& grid, const QString& label, QWidget* value) const {
    auto* what = new Text(m_theme, Face::Secondary, value->parentWidget());
    what->setTone(Tone::Muted);
    what->setText(label);
    const int row = grid.rowCount();
    grid.addWidget(what, row, 0);
    grid.addWidget(value, row, 1);
}

QWidget* VerifyDialog::makeButtons() {
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_again = new Button(m_theme, tr("Verify again"), Button::Kind::Normal, buttons);
    m_again->setObjectName(QStringLiteral("verifyAgain"));
    m_copy = new Button(m_theme, tr("Copy report"), Button::Kind::Normal, buttons);
    m_copy->setObjectName(QStringLiteral("verifyCopyReport"));
    m_copy->setFlat(true);
    m_copy->setIconName(Icon::Copy);
    m_close = new Button(m_theme, tr("Cancel"), Button::Kind::Normal, buttons);
    m_close->setObjectName(QStringLiteral("verifyClose"));
    row->addWidget(m_again);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(m_close);
    // Enter presses what has the focus, nothing else: there is nothing here to confirm.
    for (Button* const button : {m_again, m_copy, m_close})
        button->setAutoDefault(false);
    connect(m_again, &Button::clicked, this, &VerifyDialog::start);
    connect(m_copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_report); });
    connect(m_close, &Button::clicked, this, &QDialog::reject);
    return buttons;
}

void VerifyDialog::layOut() {
    m_bar->setFixedHeight(m_theme.scaled(kBarHeight));
    m_words->setFont(m_theme.font(Face::MonoDense));
}

void VerifyDialog::start() {
    m_icon->setIcon(Icon::Journal);
    m_icon->setTone(Tone::Muted);
    m_statement->setText(tr("Verifying the journal"));
    m_sentence->setText(
        tr("Reads every entry from the first on, checks it against its hash, and compares the projections with what "
           "the entries give. Nothing is written, and nothing waits for it."));
    m_running->show();
    for (QWidget* const ended : {static_cast<QWidget*>(m_words), static_cast<QWidget*>(m_advice), m_facts,
                                 static_cast<QWidget*>(m_again), static_cast<QWidget*>(m_copy)})
        ended->hide();
    m_close->setText(tr("Cancel"));
    m_close->setToolTip(tr("Stop, and close (Esc)"));
    m_close->setFocus();
    m_begun.reset();
    m_progress = std::make_shared<VerifyProgress>();
    showProgress();
    m_tick.start();
    m_asked = m_bridge.query<VerifyJournal>(VerifyJournal{m_progress}, [this](base::Result<VerifiedJournal> found) {
        m_tick.stop();
        if (found)
            showFound(*found);
        else
            tell(toldOf(found.error()));
    });
}

void VerifyDialog::showProgress() {
    const std::shared_ptr<const VerifiedSoFar> latest = m_progress->latest().value;
    m_left->clear();
    if (!latest || latest->head == core::Seq()) {
        m_count->setText(tr("Reading the projections"));
        m_share->clear();
        m_bar->setValue(0);
        return;
    }
    const base::WallTime now = m_times.now();
    if (!m_begun)
        m_begun = now;
    const double share = static_cast<double>(latest->read.value()) / static_cast<double>(latest->head.value());
    m_count->setText(tr("%1 of %2 entries").arg(sequence(latest->read), sequence(latest->head)));
    m_share->setText(percent(share));
    m_bar->setValue(static_cast<int>(share * kBarSteps));
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - *m_begun);
    if (passed >= kTellLeftAfter && share > 0) {
        const auto left = static_cast<std::int64_t>(static_cast<double>(passed.count()) * (1 - share) / share);
        m_left->setText(tr("%1 left", "a time").arg(span(std::chrono::milliseconds(left))));
    }
}

void VerifyDialog::showFound(const VerifiedJournal& found) {
    showFacts(found);
    Told told = toldOf(found);
    told.facts = tr("Head %1, %2 entities, projections compared at %3, state %4")
                     .arg(sequence(found.head), countOf(found.entities), sequence(found.projectionsAt), m_wholeHash);
    tell(told);
}

VerifyDialog::Told VerifyDialog::toldOf(const VerifiedJournal& found) {
    Told told;
    told.words = linesOf(found.differences);
    if (found.differences.empty()) {
        told.icon = Icon::Check;
        told.tone = Tone::Success;
        told.statement = tr("No differences");
        told.sentence = found.projectionsAt == core::Seq()
                            ? tr("Every entry fits its hash. There were no projections to compare.")
                            : tr("Every entry fits its hash, and the projections are what the entries give.");
    } else if (found.entriesDiffer) {
        told.statement = tr("The journal is damaged");
        told.sentence =
            tr("It does not say any more what was written to it. What is told from these entries, here and "
               "to both sides, cannot be relied on.");
        told.advice =
            tr("Restore the workspace from a copy, and verify that as well. The disk may be failing: look at "
               "it before more is written there.");
    } else {
        told.statement = tr("The projections are not what the entries give");
        told.sentence =
            tr("The entries themselves are sound: nothing is lost. What this window shows is read from "
               "the projections, and may be wrong.");
        told.advice =
            tr("Close every Syncline on this workspace, move `projections.db` with its `-wal` and `-shm` "
               "away, and open the workspace again: they are made anew from the entries. If they differ once "
               "more, the disk may be failing.");
    }
    return told;
}

VerifyDialog::Told VerifyDialog::toldOf(const base::Error& error) {
    Told told;
    if (error.code == base::ErrorCode::LimitExceeded) {
        told.statement = tr("The journal could not be verified here");
        told.sentence =
            tr("Verifying holds everything that the journal gives in memory, and this journal is too large to do that "
               "beside the engine. Nothing is known yet of what it holds. Nothing has changed.");
    } else {
        told.statement = tr("The journal could not be verified");
        told.sentence =
            tr("It was not read to its end, so that nothing is known of what it holds. Nothing has changed.");
    }
    told.words = QString::fromStdString(error.words());
    told.advice = QString::fromStdString(error.hint);
    return told;
}

void VerifyDialog::showFacts(const VerifiedJournal& found) {
    m_wholeHash = QString::fromStdString(found.stateHash);
    m_head->setText(sequence(found.head));
    m_entities->setText(countOf(found.entities));
    m_projections->setText(found.projectionsAt == core::Seq() ? tr("none") : sequence(found.projectionsAt));
    m_hash->setText(shortened(m_wholeHash));
    m_hash->setToolTip(m_wholeHash);
    m_facts->show();
}

void VerifyDialog::tell(const Told& told) {
    m_icon->setIcon(told.icon);
    m_icon->setTone(told.tone);
    m_statement->setText(told.statement);
    m_sentence->setText(told.sentence);
    m_running->hide();
    m_words->setPlainText(told.words);
    m_words->setVisible(!told.words.isEmpty());
    m_advice->setText(told.advice);
    m_advice->setVisible(!told.advice.isEmpty());
    m_again->show();
    m_copy->show();
    m_close->setText(tr("Close"));
    m_close->setToolTip(tr("Close (Esc)"));
    m_report.clear();
    for (const QString& part : {told.statement, told.sentence, told.words, told.advice, told.facts}) {
        if (!part.isEmpty())
            m_report += QString(part).remove(QLatin1Char('`')) + QLatin1Char('\n');
    }
    const FailurePlace place{QString::fromStdString(m_bridge.workspaceName()), m_times.format().whole(m_times.now())};
    m_report += reportSource(place) + QLatin1Char('\n');
}

}  // namespace syncline::ui
