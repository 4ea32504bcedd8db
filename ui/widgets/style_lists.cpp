#include "ui/widgets/style_lists.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/style_look.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace syncline::ui {

namespace {

constexpr int kMenuIcon = 12;  ///< where the icon begins
constexpr int kMenuText = 36;  ///< where the words begin
constexpr int kMenuEnd = 12;   ///< what is free at the right
constexpr int kBetween = 24;   ///< between words and key
constexpr int kCellPadding = 8;

bool isEnabled(const QStyleOption& option) {
    return (option.state & QStyle::State_Enabled) != 0;
}

QFont keyFont(const QStyleOptionMenuItem& option, const StyleLook& look) {
    QFont font = option.font;
    font.setPixelSize(look.scaled(12));
    return font;
}

void drawIcon(QPainter& painter, const QPoint& place, Icon icon, int size, const QColor& color) {
    painter.drawPixmap(place, pixmap(icon, size, color, painter.device()->devicePixelRatioF()));
}

void drawMenuSign(QPainter& painter, const QStyleOptionMenuItem& option, const StyleLook& look, const QColor& text) {
    const int size = look.scaled(16);
    const QPoint place(option.rect.x() + look.scaled(kMenuIcon), option.rect.y() + (option.rect.height() - size) / 2);
    const bool isChecked = option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked;
    if (isChecked)
        drawIcon(painter, place, Icon::Check, size, text);
    else if (!option.icon.isNull())
        option.icon.paint(&painter, QRect(place, QSize(size, size)), Qt::AlignCenter,
                          isEnabled(option) ? QIcon::Normal : QIcon::Disabled);
}

}  // namespace

void paintMenuItem(QPainter& painter, const QStyleOptionMenuItem& option, const StyleLook& look) {
    const QRect rect = option.rect;
    painter.fillRect(rect, option.palette.color(QPalette::Base));
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(rect.x(), rect.center().y(), rect.width(), 1, look.colors.line);
        return;
    }
    const bool isCurrent = (option.state & QStyle::State_Selected) != 0 && isEnabled(option);
    if (isCurrent)
        painter.fillRect(rect, option.palette.color(QPalette::Active, QPalette::Highlight));
    QColor text = option.palette.color(isEnabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::Text);
    if (isCurrent)
        text = option.palette.color(QPalette::Active, QPalette::HighlightedText);
    drawMenuSign(painter, option, look, text);

    const QStringList words = option.text.split(QLatin1Char('\t'));
    const QRect place = rect.adjusted(look.scaled(kMenuText), 0, -look.scaled(kMenuEnd), 0);
    painter.setPen(text);
    painter.setFont(option.font);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
                     words.front());
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        const int size = look.scaled(12);
        drawIcon(painter, QPoint(place.right() - size + 1, rect.y() + (rect.height() - size) / 2), Icon::ChevronRight,
                 size, look.colors.muted);
    } else if (words.size() > 1) {
        painter.setFont(keyFont(option, look));
        if (isEnabled(option))
            painter.setPen(look.colors.muted);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, words.back());
    }
}

QSize menuItemSize(const QStyleOptionMenuItem& option, const StyleLook& look) {
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {look.scaled(kMenuText), look.scaled(9)};
    const QStringList words = option.text.split(QLatin1Char('\t'));
    int width = QFontMetrics(option.font).size(Qt::TextShowMnemonic | Qt::TextSingleLine, words.front()).width();
    if (words.size() > 1)
        width += look.scaled(kBetween) + QFontMetrics(keyFont(option, look)).horizontalAdvance(words.back());
    else if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += look.scaled(kBetween);
    return {look.scaled(kMenuText) + width + look.scaled(kMenuEnd), look.scaled(28)};
}

void paintMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option, const StyleLook& look) {
    painter.fillRect(option.rect, option.palette.color(QPalette::Window));
    const bool isOpen = (option.state & QStyle::State_Sunken) != 0;
    const bool isCurrent = (option.state & QStyle::State_Selected) != 0;
    if (isEnabled(option) && (isOpen || isCurrent)) {
        const QColor fill =
            isOpen ? option.palette.color(QPalette::Active, QPalette::Highlight) : look.colors.buttonDown;
        drawPanel(painter, option.rect.adjusted(0, 2, 0, -2), fill, {});
    }
    painter.setPen(
        option.palette.color(isEnabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
}

QSize menuBarItemSize(const QStyleOptionMenuItem& option, const StyleLook& look) {
    const QSize text = QFontMetrics(option.font).size(Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
    return {text.width() + 2 * look.scaled(8), look.scaled(28)};
}

void paintHeaderSection(QPainter& painter, const QStyleOptionHeader& option, const StyleLook& look) {
    const QRect rect = option.rect;
    painter.fillRect(rect, option.palette.color(QPalette::Window));
    if (option.orientation == Qt::Horizontal) {
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, look.colors.line);
        const bool isLast =
            option.position == QStyleOptionHeader::End || option.position == QStyleOptionHeader::OnlyOneSection;
        if (!isLast)
            painter.fillRect(rect.right(), rect.y(), 1, rect.height() - 1, look.colors.hair);
    } else {
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), look.colors.line);
    }
}

void paintHeaderLabel(QPainter& painter, const QStyleOptionHeader& option, const StyleLook& look) {
    QRect rect = option.rect.adjusted(look.scaled(kCellPadding), 0, -look.scaled(kCellPadding), 0);
    const QColor text =
        isEnabled(option) ? look.colors.muted : option.palette.color(QPalette::Disabled, QPalette::Text);
    const int size = look.scaled(10);
    QFont font = painter.font();
    font.setPixelSize(look.scaled(12));
    painter.save();
    painter.setFont(font);
    painter.setPen(text);
    if (option.sortIndicator != QStyleOptionHeader::None) {
        const Icon icon = option.sortIndicator == QStyleOptionHeader::SortDown ? Icon::ChevronUp : Icon::ChevronDown;
        drawIcon(painter, QPoint(rect.right() - size + 1, rect.y() + (rect.height() - size) / 2), icon, size, text);
        rect.adjust(0, 0, -size - look.scaled(4), 0);
    }
    const QString shown = QFontMetrics(font).elidedText(option.text, Qt::ElideRight, rect.width());
    const int across = static_cast<int>(option.textAlignment & Qt::AlignHorizontal_Mask);
    painter.drawText(rect, across | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    painter.restore();
}

void paintItemPanel(QPainter& painter, const QStyleOptionViewItem& option, const StyleLook& look) {
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isActive = (option.state & QStyle::State_Active) != 0;
    if (option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
    if (isSelected)
        painter.fillRect(option.rect,
                         option.palette.color(isActive ? QPalette::Active : QPalette::Inactive, QPalette::Highlight));
    else if (isEnabled(option) && (option.state & QStyle::State_MouseOver) != 0)
        painter.fillRect(option.rect, look.colors.hover);
}

void paintBranch(QPainter& painter, const QStyleOption& option, const StyleLook& look) {
    if ((option.state & QStyle::State_Children) == 0)
        return;
    const int size = look.scaled(12);
    const bool isOpen = (option.state & QStyle::State_Open) != 0;
    const QRect rect = option.rect;
    drawIcon(painter, QPoint(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2),
             isOpen ? Icon::ChevronDown : Icon::ChevronRight, size, look.colors.muted);
}

}  // namespace syncline::ui
