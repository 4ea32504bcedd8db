#pragma once

#include "ui/bridge/bridge.h"
#include "ui/stream/entry_cells.h"
#include "ui/widgets/row_source.h"

#include <optional>

namespace syncline::ui::stream {

/// Rows that are journal entries, whichever they are: the key of a row is its sequence. On the GUI thread.
class EntryTable : public RowSource {
    Q_OBJECT
public:
    explicit EntryTable(QObject* parent = nullptr) : RowSource(parent) {}

    /// Null while it is not loaded. Valid until the next change.
    [[nodiscard]] virtual const EntryRow* entryAt(qint64 row) const = 0;
    /// Of the row, loaded or not; none outside.
    [[nodiscard]] virtual std::optional<core::Seq> seqAt(qint64 row) const = 0;
    /// Null when it is not loaded, or not of these rows.
    [[nodiscard]] const EntryRow* entryOf(core::Seq seq) const;
    [[nodiscard]] bool holds(core::Seq seq) const;
    /// It asks for what it lacks only while it is shown.
    virtual void setActive(bool active) = 0;
    /// Asks again for what could not be read.
    virtual void tryAgain() = 0;
    /// What these rows lack for good, as far as it was met: entries that are in the journal and cannot be read.
    [[nodiscard]] virtual std::optional<Unreadable> unreadable() const = 0;
    /// The row stands for one of them: it is not loaded, and not on its way.
    [[nodiscard]] virtual bool isUnreadable(qint64 row) const = 0;
    /// What was asked for where the row stands has failed as a whole: it is not on its way until tryAgain().
    [[nodiscard]] virtual bool isStuck(qint64 row) const = 0;

    void setLook(EntryLook look);
    [[nodiscard]] const EntryLook& look() const { return m_look; }
    void setChain(const Chain& chain);

    [[nodiscard]] Cell cell(qint64 row, int column) const override;
    [[nodiscard]] Tone rowFill(qint64 row) const override;
    [[nodiscard]] qint64 keyOf(qint64 row) const override;

signals:
    /// Some entries could not be read. Told once until something else is read.
    void readFailed(const base::Error& error);
    /// Rules were changed by this entry, which has just been read.
    void rulesChangedBy(core::Seq seq);

protected:
    void noticeRules(const EntryRow& row);

private:
    EntryLook m_look;
    core::Seq m_newestRules;
};

}  // namespace syncline::ui::stream
