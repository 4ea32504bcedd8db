#include "ui/replay/offset_delegate.h"

#include "ui/replay/consumer_model.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QPainter>
#include <QPainterPath>

namespace syncline::ui {
namespace {

constexpr int kMargin = 16;  ///< at both ends, so that a diamond at the end is whole
constexpr int kPadding = 8;  ///< of a cell
constexpr int kDiamond = 6;
constexpr int kAxisHeight = 32;
constexpr int kLabelWidth = 120;

QRect axisOf(const QRect& cell, const Theme& theme) {
    const int margin = theme.scaled(kMargin);
    return cell.adjusted(margin, 0, -margin, 0);
}

int placeOn(const QRect& axis, double share) {
    return axis.left() + static_cast<int>(share * (axis.width() - 1));
}

}  // namespace

OffsetDelegate::OffsetDelegate(const Theme& theme, const ConsumerModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_model(model) {}

void OffsetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    // The row's surface is the same as in the other columns.
    CellDelegate(m_theme).paint(painter, option, index);
    const ConsumerLine* line = m_model.line(index.row());
    if (line == nullptr || line->kind == ConsumerLine::Kind::Group)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect axis = axisOf(option.rect, m_theme);
    const int head = placeOn(axis, 1);
    painter->setPen(QPen(m_theme.colors().focus, 1));
    painter->drawLine(head, option.rect.top(), head, option.rect.bottom());
    const RunningRewind* rewind = rewindOf(m_rewinds, line->name);
    if (rewind != nullptr && line->rewound)
        paintRewind(*painter, axis, *rewind, *line);
    if (line->committed)
        paintOffset(*painter, axis, *line);
    painter->restore();
}

void OffsetDelegate::paintRewind(QPainter& painter, const QRect& axis, const RunningRewind& rewind,
                                 const ConsumerLine& line) const {
    const Colors& colors = m_theme.colors();
    const double share = *line.rewound;
    const int from = placeOn(axis, m_scale.at(rewind.from));
    const int to = placeOn(axis, m_scale.at(rewind.to));
    const int height = m_theme.scaled(12);
    const QRect whole(from, axis.center().y() - height / 2, std::max(to - from, m_theme.scaled(24)), height);
    QRect done = whole;
    done.setWidth(static_cast<int>(whole.width() * share));
    painter.fillRect(whole, colors.ours.line);
    painter.fillRect(done, colors.ours.mark);
    painter.setPen(colors.ours.mark);
    painter.drawRect(whole);
    painter.setFont(m_theme.font(Face::Axis));
    painter.setPen(textColor(line.isOld ? Tone::Muted : Tone::Normal, colors, m_theme.paletteOf(m_theme.brightness())));
    const QString text = tr("rewound, %1 %").arg(static_cast<int>(share * 100));
    const int width = painter.fontMetrics().horizontalAdvance(text);
    const bool fitsRight = whole.right() + 8 + width < axis.right() - m_theme.scaled(kDiamond) * 2;
    const int left = fitsRight ? whole.right() + 8 : whole.left() - 8 - width;
    painter.drawText(QRect(left, axis.top(), width, axis.height()), Qt::AlignVCenter, text);
}

void OffsetDelegate::paintOffset(QPainter& painter, const QRect& axis, const ConsumerLine& line) const {
    const Colors& colors = m_theme.colors();
    const QPointF middle(placeOn(axis, m_scale.at(*line.committed)) + 0.5, axis.center().y() + 0.5);
    const int half = m_theme.scaled(kDiamond);
    QPainterPath diamond(middle + QPointF(0, -half * 1.4));
    diamond.lineTo(middle + QPointF(half, 0));
    diamond.lineTo(middle + QPointF(0, half * 1.4));
    diamond.lineTo(middle + QPointF(-half, 0));
    diamond.closeSubpath();
    const QPalette palette = m_theme.paletteOf(m_theme.brightness());
    painter.setPen(QPen(line.side ? colors.side(*line.side).mark : colors.ours.text, 1.4));
    painter.setBrush(line.side ? colors.side(*line.side).mark : palette.color(QPalette::Base));
    painter.drawPath(diamond);
}

ConsumerDelegate::ConsumerDelegate(const Theme& theme, const ConsumerModel& model, QObject* parent)
    : CellDelegate(theme, parent), m_model(model) {}

void ConsumerDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
    const ConsumerLine* line = m_model.line(index.row());
    if (line == nullptr || line->kind == ConsumerLine::Kind::Group)
        return CellDelegate::paintContent(painter, option, index);
    const int badge = badgeSize(theme());
    const QRect& row = option.rect;
    drawSideBadge(painter, QRect(row.left() + theme().scaled(kPadding), row.top(), badge, row.height()), line->side,
                  theme());
    QStyleOptionViewItem rest = option;
    rest.rect.setLeft(row.left() + theme().scaled(kPadding) + badge);
    CellDelegate::paintContent(painter, rest, index);
}

OffsetAxis::OffsetAxis(const Theme& theme, const Times& times, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_times(times) {
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void OffsetAxis::setScale(OffsetScale scale) {
    m_scale = std::move(scale);
    update();
}

void OffsetAxis::setSpan(int left, int width) {
    m_left = left;
    m_width = width;
    update();
}

QSize OffsetAxis::sizeHint() const {
    return {m_theme.scaled(kLabelWidth), m_theme.scaled(kAxisHeight)};
}

void OffsetAxis::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    const QPalette palette = m_theme.paletteOf(m_theme.brightness());
    painter.fillRect(rect(), palette.color(QPalette::Window));
    if (m_scale.isEmpty() || m_width <= 0)
        return;
    const QRect axis = axisOf(QRect(m_left, 0, m_width, height()), m_theme);
    painter.setFont(m_theme.font(Face::Axis));
    const int labels = std::max(1, axis.width() / m_theme.scaled(kLabelWidth));
    const TimeFormat format{TimeStyle::Local, m_times.format().zone, m_times.now()};
    for (int i = 0; i < labels; ++i) {
        const double share = static_cast<double>(i) / labels;
        const int x = placeOn(axis, share);
        painter.setPen(m_theme.colors().line);
        painter.drawLine(x, height() / 2, x, height());
        painter.setPen(m_theme.colors().muted);
        painter.drawText(QRect(x + 4, height() / 2, m_theme.scaled(kLabelWidth) - 8, height() / 2),
                         Qt::AlignLeft | Qt::AlignVCenter, format.second(m_scale.timeAt(share)));
    }
    const int head = placeOn(axis, 1);
    painter.setPen(m_theme.colors().focus);
    painter.drawLine(head, 0, head, height());
    painter.setFont(m_theme.font(Face::AxisStrong));
    painter.setPen(palette.color(QPalette::Text));
    painter.drawText(QRect(head - m_theme.scaled(48), 0, m_theme.scaled(44), height() / 2),
                     Qt::AlignRight | Qt::AlignVCenter, tr("head"));
}

}  // namespace syncline::ui
