#include "ui/record/why_lines.h"

#include "engine/core/candidates.h"
#include "ui/record/writer_words.h"
#include "ui/widgets/choice_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::size_t kMostOfPeople = 4;  ///< resolutions and undos told before a decision, and behind it

/// The engine's words, "candidate: it joined the open conflict", stand in lists without a beginning and an end.
QString asSentence(const std::string& words) {
    QString text = QString::fromStdString(words);
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString tr(const char* text) {
    return QCoreApplication::translate("Why", text);
}

QString data(const core::Version& version) {
    return QLatin1Char('`') + shownValue(version.value[version.id.side]) + QLatin1Char('`');
}

bool settles(core::Outcome outcome) {
    switch (outcome) {
        case core::Outcome::Applied:
        case core::Outcome::Converged:
        case core::Outcome::Won:
        case core::Outcome::Lost:
        case core::Outcome::Conflicted:
        case core::Outcome::Refused:
        case core::Outcome::Candidate:
            return true;
        default:
            return false;
    }
}

bool isConcurrent(core::Outcome outcome) {
    return outcome == core::Outcome::Won || outcome == core::Outcome::Lost || outcome == core::Outcome::Conflicted;
}

/// What decided the field last: a decision, or a person. What people did stands before or behind the decision.
struct Last {
    const FieldEvent* decided = nullptr;
    const FieldEvent* resolved = nullptr;  ///< behind the decision, and not taken back
    const FieldEvent* baseline = nullptr;
    std::vector<const FieldEvent*> before;
    std::vector<const FieldEvent*> behind;
};

/// A resolution was taken back.
bool isUndo(const FieldEvent& event) {
    const auto* const opened = std::get_if<core::ConflictOpened>(&event.row.entry.body);
    return opened != nullptr && !opened->who.empty();
}

void passDecision(Last& last, const FieldEvent& event) {
    if (settles(event.decision->outcome)) {
        last.decided = &event;
        last.resolved = nullptr;
        last.before.insert(last.before.end(), last.behind.begin(), last.behind.end());
        last.behind.clear();
    } else if (event.decision->outcome == core::Outcome::Baseline) {
        last.baseline = &event;
    }
}

Last lastOf(const std::vector<FieldEvent>& story) {
    Last last;
    for (const FieldEvent& event : story) {
        const bool isResolution = std::holds_alternative<core::ConflictResolved>(event.row.entry.body);
        if (event.decision)
            passDecision(last, event);
        if (isResolution || isUndo(event)) {
            last.resolved = isResolution ? &event : nullptr;
            last.behind.push_back(&event);
        }
    }
    return last;
}

QString wrote(const core::Version& version, const TimeFormat& times) {
    const QString side = sideName(version.id.side);
    const QString name = writerInWords(version.writer);
    QString who = name.isEmpty() ? tr("Somebody in %1").arg(side) : name;
    if (version.writer.kind == core::WriterKind::Automation && version.writer.id.empty())
        who = tr("An automation of %1").arg(side);
    const bool isLimit = version.time.from == core::kBeginningOfTime;
    if (isLimit && name.isEmpty() && version.value[version.id.side].isBlank())
        return tr("%1 was empty when it was read, since `%2` or before. Nobody is known to have written it.")
            .arg(side, times.moment(version.time.last));
    if (version.byRead || isLimit)
        return tr("%1 held %2 when it was read, written before `%3`.")
            .arg(side, data(version), times.moment(version.time.last));
    QString text = tr("%1 wrote %2 at `%3`").arg(who, data(version), times.source(version.time));
    if (version.time.clocksDisagree)
        return text + tr("; it was received before that: the clocks disagree.");
    if (version.time.from == version.time.last)
        return text + tr(", to the millisecond.");
    return text + tr(". %1 states whole seconds, so this means `%2`.").arg(side, times.interval(version.time));
}

WhyLine versionLine(const core::Version& version, const TimeFormat& times) {
    WhyLine line;
    line.side = version.id.side;
    line.text = wrote(version, times);
    line.entry = version.id.seq;
    return line;
}

WhyLine line(Icon icon, const QString& text, std::optional<core::Seq> entry = std::nullopt) {
    WhyLine one;
    one.icon = icon;
    one.text = text;
    one.entry = entry;
    return one;
}

/// A person wrote it when they decided: it came from neither side.
bool isOwnValue(const core::Version& standing, const Last& last) {
    if (last.resolved == nullptr)
        return false;
    const auto& resolution = std::get<core::ConflictResolved>(last.resolved->row.entry.body);
    const std::vector<core::Candidate>& candidates = resolution.candidates;
    return !resolution.byItself && std::none_of(candidates.begin(), candidates.end(), [&](const core::Candidate& one) {
        return core::same(one.version.value[one.place], standing.value[one.place]);
    });
}

/// Both hold it: what a person chose was written before that was undone, or the sides came to it by themselves.
const core::Version* heldByBoth(const core::Cell& cell) {
    const auto& [salesforce, hubspot] = cell.present;
    return salesforce && hubspot && core::sameValues(*salesforce, *hubspot) ? &*salesforce : nullptr;
}

QString conflictHeadline(const core::Cell& cell) {
    const core::Version* const held = heldByBoth(cell);
    return held == nullptr
               ? tr("In conflict, a person has to decide: until then each side keeps the value that it holds.")
               : tr("In conflict, a person has to decide: until then both sides keep %1.").arg(data(*held));
}

QString headlineOf(const core::Cell& cell, const Last& last) {
    if (cell.conflict)
        return conflictHeadline(cell);
    if (!cell.standing)
        return tr("Both sides have not been compared yet.");
    const QString value = isOwnValue(*cell.standing, last)
                              ? tr("%1 stands").arg(data(*cell.standing))
                              : tr("%1’s %2 stands").arg(sideName(cell.standing->id.side), data(*cell.standing));
    if (last.resolved != nullptr)
        return std::get<core::ConflictResolved>(last.resolved->row.entry.body).byItself
                   ? tr("%1: all values became the same.").arg(value)
                   : tr("%1: a person decided.").arg(value);
    if (last.decided == nullptr)
        return tr("%1 since the sides were first compared.").arg(value);
    const core::FieldDecision& decision = *last.decided->decision;
    if (decision.outcome == core::Outcome::Refused)
        return tr("%1: the rule refused the last change.").arg(value);
    if (decision.outcome == core::Outcome::Converged)
        return tr("%1: both sides came to it.").arg(value);
    if (!isConcurrent(decision.outcome))
        return tr("%1: the latest of changes that followed each other.").arg(value);
    switch (decision.reason) {
        case core::Reason::Later:
            return tr("%1: it was written later.").arg(value);
        case core::Reason::PhotoFinish:
        case core::Reason::CoarseClock:
        case core::Reason::EqualTimes:
            return tr("%1: a photo finish, decided by the tie-break.").arg(value);
        default:
            return tr("%1.").arg(value);
    }
}

QString ruleInWords(const core::FieldRule& rule) {
    if (rule.admission.owner)
        return tr("Rule: %1 owns the field.").arg(sideName(*rule.admission.owner));
    if (rule.choice.kind == core::ChoiceKind::Review)
        return tr("Rule: a person decides.");
    QString tieBreak = tr("ask a person");
    if (rule.choice.tieBreak == core::TieBreak::Salesforce)
        tieBreak = sideName(core::Side::Salesforce);
    if (rule.choice.tieBreak == core::TieBreak::HubSpot)
        tieBreak = sideName(core::Side::HubSpot);
    return tr("Rule: last writer wins, tolerance %1 ms, tie-break %2.")
        .arg(counted(rule.choice.tolerance.count()), tieBreak);
}

/// In the order in which it happened, a write behind the change that it carried; what has no entry of its own stays
/// first.
void addInOrder(Why& why, std::vector<WhyLine> lines) {
    std::stable_sort(lines.begin(), lines.end(), [](const WhyLine& a, const WhyLine& b) { return a.entry < b.entry; });
    why.lines.insert(why.lines.end(), lines.begin(), lines.end());
}

/// The decision, behind what was compared and what had happened `earlier`.
void addDecision(Why& why, const FieldEvent& event, std::vector<WhyLine> earlier, const TimeFormat& times) {
    const core::FieldDecision& decision = *event.decision;
    const core::Seq seq = event.row.entry.seq;
    why.decision = seq;
    if (decision.standing && isConcurrent(decision.outcome))
        earlier.push_back(versionLine(*decision.standing, times));
    if (decision.version)
        earlier.push_back(versionLine(*decision.version, times));
    addInOrder(why, std::move(earlier));
    if (isConcurrent(decision.outcome))
        why.lines.push_back(
            line(Icon::Conflicts, tr("Concurrent: neither change had seen the other when it was made.")));
    else if (decision.outcome == core::Outcome::Applied)
        why.lines.push_back(line(Icon::ArrowRight, tr("It was made on the value that stood: changes that follow each "
                                                      "other are never a conflict, whatever the clocks say.")));
    why.lines.push_back(line(Icon::Decide, asSentence(event.sentence), seq));
    if (!decision.margin || !decision.standing || !decision.version)
        return;
    TimeComparison::Content compared;
    compared.time[decision.standing->id.side] = decision.standing->time;
    compared.time[decision.version->id.side] = decision.version->time;
    compared.tolerance = decision.tolerance;
    compared.margin = decision.margin;
    compared.isAttention = decision.outcome == core::Outcome::Conflicted;
    compared.verdict =
        decision.reason == core::Reason::Later ? tr("later: it wins") : tr("photo finish: the tie-break decides");
    compared.marks.push_back(
        {event.row.entry.captureTime, tr("decided"), TimeComparison::Content::Mark::Kind::Decided});
    if (decision.standing->id.side != decision.version->id.side)
        why.times = compared;
}

WhyLine resolutionLine(const FieldEvent& event, const TimeFormat& times) {
    const auto& resolution = std::get<core::ConflictResolved>(event.row.entry.body);
    const QString at = times.moment(event.row.entry.captureTime);
    QString text = resolution.byItself
                       ? tr("The conflict resolved itself at `%1`: all values became the same.").arg(at)
                       : tr("%1 %2 at `%3`.").arg(personInWords(resolution.who), choiceInWords(resolution), at);
    if (!resolution.note.empty())
        text += QStringLiteral(" “") + QString::fromStdString(resolution.note) + u'”';
    return line(Icon::Person, text, event.row.entry.seq);
}

/// Resolutions and what was taken back of them, in order; of many the last.
std::vector<WhyLine> peopleLines(const std::vector<const FieldEvent*>& events, const TimeFormat& times) {
    const auto isUndo = [](const FieldEvent* event) {
        return std::holds_alternative<core::ConflictOpened>(event->row.entry.body);
    };
    std::vector<WhyLine> lines;
    auto begin = events.end() - static_cast<std::ptrdiff_t>(std::min(events.size(), kMostOfPeople));
    // An undo tells of what was chosen before it.
    if (begin != events.begin() && isUndo(*begin))
        --begin;
    if (begin != events.begin())
        lines.push_back(
            line(Icon::Person, tr("Earlier choices and undos, not listed: %1.").arg(begin - events.begin())));
    for (auto event = begin; event != events.end(); ++event) {
        const core::Entry& entry = (*event)->row.entry;
        const auto* const opened = std::get_if<core::ConflictOpened>(&entry.body);
        if (opened == nullptr) {
            lines.push_back(resolutionLine(**event, times));
            continue;
        }
        lines.push_back(line(Icon::Undo,
                             tr("%1 undid that at `%2`: the conflict was open again, and nothing was written back.")
                                 .arg(personInWords(opened->who), times.moment(entry.captureTime)),
                             entry.seq));
    }
    return lines;
}

/// The last write of the field to a side, with its answer and its echo.
struct LastWrite {
    const FieldEvent* sent = nullptr;
    const FieldEvent* answered = nullptr;
    const FieldEvent* echo = nullptr;

    [[nodiscard]] bool isOf(core::Seq write) const { return sent != nullptr && sent->row.entry.seq == write; }
};

bool hasSent(const core::WriteSent& sent, const std::string& field, const core::Value& value) {
    return std::any_of(sent.fields.begin(), sent.fields.end(), [&](const core::WrittenField& one) {
        return one.field == field && core::same(one.version.value[sent.side], value);
    });
}

/// An echo tells of the write that was recognised, or of none: then it is the last one's if it is of the same value.
void passEcho(core::PerSide<LastWrite>& writes, const FieldEvent& event) {
    const core::FieldDecision& decision = *event.decision;
    if (!decision.version)
        return;
    const core::Side side = decision.version->id.side;
    LastWrite& last = writes[side];
    if (last.sent == nullptr)
        return;
    const auto& sent = std::get<core::WriteSent>(last.sent->row.entry.body);
    if (decision.write ? last.isOf(*decision.write) : hasSent(sent, decision.field, decision.version->value[side]))
        last.echo = &event;
}

core::PerSide<LastWrite> lastWrites(const std::vector<FieldEvent>& story) {
    core::PerSide<LastWrite> writes;
    for (const FieldEvent& event : story) {
        const core::EntryBody& body = event.row.entry.body;
        if (const auto* const sent = std::get_if<core::WriteSent>(&body)) {
            writes[sent->side] = {&event, nullptr, nullptr};
        } else if (const auto* const succeeded = std::get_if<core::WriteSucceeded>(&body)) {
            if (LastWrite& last = writes[succeeded->side]; last.isOf(succeeded->write))
                last.answered = &event;
        } else if (const auto* const failed = std::get_if<core::WriteFailed>(&body)) {
            if (LastWrite& last = writes[failed->side]; last.isOf(failed->write))
                last.answered = &event;
        } else if (event.decision && event.decision->outcome == core::Outcome::Echo) {
            passEcho(writes, event);
        }
    }
    return writes;
}

/// The API's words and its code, where it gave any.
QString apiWords(const core::WriteFailed& failed) {
    QString text;
    if (!failed.message.empty())
        text += QStringLiteral(": “%1”").arg(QString::fromStdString(failed.message));
    if (!failed.code.empty())
        text += (text.isEmpty() ? QStringLiteral(": `%1`") : QStringLiteral(" `%1`"))
                    .arg(QString::fromStdString(failed.code));
    return text + QLatin1Char('.');
}

/// What came of a write that failed: it was refused only where the API has refused this field's value.
QString failureInWords(const LastWrite& write, const core::WriteFailed& failed, const std::string& field,
                       const TimeFormat& times) {
    const std::vector<std::string>& named = failed.fields;
    switch (failed.failure) {
        case core::FailureClass::NotSent:
            return tr(", without effect%1 It is sent again later.").arg(apiWords(failed));
        case core::FailureClass::Unknown:
            if (write.echo != nullptr)
                return tr(", the answer was lost, but its echo came at `%1`.")
                    .arg(times.moment(write.echo->row.entry.captureTime));
            return tr(", the answer was lost%1 The record is read before anything is sent again.")
                .arg(apiWords(failed));
        case core::FailureClass::Permanent:
            if (!named.empty() && std::find(named.begin(), named.end(), field) == named.end())
                return tr(", not taken, since another field was refused%1").arg(apiWords(failed));
            return tr(", refused%1").arg(apiWords(failed));
    }
    return {};
}

Icon failureIcon(core::FailureClass failure) {
    switch (failure) {
        case core::FailureClass::NotSent:
            return Icon::Clock;
        case core::FailureClass::Unknown:
            return Icon::Hourglass;
        case core::FailureClass::Permanent:
            return Icon::Mailx;
    }
    return Icon::Mailx;
}

WhyLine writeLine(const LastWrite& write, const std::string& field, const TimeFormat& times) {
    const core::Entry& sent = write.sent->row.entry;
    const auto& body = std::get<core::WriteSent>(sent.body);
    QString text = tr("Written to %1 at `%2`").arg(sideName(body.side), times.moment(sent.captureTime));
    Icon icon = Icon::Clock;
    if (write.answered == nullptr) {
        text += tr(", no answer yet.");
    } else if (const auto* failed = std::get_if<core::WriteFailed>(&write.answered->row.entry.body)) {
        icon = failureIcon(failed->failure);
        text += failureInWords(write, *failed, field, times);
    } else {
        icon = Icon::Checks;
        const auto took = write.answered->row.entry.captureTime - sent.captureTime;
        text += tr(", answered in %1").arg(span(std::chrono::duration_cast<std::chrono::milliseconds>(took)));
        text += write.echo == nullptr
                    ? QStringLiteral(".")
                    : tr(", confirmed by its echo at `%1`.").arg(times.moment(write.echo->row.entry.captureTime));
    }
    return line(icon, text, sent.seq);
}

/// What it wrote stands or is held there: a write of an older value explains nothing.
bool isOfValue(const LastWrite& write, const core::Cell& cell, const std::string& field) {
    const auto& sent = std::get<core::WriteSent>(write.sent->row.entry.body);
    return std::any_of(sent.fields.begin(), sent.fields.end(), [&](const core::WrittenField& one) {
        const std::optional<core::Version>& held = cell.present[sent.side];
        return one.field == field
               && ((cell.standing && cell.standing->id == one.version.id) || (held && held->id == one.version.id));
    });
}

/// It did not come there, as far as is known: it failed, and was neither read there afterwards nor came back.
bool hasFailed(const std::vector<FieldEvent>& story, core::Seq write) {
    bool failed = false;
    for (const FieldEvent& event : story) {
        const auto* const answer = std::get_if<core::WriteFailed>(&event.row.entry.body);
        if (answer != nullptr && answer->write == write)
            failed = true;
        if (event.decision && event.decision->write == write
            && (event.decision->outcome == core::Outcome::Echo || event.decision->outcome == core::Outcome::Landed))
            failed = false;
    }
    return failed;
}

bool holds(const core::Cell& cell, core::Side side, const core::Version& version) {
    const std::optional<core::Version>& held = cell.present[side];
    return held && core::same(held->value[side], version.value[side]);
}

/// As which a person may choose the version now, or null.
const core::Candidate* openCandidate(const core::Cell& cell, const core::Version& version) {
    if (!cell.conflict)
        return nullptr;
    const std::vector<core::Candidate>& candidates = cell.conflict->candidates;
    const auto found = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const core::Candidate& one) { return one.version.id == version.id; });
    return found == candidates.end() ? nullptr : &*found;
}

