#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace syncline::ui {

namespace {

using std::chrono::milliseconds;

class Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

constexpr qint64 kSecond = 1000;
constexpr qint64 kMinute = 60 * kSecond;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
/// From here on days are counted instead of hours.
constexpr qint64 kFirstInDays = 3 * kDay;

const QString kMilliseconds = QStringLiteral("HH:mm:ss.zzz");
const QString kSeconds = QStringLiteral("HH:mm:ss");

qint64 msOf(base::WallTime time) {
    return time.time_since_epoch().count();
}

QDateTime inZone(const TimeFormat& format, base::WallTime time) {
    const auto zone = format.style == TimeStyle::Utc ? QTimeZone::utc() : format.zone;
    return QDateTime::fromMSecsSinceEpoch(msOf(time), zone);
}

/// The console writes times and numbers in one way in every language: they are compared with logs.
QString written(const QDateTime& time, const QString& pattern) {
    return QLocale::c().toString(time, pattern);
}

QString absolute(const TimeFormat& format, base::WallTime time, const QString& ofDay) {
    const auto here = inZone(format, time);
    const auto today = inZone(format, format.now).date();
    if (here.date() == today)
        return written(here, ofDay);
    if (here.date().year() == today.year())
        return written(here, QStringLiteral("d MMM ") + ofDay);
    return written(here, QStringLiteral("d MMM yyyy ") + ofDay);
}

QString ago(const TimeFormat& format, base::WallTime time) {
    const auto distance = format.now - time;
    if (distance.count() < 0)
        return Format::tr("in %1").arg(span(-distance));
    return Format::tr("%1 ago").arg(span(distance));
}

QString offsetFromUtc(const QDateTime& time) {
    const int minutes = time.offsetFromUtc() / 60;
    QString text = QStringLiteral("UTC");
    if (minutes == 0)
        return text;
    text += minutes > 0 ? QChar(u'+') : QChar(u'\u2212');
    text += QString::number(std::abs(minutes) / 60);
    if (minutes % 60 != 0)
        text += QStringLiteral(":%1").arg(std::abs(minutes) % 60, 2, 10, QChar(u'0'));
    return text;
}

bool isWholeSecond(const core::SourceTime& time) {
    return msOf(time.from) % kSecond == 0 && (time.last - time.from) < milliseconds(kSecond);
}

/// What `last` adds for who has just read `from`.
QString tailOf(const QDateTime& from, const QDateTime& last) {
    if (from.date() != last.date())
        return written(last, QStringLiteral("d MMM ") + kMilliseconds);
    const qint64 fromSecond = from.toSecsSinceEpoch();
    const qint64 lastSecond = last.toSecsSinceEpoch();
    if (fromSecond == lastSecond)
        return written(last, QStringLiteral(".zzz"));
    if (fromSecond / 60 == lastSecond / 60)
        return written(last, QStringLiteral("ss.zzz"));
    return written(last, kMilliseconds);
}

QString withUnit(qint64 tenths, const QString& unit) {
    if (tenths < 100 && tenths % 10 != 0)
        return QStringLiteral("%1.%2 %3").arg(tenths / 10).arg(tenths % 10).arg(unit);
    return counted(tenths / 10) + u' ' + unit;
}

QString toleranceOf(const core::Choice& choice) {
    return counted(choice.tolerance.count()) + QStringLiteral(" ms");
}

QString tieOf(core::TieBreak tieBreak) {
    switch (tieBreak) {
        case core::TieBreak::Salesforce:
            return Format::tr("tie S");
        case core::TieBreak::HubSpot:
            return Format::tr("tie H");
        case core::TieBreak::Review:
            break;
    }
    return Format::tr("review");
}

QString onRefusedOf(core::OnRefused onRefused) {
    switch (onRefused) {
        case core::OnRefused::Revert:
            return Format::tr("revert");
        case core::OnRefused::Keep:
            return Format::tr("keep");
        case core::OnRefused::Review:
            break;
    }
    return Format::tr("review");
}

}  // namespace

QString TimeFormat::moment(base::WallTime time) const {
    return style == TimeStyle::Relative ? ago(*this, time) : absolute(*this, time, kMilliseconds);
}

QString TimeFormat::second(base::WallTime time) const {
    return style == TimeStyle::Relative ? ago(*this, time) : absolute(*this, time, kSeconds);
}

QString TimeFormat::source(const core::SourceTime& time) const {
    if (time.from == time.last)
        return moment(time.last);
    if (time.from == core::kBeginningOfTime)
        return Format::tr("before %1").arg(absolute(*this, time.last, kMilliseconds));
    if (isWholeSecond(time))
        return second(time.from);
    return interval(time);
}

