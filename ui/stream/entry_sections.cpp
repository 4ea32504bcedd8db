#include "ui/stream/entry_sections.h"

#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/section_lines.h"
#include "ui/stream/words.h"

namespace syncline::ui::stream {

namespace {

using Sections = std::vector<EntrySection>;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString actionWord(core::Action action) {
    switch (action) {
        case core::Action::Create:
            return Words::tr("created");
        case core::Action::Update:
            return Words::tr("updated");
        case core::Action::Delete:
            return Words::tr("deleted");
        case core::Action::Undelete:
            return Words::tr("undeleted");
        case core::Action::Merge:
            return Words::tr("merged");
    }
    return {};
}

QString failureWords(core::FailureClass failure) {
    switch (failure) {
        case core::FailureClass::NotSent:
            return Words::tr("it had no effect, and is sent again later");
        case core::FailureClass::Unknown:
            return Words::tr("the answer was lost: the record is read before anything is sent again");
        case core::FailureClass::Permanent:
            return Words::tr("the API refuses these values");
    }
    return {};
}

QString phaseWord(core::ConnectorPhase phase) {
    switch (phase) {
        case core::ConnectorPhase::Stopped:
            return Words::tr("stopped");
        case core::ConnectorPhase::Connecting:
            return Words::tr("connecting");
        case core::ConnectorPhase::Connected:
            return Words::tr("connected");
        case core::ConnectorPhase::Disconnected:
            return Words::tr("disconnected");
    }
    return {};
}

QString conflictWords(core::ConflictType type) {
    switch (type) {
        case core::ConflictType::ConcurrentUpdate:
            return Words::tr("both sides changed it, neither had seen the other's");
        case core::ConflictType::RefusedChange:
            return Words::tr("the rule refuses the change, and asks a person");
        case core::ConflictType::FirstComparison:
            return Words::tr("both sides differed when they were first compared");
    }
    return {};
}

void addLine(EntrySection& section, const QString& label, const std::string& words, bool isData = false) {
    if (!words.empty())
        section.lines.push_back(isData ? dataLine(label, text(words)) : line(label, text(words)));
}

/// The sections that an entry has by its kind.
struct SectionsOfBody {
    const EntryDetail& detail;
    const TimeFormat& times;
    Sections& sections;