/// The value has come to the other side all the same, by a person's choice or by itself. It may be gone from there,
/// unless it is still to be decided about: then it is across only while it is held there.
bool hasCrossed(const core::Cell& cell, const std::vector<FieldEvent>& story, const std::string& field,
                const core::Version& version) {
    const core::Candidate* const open = openCandidate(cell, version);
    const core::Side other = core::other(open == nullptr ? version.id.side : open->place);
    const core::Value& value = version.value[other];
    if (holds(cell, other, version))
        return true;
    if (open != nullptr)
        return false;
    return std::any_of(story.begin(), story.end(), [&](const FieldEvent& event) {
        const core::Entry& entry = event.row.entry;
        const auto* const sent = std::get_if<core::WriteSent>(&entry.body);
        return sent != nullptr && sent->side == other && version.id.seq < entry.seq && hasSent(*sent, field, value)
               && !hasFailed(story, entry.seq);
    });
}

/// Both held what stood when the change came, and it was not written over where it is still to be decided about.
bool wasAgreed(const core::FieldDecision& decision, const core::Cell& cell) {
    const core::Side side = decision.version->id.side;
    const core::Candidate* const open = openCandidate(cell, *decision.standing);
    return decision.base && core::same(decision.base->value[side], decision.standing->value[side])
           && (open == nullptr || holds(cell, open->place, open->version));
}

