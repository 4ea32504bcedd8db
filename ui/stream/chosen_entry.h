#pragma once

#include "ui/bridge/bridge.h"

#include <QObject>
#include <QTimer>
#include <optional>

namespace syncline::ui::stream {

/// The entry that a person has chosen, whole. Asked for when it is chosen, and again while the journal grows: what
/// comes of it goes on. On the GUI thread.
class ChosenEntry final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit ChosenEntry(Bridge& bridge, QObject* parent = nullptr);

    void choose(std::optional<core::Seq> seq);
    /// Where it could not be read.
    void askAgain();
    [[nodiscard]] std::optional<core::Seq> seq() const { return m_seq; }
    /// Null while it is on its way. Of seq().
    [[nodiscard]] const EntryDetail* detail() const;
    /// The first entry that it led to itself.
    [[nodiscard]] std::optional<core::Seq> effect() const;

signals:
    /// seq() is another.
    void chosen();
    /// detail() is another.
    void loaded();
    /// Told once until it has been read, or fails in another way.
    void failed(const base::Error& error);

private:
    void ask();

    Bridge& m_bridge;
    std::optional<core::Seq> m_seq;
    std::optional<EntryDetail> m_detail;
    std::optional<base::Error> m_failure;  ///< of the latest read
    core::Seq m_headAsked;
    QTimer m_again;
    Ticket m_asked;
};

}  // namespace syncline::ui::stream
