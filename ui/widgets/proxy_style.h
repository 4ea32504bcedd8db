#pragma once

#include "ui/widgets/style_look.h"

#include <QProxyStyle>

namespace syncline::ui {

/// Fusion, flat: buttons without a gradient, frames in `line`, focus 2 px, scroll bars without arrows. It dispatches;
/// what is drawn stands in style_buttons, style_inputs, style_lists and style_bars. Belongs to the application and
/// needs no theme to live: setLook() gives it colours and scale.
class ProxyStyle : public QProxyStyle {
    Q_OBJECT
public:
    ProxyStyle();
    void setLook(const StyleLook& look) { m_look = look; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget = nullptr) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                       const QWidget* widget = nullptr) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption* option,
                                       const QWidget* widget = nullptr) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                         const QWidget* widget = nullptr) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                                  const QWidget* widget = nullptr) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option = nullptr, const QWidget* widget = nullptr,
                                QStyleHintReturn* result = nullptr) const override;

private:
    StyleLook m_look;
};

}  // namespace syncline::ui
