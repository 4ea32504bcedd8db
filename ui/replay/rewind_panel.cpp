#include "ui/replay/rewind_panel.h"

#include "ui/replay/resent_count.h"
#include "ui/replay/review_pane.h"
#include "ui/replay/rewind_end.h"
#include "ui/replay/rewind_start.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wrap_layout.h"

#include <QApplication>
#include <QButtonGroup>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QRadioButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>
#include <map>
#include <set>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kTyping{250};
constexpr int kPlaceWidth = 200;

QString wordsOf(const base::Error& error) {
    return QString::fromStdString(error.message());
}

/// A rewind that is under way, and what is known of its end.
struct Rewind {
    RunningRewind what;
    bool isCancelled = false;
    bool isStopping = false;
    core::Seq stoppedAt;  ///< how far it had come when it was cancelled
    bool isSeen = false;  ///< a snapshot has shown the offset where the rewind put it, so no older one is to come
};

}  // namespace

struct RewindPanel::Impl {
    Impl(RewindPanel& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge)
        : panel(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge) {}

    void build();
    void startChanged();
    void startPressed();
    void clearChoice();
    void moved(Rewind& rewind);
    void showProgress(const Rewind& rewind);
    [[nodiscard]] QString name() const { return QString::fromStdString(consumer.name); }

private:
    QVBoxLayout* scrolled(QVBoxLayout& column);
    QWidget* buildChoice();
    QWidget* buildProgress();
    void ask();
    [[nodiscard]] std::optional<base::WallTime> momentAsked() const;
    void askPlaceOf(base::WallTime moment);
    void setPlaceFailed(bool hasFailed);
    void reviewChanged();
    void begin();
    void begun(const ConsumerRow& of, const RewindReview& reviewed, const base::Result<core::Seq>& reply);
    void released(const QString& refusal);
    void end(const QString& stream);
    void wasCounted(const RunningRewind& what, const ResentCount::Answer& answer);
    void tellEnd(const QString& stream, const QString& how, const QString& sentence);
    void cancel();
    void cancelled(const QString& stream, const base::Result<core::Seq>& reply);
    void keepFocusFrom(const QWidget& leaving);
    [[nodiscard]] bool showsProgressOf(const QString& stream) const {
        return pages->currentIndex() == 1 && stream == name();
    }

public:
    RewindPanel& panel;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    ConsumerRow consumer;
    std::map<QString, Rewind> rewinds;      ///< under way, by the stream
    std::set<QString> beginning;            ///< streams whose rewind has been asked for
    std::map<QString, ResentCount> counts;  ///< what the last rewind of each stream has sent
    Ticket seqTicket;
    QTimer typing;

