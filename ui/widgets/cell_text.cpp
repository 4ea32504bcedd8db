#include "ui/widgets/cell_text.h"

#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace syncline::ui {

namespace {

class CellTextWords {
    Q_DECLARE_TR_FUNCTIONS(CellTextWords)
};

constexpr int kIconSize = 14;
constexpr int kIconGap = 6;
constexpr int kAfterGap = 5;
constexpr int kArrowGap = 5;
constexpr int kTagPadding = 3;
constexpr int kMarkLine = 2;
constexpr int kOneLine = Qt::TextSingleLine | static_cast<int>(Qt::AlignVCenter);

int widthOf(const QFont& font, const QString& text) {
    return QFontMetrics(font).horizontalAdvance(text);
}

QColor colorOf(Tone tone, const CellPlace& place) {
    if (tone == Tone::Normal && place.isSelected)
        return place.palette.color(QPalette::HighlightedText);
    return textColor(tone, place.theme.colors(), place.palette);
}

TextRun run(const QString& text, const QFont& font, const QColor& color) {
    TextRun result{text, font, color};
    result.width = widthOf(font, text);
    return result;
}

/// Cuts the run to `width`, at least to an ellipsis; true when it had to be cut.
bool cut(TextRun& textRun, int width, Qt::TextElideMode mode) {
    if (textRun.width <= width)
        return false;
    textRun.text = QFontMetrics(textRun.font).elidedText(textRun.text, mode, std::max(0, width));
    textRun.width = textRun.isTag ? std::min(textRun.width, std::max(0, width)) : widthOf(textRun.font, textRun.text);
    // Marks of what is no longer there; the ellipsis is never one.
    const int shown = static_cast<int>(textRun.text.size()) - 1;
    for (auto& mark : textRun.marks)
        mark.length = std::clamp(shown - mark.start, 0, mark.length);
    return true;
}

QFont fontOf(const TextCell& cell, const CellPlace& place) {
    const bool isStrong = cell.isStrong || place.isStrong;
    if (!cell.isMono)
        return place.theme.font(isStrong ? Face::BodyStrong : Face::Body);
    QFont font = place.theme.font(Face::MonoDense);
    if (isStrong)
        font.setWeight(QFont::DemiBold);
    return font;
}

TextRun valueRun(const core::Value& value, Tone tone, const CellPlace& place) {
    if (value.text && value.text->empty()) {
        auto tag = run(CellTextWords::tr("empty"), place.theme.font(Face::Axis), place.theme.colors().muted);
        tag.isTag = true;
        tag.width += 2 * place.theme.scaled(kTagPadding);
        return tag;
    }
    const auto color = value.isBlank() ? place.theme.colors().muted : colorOf(tone, place);
    return run(shownValue(value), place.theme.font(Face::MonoDense), color);
}

void measure(CellText& text) {
    text.width = 0;
    for (const auto& textRun : text.runs)
        text.width += textRun.gapBefore + textRun.width;
}

int iconSpace(const CellText& text, const CellPlace& place) {
    if (text.icon == Icon::None)
        return 0;
    return text.iconSize + (text.runs.empty() ? 0 : place.theme.scaled(kIconGap));
}

void paintMarks(QPainter& painter, const TextRun& textRun, const QRect& rect, const CellPlace& place) {
    if (!textRun.markSide)
        return;
    const Tint& tint = place.theme.colors().side(*textRun.markSide);
    const QFontMetrics metrics(textRun.font);
    const int height = metrics.height() + 2;
    for (const auto& mark : textRun.marks) {
        if (mark.length <= 0)
            continue;
        const int left = rect.left() + metrics.horizontalAdvance(textRun.text.left(mark.start));
        const int right = rect.left() + metrics.horizontalAdvance(textRun.text.left(mark.start + mark.length));
        const QRect behind(left, rect.center().y() - height / 2, right - left, height);
        painter.fillRect(behind, tint.strong);
        painter.fillRect(QRect(left, behind.bottom() - kMarkLine + 1, right - left, kMarkLine), tint.mark);
    }
}

void paintRun(QPainter& painter, const TextRun& textRun, const QRect& rect, const CellPlace& place) {
    painter.setFont(textRun.font);
    if (textRun.isTag) {
        const QFontMetrics metrics(textRun.font);
        QRect box(rect.left(), 0, rect.width(), metrics.height() + 1);
        box.moveTop(rect.center().y() - box.height() / 2);
        painter.setPen(QPen(textRun.color, 1, Qt::DashLine));
        painter.drawRect(box.adjusted(0, 0, -1, -1));
        painter.setPen(textRun.color);
        painter.drawText(box, Qt::AlignCenter, textRun.text);
        return;
    }
    paintMarks(painter, textRun, rect, place);
    painter.setPen(textRun.color);
    // The widths of runs are whole pixels, those of glyphs are not: the cell clips, the run does not.
    painter.drawText(rect, kOneLine | Qt::TextDontClip, textRun.text);
}

}  // namespace

