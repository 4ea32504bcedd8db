#include "app/conflicts_command.h"

#include "app/engine_access.h"
#include "app/entry_text.h"
#include "app/workspace_reader.h"
#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/entity_names.h"

#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace syncline::app {
namespace {

constexpr std::size_t kPage = 200;

struct OpenConflict {
    const core::Entity& entity;
    const runtime::EntityNames& names;
    const std::string& field;
    const core::Conflict& conflict;
};

/// What is only known to be older than a moment begins at the beginning of time.
bool isTimed(const core::Candidate& one) {
    return one.version.time.from != core::kBeginningOfTime;
}

std::string candidateJson(const core::Candidate& one) {
    const core::Value& value = one.version.value[one.place];
    return "{\"seq\":" + std::to_string(one.version.id.seq.value())
           + ",\"side\":" + delivery::quotedJson(core::name(one.place))
           + ",\"value\":" + (value.text ? delivery::quotedJson(*value.text) : "null")
           + ",\"time\":" + (isTimed(one) ? delivery::quotedJson(base::formatIso8601(one.version.time.from)) : "null")
           + ",\"writer\":" + delivery::quotedJson(core::name(one.version.writer.kind))
           + ",\"writerId\":" + delivery::quotedJson(one.version.writer.id)
           + ",\"overwritten\":" + (one.overwritten ? "true" : "false") + '}';
}

/// By which `syncline record` finds it: a match key, else a record id.
std::string keyOf(const runtime::EntityNames& names) {
    return names.records.empty() ? std::string() : names.records.back();
}

/// The documented form of a line of `syncline conflicts list --json`; see README.md.
void printJson(const OpenConflict& one) {
    std::cout << "{\"conflict\":" << one.conflict.id.value() << ",\"entity\":" << one.entity.id.value()
              << ",\"object\":" << delivery::quotedJson(one.entity.object)
              << ",\"record\":" << delivery::quotedJson(keyOf(one.names))
              << ",\"field\":" << delivery::quotedJson(one.field)
              << ",\"type\":" << delivery::quotedJson(core::name(one.conflict.type)) << ",\"candidates\":[";
    for (std::size_t i = 0; i < one.conflict.candidates.size(); ++i)
        std::cout << (i == 0 ? "" : ",") << candidateJson(one.conflict.candidates[i]);
    std::cout << "]}\n";
}

void print(const OpenConflict& one) {
    std::cout << '#' << one.conflict.id.value() << "  " << one.entity.object << ' ' << one.names.title << " ("
              << keyOf(one.names) << ")  " << one.field << "  " << core::name(one.conflict.type) << '\n';
    for (const core::Candidate& candidate : one.conflict.candidates)
        std::cout << "    " << candidate.version.id.seq.value() << "  " << core::name(candidate.place) << "  "
                  << shown(candidate.version.value[candidate.place]) << "  "
                  << core::name(candidate.version.writer.kind) << ' ' << candidate.version.writer.id << "  "
                  << (isTimed(candidate) ? base::formatIso8601(candidate.version.time.from) : "time unknown")
                  << (candidate.overwritten ? "  overwritten" : "") << '\n';
}

/// A conflict's number, as it is or as the list shows it: with a #.
template <typename Number>
void addNumber(CLI::App& command, Number& number) {
    command.add_option("conflict", number, "Its number, as the list shows it")
        ->required()
        ->transform([](const std::string& text) { return text.starts_with('#') ? text.substr(1) : text; });
}

/// Open conflicts in order of their entities; only the one of that number when one is given. How many there were.
base::Result<std::size_t> printOpen(const std::filesystem::path& folder, std::optional<std::int64_t> only, bool json) {
    TRY_ASSIGN(WorkspaceReader reader, WorkspaceReader::open(folder));
    std::size_t count = 0;
    core::EntityId after;
    while (true) {
        TRY_ASSIGN(const std::vector<core::Entity> page, reader.projections->readConflicted(after, kPage));
        if (page.empty())
            return count;
        after = page.back().id;
        for (const core::Entity& entity : page) {
            const runtime::EntityNames names = runtime::namesOf(entity, reader.workspace);
            for (const auto& [field, cell] : entity.cells) {
                if (!cell.conflict || (only && cell.conflict->id.value() != *only))
                    continue;
                ++count;
                const OpenConflict open{entity, names, field, *cell.conflict};
                json ? printJson(open) : print(open);
            }
        }
    }
}

ExitCode list(const std::filesystem::path& folder, std::optional<std::int64_t> only, bool json) {
    const auto count = printOpen(folder, only, json);
    if (!count)
        return report(count.error());
    if (*count == 0 && only)
        return report({base::ErrorCode::NotFound, "show a conflict", std::to_string(*only), "it is not open",
                       "syncline conflicts list names the open ones"},
                      folder);
    if (*count == 0 && !json)
        std::cout << "no open conflicts\n";
    return ExitCode::Done;
}

struct ResolveOptions {
    std::filesystem::path workspace;
    std::int64_t conflict = 0;
    std::string take;
    std::optional<std::string> value;
    std::vector<std::int64_t> expected;
    std::string note;
};

base::Result<runtime::ResolveConflict> commandOf(const ResolveOptions& options) {
    runtime::ResolveConflict command;
    command.conflict = core::Seq(options.conflict);
    command.ownValue = options.value;
    command.takeSide = core::sideNamed(options.take);
    if (!options.take.empty() && !command.takeSide) {
        std::int64_t number = 0;
        const char* end = options.take.data() + options.take.size();
        const auto [stop, error] = std::from_chars(options.take.data(), end, number);
        if (error != std::errc() || stop != end)
            return base::Error{base::ErrorCode::InvalidArgument, "resolve a conflict", options.take,
                               "neither a sequence nor a side", "give a candidate's sequence, salesforce or hubspot"};
        command.take = core::Seq(number);
    }
    for (const std::int64_t one : options.expected)
        command.expected.push_back(core::Seq(one));
    command.note = options.note;
    command.who = userName();
    return command;
}

ExitCode resolve(const ResolveOptions& options) {
    const auto command = commandOf(options);
    if (!command)
        return report(command.error());
    const auto done = perform(options.workspace, *command);
    if (!done)
        return report(done.error(), options.workspace);
    std::cout << "resolved by entry " << done->entry.value()
              << (done->isLater ? "; no engine runs: what it makes due leaves with the next run" : "") << '\n';
    return ExitCode::Done;
}

ExitCode undo(const std::filesystem::path& folder, std::int64_t resolved) {
    const auto done = perform(folder, runtime::UndoResolution{core::Seq(resolved), userName()});
    if (!done)
        return report(done.error(), folder);
    std::cout << "in conflict again, number " << done->entry.value() << '\n';
    return ExitCode::Done;
}

void addUndo(CLI::App& conflicts, Run& run) {
    CLI::App* command = conflicts.add_subcommand(
        "undo", "Makes the candidates of a resolution an open conflict again; writes nothing to either side");
    auto folder = std::make_shared<std::filesystem::path>();
    auto resolved = std::make_shared<std::int64_t>(0);
    command->add_option("workspace", *folder, "The workspace's folder")->required();
    command->add_option("resolution", *resolved, "The number of the entry that resolved it")->required();
    command->callback([=, &run] { run = [=] { return undo(*folder, *resolved); }; });
}

void addResolve(CLI::App& conflicts, Run& run) {
    CLI::App* command = conflicts.add_subcommand("resolve", "Chooses what stands on both sides");
    auto options = std::make_shared<ResolveOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    addNumber(*command, options->conflict);
    CLI::Option_group* how = command->add_option_group("how");
    how->add_option("--take", options->take, "A candidate's sequence; or salesforce or hubspot, while it has just one");
    how->add_option("--value", options->value, "A value of your own, as Salesforce writes it");
    how->require_option(1);
    command
        ->add_option("--expect", options->expected,
                     "The candidates that you saw, by sequence: refused when there are others by now")
        ->delimiter(',');
    command->add_option("--note", options->note, "Why, for those who read it later");
    command->callback([options, &run] { run = [options] { return resolve(*options); }; });
}

}  // namespace

void addConflictsCommand(CLI::App& program, Run& run) {
    CLI::App* conflicts = program.add_subcommand("conflicts", "Open conflicts: list, show, resolve; undo a resolution");
    conflicts->require_subcommand(1);
    for (const bool one : {false, true}) {
        CLI::App* command = conflicts->add_subcommand(one ? "show" : "list", one ? "One open conflict" : "All of them");
        auto folder = std::make_shared<std::filesystem::path>();
        auto number = std::make_shared<std::optional<std::int64_t>>();
        auto json = std::make_shared<bool>(false);
        command->add_option("workspace", *folder, "The workspace's folder")->required();
        if (one)
            addNumber(*command, *number);
        command->add_flag("--json", *json, "Lines of JSON, as README.md of app/ documents them");
        command->callback([=, &run] { run = [=] { return list(*folder, *number, *json); }; });
    }
    addResolve(*conflicts, run);
    addUndo(*conflicts, run);
}

}  // namespace syncline::app
