#include "app/bench_command.h"

#include "app/counted.h"
#include "app/latency_bench.h"
#include "engine/base/log.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

namespace syncline::app {
namespace {

struct BenchOptions {
    LatencyOptions latency;
    int runs = 3;
};

void print(const char* name, const Percentiles& values) {
    const auto milliseconds = [](std::chrono::microseconds value) { return static_cast<double>(value.count()) / 1000; };
    std::cout << "  " << std::left << std::setw(12) << name << std::right << std::fixed << std::setprecision(1)
              << "p50 " << std::setw(7) << milliseconds(values.p50) << " ms   p95 " << std::setw(7)
              << milliseconds(values.p95) << " ms   p99 " << std::setw(7) << milliseconds(values.p99) << " ms\n";
}

/// The middle one of the runs, figure by figure.
Percentiles medianOf(const std::vector<LatencyRun>& runs, Percentiles LatencyRun::*which) {
    Percentiles median;
    for (const auto figure : {&Percentiles::p50, &Percentiles::p95, &Percentiles::p99}) {
        std::vector<std::chrono::microseconds> values;
        for (const LatencyRun& run : runs)
            values.push_back((run.*which).*figure);
        std::sort(values.begin(), values.end());
        median.*figure = values[values.size() / 2];
    }
    return median;
}

ExitCode benchLatency(const BenchOptions& options) {
    base::log::setLevel(base::log::Level::Error);
    const base::SystemClock clock;
    std::cout << "latency: " << counted(options.latency.changes, "change", "changes") << ", one each "
              << options.latency.between.count()
              << " ms, by turns on both sides; defaults: HubSpot's journal asked each 1000 ms, closed each 1000 ms\n";
    std::vector<LatencyRun> runs;
    for (int i = 1; i <= options.runs; ++i) {
        const auto run = runLatencyBench(options.latency, clock);
        if (!run)
            return report(run.error());
        std::cout << "run " << i << ", " << counted(run->measured, "change", "changes") << '\n';
        print("our share", run->ours);
        print("end to end", run->endToEnd);
        std::cout << std::flush;
        runs.push_back(*run);
    }
    std::cout << "median of the runs\n";
    print("our share", medianOf(runs, &LatencyRun::ours));
    print("end to end", medianOf(runs, &LatencyRun::endToEnd));
    std::cout << "our share: from the last byte of the change's event to the first byte of its write\n";
    return ExitCode::Done;
}

}  // namespace

void addBenchCommand(CLI::App& program, Run& run) {
    CLI::App* bench = program.add_subcommand("bench", "The benchmarks that ship");
    bench->require_subcommand(1);
    CLI::App* latency = bench->add_subcommand("latency", "How long a change takes, at 20 changes a second");
    auto options = std::make_shared<BenchOptions>();
    latency->add_option("--changes", options->latency.changes, "To be measured in a run (400)")
        ->check(CLI::Range(1, 100'000));
    latency->add_option("--runs", options->runs, "How often (3)")->check(CLI::Range(1, 99));
    latency->callback([options, &run] { run = [options] { return benchLatency(*options); }; });
}

}  // namespace syncline::app
