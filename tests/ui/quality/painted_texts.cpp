#include "tests/ui/quality/painted_texts.h"

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>

namespace syncline::test {
namespace {

/// Keeps texts and throws everything else away.
class TextEngine final : public QPaintEngine {
public:
    explicit TextEngine(std::vector<PaintedText>& texts) : QPaintEngine(QPaintEngine::AllFeatures), m_texts(texts) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    [[nodiscard]] Type type() const override { return QPaintEngine::User; }
    void updateState(const QPaintEngineState& changed) override {
        if (changed.state().testFlag(QPaintEngine::DirtyTransform))
            m_transform = changed.transform();
    }
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawTiledPixmap(const QRectF&, const QPixmap&, const QPointF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawPolygon(const QPoint*, int, PolygonDrawMode) override {}
    void drawRects(const QRectF*, int) override {}
    void drawRects(const QRect*, int) override {}
    void drawLines(const QLineF*, int) override {}
    void drawLines(const QLine*, int) override {}
    void drawPoints(const QPointF*, int) override {}
    void drawPoints(const QPoint*, int) override {}
    void drawEllipse(const QRectF&) override {}
    void drawEllipse(const QRect&) override {}

    void drawTextItem(const QPointF& place, const QTextItem& item) override {
        if (item.text().trimmed().isEmpty())
            return;
        const QFontMetricsF metrics(item.font());
        PaintedText one;
        one.text = item.text();
        one.line =
            m_transform.mapRect(QRectF(place.x(), place.y() - metrics.capHeight(), item.width(), metrics.capHeight()));
        if (painter()->hasClipping())
            one.shown = m_transform.mapRect(painter()->clipBoundingRect());
        one.ink = m_transform.mapRect(
            QRectF(place.x(), place.y() - item.ascent(), item.width(), item.ascent() + item.descent()));
        // Glyph by glyph only where it may matter: that takes its time.
        const QRectF all(0, 0, paintDevice()->width(), paintDevice()->height());
        if (!all.contains(one.ink) || (!one.shown.isNull() && !one.shown.contains(one.ink)))
            one.ink = m_transform.mapRect(metrics.tightBoundingRect(item.text()).translated(place));
        m_texts.push_back(one);
    }

private:
    std::vector<PaintedText>& m_texts;
    QTransform m_transform;
};

/// As large as the widget, with its resolution.
class TextDevice final : public QPaintDevice {
public:
    TextDevice(const QWidget& widget, std::vector<PaintedText>& texts) : m_widget(widget), m_engine(texts) {}

    [[nodiscard]] QPaintEngine* paintEngine() const override { return &m_engine; }

protected:
    [[nodiscard]] int metric(PaintDeviceMetric what) const override {
        switch (what) {
            case PdmWidth:
                return m_widget.width();
            case PdmHeight:
                return m_widget.height();
            case PdmDpiX:
            case PdmPhysicalDpiX:
                return m_widget.logicalDpiX();
            case PdmDpiY:
            case PdmPhysicalDpiY:
                return m_widget.logicalDpiY();
            case PdmDevicePixelRatio:
                return 1;
            case PdmDepth:
                return 32;
            default:
                return QPaintDevice::metric(what);
        }
    }

private:
    const QWidget& m_widget;
    mutable TextEngine m_engine;
};

}  // namespace

std::vector<PaintedText> paintedTexts(QWidget& widget) {
    std::vector<PaintedText> texts;
    TextDevice device(widget, texts);
    widget.render(&device, QPoint(), QRegion(), QWidget::RenderFlags());
    return texts;
}

}  // namespace syncline::test
