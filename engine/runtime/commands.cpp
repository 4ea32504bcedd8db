#include "engine/runtime/commands.h"

#include "engine/base/try.h"
#include "engine/runtime/own_values.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

using base::Error;
using base::ErrorCode;

std::string numbered(core::Seq seq) {
    return std::to_string(seq.value());
}

Error notOpen(core::Seq conflict, std::string detail) {
    return {ErrorCode::NotFound, "resolve a conflict", numbered(conflict), std::move(detail),
            "syncline conflicts list names the open ones"};
}

Error rulesRefused(ErrorCode code, std::string object, std::string detail, std::string hint) {
    return {code, "change the rules", std::move(object), std::move(detail), std::move(hint)};
}

base::Result<void> checkRule(const core::RuleSet& rules, const std::string& object, const std::string& field,
                             const core::FieldRule& rule) {
    const std::string named = object + "." + field;
    if (rules.find(object, field) == nullptr)
        return rulesRefused(ErrorCode::InvalidArgument, named, "the field is not mapped", "map it in workspace.json");
    if (rule.choice.tolerance < std::chrono::milliseconds(0))
        return rulesRefused(ErrorCode::InvalidArgument, named,
                            "a tolerance of " + std::to_string(rule.choice.tolerance.count()) + " ms",
                            "give 0 or more");
    return {};
}

}  // namespace

/// Where what was merged lives on.
base::Result<core::EntityId> Commands::loadSurvivor(core::EntityId id) {
    TRY(m_ledger.load(id));
    while (const auto into = m_ledger.find(id)->mergedInto) {
        id = core::EntityId(into->value());
        TRY(m_ledger.load(id));
    }
    return id;
}

base::Result<Commands::OpenConflict> Commands::findOpen(core::Seq conflict) {
    const auto entry = m_reader.readEntry(conflict);
    if (!entry)
        return entry.error().code == ErrorCode::NotFound ? notOpen(conflict, "there is no such entry") : entry.error();
    const auto* opened = std::get_if<core::ConflictOpened>(&entry->body);
    if (opened == nullptr)
        return notOpen(conflict, "the entry is no conflict");
    TRY_ASSIGN(const core::EntityId id, loadSurvivor(entry->entity));
    const core::Entity& entity = *m_ledger.find(id);
    const auto cell = entity.cells.find(opened->field);
    if (cell == entity.cells.end() || !cell->second.conflict || cell->second.conflict->id != conflict)
        return notOpen(conflict, "it is resolved already");
    return OpenConflict{id, opened->field, &*cell->second.conflict};
}

base::Result<core::Resolution> Commands::resolutionOf(const ResolveConflict& command, const OpenConflict& open) const {
    const auto wrong = [&](std::string detail, std::string hint) {
        return Error{ErrorCode::InvalidArgument, "resolve a conflict", numbered(command.conflict), std::move(detail),
                     std::move(hint)};
    };
    const std::vector<core::Candidate>& candidates = open.conflict->candidates;
    core::Resolution resolution;
    resolution.field = open.field;
    for (const core::Seq seq : command.expected) {
        const auto known = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const core::Candidate& one) { return one.version.id.seq == seq; });
        resolution.expected.push_back(known == candidates.end() ? core::VersionId{seq, core::Side::Salesforce}
                                                                : known->version.id);
    }
    if (command.ownValue) {
        const mapping::ObjectMapping* object = m_workspace.find(m_ledger.find(open.entity)->object);
        const mapping::FieldMapping* field = object == nullptr ? nullptr : object->find(open.field);
        if (field == nullptr)
            return wrong("the field " + open.field + " is not mapped any more", "take one of the candidates");
        const OwnValue own = checkOwnValue(*field, *command.ownValue);
        if (!own.isGood())
            return wrong(own.mistake.salesforce.empty() ? own.mistake.hubspot : own.mistake.salesforce,
                         "give a value that both sides take");
        resolution.ownValue = own.value;
        return resolution;
    }
    const auto isMeant = [&](const core::Candidate& one) {
        return command.take ? one.version.id.seq == *command.take : one.place == command.takeSide;
    };
    const auto count = std::count_if(candidates.begin(), candidates.end(), isMeant);
    if (count == 0)
        return wrong("no candidate is meant by that", "syncline conflicts show lists the candidates");
    if (count > 1)
        return wrong("several candidates are meant by that", "name one by its sequence");
    resolution.take = std::find_if(candidates.begin(), candidates.end(), isMeant)->version.id;
    return resolution;
}

