#include "ui/widgets/toggle.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace syncline::ui {

namespace {

constexpr int kWidth = 28;
constexpr int kHeight = 16;
constexpr int kGap = 8;

}  // namespace

Toggle::Toggle(const Theme& theme, const QString& text, Kind kind, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_kind(kind) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QFont Toggle::faceOfText() const {
    return m_theme.font(m_kind == Kind::Attention && isChecked() ? Face::BodyStrong : Face::Body);
}

QSize Toggle::sizeHint() const {
    // As wide as its bolder words, so that switching moves nothing.
    const int words = QFontMetrics(m_theme.font(Face::BodyStrong)).horizontalAdvance(text());
    return {m_theme.scaled(kWidth) + 4 + (words > 0 ? m_theme.scaled(kGap) + words : 0), m_theme.scaled(24)};
}

void Toggle::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Colors& colors = m_theme.colors();
    const bool isAttention = m_kind == Kind::Attention && isChecked();
    const QRect track(2, (height() - m_theme.scaled(kHeight)) / 2, m_theme.scaled(kWidth), m_theme.scaled(kHeight));

    QColor fill = palette().color(QPalette::Base);
    QColor border = colors.inputBorder;
    QColor knob = colors.inputBorder;
    QColor words = isChecked() ? palette().color(QPalette::WindowText) : colors.muted;
    if (isAttention) {
        fill = colors.attentionSolid;
        border = colors.attention.mark;
        knob = colors.onAttentionSolid;
        words = colors.attention.text;
    } else if (isChecked()) {
        fill = colors.ink;
        border = colors.ink;
        knob = colors.onInk;
    }
    if (!isEnabled()) {
        words = palette().color(QPalette::Disabled, QPalette::WindowText);
        fill = isChecked() ? words : fill;
        border = words;
    }
    const qreal radius = track.height() / 2.0;
    drawPanel(painter, track, fill, border, {1, radius});
    const int size = track.height() - 6;
    const int left = isChecked() ? track.right() - 2 - size : track.x() + 3;
    drawPanel(painter, QRect(left, track.y() + 3, size, size), knob, {}, {0, size / 2.0});
    if (hasFocus())
        drawPanel(painter, track.adjusted(-2, -3, 2, 3), {}, colors.focus, {2, radius + 3});

    painter.setFont(faceOfText());
    painter.setPen(words);
    painter.drawText(rect().adjusted(track.right() + 1 + m_theme.scaled(kGap), 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, text());
}

}  // namespace syncline::ui
