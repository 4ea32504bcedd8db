#include "ui/widgets/time_lanes.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cstdlib>

namespace syncline::ui {

namespace {

using std::chrono::milliseconds;
using Content = TimeComparison::Content;
using Mark = Content::Mark;

constexpr int kLabels = 92;     ///< the names of the lanes
constexpr int kHead = 30;       ///< the words above the window
constexpr int kFoot = 26;       ///< the axis' labels
constexpr int kLaneInset = 22;  ///< of the outer lanes
constexpr int kBox = 14;        ///< height of an interval
constexpr int kPointHeight = 18;
constexpr int kPointWidth = 4;
constexpr int kTickGap = 110;
constexpr int kArrow = 4;

/// Every moment that has to be on the axis.
std::vector<base::WallTime> momentsOf(const Content& content) {
    std::vector<base::WallTime> moments;
    for (const auto side : core::kSides) {
        const auto& time = content.time[side];
        if (!time)
            continue;
        moments.push_back(time->last);
        if (time->from != core::kBeginningOfTime)
            moments.push_back(time->from);
        const bool hasWindow = side == core::Side::Salesforce && content.tolerance;
        if (hasWindow)
            moments.push_back(time->last + *content.tolerance);
        if (hasWindow && time->from != core::kBeginningOfTime)
            moments.push_back(time->from - *content.tolerance);
    }
    for (const auto& mark : content.marks)
        moments.push_back(mark.time);
    return moments;
}

QColor laneColor(core::Side side, const Colors& colors) {
    return side == core::Side::Salesforce ? colors.salesforce.mark : colors.hubspotGraph;
}

void drawArrow(QPainter& painter, int left, int right, int y, const QColor& color) {
    painter.setPen(QPen(color, 1));
    painter.drawLine(left, y, right, y);
    if (right - left < 2 * kArrow)
        return;
    painter.drawLine(left, y, left + kArrow, y - kArrow + 1);
    painter.drawLine(left, y, left + kArrow, y + kArrow - 1);
    painter.drawLine(right, y, right - kArrow, y - kArrow + 1);
    painter.drawLine(right, y, right - kArrow, y + kArrow - 1);
}

}  // namespace

std::optional<TimeGap> gapOf(const Content& content) {
    const auto& salesforce = content.time.salesforce;
    const auto& hubspot = content.time.hubspot;
    if (!salesforce || !hubspot)
        return std::nullopt;
    if (hubspot->from > salesforce->last)
        return TimeGap{core::Side::HubSpot, salesforce->last, hubspot->from};
    if (salesforce->from > hubspot->last)
        return TimeGap{core::Side::Salesforce, hubspot->last, salesforce->from};
    return std::nullopt;
}

QString describe(const Content& content) {
    QStringList sentences;
    for (const auto side : core::kSides) {
        const auto& time = content.time[side];
        sentences += time ? TimeComparison::tr("%1 %2.").arg(sideName(side), content.format.interval(*time))
                          : TimeComparison::tr("%1 gives no time.").arg(sideName(side));
    }
    if (const auto gap = gapOf(content))
        sentences += TimeComparison::tr("%1 is later by %2.").arg(sideName(gap->later), span(gap->to - gap->from));
    else if (content.time.salesforce && content.time.hubspot)
        sentences += TimeComparison::tr("The times overlap.");
    if (content.tolerance)
        sentences += TimeComparison::tr("The tolerance is %1.").arg(span(*content.tolerance));
    for (const auto& mark : content.marks)
        sentences += mark.label + QStringLiteral(" ") + content.format.moment(mark.time) + u'.';
    if (!content.verdict.isEmpty())
        sentences += content.verdict + u'.';
    return sentences.join(u' ');
}

TimeLanes::TimeLanes(const Content& content, const Theme& theme, const QPalette& palette, const QRect& rect)
    : m_content(content), m_theme(theme), m_palette(palette), m_rect(rect) {
    m_axisY = rect.bottom() - theme.scaled(kFoot);
    m_top = rect.top() + theme.scaled(kHead + kLaneInset - 6);
    m_bottom = m_axisY - theme.scaled(kLaneInset);
    m_middle = (m_top + m_bottom) / 2;
    const auto moments = momentsOf(content);
    if (moments.empty())
        return;
    const auto [first, last] = std::minmax_element(moments.begin(), moments.end());
    // A tenth of air at both ends, so that nothing stands at the very edge.
    const auto air = std::max((*last - *first) / 10, milliseconds(50));
    m_axis = {*first - air, *last + air, rect.left() + theme.scaled(12 + kLabels), rect.right() - theme.scaled(12)};
    leaveRoomBeside(verdictBeside());
}

QString TimeLanes::verdictBeside() const {
    const auto gap = gapOf(m_content);
    if (!gap || !m_content.tolerance || hasMiddle())
        return {};
    // One millisecond more than the tolerance is surely later.
    const auto surely = *m_content.tolerance + milliseconds(1);
    if (gap->later == core::Side::HubSpot)
        return TimeComparison::tr("from %1 HubSpot is later and wins").arg(shortTime(gap->from + surely));
    return TimeComparison::tr("until %1 HubSpot is earlier and loses").arg(shortTime(gap->to - surely));
}

void TimeLanes::leaveRoomBeside(const QString& words) {
    if (words.isEmpty())
        return;
    const int wanted = QFontMetrics(m_theme.font(Face::Axis)).horizontalAdvance(words) + 16;
    const int width = m_axis.right - m_axis.left;
    if (wanted * 2 > width)
        return;
    // The window's far edge is the outermost moment: the axis grows on that side until the words fit behind it.
    const bool isRight = gapOf(m_content)->later == core::Side::HubSpot;
    const auto edge = isRight ? m_content.time.salesforce->last + *m_content.tolerance
                              : m_content.time.salesforce->from - *m_content.tolerance;
    const auto known = isRight ? edge - m_axis.from : m_axis.to - edge;
    const auto all = known * width / (width - wanted);
    if (isRight)
        m_axis.to = std::max(m_axis.to, m_axis.from + all);
    else
        m_axis.from = std::min(m_axis.from, m_axis.to - all);
}

void TimeLanes::paint(QPainter& painter) {
    painter.save();
    painter.setClipRect(m_rect, Qt::IntersectClip);
    paintWindow(painter);
    paintLanes(painter);
    if (m_axis.to > m_axis.from) {
        paintAxis(painter);
        for (const auto side : core::kSides)
            paintTime(painter, side);
        if (hasMiddle())
            paintMarks(painter);
        else
            paintGap(painter);
    }
    painter.restore();
}

QString TimeLanes::shortTime(base::WallTime time) const {
    const auto zone = m_content.format.style == TimeStyle::Utc ? QTimeZone::utc() : m_content.format.zone;
    const auto here = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), zone);
    return QLocale::c().toString(here, QStringLiteral("ss.zzz"));
}

