#include "ui/widgets/value_text.h"

#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>
#include <algorithm>

namespace syncline::ui {

namespace {

constexpr int kLineHeight = 24;
constexpr int kMostLines = 4;
constexpr int kMarkLine = 2;
constexpr int kWantedWidth = 240;

bool isEmptyText(const core::Value& value) {
    return value.text && value.text->empty();
}

/// One line of the value as it is shown: where it begins in the text, and what of it.
struct Line {
    int start = 0;
    QString text;
};

/// At most kMostLines; the last one is elided when there is more.
std::vector<Line> linesOf(const QString& text, const QFont& font, int width) {
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    std::vector<Line> lines;
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1, width));
        if (lines.size() == kMostLines) {
            auto& last = lines.back();
            last.text = QFontMetrics(font).elidedText(text.mid(last.start), Qt::ElideRight, width);
            break;
        }
        lines.push_back({line.textStart(), text.mid(line.textStart(), line.textLength())});
    }
    layout.endLayout();
    return lines;
}

void paintMarks(QPainter& painter, const Line& line, const QRect& rect, const std::vector<DifferingPart>& parts,
                const Tint& tint) {
    const QFontMetrics metrics(painter.font());
    const int length = static_cast<int>(line.text.size());
    for (const auto& part : parts) {
        const int from = std::clamp(part.start - line.start, 0, length);
        const int to = std::clamp(part.start + part.length - line.start, 0, length);
        if (from == to)
            continue;
        const int left = rect.left() + metrics.horizontalAdvance(line.text.left(from));
        const int right = rect.left() + metrics.horizontalAdvance(line.text.left(to));
        const QRect behind(left, rect.top() + 2, right - left, rect.height() - 4);
        painter.fillRect(behind, tint.strong);
        painter.fillRect(QRect(left, behind.bottom() - kMarkLine + 1, right - left, kMarkLine), tint.mark);
    }
}

}  // namespace

ValueText::ValueText(const Theme& theme, std::optional<core::Side> side, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_side(side) {
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(side ? tr("Value in %1").arg(sideName(*side)) : tr("Value"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void ValueText::setValue(const core::Value& value, const std::optional<core::Value>& other) {
    m_value = value;
    m_other = other;
    setAccessibleDescription(isEmptyText(value) ? tr("empty") : plainText(ValueCell{value, {}, {}, {}}));
    updateGeometry();
    update();
}

QSize ValueText::sizeHint() const {
    const int width = m_theme.scaled(kWantedWidth);
    return {width, heightForWidth(width)};
}

int ValueText::heightForWidth(int width) const {
    const auto lines = linesOf(shownValue(m_value), m_theme.font(Face::Compared), width);
    return m_theme.scaled(kLineHeight) * std::max(1, static_cast<int>(lines.size()));
}

bool ValueText::isCut(int width) const {
    const auto text = shownValue(m_value);
    const auto lines = linesOf(text, m_theme.font(Face::Compared), width);
    return !lines.empty() && lines.back().start + lines.back().text.size() < text.size();
}

void ValueText::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setFont(m_theme.font(Face::Compared));
    const int height = m_theme.scaled(kLineHeight);
    if (isEmptyText(m_value)) {
        painter.setPen(QPen(m_theme.colors().muted, 1, Qt::DashLine));
        const QRect tag(0, 2, painter.fontMetrics().horizontalAdvance(tr("empty")) + 8, height - 5);
        painter.drawRect(tag);
        painter.drawText(tag, Qt::AlignCenter, tr("empty"));
    } else {
        const auto text = shownValue(m_value);
        const bool isCompared = m_side && m_other && !m_value.isBlank();
        const auto other = m_other && !m_other->isBlank() ? shownValue(*m_other) : QString();
        const auto parts = isCompared ? differingParts(text, other) : std::vector<DifferingPart>();
        QRect rect(0, 0, width(), height);
        for (const auto& line : linesOf(text, painter.font(), width())) {
            if (m_side)
                paintMarks(painter, line, rect, parts, m_theme.colors().side(*m_side));
            painter.setPen(m_value.isBlank() ? m_theme.colors().muted : palette().color(QPalette::Text));
            painter.drawText(rect, static_cast<int>(Qt::AlignVCenter) | Qt::TextSingleLine, line.text);
            rect.translate(0, height);
        }
    }
    if (hasFocus())
        drawPanel(painter, rect(), {}, m_theme.colors().focus);
}

void ValueText::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(m_value.isBlank() ? QString() : QString::fromStdString(*m_value.text));
    else
        QWidget::keyPressEvent(event);
}

bool ValueText::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const QString whole = QString::fromStdString(m_value.text.value_or(std::string())).toHtmlEscaped();
    const QString text = QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(whole);
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), isCut(width()) ? text : QString(), this);
    return true;
}

}  // namespace syncline::ui
