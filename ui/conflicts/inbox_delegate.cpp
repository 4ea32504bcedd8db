#include "ui/conflicts/inbox_delegate.h"

#include "ui/conflicts/inbox_model.h"
#include "ui/widgets/choice_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QPainter>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kRowHeight = 40;
constexpr int kGroupHeight = 28;
constexpr int kLineHeight = 16;
constexpr int kIndent = 28;
constexpr int kAgeWidth = 72;

/// One of each side, or two of the only side that has any.
std::vector<const core::Candidate*> shownCandidates(const ConflictRow& conflict) {
    core::PerSide<std::vector<const core::Candidate*>> of;
    for (const core::Candidate& one : conflict.candidates)
        of[one.place].push_back(&one);
    auto& [salesforce, hubspot] = of;
    const std::size_t share = salesforce.empty() || hubspot.empty() ? 2 : 1;
    std::vector<const core::Candidate*> shown;
    for (const core::Side side : core::kSides) {
        for (std::size_t i = 0; i < std::min(share, of[side].size()); ++i)
            shown.push_back(of[side][i]);
    }
    return shown;
}

/// One row being painted.
class RowPainter {
public:
    RowPainter(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme, base::WallTime now)
        : m_painter(painter), m_option(option), m_theme(theme), m_now(now) {}

    void surface(bool isGroup) const;
    void group(const InboxLine& line) const;
    void conflict(const ConflictRow& conflict) const;

private:
    int words(const QRect& place, const QString& text, Face face, const QColor& color) const;
    void age(const QRect& line, base::WallTime since) const;
    void settled(const QRect& line, bool wasUndone) const;
    void choice(const QRect& line, const ConflictRow& conflict) const;
    void values(const QRect& line, const ConflictRow& conflict) const;
    [[nodiscard]] QColor text() const { return m_option.palette.color(QPalette::Text); }

    QPainter& m_painter;
    const QStyleOptionViewItem& m_option;
    const Theme& m_theme;
    base::WallTime m_now;
};

void RowPainter::surface(bool isGroup) const {
    const Colors& colors = m_theme.colors();
    const QRect& rect = m_option.rect;
    const bool isSelected = (m_option.state & QStyle::State_Selected) != 0;
    QColor fill = m_option.palette.color(isGroup ? QPalette::AlternateBase : QPalette::Base);
    if (isSelected)
        fill = (m_option.state & QStyle::State_Active) != 0 ? m_option.palette.color(QPalette::Highlight)
                                                            : colors.highlightInactive;
    else if (!isGroup && (m_option.state & QStyle::State_MouseOver) != 0)
        fill = colors.hover;
    m_painter.fillRect(rect, fill);
    m_painter.setPen(colors.grid);
    m_painter.drawLine(rect.bottomLeft(), rect.bottomRight());
    if (isSelected)
        m_painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colors.focus);
}

/// Paints as much as there is room for; gives where it ended.
int RowPainter::words(const QRect& place, const QString& words, Face face, const QColor& color) const {
    m_painter.setFont(m_theme.font(face));
    m_painter.setPen(color);
    const QFontMetrics metrics(m_painter.font());
    const QString shown = metrics.elidedText(words, Qt::ElideRight, place.width());
    m_painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, shown);
    return place.left() + metrics.horizontalAdvance(shown);
}

void RowPainter::age(const QRect& line, base::WallTime since) const {
    m_painter.setFont(m_theme.font(Face::Secondary));
    m_painter.setPen(m_theme.colors().muted);
    const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(m_now - since);
    m_painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, span(std::max(time, std::chrono::milliseconds(0))));
}

void RowPainter::settled(const QRect& line, bool wasUndone) const {
    const int size = m_theme.scaled(14);
    const qreal ratio = m_painter.device()->devicePixelRatioF();
    m_painter.drawPixmap(line.right() - size, line.center().y() - size / 2,
                         wasUndone ? pixmap(Icon::Undo, 14, m_theme.colors().muted, ratio)
                                   : pixmap(Icon::Check, 14, m_theme.colors().success.mark, ratio));
}

/// What was chosen, and by whom.
void RowPainter::choice(const QRect& line, const ConflictRow& conflict) const {
    const core::ConflictResolved& how = *conflict.resolution;
    const ChoiceInShort choice = choiceOf(how);
    const QColor muted = m_theme.colors().muted;
    const int gap = m_theme.scaled(4);
    QRect rest = line;
    if (how.byItself) {
        rest.setLeft(words(rest, InboxModel::tr("by itself"), Face::Secondary, muted) + gap);
    } else if (choice.side) {
        const int badge = badgeSize(m_theme);
        drawSideBadge(m_painter, QRect(rest.left(), rest.top(), badge, rest.height()), *choice.side, m_theme);
        rest.setLeft(rest.left() + badge + gap);
    } else {
        rest.setLeft(words(rest, InboxModel::tr("own value"), Face::Secondary, muted) + gap);
    }
    const QString by = choice.who.isEmpty() ? QString() : InboxModel::tr("by %1", "a person").arg(choice.who);
    const QString after = !conflict.undoing ? by
                          : by.isEmpty()    ? InboxModel::tr("undone")
                                            : InboxModel::tr("%1, undone").arg(by);
    // The value gives way, but not below half of the line.
    const int wanted = QFontMetrics(m_theme.font(Face::Secondary)).horizontalAdvance(after) + m_theme.scaled(8);
    QRect value = rest;
    value.setRight(rest.right() - std::min(wanted, rest.width() / 2));
    rest.setLeft(words(value, choice.value, Face::MonoDense, conflict.undoing ? muted : text()) + m_theme.scaled(8));
    words(rest, after, Face::Secondary, muted);
}

