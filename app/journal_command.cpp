#include "app/journal_command.h"

#include "app/counted.h"
#include "app/entry_text.h"
#include "app/filter_doubts.h"
#include "app/stop_signal.h"
#include "app/workspace_reader.h"
#include "engine/base/clock.h"
#include "engine/base/try.h"
#include "engine/core/filter.h"
#include "engine/delivery/entry_json.h"
#include "engine/journal/hash_text.h"
#include "engine/journal/verify.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/rules_at.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace syncline::app {
namespace {

struct ListOptions {
    std::filesystem::path workspace;
    std::string filter;
    std::int64_t from = 1;
    std::optional<std::int64_t> to;
    bool follow = false;
    bool json = false;
};

constexpr std::size_t kPage = 500;
constexpr std::chrono::milliseconds kFollow{200};

/// Prints entries that the filter takes, page by page.
class Lister {
public:
    Lister(const ListOptions& options, WorkspaceReader reader, core::Filter filter)
        : m_options(options),
          m_reader(std::move(reader)),
          m_filter(std::move(filter)),
          m_names(*m_reader.projections, m_reader.workspace) {}

    /// Up to the head as it is now. The first time it says afterwards what of the filter is doubted.
    base::Result<void> listOn();

private:
    base::Result<void> printOn();
    base::Result<void> tellDoubts();
    base::Result<void> print(const core::Entry& entry);
    base::Result<std::optional<core::RuleSet>> rulesBefore(const core::Entry& entry);
    base::Result<std::optional<core::RuleSet>> rulesInJournal(core::Seq at);

    const ListOptions& m_options;
    WorkspaceReader m_reader;
    core::Filter m_filter;
    core::Seq m_next{0};
    runtime::NameBook m_names;
    std::optional<core::RuleSet> m_rules;  ///< of the last PolicyChanged that was read, listed or not
    bool m_hasPrinted = false;
    bool m_hasTold = false;
};

base::Result<void> Lister::listOn() {
    TRY(printOn());
    return std::exchange(m_hasTold, true) ? base::Result<void>() : tellDoubts();
}

/// On standard error, and nothing else comes of it.
base::Result<void> Lister::tellDoubts() {
    TRY_ASSIGN(const std::vector<core::FilterDoubt> doubts, doubtsIn(m_options.filter, m_hasPrinted, m_reader));
    for (const core::FilterDoubt& doubt : doubts)
        std::cerr << "syncline: --filter, column " << doubt.column << ": " << doubt.message << '\n';
    std::cerr << std::flush;
    return {};
}

base::Result<void> Lister::printOn() {
    const core::Filter::Bounds bounds = m_filter.bounds();
    TRY_ASSIGN(core::Seq to, m_reader.journal->readHead());
    to = std::min({to, bounds.to, core::Seq(m_options.to.value_or(std::numeric_limits<std::int64_t>::max()))});
    m_next = std::max({m_next, bounds.from, core::Seq(m_options.from), core::Seq(1)});
    while (m_next <= to) {
        TRY_ASSIGN(const std::vector<core::Entry> page, m_reader.journal->readPage(m_next, to, kPage));
        if (page.empty())
            break;
        for (const core::Entry& entry : page) {
            TRY(print(entry));
            if (const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body))
                m_rules = changed->rules;
        }
        m_next = core::next(page.back().seq);
    }
    std::cout << std::flush;
    return {};
}

base::Result<void> Lister::print(const core::Entry& entry) {
    TRY_ASSIGN(const runtime::EntityNames* const names, m_names.find(entry.entity));
    if (!m_filter.matches({entry, names->object, names->records}))
        return {};
    m_hasPrinted = true;
    if (m_options.json) {
        std::cout << delivery::entryJson(entry) << '\n';
        return {};
    }
    TRY_ASSIGN(const std::optional<core::RuleSet> before, rulesBefore(entry));
    std::cout << lineOf(entry, names->title, before ? &*before : nullptr) << '\n';
    return {};
}

