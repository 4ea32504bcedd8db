#include "ui/replay/rewind_panel.h"

#include "ui/replay/review_rows.h"
#include "ui/replay/rewind_start.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wrap_layout.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kTyping{250};
constexpr int kPlaceWidth = 200;

QString wordsOf(const base::Error& error) {
    return QString::fromStdString(error.message());
}

}  // namespace

struct RewindPanel::Impl {
    Impl(RewindPanel& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge)
        : panel(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge) {}

    void build();
    QVBoxLayout* scrolled(QVBoxLayout& column);
    QWidget* buildChoice();
    QWidget* buildProgress();
    void startChanged();
    void ask();
    void review(core::Seq offset);
    void shown(const base::Result<RewindReview>& answer);
    void refuse(const QString& words);
    void begin();
    void begun(const RewindReview& review, const base::Result<core::Seq>& reply);
    void progress();
    void cancel();
    void clearRows();

    RewindPanel& panel;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    ConsumerRow consumer;
    core::Seq committed;
    std::optional<RewindReview> reviewed;
    std::optional<RunningRewind> running;
    bool isCancelled = false;
    bool isBeginning = false;
    bool isSeen = false;  ///< a snapshot has shown the offset where the rewind put it, so no older one is to come
    Ticket seqTicket;
    Ticket reviewTicket;
    QTimer typing;

    Text* title = nullptr;
    QStackedLayout* pages = nullptr;
    QButtonGroup* starts = nullptr;
    QLineEdit* place = nullptr;
    Sentence* statement = nullptr;
    QGridLayout* rows = nullptr;
    Sentence* mistake = nullptr;
    Button* start = nullptr;
    Text* progressText = nullptr;
    QProgressBar* bar = nullptr;
    Sentence* progressSentence = nullptr;
    Button* stop = nullptr;
};

void RewindPanel::Impl::build() {
    auto* layout = new QVBoxLayout(&panel);
    const int padding = theme.scaled(12);
    layout->setContentsMargins(theme.scaled(16), padding, theme.scaled(16), padding);
    layout->setSpacing(theme.scaled(8));
    auto* head = new QHBoxLayout;
    title = new Text(theme, Face::Title);
    head->addWidget(title, 1);
    auto* close = new Button(theme, {});
    close->setIconName(Icon::Close);
    close->setFlat(true);
    close->setObjectName(QStringLiteral("rewindClose"));
    close->setAccessibleName(RewindPanel::tr("Close the rewind"));
    close->setToolTip(RewindPanel::tr("Close  Esc"));
    connect(close, &QPushButton::clicked, &panel, &RewindPanel::closed);
    head->addWidget(close);
    layout->addLayout(head);
    // In its place before it has pages: the first one is shown at once.
    pages = new QStackedLayout;
    layout->addLayout(pages, 1);
    pages->addWidget(buildChoice());
    pages->addWidget(buildProgress());
    typing.setSingleShot(true);
    typing.setInterval(kTyping);
    connect(&typing, &QTimer::timeout, &panel, [this] { ask(); });
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), &panel);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, &panel, &RewindPanel::closed);
}

/// What is chosen and reviewed scrolls where the pane is low; the buttons below it stay. Gives its layout.
QVBoxLayout* RewindPanel::Impl::scrolled(QVBoxLayout& column) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    area->setWidget(content);
    column.addWidget(area, 1);
    return layout;
}

