#include "ui/widgets/controls.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

namespace {

constexpr int kLeastLetters = 6;  ///< that a text which gives way keeps

/// Repaints and measures again when the theme changes.
void follow(const Theme& theme, QWidget* widget) {
    QObject::connect(&theme, &Theme::changed, widget, [widget] {
        widget->updateGeometry();
        widget->update();
    });
}

struct ChipLook {
    QColor fill;
    QColor border;
    QColor text;
    Icon icon = Icon::None;
    bool isPill = false;
};

ChipLook lookOf(Chip::Kind kind, const Colors& colors) {
    switch (kind) {
        case Chip::Kind::Attention:
            return {colors.attentionSolid, {}, colors.onAttentionSolid, Icon::None, true};
        case Chip::Kind::Failure:
            return {colors.failure.mark, {}, colors.failure.onMark, Icon::None, true};
        case Chip::Kind::Plain:
            return {colors.ours.fill, {}, colors.ours.text, Icon::None, true};
        case Chip::Kind::Staged:
            return {colors.attention.fill, {}, colors.attention.text, Icon::Edit, false};
        case Chip::Kind::Refused:
            return {colors.failure.fill, {}, colors.failure.text, Icon::Fail, false};
        case Chip::Kind::Proved:
            return {colors.success.fill, {}, colors.success.text, Icon::Check, false};
        case Chip::Kind::Tag:
            return {colors.ours.fill, {}, colors.ours.text, Icon::None, false};
        case Chip::Kind::Outline:
            return {{}, colors.line, colors.ours.text, Icon::None, false};
    }
    return {};
}

QFont fontOf(Chip::Kind kind, const Theme& theme) {
    QFont font = theme.font(lookOf(kind, theme.colors()).isPill ? Face::AxisStrong : Face::Secondary);
    if (kind == Chip::Kind::Outline)
        font.setWeight(QFont::Medium);
    return font;
}

}  // namespace

SideBadge::SideBadge(const Theme& theme, std::optional<core::Side> side, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_side(side) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    if (!side)
        setAccessibleName(tr("Syncline"));
    else
        setAccessibleName(*side == core::Side::Salesforce ? tr("Salesforce") : tr("HubSpot"));
    follow(theme, this);
}

QSize SideBadge::sizeHint() const {
    return {badgeSize(m_theme), badgeSize(m_theme)};
}

void SideBadge::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    drawSideBadge(painter, rect(), m_side, m_theme);
}

Chip::Chip(const Theme& theme, Kind kind, QWidget* parent) : QWidget(parent), m_theme(theme), m_kind(kind) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    follow(theme, this);
}

void Chip::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const ChipLook look = lookOf(m_kind, m_theme.colors());
    const int text = QFontMetrics(fontOf(m_kind, m_theme)).horizontalAdvance(m_text);
    const int icon = look.icon == Icon::None ? 0 : m_theme.scaled(12 + 4);
    const int height = m_theme.scaled(look.isPill ? 16 : 18);
    return {qMax(height, text + icon + 2 * m_theme.scaled(6)), height};
}

void Chip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const ChipLook look = lookOf(m_kind, m_theme.colors());
    drawPanel(painter, rect(), look.fill, look.border, {1, look.isPill ? height() / 2.0 : kRadius});
    QRect place = rect();
    if (look.icon != Icon::None) {
        const int size = m_theme.scaled(12);
        place.adjust(m_theme.scaled(6), 0, -m_theme.scaled(6), 0);
        painter.drawPixmap(place.x(), (height() - size) / 2, pixmap(look.icon, size, look.text, devicePixelRatioF()));
        place.adjust(size + m_theme.scaled(4), 0, 0, 0);
    }
    painter.setFont(fontOf(m_kind, m_theme));
    painter.setPen(look.text);
    const Qt::AlignmentFlag across = look.icon == Icon::None ? Qt::AlignHCenter : Qt::AlignLeft;
    painter.drawText(place, static_cast<int>(across) | Qt::AlignVCenter, m_text);
}

Text::Text(const Theme& theme, Face face, QWidget* parent) : QLabel(parent), m_theme(theme), m_face(face) {
    setTextFormat(Qt::PlainText);  // names and values of customers are no markup
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    restyle();
    connect(&theme, &Theme::changed, this, &Text::restyle);
}

Text::Text(const Theme& theme, int face, QWidget* parent) : Text(theme, static_cast<Face>(face), parent) {}

void Text::setTone(Tone tone) {
    m_tone = tone;
    restyle();
}

void Text::setElided(bool elided) {
    m_isElided = elided;
    setTextInteractionFlags(elided ? Qt::NoTextInteraction : Qt::TextSelectableByMouse);
    setSizePolicy(elided ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    updateGeometry();
}

void Text::setShrinks(bool shrinks) {
    setElided(shrinks);
    m_shrinks = shrinks;
    if (shrinks)
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize Text::minimumSizeHint() const {
    const QSize whole = QLabel::minimumSizeHint();
    if (!m_isElided)
        return whole;
    return {m_shrinks ? qMin(whole.width(), kLeastLetters * fontMetrics().averageCharWidth()) : 0, whole.height()};
}

void Text::paintEvent(QPaintEvent* event) {
    if (!m_isElided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    setToolTip(shown == text() ? QString() : text());
    if (shown != text() && shown.size() < kLeastLetters)
        return;  // two letters tell nobody anything: the tooltip has it
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

void Text::restyle() {
    setFont(m_theme.font(m_face));
    QPalette palette;
    const QColor color = textColor(m_tone, m_theme.colors(), palette);
    // On a surface of another role, its own or its parent's, the words are drawn in that role's text.
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        if (m_tone != Tone::Normal)
            palette.setColor(role, color);
    }
    setPalette(palette);
}

IconLabel::IconLabel(const Theme& theme, Icon icon, int size, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_icon(icon), m_size(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    follow(theme, this);
}

void IconLabel::setIcon(Icon icon) {
    m_icon = icon;
    update();
}

void IconLabel::setTone(Tone tone) {
    m_tone = tone;
    update();
}

QSize IconLabel::sizeHint() const {
    return {m_theme.scaled(m_size), m_theme.scaled(m_size)};
}

void IconLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const int size = m_theme.scaled(m_size);
    painter.drawPixmap((width() - size) / 2, (height() - size) / 2,
                       pixmap(m_icon, size, markColor(m_tone, m_theme.colors(), palette()), devicePixelRatioF()));
}

}  // namespace syncline::ui
