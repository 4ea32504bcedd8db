#include "ui/widgets/proxy_style.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/style_bars.h"
#include "ui/widgets/style_buttons.h"
#include "ui/widgets/style_inputs.h"
#include "ui/widgets/style_lists.h"

#include <QAbstractButton>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace syncline::ui {

namespace {

/// The option as the one that this element has; null when a caller gave another.
template <typename Option>
const Option* as(const QStyleOption* option) {
    return qstyleoption_cast<const Option*>(option);
}

std::optional<Icon> arrowOf(QStyle::PrimitiveElement element) {
    switch (element) {
        case QStyle::PE_IndicatorArrowDown:
        case QStyle::PE_IndicatorSpinDown:
            return Icon::ChevronDown;
        case QStyle::PE_IndicatorArrowUp:
        case QStyle::PE_IndicatorSpinUp:
            return Icon::ChevronUp;
        case QStyle::PE_IndicatorArrowRight:
            return Icon::ChevronRight;
        default:
            return std::nullopt;
    }
}

void paintArrow(QPainter& painter, const QStyleOption& option, Icon icon, const StyleLook& look) {
    const QRect rect = option.rect;
    const int size = qMin(look.scaled(12), qMin(rect.width(), rect.height()));
    const bool isEnabled = (option.state & QStyle::State_Enabled) != 0;
    const QColor color = isEnabled ? look.colors.muted : option.palette.color(QPalette::Disabled, QPalette::Text);
    painter.drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2,
                       pixmap(icon, size, color, painter.device()->devicePixelRatioF()));
}

/// The surfaces and frames that are one rectangle each; false: not one of them.
bool paintSurface(QStyle::PrimitiveElement element, const QStyleOption& option, QPainter& painter,
                  const StyleLook& look) {
    const QRect rect = option.rect;
    const Colors& colors = look.colors;
    switch (element) {
        case QStyle::PE_PanelMenu:
            painter.fillRect(rect, option.palette.color(QPalette::Base));
            return true;
        case QStyle::PE_FrameMenu:
            drawPanel(painter, rect, {}, colors.inputBorder, {1, 0});
            return true;
        case QStyle::PE_PanelTipLabel:
            drawPanel(painter, rect, option.palette.color(QPalette::ToolTipBase), {}, {0, 0});
            return true;
        case QStyle::PE_PanelMenuBar:
        case QStyle::PE_FrameTabBarBase:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colors.line);
            return true;
        case QStyle::PE_PanelScrollAreaCorner:
            painter.fillRect(rect, option.palette.color(QPalette::Window));
            return true;
        case QStyle::PE_Frame:
        case QStyle::PE_FrameDockWidget:
        case QStyle::PE_FrameTabWidget:
        case QStyle::PE_FrameGroupBox:
            drawPanel(painter, rect, {}, colors.line, {1, 0});
            return true;
        case QStyle::PE_FrameDefaultButton:
        case QStyle::PE_FrameStatusBarItem:
        case QStyle::PE_FrameButtonTool:
        case QStyle::PE_PanelStatusBar:
            return true;
        default:
            return false;
    }
}

}  // namespace

