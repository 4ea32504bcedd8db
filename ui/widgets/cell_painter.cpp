#include "ui/widgets/cell_painter.h"

#include "ui/widgets/cell_figures.h"
#include "ui/widgets/cell_text.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <type_traits>

namespace syncline::ui {

namespace {

template <typename T>
constexpr bool kIsText = std::is_same_v<T, TextCell> || std::is_same_v<T, ValueCell> || std::is_same_v<T, ChangeCell>;

struct Paint {
    QPainter& painter;
    const CellPlace& place;

    template <typename T>
    void operator()(const T& cell) const {
        if constexpr (kIsText<T>)
            paintText(painter, layOut(cell, place), place);
        else
            paintFigure(painter, cell, place);
    }
};

struct Elided {
    const CellPlace& place;

    template <typename T>
    bool operator()(const T& cell) const {
        if constexpr (kIsText<T>)
            return layOut(cell, place).isElided;
        else
            return figureWidth(cell, place) > place.content.width();
    }
};

struct Wanted {
    const CellPlace& place;

    template <typename T>
    int operator()(const T& cell) const {
        if constexpr (kIsText<T>)
            return layOut(cell, place).wanted;
        else
            return figureWidth(cell, place);
    }
};

}  // namespace

void paintCell(QPainter& painter, const Cell& cell, const CellPlace& place) {
    painter.save();
    painter.setClipRect(place.cell, Qt::IntersectClip);
    const auto* value = std::get_if<ValueCell>(&cell);
    // A selected row keeps its differing parts, not its surface.
    if (value && value->tinted && !place.isSelected)
        painter.fillRect(place.cell, place.theme.colors().side(*value->tinted).fill);
    std::visit(Paint{painter, place}, cell);
    painter.restore();
}

bool isElided(const Cell& cell, const CellPlace& place) {
    return std::visit(Elided{place}, cell);
}

int wantedWidth(const Cell& cell, const CellPlace& place) {
    return std::visit(Wanted{place}, cell);
}

}  // namespace syncline::ui