base::Result<core::Seq> Commands::run(StepContext& context, const ResolveConflict& command) {
    TRY_ASSIGN(const OpenConflict open, findOpen(command.conflict));
    TRY_ASSIGN(const core::Resolution resolution, resolutionOf(command, open));
    core::ConflictResolved resolved;
    resolved.conflict = command.conflict;
    resolved.field = open.field;
    resolved.who = command.who;
    resolved.note = command.note;
    resolved.type = open.conflict->type;
    resolved.candidates = open.conflict->candidates;
    TRY_ASSIGN(resolved.standing, core::resolve(*m_ledger.find(open.entity), resolution, context.nextSeq(),
                                                context.now(), core::Writer{core::WriterKind::Operator, command.who}));
    core::Entry entry;
    entry.entity = open.entity;
    entry.cause = command.conflict;
    entry.body = std::move(resolved);
    return context.append(std::move(entry), std::nullopt);
}

base::Result<core::Seq> Commands::run(StepContext& context, const UndoResolution& command) {
    const auto refused = [&](ErrorCode code, std::string detail) {
        return Error{code, "undo a resolution", numbered(command.resolved), std::move(detail),
                     "give the number of the entry that resolved the conflict"};
    };
    const auto stored = m_reader.readEntry(command.resolved);
    if (!stored)
        return stored.error().code == ErrorCode::NotFound ? refused(ErrorCode::NotFound, "there is no such entry")
                                                          : stored.error();
    const auto* resolved = std::get_if<core::ConflictResolved>(&stored->body);
    if (resolved == nullptr)
        return refused(ErrorCode::NotFound, "the entry resolved nothing");
    if (resolved->byItself)
        return refused(ErrorCode::InvalidArgument, "nobody chose there: all values had become the same");
    TRY_ASSIGN(const core::EntityId id, loadSurvivor(stored->entity));
    TRY_ASSIGN(std::vector<core::Candidate> candidates,
               core::undo(*m_ledger.find(id), resolved->field, resolved->standing, resolved->candidates));
    core::Entry entry;
    entry.entity = id;
    entry.cause = command.resolved;
    entry.body = core::ConflictOpened{resolved->field, resolved->type, std::move(candidates), command.who};
    return context.append(std::move(entry), std::nullopt);
}

base::Result<core::Seq> Commands::run(StepContext& context, const ChangeRules& command) {
    core::RuleSet rules = m_ledger.workspace().rules;
    if (command.expected != rules.version)
        return rulesRefused(
            ErrorCode::AlreadyExists, {},
            "the rules are those of entry " + numbered(rules.version) + " by now, not of " + numbered(command.expected),
            "look at them and change them again");
    bool isEmpty = true;
    for (const auto& [object, fields] : command.fields) {
        for (const auto& [field, rule] : fields) {
            TRY(checkRule(rules, object, field, rule));
            rules.fields[object][field] = rule;
            isEmpty = false;
        }
    }
    if (isEmpty)
        return rulesRefused(ErrorCode::InvalidArgument, {}, "no field is named", {});
    core::Entry entry;
    entry.body = core::PolicyChanged{std::move(rules), {}, command.who};
    return context.append(std::move(entry), std::nullopt);
}

base::Result<core::Seq> Commands::run(StepContext& context, const SetMode& command) {
    core::PolicyChanged changed{m_ledger.workspace().rules, {}, command.who};
    for (const core::Side side : core::kSides) {
        if (!command.target || *command.target == side)
            changed.rules.mode[side] = command.mode;
    }
    core::Entry entry;
    entry.body = std::move(changed);
    return context.append(std::move(entry), std::nullopt);
}

base::Result<core::Seq> Commands::run(StepContext& context, const RewindConsumer& command,
                                      std::vector<journal::ConsumerOffset>& consumers) {
    const auto found = std::find_if(consumers.begin(), consumers.end(), [&](const journal::ConsumerOffset& one) {
        return one.consumer == command.consumer;
    });
    if (found == consumers.end())
        return Error{ErrorCode::NotFound, "rewind a consumer", command.consumer, "there is no stream of that name",
                     "syncline consumers list names them"};
    if (command.offset > context.head() || command.offset < core::Seq())
        return Error{ErrorCode::InvalidArgument, "rewind a consumer", command.consumer,
                     "the offset " + numbered(command.offset) + " lies outside the journal, whose head is "
                         + numbered(context.head()),
                     "give a sequence from 0 to the head"};
    const core::Seq before = std::exchange(found->committed, command.offset);
    context.output().batch.offsets.push_back(*found);
    context.output().rewinds.push_back(*found);
    return before;
}

}  // namespace syncline::runtime
