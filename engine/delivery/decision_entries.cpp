#include "engine/delivery/decision_entries.h"

#include "engine/base/log.h"

#include <map>
#include <string>
#include <utility>

namespace syncline::delivery {

namespace {

void appendConflict(WriterContext& context, core::EntityId id, core::Side side, core::Seq decided,
                    core::ConflictChange change) {
    using Kind = core::ConflictChange::Kind;
    if (change.kind == Kind::Opened) {
        context.append(id, side, decided,
                       core::ConflictOpened{std::move(change.field), change.type, std::move(change.candidates)});
        return;
    }
    const core::Entity* const entity = context.find(id);
    const auto cell = entity->cells.find(change.field);
    if (cell == entity->cells.end() || !cell->second.conflict)
        return;
    const core::Conflict& open = *cell->second.conflict;
    if (change.kind == Kind::Updated) {
        context.append(id, side, decided,
                       core::ConflictUpdated{open.id, std::move(change.field), std::move(change.candidates)});
        return;
    }
    core::ConflictResolved resolved;
    resolved.conflict = open.id;
    resolved.field = std::move(change.field);
    resolved.type = open.type;
    resolved.standing = *change.standing;
    resolved.candidates = open.candidates;
    resolved.byItself = true;
    context.append(id, side, decided, std::move(resolved));
}

}  // namespace

bool appendDecision(WriterContext& context, core::EntityId entity, core::Side side, core::Decision decision) {
    std::map<core::Seq, core::FieldsDecided> byWrite;
    std::map<std::string, core::Seq> writeOf;
    for (core::FieldDecision& field : decision.fields) {
        const core::Seq write = field.write.value_or(core::Seq());
        // Of several writes to one field the first is the one that landed, and so moved a conflict.
        writeOf.emplace(field.field, write);
        byWrite[write].fields.push_back(std::move(field));
    }
    for (auto& [write, body] : byWrite) {
        const core::Seq decided = context.append(entity, side, write, std::move(body));
        for (core::ConflictChange& change : decision.conflicts) {
            if (writeOf[change.field] == write)
                appendConflict(context, entity, side, decided, std::move(change));
        }
    }
    return !byWrite.empty();
}

Holder otherHolderOf(WriterContext& context, core::EntityId id, const core::RecordKey& record) {
    const auto holder = context.entityOf(record);
    if (!holder) {
        base::log::warning("writer", "who has a new record cannot be read: it is compared",
                           {{"record", record.id}, {"detail", holder.error().message()}});
        return {.stranger = {}, .isToBeRead = true};
    }
    if (!*holder || **holder == id)
        return {};
    const core::Entity* const entity = context.find(**holder);
    const bool isFree = entity != nullptr && !entity->isLinked() && !entity->mergedInto && !entity->creating;
    if (!isFree)
        return {.stranger = {}, .isToBeRead = true};
    return {.stranger = *holder, .isToBeRead = hasDecided(*entity)};
}

/// An entity has the number of its first change.
bool hasDecided(const core::Entity& entity) {
    return entity.undecided.empty() || entity.undecided.front().value() != entity.id.value();
}

void appendGap(WriterContext& context, core::EntityId entity, core::Seq cause, const core::RecordKey& record,
               std::string reason) {
    core::GapDetected gap;
    gap.side = record.side;
    gap.reason = std::move(reason);
    gap.records = {record};
    context.append(entity, record.side, cause, std::move(gap));
}

}  // namespace syncline::delivery
