#include "app/record_command.h"

#include "app/entry_text.h"
#include "app/workspace_reader.h"
#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/journal/fold_state.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/query_context.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace syncline::app {
namespace {

struct RecordOptions {
    std::filesystem::path workspace;
    std::string name;
    std::optional<std::int64_t> at;
    std::string why;
    bool json = false;
};

constexpr std::size_t kFound = 20;
constexpr std::size_t kPage = 500;

base::Error notFound(const std::string& name) {
    return {base::ErrorCode::NotFound, "show a record", name, "no record of the workspace has that id or key",
            "give a record id of either side, an e-mail address or a name, as the record has it now"};
}

base::Result<core::EntityId> find(WorkspaceReader& reader, const std::string& name) {
    for (const mapping::ObjectMapping& object : reader.workspace.objects) {
        for (const core::Side side : core::kSides) {
            TRY_ASSIGN(const auto linked, reader.projections->readLink({side, object.name, name}));
            if (linked)
                return *linked;
        }
    }
    TRY_ASSIGN(const std::vector<core::EntityId> found, reader.projections->readEntitiesByKey(name, kFound));
    if (found.empty())
        return notFound(name);
    if (found.size() == 1)
        return found.front();
    std::string ids;
    for (const core::EntityId id : found) {
        TRY_ASSIGN(const auto entity, reader.projections->readEntity(id));
        if (!entity)
            continue;
        const std::string own = entity->record.salesforce.value_or(entity->record.hubspot.value_or("without a record"));
        const runtime::EntityNames names = runtime::namesOf(*entity, reader.workspace);
        const bool hasKey = !names.records.empty() && names.records.back() != own;
        ids += (ids.empty() ? "" : ", ") + own + (hasKey ? " (" + names.records.back() + ")" : "");
    }
    return base::Error{base::ErrorCode::InvalidArgument, "show a record", name, "several records have it: " + ids,
                       "name one by its id or key"};
}

/// A record as it is, or was behind an entry, and what then leaves for each side.
struct RecordState {
    core::Entity entity;
    core::PerSide<core::Mode> mode;
};

base::Result<RecordState> stateAt(WorkspaceReader& reader, core::EntityId id, std::optional<std::int64_t> at) {
    if (!at) {
        TRY_ASSIGN(std::optional<core::Entity> entity, reader.projections->readEntity(id));
        TRY_ASSIGN(const core::WorkspaceState workspace, reader.projections->readWorkspace());
        return RecordState{std::move(entity).value_or(core::Entity()), workspace.rules.mode};
    }
    journal::FoldState state;
    core::Seq from(1);
    const core::Seq to(*at);
    TRY_ASSIGN(const core::Seq head, reader.journal->readHead());
    if (to < from || head < to)
        return base::Error{base::ErrorCode::InvalidArgument,
                           "show a record",
                           "--at " + std::to_string(*at),
                           "the journal has the entries 1 to " + std::to_string(head.value()),
                           {}};
    while (from <= to) {
        TRY_ASSIGN(const std::vector<core::Entry> page, reader.journal->readPage(from, to, kPage));
        if (page.empty())
            break;
        for (const core::Entry& entry : page)
            TRY(state.fold(entry));
        from = core::next(page.back().seq);
    }
    RecordState found{state.entity(id), state.workspace().rules.mode};
    if (found.entity.object.empty())
        return base::Error{base::ErrorCode::NotFound,
                           "show a record",
                           "--at " + std::to_string(*at),
                           "it was not heard of before entry " + std::to_string(id.value()),
                           {}};
    return found;
}

/// A decision in words, with the entry that it is.
struct Reason {
    core::Seq seq;
    std::string text;
};

std::string reasonOf(const core::FieldDecision& decision, const mapping::FieldMapping& field) {
    const std::string why = core::explain(decision, field.rule);
    if (!decision.version)
        return why;
    const core::Side side = decision.version->id.side;
    return shown(decision.version->value[side]) + " on " + std::string(core::name(side)) + ": " + why;
}

/// What the entry has decided of the field, by a rule or by a person.
std::vector<Reason> reasonsIn(const core::Entry& entry, const mapping::FieldMapping& field) {
    std::vector<Reason> reasons;
    if (const auto* decided = std::get_if<core::FieldsDecided>(&entry.body)) {
        for (const core::FieldDecision& one : decided->fields) {
            if (one.field == field.name)
                reasons.push_back({entry.seq, reasonOf(one, field)});
        }
    }
    if (const auto* resolved = std::get_if<core::ConflictResolved>(&entry.body)) {
        if (resolved->field == field.name)
            reasons.push_back({entry.seq, "resolved: conflict " + wordsOf(entry)});
    }
    if (const auto* opened = std::get_if<core::ConflictOpened>(&entry.body)) {
        // One that a decision has opened is told by the decision.
        if (opened->field == field.name && !opened->who.empty())
            reasons.push_back({entry.seq, "undone: " + opened->who + " took back the choice of #"
                                              + std::to_string(entry.cause.value())
                                              + "; in conflict again, and nothing was written back"});
    }
    return reasons;
}

std::string stateOf(const core::Cell& cell, const core::PerSide<core::Mode>& mode) {
    if (cell.conflict)
        return "in conflict #" + std::to_string(cell.conflict->id.value());
    for (const core::Side side : core::kSides) {
        if (cell.apart[side])
            return "apart on " + std::string(core::name(side)) + ": "
                   + std::string(core::name(cell.apart[side]->reason)) + ' ' + cell.apart[side]->text;
        if (!cell.out[side].empty())
            return "a write to " + std::string(core::name(side)) + " is out";
        if (core::due(cell, side) != nullptr)
            return "due to " + std::string(core::name(side))
                   + (mode[side] == core::Mode::Live ? "" : ", held: nothing is written there (observe)");
    }
    return "in step";
}

std::string valueOn(const core::Cell& cell, core::Side side) {
    return cell.present[side] ? shown(cell.present[side]->value[side]) : "unknown";
}

/// As wide as so many characters: bytes would count a ∅ as three.
std::string padded(std::string text, std::size_t width) {
    const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    const auto characters = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
    text.append(width - std::min(width, characters), ' ');
    return text;
}

void print(const RecordState& record) {
    const core::Entity& entity = record.entity;
    std::cout << entity.object << ' ' << runtime::titleOf(entity) << "  (entity " << entity.id.value() << ")\n";
    for (const core::Side side : core::kSides)
        std::cout << "  " << core::name(side) << ": " << entity.record[side].value_or("no record")
                  << (entity.deleted[side] ? " (deleted)" : "") << '\n';
    for (const auto& [name, cell] : entity.cells) {
        std::cout << "  " << padded(name, 17) << ' ' << padded(valueOn(cell, core::Side::Salesforce), 23) << ' '
                  << padded(valueOn(cell, core::Side::HubSpot), 23) << ' ' << stateOf(cell, record.mode);
        if (cell.standing)
            std::cout << "; stands since #" << cell.standing->id.seq.value() << " by "
                      << core::name(cell.standing->writer.kind) << " on " << core::name(cell.standing->id.side);
        std::cout << '\n';
    }
}

/// Oldest first.
base::Result<std::vector<Reason>> reasonsOf(WorkspaceReader& reader, const core::Entity& entity,
                                            const std::string& field) {
    const mapping::ObjectMapping* object = reader.workspace.find(entity.object);
    const mapping::FieldMapping* mapped = object == nullptr ? nullptr : object->find(field);
    if (mapped == nullptr)
        return base::Error{base::ErrorCode::InvalidArgument, "explain a value", field, "no such field is mapped",
                           "give a field's canonical name, as syncline record lists them"};
    std::vector<Reason> reasons;
    core::Seq before;
    while (true) {
        TRY_ASSIGN(const std::vector<core::Seq> page, reader.projections->readEntriesOf(entity.id, before, kPage));
        for (const core::Seq seq : page) {
            TRY_ASSIGN(const core::Entry entry, reader.journal->readEntry(seq));
            std::vector<Reason> some = reasonsIn(entry, *mapped);
            reasons.insert(reasons.end(), some.rbegin(), some.rend());
        }
        if (page.size() < kPage)
            break;
        before = page.back();
    }
    std::reverse(reasons.begin(), reasons.end());
    return reasons;
}

void printWhy(const std::string& field, const std::vector<Reason>& reasons) {
    std::cout << "why " << field << ":\n";
    for (const Reason& one : reasons)
        std::cout << "  #" << one.seq.value() << "  " << one.text << '\n';
}

void printWhyJson(const std::string& field, const std::vector<Reason>& reasons) {
    std::cout << ",\"why\":{\"field\":" << delivery::quotedJson(field) << ",\"decisions\":[";
    for (std::size_t i = 0; i < reasons.size(); ++i)
        std::cout << (i == 0 ? "" : ",") << "{\"seq\":" << reasons[i].seq.value()
                  << ",\"text\":" << delivery::quotedJson(reasons[i].text) << '}';
    std::cout << "]}";
}

std::string valueJson(const core::Cell& cell, core::Side side) {
    if (!cell.present[side])
        return "{\"known\":false}";
    const core::Value& value = cell.present[side]->value[side];
    return "{\"known\":true,\"value\":" + (value.text ? delivery::quotedJson(*value.text) : "null") + '}';
}

/// The documented form of `syncline record --json`, but for its end; see README.md.
void printJson(const RecordState& record) {
    const core::Entity& entity = record.entity;
    const auto id = [&](core::Side side) {
        return entity.record[side] ? delivery::quotedJson(*entity.record[side]) : std::string("null");
    };
    std::cout << "{\"entity\":" << entity.id.value() << ",\"object\":" << delivery::quotedJson(entity.object)
              << ",\"salesforce\":" << id(core::Side::Salesforce) << ",\"hubspot\":" << id(core::Side::HubSpot)
              << ",\"fields\":{";
    bool first = true;
    for (const auto& [name, cell] : entity.cells) {
        std::cout << (first ? "" : ",") << delivery::quotedJson(name)
                  << ":{\"salesforce\":" << valueJson(cell, core::Side::Salesforce)
                  << ",\"hubspot\":" << valueJson(cell, core::Side::HubSpot)
                  << ",\"state\":" << delivery::quotedJson(stateOf(cell, record.mode)) << ",\"standing\":"
                  << (cell.standing ? std::to_string(cell.standing->id.seq.value()) : std::string("null")) << '}';
        first = false;
    }
    std::cout << '}';
}

base::Result<void> show(const RecordOptions& options) {
    TRY_ASSIGN(WorkspaceReader reader, WorkspaceReader::open(options.workspace));
    TRY_ASSIGN(const core::EntityId id, find(reader, options.name));
    TRY_ASSIGN(const RecordState state, stateAt(reader, id, options.at));
    std::optional<std::vector<Reason>> reasons;
    if (!options.why.empty()) {
        TRY_ASSIGN(reasons, reasonsOf(reader, state.entity, options.why));
    }
    if (options.json) {
        printJson(state);
        if (reasons)
            printWhyJson(options.why, *reasons);
        std::cout << "}\n";
        return {};
    }
    print(state);
    if (reasons)
        printWhy(options.why, *reasons);
    return {};
}

}  // namespace

void addRecordCommand(CLI::App& program, Run& run) {
    CLI::App* command = program.add_subcommand("record", "Both sides of a record, the ledger, the reasons");
    auto options = std::make_shared<RecordOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_option("record", options->name, "A record id of either side, an e-mail address or a name")->required();
    command->add_option("--at", options->at, "As it was behind this entry");
    command->add_option("--why", options->why, "Each decision of this field, in words");
    command->add_flag("--json", options->json, "One object, as README.md of app/ documents it");
    command->callback([options, &run] {
        run = [options] {
            const auto done = show(*options);
            return done ? ExitCode::Done : report(done.error(), options->workspace);
        };
    });
}

}  // namespace syncline::app
