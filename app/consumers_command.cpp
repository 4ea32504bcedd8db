#include "app/consumers_command.h"

#include "app/counted.h"
#include "app/engine_access.h"
#include "app/workspace_reader.h"
#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/answers.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace syncline::app {
namespace {

struct RewindOptions {
    std::filesystem::path workspace;
    std::string consumer;
    std::optional<std::int64_t> toSeq;
    std::string toTime;
    bool toCommitted = false;
    bool dryRun = false;
};

/// Streams of the workspace file with their offsets; one that has not begun is at 0.
base::Result<std::vector<journal::ConsumerOffset>> consumersOf(WorkspaceReader& reader) {
    TRY_ASSIGN(const std::vector<journal::ConsumerOffset> stored, reader.journal->readConsumers());
    std::vector<journal::ConsumerOffset> consumers;
    for (const mapping::StreamSettings& stream : reader.workspace.streams) {
        consumers.push_back({stream.name, core::Seq()});
        for (const journal::ConsumerOffset& one : stored) {
            if (one.consumer == stream.name)
                consumers.back() = one;
        }
    }
    return consumers;
}

base::Result<void> list(const std::filesystem::path& folder, bool json) {
    TRY_ASSIGN(WorkspaceReader reader, WorkspaceReader::open(folder));
    TRY_ASSIGN(const core::Seq head, reader.journal->readHead());
    TRY_ASSIGN(const auto consumers, consumersOf(reader));
    for (const journal::ConsumerOffset& one : consumers) {
        const std::int64_t lag = head.value() - one.committed.value();
        if (json)
            std::cout << "{\"name\":" << delivery::quotedJson(one.consumer) << ",\"offset\":" << one.committed.value()
                      << ",\"head\":" << head.value() << ",\"lag\":" << lag << "}\n";
        else
            std::cout << one.consumer << ": offset " << one.committed.value() << ", head " << head.value() << ", "
                      << lag << " behind\n";
    }
    return {};
}

/// The last entry that was captured before the moment, by halving: capture times go up with the sequence.
base::Result<core::Seq> lastBefore(journal::Reader& journal, base::WallTime moment) {
    TRY_ASSIGN(const core::Seq head, journal.readHead());
    std::int64_t before = 0;
    std::int64_t after = head.value() + 1;
    while (after - before > 1) {
        const std::int64_t middle = before + (after - before) / 2;
        TRY_ASSIGN(const core::Entry entry, journal.readEntry(core::Seq(middle)));
        (entry.captureTime < moment ? before : after) = middle;
    }
    return core::Seq(before);
}

base::Error refused(const RewindOptions& options, std::string detail, core::Seq head) {
    const std::string hint = head == core::Seq()
                                 ? "there is nothing in the journal yet"
                                 : "give one of the journal's entries, 1 to " + std::to_string(head.value());
    return {base::ErrorCode::InvalidArgument, "rewind a consumer", options.consumer, std::move(detail), hint};
}

/// The new offset, behind which the stream begins again, by what was asked for.
base::Result<core::Seq> namedTarget(const RewindOptions& options, WorkspaceReader& reader) {
    TRY_ASSIGN(const core::Seq head, reader.journal->readHead());
    if (options.toSeq) {
        if (*options.toSeq < 1 || *options.toSeq > head.value())
            return refused(options, "there is no entry " + std::to_string(*options.toSeq), head);
        return core::Seq(*options.toSeq - 1);
    }
    TRY_ASSIGN(const core::Seq before, lastBefore(*reader.journal, *base::parseIso8601(options.toTime)));
    if (before == head)
        return refused(options, "nothing was captured at " + options.toTime + " or later", head);
    return before;
}

/// The same, which must not lie before the stream: it would never get the entries between.
base::Result<core::Seq> targetOf(const RewindOptions& options, WorkspaceReader& reader, core::Seq committed) {
    TRY_ASSIGN(const core::Seq target, namedTarget(options, reader));
    if (target > committed)
        return base::Error{base::ErrorCode::InvalidArgument, "rewind a consumer", options.consumer,
                           "the stream has not come to entry " + std::to_string(target.value() + 1)
                               + " yet, its offset is " + std::to_string(committed.value()),
                           "it gets there by itself; a rewind goes back"};
    return target;
}

bool hasFilter(const mapping::Workspace& workspace, const std::string& consumer) {
    return std::any_of(workspace.streams.begin(), workspace.streams.end(),
                       [&](const mapping::StreamSettings& one) { return one.name == consumer && !one.filter.empty(); });
}

struct Taken {
    std::int64_t entries = 0;
    std::optional<runtime::Unreadable> unreadable = {};
};

/// What of the span the stream takes. Only a filter has to look at the entries.
base::Result<Taken> countTaken(const std::string& consumer, WorkspaceReader& reader, core::Seq committed,
                               core::Seq target) {
    if (!hasFilter(reader.workspace, consumer))
        return Taken{committed.value() - target.value()};
    const base::SystemClock clock;
    runtime::QueryContext context{*reader.journal, *reader.projections, reader.workspace, clock.wallNow(), {}};
    TRY_ASSIGN(const runtime::RewindReview review,
               runtime::answer(context, runtime::RewindPreview{consumer, target, committed}));
    return Taken{review.matching, review.unreadable};
}

/// Behind the preview; "" where all can be read.
std::string unreadableText(const std::optional<runtime::Unreadable>& unreadable) {
    if (!unreadable)
        return {};
    const std::string first = std::to_string(unreadable->first.value());
    if (unreadable->entries == 1)
        return "; entry " + first + " cannot be read: the stream stops before it";
    return "; " + counted(unreadable->entries, "entry", "entries") + " from " + first
           + " on cannot be read: the stream stops before them";
}

/// What the stream gets again; it is told before anything is done.
base::Result<std::string> previewOf(const std::string& consumer, WorkspaceReader& reader, core::Seq committed,
                                    core::Seq target) {
    std::string text =
        consumer + ": offset " + std::to_string(committed.value()) + " -> " + std::to_string(target.value()) + ", ";
    const std::int64_t span = committed.value() - target.value();
    TRY_ASSIGN(const Taken taken, countTaken(consumer, reader, committed, target));
    text += taken.entries == span ? std::string() : std::to_string(taken.entries) + " of ";
    text += counted(span, "entry", "entries");
    text += taken.entries == 1 ? " comes again" : " come again";
    if (target < committed)
        text += ", from entry " + std::to_string(target.value() + 1) + " on";
    return text + unreadableText(taken.unreadable);
}

base::Result<void> rewind(const RewindOptions& options) {
    TRY_ASSIGN(WorkspaceReader reader, WorkspaceReader::open(options.workspace));
    TRY_ASSIGN(const auto consumers, consumersOf(reader));
    const auto found = std::find_if(consumers.begin(), consumers.end(), [&](const journal::ConsumerOffset& one) {
        return one.consumer == options.consumer;
    });
    if (found == consumers.end())
        return base::Error{base::ErrorCode::NotFound, "rewind a consumer", options.consumer,
                           "there is no stream of that name", "syncline consumers list names them"};
    if (options.toCommitted) {
        // Nothing is done: by the time that it were, the stream may have gone on.
        std::cout << options.consumer << ": offset " << found->committed.value() << ", nothing comes again\n";
        return {};
    }
    TRY_ASSIGN(const core::Seq target, targetOf(options, reader, found->committed));
    TRY_ASSIGN(const std::string preview, previewOf(options.consumer, reader, found->committed, target));
    std::cout << preview << '\n';
    if (options.dryRun)
        return {};
    TRY_ASSIGN(const Performed done,
               perform(options.workspace, runtime::RewindConsumer{options.consumer, target, userName()}));
    std::cout << "done, the offset was " << done.entry.value()
              << (done.isLater
                      ? "; no engine runs, and the stream gets no further: what is missing comes with the next run"
                      : "")
              << '\n';
    return {};
}

void addRewind(CLI::App& consumers, Run& run) {
    CLI::App* command = consumers.add_subcommand(
        "rewind", "A downstream stream begins again from an entry: that one and all behind it are sent again");
    auto options = std::make_shared<RewindOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_option("name", options->consumer, "The stream's name")->required();
    CLI::Option_group* target = command->add_option_group("target");
    target->add_option("--to-seq", options->toSeq, "This entry is the first to come again; 1: all of them do");
    target
        ->add_option("--to-time", options->toTime, "What was captured then or later comes again, 2026-11-24T16:00:00Z")
        ->check([](const std::string& text) {
            return base::parseIso8601(text) ? std::string() : "not a time such as 2026-11-24T16:00:00Z";
        });
    target->add_flag("--to-committed", options->toCommitted, "From where it has committed: nothing comes again");
    target->require_option(1);
    command->add_flag("--dry-run", options->dryRun, "Only say what would come again");
    command->callback([options, &run] {
        run = [options] {
            const auto done = rewind(*options);
            return done ? ExitCode::Done : report(done.error(), options->workspace);
        };
    });
}

}  // namespace

void addConsumersCommand(CLI::App& program, Run& run) {
    CLI::App* consumers = program.add_subcommand("consumers", "Downstream streams: list, rewind");
    consumers->require_subcommand(1);
    CLI::App* listing = consumers->add_subcommand("list", "Each with its offset, the head and its lag");
    auto folder = std::make_shared<std::filesystem::path>();
    auto json = std::make_shared<bool>(false);
    listing->add_option("workspace", *folder, "The workspace's folder")->required();
    listing->add_flag("--json", *json, "Lines of JSON, as README.md of app/ documents them");
    listing->callback([folder, json, &run] {
        run = [folder, json] {
            const auto done = list(*folder, *json);
            return done ? ExitCode::Done : report(done.error(), *folder);
        };
    });
    addRewind(*consumers, run);
}

}  // namespace syncline::app
