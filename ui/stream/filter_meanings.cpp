#include "ui/stream/filter_meanings.h"

#include "engine/core/decision.h"
#include "engine/core/entry.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/words.h"
#include "ui/widgets/format.h"

namespace syncline::ui::stream {

namespace {

QString meaningOfOutcome(core::Outcome outcome) {
    switch (outcome) {
        case core::Outcome::Unmapped:
            return Words::tr("nothing is mapped to the field");
        case core::Outcome::Echo:
            return Words::tr("our own write coming back");
        case core::Outcome::Superseded:
            return Words::tr("a newer change came earlier");
        case core::Outcome::NoChange:
            return Words::tr("this side held the value already");
        case core::Outcome::Candidate:
            return Words::tr("joined an open conflict");
        case core::Outcome::Refused:
            return Words::tr("the rule does not let it cross");
        case core::Outcome::Applied:
            return Words::tr("goes to the other side");
        case core::Outcome::Converged:
            return Words::tr("both sides wrote the same value");
        case core::Outcome::Won:
            return Words::tr("stands in place of another value");
        case core::Outcome::Lost:
            return Words::tr("another value won; this one is kept");
        case core::Outcome::Conflicted:
            return Words::tr("waits for a person");
        case core::Outcome::Baseline:
            return Words::tr("part of the first comparison");
        case core::Outcome::Settled:
            return Words::tr("a write that nothing came back of");
        case core::Outcome::Landed:
            return Words::tr("a write found there by reading");
        case core::Outcome::NotLanded:
            return Words::tr("a write that was not found, due again");
        case core::Outcome::Deleted:
            return Words::tr("the record is deleted on one side");
        case core::Outcome::Unlinked:
            return Words::tr("the record has no partner");
    }
    return {};
}

QString meaningOfReason(std::string_view reason) {
    const auto is = [&](core::Reason one) { return reason == core::name(one); };
    if (is(core::Reason::Later))
        return Words::tr("later by more than the tolerance");
    if (is(core::Reason::PhotoFinish))
        return Words::tr("within the tolerance: the tie-break");
    if (is(core::Reason::CoarseClock))
        return Words::tr("a clock too coarse to tell: the tie-break");
    if (is(core::Reason::EqualTimes))
        return Words::tr("the same millisecond: the tie-break");
    if (is(core::Reason::UnknownTime))
        return Words::tr("one side's time is unknown");
    if (is(core::Reason::RuleReview))
        return Words::tr("the rule asks a person");
    if (is(core::Reason::Owner))
        return Words::tr("the other side owns the field");
    if (is(core::Reason::AutomationAfterUs))
        return Words::tr("an automation changed what we wrote");
    return Words::tr("nothing had to be chosen");
}

}  // namespace

QString meaningOfName(core::FilterName name) {
    switch (name) {
        case core::FilterName::Sequence:
            return Words::tr("the entry's number");
        case core::FilterName::Time:
            return Words::tr("when it happened, by its source");
        case core::FilterName::Captured:
            return Words::tr("when we had it");
        case core::FilterName::Kind:
            return Words::tr("what kind of entry");
        case core::FilterName::Side:
            return Words::tr("where it came from, or was written to");
        case core::FilterName::Object:
            return Words::tr("contact, company, …");
        case core::FilterName::Record:
            return Words::tr("a record's id or e-mail");
        case core::FilterName::Entity:
            return Words::tr("the number of a linked pair");
        case core::FilterName::Field:
            return Words::tr("a mapped field");
        case core::FilterName::Value:
            return Words::tr("what a side wrote");
        case core::FilterName::Outcome:
            return Words::tr("what became of a change");
        case core::FilterName::Rule:
            return Words::tr("why a choice fell as it did");
        case core::FilterName::Writer:
            return Words::tr("who wrote");
        case core::FilterName::Cause:
            return Words::tr("the entry that led to it");
        case core::FilterName::Conflict:
            return Words::tr("the conflict that it is about");
    }
    return {};
}

QString meaningOfOperator(const QString& op) {
    if (op == QStringLiteral("=="))
        return Words::tr("is");
    if (op == QStringLiteral("!="))
        return Words::tr("is not");
    if (op == QStringLiteral("~"))
        return Words::tr("contains");
    if (op == QStringLiteral("in"))
        return Words::tr("is one of (a, b)");
    if (op == QStringLiteral("<"))
        return Words::tr("less, or earlier");
    if (op == QStringLiteral("<="))
        return Words::tr("at most");
    if (op == QStringLiteral(">"))
        return Words::tr("more, or later");
    if (op == QStringLiteral(">="))
        return Words::tr("at least");
    return op == QStringLiteral("&&") ? Words::tr("and") : Words::tr("or");
}

QString meaningOfValue(core::FilterName name, std::string_view value) {
    if (name == core::FilterName::Outcome) {
        const auto outcome = core::outcomeNamed(value);
        return outcome ? meaningOfOutcome(*outcome) : QString();
    }
    if (name == core::FilterName::Kind) {
        const auto kind = core::entryKindNamed(value);
        return kind ? kindTitle(*kind).toLower() : QString();
    }
    return name == core::FilterName::Rule ? meaningOfReason(value) : QString();
}

std::vector<FilterChoice> writersWithMeaning() {
    const auto choice = [](core::WriterKind kind, const QString& meaning) {
        const std::string_view name = core::name(kind);
        return FilterChoice{QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), meaning};
    };
    return {choice(core::WriterKind::Person, Words::tr("somebody in the CRM's window or by an import")),
            choice(core::WriterKind::Integration, Words::tr("another program")),
            choice(core::WriterKind::Automation, Words::tr("a flow, workflow or trigger")),
            choice(core::WriterKind::Us, Words::tr("this workspace")),
            choice(core::WriterKind::Operator, Words::tr("a person through Syncline")),
            choice(core::WriterKind::Unknown, Words::tr("the source does not say"))};
}

std::vector<FilterChoice> agesWithMeaning() {
    return {{QStringLiteral("-15m"), Words::tr("a quarter of an hour ago")},
            {QStringLiteral("-1h"), Words::tr("an hour ago")},
            {QStringLiteral("-1d"), Words::tr("a day ago")},
            {QStringLiteral("-7d"), Words::tr("a week ago")}};
}

}  // namespace syncline::ui::stream
