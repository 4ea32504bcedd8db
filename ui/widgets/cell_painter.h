#pragma once

#include "ui/widgets/cell.h"

#include <QPalette>
#include <QRect>

class QPainter;

namespace syncline::ui {

class Theme;

/// Where and on what a cell is painted.
struct CellPlace {
    const Theme& theme;
    QPalette palette;
    QRect cell;     ///< all of it: lines of a chain reach its edges
    QRect content;  ///< inside the padding
    Qt::Alignment align = Qt::AlignLeft;
    bool isSelected = false;
    bool isStrong = false;  ///< of a group row
};

/// The cell's content, nothing outside its rectangle. The surface is the caller's, save a tinted value's.
void paintCell(QPainter& painter, const Cell& cell, const CellPlace& place);
/// Something of it does not fit.
[[nodiscard]] bool isElided(const Cell& cell, const CellPlace& place);
/// The width that its content would like to have, without padding.
[[nodiscard]] int wantedWidth(const Cell& cell, const CellPlace& place);

}  // namespace syncline::ui
