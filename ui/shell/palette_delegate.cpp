#include "ui/shell/palette_delegate.h"

#include "ui/shell/palette_model.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kHeadingHeight = 24;
constexpr int kItemHeight = 32;
constexpr int kMargin = 16;
constexpr int kIconSize = 16;
constexpr int kTextAt = 44;
constexpr int kGap = 10;
constexpr int kPlaceBar = 3;

}  // namespace

PaletteDelegate::PaletteDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const auto* item = index.data(PaletteModel::ItemRole).value<const PaletteItem*>();
    return {0, m_theme.scaled(item != nullptr ? kItemHeight : kHeadingHeight)};
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    if (const auto* item = index.data(PaletteModel::ItemRole).value<const PaletteItem*>()) {
        paintItem(*painter, option, *item, index.data(PaletteModel::NeedleRole).toString());
    } else {
        painter->fillRect(option.rect, option.palette.color(QPalette::AlternateBase));
        painter->setFont(m_theme.font(Face::Secondary));
        painter->setPen(m_theme.colors().muted);
        painter->drawText(option.rect.adjusted(m_theme.scaled(kMargin), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data().toString());
    }
    painter->restore();
}

void PaletteDelegate::paintItem(QPainter& painter, const QStyleOptionViewItem& option, const PaletteItem& item,
                                const QString& needle) const {
    const Colors& colors = m_theme.colors();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected) {
        painter.fillRect(option.rect, option.palette.color(QPalette::Active, QPalette::Highlight));
        painter.fillRect(QRect(option.rect.topLeft(), QSize(kPlaceBar, option.rect.height())), colors.focus);
    } else if (option.state.testFlag(QStyle::State_MouseOver) && !item.isNote) {
        painter.fillRect(option.rect, colors.hover);
    }
    const QColor ink =
        item.isNote ? colors.muted
                    : option.palette.color(QPalette::Active, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const int size = m_theme.scaled(kIconSize);
    const QColor mark = isSelected && item.tone == Tone::Muted ? ink : markColor(item.tone, colors, option.palette);
    painter.drawPixmap(
        QPoint(option.rect.left() + m_theme.scaled(kMargin), option.rect.top() + (option.rect.height() - size) / 2),
        pixmap(item.icon, size, mark, painter.device()->devicePixelRatioF()));
    const int end = paintEnd(painter, option, item);
    QRect place = option.rect;
    place.setLeft(option.rect.left() + m_theme.scaled(kTextAt));
    place.setRight(end - kGap);
    painter.setPen(ink);
    place.setLeft(paintMatched(painter, place, item, needle) + kGap);
    const QFont font = m_theme.font(Face::Body);
    painter.setFont(font);
    painter.setPen(isSelected ? ink : colors.muted);
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(font).elidedText(item.detail, Qt::ElideRight, std::max(place.width(), 0)));
}

/// Badges and key at the right; gives where they begin.
int PaletteDelegate::paintEnd(QPainter& painter, const QStyleOptionViewItem& option, const PaletteItem& item) const {
    QRect place = option.rect.adjusted(0, 0, -m_theme.scaled(kMargin), 0);
    if (!item.key.isEmpty()) {
        const int width = keyCapWidth(item.key, m_theme);
        const QRect cap(place.right() + 1 - width, place.top(), width, place.height());
        drawKeyCap(painter, cap, item.key, {m_theme.colors().muted, m_theme.colors().line}, m_theme);
        place.setRight(cap.left() - kGap);
    }
    const int badge = badgeSize(m_theme);
    for (const core::Side side : {core::Side::HubSpot, core::Side::Salesforce}) {
        if (!item.sides[side])
            continue;
        const QRect box(place.right() + 1 - badge, place.top(), badge, place.height());
        drawSideBadge(painter, box, side, m_theme);
        place.setRight(box.left() - 3);
    }
    return place.right();
}

/// The text with its match bold and underlined; gives where it ends.
int PaletteDelegate::paintMatched(QPainter& painter, const QRect& place, const PaletteItem& item,
                                  const QString& needle) const {
    const QFont plain = m_theme.font(item.isMono ? Face::Mono : Face::Body);
    QFont strong = m_theme.font(item.isMono ? Face::MonoStrong : Face::BodyStrong);
    strong.setUnderline(true);
    const auto at = needle.isEmpty() ? -1 : item.text.indexOf(needle, 0, Qt::CaseInsensitive);
    const auto begin = at < 0 ? item.text.size() : at;
    const auto end = at < 0 ? begin : begin + needle.size();
    int x = place.left();
    const auto draw = [&](const QString& part, const QFont& font) {
        const QFontMetrics metrics(font);
        const int room = std::max(place.right() - x, 0);
        const QString shown = metrics.elidedText(part, Qt::ElideRight, room);
        painter.setFont(font);
        painter.drawText(QRect(x, place.top(), room, place.height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
        x += metrics.horizontalAdvance(shown);
    };
    draw(item.text.left(begin), plain);
    draw(item.text.mid(begin, end - begin), strong);
    draw(item.text.mid(end), plain);
    return x;
}

}  // namespace syncline::ui