QString TimeFormat::interval(const core::SourceTime& time) const {
    if (time.from == time.last)
        return absolute(*this, time.last, kMilliseconds);
    if (time.from == core::kBeginningOfTime)
        return Format::tr("before %1").arg(absolute(*this, time.last, kMilliseconds));
    return absolute(*this, time.from, kMilliseconds) + QStringLiteral(" \u2013 ")
           + tailOf(inZone(*this, time.from), inZone(*this, time.last));
}

QString TimeFormat::whole(base::WallTime time) const {
    const auto here = inZone(*this, time);
    return written(here, QStringLiteral("d MMM yyyy ") + kMilliseconds) + u' ' + offsetFromUtc(here);
}

QString counted(std::int64_t number) {
    const bool isNegative = number < 0;
    QString digits = QString::number(number);
    if (isNegative)
        digits.remove(0, 1);
    for (auto at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, u',');
    return isNegative ? u'\u2212' + digits : digits;
}

QString span(milliseconds time) {
    const qint64 ms = time.count();
    if (ms == std::numeric_limits<qint64>::min())
        return span(milliseconds(ms + 1));
    if (ms < 0)
        return u'\u2212' + span(-time);
    if (ms < kSecond)
        return Format::tr("%1 ms").arg(ms);
    if (ms < 10 * kSecond)
        return Format::tr("%1.%2 s").arg(ms / kSecond).arg(ms % kSecond / 100);
    if (ms < kMinute)
        return Format::tr("%1 s").arg(ms / kSecond);
    if (ms < kHour)
        return Format::tr("%1 min").arg(ms / kMinute);
    if (ms < kFirstInDays)
        return Format::tr("%1 h %2 min").arg(ms / kHour).arg(ms % kHour / kMinute, 2, 10, QChar(u'0'));
    return Format::tr("%1 days").arg(counted(ms / kDay));
}

QString bytes(std::int64_t count) {
    constexpr std::int64_t kKiB = 1024;
    if (count == 1)
        return Format::tr("1 byte");
    if (count < kKiB)
        return Format::tr("%1 bytes").arg(counted(count));
    if (count < kKiB * kKiB)
        return withUnit(count * 10 / kKiB, QStringLiteral("KiB"));
    if (count < kKiB * kKiB * kKiB)
        return withUnit(count / kKiB * 10 / kKiB, QStringLiteral("MiB"));
    return withUnit(count / kKiB / kKiB * 10 / kKiB, QStringLiteral("GiB"));
}

QString percent(double share) {
    // Down, so that nothing that still runs is called whole.
    const double clamped = std::clamp(share, 0.0, 1.0);
    return QStringLiteral("%1 %").arg(static_cast<int>(std::floor(clamped * 100 + 1e-9)));
}

QString shownValue(const core::Value& value) {
    if (value.isBlank())
        return QStringLiteral("\u2205");
    QString text = QString::fromStdString(*value.text);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (auto& character : text) {
        if (character == u'\n' || character == u'\r' || character == QChar::LineSeparator)
            character = u'\u21B5';
    }
    for (qsizetype i = 0; i < text.size() && text[i] == u' '; ++i)
        text[i] = u'\u00B7';
    for (qsizetype i = text.size() - 1; i >= 0 && text[i] == u' '; --i)
        text[i] = u'\u00B7';
    return text;
}

QString sideName(core::Side side) {
    return side == core::Side::Salesforce ? QStringLiteral("Salesforce") : QStringLiteral("HubSpot");
}

QString objectName(const std::string& object) {
    QString text = QString::fromStdString(object);
    text.replace(u'_', u' ');
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString ruleTag(const core::FieldRule& rule) {
    if (rule.admission.owner)
        return *rule.admission.owner == core::Side::Salesforce ? Format::tr("Owner SF") : Format::tr("Owner HS");
    if (rule.choice.kind == core::ChoiceKind::Review)
        return Format::tr("Review");
    return Format::tr("LWW %1", "last writer wins: tolerance").arg(toleranceOf(rule.choice));
}

QString ruleInShort(const core::FieldRule& rule) {
    const QString tag = ruleTag(rule);
    if (rule.admission.owner)
        return tag + QStringLiteral(", ") + onRefusedOf(rule.admission.onRefused);
    if (rule.choice.kind == core::ChoiceKind::Review)
        return tag;
    return tag + QStringLiteral(", ") + tieOf(rule.choice.tieBreak);
}

QString writerName(const core::Writer& writer) {
    if (writer.kind == core::WriterKind::Us)
        return QStringLiteral("Syncline");
    if (!writer.id.empty())
        return QString::fromStdString(writer.id);
    if (writer.kind == core::WriterKind::Automation)
        return Format::tr("an automation");
    if (writer.kind == core::WriterKind::Integration)
        return Format::tr("an integration");
    return {};
}

}  // namespace syncline::ui
