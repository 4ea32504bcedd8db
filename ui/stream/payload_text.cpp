#include "ui/stream/payload_text.h"

#include "ui/widgets/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>
#include <utility>

namespace syncline::ui::stream {

/// Keys are in the background: what a person reads are values.
class KeyHighlighter final : public QSyntaxHighlighter {
public:
    explicit KeyHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

    void setKeys(std::vector<JsonRange> keys) { m_keys = std::move(keys); }
    void setColor(const QColor& color) {
        m_color = color;
        rehighlight();
    }

protected:
    void highlightBlock(const QString& text) override {
        const qsizetype start = currentBlock().position();
        const auto isBefore = [](const JsonRange& key, qsizetype at) { return key.start < at; };
        for (auto key = std::lower_bound(m_keys.begin(), m_keys.end(), start, isBefore);
             key != m_keys.end() && key->start < start + text.size(); ++key)
            setFormat(static_cast<int>(key->start - start), static_cast<int>(key->length), m_color);
    }

private:
    std::vector<JsonRange> m_keys;
    QColor m_color;
};

class PayloadText::Numbers final : public QWidget {
public:
    explicit Numbers(PayloadText& text) : QWidget(&text), m_text(text) {}

protected:
    void paintEvent(QPaintEvent* event) override { m_text.paintNumbers(event); }

private:
    PayloadText& m_text;
};

PayloadText::PayloadText(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent), m_theme(theme), m_keys(new KeyHighlighter(document())), m_numbers(new Numbers(*this)) {
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect&, int) { m_numbers->update(); });
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { placeNumbers(); });
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
}

void PayloadText::restyle() {
    setFont(m_theme.font(Face::MonoDense));
    m_keys->setColor(m_theme.colors().muted);
    light();
    placeNumbers();
}

void PayloadText::setPage(JsonPage page) {
    m_page = std::move(page);
    m_lit.reset();
    std::vector<JsonRange> keys;
    for (const JsonMember& member : m_page.members)
        keys.push_back(member.key);
    m_keys->setKeys(std::move(keys));
    setPlainText(m_page.text);
    light();
}

void PayloadText::setLit(std::optional<JsonRange> range) {
    m_lit = range;
    light();
    if (!m_lit)
        return;
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(m_lit->start));
    setTextCursor(cursor);
    ensureCursorVisible();
}

void PayloadText::light() {
    QList<QTextEdit::ExtraSelection> lit;
    if (m_lit) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(static_cast<int>(m_lit->start));
        selection.cursor.setPosition(static_cast<int>(m_lit->start + m_lit->length), QTextCursor::KeepAnchor);
        selection.format.setBackground(m_theme.colors().lit);
        selection.format.setForeground(m_theme.colors().onLit);
        lit.append(selection);
    }
    setExtraSelections(lit);
}

void PayloadText::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeNumbers();
}

void PayloadText::placeNumbers() {
    const auto digits = QString::number(std::max(10, blockCount())).size();
    const int width = static_cast<int>(digits) * fontMetrics().horizontalAdvance(QLatin1Char('0')) + m_theme.scaled(12);
    setViewportMargins(width, m_theme.scaled(4), 0, 0);
    m_numbers->setGeometry(0, m_theme.scaled(4), width, viewport()->height());
}

void PayloadText::paintNumbers(QPaintEvent* event) {
    QPainter painter(m_numbers);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    if (m_page.text.isEmpty())
        return;
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        const QRectF place(0, top, m_numbers->width() - m_theme.scaled(4), height);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        top += height;
        block = block.next();
    }
}

}  // namespace syncline::ui::stream
