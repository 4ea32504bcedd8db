#include "ui/widgets/filter_edit.h"

#include "ui/widgets/filter_words.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/input_state.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QInputMethodEvent>
#include <QPainter>
#include <QTextCharFormat>

namespace syncline::ui {

namespace {

constexpr int kMargin = 8;
constexpr int kIcon = 14;

}  // namespace

FilterEdit::FilterEdit(const Theme& theme, QWidget* parent) : QLineEdit(parent), m_theme(theme) {
    auto* clear = new IconButton(theme, Icon::Close, tr("Clear the filter"), this);
    clear->setObjectName(QStringLiteral("filterClear"));
    clear->setFocusPolicy(Qt::NoFocus);
    clear->setCursor(Qt::ArrowCursor);
    m_clear = clear;
    connect(m_clear, &QAbstractButton::clicked, this, [this] {
        setText(QString());
        emit cleared();
    });
    connect(this, &QLineEdit::textChanged, this, [this] {
        m_mistake.reset();  // it was of another text
        restyle();
    });
    connect(&theme, &Theme::changed, this, &FilterEdit::restyle);
    restyle();
}

void FilterEdit::setMistake(const std::optional<core::FilterMistake>& mistake) {
    mark(mistake, false);
}

void FilterEdit::setDoubt(const std::optional<core::FilterMistake>& doubt) {
    mark(doubt, true);
}

void FilterEdit::mark(const std::optional<core::FilterMistake>& mistake, bool isDoubt) {
    m_mistake = mistake;
    m_isDoubt = isDoubt;
    setAccessibleDescription(mistake ? QString::fromStdString(mistake->message) : QString());
    const InputState marked = isDoubt ? InputState::Warning : InputState::Mistaken;
    setInputState(*this, mistake ? marked : InputState::Good);
    colour();
}

void FilterEdit::setCount(const QString& count) {
    m_count = count;
    arrange();
    update();
}

void FilterEdit::restyle() {
    // The hint is what we say and stands in the sans, a filter is data and stands in the mono.
    setFont(m_theme.font(text().isEmpty() ? Face::Body : Face::MonoDense));
    if (!m_mistake)
        setInputState(*this, InputState::Good);
    arrange();
    colour();
    update();
}

void FilterEdit::arrange() {
    const int side = m_theme.scaled(20);
    const int count =
        m_count.isEmpty() ? 0 : QFontMetrics(m_theme.font(Face::Secondary)).horizontalAdvance(m_count) + kMargin;
    m_clear->setVisible(!text().isEmpty());
    m_clear->setGeometry(width() - side - 4, (height() - side) / 2, side, side);
    const int right = (text().isEmpty() ? kMargin : side + 4) + count;
    setTextMargins(m_theme.scaled(kIcon) + kMargin - 2, 0, right - 6, 0);
}

void FilterEdit::colour() {
    if (m_isComposing)
        return;
    // A line edit shows formats that come as those of an input method; places count from the cursor.
    const Colors& colors = m_theme.colors();
    QList<QInputMethodEvent::Attribute> attributes;
    const auto mark = [&](qsizetype start, qsizetype length, const QTextCharFormat& format) {
        attributes += {QInputMethodEvent::TextFormat, static_cast<int>(start) - cursorPosition(),
                       static_cast<int>(length), format};
    };
    for (const FilterWord& word : wordsOfFilter(text())) {
        QTextCharFormat format;
        format.setForeground(textColor(word.tone, colors, palette()));
        mark(word.start, word.length, format);
    }
    if (m_mistake) {
        const FilterWord word = wordsOf(text(), *m_mistake);
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor((m_isDoubt ? colors.attention : colors.failure).mark);
        mark(word.start, word.length, format);
    }
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

void FilterEdit::inputMethodEvent(QInputMethodEvent* event) {
    m_isComposing = !event->preeditString().isEmpty();
    QLineEdit::inputMethodEvent(event);
    colour();
}

void FilterEdit::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    arrange();
}

void FilterEdit::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const int icon = m_theme.scaled(kIcon);
    const QColor muted =
        isEnabled() ? m_theme.colors().muted : palette().color(QPalette::Disabled, QPalette::WindowText);
    painter.drawPixmap(kMargin, (height() - icon) / 2, pixmap(Icon::Filter, icon, muted, devicePixelRatioF()));
    if (m_count.isEmpty())
        return;
    painter.setFont(m_theme.font(Face::Secondary));
    painter.setPen(muted);
    const int right = m_clear->isHidden() ? width() - kMargin : m_clear->x() - 4;
    painter.drawText(QRect(0, 0, right, height()), Qt::AlignRight | Qt::AlignVCenter, m_count);
}

}  // namespace syncline::ui