QWidget* RewindPanel::Impl::buildChoice() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto* layout = scrolled(*column);
    auto* from = new WrapLayout(theme.scaled(12));
    auto* label = new Text(theme, Face::Body);
    label->setText(RewindPanel::tr("Begin again from"));
    label->setTone(Tone::Muted);
    from->addWidget(label);
    starts = new QButtonGroup(page);
    const auto add = [&](RewindStart which, const QString& text, const QString& name, const QString& spoken) {
        auto* button = new QRadioButton(text);
        button->setObjectName(name);
        button->setAccessibleName(spoken);
        starts->addButton(button, static_cast<int>(which));
        from->addWidget(button);
    };
    add(RewindStart::Beginning, RewindPanel::tr("the first entry"), QStringLiteral("rewindFromBeginning"),
        RewindPanel::tr("Begin again from the first entry"));
    add(RewindStart::Sequence, RewindPanel::tr("a sequence"), QStringLiteral("rewindFromSequence"),
        RewindPanel::tr("Begin again from a sequence"));
    add(RewindStart::Time, RewindPanel::tr("a time"), QStringLiteral("rewindFromTime"),
        RewindPanel::tr("Begin again from a time"));
    place = new QLineEdit;
    place->setObjectName(QStringLiteral("rewindPlace"));
    place->setAccessibleName(RewindPanel::tr("Sequence or time to begin from"));
    followFace(theme, *place, Face::Mono);
    follow(theme, *place, [this] { place->setFixedWidth(theme.scaled(kPlaceWidth)); });
    from->addWidget(place);
    layout->addLayout(from);
    statement = new Sentence(theme);
    layout->addWidget(statement);
    rows = new QGridLayout;
    rows->setHorizontalSpacing(theme.scaled(16));
    rows->setVerticalSpacing(theme.scaled(6));
    rows->setColumnStretch(2, 1);
    layout->addLayout(rows);
    mistake = new Sentence(theme);
    mistake->setObjectName(QStringLiteral("rewindMistake"));
    mistake->setTone(Tone::Failure);
    mistake->hide();
    layout->addWidget(mistake);
    layout->addStretch(1);
    auto* buttons = new WrapLayout(theme.scaled(8), Qt::AlignRight);
    auto* cancelButton = new Button(theme, RewindPanel::tr("Cancel"));
    cancelButton->setObjectName(QStringLiteral("rewindCancel"));
    cancelButton->setKeyCap(QStringLiteral("Esc"));
    connect(cancelButton, &QPushButton::clicked, &panel, &RewindPanel::closed);
    start = new Button(theme, RewindPanel::tr("Rewind"), Button::Kind::Primary);
    start->setObjectName(QStringLiteral("rewindStart"));
    start->setIconName(Icon::Replay);
    connect(start, &QPushButton::clicked, &panel, [this] { begin(); });
    buttons->addWidget(cancelButton);
    buttons->addWidget(start);
    column->addLayout(buttons);
    connect(starts, &QButtonGroup::idToggled, &panel, [this](int, bool isOn) {
        if (isOn)
            startChanged();
    });
    connect(place, &QLineEdit::textEdited, &panel, [this] { typing.start(); });
    connect(place, &QLineEdit::returnPressed, &panel, [this] { ask(); });
    return page;
}

QWidget* RewindPanel::Impl::buildProgress() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    progressText = new Text(theme, Face::BodyStrong);
    progressText->setObjectName(QStringLiteral("rewindProgressText"));
    bar = new QProgressBar;
    bar->setObjectName(QStringLiteral("rewindProgress"));
    bar->setAccessibleName(RewindPanel::tr("Progress of the rewind"));
    bar->setRange(0, 1000);
    bar->setTextVisible(false);
    bar->setFixedHeight(theme.scaled(12));
    progressSentence = new Sentence(theme);
    stop = new Button(theme, RewindPanel::tr("Cancel"), Button::Kind::Drop);
    stop->setObjectName(QStringLiteral("rewindStop"));
    stop->setToolTip(RewindPanel::tr("The stream goes on from where it had been"));
    connect(stop, &QPushButton::clicked, &panel, [this] { cancel(); });
    layout->addWidget(progressText);
    layout->addWidget(bar);
    layout->addWidget(progressSentence);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(stop);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addStretch(1);
    return page;
}

