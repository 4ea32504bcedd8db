#include "ui/widgets/controls.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace syncline::ui {

namespace {

struct ButtonColors {
    QColor fill;
    QColor border;
    QColor text;
};

ButtonColors colorsOf(const Button& button, Button::Kind kind, const Colors& colors) {
    const QPalette palette = button.palette();
    const bool isFlat = button.isFlat();
    if (!button.isEnabled())
        return {isFlat ? QColor() : palette.color(QPalette::Disabled, QPalette::Button),
                isFlat ? QColor() : colors.line, palette.color(QPalette::Disabled, QPalette::ButtonText)};

    const bool isDown = button.isDown() || button.isChecked();
    const bool isHovered = button.underMouse();
    if (kind == Button::Kind::Primary || kind == Button::Kind::Tail)
        return {isDown || isHovered ? colors.inkHover : colors.ink, {}, colors.onInk};

    ButtonColors result{palette.color(QPalette::Button), colors.buttonBorder, palette.color(QPalette::ButtonText)};
    if (kind == Button::Kind::TakeSalesforce || kind == Button::Kind::TakeHubSpot) {
        const Tint& tint = kind == Button::Kind::TakeSalesforce ? colors.salesforce : colors.hubspot;
        result = {isHovered || isDown ? tint.fill : result.fill, tint.mark, tint.text};
    } else if (kind == Button::Kind::Drop) {
        result = {isHovered || isDown ? colors.failure.fill : result.fill, colors.failure.line, colors.failure.text};
    } else if (isDown) {
        result = {colors.buttonDown, colors.inputBorder, result.text};
    } else if (isHovered) {
        result.fill = colors.buttonHover;
    }
    if (isFlat && !isDown)
        result.border = QColor();
    if (isFlat && !isDown && !isHovered)
        result.fill = QColor();
    return result;
}

/// The widths of what stands in a row inside the button, and the gaps between.
struct Parts {
    int padding = 0;
    int gap = 0;
    int icon = 0;
    int number = 0;
    int text = 0;
    int key = 0;

    [[nodiscard]] int total() const {
        int width = 0;
        int count = 0;
        for (const int part : {icon, number, text, key}) {
            width += part;
            count += part > 0 ? 1 : 0;
        }
        return width + gap * qMax(0, count - 1);
    }
};

}  // namespace

struct Button::Measures : Parts {
    QFont font;

    explicit Measures(const Button& button) : font(button.faceOfText()) {
        const Theme& theme = button.m_theme;
        padding = theme.scaled(button.m_small ? 8 : 12) + 1;
        gap = theme.scaled(button.m_small ? 6 : 8);
        icon = button.m_icon == Icon::None ? 0 : theme.scaled(button.m_small ? 14 : 16);
        number = button.m_numberCap.isEmpty() ? 0 : keyCapWidth(button.m_numberCap, theme);
        // One that can be chosen is as wide as its bolder words, so that choosing it moves nothing.
        QFont widest = font;
        if (button.isCheckable())
            widest.setWeight(QFont::DemiBold);
        text = button.text().isEmpty()
                   ? 0
                   : QFontMetrics(widest).size(Qt::TextShowMnemonic | Qt::TextSingleLine, button.text()).width();
        key = button.m_keyCap.isEmpty() ? 0 : keyCapWidth(button.m_keyCap, theme);
    }
};

Button::Button(const Theme& theme, const QString& text, Kind kind, QWidget* parent)
    : QPushButton(text, parent), m_theme(theme), m_kind(kind) {
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QFont Button::faceOfText() const {
    QFont font = m_theme.font(m_small ? Face::Secondary : Face::Body);
    if (isChecked())
        font.setWeight(QFont::DemiBold);
    return font;
}

void Button::setText(const QString& text) {
    QPushButton::setText(text);
    nameKey();
}

void Button::setIconName(Icon icon) {
    m_icon = icon;
    updateGeometry();
    update();
}

void Button::setKeyCap(const QString& key) {
    m_keyCap = key;
    nameKey();
    updateGeometry();
    update();
}

void Button::nameKey() {
    if (m_keyCap.isEmpty())
        return;
    QString plain = text();
    plain.remove(QLatin1Char('&'));
    const bool isToolTipOurs = toolTip().isEmpty() || toolTip() == m_ownToolTip;
    m_ownToolTip = tr("%1 (%2)").arg(plain, m_keyCap);
    if (isToolTipOurs && !plain.isEmpty())
        setToolTip(m_ownToolTip);
    const bool isNameOurs = accessibleName().isEmpty() || accessibleName() == m_ownName;
    m_ownName = tr("%1, %2").arg(plain, m_keyCap);
    if (isNameOurs && !plain.isEmpty())
        setAccessibleName(m_ownName);
}

void Button::setNumberCap(const QString& number) {
    m_numberCap = number;
    updateGeometry();
    update();
}

void Button::setSmall(bool small) {
    m_small = small;
    updateGeometry();
    update();
}

QSize Button::sizeHint() const {
    const Measures measures(*this);
    const int height = m_theme.scaled(m_small || m_kind == Kind::Tail ? 24 : 28);
    const bool isIconOnly = measures.text == 0 && measures.key == 0 && measures.number == 0;
    return {isIconOnly ? height : measures.total() + 2 * measures.padding, height};
}

QSize Button::minimumSizeHint() const {
    return sizeHint();
}

void Button::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const ButtonColors colors = colorsOf(*this, m_kind, m_theme.colors());
    const qreal radius = m_kind == Kind::Tail ? height() / 2.0 : kRadius;
    drawPanel(painter, rect(), colors.fill, colors.border, {1, radius});

    const Measures measures(*this);
    int x = (width() - measures.total()) / 2;
    const auto take = [&](int part) {
        const QRect place(x, 0, part, height());
        x += part + measures.gap;
        return place;
    };
    if (measures.icon > 0) {
        const QRect place = take(measures.icon);
        painter.drawPixmap(place.x(), (height() - measures.icon) / 2,
                           pixmap(m_icon, measures.icon, colors.text, devicePixelRatioF()));
    }
    if (measures.number > 0)
        drawKeyCap(painter, take(measures.number), m_numberCap, {colors.text, colors.text}, m_theme);
    if (measures.text > 0) {
        painter.setFont(measures.font);
        painter.setPen(colors.text);
        painter.drawText(take(measures.text), Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, text());
    }
    if (measures.key > 0) {
        const bool isPlain = isEnabled() && m_kind == Kind::Normal;
        const KeyCapColors cap = isPlain ? KeyCapColors{m_theme.colors().muted, m_theme.colors().line}
                                         : KeyCapColors{colors.text, colors.text};
        drawKeyCap(painter, take(measures.key), m_keyCap, cap, m_theme);
    }
}

}  // namespace syncline::ui