    void operator()(const core::ChangeCaptured& body) const {
        EntrySection source{Words::tr("Source"), {}};
        source.lines.push_back(dataLine(Words::tr("record"), recordName(body.record), actionWord(body.change.action)));
        source.lines.push_back(
            dataLine(Words::tr("source time"), times.source(body.change.time), fineness(body.change.time, times)));
        source.lines.push_back(captured());
        addLine(source, Words::tr("transaction"), body.transaction, true);
        const QString who = writerName(body.change.writer);
        const QString kind = writerKind(body.change.writer);
        source.lines.push_back(
            line(Words::tr("written by"), who.isEmpty() ? kind : who, who.isEmpty() ? QString() : kind));
        sections.push_back(std::move(source));

        const std::size_t mapped = body.change.fields.size();
        addFields(Words::tr("Fields, %1 of %2 mapped").arg(mapped).arg(mapped + body.unmapped.size()),
                  Words::tr("not mapped"));
    }
    void operator()(const core::FieldsDecided&) const {
        addFields(Words::tr("Fields"));
        addDecision(sections, detail, times);
    }
    void operator()(const core::ConflictOpened& body) const {
        EntrySection conflict{Words::tr("Conflict"), {}};
        conflict.lines.push_back(fieldLine(body.field, TextCell{}));
        conflict.lines.push_back(line(Words::tr("because"), conflictWords(body.type)));
        sections.push_back(std::move(conflict));
        addCandidates(body.candidates, body.field);
    }
    void operator()(const core::ConflictUpdated& body) const {
        EntrySection conflict{Words::tr("Conflict"), {}};
        conflict.lines.push_back(fieldLine(body.field, TextCell{}));
        conflict.lines.push_back(linkLine(Words::tr("opened by"), body.conflict));
        sections.push_back(std::move(conflict));
        addCandidates(body.candidates, body.field);
    }
    void operator()(const core::ConflictResolved& body) const {
        EntrySection resolution{Words::tr("Resolution"), {}};
        resolution.lines.push_back(fieldLine(
            body.field, TextCell{shownValue(body.standing.value[body.standing.id.side]), Tone::Normal, true}));
        resolution.lines.push_back(line(
            Words::tr("by"), body.byItself ? Words::tr("itself: all candidates became the same") : text(body.who)));
        addLine(resolution, Words::tr("note"), body.note);
        resolution.lines.push_back(linkLine(Words::tr("conflict"), body.conflict));
        for (const core::Candidate& covered : body.candidates)
            resolution.lines.push_back(linkLine(Words::tr("covers"), covered.version.id.seq));
        sections.push_back(std::move(resolution));
    }
    void operator()(const core::WriteSent& body) const {
        EntrySection write{Words::tr("Write"), {}};
        write.lines.push_back(line(Words::tr("to"), sideName(body.side)));
        write.lines.push_back(body.record ? dataLine(Words::tr("record"), text(*body.record))
                                          : line(Words::tr("record"), Words::tr("created by this write")));
        write.lines.push_back(dataLine(Words::tr("try"), QString::number(body.attempt)));
        write.lines.push_back(captured());
        sections.push_back(std::move(write));
        addFields(Words::tr("Fields"));
    }
    void operator()(const core::WriteSucceeded& body) const {
        EntrySection receipt{Words::tr("Receipt"), {}};
        receipt.lines.push_back(line(Words::tr("from"), sideName(body.side)));
        receipt.lines.push_back(linkLine(Words::tr("of write"), body.write));
        receipt.lines.push_back(dataLine(Words::tr("answered"), times.moment(body.answeredAt), took(body)));
        if (body.created)
            receipt.lines.push_back(dataLine(Words::tr("new record"), text(*body.created)));
        sections.push_back(std::move(receipt));
    }
    void operator()(const core::WriteFailed& body) const {
        EntrySection failure{Words::tr("Failure"), {}};
        failure.lines.push_back(line(Words::tr("from"), sideName(body.side)));
        failure.lines.push_back(linkLine(Words::tr("of write"), body.write));
        failure.lines.push_back(line(Words::tr("means"), failureWords(body.failure)));
        addLine(failure, Words::tr("code"), body.code, true);
        addLine(failure, Words::tr("words"), body.message);
        sections.push_back(std::move(failure));
        addFields(Words::tr("Fields that it names"));
    }
    void operator()(const core::RecordLinked& body) const {
        EntrySection link{Words::tr("Link"), {}};
        for (const core::Side side : core::kSides)
            addLine(link, sideName(side), body.record[side], true);
        link.lines.push_back(line(Words::tr("found"), outcomeOf(detail.row.entry).text));
        if (body.absorbed != core::EntityId{})
            link.lines.push_back(dataLine(Words::tr("took in entity"), counted(body.absorbed.value())));
        sections.push_back(std::move(link));
    }
    void operator()(const core::BaselineRead& /*body*/) const {
        EntrySection read{Words::tr("Salesforce and HubSpot, as they were read"), {}};
        for (const FieldValues& field : fieldsOf(detail.row)) {
            const bool isSame = core::same(field.held.front().value, field.held.back().value);
            TextCell cell{
                isSame ? shownValue(field.held.front().value) : heldInWords(field.held, core::EntryKind::BaselineRead),
                isSame ? Tone::Normal : Tone::Attention, true};
            cell.after = isSame ? Words::tr("on both sides") : QString();
            read.lines.push_back(fieldLine(field.field, cell));
        }
        sections.push_back(std::move(read));
    }
    void operator()(const core::PolicyChanged& body) const {
        EntrySection changed{Words::tr("Rules"), {}};
        changed.lines.push_back(
            line(Words::tr("by"), body.who.empty() ? Words::tr("the workspace file") : text(body.who)));
        addLine(changed, Words::tr("source"), body.source, true);
        for (const core::Side side : core::kSides) {
            const bool isLive = body.rules.mode[side] == core::Mode::Live;
            changed.lines.push_back(line(Words::tr("to %1", "a side").arg(sideName(side)),
                                         isLive ? Words::tr("live") : Words::tr("observe")));
        }
        sections.push_back(std::move(changed));
        if (detail.row.changedRules)
            addChangedRules(body.rules);
        else
            addAllRules(body.rules);
    }
    void operator()(const core::GapDetected& body) const {
        EntrySection gap{Words::tr("Gap"), {}};
        gap.lines.push_back(line(Words::tr("side"), sideName(body.side)));
        addLine(gap, Words::tr("because"), body.reason);
        if (body.records.empty())
            gap.lines.push_back(line(Words::tr("records"), body.allNamed ? Words::tr("all are named by now")
                                                                         : Words::tr("any may be concerned")));
        for (const core::RecordKey& record : body.records)
            gap.lines.push_back(dataLine(Words::tr("to read"), recordName(record)));
        sections.push_back(std::move(gap));
    }
    void operator()(const core::ConnectorStateChanged& body) const {
        EntrySection state{Words::tr("Connection"), {}};
        state.lines.push_back(line(Words::tr("side"), sideName(body.side)));
        state.lines.push_back(line(Words::tr("state"), phaseWord(body.phase)));
        addLine(state, Words::tr("words"), body.message);
        sections.push_back(std::move(state));
    }
    void operator()(const core::RecordDeleted& body) const {
        EntrySection deleted{Words::tr("Record"), {}};
        deleted.lines.push_back(line(Words::tr("side"), sideName(body.record.side)));
        deleted.lines.push_back(dataLine(Words::tr("record"), recordName(body.record)));
        deleted.lines.push_back(line(Words::tr("means"), body.undeleted ? Words::tr("it came back, and is read anew")
                                                                        : Words::tr("its partner is left as it is")));
        sections.push_back(std::move(deleted));
    }

