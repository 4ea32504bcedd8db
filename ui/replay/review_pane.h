#pragma once

#include "ui/bridge/bridge.h"
#include "ui/widgets/times.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <optional>

class QGridLayout;

namespace syncline::ui {

class Sentence;
class Theme;

/// What a rewind would send again, in a sentence and rows. It stays true while the stream goes on: it is asked for
/// anew, once a second at most, when the committed offset is another than it says, or it could not be read. Its words
/// change in place, and what was known stays where that fails. On the GUI thread; where nobody looks, nothing is asked
/// for, and what was is cancelled.
class ReviewPane final : public QWidget {
    Q_OBJECT
public:
    ReviewPane(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent);

    /// Of that stream from now on. Nothing is reviewed before review() says from where.
    void setStream(const ConsumerRow& consumer);
    /// Nothing is reviewed any more: what to do, or what is wrong.
    void clear(const QString& advice, const QString& mistake);
    void review(core::Seq offset);
    /// Another place is being looked up: what is shown cannot be begun any more.
    void expectPlace();
    /// The stream's offset is that by now.
    void follow(core::Seq committed);
    /// A command goes by what is shown: it stays as it is, until the command is refused and release() says why.
    void hold();
    void release(const QString& refusal);

    /// What is shown; none: nothing is.
    [[nodiscard]] const std::optional<RewindReview>& known() const { return m_known; }
    /// It is of the place that was chosen last.
    [[nodiscard]] bool isReady() const { return m_isReady; }

signals:
    /// What is known, or whether it is ready.
    void changed();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void ask();
    [[nodiscard]] bool isTrueOf(core::Seq committed) const;
    void answered(const base::Result<RewindReview>& answer);
    void failed(const base::Error& error);
    void tellStillToCome(core::Seq committed);
    void stop();
    void say(const QString& advice);
    void sayMistake();

    const Theme& m_theme;
    const Times& m_times;
    Bridge& m_bridge;
    ConsumerRow m_consumer;
    core::Seq m_committed;
    std::optional<core::Seq> m_offset;       ///< what is reviewed, or will be when the stream is behind it
    core::Seq m_askedWhile;                  ///< how far the stream was at the last question
    std::optional<core::Seq> m_answeredFor;  ///< the same of the last answer; none: it failed, or is of another place
    std::optional<RewindReview> m_known;
    base::WallTime m_knownAt;
    bool m_isReady = false;
    bool m_isHeld = false;
    Ticket m_ticket;
    QTimer m_rest;           ///< until it may be asked for anew
    QElapsedTimer m_asking;  ///< since it was asked for
    QString m_refusal;       ///< why nothing is reviewed, or could not be begun
    QString m_staleness;     ///< why what is known is of then
    QString m_unreadable;    ///< which entries what is known is without

    Sentence* m_statement;
    QGridLayout* m_rows;
    Sentence* m_mistake;
};

}  // namespace syncline::ui
