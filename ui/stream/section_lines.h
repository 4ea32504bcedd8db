#pragma once

#include "ui/stream/entry_sections.h"

namespace syncline::ui::stream {

/// What a side gave, or nobody: "Salesforce", "HubSpot".
[[nodiscard]] EntryLine line(const QString& label, const QString& words, const QString& after = {});
/// The value in mono: data.
[[nodiscard]] EntryLine dataLine(const QString& label, const QString& data, const QString& after = {});
[[nodiscard]] EntryLine iconLine(const QString& label, const QString& words, Icon icon, Tone tone);
/// The sequence in mono as label; goes there.
[[nodiscard]] EntryLine entryLine(const EntryRow& row);
[[nodiscard]] EntryLine linkLine(const QString& label, core::Seq seq);
[[nodiscard]] EntryLine fieldLine(const std::string& field, const Cell& value);
/// The version's value as its side writes it, with side, source time and writer after it.
[[nodiscard]] EntryLine versionLine(const QString& label, const core::Version& version, const TimeFormat& times);

/// "Contact 003Qy00000Ac4xYIAR"
[[nodiscard]] QString recordName(const core::RecordKey& record);
/// "10:41:31.000 – .999, whole seconds", "" for a point
[[nodiscard]] QString fineness(const core::SourceTime& time, const TimeFormat& times);
/// "person", "automation": what kind of writer, where the name does not say it
[[nodiscard]] QString writerKind(const core::Writer& writer);

/// The sections of a decision: fields, then how each was decided with what was compared.
void addDecision(std::vector<EntrySection>& sections, const EntryDetail& detail, const TimeFormat& times);

}  // namespace syncline::ui::stream
