#pragma once

#include "ui/widgets/windowed_table.h"

#include <QObject>

class QHeaderView;

namespace syncline::ui {

/// Keeps a table's columns as wide as look.md says, at the text's size, until a person sets them; those
/// with a least width give way where not all have room; the one without a width takes what is left, at least its least
/// width, or 96. Lives with its table.
class ColumnWidths final : public QObject {
    Q_OBJECT
public:
    ColumnWidths(const Theme& theme, QTableView& table, std::vector<Column> columns);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void spread();
    void fill();
    [[nodiscard]] int widthOf(const Column& column) const;

    const Theme& m_theme;
    QTableView& m_table;
    std::vector<Column> m_columns;
    double m_scale = 0;
    int m_filling = -1;
    bool m_isSpreading = false;
    bool m_isSetByPerson = false;
};

}  // namespace syncline::ui
