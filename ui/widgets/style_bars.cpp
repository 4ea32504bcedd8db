#include "ui/widgets/style_bars.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/style_buttons.h"
#include "ui/widgets/style_look.h"

#include <QFontMetrics>
#include <QFrame>
#include <QPainter>
#include <QStyleOption>

namespace syncline::ui {

namespace {

constexpr int kShortestHandle = 24;
constexpr int kTabPadding = 12;
constexpr int kBlock = 12;
constexpr int kBlockGap = 8;

QFont boldOf(const QFont& font) {
    QFont result = font;
    result.setWeight(QFont::DemiBold);
    return result;
}

bool isSelected(const QStyleOption& option) {
    return (option.state & QStyle::State_Selected) != 0;
}

}  // namespace

QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part, const StyleLook& look) {
    const bool isAcross = option.orientation == Qt::Horizontal;
    const QRect all = option.rect;
    const int length = isAcross ? all.width() : all.height();
    const qint64 range = static_cast<qint64>(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0) {
        handle = static_cast<int>(static_cast<qint64>(option.pageStep) * length / (range + option.pageStep));
        handle = qBound(qMin(look.scaled(kShortestHandle), length), handle, length);
    }
    const int start = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                      length - handle, option.upsideDown);
    const auto along = [&](int from, int size) {
        return isAcross ? QRect(all.x() + from, all.y(), size, all.height())
                        : QRect(all.x(), all.y() + from, all.width(), size);
    };
    QRect result;
    if (part == QStyle::SC_ScrollBarGroove)
        result = all;
    else if (part == QStyle::SC_ScrollBarSlider)
        result = along(start, handle);
    else if (part == QStyle::SC_ScrollBarSubPage)
        result = along(0, start);
    else if (part == QStyle::SC_ScrollBarAddPage)
        result = along(start + handle, length - start - handle);
    return QStyle::visualRect(option.direction, all, result);
}

void paintScrollBar(QPainter& painter, const QStyleOptionSlider& option, const StyleLook& look) {
    painter.fillRect(option.rect, option.palette.color(QPalette::Window));
    if (option.maximum <= option.minimum)
        return;
    const bool isAcross = option.orientation == Qt::Horizontal;
    const QRectF place = scrollBarPart(option, QStyle::SC_ScrollBarSlider, look);
    const QRectF handle = isAcross ? place.adjusted(1, 2, -1, -2) : place.adjusted(2, 1, -2, -1);
    const bool isHeld =
        (option.state & QStyle::State_Sunken) != 0 && (option.activeSubControls & QStyle::SC_ScrollBarSlider) != 0;
    drawPanel(painter, handle, isHeld ? look.colors.inputBorder : look.colors.scrollHandle, {},
              {0, qMin(handle.width(), handle.height()) / 2});
}

void paintTabShape(QPainter& painter, const QStyleOptionTab& option, const StyleLook& look) {
    const QRect rect = option.rect;
    const bool isHovered = (option.state & QStyle::State_MouseOver) != 0;
    if (isHovered && !isSelected(option) && (option.state & QStyle::State_Enabled) != 0)
        painter.fillRect(rect.adjusted(0, 0, 0, -1), look.colors.buttonHover);
    if (isSelected(option))
        painter.fillRect(rect.x(), rect.bottom() - 2, rect.width(), 3, look.colors.focus);
}

void paintTabLabel(QPainter& painter, const QStyleOptionTab& option, const StyleLook& look, const QRect& text) {
    const bool isEnabled = (option.state & QStyle::State_Enabled) != 0;
    QColor color = isSelected(option) ? option.palette.color(QPalette::WindowText) : look.colors.muted;
    if (!isEnabled)
        color = option.palette.color(QPalette::Disabled, QPalette::WindowText);
    painter.save();
    if (isSelected(option))
        painter.setFont(boldOf(painter.font()));
    painter.setPen(color);
    painter.drawText(text, Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, option.text);
    const QStyle::State byKeyboard = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((option.state & byKeyboard) == byKeyboard) {
        const int width = QFontMetrics(painter.font()).horizontalAdvance(option.text);
        QRect frame(0, 0, width + look.scaled(10), look.scaled(24));
        frame.moveCenter(text.center());
        paintFocusFrame(painter, frame, look);
    }
    painter.restore();
}

QSize tabSize(const QStyleOptionTab& option, const QFont& font, const StyleLook& look) {
    // As wide as when it is the current one, so that choosing another moves nothing.
    const int text = QFontMetrics(boldOf(font)).horizontalAdvance(option.text);
    int width = text + 2 * look.scaled(kTabPadding);
    for (const QSize& button : {option.leftButtonSize, option.rightButtonSize}) {
        if (button.isValid() && !button.isEmpty())
            width += button.width() + look.scaled(8);
    }
    return {width, look.scaled(32)};
}

void paintProgress(QPainter& painter, const QStyleOptionProgressBar& option, const StyleLook& look) {
    const QRect rect = option.rect;
    const Colors& colors = look.colors;
    painter.fillRect(rect, colors.ours.fill);
    if (option.maximum <= option.minimum) {
        const int block = look.scaled(kBlock);
        for (int x = rect.x(); x < rect.right(); x += block + look.scaled(kBlockGap))
            painter.fillRect(QRect(x, rect.y(), block, rect.height()) & rect, colors.ours.mark);
        return;
    }
    const double share =
        static_cast<double>(option.progress - option.minimum) / (static_cast<double>(option.maximum) - option.minimum);
    const int done = qRound(rect.width() * qBound(0.0, share, 1.0));
    const QRect part(rect.x(), rect.y(), done, rect.height());
    painter.fillRect(QStyle::visualRect(option.direction, rect, part), colors.ink);
}

void paintFrame(QPainter& painter, const QStyleOptionFrame& option, const StyleLook& look) {
    const QRect rect = option.rect;
    if (option.frameShape == QFrame::NoFrame)
        return;
    if (option.frameShape == QFrame::HLine)
        painter.fillRect(rect.x(), rect.center().y(), rect.width(), 1, look.colors.line);
    else if (option.frameShape == QFrame::VLine)
        painter.fillRect(rect.center().x(), rect.y(), 1, rect.height(), look.colors.line);
    else if (option.lineWidth > 0)
        drawPanel(painter, rect, {}, look.colors.line, {1, 0});
}

void paintDockTitle(QPainter& painter, const QStyleOptionDockWidget& option, const StyleLook& look) {
    const QRect rect = option.rect;
    painter.fillRect(rect, option.palette.color(QPalette::Window));
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.colors.line);
    painter.save();
    painter.setFont(boldOf(painter.font()));
    painter.setPen(option.palette.color(QPalette::WindowText));
    const QRect place = rect.adjusted(look.scaled(12), 0, -look.scaled(option.closable ? 32 : 12), 0);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(painter.font()).elidedText(option.title, Qt::ElideRight, place.width()));
    painter.restore();
}

}  // namespace syncline::ui