void TimeLanes::paintWindow(QPainter& painter) {
    const auto& time = m_content.time.salesforce;
    if (!time || !m_content.tolerance)
        return;
    const bool isOpen = time->from == core::kBeginningOfTime;
    int left = isOpen ? m_axis.left : m_axis.x(time->from - *m_content.tolerance);
    int right = m_axis.x(time->last + *m_content.tolerance);
    const auto gap = gapOf(m_content);
    // Without our own lane only the half in which the other time is looked for.
    if (!hasMiddle() && gap && gap->later == core::Side::HubSpot)
        left = m_axis.x(time->last);
    else if (!hasMiddle() && gap && !isOpen)
        right = m_axis.x(time->from);
    const Tint& tint = m_content.isAttention ? m_theme.colors().attention : m_theme.colors().ours;
    const int top = m_rect.top() + m_theme.scaled(12);
    const QRect window(left, top, std::max(2, right - left), m_axisY - top);
    painter.fillRect(window, tint.fill);
    painter.setPen(QPen(tint.mark, 1, Qt::DashLine));
    const bool isLeftHalf = !hasMiddle() && gap && gap->later == core::Side::Salesforce;
    const bool isRightHalf = !hasMiddle() && gap && gap->later == core::Side::HubSpot;
    if (!isOpen && !isRightHalf)
        painter.drawLine(left, top, left, m_axisY);
    if (!isLeftHalf)
        painter.drawLine(window.right(), top, window.right(), m_axisY);
    paintWindowWords(painter, window);
}

