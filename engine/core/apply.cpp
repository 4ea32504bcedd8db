#include "engine/core/apply.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace syncline::core {

namespace {

/// One text for the person who asks why a side differs: "INVALID_EMAIL_ADDRESS: not a valid address".
std::string wordsOf(const WriteFailed& failed) {
    if (failed.code.empty())
        return failed.message;
    return failed.message.empty() ? failed.code : failed.code + ": " + failed.message;
}

/// The policy of the workspace file is named by a hash, one of a command by whoever gave it.
bool isSha256(std::string_view text) {
    constexpr std::size_t kHexDigits = 64;
    return text.size() == kHexDigits && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// Another standing version is a new start for both sides: it is tried where the last one was refused.
void setStanding(Cell& cell, const Version& version) {
    if (!cell.standing || cell.standing->id != version.id) {
        cell.apart = {};
        cell.refusedOn = {};
    }
    cell.standing = version;
}

/// The version is the newest that we wrote there; one that is written again is not remembered twice.
void remember(std::vector<Version>& sent, const Version& version) {
    std::erase_if(sent, [&](const Version& one) { return one.id == version.id; });
    sent.push_back(version);
    if (sent.size() > kSentKept)
        sent.erase(sent.begin());
}

/// Nearly every cell is at rest nearly always: what it needs while it moves is given back.
template <typename T>
void releaseIfEmpty(std::vector<T>& list) {
    if (list.empty())
        list = std::vector<T>();
}

/// A side tells of our writes in its order: when one has come back, it and those before it will not come again, and
/// whoever sets the same value later is somebody else, even if the source names us: an automation in the step of
/// another write.
void forgetThrough(std::vector<Version>& sent, std::vector<Version>::iterator last) {
    if (last != sent.end())
        sent.erase(sent.begin(), std::next(last));
    releaseIfEmpty(sent);
}

/// The version of ours that the decision says has come back, in whatever way it was recognised.
std::vector<Version>::iterator cameBack(Cell& cell, Side side, const FieldDecision& decision) {
    std::vector<Version>& sent = cell.sent[side];
    const auto with = [&](const VersionId& id) {
        return std::find_if(sent.begin(), sent.end(), [&](const Version& one) { return one.id == id; });
    };
    if (decision.outcome == Outcome::Echo && decision.change.present[side])
        return with(decision.change.present[side]->id);
    const bool isOfSide = decision.version && decision.version->id.side == side;
    if (decision.outcome == Outcome::Echo && isOfSide) {
        // It moved nothing, since something newer was known: the newest of its value, as it was recognised.
        const auto newest = std::find_if(sent.rbegin(), sent.rend(), [&](const Version& one) {
            return same(one.value[side], decision.version->value[side]);
        });
        return newest == sent.rend() ? sent.end() : std::prev(newest.base());
    }
    // An automation has changed it in the same step.
    const bool isChangedInStep = isOfSide && decision.outcome != Outcome::Echo && decision.change.closedThrough[side];
    if (!isChangedInStep || decision.outcome == Outcome::Settled)
        return sent.end();
    const std::vector<Out>& out = cell.out[side];
    const auto write = std::find_if(out.begin(), out.end(),
                                    [&](const Out& one) { return one.write == decision.change.closedThrough[side]; });
    return write == out.end() ? sent.end() : with(write->version.id);
}

void setAnswered(Out& out, base::WallTime at) {
    if (out.answeredAt)
        return;
    out.answeredAt = at;
    out.outcomeUnknown = false;
}

/// The write is known to have been taken, if it is one of these. Those before it have been, or never will be: their
/// events may still come.
void setAnsweredThrough(std::vector<Out>& outs, Seq write, base::WallTime at) {
    if (std::none_of(outs.begin(), outs.end(), [&](const Out& out) { return out.write == write; }))
        return;
    for (Out& out : outs) {
        if (out.write <= write)
            setAnswered(out, at);
    }
}

/// What we have written is no reading of that side, wherever its value came from.
void setWritten(std::optional<Version>& present, const Version& version) {
    present = version;
    present->byRead = false;
}

void closeOuts(Cell& cell, Side side, const CellChange& change) {
    const std::optional<Seq>& through = change.closedThrough[side];
    const std::optional<Seq>& alone = change.closedAlone[side];
    if (!through && !alone)
        return;
    std::erase_if(cell.out[side],
                  [&](const Out& out) { return (through && out.write <= *through) || (alone && out.write == *alone); });
    releaseIfEmpty(cell.out[side]);
}

/// A side that holds the standing version does not differ, however it came to it.
bool holdsStanding(const Cell& cell, Side side) {
    return cell.standing && cell.present[side] && cell.present[side]->id == cell.standing->id;
}

void applyToCell(Cell& cell, const CellChange& change) {
    if (change.standing)
        setStanding(cell, *change.standing);
    for (const Side side : kSides) {
        if (change.present[side])
            cell.present[side] = change.present[side];
        if (change.present[side] && holdsStanding(cell, side))
            cell.apart[side].reset();
        closeOuts(cell, side, change);
        if (change.apart[side])
            cell.apart[side] = change.apart[side];
        if (change.refusedOn[side])
            cell.refusedOn[side] = change.refusedOn[side];
    }
}

bool isDeleted(const Entity& entity) {
    return entity.deleted.salesforce || entity.deleted.hubspot;
}

/// A tombstone and an absorbed entity neither send nor receive.
bool isDue(const Entity& entity, Side side) {
    if (isDeleted(entity) || entity.mergedInto)
        return false;
    return std::any_of(entity.cells.begin(), entity.cells.end(),
                       [&](const auto& cell) { return due(cell.second, side) != nullptr; });
}

/// One entry at work: every entity that it touches is taken by touch() and settled at the end.
class Fold {
public:
    Fold(State& state, const Entry& entry) : m_state(state), m_entry(entry) {}

    void run() {
        std::visit([this](const auto& body) { fold(body); }, m_entry.body);
        for (const EntityId id : m_touched)
            settle(m_state.entity(id));
    }

private:
    Entity& touch(EntityId id) {
        Entity& entity = m_state.entity(id);
        entity.id = id;
        if (std::find(m_touched.begin(), m_touched.end(), id) == m_touched.end())
            m_touched.push_back(id);
        return entity;
    }

    /// Null for an entry of the workspace as a whole.
    Entity* own() { return m_entry.entity == EntityId() ? nullptr : &touch(m_entry.entity); }

    void settle(Entity& entity) const {
        entity.lastEntry = m_entry.seq;
        for (const Side side : kSides) {
            if (!isDue(entity, side))
                entity.dueSince[side] = Seq();
            else if (entity.dueSince[side] == Seq())
                entity.dueSince[side] = m_entry.seq;
        }
    }

    void fold(const ChangeCaptured& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        if (entity->object.empty())
            entity->object = body.record.object;
        if (!entity->record[body.record.side])
            entity->record[body.record.side] = body.record.id;
        m_state.setLink(body.record, entity->id);
        entity->undecided.push_back(m_entry.seq);
    }

    void fold(const FieldsDecided& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        for (const FieldDecision& decision : body.fields) {
            const bool tellsOfWrites = decision.outcome == Outcome::Landed || decision.outcome == Outcome::Echo;
            if (decision.change == CellChange{} && !tellsOfWrites)
                continue;
            Cell& cell = entity->cells[decision.field];
            for (const Side side : kSides)
                forgetThrough(cell.sent[side], cameBack(cell, side, decision));
            applyToCell(cell, decision.change);
            for (const Side side : kSides) {
                if (decision.outcome == Outcome::Landed && decision.write)
                    setAnsweredThrough(cell.out[side], *decision.write, m_entry.captureTime);
            }
        }
        std::erase(entity->undecided, m_entry.cause);
    }

    void fold(const ConflictOpened& body) {
        if (Entity* const entity = own())
            entity->cells[body.field].conflict = Conflict{m_entry.seq, body.type, body.candidates};
    }

    void fold(const ConflictUpdated& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        Cell& cell = entity->cells[body.field];
        if (!cell.conflict)
            cell.conflict.emplace();
        cell.conflict->id = body.conflict;
        cell.conflict->candidates = body.candidates;
    }

    void fold(const ConflictResolved& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        Cell& cell = entity->cells[body.field];
        setStanding(cell, body.standing);
        cell.conflict.reset();
    }

    void fold(const WriteSent& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        for (const WrittenField& written : body.fields) {
            Cell& cell = entity->cells[written.field];
            cell.out[body.side].push_back({m_entry.seq, written.version, std::nullopt, false});
            remember(cell.sent[body.side], written.version);
        }
        if (!body.record)
            entity->creating = m_entry.seq;
    }

    void fold(const WriteSucceeded& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        endCreate(*entity, body.write);
        if (body.created) {
            entity->record[body.side] = body.created;
            m_state.setLink({body.side, entity->object, *body.created}, entity->id);
        }
        for (auto& [field, cell] : entity->cells) {
            for (Out& out : cell.out[body.side]) {
                if (out.write != body.write)
                    continue;
                setAnswered(out, body.answeredAt);
                if (body.created)
                    setWritten(cell.present[body.side], out.version);
            }
            // Nothing else wrote to a record that was not there, so its create needs no event to be sure of.
            if (body.created)
                removeOut(cell, body.side, body.write);
        }
    }

    void fold(const WriteFailed& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        switch (body.failure) {
            case FailureClass::NotSent:
                withdraw(*entity, body);
                break;
            case FailureClass::Unknown:
                doubt(*entity, body);
                break;
            case FailureClass::Permanent:
                setApart(*entity, body);
                withdraw(*entity, body);
                break;
        }
    }

    void fold(const RecordLinked& body) {
        if (m_entry.entity == EntityId())
            return;
        if (body.absorbed != EntityId() && body.absorbed != m_entry.entity)
            absorb(body);
        Entity& entity = touch(m_entry.entity);
        for (const Side side : kSides) {
            entity.record[side] = body.record[side];
            m_state.setLink({side, entity.object, body.record[side]}, entity.id);
        }
    }

    void fold(const BaselineRead&) {
        if (Entity* const entity = own())
            entity->stale = {};
    }

    void fold(const PolicyChanged& body) {
        WorkspaceState& workspace = m_state.workspace();
        workspace.rules = body.rules;
        workspace.rules.version = m_entry.seq;
        if (isSha256(body.source))
            workspace.policySource = body.source;
    }

    void fold(const GapDetected& body) {
        for (const RecordKey& record : body.records) {
            if (const std::optional<EntityId> id = m_state.linkOf(record))
                touch(*id).stale[body.side] = true;
        }
        Seq& gap = m_state.workspace().gap[body.side];
        if (body.allNamed)
            gap = Seq();
        else if (body.records.empty())
            gap = m_entry.seq;
    }

    void fold(const ConnectorStateChanged& body) { m_state.workspace().connector[body.side] = body; }

    void fold(const RecordDeleted& body) {
        Entity* const entity = own();
        if (entity == nullptr)
            return;
        entity->deleted[body.record.side] = !body.undeleted;
        if (body.undeleted)
            entity->stale[body.record.side] = true;
    }

    static void removeOut(Cell& cell, Side side, Seq write) {
        std::erase_if(cell.out[side], [&](const Out& out) { return out.write == write; });
        releaseIfEmpty(cell.out[side]);
    }

    static void endCreate(Entity& entity, Seq write) {
        if (entity.creating == write)
            entity.creating.reset();
    }

    /// The write had no effect.
    static void withdraw(Entity& entity, const WriteFailed& body) {
        for (auto& [field, cell] : entity.cells)
            removeOut(cell, body.side, body.write);
        endCreate(entity, body.write);
    }

    static void doubt(Entity& entity, const WriteFailed& body) {
        for (auto& [field, cell] : entity.cells) {
            for (Out& out : cell.out[body.side])
                out.outcomeUnknown = out.outcomeUnknown || out.write == body.write;
        }
    }

    static const Out* findOut(const Cell& cell, const WriteFailed& body) {
        const std::vector<Out>& outs = cell.out[body.side];
        const auto found =
            std::find_if(outs.begin(), outs.end(), [&](const Out& out) { return out.write == body.write; });
        return found == outs.end() ? nullptr : &*found;
    }

    /// The fields that the API names are apart. When it names none of those that were written (it asks for one that
    /// was missing, say) all of them are: sent again as they are, they would be refused again. A version that no longer
    /// stands is no reason to hold back the one that does.
    void setApart(Entity& entity, const WriteFailed& body) const {
        const auto isNamed = [&](const std::string& field) {
            return std::find(body.fields.begin(), body.fields.end(), field) != body.fields.end();
        };
        const bool namesAny = std::any_of(entity.cells.begin(), entity.cells.end(), [&](const auto& one) {
            return isNamed(one.first) && findOut(one.second, body) != nullptr;
        });
        for (auto& [field, cell] : entity.cells) {
            const Out* const out = findOut(cell, body);
            if (out == nullptr || (namesAny && !isNamed(field)))
                continue;
            if (cell.standing && cell.standing->id == out->version.id)
                cell.apart[body.side] = Apart{ApartReason::RejectedByApi, m_entry.seq, wordsOf(body)};
        }
    }

    /// What the absorbed entity waited for, the survivor waits for now. The absorbed one's cells stay behind as
    /// history; the survivor's come from a baseline. No more than one entity is held at a time: the state may move
    /// them.
    void absorb(const RecordLinked& body) {
        Entity& absorbed = touch(body.absorbed);
        const Entity was = absorbed;
        absorbed.undecided.clear();
        absorbed.mergedInto = Seq(m_entry.entity.value());

        Entity& survivor = touch(m_entry.entity);
        std::vector<Seq> undecided;
        std::merge(was.undecided.begin(), was.undecided.end(), survivor.undecided.begin(), survivor.undecided.end(),
                   std::back_inserter(undecided));
        survivor.undecided = std::move(undecided);
        if (survivor.object.empty())
            survivor.object = was.object;
        for (const Side side : kSides) {
            if (was.record[side] != body.record[side])
                continue;
            survivor.deleted[side] = survivor.deleted[side] || was.deleted[side];
            survivor.stale[side] = survivor.stale[side] || was.stale[side];
        }
    }

    State& m_state;
    const Entry& m_entry;
    std::vector<EntityId> m_touched;
};

}  // namespace

std::vector<EntityId> entitiesOf(const Entry& entry) {
    std::vector<EntityId> entities;
    if (entry.entity == EntityId())
        return entities;
    entities.push_back(entry.entity);
    if (const auto* const linked = std::get_if<RecordLinked>(&entry.body)) {
        if (linked->absorbed != EntityId() && linked->absorbed != entry.entity)
            entities.push_back(linked->absorbed);
    }
    return entities;
}

std::vector<RecordKey> recordsOf(const Entry& entry) {
    if (const auto* const captured = std::get_if<ChangeCaptured>(&entry.body))
        return {captured->record};
    if (const auto* const deleted = std::get_if<RecordDeleted>(&entry.body))
        return {deleted->record};
    if (const auto* const gap = std::get_if<GapDetected>(&entry.body))
        return gap->records;
    return {};
}

void apply(State& state, const Entry& entry) {
    Fold(state, entry).run();
}

}  // namespace syncline::core
