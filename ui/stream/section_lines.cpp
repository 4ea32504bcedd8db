#include "ui/stream/section_lines.h"

#include "ui/stream/entry_words.h"
#include "ui/stream/words.h"

#include <QStringList>

namespace syncline::ui::stream {

namespace {

TextCell label(const QString& text, bool isMono = false) {
    TextCell cell;
    cell.text = text;
    cell.tone = Tone::Muted;
    cell.isMono = isMono;
    return cell;
}

}  // namespace

EntryLine line(const QString& title, const QString& words, const QString& after) {
    TextCell cell;
    cell.text = words;
    cell.after = after;
    return {label(title), cell};
}

EntryLine dataLine(const QString& title, const QString& data, const QString& after) {
    TextCell cell;
    cell.text = data;
    cell.isMono = true;
    cell.after = after;
    return {label(title), cell};
}

EntryLine iconLine(const QString& title, const QString& words, Icon icon, Tone tone) {
    TextCell cell;
    cell.text = words;
    cell.icon = icon;
    cell.tone = tone;
    return {label(title), cell};
}

EntryLine entryLine(const EntryRow& row) {
    TextCell cell;
    cell.text = summaryOf(row);
    EntryLine made{label(sequence(row.entry.seq), true), cell};
    made.leadsTo = row.entry.seq;
    return made;
}

EntryLine linkLine(const QString& title, core::Seq seq) {
    EntryLine made = dataLine(title, sequence(seq));
    made.leadsTo = seq;
    return made;
}

EntryLine fieldLine(const std::string& field, const Cell& value) {
    EntryLine made{label(QString::fromStdString(field), true), value};
    made.label.tone = Tone::Normal;
    made.field = made.label.text;
    return made;
}

EntryLine versionLine(const QString& title, const core::Version& version, const TimeFormat& times) {
    const core::Side side = version.id.side;
    QStringList from{sideName(side), times.source(version.time)};
    const QString who = writerName(version.writer);
    if (!who.isEmpty())
        from.append(who);
    return dataLine(title, shownValue(version.value[side]), from.join(QStringLiteral(", ")));
}

QString recordName(const core::RecordKey& record) {
    return objectName(record.object) + QLatin1Char(' ') + QString::fromStdString(record.id);
}

QString fineness(const core::SourceTime& time, const TimeFormat& times) {
    QStringList remarks;
    if (time.from == core::kBeginningOfTime && time.last != time.from)
        remarks.append(Words::tr("only the end is known"));
    else if (time.from != time.last)
        remarks.append(Words::tr("whole seconds: %1").arg(times.interval(time)));
    if (time.clocksDisagree)
        remarks.append(Words::tr("the clocks disagree"));
    if (time.fromFuture)
        remarks.append(Words::tr("it lay in the future, cut at its receipt"));
    return remarks.join(QStringLiteral(", "));
}

QString writerKind(const core::Writer& writer) {
    switch (writer.kind) {
        case core::WriterKind::Unknown:
            return Words::tr("the source does not say");
        case core::WriterKind::Person:
            return Words::tr("a person");
        case core::WriterKind::Integration:
            return Words::tr("another program");
        case core::WriterKind::Automation:
            return Words::tr("an automation");
        case core::WriterKind::Us:
            return Words::tr("this workspace");
        case core::WriterKind::Operator:
            return Words::tr("through Syncline");
    }
    return {};
}

}  // namespace syncline::ui::stream
