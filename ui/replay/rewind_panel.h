#pragma once

#include "ui/bridge/bridge.h"
#include "ui/replay/consumer_lines.h"
#include "ui/widgets/times.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace syncline::ui {

class Theme;

/// A stream's way back: from where, a review of what would be sent again, then its progress. Nothing is sent before
/// the person starts it; cancelling a running one lets the stream go on from where it had been.
class RewindPanel final : public QWidget {
    Q_OBJECT
public:
    RewindPanel(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent);
    ~RewindPanel() override;

    /// Begins anew for that stream; with an offset that is reviewed at once. One that runs is left alone and shown.
    /// Each stream has its own rewind.
    void choose(const ConsumerRow& consumer, std::optional<core::Seq> offset);
    /// The offset as the journal has it, asked for after the last command: how far one that runs has come.
    void setCommitted(const QString& stream, core::Seq committed);
    /// The offset as a snapshot has it: what is chosen is reviewed by it. One that was made before the rewind began is
    /// passed over.
    void snapshotCame(const QString& stream, core::Seq committed);
    [[nodiscard]] std::vector<RunningRewind> running() const;
    /// From where that stream begins again is being chosen, or was when the panel was closed.
    [[nodiscard]] bool isChoosing(const QString& stream) const;
    [[nodiscard]] QWidget* firstFocus() const;

signals:
    void started();
    void ended();
    /// Of a stream that is not shown: words for the person.
    void told(const QString& words);
    void closed();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
