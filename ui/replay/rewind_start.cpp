#include "ui/replay/rewind_start.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>

namespace syncline::ui {
namespace {

std::optional<QTime> timeIn(const QString& text) {
    for (const char* form : {"H:mm", "H:mm:ss", "H:mm:ss.z", "H:mm:ss.zzz"}) {
        const QTime time = QTime::fromString(text, QString::fromLatin1(form));
        if (time.isValid())
            return time;
    }
    return std::nullopt;
}

std::optional<QDate> dateIn(const QString& text, int year) {
    const QDate whole = QDate::fromString(text, Qt::ISODate);
    if (whole.isValid())
        return whole;
    const QLocale english(QLocale::English);
    for (const char* form : {"d MMM yyyy", "d MMMM yyyy"}) {
        const QDate date = english.toDate(text, QString::fromLatin1(form));
        if (date.isValid())
            return date;
        const QDate ofYear = english.toDate(text + QStringLiteral(" %1").arg(year), QString::fromLatin1(form));
        if (ofYear.isValid())
            return ofYear;
    }
    return std::nullopt;
}

base::WallTime wall(const QDateTime& time) {
    return base::WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

}  // namespace

std::optional<core::Seq> offsetBefore(const QString& text, core::Seq head) {
    QString digits = text.trimmed();
    digits.remove(QLatin1Char(','));
    digits.remove(QLatin1Char(' '));
    if (digits.startsWith(QLatin1Char('#')))
        digits.remove(0, 1);
    bool isNumber = false;
    const qlonglong number = digits.toLongLong(&isNumber);
    if (!isNumber || number < 1 || number > head.value())
        return std::nullopt;
    return core::Seq(number - 1);
}

std::optional<base::WallTime> momentIn(const QString& text, base::WallTime now, const QTimeZone& zone) {
    const QString plain = text.simplified();
    if (plain.contains(QLatin1Char('T'))) {
        QDateTime exact = QDateTime::fromString(plain, Qt::ISODateWithMs);
        if (exact.isValid() && exact.timeSpec() == Qt::LocalTime)
            exact.setTimeZone(zone);
        return exact.isValid() ? std::optional(wall(exact)) : std::nullopt;
    }
    const QDateTime here = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count(), zone);
    const int lastSpace = static_cast<int>(plain.lastIndexOf(QLatin1Char(' ')));
    const std::optional<QTime> time = timeIn(plain.mid(lastSpace + 1));
    if (!time) {
        const std::optional<QDate> day = dateIn(plain, here.date().year());
        return day ? std::optional(wall(QDateTime(*day, QTime(0, 0), zone))) : std::nullopt;
    }
    if (lastSpace < 0) {
        QDateTime moment(here.date(), *time, zone);
        if (moment > here)
            moment = moment.addDays(-1);
        return wall(moment);
    }
    const std::optional<QDate> day = dateIn(plain.left(lastSpace), here.date().year());
    return day ? std::optional(wall(QDateTime(*day, *time, zone))) : std::nullopt;
}

}  // namespace syncline::ui
