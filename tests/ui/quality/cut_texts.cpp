#include "tests/ui/quality/cut_texts.h"

#include "tests/ui/quality/controls.h"
#include "tests/ui/quality/painted_texts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <algorithm>

namespace syncline::test {
namespace {

constexpr double kTolerance = 1.5;  ///< of the smoothed edges of glyphs
constexpr QChar kEllipsis(0x2026);

struct Seen {
    QWidget* widget;
    PaintedText painted;
    QRectF inWindow;  ///< the line
};

const QAbstractScrollArea* areaOf(const QWidget& viewport) {
    // Bands above a table go along with its columns.
    const QString kind = QString::fromLatin1(viewport.metaObject()->className());
    if (kind.endsWith(QStringLiteral("OwnerBand")) || kind.endsWith(QStringLiteral("OffsetAxis")))
        return viewport.parentWidget()->findChild<QTableView*>();
    // Also of what goes along with the viewport, as line numbers do.
    return qobject_cast<const QAbstractScrollArea*>(viewport.parentWidget());
}

/// Header sections and pages of a scroll area move with it.
bool scrolls(const QAbstractScrollArea& area, Qt::Orientation way) {
    if (const auto* header = qobject_cast<const QHeaderView*>(&area)) {
        const auto* table = qobject_cast<const QAbstractScrollArea*>(header->parentWidget());
        return table != nullptr && header->orientation() == way && scrolls(*table, way);
    }
    const QScrollBar* bar = way == Qt::Horizontal ? area.horizontalScrollBar() : area.verticalScrollBar();
    return bar->maximum() > bar->minimum();
}

/// The part of `ink` that `place` may not hide: what can be scrolled to is let go.
QRectF without(QRectF ink, const QRectF& place, const QAbstractScrollArea* area) {
    if (area != nullptr && scrolls(*area, Qt::Horizontal)) {
        ink.setLeft(std::max(ink.left(), place.left()));
        ink.setRight(std::min(ink.right(), place.right()));
    }
    if (area != nullptr && (scrolls(*area, Qt::Vertical) || qobject_cast<const QAbstractItemView*>(area) != nullptr)) {
        ink.setTop(std::max(ink.top(), place.top()));
        ink.setBottom(std::min(ink.bottom(), place.bottom()));
    }
    return ink;
}

bool isWithin(const QRectF& ink, const QRectF& place) {
    if (ink.width() <= 0 || ink.height() <= 0)
        return true;
    return place.adjusted(-kTolerance, -kTolerance, kTolerance, kTolerance).contains(ink);
}

/// A person scrolls within what they type; a spin box must show its number.
bool isTyped(const QWidget& widget) {
    const auto* line = qobject_cast<const QLineEdit*>(&widget);
    return line != nullptr && !line->text().isEmpty()
           && qobject_cast<QAbstractSpinBox*>(line->parentWidget()) == nullptr;
}

QString whereCut(const QWidget& widget, const PaintedText& text) {
    if (!text.shown.isNull() && !isWithin(text.ink, text.shown) && !isTyped(widget)) {
        const QRectF ink = without(text.ink, QRectF(widget.rect()), areaOf(widget));
        if (!isWithin(ink, text.shown))
            return QStringLiteral("cut by its clip");
    }
    QRectF ink = text.ink;
    const QWidget* around = &widget;
    while (true) {
        const QRectF place(around->rect());
        ink = without(ink, place, areaOf(*around));
        if (!isTyped(widget) && !isWithin(ink, place))
            return QStringLiteral("cut by the edge of ") + described(*around);
        if (around->isWindow() || around->parentWidget() == nullptr)
            return {};
        ink.translate(around->pos());
        around = around->parentWidget();
    }
}

/// Words that end in an ellipsis by themselves, as "Rewind…" does.
bool isSaidWithEllipsis(const QWidget& widget, const QString& painted) {
    QStringList said{widget.accessibleName()};
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        said << button->text();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        said << label->text();
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        said << line->placeholderText() << line->text();
    for (const QAction* action : widget.actions())
        said << action->text();
    return std::any_of(said.begin(), said.end(),
                       [&](QString words) { return words.remove(QLatin1Char('&')).contains(painted.trimmed()); });
}

/// Values, names and ids are elided in cells, and there alone; sequences, counts and times nowhere (look.md, Tables).
QString wronglyElided(const QWidget& widget, const QString& painted) {
    if (!painted.contains(kEllipsis) || isSaidWithEllipsis(widget, painted))
        return {};
    const QAbstractScrollArea* area = areaOf(widget);
    const bool isCell =
        qobject_cast<const QAbstractItemView*>(area) != nullptr && qobject_cast<const QHeaderView*>(area) == nullptr;
    static const QRegularExpression kNumbers(QStringLiteral("^[−+-]?[0-9]{1,3}([,:][0-9,:.  –]*)?…$"));
    if (isCell && !kNumbers.match(painted).hasMatch())
        return {};
    // A compared value has four lines, and the rest in its tooltip.
    if (QString::fromLatin1(widget.metaObject()->className()).endsWith(QStringLiteral("ValueText")))
        return {};
    if (isCell)
        return QStringLiteral("a number or a time is elided");
    // It has lines enough for what an API says, and nobody points at a bar to learn what to do.
    if (widget.objectName() == QLatin1String("barSentence"))
        return QStringLiteral("a bar's sentence is elided");
    // What gives way to others has the whole as its tooltip.
    const QStringList kept = painted.split(kEllipsis);
    if (widget.toolTip().contains(kept.first()) && widget.toolTip().contains(kept.last()) && painted.size() >= 6)
        return {};
    return QStringLiteral("elided");
}

QString smallerThanItsWords(const QWidget& widget) {
    QSize needed;
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        const bool givesWay =
            label->minimumSizeHint().width() < QFontMetrics(label->font()).horizontalAdvance(label->text());
        if (label->text().isEmpty() || (givesWay && !label->wordWrap()))
            return {};
        needed = label->hasHeightForWidth() ? QSize(0, label->heightForWidth(label->width())) : label->sizeHint();
    } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        if (!button->text().isEmpty())
            needed = QSize(button->minimumSizeHint().width(), button->fontMetrics().height());
    } else if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        needed = QSize(combo->sizeHint().width(), 0);
    } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (tabs->isTabVisible(tab) && !tabs->rect().contains(tabs->tabRect(tab)))
                return QStringLiteral("its tab “%1” is not within it").arg(tabs->tabText(tab));
        }
    }
    if (needed.width() <= widget.width() && needed.height() <= widget.height())
        return {};
    return QStringLiteral("is %1 by %2 and needs %3 by %4")
        .arg(widget.width())
        .arg(widget.height())
        .arg(needed.width())
        .arg(needed.height());
}

