#pragma once

#include "ui/widgets/windowed_table.h"

#include <QByteArray>
#include <QObject>

namespace syncline::ui {

/// Keeps a table's columns as wide as look.md says, at the text's size, until a person sets them; those
/// with a least width give way where not all have room; the one without a width takes what is left, at least its least
/// width, or 96. What a person has set grows and shrinks with the text, and can be kept. Lives with its table.
class ColumnWidths final : public QObject {
    Q_OBJECT
public:
    ColumnWidths(const Theme& theme, QTableView& table, std::vector<Column> columns);

    /// That column needs so many pixels from now on; it never gets narrower by this.
    void widen(int column, int width);
    /// Widths and order as a person has set them; "" while they are the table's own.
    [[nodiscard]] QByteArray save() const;
    /// What does not fit these columns counts as nothing.
    void restore(const QByteArray& saved);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void rescale(double by);
    void spread();
    void fill();
    [[nodiscard]] int widthOf(const Column& column) const;
    [[nodiscard]] bool isMoved() const;
    /// As the program does it: not a person's choice.
    void resize(int column, int width);

    const Theme& m_theme;
    QTableView& m_table;
    std::vector<Column> m_columns;
    double m_scale = 0;
    int m_filling = -1;
    bool m_isSpreading = false;
    bool m_isSetByPerson = false;
};

}  // namespace syncline::ui
