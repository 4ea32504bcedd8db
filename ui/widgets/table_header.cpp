#include "ui/widgets/table_header.h"

#include "ui/widgets/cell.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPaintEvent>
#include <QPainter>

namespace syncline::ui {

namespace {

constexpr int kHeight = 24;
constexpr int kPadding = 8;
constexpr int kGap = 8;
constexpr int kSortIcon = 12;
constexpr int kLeastSection = 16;

/// Models give it as flags or as a number.
int alignmentOf(const QVariant& given, Qt::Alignment otherwise) {
    if (given.metaType() == QMetaType::fromType<Qt::Alignment>())
        return static_cast<int>(given.value<Qt::Alignment>());
    return given.isValid() ? given.toInt() : static_cast<int>(otherwise);
}

}  // namespace

TableHeader::TableHeader(const Theme& theme, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme) {
    setMinimumSectionSize(kLeastSection);
    setHighlightSections(false);
    setSectionsMovable(true);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setTextElideMode(Qt::ElideRight);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        viewport()->update();
    });
}

QSize TableHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), m_theme.scaled(kHeight)};
}

void TableHeader::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.colors().line);
    painter.end();
    QHeaderView::paintEvent(event);
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    painter->save();
    painter->setClipRect(rect);
    painter->fillRect(rect, palette().color(QPalette::Window));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.colors().line);
    painter->fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), m_theme.colors().hair);
    paintWords(*painter, rect.adjusted(m_theme.scaled(kPadding), 0, -m_theme.scaled(kPadding), -1), section);
    painter->restore();
}

void TableHeader::paintWords(QPainter& painter, QRect rect, int section) const {
    const auto given = model()->headerData(section, orientation(), kCellRole);
    if (given.canConvert<Cell>()) {
        const auto cell = given.value<Cell>();
        if (const auto* side = std::get_if<SideCell>(&cell)) {
            const int size = badgeSize(m_theme);
            drawSideBadge(painter, QRect(rect.left(), rect.top(), size, rect.height()), side->side, m_theme);
            rect.setLeft(rect.left() + size + m_theme.scaled(kGap));
        }
    }
    const QColor color = m_theme.colors().muted;
    if (isSortIndicatorShown() && sortIndicatorSection() == section) {
        const Icon arrow = sortIndicatorOrder() == Qt::AscendingOrder ? Icon::ChevronUp : Icon::ChevronDown;
        const int size = m_theme.scaled(kSortIcon);
        const QRect box(rect.right() - size + 1, rect.center().y() - size / 2, size, size);
        painter.drawPixmap(box, pixmap(arrow, size, color, painter.device()->devicePixelRatioF()));
        rect.setRight(box.left() - 2);
    }
    const auto align = model()->headerData(section, orientation(), Qt::TextAlignmentRole);
    const int alignment = alignmentOf(align, defaultAlignment());
    painter.setFont(m_theme.font(Face::Secondary));
    painter.setPen(color);
    const auto words = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
    painter.drawText(rect,
                     (alignment & ~static_cast<int>(Qt::AlignVertical_Mask)) | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(words, Qt::ElideRight, rect.width()));
}

}  // namespace syncline::ui