bool isOfConflict(core::Outcome outcome) {
    return outcome == core::Outcome::Conflicted || outcome == core::Outcome::Candidate;
}

/// The change, and where a conflict came of it also what it was compared with: neither has crossed by that.
std::vector<core::Version> heldBack(const core::FieldDecision& decision, const core::Cell& cell,
                                    const std::vector<FieldEvent>& story) {
    std::vector<core::Version> versions;
    if (!isOfConflict(decision.outcome))
        return {*decision.version};
    versions.push_back(*decision.version);
    if (decision.outcome == core::Outcome::Conflicted && decision.standing && !wasAgreed(decision, cell))
        versions.push_back(*decision.standing);
    std::erase_if(versions, [&](const core::Version& one) { return hasCrossed(cell, story, decision.field, one); });
    return versions;
}

bool isWhyNot(core::Outcome outcome) {
    switch (outcome) {
        case core::Outcome::Lost:
        case core::Outcome::Superseded:
        case core::Outcome::Refused:
        case core::Outcome::NoChange:
        case core::Outcome::Deleted:
        case core::Outcome::Unlinked:
        case core::Outcome::Conflicted:
        case core::Outcome::Candidate:
            return true;
        default:
            return false;
    }
}

QString whenWritten(const core::Version& version, const TimeFormat& times) {
    return version.time.from == core::kBeginningOfTime ? QStringLiteral("≤ ") + times.second(version.time.last)
                                                       : times.source(version.time);
}

}  // namespace

