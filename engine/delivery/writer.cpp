#include "engine/delivery/writer.h"

#include "engine/core/decide.h"
#include "engine/delivery/decision_entries.h"
#include "engine/delivery/read_back.h"
#include "engine/delivery/sender.h"

#include <algorithm>
#include <set>
#include <utility>

namespace syncline::delivery {

namespace {

bool isBuried(const core::Entity& entity) {
    return entity.mergedInto || entity.deleted.salesforce || entity.deleted.hubspot;
}

void keepEarliest(std::optional<base::MonotonicTime>& moment, std::optional<base::MonotonicTime> other) {
    if (other && (!moment || *other < *moment))
        moment = other;
}

}  // namespace

struct Writer::Impl {
    Impl(core::Side side, const mapping::Workspace& workspace, WriterOptions options, base::Random random)
        : parts(side, workspace, options, random), sender(parts), readBack(parts) {}

    /// Whether the entity may ever be of interest: cheap, and true rather too often.
    [[nodiscard]] bool concerns(const core::Entity& entity) const {
        if (!entity.record[parts.side] || entity.dueSince[parts.side] != core::Seq())
            return true;
        return std::any_of(entity.cells.begin(), entity.cells.end(),
                           [&](const auto& one) { return !one.second.out[parts.side].empty(); });
    }

    void lookAtMarked(WriterContext& context) {
        while (const auto id = parts.moving.takeMarked())
            look(context, *id);
    }
    void look(WriterContext& context, core::EntityId id);
    void rest(core::EntityId id);
    bool confirmCreated(WriterContext& context, const core::Entity& entity);
    bool settle(WriterContext& context, const core::Entity& entity, Track& track);
    void noteAnswered(const core::Entity& entity, Track& track, base::MonotonicTime now) const;
    void noteDoubt(const core::Entity& entity, Track& track, base::MonotonicTime now) const;
    [[nodiscard]] bool maySettle(const core::Entity& entity) const;
    [[nodiscard]] base::MonotonicTime settlesAt(const Answered& answered) const;
    void place(const core::Entity& entity, const mapping::ObjectMapping& object, Track& track, base::MonotonicTime now);