void TimeLanes::paintWindowWords(QPainter& painter, const QRect& window) {
    const Colors& colors = m_theme.colors();
    const Tint& tint = m_content.isAttention ? colors.attention : colors.ours;
    const int line = m_theme.scaled(14);
    painter.setFont(m_theme.font(Face::AxisStrong));
    const QString words = hasMiddle() && !m_content.verdict.isEmpty()
                              ? m_content.verdict
                              : TimeComparison::tr("tolerance %1").arg(span(*m_content.tolerance));
    const int wanted = painter.fontMetrics().horizontalAdvance(words);
    const int farLeft = m_axis.left;
    const int farRight = m_axis.right;
    const int middle = std::clamp(window.center().x(), farLeft + wanted / 2, std::max(farLeft, farRight - wanted / 2));
    const QRect head(middle - wanted / 2, window.top() + 1, wanted + 1, line);
    painter.setPen(hasMiddle() ? m_palette.color(QPalette::Text) : tint.text);
    painter.drawText(head, Qt::AlignCenter, words);
    m_taken.push_back(head);
    if (!hasMiddle())
        drawArrow(painter, window.left(), window.right(), head.bottom() + 4, tint.mark);
    painter.setFont(m_theme.font(Face::Axis));
    const auto beside = [&](const QString& text, bool isLeft, int y, const QColor& color) {
        const int width = painter.fontMetrics().horizontalAdvance(text) + 1;
        const int x = isLeft ? window.left() - 8 - width : window.right() + 8;
        const QRect place(x, y, width, line);
        const bool fits = x >= m_axis.left - m_theme.scaled(kLabels) && place.right() <= m_rect.right();
        if (!fits || place.intersects(head))
            return;
        painter.setPen(color);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text);
        m_taken.push_back(place);
    };
    if (hasMiddle()) {
        beside(TimeComparison::tr("Salesforce later"), true, head.top(), colors.salesforce.text);
        beside(TimeComparison::tr("HubSpot later"), false, head.top(), colors.hubspot.text);
        return;
    }
    const QString verdict = verdictBeside();
    if (verdict.isEmpty())
        return;
    const bool isHubSpot = gapOf(m_content)->later == core::Side::HubSpot;
    beside(verdict, !isHubSpot, (m_top + m_bottom) / 2 - line / 2,
           isHubSpot ? colors.hubspot.text : colors.salesforce.text);
}

void TimeLanes::paintLanes(QPainter& painter) {
    const Colors& colors = m_theme.colors();
    painter.setFont(m_theme.font(Face::SecondaryStrong));
    const auto lane = [&](const QString& name, int y, const QColor& color) {
        const int height = m_theme.scaled(16);
        const int left = m_rect.left() + m_theme.scaled(12);
        painter.setPen(color);
        painter.drawText(QRect(left, y - height / 2, m_theme.scaled(kLabels), height), Qt::AlignLeft | Qt::AlignVCenter,
                         name);
        const int from = left + m_theme.scaled(kLabels);
        painter.fillRect(QRect(from, y, m_rect.right() - m_theme.scaled(8) - from, 1), colors.line);
    };
    lane(sideName(core::Side::Salesforce), m_top, colors.salesforce.text);
    if (hasMiddle())
        lane(TimeComparison::tr("Syncline"), m_middle, colors.ours.text);
    lane(sideName(core::Side::HubSpot), m_bottom, colors.hubspot.text);
}

void TimeLanes::paintAxis(QPainter& painter) {
    const Colors& colors = m_theme.colors();
    const int left = m_axis.left;
    painter.fillRect(QRect(left, m_axisY, m_rect.right() - m_theme.scaled(8) - left, 1), colors.line);
    painter.setFont(m_theme.font(Face::MonoAxis));
    for (const auto& tick : axisTicks(m_axis, m_content.format, m_theme.scaled(kTickGap))) {
        const int x = m_axis.x(tick.at);
        painter.fillRect(QRect(x, m_axisY, 1, 4), colors.ours.mark);
        const int half = m_theme.scaled(kTickGap) / 2;
        painter.setPen(colors.muted);
        painter.drawText(QRect(x - half, m_axisY + 6, 2 * half, m_theme.scaled(14)), Qt::AlignCenter, tick.label);
    }
}

