#include "ui/widgets/time_axis.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace syncline::ui {

namespace {

using std::chrono::milliseconds;

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kSteps[] = {1,
                             2,
                             5,
                             10,
                             20,
                             50,
                             100,
                             200,
                             500,
                             kSecond,
                             2 * kSecond,
                             5 * kSecond,
                             10 * kSecond,
                             15 * kSecond,
                             30 * kSecond,
                             kMinute,
                             2 * kMinute,
                             5 * kMinute,
                             10 * kMinute,
                             15 * kMinute,
                             30 * kMinute,
                             kHour,
                             2 * kHour,
                             3 * kHour,
                             6 * kHour,
                             12 * kHour,
                             kDay,
                             2 * kDay,
                             7 * kDay,
                             14 * kDay,
                             30 * kDay,
                             90 * kDay,
                             365 * kDay};
constexpr int kFarthest = 10'000;  ///< pixels outside the axis; painters take no more

qint64 msOf(base::WallTime time) {
    return time.time_since_epoch().count();
}

base::WallTime atMs(qint64 ms) {
    return base::WallTime(milliseconds(ms));
}

qint64 stepOf(const TimeAxis& axis, int leastGap) {
    const double pixels = std::max(1, axis.right - axis.left);
    const double least = static_cast<double>(msOf(axis.to) - msOf(axis.from)) / pixels * leastGap;
    const auto* step = std::find_if(std::begin(kSteps), std::end(kSteps),
                                    [least](qint64 each) { return static_cast<double>(each) >= least; });
    if (step != std::end(kSteps))
        return *step;
    const qint64 longest = kSteps[std::size(kSteps) - 1];
    return longest * static_cast<qint64>(std::ceil(least / static_cast<double>(longest)));
}

QTimeZone zoneOf(const TimeFormat& format) {
    return format.style == TimeStyle::Utc ? QTimeZone::utc() : format.zone;
}

/// `isWhole`: below a minute, with the hour and the minute.
QString labelOf(const QDateTime& time, qint64 step, bool isWhole) {
    const auto locale = QLocale::c();
    if (step >= kDay)
        return locale.toString(time, QStringLiteral("ddd d MMM"));
    if (step >= kMinute && time.time() == QTime(0, 0))
        return locale.toString(time, QStringLiteral("d MMM"));
    if (step >= kMinute)
        return locale.toString(time, QStringLiteral("HH:mm"));
    return locale.toString(time, isWhole ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("ss.zzz"));
}

std::vector<AxisTick> dayTicks(const TimeAxis& axis, const QTimeZone& zone, qint64 step) {
    std::vector<AxisTick> ticks;
    const qint64 days = std::max<qint64>(1, step / kDay);
    // Midnights: a day of the zone may have 23 or 25 hours.
    auto date = QDateTime::fromMSecsSinceEpoch(msOf(axis.from), zone).date();
    for (;; date = date.addDays(days)) {
        const auto midnight = date.startOfDay(zone);
        const qint64 ms = midnight.toMSecsSinceEpoch();
        if (ms > msOf(axis.to))
            return ticks;
        if (ms >= msOf(axis.from))
            ticks.push_back({atMs(ms), labelOf(midnight, step, false)});
    }
}

}  // namespace

int TimeAxis::x(base::WallTime time) const {
    const qint64 length = msOf(to) - msOf(from);
    if (length <= 0)
        return left;
    const double share =
        (static_cast<double>(msOf(time)) - static_cast<double>(msOf(from))) / static_cast<double>(length);
    const double far = kFarthest;
    return left + static_cast<int>(std::lround(std::clamp(share * (right - left), -far, far)));
}

base::WallTime TimeAxis::at(int pixel) const {
    const qint64 length = std::max<qint64>(0, msOf(to) - msOf(from));
    const double share = static_cast<double>(pixel - left) / std::max(1, right - left);
    return atMs(msOf(from) + static_cast<qint64>(std::clamp(share, 0.0, 1.0) * static_cast<double>(length)));
}

std::vector<AxisTick> axisTicks(const TimeAxis& axis, const TimeFormat& format, int leastGap) {
    if (axis.to <= axis.from)
        return {};
    const qint64 step = stepOf(axis, leastGap);
    const auto zone = zoneOf(format);
    if (step >= kDay)
        return dayTicks(axis, zone, step);
    const qint64 offset = QDateTime::fromMSecsSinceEpoch(msOf(axis.from), zone).offsetFromUtc() * kSecond;
    qint64 ms = msOf(axis.from) + offset;
    ms = (ms + step - 1) / step * step - offset;
    std::vector<AxisTick> ticks;
    qint64 told = -1;  // the minute that the label before belongs to
    for (; ms <= msOf(axis.to); ms += step) {
        const qint64 minute = ms / kMinute;
        ticks.push_back({atMs(ms), labelOf(QDateTime::fromMSecsSinceEpoch(ms, zone), step, minute != told)});
        told = minute;
    }
    return ticks;
}

}  // namespace syncline::ui
