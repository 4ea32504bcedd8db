#include "app/sandbox_command.h"

#include "app/stop_signal.h"
#include "engine/base/time_format.h"
#include "engine/sandbox/sandbox.h"

#include <atomic>
#include <iostream>
#include <memory>
#include <string>

namespace syncline::app {
namespace {

ExitCode exitCodeOf(const base::Error& error) {
    return error.code == base::ErrorCode::InvalidArgument ? ExitCode::Usage : ExitCode::CouldNot;
}

ExitCode runSandbox(const sandbox::SandboxOptions& options) {
    StopSignal stop;
    std::atomic<bool> broken = false;
    const base::SystemClock clock;
    auto started = sandbox::Sandbox::start(options, clock, [&](const base::Error& error) {
        std::cerr << "syncline: " << error.message() << std::endl;
        broken = true;
        stop.stop();
    });
    if (!started) {
        std::cerr << "syncline: " << started.error().message() << std::endl;
        return exitCodeOf(started.error());
    }
    std::cout << (*started)->readyLine() << std::endl;
    stop.wait();
    started->reset();
    return broken ? ExitCode::CouldNot : ExitCode::Done;
}

/// CLI11 keeps texts; what they mean is checked here so that the message names the option.
std::string checkTime(const std::string& text) {
    const auto time = base::parseIso8601(text);
    return time ? std::string() : "not a time such as 2026-11-24T16:00:00Z";
}

}  // namespace

void addSandboxCommand(CLI::App& program, std::function<ExitCode()>& run) {
    CLI::App* command = program.add_subcommand(
        "sandbox",
        "Two local servers that speak Salesforce's and HubSpot's protocols, with people at work behind them");
    auto options = std::make_shared<sandbox::SandboxOptions>();
    auto start = std::make_shared<std::string>();
    command->add_option("--salesforce-port", options->salesforcePort,
                        "Port of the Salesforce server (0: any free one)");
    command->add_option("--hubspot-port", options->hubspotPort, "Port of the HubSpot server (0: any free one)");
    command->add_option("--control-port", options->controlPort, "Port of the control API (0: any free one)");
    command->add_option("--seed", options->seed, "The world to make (1)");
    command
        ->add_option("--edits-per-second", options->editsPerSecond,
                     "Of all people together, up to 500; 0: nobody works (1)")
        ->check(CLI::Range(0.0, 500.0));
    command->add_option("--edits", options->editLimit, "People stop after so many edits (0: never)");
    command->add_option("--start", *start, "Time at which a new world begins (now)")->check(checkTime);
    command->add_option("--dialect", options->dialects,
                        "Answer as the other reading of an unclear line of the protocols; may be repeated; all: every "
                        "one");
    command->add_flag("--tls", options->tls, "Speak TLS with a certificate made at start");
    command->add_flag("--rotate-refresh-tokens", options->rotateRefreshTokens,
                      "Salesforce gives a new refresh token at every refresh");
    command->add_option("--state", options->stateFile, "File in which the two CRMs are kept (none: in memory)");
    const auto kill = [&](const char* name, bool saved, const char* text) {
        command->add_option_function<std::uint64_t>(
            name,
            [options, saved](std::uint64_t edits) {
                options->kill = sandbox::KillPlan{edits, saved};
            },
            text);
    };
    kill("--kill-at", false, "Kill this process at that edit, before it is saved (for tests)");
    kill("--kill-behind", true, "Kill this process at that edit, right behind its commit (for tests)");
    const auto milliseconds = [&](const char* name, std::chrono::milliseconds sandbox::SandboxOptions::*member,
                                  const char* text) {
        command
            ->add_option_function<std::int64_t>(
                name, [options, member](std::int64_t value) { (*options).*member = std::chrono::milliseconds(value); },
                text)
            ->check(CLI::Range(std::int64_t{1}, std::int64_t{3'600'000}));
    };
    command
        ->add_option_function<std::int64_t>(
            "--token-lifetime-ms",
            [options](std::int64_t value) { options->tokenLifetime = std::chrono::milliseconds(value); },
            "Access tokens expire after this time (7200000 unused at Salesforce, 1800000 at HubSpot)")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{86'400'000}));
    milliseconds("--connect-hold-ms", &sandbox::SandboxOptions::connectHold,
                 "Salesforce answers an idle connect after this time (110000)");
    milliseconds("--session-expiry-ms", &sandbox::SandboxOptions::sessionExpiry,
                 "and forgets a client that does not connect again (40000)");
    milliseconds("--open-transaction-ms", &sandbox::SandboxOptions::openTransactionAge,
                 "Salesforce's getUpdated and getDeleted stay so far behind, as by a long transaction (0)");
    milliseconds("--publication-ms", &sandbox::SandboxOptions::publicationInterval,
                 "HubSpot closes a journal file after this time (1000)");
    milliseconds("--search-lag-ms", &sandbox::SandboxOptions::searchLag, "HubSpot's search is so far behind (2000)");
    command->callback([options, start, &run] {
        if (!start->empty())
            options->start = *base::parseIso8601(*start);
        run = [options] { return runSandbox(*options); };
    });
}

}  // namespace syncline::app