void TimeLanes::paintTime(QPainter& painter, core::Side side) {
    const auto& time = m_content.time[side];
    const int y = laneY(side);
    painter.setFont(m_theme.font(Face::MonoAxis));
    if (!time) {
        painter.setPen(m_theme.colors().muted);
        painter.setFont(m_theme.font(Face::Axis));
        painter.drawText(QRect(m_axis.left, y - m_theme.scaled(16), m_axis.right - m_axis.left, m_theme.scaled(14)),
                         Qt::AlignLeft, TimeComparison::tr("gives no time"));
        return;
    }
    const bool isOpen = time->from == core::kBeginningOfTime;
    const int left = isOpen ? m_axis.left : m_axis.x(time->from);
    const int right = m_axis.x(time->last);
    const QString words =
        isOpen || time->from == time->last
            ? (isOpen ? TimeComparison::tr("before %1") : QStringLiteral("%1")).arg(shortTime(time->last))
            : shortTime(time->from) + QStringLiteral(" \u2013 ") + shortTime(time->last);
    const Tint& tint = m_theme.colors().side(side);
    const int wanted = painter.fontMetrics().horizontalAdvance(words);
    const int line = m_theme.scaled(14);
    if (right - left < 2 * kPointWidth) {
        const int height = m_theme.scaled(kPointHeight);
        painter.fillRect(QRect(left - kPointWidth / 2, y - height / 2, kPointWidth, height),
                         laneColor(side, m_theme.colors()));
        const int x = right + 8 + wanted < m_rect.right() ? right + 8 : left - 8 - wanted;
        painter.setPen(m_palette.color(QPalette::Text));
        const QRect place(x, hasMiddle() ? y + m_theme.scaled(6) : y - line - 1, wanted + 1, line);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
        m_taken.push_back(place);
        return;
    }
    const int height = m_theme.scaled(kBox) + 2;
    const QRect box(left, y - height / 2, right - left, height);
    drawPanel(painter, box, tint.strong, tint.mark, {1, 0});
    m_taken.push_back(box);
    painter.setPen(m_palette.color(QPalette::Text));
    const bool fits = wanted + 8 <= box.width();
    const QRect place = fits ? box : QRect(left, box.bottom() + 2, wanted + 1, line);
    painter.drawText(place, Qt::AlignCenter, words);
    m_taken.push_back(place);
}

void TimeLanes::paintGap(QPainter& painter) {
    const auto gap = gapOf(m_content);
    if (!gap)
        return;
    const QColor color = m_palette.color(QPalette::Text);
    const int left = m_axis.x(gap->from);
    const int right = m_axis.x(gap->to);
    const int earlier = laneY(core::other(gap->later));
    const int later = laneY(gap->later);
    const int direction = later > earlier ? 1 : -1;
    painter.setPen(QPen(color, 1));
    painter.drawLine(left, earlier + direction * m_theme.scaled(8), left, m_middle + direction * 3);
    painter.drawLine(right, m_middle - direction * 3, right, later - direction * m_theme.scaled(9));
    drawArrow(painter, left, right, m_middle, color);
    painter.setFont(m_theme.font(Face::AxisStrong));
    const QString words = TimeComparison::tr("gap %1").arg(span(m_content.margin.value_or(gap->to - gap->from)));
    const int wanted = painter.fontMetrics().horizontalAdvance(words) + 1;
    const int line = m_theme.scaled(14);
    const bool isLeft = left - 8 - wanted >= m_axis.left - m_theme.scaled(kLabels) / 2;
    const QRect place(isLeft ? left - 8 - wanted : right + 8, m_middle - line / 2, wanted, line);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
}

