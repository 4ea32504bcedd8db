#include "ui/widgets/icon.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <array>

namespace syncline::ui {

namespace {

// In the order of the enum: the names of the files in resources/icons.
constexpr std::array kNames = {
    "",        "overview",  "stream",      "record",       "conflicts",     "deliveries",
    "replay",  "ownership", "connections", "change",       "decide",        "write",
    "receipt", "echo",      "lost",        "superseded",   "equals",        "checks",
    "undo",    "photo",     "brake",       "bolt",         "mailx",         "gap",
    "merge",   "link",      "journal",     "shield",       "warn",          "fail",
    "info",    "slash",     "clock",       "hourglass",    "offline",       "lock",
    "key",     "search",    "filter",      "pause",        "play",          "follow",
    "flag",    "comment",   "columns",     "export",       "copy",          "edit",
    "trash",   "refresh",   "external",    "gear",         "person",        "list",
    "group",   "split",     "inspector",   "arrow_right",  "arrow_left",    "arrow_both",
    "star",    "check",     "close",       "chevron_down", "chevron_right", "chevron_up",
    "plus",
};
static_assert(kNames.size() == static_cast<std::size_t>(Icon::Plus) + 1);

QPixmap drawn(Icon icon, const QSize& pixels, const QColor& color) {
    QPixmap result(pixels);
    result.fill(Qt::transparent);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(kNames[static_cast<std::size_t>(icon)])));
    if (icon == Icon::None || !file.open(QIODevice::ReadOnly))
        return result;
    // SVG knows no colour with an alpha here: the paint is opaque, and the painter dims it.
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    QPainter painter(&result);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter);
    return result;
}

/// Draws at whatever size and ratio it is asked for.
class OneColourEngine : public QIconEngine {
public:
    OneColourEngine(Icon icon, const QColor& color, const QColor& disabled)
        : m_icon(icon), m_color(color), m_disabled(disabled) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const int size = qMin(rect.width(), rect.height());
        const QRect place(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, size, size);
        painter->drawPixmap(place, ui::pixmap(m_icon, size, colorFor(mode), painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return ui::pixmap(m_icon, qMin(size.width(), size.height()), colorFor(mode), 1);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new OneColourEngine(*this); }

private:
    [[nodiscard]] const QColor& colorFor(QIcon::Mode mode) const {
        return mode == QIcon::Disabled ? m_disabled : m_color;
    }
    Icon m_icon;
    QColor m_color;
    QColor m_disabled;
};

}  // namespace

QPixmap pixmap(Icon icon, int size, const QColor& color, qreal deviceRatio) {
    const int pixels = qMax(1, qRound(size * deviceRatio));
    const QString key =
        QStringLiteral("syncline-icon-%1-%2-%3").arg(static_cast<int>(icon)).arg(pixels).arg(color.rgba(), 0, 16);
    QPixmap result;
    if (!QPixmapCache::find(key, &result)) {
        result = drawn(icon, {pixels, pixels}, color);
        QPixmapCache::insert(key, result);
    }
    result.setDevicePixelRatio(deviceRatio);
    return result;
}

QIcon icon(Icon icon, const QColor& color, const QColor& disabled) {
    return icon == Icon::None ? QIcon() : QIcon(new OneColourEngine(icon, color, disabled));
}

}  // namespace syncline::ui
