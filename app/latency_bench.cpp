#include "app/latency_bench.h"

#include "app/connections.h"
#include "app/deadline.h"
#include "app/run_time.h"
#include "app/wire_times.h"
#include "engine/base/random.h"
#include "engine/base/try.h"
#include "engine/runtime/engine.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <unistd.h>

namespace syncline::app {
namespace {

constexpr int kPairs = 40;
constexpr std::chrono::seconds kPatience{60};

std::filesystem::path workspaceFolder() {
    return std::filesystem::temp_directory_path() / ("syncline-bench-" + std::to_string(::getpid()));
}

/// The folder goes with it.
struct TemporaryWorkspace {
    std::filesystem::path folder = workspaceFolder();

    TemporaryWorkspace() = default;
    TemporaryWorkspace(const TemporaryWorkspace&) = delete;
    TemporaryWorkspace& operator=(const TemporaryWorkspace&) = delete;
    ~TemporaryWorkspace() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
};

class Bench {
public:
    Bench(const LatencyOptions& options, const base::Clock& clock)
        : m_options(options), m_clock(clock), m_times(clock) {}

    base::Result<LatencyRun> run();

private:
    base::Result<void> open();
    base::Result<void> makePairs();
    base::Result<std::string> act(core::Side side, const QString& verb, const std::string& id,
                                  const QJsonObject& fields);
    [[nodiscard]] static core::Side sideOf(int number);
    base::Result<void> edit(int number);
    base::Result<void> waitUntilDrained();
    base::Result<void> waitUntilAllArrived();
    base::Result<LatencyRun> measure();