    /// What is another first; of the others only how many there are.
    void addChangedRules(const core::RuleSet& rules) const {
        EntrySection changed{Words::tr("Changed"), {}};
        std::size_t left = 0;
        for (const auto& [object, fields] : rules.fields)
            left += fields.size();
        for (const auto& one : *detail.row.changedRules) {
            changed.lines.push_back(one.field.empty()
                                        ? line(Words::tr("direction"), text(one.text))
                                        : fieldLine(one.object + '.' + one.field, TextCell{text(one.text)}));
            if (rules.find(one.object, one.field) != nullptr)
                --left;
        }
        if (changed.lines.empty())
            changed.lines.push_back(line(Words::tr("nothing"), Words::tr("all is as it was")));
        if (left > 0)
            changed.lines.push_back(
                line(Words::tr("others"), left == 1 ? Words::tr("the rule of 1 field is as it was")
                                                    : Words::tr("the rules of %1 fields are as they were").arg(left)));
        sections.push_back(std::move(changed));
    }
    void addAllRules(const core::RuleSet& rules) const {
        for (const auto& [object, fields] : rules.fields) {
            EntrySection ofObject{objectName(object), {}};
            for (const auto& [field, rule] : fields) {
                ofObject.lines.push_back(fieldLine(field, TextCell{ruleInShort(rule)}));
                ofObject.lines.back().field = text(object + '.' + field);
            }
            sections.push_back(std::move(ofObject));
        }
    }
    [[nodiscard]] EntryLine captured() const {
        return dataLine(Words::tr("captured"), times.moment(detail.row.entry.captureTime), Words::tr("by our clock"));
    }
    void addFields(const QString& title, const QString& withoutValue = {}) const {
        EntrySection section{title, {}};
        for (const FieldValues& field : fieldsOf(detail.row)) {
            const bool hasValue = field.before || field.after;
            section.lines.push_back(fieldLine(field.field, hasValue ? Cell(ChangeCell{field.before, field.after})
                                                                    : Cell(TextCell{withoutValue, Tone::Muted})));
        }
        if (!section.lines.empty())
            sections.push_back(std::move(section));
    }
    void addCandidates(const std::vector<core::Candidate>& candidates, const std::string& field) const {
        EntrySection section{Words::tr("Candidates"), {}};
        for (const core::Candidate& candidate : candidates) {
            EntryLine made = versionLine(sideName(candidate.place), candidate.version, times);
            if (candidate.overwritten)
                std::get<TextCell>(made.value).after += Words::tr(", overwritten by our write");
            made.field = text(field);
            section.lines.push_back(std::move(made));
        }
        sections.push_back(std::move(section));
    }
    /// From the write's entry to its answer, where that entry is at hand.
    [[nodiscard]] QString took(const core::WriteSucceeded& body) const {
        for (const EntryRow& cause : detail.causes) {
            if (cause.entry.seq == body.write)
                return Words::tr("%1 after it was sent").arg(span(body.answeredAt - cause.entry.captureTime));
        }
        return {};
    }
};

void addRows(Sections& sections, const QString& title, const std::vector<EntryRow>& rows) {
    if (rows.empty())
        return;
    EntrySection section{title, {}};
    for (const EntryRow& row : rows)
        section.lines.push_back(entryLine(row));
    sections.push_back(std::move(section));
}

}  // namespace

std::vector<EntrySection> sectionsOf(const EntryDetail& detail, const TimeFormat& times) {
    Sections sections;
    std::visit(SectionsOfBody{detail, times, sections}, detail.row.entry.body);
    addRows(sections, Words::tr("Causes"), detail.causes);
    addRows(sections, Words::tr("Effects"), detail.effects);
    return sections;
}

}  // namespace syncline::ui::stream
