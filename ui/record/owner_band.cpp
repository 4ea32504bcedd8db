#include "ui/record/owner_band.h"

#include "ui/record/field_rows.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QPainter>

namespace syncline::ui {
namespace {

constexpr int kHeight = 24;

/// Paints words and gives the place that is left behind them.
QRect words(QPainter& painter, QRect place, const QFont& font, const QColor& color, const QString& text) {
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetrics metrics(font);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(text, Qt::ElideMiddle, place.width()));
    place.setLeft(place.left() + metrics.horizontalAdvance(text) + 8);
    return place;
}

}  // namespace

OwnerBand::OwnerBand(const Theme& theme, const QHeaderView& header, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_header(header) {
    connect(&header, &QHeaderView::sectionResized, this, qOverload<>(&QWidget::update));
    connect(&header, &QHeaderView::geometriesChanged, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void OwnerBand::setRecord(const RecordState& record) {
    m_record = record;
    QStringList ids;
    for (const core::Side side : core::kSides) {
        const auto& id = record.entity.record[side];
        ids << sideName(side) + QLatin1Char(' ') + (id ? QString::fromStdString(*id) : tr("no record"));
    }
    setToolTip(ids.join(QLatin1Char('\n')));
    setAccessibleName(ids.join(QStringLiteral(", ")));
    update();
}

void OwnerBand::clear() {
    m_record.reset();
    update();
}

QSize OwnerBand::sizeHint() const {
    return {m_theme.scaled(200), m_theme.scaled(kHeight)};
}

QRect OwnerBand::span(int first, int last) const {
    const int left = m_header.sectionViewportPosition(first);
    const int right = m_header.sectionViewportPosition(last) + m_header.sectionSize(last);
    return QRect(left, 0, right - left, height());
}

void OwnerBand::paintSide(QPainter& painter, core::Side side, int first, int last) const {
    const Tint& tint = m_theme.colors().side(side);
    const QRect band = span(first, last);
    painter.fillRect(band, tint.fill);
    painter.fillRect(QRect(band.left(), band.bottom() - 1, band.width(), 2), tint.mark);
    QRect place = band.adjusted(m_theme.scaled(8), 0, -m_theme.scaled(8), 0);
    const int badge = badgeSize(m_theme);
    drawSideBadge(painter, QRect(place.left(), place.top(), badge, place.height()), side, m_theme);
    place.setLeft(place.left() + badge + m_theme.scaled(8));
    place = words(painter, place, m_theme.font(Face::BodyStrong), palette().color(QPalette::Text), sideName(side));
    const core::Entity& entity = m_record->entity;
    QString id = entity.record[side] ? QString::fromStdString(*entity.record[side]) : tr("no record");
    if (entity.deleted[side])
        id += tr(", deleted");
    words(painter, place, m_theme.font(Face::MonoDense), tint.text, id);
}

void OwnerBand::paintLedger(QPainter& painter) const {
    const QRect band = span(kAgreed, kRule);
    QRect place = band.adjusted(m_theme.scaled(8), 0, -m_theme.scaled(8), 0);
    const int size = m_theme.scaled(14);
    painter.drawPixmap(place.left(), place.center().y() - size / 2,
                       pixmap(Icon::Journal, 14, m_theme.colors().muted, devicePixelRatioF()));
    place.setLeft(place.left() + size + m_theme.scaled(8));
    place = words(painter, place, m_theme.font(Face::BodyStrong), palette().color(QPalette::Text), tr("Ledger"));
    words(painter, place, m_theme.font(Face::Secondary), m_theme.colors().muted,
          tr("as of %1").arg(sequence(m_record->asOf)));
}

void OwnerBand::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    if (!m_record)
        return;
    const QRect field = span(kField, kField).adjusted(m_theme.scaled(8), 0, 0, 0);
    words(painter, field, m_theme.font(Face::SecondaryStrong), palette().color(QPalette::Text), tr("Field"));
    paintSide(painter, core::Side::Salesforce, kSalesforceValue, kSalesforceWritten);
    paintLedger(painter);
    paintSide(painter, core::Side::HubSpot, kHubSpotValue, kHubSpotWritten);
}

}  // namespace syncline::ui
