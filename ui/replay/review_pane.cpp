#include "ui/replay/review_pane.h"

#include "ui/replay/consumer_lines.h"
#include "ui/replay/review_rows.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kRest{1000};

}  // namespace

ReviewPane::ReviewPane(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_times(times),
      m_bridge(bridge),
      m_statement(new Sentence(theme)),
      m_rows(new QGridLayout),
      m_mistake(new Sentence(theme)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_statement);
    m_rows->setHorizontalSpacing(theme.scaled(16));
    m_rows->setVerticalSpacing(theme.scaled(6));
    m_rows->setColumnStretch(2, 1);
    layout->addLayout(m_rows);
    m_mistake->setObjectName(QStringLiteral("rewindMistake"));
    m_mistake->setTone(Tone::Failure);
    m_mistake->hide();
    layout->addWidget(m_mistake);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, [this] { follow(m_committed); });
}

void ReviewPane::setStream(const ConsumerRow& consumer) {
    m_consumer = consumer;
    m_committed = consumer.committed;
    m_isHeld = false;
    clear({}, {});
}

void ReviewPane::clear(const QString& advice, const QString& mistake) {
    stop();
    m_offset.reset();
    m_answeredFor.reset();
    m_refusal = mistake;
    say(advice);
}

void ReviewPane::review(core::Seq offset) {
    stop();
    m_offset = offset;
    m_answeredFor.reset();
    m_isReady = false;
    if (offset >= m_committed)
        return tellStillToCome(m_committed);
    ask();
    emit changed();
}

void ReviewPane::expectPlace() {
    stop();
    m_offset.reset();
    m_answeredFor.reset();
    m_isReady = false;
    emit changed();
}

void ReviewPane::follow(core::Seq committed) {
    m_committed = committed;
    if (!m_offset || m_isHeld || !isVisible())
        return;
    if (*m_offset >= committed) {
        m_answeredFor.reset();
        return tellStillToCome(committed);
    }
    if (m_ticket.isOut() || m_rest.isActive())
        return;
    if (!isTrueOf(committed))
        ask();
}

/// The journal may be behind the stream, as while the disk is full: it would say the same again.
bool ReviewPane::isTrueOf(core::Seq committed) const {
    return m_answeredFor == committed || (m_isReady && m_known->from == committed && m_staleness.isEmpty());
}

void ReviewPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow(m_committed);
}

/// It may go through the whole journal: nobody waits for it any more.
void ReviewPane::hideEvent(QHideEvent* event) {
    stop();
    QWidget::hideEvent(event);
}

void ReviewPane::hold() {
    stop();
    m_isHeld = true;
}

void ReviewPane::release(const QString& refusal) {
    m_isHeld = false;
    m_refusal = refusal;
    sayMistake();
    follow(m_committed);
}

void ReviewPane::ask() {
    m_asking.start();
    m_askedWhile = m_committed;
    m_ticket = m_bridge.query(RewindPreview{m_consumer.name, *m_offset},
                              [this](const base::Result<RewindReview>& answer) { answered(answer); });
}

/// It goes through the whole way back: one that takes long is not asked for all the time.
void ReviewPane::answered(const base::Result<RewindReview>& answer) {
    m_ticket = Ticket();
    m_rest.start(std::max(kRest, std::chrono::milliseconds(m_asking.elapsed())));
    if (!answer)
        return failed(answer.error());
    m_answeredFor = m_askedWhile;
    if (answer->from <= answer->to)
        return tellStillToCome(answer->from);
    // Words of a command that was refused stay: they are not about these numbers.
    if (!m_isReady)
        m_refusal.clear();
    m_staleness.clear();
    m_known = answer.value();
    m_unreadable = unreadableWords(*m_known);
    m_knownAt = m_times.now();
    m_isReady = true;
    m_statement->setText(tr("Send %1 to %2 once more, from entry `%3` on. Nothing is sent before you start; "
                            "it can be cancelled, what was sent by then stays.")
                             .arg(entriesCounted(m_known->matching), QString::fromStdString(m_consumer.name),
                                  sequence(core::next(m_known->to))));
    showReviewRows(reviewRows(*m_known, m_consumer, m_times.format()), m_theme, *m_rows);
    sayMistake();
    emit changed();
}

/// What was known of the same place stays, and can be begun. It is asked for again after the rest, in both cases.
void ReviewPane::failed(const base::Error& error) {
    m_answeredFor.reset();
    const QString words = QString::fromStdString(error.message());
    if (!m_isReady) {
        m_refusal =
            tr("What would be sent again cannot be read now. It is tried again by itself.") + QLatin1Char('\n') + words;
        return say({});
    }
    TimeFormat clock = m_times.format();
    if (clock.style == TimeStyle::Relative)
        clock.style = TimeStyle::Local;  // It would have to be written anew each second.
    m_staleness = tr("These numbers are as of %1, when %2 had committed `%3`: they cannot be read again. "
                     "It is tried again by itself, and the rewind can be started all the same.")
                      .arg(clock.second(m_knownAt), QString::fromStdString(m_consumer.name), sequence(m_known->from))
                  + QLatin1Char('\n') + words;
    sayMistake();
}

/// It is reviewed as soon as the stream is behind that place.
void ReviewPane::tellStillToCome(core::Seq committed) {
    m_ticket.cancel();
    m_refusal = tr("%1 has committed %2: from there on everything is still to come.")
                    .arg(QString::fromStdString(m_consumer.name), sequence(committed));
    say({});
}

void ReviewPane::stop() {
    m_ticket.cancel();
    m_rest.stop();
}

/// In place of a review.
void ReviewPane::say(const QString& advice) {
    const bool isOther = m_known || m_isReady;
    m_known.reset();
    m_isReady = false;
    m_staleness.clear();
    m_unreadable.clear();
    showReviewRows({}, m_theme, *m_rows);
    m_statement->setText(advice);
    sayMistake();
    if (isOther)
        emit changed();
}

void ReviewPane::sayMistake() {
    QStringList words{m_refusal, m_unreadable, m_staleness};
    words.removeAll(QString());
    m_mistake->setText(words.join(QLatin1Char('\n')));
    m_mistake->setVisible(!words.isEmpty());
}

}  // namespace syncline::ui