CellText layOut(const TextCell& cell, const CellPlace& place) {
    CellText text;
    text.icon = cell.icon;
    text.iconSize = place.theme.scaled(kIconSize);
    if (!cell.text.isEmpty())
        text.runs.push_back(run(cell.text, fontOf(cell, place), colorOf(cell.tone, place)));
    // Beside a label an icon is muted, unless its colour says something.
    const bool saysNothing = cell.tone == Tone::Normal && !text.runs.empty();
    text.iconColor =
        saysNothing ? place.theme.colors().muted : markColor(cell.tone, place.theme.colors(), place.palette);
    const int wantedIcon = iconSpace(text, place);
    if (!cell.after.isEmpty()) {
        text.runs.push_back(run(cell.after, place.theme.font(Face::Secondary), place.theme.colors().muted));
        text.runs.back().gapBefore = text.runs.size() > 1 ? place.theme.scaled(kAfterGap) : 0;
    }
    measure(text);
    text.wanted = wantedIcon + text.width;
    const int room = place.content.width() - wantedIcon;
    if (text.runs.size() == 2 && cell.isAfterAtEnd) {
        auto& after = text.runs[1];
        text.isElided = cut(after, room, Qt::ElideRight);
        text.isElided |= cut(text.runs[0], room - after.width - after.gapBefore, cell.elide);
        measure(text);
        text.lastAtEnd = std::max(0, room - text.width);
    } else if (!text.runs.empty()) {
        text.isElided = cut(text.runs[0], room, cell.elide);
        if (text.runs.size() == 2)
            text.isElided |= cut(text.runs[1], room - text.runs[0].width - text.runs[1].gapBefore, Qt::ElideRight);
    }
    measure(text);
    text.width += wantedIcon;
    return text;
}

CellText layOut(const ValueCell& cell, const CellPlace& place) {
    CellText text;
    if (!cell.value)
        return text;
    text.runs.push_back(valueRun(*cell.value, cell.tone, place));
    auto& only = text.runs.back();
    if (cell.other && cell.tinted && !only.isTag && !cell.value->isBlank()) {
        const auto other = cell.other->isBlank() ? QString() : shownValue(*cell.other);
        only.marks = differingParts(only.text, other);
        only.markSide = cell.tinted;
    }
    text.wanted = only.width;
    text.isElided = cut(only, place.content.width(), Qt::ElideRight);
    measure(text);
    return text;
}

CellText layOut(const ChangeCell& cell, const CellPlace& place) {
    CellText text;
    if (cell.before)
        text.runs.push_back(valueRun(*cell.before, cell.tone, place));
    if (cell.before && cell.after) {
        text.runs.push_back(
            run(QStringLiteral("\u2192"), place.theme.font(Face::MonoDense), place.theme.colors().muted));
        text.runs.back().gapBefore = place.theme.scaled(kArrowGap);
    }
    if (cell.after) {
        text.runs.push_back(valueRun(*cell.after, cell.tone, place));
        text.runs.back().gapBefore = cell.before ? place.theme.scaled(kArrowGap) : 0;
    }
    measure(text);
    text.wanted = text.width;
    if (text.runs.size() == 1) {
        text.isElided = cut(text.runs[0], place.content.width(), Qt::ElideRight);
    } else if (text.runs.size() == 3) {
        auto& before = text.runs[0];
        auto& after = text.runs[2];
        const int room = place.content.width() - text.runs[1].width - text.runs[1].gapBefore - after.gapBefore;
        // Each has a half, and what the other one leaves of its own.
        const int ofBefore = std::max(room / 2, room - after.width);
        text.isElided = cut(before, ofBefore, Qt::ElideRight);
        text.isElided |= cut(after, room - before.width, Qt::ElideRight);
    }
    measure(text);
    return text;
}

void paintText(QPainter& painter, const CellText& text, const CellPlace& place) {
    QRect rect = place.content;
    const int spare = std::max(0, rect.width() - text.width - text.lastAtEnd);
    if (place.align.testFlag(Qt::AlignRight))
        rect.setLeft(rect.left() + spare);
    else if (place.align.testFlag(Qt::AlignHCenter))
        rect.setLeft(rect.left() + spare / 2);
    int left = rect.left();
    if (text.icon != Icon::None) {
        const QRect box(left, rect.center().y() - text.iconSize / 2, text.iconSize, text.iconSize);
        painter.drawPixmap(box,
                           pixmap(text.icon, text.iconSize, text.iconColor, painter.device()->devicePixelRatioF()));
        left += iconSpace(text, place);
    }
    for (std::size_t i = 0; i < text.runs.size(); ++i) {
        const auto& textRun = text.runs[i];
        const bool isAtEnd = i + 1 == text.runs.size();
        left += textRun.gapBefore + (isAtEnd ? text.lastAtEnd : 0);
        paintRun(painter, textRun, QRect(left, rect.top(), textRun.width, rect.height()), place);
        left += textRun.width;
    }
}

}  // namespace syncline::ui