    Text* title = nullptr;
    Button* close = nullptr;
    QStackedLayout* pages = nullptr;
    QButtonGroup* starts = nullptr;
    QLineEdit* place = nullptr;
    ReviewPane* review = nullptr;
    Button* placeAgain = nullptr;  ///< shown while the sequence of a time could not be looked up
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
    close = new Button(theme, {});
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
    const auto add = [&](RewindStart which, const QString& text, const QString& name, const QString& words) {
        auto* button = new QRadioButton(text);
        button->setObjectName(name);
        button->setAccessibleName(RewindPanel::tr("Begin again from %1").arg(text));
        button->setToolTip(words);
        starts->addButton(button, static_cast<int>(which));
        from->addWidget(button);
    };
    add(RewindStart::Beginning, RewindPanel::tr("the first entry"), QStringLiteral("rewindFromBeginning"),
        RewindPanel::tr("All entries of the journal are sent again"));
    add(RewindStart::Sequence, RewindPanel::tr("a sequence"), QStringLiteral("rewindFromSequence"),
        RewindPanel::tr("The entry of that sequence is the first to be sent again"));
    add(RewindStart::Time, RewindPanel::tr("a time"), QStringLiteral("rewindFromTime"),
        RewindPanel::tr("What was captured then or later is sent again"));
    place = new QLineEdit;
    place->setObjectName(QStringLiteral("rewindPlace"));
    place->setAccessibleName(RewindPanel::tr("Sequence or time to begin from"));
    followFace(theme, *place, Face::Mono);
    follow(theme, *place, [this] { place->setFixedWidth(theme.scaled(kPlaceWidth)); });
    from->addWidget(place);
    layout->addLayout(from);
    review = new ReviewPane(theme, times, bridge, nullptr);
    layout->addWidget(review);
    placeAgain = new Button(theme, RewindPanel::tr("Try again"));
    placeAgain->setObjectName(QStringLiteral("rewindTryAgain"));
    placeAgain->setToolTip(RewindPanel::tr("Look up once more which entry was the first at that time"));
    connect(placeAgain, &QPushButton::clicked, &panel, [this] { ask(); });
    placeAgain->hide();
    layout->addWidget(placeAgain, 0, Qt::AlignLeft);
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
    reviewChanged();
    connect(review, &ReviewPane::changed, &panel, [this] { reviewChanged(); });
    connect(starts, &QButtonGroup::idToggled, &panel, [this](int, bool isOn) {
        if (isOn)
            startChanged();
    });
    connect(starts, &QButtonGroup::idClicked, &panel, [this] { startPressed(); });
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
    layout->addWidget(stop, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return page;
}

void RewindPanel::Impl::startChanged() {
    const auto which = static_cast<RewindStart>(starts->checkedId());
    place->setEnabled(which != RewindStart::Beginning);
    place->setToolTip(starts->checkedButton()->toolTip());
    place->setPlaceholderText(which == RewindStart::Time ? RewindPanel::tr("10:27:00 or 24 Nov 10:27")
                                                         : RewindPanel::tr("sequence, as 4,718,913"));
    ask();
}

/// Who has pressed one that needs a place writes it next. The arrow keys click the one that they go to before it has
/// the focus, and go on from there.
void RewindPanel::Impl::startPressed() {
    // Pressed again it is no change, and what failed is asked for once more.
    if (!placeAgain->isHidden())
        ask();
    if (!place->isEnabled() || !starts->checkedButton()->hasFocus())
        return;
    place->setFocus();
    place->selectAll();
}

/// From where is the person's choice: none is made for them.
void RewindPanel::Impl::clearChoice() {
    typing.stop();
    seqTicket.cancel();
    setPlaceFailed(false);
    starts->setExclusive(false);
    for (QAbstractButton* button : starts->buttons())
        button->setChecked(false);
    starts->setExclusive(true);
    place->setEnabled(false);
    place->setPlaceholderText({});
    place->setToolTip({});
    review->clear(
        RewindPanel::tr("Choose where %1 begins again. You see what would be sent before anything is.").arg(name()),
        {});
}

void RewindPanel::Impl::ask() {
    typing.stop();
    seqTicket.cancel();
    if (const auto moment = momentAsked())
        return askPlaceOf(*moment);
    setPlaceFailed(false);
    if (starts->checkedButton() == nullptr)
        return;
    const auto which = static_cast<RewindStart>(starts->checkedId());
    if (which == RewindStart::Beginning)
        return review->review(core::Seq());
    if (place->text().trimmed().isEmpty())
        return review->clear({}, {});
    const core::Seq head = bridge.snapshot().head;
    if (which == RewindStart::Sequence) {
        const auto offset = offsetBefore(place->text(), head);
        return offset
                   ? review->review(*offset)
                   : review->clear({}, RewindPanel::tr("The journal has the sequences 1 to %1.").arg(sequence(head)));
    }
    review->clear({}, RewindPanel::tr("A time is written as `10:27`, `10:27:31.604` or `24 Nov 10:27`."));
}

/// None: a time is not what is chosen, or it is not written as one.
std::optional<base::WallTime> RewindPanel::Impl::momentAsked() const {
    if (starts->checkedButton() == nullptr || static_cast<RewindStart>(starts->checkedId()) != RewindStart::Time)
        return std::nullopt;
    return momentIn(place->text(), times.now(), times.format().zone);
}

void RewindPanel::Impl::askPlaceOf(base::WallTime moment) {
    review->expectPlace();
    seqTicket = bridge.query(SeqAtTime{moment}, [this](const base::Result<core::Seq>& seq) {
        if (!seq) {
            review->clear(
                {},
                RewindPanel::tr("Which entry was the first at that time cannot be read: %1").arg(wordsOf(seq.error())));
            return setPlaceFailed(true);
        }
        setPlaceFailed(false);
        review->review(core::Seq(std::max<std::int64_t>(0, seq->value() - 1)));
    });
}

/// The keys of who has pressed it go to where the place is written.
void RewindPanel::Impl::setPlaceFailed(bool hasFailed) {
    if (!hasFailed && placeAgain->hasFocus())
        place->setFocus();
    placeAgain->setVisible(hasFailed);
}

/// While another place is reviewed the button keeps its words, so that it keeps its width.
void RewindPanel::Impl::reviewChanged() {
    const std::optional<RewindReview>& known = review->known();
    start->setText(known ? RewindPanel::tr("Rewind %1, send %2").arg(name(), entriesCounted(known->matching))
                         : RewindPanel::tr("Rewind"));
    const bool canStart = review->isReady() && beginning.count(name()) == 0;
    if (!canStart)
        keepFocusFrom(*start);
    start->setEnabled(canStart);
}

/// What the button says is sent: by the review that is shown.
void RewindPanel::Impl::begin() {
    if (!review->isReady() || !beginning.insert(name()).second)
        return;
    review->hold();
    reviewChanged();
    bridge.submit(RewindConsumer{consumer.name, review->known()->to, bridge.who()},
                  [this, self = QPointer(&panel), of = consumer,
                   reviewed = *review->known()](const base::Result<core::Seq>& reply) {
                      if (self)
                          begun(of, reviewed, reply);
                  });
}

/// What is hidden or cannot be pressed any more would give its focus to something outside of the panel. Not to the
/// button that takes its place: a second Enter would cancel what the first has begun.
void RewindPanel::Impl::keepFocusFrom(const QWidget& leaving) {
    const QWidget* const focus = QApplication::focusWidget();
    if (focus != nullptr && (focus == &leaving || leaving.isAncestorOf(focus)))
        close->setFocus();
}

void RewindPanel::Impl::begun(const ConsumerRow& of, const RewindReview& reviewed,
                              const base::Result<core::Seq>& reply) {
    const QString stream = QString::fromStdString(of.name);
    const bool isHere = stream == name();
    beginning.erase(stream);
    if (!reply && !isHere)
        return emit panel.told(RewindPanel::tr("%1: %2").arg(stream, wordsOf(reply.error())));
    if (!reply)
        return released(wordsOf(reply.error()));
    // What the one before has sent is counted no further: its end would be told over the progress of this one.
    counts.erase(stream);
    if (*reply <= reviewed.to) {
        // Somebody else has put it back meanwhile.
        if (isHere)
            released({});
        return emit panel.told(RewindPanel::tr("%1 had been put back to %2 already: nothing before %3 comes again")
                                   .arg(stream, sequence(*reply), sequence(core::next(reviewed.to))));
    }
    // It may have gone on behind the review: the engine says where it was.
    Rewind& rewind = rewinds[stream];
    rewind = Rewind();
    rewind.what = {stream, reviewed.to, *reply, reviewed.to, reviewed.matching};
    if (isHere) {
        keepFocusFrom(*pages->widget(0));
        pages->setCurrentIndex(1);
    }
    moved(rewind);
    emit panel.started();
}

/// It has not begun, and can be tried again.
void RewindPanel::Impl::released(const QString& refusal) {
    review->release(refusal);
    reviewChanged();
    if (close->hasFocus())
        start->setFocus();
}

/// The offset is another by now.
void RewindPanel::Impl::moved(Rewind& rewind) {
    const QString stream = rewind.what.consumer;
    if (showsProgressOf(stream))
        showProgress(rewind);
    if (shareOf(rewind.what, rewind.what.reached) >= 1)
        end(stream);
}

void RewindPanel::Impl::showProgress(const Rewind& rewind) {
    const RunningRewind& what = rewind.what;
    const double share = shareOf(what, what.reached);
    const auto sent = static_cast<std::int64_t>(static_cast<double>(what.matching) * share);
    bar->setValue(static_cast<int>(share * 1000));
    if (share >= 1 || rewind.isStopping)
        keepFocusFrom(*stop);
    stop->setVisible(share < 1);
    stop->setEnabled(!rewind.isStopping);
    if (share >= 1)
        return;
    progressText->setText(RewindPanel::tr("about %1 of %2, %3 %")
                              .arg(counted(sent), entriesCounted(what.matching))
                              .arg(static_cast<int>(share * 100)));
    progressSentence->setText(
        RewindPanel::tr("The offset stands at `%1` and goes to `%2`.").arg(sequence(what.reached), sequence(what.to)));
}

/// What was sent is counted in the journal: the stream has gone on with what is new, and the review may be older.
void RewindPanel::Impl::end(const QString& stream) {
    const Rewind rewind = rewinds.at(stream);
    rewinds.erase(stream);
    emit panel.ended();
    if (rewind.isCancelled)
        return tellEnd(
            stream, RewindPanel::tr("Cancelled"),
            RewindPanel::tr("What was sent by then stays, about up to entry `%1`. The stream goes on from entry `%2`.")
                .arg(sequence(rewind.stoppedAt), sequence(core::next(rewind.what.to))));
    if (showsProgressOf(stream)) {
        progressText->setText(RewindPanel::tr("All is sent again, and being counted"));
        progressSentence->setText({});
    }
    counts[stream].start(bridge, rewind.what,
                         [this, what = rewind.what](const ResentCount::Answer& answer) { wasCounted(what, answer); });
}

void RewindPanel::Impl::wasCounted(const RunningRewind& what, const ResentCount::Answer& answer) {
    const RewindEnd end = endOf(what, answer);
    tellEnd(what.consumer, end.statement, end.sentence);
}

/// Who looks at another stream is told of the end.
void RewindPanel::Impl::tellEnd(const QString& stream, const QString& how, const QString& sentence) {
    if (!showsProgressOf(stream))
        return emit panel.told(RewindPanel::tr("%1: %2").arg(stream, how));
    progressText->setText(how);
    progressSentence->setText(sentence);
}

void RewindPanel::Impl::cancel() {
    const auto found = rewinds.find(name());
    if (found == rewinds.end() || found->second.isStopping)
        return;
    found->second.isStopping = true;
    showProgress(found->second);
    bridge.submit(RewindConsumer{consumer.name, found->second.what.to, bridge.who()},
                  [this, self = QPointer(&panel), stream = name()](const base::Result<core::Seq>& reply) {
                      if (self)
                          cancelled(stream, reply);
                  });
}

void RewindPanel::Impl::cancelled(const QString& stream, const base::Result<core::Seq>& reply) {
    const auto found = rewinds.find(stream);
    if (found == rewinds.end())
        return;  // It had come to its end by then.
    found->second.isStopping = false;
    if (reply) {
        found->second.isCancelled = true;
        found->second.stoppedAt = *reply;
        return panel.setCommitted(stream, found->second.what.to);
    }
    if (!showsProgressOf(stream))
        return emit panel.told(RewindPanel::tr("%1: %2").arg(stream, wordsOf(reply.error())));
    showProgress(found->second);
    progressSentence->setText(wordsOf(reply.error()));
}

RewindPanel::RewindPanel(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme, times, bridge)) {
    setObjectName(QStringLiteral("rewindPanel"));
    m_impl->build();
}