ProxyStyle::ProxyStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ProxyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    if (const std::optional<Icon> arrow = arrowOf(element)) {
        paintArrow(*painter, *option, *arrow, m_look);
        return;
    }
    if (paintSurface(element, *option, *painter, m_look))
        return;
    switch (element) {
        case PE_PanelButtonCommand:
            if (const auto* button = as<QStyleOptionButton>(option))
                paintPushButtonPanel(*painter, *button, m_look);
            return;
        case PE_PanelButtonTool:
        case PE_PanelButtonBevel:
            paintToolButtonPanel(*painter, *option, m_look);
            return;
        case PE_FrameFocusRect:
            // Push buttons have theirs outside: FocusRing.
            if (widget == nullptr || !widget->inherits("QPushButton"))
                paintFocusFrame(*painter, option->rect, m_look);
            return;
        case PE_PanelLineEdit:
            if (const auto* frame = as<QStyleOptionFrame>(option); frame != nullptr && frame->lineWidth > 0)
                paintInputPanel(*painter, *option, m_look, widget);
            return;
        case PE_FrameLineEdit:
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            paintCheckBox(*painter, *option, m_look);
            return;
        case PE_IndicatorRadioButton:
            paintRadioButton(*painter, *option, m_look);
            return;
        case PE_IndicatorBranch:
            paintBranch(*painter, *option, m_look);
            return;
        case PE_PanelItemViewItem:
            if (const auto* item = as<QStyleOptionViewItem>(option))
                paintItemPanel(*painter, *item, m_look);
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ProxyStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    if (const auto* item = as<QStyleOptionMenuItem>(option); item != nullptr && element == CE_MenuItem) {
        paintMenuItem(*painter, *item, m_look);
    } else if (item != nullptr && element == CE_MenuBarItem) {
        paintMenuBarItem(*painter, *item, m_look);
    } else if (element == CE_MenuBarEmptyArea) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
    } else if (const auto* tab = as<QStyleOptionTab>(option); tab != nullptr && element == CE_TabBarTabShape) {
        paintTabShape(*painter, *tab, m_look);
    } else if (tab != nullptr && element == CE_TabBarTabLabel) {
        paintTabLabel(*painter, *tab, m_look, subElementRect(SE_TabBarTabText, option, widget));
    } else if (const auto* header = as<QStyleOptionHeader>(option); header != nullptr && element == CE_HeaderSection) {
        paintHeaderSection(*painter, *header, m_look);
    } else if (header != nullptr && element == CE_Header) {
        paintHeaderSection(*painter, *header, m_look);
        paintHeaderLabel(*painter, *header, m_look);
    } else if (header != nullptr && element == CE_HeaderLabel) {
        paintHeaderLabel(*painter, *header, m_look);
    } else if (element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->fillRect(option->rect.x(), option->rect.bottom(), option->rect.width(), 1, m_look.colors.line);
    } else if (const auto* bar = as<QStyleOptionProgressBar>(option); bar != nullptr && element == CE_ProgressBar) {
        paintProgress(*painter, *bar, m_look);
    } else if (const auto* frame = as<QStyleOptionFrame>(option); frame != nullptr && element == CE_ShapedFrame) {
        paintFrame(*painter, *frame, m_look);
    } else if (const auto* dock = as<QStyleOptionDockWidget>(option);
               dock != nullptr && element == CE_DockWidgetTitle) {
        paintDockTitle(*painter, *dock, m_look);
    } else if (element == CE_Splitter) {
        painter->fillRect(option->rect, m_look.colors.line);
    } else if (element == CE_FocusFrame) {
        drawPanel(*painter, option->rect, {}, m_look.colors.focus, {2, kRadius + 3});
    } else if (const auto* button = as<QStyleOptionButton>(option);
               button != nullptr && element == CE_PushButtonLabel) {
        QStyleOptionButton label = *button;
        const bool isPrimary = (label.features & QStyleOptionButton::DefaultButton) != 0;
        if (isPrimary && (label.state & State_Enabled) != 0)
            label.palette.setColor(QPalette::ButtonText, m_look.colors.onInk);
        QProxyStyle::drawControl(element, &label, painter, widget);
    } else {
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void ProxyStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                    const QWidget* widget) const {
    if (const auto* slider = as<QStyleOptionSlider>(option); slider != nullptr && control == CC_ScrollBar)
        paintScrollBar(*painter, *slider, m_look);
    else if (slider != nullptr && control == CC_Slider)
        paintSlider(*painter, *slider, m_look, subControlRect(CC_Slider, option, SC_SliderHandle, widget));
    else if (const auto* combo = as<QStyleOptionComboBox>(option); combo != nullptr && control == CC_ComboBox)
        paintComboBox(*painter, *combo, m_look, widget);
    else if (const auto* spin = as<QStyleOptionSpinBox>(option); spin != nullptr && control == CC_SpinBox)
        paintSpinBox(*painter, *spin, m_look, widget);
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect ProxyStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                 const QWidget* widget) const {
    if (const auto* slider = as<QStyleOptionSlider>(option); slider != nullptr && control == CC_ScrollBar)
        return scrollBarPart(*slider, part, m_look);
    if (const auto* combo = as<QStyleOptionComboBox>(option); combo != nullptr && control == CC_ComboBox)
        return comboBoxPart(*combo, part, m_look);
    if (const auto* spin = as<QStyleOptionSpinBox>(option); spin != nullptr && control == CC_SpinBox)
        return spinBoxPart(*spin, part, m_look);
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect ProxyStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents)
        return option->rect.adjusted(m_look.scaled(6), 2, -m_look.scaled(6), -2);
    if (element == SE_ProgressBarGroove || element == SE_ProgressBarContents)
        return option->rect;
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize ProxyStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                   const QWidget* widget) const {
    if (const auto* item = as<QStyleOptionMenuItem>(option); item != nullptr && type == CT_MenuItem)
        return menuItemSize(*item, m_look);
    if (const auto* item = as<QStyleOptionMenuItem>(option); item != nullptr && type == CT_MenuBarItem)
        return menuBarItemSize(*item, m_look);
    if (const auto* tab = as<QStyleOptionTab>(option); tab != nullptr && type == CT_TabBarTab)
        return tabSize(*tab, widget == nullptr ? QFont() : widget->font(), m_look);

    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
        case CT_PushButton:
            return {contents.width() + 2 * m_look.scaled(13), m_look.scaled(28)};
        case CT_LineEdit:
            return {size.width(), m_look.scaled(28)};
        case CT_SpinBox:
            return {size.width() + m_look.scaled(32), m_look.scaled(28)};
        case CT_ComboBox:
            return {contents.width() + m_look.scaled(8 + 24 + 8), m_look.scaled(28)};
        case CT_HeaderSection:
            return {size.width(), m_look.scaled(24)};
        case CT_ItemViewItem:
            return {size.width(), qMax(size.height(), m_look.scaled(24))};
        case CT_ToolButton:
            return size.expandedTo({m_look.scaled(28), m_look.scaled(28)});
        default:
            return size;
    }
}

int ProxyStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_ScrollBarExtent:
            return 12;
        case PM_ScrollBarSliderMin:
            return 24;
        case PM_SplitterWidth:  // QSplitter gives a handle of one pixel five to grab
        case PM_DockWidgetSeparatorExtent:
        case PM_DefaultFrameWidth:
        case PM_MenuPanelWidth:
            return 1;
        case PM_ScrollView_ScrollBarSpacing:
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
        case PM_MenuBarPanelWidth:
        case PM_MenuHMargin:
        case PM_TabBarBaseOverlap:
        case PM_TabBarTabShiftHorizontal:
        case PM_TabBarTabShiftVertical:
        case PM_TabBarTabOverlap:
        case PM_MenuBarVMargin:
            return 0;
        case PM_FocusFrameHMargin:  // of the ring: one pixel free, two drawn; of an item: its text one further in
            return widget != nullptr && widget->inherits("QAbstractItemView") ? m_look.scaled(8) - 1 : 3;
        case PM_FocusFrameVMargin:
            return 3;
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing:
            return m_look.scaled(8);
        case PM_MenuVMargin:
        case PM_MenuBarHMargin:
            return m_look.scaled(4);
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return m_look.scaled(14);
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_TabBarIconSize:
            return m_look.scaled(16);
        case PM_TabBarTabHSpace:
            return 2 * m_look.scaled(12);
        case PM_ToolTipLabelFrameWidth:
            return m_look.scaled(5);
        case PM_SliderThickness:
        case PM_SliderControlThickness:
        case PM_SliderLength:
            return m_look.scaled(16);
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ProxyStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* result) const {
    switch (hint) {
        case SH_Widget_Animation_Duration:  // nothing moves by itself
        case SH_Widget_Animate:
        case SH_EtchDisabledText:
        case SH_ComboBox_Popup:
        case SH_FocusFrame_Mask:
        case SH_DockWidget_ButtonsHaveFrame:
            return 0;
        case SH_ToolTipLabel_Opacity:
            return 255;
        case SH_ItemView_ShowDecorationSelected:
        case SH_FocusFrame_AboveWidget:
            return 1;
        default:
            return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

}  // namespace syncline::ui