/// Of a PolicyChanged that took the place of another.
base::Result<std::optional<core::RuleSet>> Lister::rulesBefore(const core::Entry& entry) {
    if (entry.kind() != core::EntryKind::PolicyChanged)
        return std::optional<core::RuleSet>();
    if (m_rules)
        return m_rules;
    // Projections that are far behind do not know of the rules that came after them.
    TRY_ASSIGN(const journal::Anchor anchor, m_reader.projections->readAnchor());
    if (anchor.watermark < entry.seq)
        return rulesInJournal(core::Seq(entry.seq.value() - 1));
    runtime::QueryContext context{*m_reader.journal, *m_reader.projections, m_reader.workspace, {}, {}};
    TRY_ASSIGN(core::RuleSet rules, runtime::rulesAt(context, core::Seq(entry.seq.value() - 1)));
    // Those of the file stand in where no entry came before.
    return rules.version == core::Seq() ? std::nullopt : std::optional(std::move(rules));
}

/// Those of the last PolicyChanged at or before that entry.
base::Result<std::optional<core::RuleSet>> Lister::rulesInJournal(core::Seq at) {
    while (at > core::Seq()) {
        TRY_ASSIGN(const std::vector<core::Entry> page, m_reader.journal->readPageBackwards(at, kPage));
        for (const core::Entry& entry : page) {
            if (const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body))
                return std::optional(changed->rules);
        }
        at = page.empty() ? core::Seq() : core::Seq(page.back().seq.value() - 1);
    }
    return std::optional<core::RuleSet>();
}

/// Until somebody stops it. Other processes write the journal: it is looked at again and again.
base::Result<void> follow(Lister& lister) {
    StopSignal signal;
    std::mutex mutex;
    std::condition_variable stopped;
    bool isStopped = false;
    std::jthread waiting([&] {
        signal.wait();
        const std::lock_guard lock(mutex);
        isStopped = true;
        stopped.notify_all();
    });
    base::Result<void> listed;
    std::unique_lock lock(mutex);
    while (!isStopped && listed) {
        lock.unlock();
        listed = lister.listOn();
        lock.lock();
        stopped.wait_for(lock, kFollow, [&] { return isStopped; });
    }
    lock.unlock();
    signal.stop();
    return listed;
}

ExitCode list(const ListOptions& options) {
    const base::SystemClock clock;
    auto filter = core::Filter::parse(options.filter, clock.wallNow());
    if (!filter)
        return report(filter.error());
    auto reader = WorkspaceReader::open(options.workspace);
    if (!reader)
        return report(reader.error());
    Lister lister(options, *std::move(reader), *std::move(filter));
    const auto done = options.follow ? follow(lister) : lister.listOn();
    return done ? ExitCode::Done : report(done.error());
}

ExitCode verify(const std::filesystem::path& folder) {
    const auto found = journal::verify(folder);
    if (!found)
        return report(found.error());
    for (const std::string& difference : found->differences)
        std::cerr << "syncline: " << difference << '\n';
    std::cout << "head " << found->head.value() << ", " << counted(found->entities, "entity", "entities")
              << ", projections compared at " << found->projectionsAt.value() << ", state "
              << journal::hexText(found->stateHash) << '\n'
              << (found->differences.empty() ? "no differences"
                                             : counted(found->differences.size(), "difference", "differences"))
              << std::endl;
    return found->differences.empty() ? ExitCode::Done : ExitCode::No;
}

void addList(CLI::App& journal, Run& run) {
    CLI::App* command = journal.add_subcommand("list", "Entries, one a line");
    auto options = std::make_shared<ListOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_option("--filter", options->filter,
                        "Such as: side == hubspot && field in (email, phone) && outcome == lost && time > -1h");
    command->add_option("--from", options->from, "The first sequence (1)");
    command->add_option("--to", options->to, "The last sequence (the head)");
    command->add_flag("--follow", options->follow, "Go on with what comes, until SIGINT");
    command->add_flag("--json", options->json, "Lines of JSON, as README.md of app/ documents them");
    command->callback([options, &run] { run = [options] { return list(*options); }; });
}

}  // namespace

void addJournalCommand(CLI::App& program, Run& run) {
    CLI::App* journal = program.add_subcommand("journal", "The journal: list, verify");
    journal->require_subcommand(1);
    addList(*journal, run);
    CLI::App* verifying = journal->add_subcommand("verify", "Checks the hash chain, folds, compares every projection");
    auto folder = std::make_shared<std::filesystem::path>();
    verifying->add_option("workspace", *folder, "The workspace's folder")->required();
    verifying->callback([folder, &run] { run = [folder] { return verify(*folder); }; });
}

}  // namespace syncline::app