RewindPanel::~RewindPanel() = default;

void RewindPanel::choose(const ConsumerRow& consumer, std::optional<core::Seq> offset) {
    Impl& impl = *m_impl;
    impl.consumer = consumer;
    impl.typing.stop();
    impl.seqTicket.cancel();
    impl.review->setStream(consumer);
    impl.title->setText(tr("Rewind %1").arg(impl.name()));
    if (const auto running = impl.rewinds.find(impl.name()); running != impl.rewinds.end()) {
        impl.pages->setCurrentIndex(1);
        impl.showProgress(running->second);
        return;
    }
    impl.pages->setCurrentIndex(0);
    impl.place->setText(offset ? sequence(core::next(*offset)) : QString());
    if (!offset)
        return impl.clearChoice();
    QAbstractButton* button = impl.starts->button(static_cast<int>(RewindStart::Sequence));
    if (button->isChecked())
        impl.startChanged();
    else
        button->setChecked(true);
}

void RewindPanel::setCommitted(const QString& stream, core::Seq committed) {
    const auto running = m_impl->rewinds.find(stream);
    if (running == m_impl->rewinds.end())
        return;
    running->second.what.reached = committed;
    m_impl->moved(running->second);
}

void RewindPanel::snapshotCame(const QString& stream, core::Seq committed) {
    if (isChoosing(stream))
        m_impl->review->follow(committed);
    const auto running = m_impl->rewinds.find(stream);
    if (running == m_impl->rewinds.end() || (!running->second.isSeen && committed >= running->second.what.to))
        return;
    running->second.isSeen = true;
    setCommitted(stream, committed);
}

std::vector<RunningRewind> RewindPanel::running() const {
    std::vector<RunningRewind> all;
    for (const auto& [stream, rewind] : m_impl->rewinds)
        all.push_back(rewind.what);
    return all;
}

bool RewindPanel::isChoosing(const QString& stream) const {
    return m_impl->pages->currentIndex() == 0 && stream == m_impl->name();
}

QWidget* RewindPanel::firstFocus() const {
    if (m_impl->pages->currentIndex() != 0)
        return m_impl->stop;
    QAbstractButton* const chosen = m_impl->starts->checkedButton();
    return chosen != nullptr ? chosen : m_impl->starts->buttons().first();
}

}  // namespace syncline::ui