Why whyThisValue(const core::Cell& cell, const MappedField& field, const std::vector<FieldEvent>& story,
                 const TimeFormat& times) {
    Why why;
    const Last last = lastOf(story);
    why.headline = headlineOf(cell, last);
    const core::Seq decidedAt = last.decided == nullptr ? core::Seq() : last.decided->row.entry.seq;
    std::vector<WhyLine> earlier = peopleLines(last.before, times);
    std::vector<WhyLine> since = peopleLines(last.behind, times);
    const core::PerSide<LastWrite> writes = lastWrites(story);
    for (const core::Side side : core::kSides) {
        const LastWrite& write = writes[side];
        if (write.sent == nullptr)
            continue;
        const bool isBefore = write.sent->row.entry.seq < decidedAt;
        if (!isBefore || isOfValue(write, cell, field.name))
            (isBefore ? earlier : since).push_back(writeLine(write, field.name, times));
    }
    if (last.decided != nullptr)
        addDecision(why, *last.decided, std::move(earlier), times);
    else if (last.baseline != nullptr)
        since.push_back(line(Icon::Equals, asSentence(last.baseline->sentence), last.baseline->row.entry.seq));
    addInOrder(why, std::move(since));
    why.lines.push_back(line(Icon::Ownership, ruleInWords(field.rule)));
    for (const core::Side side : core::kSides) {
        if (const auto& apart = cell.apart[side]; apart && apart->reason == core::ApartReason::RefusedKept)
            why.lines.push_back(line(
                Icon::Split, tr("%1 keeps its own value: %2").arg(sideName(side), QString::fromStdString(apart->text)),
                apart->cause));
    }
    return why;
}

std::vector<WhyLine> whyNot(const core::Cell& cell, const std::vector<FieldEvent>& story, const TimeFormat& times) {
    std::vector<WhyLine> lines;
    std::set<core::VersionId> told;
    for (auto event = story.rbegin(); event != story.rend(); ++event) {
        if (!event->decision || !event->decision->version || !isWhyNot(event->decision->outcome))
            continue;
        const bool isOnce = isOfConflict(event->decision->outcome);
        for (const core::Version& version : heldBack(*event->decision, cell, story)) {
            if (isOnce && !told.insert(version.id).second)
                continue;
            WhyLine one;
            one.side = version.id.side;
            one.text = tr("%1 of `%2`: %3")
                           .arg(data(version), whenWritten(version, times), QString::fromStdString(event->sentence));
            one.entry = event->row.entry.seq;
            lines.push_back(one);
        }
    }
    return lines;
}

}  // namespace syncline::ui
