#include "tests/core/random_values.h"

#include <limits>
#include <utility>

namespace syncline::test {

using namespace core;

std::int64_t RandomValues::number() {
    switch (m_random.below(5)) {
        case 0:
            return 0;
        case 1:
            return m_random.between(-200, 200);
        case 2:
            return std::numeric_limits<std::int64_t>::min();
        case 3:
            return std::numeric_limits<std::int64_t>::max();
        default:
            return static_cast<std::int64_t>(m_random.next());
    }
}

std::string RandomValues::text() {
    const std::uint64_t size = m_random.below(8) == 0 ? m_random.below(300) : m_random.below(12);
    std::string made;
    for (std::uint64_t i = 0; i < size; ++i)
        made.push_back(static_cast<char>(m_random.below(256)));
    return made;
}

base::WallTime RandomValues::time() {
    return base::WallTime(std::chrono::milliseconds(number()));
}

RecordKey RandomValues::record() {
    const Side made = side();
    std::string object = text();
    return {made, std::move(object), text()};
}

VersionId RandomValues::versionId() {
    const Seq made = seq();
    return {made, side()};
}

Value RandomValues::value() {
    auto made = maybe([this] { return text(); });
    return {std::move(made), text()};
}

SourceTime RandomValues::sourceTime() {
    SourceTime made;
    made.from = time();
    made.last = time();
    made.clocksDisagree = coin();
    made.fromFuture = coin();
    return made;
}

Writer RandomValues::writer() {
    const WriterKind kind = upTo(WriterKind::Operator);
    return {kind, text()};
}

Version RandomValues::version() {
    Version made;
    made.id = versionId();
    made.value = sides([this] { return value(); });
    made.time = sourceTime();
    made.writer = writer();
    made.byRead = coin();
    return made;
}

Change RandomValues::change() {
    Change made;
    made.seq = seq();
    made.side = side();
    made.kind = upTo(ChangeKind::Observed);
    made.action = upTo(Action::Merge);
    made.time = sourceTime();
    made.writer = writer();
    made.writerKnown = coin();
    made.fields = list([this] {
        FieldChange field;
        field.field = text();
        field.value = sides([this] { return value(); });
        field.time = maybe([this] { return sourceTime(); });
        field.writer = maybe([this] { return writer(); });
        return field;
    });
    return made;
}

Candidate RandomValues::candidate() {
    Candidate made;
    made.version = version();
    made.place = side();
    made.overwritten = coin();
    return made;
}

Apart RandomValues::apart() {
    Apart made;
    made.reason = upTo(ApartReason::RejectedByApi);
    made.cause = seq();
    made.text = text();
    return made;
}

Cell RandomValues::cell() {
    Cell made;
    made.standing = maybe([this] { return version(); });
    made.present = sides([this] { return maybe([this] { return version(); }); });
    made.out = sides([this] {
        return list([this] {
            Out out;
            out.write = seq();
            out.version = version();
            out.answeredAt = maybe([this] { return time(); });
            out.outcomeUnknown = coin();
            return out;
        });
    });
    made.sent = sides([this] { return list([this] { return version(); }); });
    made.refusedOn = sides([this] { return maybe([this] { return versionId(); }); });
    made.conflict = maybe([this] {
        Conflict conflict;
        conflict.id = seq();
        conflict.type = upTo(ConflictType::FirstComparison);
        conflict.candidates = list([this] { return candidate(); });
        return conflict;
    });
    made.apart = sides([this] { return maybe([this] { return apart(); }); });
    return made;
}

CellChange RandomValues::cellChange() {
    CellChange made;
    made.standing = maybe([this] { return version(); });
    made.present = sides([this] { return maybe([this] { return version(); }); });
    made.closedThrough = sides([this] { return maybe([this] { return seq(); }); });
    made.closedAlone = sides([this] { return maybe([this] { return seq(); }); });
    made.apart = sides([this] { return maybe([this] { return apart(); }); });
    made.refusedOn = sides([this] { return maybe([this] { return versionId(); }); });
    return made;
}

FieldDecision RandomValues::decision() {
    const auto duration = [this] { return std::chrono::milliseconds(number()); };
    FieldDecision made;
    made.field = text();
    made.outcome = upTo(Outcome::Unlinked);
    made.reason = upTo(Reason::AutomationAfterUs);
    made.version = maybe([this] { return version(); });
    made.base = maybe([this] { return version(); });
    made.standing = maybe([this] { return version(); });
    made.margin = maybe(duration);
    made.tolerance = maybe(duration);
    made.tieBreak = maybe([this] { return upTo(TieBreak::Review); });
    made.write = maybe([this] { return seq(); });
    made.change = cellChange();
    return made;
}

RuleSet RandomValues::rules() {
    RuleSet made;
    made.version = seq();
    for (const std::string& object : list([this] { return text(); })) {
        for (const std::string& field : list([this] { return text(); })) {
            FieldRule& rule = made.fields[object][field];
            rule.admission.owner = maybe([this] { return side(); });
            rule.admission.onRefused = upTo(OnRefused::Review);
            rule.choice.kind = upTo(ChoiceKind::Review);
            rule.choice.tolerance = std::chrono::milliseconds(number());
            rule.choice.tieBreak = upTo(TieBreak::Review);
            rule.firstComparison = upTo(TieBreak::Review);
        }
    }
    made.mode = sides([this] { return upTo(Mode::Live); });
    return made;
}

ConnectorStateChanged RandomValues::connector() {
    ConnectorStateChanged made;
    made.side = side();
    made.phase = upTo(ConnectorPhase::Disconnected);
    made.message = text();
    return made;
}

Entity RandomValues::entity() {
    Entity made;
    made.id = EntityId(number());
    made.object = text();
    made.record = sides([this] { return maybe([this] { return text(); }); });
    made.deleted = sides([this] { return coin(); });
    made.stale = sides([this] { return coin(); });
    made.creating = maybe([this] { return seq(); });
    made.mergedInto = maybe([this] { return seq(); });
    made.undecided = list([this] { return seq(); });
    for (const std::string& field : list([this] { return text(); }))
        made.cells[field] = cell();
    made.dueSince = sides([this] { return seq(); });
    made.lastEntry = seq();
    return made;
}

WorkspaceState RandomValues::workspace() {
    WorkspaceState made;
    made.rules = rules();
    made.policySource = text();
    made.connector = sides([this] { return connector(); });
    made.gap = sides([this] { return seq(); });
    return made;
}

EntryBody RandomValues::body(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured: {
            ChangeCaptured made{record(), change(), {}, {}, {}};
            made.unmapped = list([this] { return text(); });
            made.transaction = text();
            made.raw = text();
            return made;
        }
        case EntryKind::FieldsDecided:
            return FieldsDecided{list([this] { return decision(); })};
        case EntryKind::ConflictOpened:
            return ConflictOpened{text(), upTo(ConflictType::FirstComparison), list([this] { return candidate(); }),
                                  text()};
        case EntryKind::ConflictUpdated:
            return ConflictUpdated{seq(), text(), list([this] { return candidate(); })};
        case EntryKind::ConflictResolved:
            return ConflictResolved{.conflict = seq(),
                                    .field = text(),
                                    .standing = version(),
                                    .candidates = list([this] { return candidate(); }),
                                    .byItself = coin(),
                                    .who = text(),
                                    .note = text(),
                                    .type = upTo(ConflictType::FirstComparison)};
        case EntryKind::WriteSent: {
            WriteSent made;
            made.side = side();
            made.record = maybe([this] { return text(); });
            made.attempt = static_cast<int>(m_random.between(std::numeric_limits<int>::min(), 7));
            made.fields = list([this] { return WrittenField{text(), version()}; });
            return made;
        }
        case EntryKind::WriteSucceeded:
            return WriteSucceeded{seq(), side(), maybe([this] { return text(); }), time()};
        case EntryKind::WriteFailed:
            return WriteFailed{seq(),  side(), upTo(FailureClass::Permanent),
                               text(), text(), list([this] { return text(); })};
        default:
            return recordBody(kind);
    }
}

EntryBody RandomValues::recordBody(EntryKind kind) {
    switch (kind) {
        case EntryKind::RecordLinked:
            return RecordLinked{sides([this] { return text(); }), upTo(LinkOrigin::Operator), EntityId(number())};
        case EntryKind::BaselineRead:
            return BaselineRead{list([this] { return BaselineField{text(), sides([this] { return version(); })}; })};
        case EntryKind::PolicyChanged:
            return PolicyChanged{rules(), text(), text()};
        case EntryKind::GapDetected:
            return GapDetected{side(), text(), list([this] { return record(); }), coin()};
        case EntryKind::ConnectorStateChanged:
            return connector();
        default:
            return RecordDeleted{record(), coin()};
    }
}

}  // namespace syncline::test
