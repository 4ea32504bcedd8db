#include "ui/stream/entry_words.h"
#include "ui/stream/words.h"
#include "ui/widgets/format.h"

namespace syncline::ui::stream {

namespace {

using core::FieldDecision;
using core::Outcome;
using core::Reason;
using core::Side;

constexpr int kGraveNothing = 0;
constexpr int kGraveMoved = 1;

OutcomeWords muted(const QString& text, Icon icon) {
    return {text, icon, Tone::Muted, false, kGraveNothing};
}
OutcomeWords plain(const QString& text, Icon icon) {
    return {text, icon, Tone::Normal, false, kGraveMoved};
}
OutcomeWords attention(const QString& text, Icon icon, bool isStrong = false) {
    return {text, icon, Tone::Attention, isStrong, kGraveAttention};
}
OutcomeWords failure(const QString& text, Icon icon) {
    return {text, icon, Tone::Failure, true, kGraveFailure};
}

/// The side that a change goes to.
Side goesTo(const FieldDecision& decision) {
    return decision.version ? core::other(decision.version->id.side) : Side::HubSpot;
}
Icon arrowTo(Side side) {
    return side == Side::HubSpot ? Icon::ArrowRight : Icon::ArrowLeft;
}

bool isPhotoFinish(Reason reason) {
    return reason == Reason::PhotoFinish || reason == Reason::CoarseClock || reason == Reason::EqualTimes
           || reason == Reason::UnknownTime;
}

OutcomeWords chosen(const FieldDecision& decision) {
    const bool won = decision.outcome == Outcome::Won;
    if (isPhotoFinish(decision.reason))
        return won ? plain(Words::tr("won, photo finish"), Icon::Photo)
                   : plain(Words::tr("lost, photo finish"), Icon::Lost);
    if (decision.reason == Reason::Later && decision.margin)
        return won ? plain(Words::tr("won, %1 later").arg(span(*decision.margin)), arrowTo(goesTo(decision)))
                   : plain(Words::tr("lost, %1 earlier").arg(span(*decision.margin)), Icon::Lost);
    return won ? plain(Words::tr("won"), arrowTo(goesTo(decision))) : plain(Words::tr("lost"), Icon::Lost);
}

/// A refused change is taken back, or left on its side.
OutcomeWords refused(const FieldDecision& decision) {
    const bool isLeft = decision.change.apart.salesforce || decision.change.apart.hubspot;
    return isLeft ? failure(Words::tr("refused, left apart"), Icon::Fail)
                  : plain(Words::tr("reverted to owner"), Icon::Undo);
}

struct OutcomeOfBody {
    OutcomeWords operator()(const core::ChangeCaptured& body) const {
        if (body.change.writer.kind == core::WriterKind::Us)
            return muted(Words::tr("our own write"), Icon::Echo);
        switch (body.change.action) {
            case core::Action::Create:
                return plain(Words::tr("created"), Icon::Plus);
            case core::Action::Delete:
                return plain(Words::tr("deleted"), Icon::Trash);
            case core::Action::Undelete:
                return plain(Words::tr("undeleted"), Icon::Undo);
            case core::Action::Merge:
                return plain(Words::tr("merged"), Icon::Merge);
            case core::Action::Update:
                break;
        }
        return body.change.kind == core::ChangeKind::Observed ? muted(Words::tr("found by reading"), Icon::Search)
                                                              : OutcomeWords{};
    }
    OutcomeWords operator()(const core::FieldsDecided& body) const {
        const FieldDecision* const field = speakingField(body);
        return field == nullptr ? muted(Words::tr("nothing to decide"), Icon::None) : outcomeOf(*field);
    }
    OutcomeWords operator()(const core::ConflictOpened&) const {
        return attention(Words::tr("conflict, you decide"), Icon::Conflicts, true);
    }
    OutcomeWords operator()(const core::ConflictUpdated& body) const {
        const std::size_t count = body.candidates.size();
        return attention(count == 1 ? Words::tr("1 candidate now") : Words::tr("%1 candidates now").arg(count),
                         Icon::Conflicts);
    }
    OutcomeWords operator()(const core::ConflictResolved& body) const {
        return plain(body.byItself ? Words::tr("by itself") : Words::tr("by %1").arg(QString::fromStdString(body.who)),
                     Icon::Check);
    }
    OutcomeWords operator()(const core::WriteSent& body) const {
        if (body.attempt > 1)
            return muted(Words::tr("sent, try %1").arg(body.attempt), Icon::Clock);
        return muted(body.record ? Words::tr("sent") : Words::tr("sent to create"), Icon::Clock);
    }
    OutcomeWords operator()(const core::WriteSucceeded& body) const {
        return plain(body.created ? Words::tr("accepted, created") : Words::tr("accepted"), Icon::Check);
    }
    OutcomeWords operator()(const core::WriteFailed& body) const {
        switch (body.failure) {
            case core::FailureClass::NotSent:
                return attention(Words::tr("not sent, due again"), Icon::Hourglass);
            case core::FailureClass::Unknown:
                return attention(Words::tr("answer lost"), Icon::Warn);
            case core::FailureClass::Permanent:
                break;
        }
        return failure(Words::tr("refused by the API"), Icon::Fail);
    }
    OutcomeWords operator()(const core::RecordLinked& body) const {
        switch (body.origin) {
            case core::LinkOrigin::StoredId:
                return plain(Words::tr("by stored id"), Icon::Link);
            case core::LinkOrigin::MatchKey:
                return plain(Words::tr("by match key"), Icon::Link);
            case core::LinkOrigin::Created:
                return plain(Words::tr("partner created"), Icon::Link);
            case core::LinkOrigin::Operator:
                return plain(Words::tr("by a person"), Icon::Link);
        }
        return {};
    }
    OutcomeWords operator()(const core::BaselineRead&) const {
        return muted(Words::tr("both sides read"), Icon::Equals);
    }
    OutcomeWords operator()(const core::PolicyChanged& body) const {
        return body.who.empty() ? plain(Words::tr("in force from here"), Icon::Check)
                                : plain(Words::tr("by %1").arg(QString::fromStdString(body.who)), Icon::Check);
    }
    OutcomeWords operator()(const core::GapDetected& body) const {
        if (body.records.empty())
            return attention(body.allNamed ? Words::tr("all records named") : Words::tr("any record"), Icon::Gap);
        const std::size_t count = body.records.size();
        return attention(count == 1 ? Words::tr("1 record to read") : Words::tr("%1 records to read").arg(count),
                         Icon::Gap);
    }
    OutcomeWords operator()(const core::ConnectorStateChanged& body) const {
        switch (body.phase) {
            case core::ConnectorPhase::Stopped:
                return muted(Words::tr("stopped"), Icon::Pause);
            case core::ConnectorPhase::Connecting:
                return muted(Words::tr("connecting"), Icon::Hourglass);
            case core::ConnectorPhase::Connected:
                return plain(Words::tr("connected"), Icon::Check);
            case core::ConnectorPhase::Disconnected:
                break;
        }
        return attention(Words::tr("disconnected"), Icon::Offline);
    }
    OutcomeWords operator()(const core::RecordDeleted& body) const {
        return body.undeleted ? plain(Words::tr("came back"), Icon::Undo)
                              : plain(Words::tr("nothing crosses"), Icon::Trash);
    }
};

}  // namespace

OutcomeWords outcomeOf(const FieldDecision& decision) {
    switch (decision.outcome) {
        case Outcome::Unmapped:
            return muted(Words::tr("not mapped"), Icon::Slash);
        case Outcome::Echo:
            return muted(decision.write ? Words::tr("echo of %1").arg(sequence(*decision.write)) : Words::tr("echo"),
                         Icon::Echo);
        case Outcome::Superseded:
            return muted(Words::tr("superseded"), Icon::Superseded);
        case Outcome::NoChange:
            return muted(Words::tr("same"), Icon::Equals);
        case Outcome::Candidate:
            return attention(Words::tr("joined the conflict"), Icon::Conflicts);
        case Outcome::Refused:
            return refused(decision);
        case Outcome::Applied:
            return plain(Words::tr("applied to %1").arg(sideName(goesTo(decision))), arrowTo(goesTo(decision)));
        case Outcome::Converged:
            return plain(Words::tr("converged"), Icon::Equals);
        case Outcome::Won:
        case Outcome::Lost:
            return chosen(decision);
        case Outcome::Conflicted:
            return attention(Words::tr("conflict, you decide"), Icon::Conflicts, true);
        case Outcome::Baseline:
            return muted(Words::tr("compared"), Icon::Equals);
        case Outcome::Settled:
            return muted(Words::tr("write closed"), Icon::Check);
        case Outcome::Landed:
            return plain(Words::tr("found written"), Icon::Check);
        case Outcome::NotLanded:
            return attention(Words::tr("not written, due again"), Icon::Hourglass);
        case Outcome::Deleted:
            return muted(Words::tr("record deleted"), Icon::Slash);
        case Outcome::Unlinked:
            return muted(Words::tr("no partner"), Icon::Slash);
    }
    return {};
}

OutcomeWords outcomeOf(const core::Entry& entry) {
    return std::visit(OutcomeOfBody{}, entry.body);
}

const FieldDecision* speakingField(const core::FieldsDecided& body) {
    const FieldDecision* gravest = nullptr;
    for (const FieldDecision& field : body.fields) {
        if (gravest == nullptr || outcomeOf(field).grave > outcomeOf(*gravest).grave)
            gravest = &field;
    }
    return gravest;
}

QString reasonInWords(const FieldDecision& decision) {
    const QString compared =
        decision.margin && decision.tolerance
            ? Words::tr("%1 apart, tolerance %2", "two times").arg(span(*decision.margin), span(*decision.tolerance))
            : QString();
    switch (decision.reason) {
        case Reason::None:
            return {};
        case Reason::Later:
            return compared.isEmpty() ? Words::tr("later in its side's own order")
                                      : Words::tr("later: %1").arg(compared);
        case Reason::PhotoFinish:
            return Words::tr("photo finish: %1").arg(compared);
        case Reason::CoarseClock:
            return Words::tr("photo finish: the clocks are too coarse to tell");
        case Reason::EqualTimes:
            return Words::tr("equal times");
        case Reason::UnknownTime:
            return Words::tr("one side's time is unknown");
        case Reason::RuleReview:
            return Words::tr("the rule asks a person");
        case Reason::Owner:
            return Words::tr("the other side owns the field");
        case Reason::AutomationAfterUs:
            return Words::tr("an automation changed what we wrote");
    }
    return {};
}

}  // namespace syncline::ui::stream
