#pragma once

#include "ui/widgets/cell_painter.h"

namespace syncline::ui {

/// The cells that are not words. Each paints inside the place's content, a chain in all of the cell.
void paintFigure(QPainter& painter, const SideCell& cell, const CellPlace& place);
void paintFigure(QPainter& painter, const SharesCell& cell, const CellPlace& place);
void paintFigure(QPainter& painter, const ProgressCell& cell, const CellPlace& place);
void paintFigure(QPainter& painter, const ChainCell& cell, const CellPlace& place);
void paintFigure(QPainter& painter, const BlockCell& cell, const CellPlace& place);

[[nodiscard]] int figureWidth(const SideCell& cell, const CellPlace& place);
[[nodiscard]] int figureWidth(const SharesCell& cell, const CellPlace& place);
[[nodiscard]] int figureWidth(const ProgressCell& cell, const CellPlace& place);
[[nodiscard]] int figureWidth(const ChainCell& cell, const CellPlace& place);
[[nodiscard]] int figureWidth(const BlockCell& cell, const CellPlace& place);

/// The bar of two counts: Salesforce's part, 1 px, HubSpot's part. Nothing counted: an empty bar.
void drawShares(QPainter& painter, const QRect& bar, std::int64_t salesforce, std::int64_t hubspot, const Theme& theme);

}  // namespace syncline::ui
