#include "app/exit_codes.h"
#include "app/sandbox_command.h"

#include <exception>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

namespace {

using syncline::app::ExitCode;

ExitCode runProgram(int argc, char** argv) {
    CLI::App program("Syncline keeps Salesforce and HubSpot in step, field by field");
    program.name("syncline");
    program.set_version_flag("--version", SYNCLINE_VERSION);
    program.require_subcommand(1);
    std::function<ExitCode()> run;
    syncline::app::addSandboxCommand(program, run);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? ExitCode::Done : ExitCode::Usage;
    }
    return run();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return static_cast<int>(runProgram(argc, argv));
    } catch (const std::exception& error) {
        std::cerr << "syncline: a fault of the program: " << error.what() << std::endl;
        return static_cast<int>(ExitCode::CouldNot);
    }
}