void TimeLanes::paintMarks(QPainter& painter) {
    using Kind = Mark::Kind;
    const Colors& colors = m_theme.colors();
    painter.setRenderHint(QPainter::Antialiasing);
    std::optional<QPoint> from;
    for (std::size_t i = 0; i < m_content.marks.size(); ++i) {
        const Mark& mark = m_content.marks[i];
        const QPoint here(m_axis.x(mark.time), m_middle);
        if (mark.kind == Kind::SeenSalesforce || mark.kind == Kind::SeenHubSpot) {
            paintSeen(painter, mark, mark.kind == Kind::SeenSalesforce ? core::Side::Salesforce : core::Side::HubSpot);
        } else if (mark.kind == Kind::Decided) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colors.ink);
            painter.drawPolygon(
                QPolygonF({here + QPointF(0, -5), here + QPointF(5, 0), here + QPointF(0, 5), here + QPointF(-5, 0)}));
            label(painter, {mark.label, here, true, false});
            from = here;
        } else if (mark.kind == Kind::WriteSent) {
            from = paintWrite(painter, i, from.value_or(here));
        } else if (mark.kind == Kind::Echo) {
            painter.setPen(QPen(colors.ours.mark, 1.25));
            if (from)
                painter.drawLine(*from, here);
            painter.setBrush(m_palette.color(QPalette::Base));
            painter.drawEllipse(here, 4, 4);
            label(painter, {mark.label, here, true, false});
        }
    }
}

void TimeLanes::paintSeen(QPainter& painter, const Mark& mark, core::Side side) {
    const QPoint here(m_axis.x(mark.time), m_middle);
    const QColor color = laneColor(side, m_theme.colors());
    if (const auto& time = m_content.time[side]) {
        painter.setPen(QPen(color, 1.25));
        painter.drawLine(QPoint(m_axis.x(time->last), laneY(side)), here);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(here, 4, 4);
    label(painter, {mark.label, here, false, true});
}

QPoint TimeLanes::paintWrite(QPainter& painter, std::size_t index, const QPoint& from) {
    const auto& marks = m_content.marks;
    const Mark& sent = marks[index];
    const int y = sent.side ? laneY(*sent.side) : m_middle;
    const auto answer = std::find_if(marks.begin() + static_cast<std::ptrdiff_t>(index), marks.end(),
                                     [](const Mark& mark) { return mark.kind == Mark::Kind::Answered; });
    const int left = m_axis.x(sent.time);
    const int right = answer == marks.end() ? left : m_axis.x(answer->time);
    const QRect bar(left, y - 5, std::max(6, right - left), 10);
    painter.setPen(QPen(m_theme.colors().ours.mark, 1.25));
    painter.drawLine(from, QPoint(left, y));
    painter.fillRect(bar, m_theme.colors().ours.mark);
    m_taken.push_back(bar);
    label(painter, {sent.label, bar.center(), false, false});
    return {bar.right(), y};
}

void TimeLanes::label(QPainter& painter, const Label& label) {
    const auto& [text, middle, isAbove, isTime] = label;
    painter.setFont(m_theme.font(isTime ? Face::MonoAxis : Face::Axis));
    const int width = painter.fontMetrics().horizontalAdvance(text) + 2;
    const int height = m_theme.scaled(14);
    const int above = middle.y() - height - m_theme.scaled(6);
    const int below = middle.y() + m_theme.scaled(7);
    const int left = std::clamp(middle.x() - width / 2, m_axis.left, std::max(m_axis.left, m_rect.right() - width - 4));
    // Where it should stand, on the other side, or beside its neighbours there.
    const QPoint places[] = {{left, isAbove ? above : below},
                             {left + width / 2 + 4, isAbove ? above : below},
                             {left - width / 2 - 4, isAbove ? above : below},
                             {left, isAbove ? below : above}};
    for (const QPoint& place : places) {
        const QRect box(place, QSize(width, height));
        const bool isFree =
            std::none_of(m_taken.begin(), m_taken.end(), [&box](const QRect& taken) { return taken.intersects(box); });
        if (!isFree)
            continue;
        painter.setPen(m_palette.color(QPalette::Text));
        painter.drawText(box, Qt::AlignCenter, text);
        m_taken.push_back(box);
        return;
    }
}

}  // namespace syncline::ui