/// What lies above the rest on purpose: its own texts are looked at, not how it covers others.
bool liesAbove(const QWidget& widget) {
    static const char* const kAbove[] = {"toast", "commandPalette", "filterCompletion"};
    for (const QWidget* around = &widget; around != nullptr; around = around->parentWidget()) {
        if (std::any_of(std::begin(kAbove), std::end(kAbove),
                        [&](const char* name) { return around->objectName() == QLatin1String(name); }))
            return true;
    }
    return false;
}

void noteOverlaps(std::vector<Seen>& seen, QStringList& faults) {
    std::sort(seen.begin(), seen.end(),
              [](const Seen& a, const Seen& b) { return a.inWindow.top() < b.inWindow.top(); });
    for (std::size_t i = 0; i < seen.size(); ++i) {
        for (std::size_t j = i + 1; j < seen.size() && seen[j].inWindow.top() < seen[i].inWindow.bottom(); ++j) {
            const QRectF both = seen[i].inWindow.intersected(seen[j].inWindow);
            if (both.width() <= kTolerance || both.height() <= kTolerance)
                continue;
            if (liesAbove(*seen[i].widget) != liesAbove(*seen[j].widget))
                continue;
            faults << QStringLiteral("“%1” (%2) and “%3” (%4) are painted over each other")
                          .arg(seen[i].painted.text, described(*seen[i].widget), seen[j].painted.text,
                               described(*seen[j].widget));
        }
    }
}

/// A text editor paints a line of which a part is lit in pieces: the whole line each time, under the clip of the piece.
std::vector<PaintedText> inWholes(const std::vector<PaintedText>& painted) {
    std::vector<PaintedText> wholes;
    for (const PaintedText& text : painted) {
        const auto same = std::find_if(wholes.begin(), wholes.end(), [&](const PaintedText& other) {
            return other.text == text.text && other.line == text.line;
        });
        if (same == wholes.end())
            wholes.push_back(text);
        else if (same->shown.isNull() || text.shown.isNull())
            same->shown = QRectF();
        else
            same->shown = same->shown.united(text.shown);
    }
    return wholes;
}

/// What is scrolled away is not seen.
QRectF seenPart(const QWidget& widget, const QWidget& window, const QRectF& line) {
    QRectF part = line.intersected(QRectF(widget.rect()));
    const QWidget* around = &widget;
    while (around != &window) {
        part.translate(around->pos());
        around = around->parentWidget();
        part = part.intersected(QRectF(around->rect()));
    }
    return part;
}

}  // namespace

CutReport cutTexts(QWidget& window) {
    CutReport report;
    std::vector<Seen> seen;
    QList<QWidget*> widgets = window.findChildren<QWidget*>();
    widgets.prepend(&window);
    for (QWidget* widget : widgets) {
        if (!widget->isVisible() || widget->window() != &window)
            continue;
        ++report.widgets;
        if (const QString fault = smallerThanItsWords(*widget); !fault.isEmpty())
            report.faults << described(*widget) + QLatin1Char(' ') + fault;
        for (const PaintedText& text : inWholes(paintedTexts(*widget))) {
            ++report.texts;
            for (const QString& fault : {whereCut(*widget, text), wronglyElided(*widget, text.text)}) {
                if (!fault.isEmpty())
                    report.faults << QStringLiteral("“%1” (%2): %3").arg(text.text, described(*widget), fault);
            }
            const QRectF part = seenPart(*widget, window, text.line);
            if (!part.isEmpty())
                seen.push_back({widget, text, part});
        }
    }
    noteOverlaps(seen, report.faults);
    report.faults.removeDuplicates();
    return report;
}

}  // namespace syncline::test