    WriterParts parts;
    Sender sender;
    ReadBack readBack;
    std::optional<base::MonotonicTime> connectedSince;
    std::optional<base::MonotonicTime> behindAt;  ///< when the stream was last seen to be behind
};

/// Brings what is remembered of the entity in line with its state, and appends what is ripe.
void Writer::Impl::look(WriterContext& context, core::EntityId id) {
    const core::Entity* const entity = context.find(id);
    const mapping::ObjectMapping* const object = entity == nullptr ? nullptr : parts.workspace.find(entity->object);
    if (object == nullptr || isBuried(*entity)) {
        rest(id);
        return;
    }
    const base::MonotonicTime now = context.monotonicNow();
    Track& track = parts.moving.track(id);
    noteAnswered(*entity, track, now);
    noteDoubt(*entity, track, now);
    if (confirmCreated(context, *entity) || settle(context, *entity, track)) {
        parts.moving.mark(id);
        return;
    }
    place(*entity, *object, track, now);
    if (!track.isOut && !track.doubt && !track.ready && !track.timer && track.answered.empty())
        parts.moving.forget(id);
}

/// Nothing is to be done for it; what is out is answered all the same.
void Writer::Impl::rest(core::EntityId id) {
    Track* const track = parts.moving.find(id);
    if (track == nullptr)
        return;
    const bool isOut = track->isOut;
    parts.moving.forget(id);
    parts.moving.track(id).isOut = isOut;
    if (!isOut)
        parts.moving.forget(id);
}

/// The stream has told of the record that a lost answer was about. Whether it was made by the write, or was there
/// already, the answer would have said.
bool Writer::Impl::confirmCreated(WriterContext& context, const core::Entity& entity) {
    const std::optional<std::string>& record = entity.record[parts.side];
    const Track& track = parts.moving.track(entity.id);
    if (!entity.creating || !record || track.isOut || !track.doubt)
        return false;
    const core::Seq write = *entity.creating;
    const core::EntityId id = entity.id;
    const core::RecordKey key{parts.side, entity.object, *record};
    const core::Seq made =
        context.append(id, parts.side, write, core::WriteSucceeded{write, parts.side, key.id, context.now()});
    appendGap(context, id, made, key, "the answer to its create was lost: what the record holds has to be read");
    return true;
}

void Writer::Impl::noteAnswered(const core::Entity& entity, Track& track, base::MonotonicTime now) const {
    std::set<base::WallTime> moments;
    for (const auto& [field, cell] : entity.cells) {
        for (const core::Out& out : cell.out[parts.side]) {
            if (out.answeredAt)
                moments.insert(*out.answeredAt);
        }
    }
    std::erase_if(track.answered, [&](const Answered& one) { return moments.erase(one.at) == 0; });
    for (const base::WallTime at : moments)
        track.answered.push_back({at, now});
}

void Writer::Impl::noteDoubt(const core::Entity& entity, Track& track, base::MonotonicTime now) const {
    const bool isUnknown = std::any_of(entity.cells.begin(), entity.cells.end(),
                                       [&](const auto& one) { return isInDoubt(one.second, parts.side); });
    if (!isUnknown)
        track.doubt.reset();
    else if (!track.doubt)
        track.doubt = Doubt{now, now + parts.options.readBackDelay, 0, false};
}

/// A side that was away or is behind tells late. What looks like a stream that is behind may be a clock that is, so
/// that is not waited for for ever.
base::MonotonicTime Writer::Impl::settlesAt(const Answered& answered) const {
    base::MonotonicTime from = std::max(answered.seen, connectedSince.value_or(answered.seen));
    const base::MonotonicTime latest = from + parts.options.longestLag;
    from = std::max(from, std::min(behindAt.value_or(from), latest));
    return from + parts.options.settle;
}

/// A captured change that waits for its decision may be the write's own event, or one that had not seen the write.
bool Writer::Impl::maySettle(const core::Entity& entity) const {
    return connectedSince && entity.undecided.empty();
}

bool Writer::Impl::settle(WriterContext& context, const core::Entity& entity, Track& track) {
    std::optional<base::WallTime> until;
    for (const Answered& answered : track.answered) {
        if (maySettle(entity) && settlesAt(answered) <= context.monotonicNow())
            until = std::max(until.value_or(answered.at), answered.at);
    }
    return until && appendDecision(context, entity.id, parts.side, core::decideSettled(entity, parts.side, *until));
}

/// Where the entity stands now: in a lane, to be read, waiting for a moment.
void Writer::Impl::place(const core::Entity& entity, const mapping::ObjectMapping& object, Track& track,
                         base::MonotonicTime now) {
    std::optional<base::MonotonicTime> timer;
    std::optional<std::pair<Lane, core::Seq>> ready;
    const auto work = track.isOut ? std::nullopt : dueWork(entity, object, parts.side);
    if (work && track.notBefore > now)
        keepEarliest(timer, track.notBefore);
    else if (work)
        ready = {Lane{entity.object, work->create}, work->since};

    const bool mayLook =
        track.doubt && !track.doubt->isAsked && (entity.record[parts.side] || lookUpOf(entity, object, parts.side));
    if (mayLook && track.doubt->lookAt > now)
        keepEarliest(timer, track.doubt->lookAt);
    parts.moving.setToRead(entity.id, mayLook && track.doubt->lookAt <= now);

    for (const Answered& answered : track.answered) {
        if (maySettle(entity) && settlesAt(answered) > now)
            keepEarliest(timer, settlesAt(answered));
    }
    parts.moving.setReady(entity.id, std::move(ready));
    parts.moving.setTimer(entity.id, timer);
}

Writer::Writer(core::Side side, const mapping::Workspace& workspace, WriterOptions options, base::Random random)
    : m_impl(std::make_unique<Impl>(side, workspace, options, random)) {}

Writer::~Writer() = default;

void Writer::touched(const core::Entity& entity) {
    if (m_impl->parts.moving.find(entity.id) != nullptr || m_impl->concerns(entity))
        m_impl->parts.moving.mark(entity.id);
}

void Writer::adopt(WriterContext& context, core::EntityId id) {
    const core::Entity* const entity = context.find(id);
    const Track* const track = m_impl->parts.moving.find(id);
    if (entity == nullptr || (track != nullptr && track->isOut))
        return;
    const core::Side side = m_impl->parts.side;
    std::set<core::Seq> writes;
    for (const auto& [field, cell] : entity->cells) {
        for (const core::Out& out : cell.out[side]) {
            if (!out.answeredAt && !out.outcomeUnknown)
                writes.insert(out.write);
        }
    }
    for (const core::Seq write : writes)
        context.append(
            id, side, write,
            core::WriteFailed{write, side, core::FailureClass::Unknown, {}, "the program ended before the answer", {}});
    m_impl->parts.moving.mark(id);
}

void Writer::answered(WriterContext& context, const connectors::WriteAnswer& answer) {
    m_impl->sender.answered(context, answer);
}

bool Writer::answered(WriterContext& context, const connectors::ReadAnswer& answer) {
    return m_impl->readBack.answered(context, answer);
}

void Writer::sideChanged(core::ConnectorPhase phase) {
    m_impl->parts.gate.setPhase(phase);
}

void Writer::tryNow(const WriterContext& context) {
    m_impl->parts.gate.tryNow(context.monotonicNow());
}

void Writer::streamTold(WriterContext& context, base::WallTime changedAt) {
    if (context.now() - changedAt > m_impl->parts.options.settle)
        m_impl->behindAt = context.monotonicNow();
}

WriterOutput Writer::step(WriterContext& context) {
    WriterOutput output;
    WriterParts& parts = m_impl->parts;
    const base::MonotonicTime now = context.monotonicNow();
    const auto since = parts.gate.connectedSince(now);
    if (since != m_impl->connectedSince) {
        m_impl->connectedSince = since;
        for (const core::EntityId id : parts.moving.all())
            parts.moving.mark(id);
    }
    parts.moving.fire(now);
    do {
        m_impl->lookAtMarked(context);
        m_impl->sender.send(context, output);
        m_impl->readBack.ask(context, output);
    } while (parts.moving.hasMarked());

    output.wakeAt = parts.moving.nextTimer();
    const bool wantsToWrite = parts.moving.hasReady() && context.rules().mode[parts.side] == core::Mode::Live;
    if (wantsToWrite || !parts.moving.toRead().empty())
        keepEarliest(output.wakeAt, parts.gate.opensAt(now));
    return output;
}

bool Writer::isOut(core::EntityId entity) const {
    const Track* const track = m_impl->parts.moving.find(entity);
    return track != nullptr && track->isOut;
}

std::size_t Writer::inFlight() const {
    return m_impl->sender.out() + m_impl->readBack.out();
}

}  // namespace syncline::delivery
