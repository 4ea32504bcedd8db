#include "app/audit_command.h"
#include "app/bench_command.h"
#include "app/conflicts_command.h"
#include "app/console_command.h"
#include "app/consumers_command.h"
#include "app/journal_command.h"
#include "app/mode_command.h"
#include "app/record_command.h"
#include "app/run_command.h"
#include "app/run_console.h"
#include "app/sandbox_command.h"
#include "app/spelling.h"
#include "app/status_command.h"

#include <QCoreApplication>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <malloc.h>

namespace {

using syncline::app::ExitCode;

/// In words, and what was meant where it is close to something.
ExitCode refuse(const CLI::App& program, const CLI::ParseError& error, const std::vector<std::string>& words) {
    if (program.exit(error) == 0)
        return ExitCode::Done;
    if (const std::string meant = syncline::app::meantBy(program, words); !meant.empty())
        std::cerr << meant << std::endl;
    return ExitCode::Usage;
}

/// CLI11 joins from the last word on, but has what an option or a command left over from the first.
CLI::ExtrasError inOrder(const CLI::App& program, const CLI::ExtrasError& error) {
    std::vector<std::string> words = program.remaining(true);
    if (words.empty())
        return error;
    std::reverse(words.begin(), words.end());
    return {program.get_name(), words};
}

ExitCode runProgram(int argc, char** argv) {
    CLI::App program("Syncline keeps Salesforce and HubSpot in step, field by field");
    program.name("syncline");
    program.set_version_flag("--version", SYNCLINE_VERSION);
    program.require_subcommand(0, 1);
    syncline::app::Run run;
    syncline::app::addRunCommand(program, run);
    syncline::app::addStatusCommand(program, run);
    syncline::app::addJournalCommand(program, run);
    syncline::app::addRecordCommand(program, run);
    syncline::app::addConflictsCommand(program, run);
    syncline::app::addConsumersCommand(program, run);
    syncline::app::addModeCommand(program, run);
    syncline::app::addAuditCommand(program, run);
    syncline::app::addBenchCommand(program, run);
    syncline::app::addSandboxCommand(program, run);
    syncline::app::addConsoleCommand(program, run, &syncline::app::runConsole);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ExtrasError& error) {
        return refuse(program, inOrder(program, error), {argv + 1, argv + argc});
    } catch (const CLI::ParseError& error) {
        return refuse(program, error, {argv + 1, argv + argc});
    }
    // The console makes an application of its own, with a display.
    if (program.get_subcommands().empty())
        return run();
    const QCoreApplication application(argc, argv);
    return run();
}

/// A dozen threads that allocate little share two of the allocator's arenas. With one for each, as glibc has it, what
/// is free in one is of no use to another, and some megabytes lie idle.
void shareArenas() {
    constexpr int kArenas = 2;
    static_cast<void>(::mallopt(M_ARENA_MAX, kArenas));
}

}  // namespace

int main(int argc, char** argv) {
    shareArenas();
    try {
        return static_cast<int>(runProgram(argc, argv));
    } catch (const std::exception& error) {
        std::cerr << "syncline: a fault of the program: " << error.what() << std::endl;
        return static_cast<int>(ExitCode::CouldNot);
    }
}
