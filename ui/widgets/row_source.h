#pragma once

#include "ui/widgets/cell.h"

#include <QObject>
#include <QString>
#include <optional>

namespace syncline::ui {

/// The rows of a table that may have more of them than memory holds: row 0 is the oldest. On the GUI thread; nothing
/// in it blocks. Rows that are not loaded are given as BlockCells and loaded when they are wanted.
class RowSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual qint64 rowCount() const = 0;
    [[nodiscard]] virtual Cell cell(qint64 row, int column) const = 0;
    [[nodiscard]] virtual Tone rowFill(qint64 row) const = 0;
    /// By which a row is selected and found again; ascending.
    [[nodiscard]] virtual qint64 keyOf(qint64 row) const = 0;
    /// The row of that key, or of the nearest one above it; none in an empty source.
    [[nodiscard]] virtual std::optional<qint64> rowOf(qint64 key) const = 0;
    /// These are on the screen, both included.
    virtual void want(qint64 first, qint64 last) = 0;

signals:
    /// What the rows hold, both included.
    void rowsChanged(qint64 first, qint64 last);
    /// Rows came at the tail: there are so many now.
    void grown(qint64 count);
    /// Everything may be another: count and rows.
    void replaced();
};

}  // namespace syncline::ui
