#pragma once

#include "ui/widgets/cell_painter.h"
#include "ui/widgets/value_text.h"

#include <QColor>
#include <QFont>
#include <vector>

namespace syncline::ui {

/// Text in one face and colour, as it is painted.
struct TextRun {
    QString text = {};
    QFont font = {};
    QColor color = {};
    int width = 0;
    int gapBefore = 0;
    bool isTag = false;                       ///< in a dashed box: the empty text
    std::vector<DifferingPart> marks = {};    ///< of `text`
    std::optional<core::Side> markSide = {};  ///< whose tint the marks have
};

/// The content of a cell of words, laid out: an icon, then runs from left to right within the place's content.
struct CellText {
    Icon icon = Icon::None;
    QColor iconColor = {};
    int iconSize = 0;
    std::vector<TextRun> runs = {};
    int lastAtEnd = 0;  ///< space before the last run, when it stands at the right end
    int wanted = 0;     ///< width if nothing were elided
    int width = 0;      ///< as it is
    bool isElided = false;
};

[[nodiscard]] CellText layOut(const TextCell& cell, const CellPlace& place);
[[nodiscard]] CellText layOut(const ValueCell& cell, const CellPlace& place);
[[nodiscard]] CellText layOut(const ChangeCell& cell, const CellPlace& place);

void paintText(QPainter& painter, const CellText& text, const CellPlace& place);

}  // namespace syncline::ui