void RowPainter::group(const InboxLine& line) const {
    const Colors& colors = m_theme.colors();
    const int padding = m_theme.scaled(8);
    const QRect row = m_option.rect.adjusted(padding, 0, -padding, 0);
    const int size = m_theme.scaled(14);
    const qreal ratio = m_painter.device()->devicePixelRatioF();
    m_painter.drawPixmap(row.left(), row.center().y() - size / 2, pixmap(line.icon, 14, colors.attention.mark, ratio));
    QRect rest = row.adjusted(size + padding, 0, -m_theme.scaled(kAgeWidth), 0);
    const QString count = counted(line.count);
    const int countWidth = QFontMetrics(m_theme.font(Face::AxisStrong)).horizontalAdvance(count);
    rest.setRight(rest.right() - 3 * padding - countWidth);
    rest.setLeft(words(rest, line.cause, Face::BodyStrong, text()) + m_theme.scaled(4));
    rest.setLeft(words(rest, line.field, Face::Mono, text()) + padding);
    const int pillHeight = m_theme.scaled(16);
    const QRect pill(rest.left(), rest.center().y() - pillHeight / 2, countWidth + 2 * padding, pillHeight);
    m_painter.setRenderHint(QPainter::Antialiasing);
    drawPanel(m_painter, pill, colors.ours.fill, QColor(), {0, pillHeight / 2.0});
    m_painter.setFont(m_theme.font(Face::AxisStrong));
    m_painter.setPen(text());
    m_painter.drawText(pill, Qt::AlignCenter, count);
    age(row, line.since);
}

void RowPainter::conflict(const ConflictRow& conflict) const {
    const int padding = m_theme.scaled(8);
    const int height = m_theme.scaled(kLineHeight);
    QRect line = m_option.rect.adjusted(m_theme.scaled(kIndent), 0, -padding, 0);
    line.setTop(m_option.rect.top() + (m_option.rect.height() - 2 * height) / 2);
    line.setHeight(height);
    QRect names = line.adjusted(0, 0, -m_theme.scaled(kAgeWidth), 0);
    names.setLeft(words(names, QString::fromStdString(conflict.title), Face::Body, text()) + padding);
    words(names, QString::fromStdString(conflict.company), Face::Secondary, m_theme.colors().muted);
    if (conflict.resolved)
        settled(line, conflict.undoing.has_value());
    else
        age(line, conflict.openedAt);
    const QRect below = line.translated(0, height);
    conflict.resolution ? choice(below, conflict) : values(below, conflict);
}

void RowPainter::values(const QRect& line, const ConflictRow& conflict) const {
    const int padding = m_theme.scaled(8);
    const int badge = badgeSize(m_theme);
    const std::vector<const core::Candidate*> shown = shownCandidates(conflict);
    const std::size_t more = conflict.candidates.size() - shown.size();
    const QString rest = more == 0 ? QString() : QStringLiteral("+%1").arg(more);
    QRect place = line;
    if (more > 0)
        place.setRight(line.right() - padding - QFontMetrics(m_theme.font(Face::Secondary)).horizontalAdvance(rest));
    const int half = place.left() + place.width() / 2;
    for (const core::Candidate* candidate : shown) {
        drawSideBadge(m_painter, QRect(place.left(), place.top(), badge, place.height()), candidate->place, m_theme);
        QRect value = place.adjusted(badge + m_theme.scaled(4), 0, 0, 0);
        if (candidate != shown.back())
            value.setRight(std::min(value.right(), half));
        const QString held = shownValue(candidate->version.value[candidate->place]);
        place.setLeft(words(value, held, Face::MonoDense, text()) + padding);
    }
    if (more > 0)
        words(QRect(QPoint(place.left(), line.top()), line.bottomRight()), rest, Face::Secondary,
              m_theme.colors().muted);
}

}  // namespace

InboxDelegate::InboxDelegate(const Theme& theme, const Times& times, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_times(times) {}

void InboxDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* line = index.data(kInboxLineRole).value<const InboxLine*>();
    const auto* conflict = index.data(kInboxConflictRole).value<const ConflictRow*>();
    if (line == nullptr)
        return;
    painter->save();
    painter->setClipRect(option.rect);
    QStyleOptionViewItem given = option;
    if (m_isOld)
        given.palette.setColor(QPalette::Text, m_theme.colors().muted);
    const RowPainter row(*painter, given, m_theme, m_times.now());
    row.surface(conflict == nullptr);
    if (conflict == nullptr)
        row.group(*line);
    else
        row.conflict(*conflict);
    painter->restore();
}

int InboxDelegate::heightOf(bool isGroup) const {
    return m_theme.scaled(isGroup ? kGroupHeight : kRowHeight);
}

QSize InboxDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool isGroup = index.data(kInboxConflictRole).value<const ConflictRow*>() == nullptr;
    return {option.rect.width(), heightOf(isGroup)};
}

}  // namespace syncline::ui