    const LatencyOptions& m_options;
    const base::Clock& m_clock;
    TemporaryWorkspace m_temporary;
    WireTimes m_times;
    mapping::Workspace m_workspace;
    std::unique_ptr<EmbeddedSandbox> m_sandbox;
    std::unique_ptr<runtime::Engine> m_engine;
    std::vector<core::PerSide<std::string>> m_pairs;
    std::vector<base::MonotonicTime> m_edited;  ///< by number
};

base::Result<void> Bench::open() {
    TRY(mapping::createSandboxWorkspace(m_temporary.folder, {}, m_clock.wallNow()));
    TRY_ASSIGN(m_workspace, mapping::readWorkspace(m_temporary.folder));
    TRY_ASSIGN(m_sandbox, EmbeddedSandbox::start(m_workspace, {}, m_clock, [](const base::Error&) {}));
    m_workspace = withAccess(std::move(m_workspace), m_sandbox->access());
    TRY(makePairs());
    TRY_ASSIGN(auto connectors, makeConnectors(m_workspace, &m_sandbox->access(), m_clock, &m_times));
    TRY_ASSIGN(m_engine, runtime::Engine::start({m_workspace, std::move(connectors), m_clock,
                                                 base::Random(startSeed(m_clock)), [](const base::Error&) {}}));
    return {};
}

base::Result<std::string> Bench::act(core::Side side, const QString& verb, const std::string& id,
                                     const QJsonObject& fields) {
    const bool salesforce = side == core::Side::Salesforce;
    QJsonObject act{{QStringLiteral("side"), salesforce ? QStringLiteral("salesforce") : QStringLiteral("hubspot")},
                    {QStringLiteral("object"), salesforce ? QStringLiteral("Contact") : QStringLiteral("contacts")},
                    {QStringLiteral("verb"), verb},
                    {QStringLiteral("fields"), fields}};
    if (!id.empty())
        act.insert(QStringLiteral("id"), QString::fromStdString(id));
    return m_sandbox->act(act);
}

base::Result<void> Bench::makePairs() {
    for (int i = 0; i < kPairs; ++i) {
        const QString name = QStringLiteral("Bench") + QString::number(i);
        const QString email = QStringLiteral("bench") + QString::number(i) + QStringLiteral("@bench.example");
        core::PerSide<std::string> pair;
        TRY_ASSIGN(pair.salesforce, act(core::Side::Salesforce, QStringLiteral("create"), {},
                                        {{QStringLiteral("LastName"), name}, {QStringLiteral("Email"), email}}));
        TRY_ASSIGN(pair.hubspot, act(core::Side::HubSpot, QStringLiteral("create"), {},
                                     {{QStringLiteral("lastname"), name}, {QStringLiteral("email"), email}}));
        m_pairs.push_back(std::move(pair));
    }
    return {};
}

/// Numbers go round the pairs; the sides take turns, within a round and from one to the next.
core::Side Bench::sideOf(int number) {
    return (number + number / kPairs) % 2 == 0 ? core::Side::Salesforce : core::Side::HubSpot;
}

base::Result<void> Bench::edit(int number) {
    const core::Side side = sideOf(number);
    const auto& pair = m_pairs[static_cast<std::size_t>(number % kPairs)];
    const QString field = side == core::Side::Salesforce ? QStringLiteral("Department") : QStringLiteral("department");
    m_edited.push_back(m_clock.monotonicNow());
    TRY(act(side, QStringLiteral("update"), pair[side], {{field, QString::fromStdString(WireTimes::mark(number))}}));
    return {};
}

base::Result<void> Bench::waitUntilDrained() {
    const Deadline deadline(kPatience);
    base::Generation seen;
    while (true) {
        const auto latest = m_engine->snapshots().waitForNewer(seen, deadline.token());
        if (!latest)
            return base::Error{base::ErrorCode::TimedOut, "measure latency", "engine", "changes did not arrive in time",
                               "see syncline run"};
        seen = latest->generation;
        if (latest->value->isDrained() && isQuiet(*latest->value, m_clock, m_workspace))
            return {};
        Deadline(std::chrono::milliseconds(100)).wait();
        seen = {};
    }
}

base::Result<void> Bench::waitUntilAllArrived() {
    const Deadline deadline(kPatience);
    const auto isMissing = [this](const auto& times) {
        return times.first >= 2 * kPairs && times.second.done == base::MonotonicTime();
    };
    while (!deadline.token().stop_requested()) {
        const auto times = m_times.all();
        const auto measured = std::distance(times.lower_bound(2 * kPairs), times.end());
        if (measured == m_options.changes && std::none_of(times.begin(), times.end(), isMissing))
            return {};
        Deadline(std::chrono::milliseconds(100)).wait();
    }
    return base::Error{base::ErrorCode::TimedOut, "measure latency", "engine", "not all changes arrived in time",
                       "see syncline run"};
}

base::Result<LatencyRun> Bench::run() {
    TRY(open());
    // The first two rounds link the pairs and compare them; they do not count.
    int number = 0;
    const auto until = [&](int end, std::chrono::milliseconds between) -> base::Result<void> {
        for (; number < end; ++number) {
            TRY(edit(number));
            Deadline(between).wait();
        }
        return {};
    };
    TRY(until(2 * kPairs, m_options.between));
    TRY(waitUntilDrained());
    TRY(until(2 * kPairs + m_options.changes, m_options.between));
    TRY(waitUntilAllArrived());
    return measure();
}

base::Result<LatencyRun> Bench::measure() {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    std::vector<microseconds> ours;
    std::vector<microseconds> endToEnd;
    const auto times = m_times.all();
    for (int number = 2 * kPairs; number < 2 * kPairs + m_options.changes; ++number) {
        const auto wire = times.find(number);
        if (wire == times.end() || wire->second.done == base::MonotonicTime())
            return base::Error{base::ErrorCode::TimedOut, "measure latency", WireTimes::mark(number),
                               "the change did not arrive", "see syncline run"};
        ours.push_back(duration_cast<microseconds>(wire->second.out - wire->second.in));
        endToEnd.push_back(duration_cast<microseconds>(wire->second.done - m_edited[static_cast<std::size_t>(number)]));
    }
    return LatencyRun{percentilesOf(ours), percentilesOf(endToEnd), ours.size()};
}

}  // namespace

Percentiles percentilesOf(std::vector<std::chrono::microseconds> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](std::size_t percent) { return values[(values.size() - 1) * percent / 100]; };
    return {at(50), at(95), at(99)};
}

base::Result<LatencyRun> runLatencyBench(const LatencyOptions& options, const base::Clock& clock) {
    return Bench(options, clock).run();
}

}  // namespace syncline::app