void RewindPanel::Impl::startChanged() {
    const auto which = static_cast<RewindStart>(starts->checkedId());
    place->setEnabled(which != RewindStart::Beginning);
    place->setPlaceholderText(which == RewindStart::Time ? RewindPanel::tr("10:27:00 or 24 Nov 10:27")
                                                         : RewindPanel::tr("sequence, as 4,718,913"));
    ask();
}

void RewindPanel::Impl::clearRows() {
    while (QLayoutItem* item = rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

/// Nothing is reviewed any more, and why.
void RewindPanel::Impl::refuse(const QString& words) {
    reviewed.reset();
    clearRows();
    statement->setText({});
    mistake->setText(words);
    mistake->setVisible(!words.isEmpty());
    start->setText(RewindPanel::tr("Rewind"));
    start->setEnabled(false);
}

void RewindPanel::Impl::ask() {
    typing.stop();
    seqTicket.cancel();
    reviewTicket.cancel();
    const auto which = static_cast<RewindStart>(starts->checkedId());
    if (which == RewindStart::Beginning)
        return review(core::Seq());
    if (place->text().trimmed().isEmpty())
        return refuse({});
    const core::Seq head = bridge.snapshot().head;
    if (which == RewindStart::Sequence) {
        const auto offset = offsetBefore(place->text(), head);
        return offset ? review(*offset)
                      : refuse(RewindPanel::tr("The journal has the sequences 1 to %1.").arg(sequence(head)));
    }
    const auto moment = momentIn(place->text(), times.now(), times.format().zone);
    if (!moment)
        return refuse(RewindPanel::tr("A time is written as `10:27`, `10:27:31.604` or `24 Nov 10:27`."));
    seqTicket = bridge.query(SeqAtTime{*moment}, [this](const base::Result<core::Seq>& seq) {
        if (!seq)
            return refuse(wordsOf(seq.error()));
        review(core::Seq(std::max<std::int64_t>(0, seq->value() - 1)));
    });
}

void RewindPanel::Impl::review(core::Seq offset) {
    if (offset >= committed)
        return refuse(RewindPanel::tr("%1 has committed %2: from there on everything is still to come.")
                          .arg(QString::fromStdString(consumer.name), sequence(committed)));
    start->setEnabled(false);
    reviewTicket = bridge.query(RewindPreview{consumer.name, offset},
                                [this](const base::Result<RewindReview>& answer) { shown(answer); });
}

void RewindPanel::Impl::shown(const base::Result<RewindReview>& answer) {
    if (!answer)
        return refuse(wordsOf(answer.error()));
    refuse({});
    reviewed = *answer;
    const QString name = QString::fromStdString(consumer.name);
    statement->setText(RewindPanel::tr("Send %1 entries to %2 once more. Nothing is sent before you start; it can be "
                                       "cancelled, what was sent by then stays.")
                           .arg(counted(answer->matching), name));
    int line = 0;
    for (const ReviewRow& row : reviewRows(*answer, consumer, times.format())) {
        auto* label = new Text(theme, Face::Body);
        label->setText(row.label);
        label->setTone(Tone::Muted);
        auto* number = new Text(theme, Face::MonoStrong);
        number->setText(row.number);
        number->setObjectName(QStringLiteral("rewindReviewNumber%1").arg(line));
        auto* words = new Text(theme, Face::Body);
        words->setText(row.sentence);
        words->setTone(Tone::Muted);
        words->setElided(true);
        rows->addWidget(label, line, 0);
        rows->addWidget(number, line, 1, Qt::AlignRight);
        rows->addWidget(words, line, 2);
        ++line;
    }
    start->setText(RewindPanel::tr("Rewind %1, send %2 entries").arg(name, counted(answer->matching)));
    start->setEnabled(true);
}

void RewindPanel::Impl::begin() {
    if (!reviewed || isBeginning)
        return;
    isBeginning = true;
    start->setEnabled(false);
    const RewindReview review = *reviewed;
    bridge.submit(RewindConsumer{consumer.name, review.to, bridge.who()},
                  [this, review](const base::Result<core::Seq>& reply) { begun(review, reply); });
}

void RewindPanel::Impl::begun(const RewindReview& review, const base::Result<core::Seq>& reply) {
    isBeginning = false;
    if (!reply) {
        mistake->setText(wordsOf(reply.error()));
        mistake->show();
        start->setEnabled(true);
        return;
    }
    const RunningRewind rewind{QString::fromStdString(consumer.name), review.to, review.from, review.to,
                               review.matching};
    running = rewind;
    isCancelled = false;
    isSeen = false;
    committed = review.to;
    pages->setCurrentIndex(1);
    progress();
    emit panel.started(rewind);
}

void RewindPanel::Impl::progress() {
    const double share = shareOf(*running, committed);
    const auto sent = static_cast<std::int64_t>(static_cast<double>(running->matching) * share);
    bar->setValue(static_cast<int>(share * 1000));
    stop->setVisible(share < 1);
    if (share < 1) {
        progressText->setText(RewindPanel::tr("about %1 of %2 entries, %3 %")
                                  .arg(counted(sent), counted(running->matching))
                                  .arg(static_cast<int>(share * 100)));
        progressSentence->setText(RewindPanel::tr("The offset stands at `%1` and goes to `%2`.")
                                      .arg(sequence(committed), sequence(running->to)));
        return;
    }
    progressText->setText(isCancelled ? RewindPanel::tr("Cancelled")
                                      : RewindPanel::tr("%1 entries sent again").arg(counted(running->matching)));
    progressSentence->setText(
        isCancelled
            ? RewindPanel::tr("What was sent by then stays. The stream goes on from `%1`.").arg(sequence(running->to))
            : RewindPanel::tr("From `%1` on the stream goes on with what is new.").arg(sequence(running->to)));
    running.reset();
    emit panel.ended();
}

void RewindPanel::Impl::cancel() {
    if (!running)
        return;
    stop->setEnabled(false);
    bridge.submit(RewindConsumer{consumer.name, running->to, bridge.who()},
                  [this](const base::Result<core::Seq>& reply) {
                      stop->setEnabled(true);
                      if (!reply) {
                          progressSentence->setText(wordsOf(reply.error()));
                          return;
                      }
                      isCancelled = true;
                      panel.setCommitted(*reply);
                  });
}

RewindPanel::RewindPanel(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme, times, bridge)) {
    setObjectName(QStringLiteral("rewindPanel"));
    m_impl->build();
}

RewindPanel::~RewindPanel() = default;

void RewindPanel::choose(const ConsumerRow& consumer, std::optional<core::Seq> offset) {
    Impl& impl = *m_impl;
    if (impl.running || impl.isBeginning)
        return;
    impl.consumer = consumer;
    impl.committed = consumer.committed;
    impl.title->setText(tr("Rewind %1").arg(QString::fromStdString(consumer.name)));
    impl.pages->setCurrentIndex(0);
    impl.place->setText(offset ? sequence(core::next(*offset)) : QString());
    const auto which = offset ? RewindStart::Sequence : RewindStart::Beginning;
    QAbstractButton* button = impl.starts->button(static_cast<int>(which));
    if (button->isChecked())
        impl.startChanged();
    else
        button->setChecked(true);
}

void RewindPanel::setCommitted(core::Seq committed) {
    m_impl->committed = committed;
    if (!m_impl->running)
        return;
    m_impl->running->reached = committed;
    m_impl->progress();
}

void RewindPanel::snapshotCame(core::Seq committed) {
    if (m_impl->running && !m_impl->isSeen && committed >= m_impl->running->to)
        return;
    m_impl->isSeen = true;
    setCommitted(committed);
}

const std::optional<RunningRewind>& RewindPanel::running() const {
    return m_impl->running;
}

QWidget* RewindPanel::firstFocus() const {
    return m_impl->pages->currentIndex() == 0 ? static_cast<QWidget*>(m_impl->starts->checkedButton()) : m_impl->stop;
}

}  // namespace syncline::ui
