#include "app/audit_command.h"

#include "app/connections.h"
#include "app/control_socket.h"
#include "app/counted.h"
#include "app/deadline.h"
#include "app/entry_text.h"
#include "app/side_reader.h"
#include "app/workspace_reader.h"
#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/audit.h"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

namespace syncline::app {
namespace {

struct AuditOptions {
    std::filesystem::path workspace;
    bool json = false;
};

constexpr std::size_t kPage = 100;
constexpr std::chrono::seconds kConnect{30};
/// What differs while an engine works may be on its way: it is looked at again so often, and then it counts.
constexpr int kLooks = 10;
constexpr std::chrono::milliseconds kBetweenLooks{1000};

/// One audit: the sides through connectors of its own, the ledger through the projections.
class Audit {
public:
    Audit(const AuditOptions& options, WorkspaceReader reader) : m_options(options), m_reader(std::move(reader)) {}

    base::Result<runtime::AuditReport> run();

private:
    base::Result<void> openSides();
    base::Result<void> auditAll(runtime::AuditReport& report);
    base::Result<void> auditSome(const std::vector<core::Entity>& entities, runtime::AuditReport& report);

    const AuditOptions& m_options;
    const base::SystemClock m_clock;
    WorkspaceReader m_reader;
    bool m_engineRuns = false;
    std::unique_ptr<EmbeddedSandbox> m_sandbox;
    std::unique_ptr<SideReader> m_sides;
    core::RuleSet m_rules;
};

/// A sandbox's servers are those of the running engine, or are started for the audit, without people.
base::Result<void> Audit::openSides() {
    mapping::Workspace workspace = m_reader.workspace;
    const auto answer = askEngine(m_options.workspace, {{QStringLiteral("kind"), QStringLiteral("access")}});
    m_engineRuns = answer.has_value();
    std::optional<SideAccess> access;
    if (workspace.sandbox && m_engineRuns) {
        access = accessFromJson(*answer, workspace);
    } else if (workspace.sandbox) {
        TRY_ASSIGN(m_sandbox,
                   EmbeddedSandbox::start(workspace, {}, m_clock, [](const base::Error& error) { report(error); }));
        access = m_sandbox->access();
    }
    if (access)
        workspace = withAccess(std::move(workspace), *access);
    TRY_ASSIGN(auto connectors, makeConnectors(workspace, access ? &*access : nullptr, m_clock));
    m_sides = std::make_unique<SideReader>(std::move(connectors));
    return m_sides->connect(kConnect);
}

base::Result<runtime::AuditReport> Audit::run() {
    TRY(openSides());
    TRY_ASSIGN(const core::WorkspaceState state, m_reader.projections->readWorkspace());
    m_rules = state.rules;
    runtime::AuditReport report;
    TRY(auditAll(report));
    for (int look = 1; look < kLooks && m_engineRuns && !report.differences.empty(); ++look) {
        Deadline(kBetweenLooks).wait();
        const std::vector<runtime::AuditDifference> before = std::move(report.differences);
        report = {};
        TRY(auditAll(report));
        runtime::keepLasting(report, before);
    }
    return report;
}

base::Result<void> Audit::auditAll(runtime::AuditReport& report) {
    core::EntityId after;
    while (true) {
        TRY_ASSIGN(std::vector<core::Entity> page, m_reader.projections->readEntities(after, kPage));
        if (page.empty())
            return {};
        after = page.back().id;
        page.erase(std::remove_if(page.begin(), page.end(),
                                  [](const core::Entity& one) { return !one.isLinked() || one.mergedInto; }),
                   page.end());
        TRY(auditSome(page, report));
    }
}

base::Result<void> Audit::auditSome(const std::vector<core::Entity>& entities, runtime::AuditReport& report) {
    for (const mapping::ObjectMapping& object : m_reader.workspace.objects) {
        core::PerSide<std::map<std::string, connectors::RecordRead>> read;
        for (const core::Side side : core::kSides) {
            std::set<std::string> ids;
            std::vector<std::string> fields;
            for (const mapping::FieldMapping& field : object.fields)
                fields.push_back(field.field[side]);
            for (const core::Entity& entity : entities) {
                if (entity.object == object.name)
                    ids.insert(*entity.record[side]);
            }
            if (ids.empty())
                break;
            TRY_ASSIGN(read[side], m_sides->read(side, object.object[side], {ids.begin(), ids.end()}, fields));
        }
        for (const core::Entity& entity : entities) {
            if (entity.object == object.name)
                runtime::audit(entity,
                               {read.salesforce[*entity.record.salesforce], read.hubspot[*entity.record.hubspot]},
                               object, m_rules, report);
        }
    }
    return {};
}

void printCounts(const std::string& name, const runtime::AuditCounts& counts) {
    std::cout << "  " << std::left << std::setw(28) << name << std::right << std::setw(8) << counts.inStep << " in step"
              << std::setw(6) << counts.inConflict << " in conflict";
    for (const auto& [reason, count] : counts.apart)
        std::cout << std::setw(6) << count << " apart (" << reason << ')';
    std::cout << std::setw(6) << counts.different << " different\n";
}

void print(const runtime::AuditReport& report) {
    for (const auto& [object, fields] : report.fields) {
        for (const auto& [field, counts] : fields)
            printCounts(object + '.' + field, counts);
    }
    printCounts("all", report.total());
    for (const runtime::AuditDifference& one : report.differences)
        std::cout << "different: " << one.field << " of " << one.record.salesforce << " / " << one.record.hubspot
                  << ": " << shown(one.value.salesforce) << " and " << shown(one.value.hubspot) << " (" << one.journal
                  << ")\n";
    const runtime::AuditCounts total = report.total();
    const double share =
        total.compared() == 0 ? 0 : 100.0 * static_cast<double>(total.inStep) / static_cast<double>(total.compared());
    std::cout << counted(report.entities, "linked record", "linked records") << ", "
              << counted(total.compared(), "cell", "cells") << " compared, " << std::fixed << std::setprecision(1)
              << share << " % in step, " << total.different << " different\n";
}

std::string json(const runtime::AuditCounts& counts) {
    std::string apart;
    for (const auto& [reason, count] : counts.apart)
        apart += (apart.empty() ? "" : ",") + delivery::quotedJson(reason) + ':' + std::to_string(count);
    return "{\"compared\":" + std::to_string(counts.compared()) + ",\"inStep\":" + std::to_string(counts.inStep)
           + ",\"inConflict\":" + std::to_string(counts.inConflict) + ",\"apart\":{" + apart
           + "},\"different\":" + std::to_string(counts.different) + '}';
}

/// The documented form of `syncline audit --json`; see README.md.
void printJson(const runtime::AuditReport& report) {
    std::cout << "{\"entities\":" << report.entities << ",\"total\":" << json(report.total()) << ",\"fields\":{";
    bool first = true;
    for (const auto& [object, fields] : report.fields) {
        for (const auto& [field, counts] : fields) {
            std::cout << (first ? "" : ",") << delivery::quotedJson(object + '.' + field) << ':' << json(counts);
            first = false;
        }
    }
    std::cout << "},\"differences\":[";
    first = true;
    for (const runtime::AuditDifference& one : report.differences) {
        const auto text = [](const core::Value& value) {
            return value.text ? delivery::quotedJson(*value.text) : std::string("null");
        };
        std::cout << (first ? "" : ",") << "{\"entity\":" << one.entity.value()
                  << ",\"field\":" << delivery::quotedJson(one.field)
                  << ",\"salesforce\":{\"id\":" << delivery::quotedJson(one.record.salesforce)
                  << ",\"value\":" << text(one.value.salesforce)
                  << "},\"hubspot\":{\"id\":" << delivery::quotedJson(one.record.hubspot)
                  << ",\"value\":" << text(one.value.hubspot) << "},\"ledger\":" << delivery::quotedJson(one.journal)
                  << '}';
        first = false;
    }
    std::cout << "]}\n";
}

ExitCode runAudit(const AuditOptions& options) {
    auto reader = WorkspaceReader::open(options.workspace);
    if (!reader)
        return report(reader.error());
    const auto found = Audit(options, *std::move(reader)).run();
    if (!found)
        return report(found.error());
    options.json ? printJson(*found) : print(*found);
    return found->isGood() ? ExitCode::Done : ExitCode::No;
}

}  // namespace

void addAuditCommand(CLI::App& program, Run& run) {
    CLI::App* command =
        program.add_subcommand("audit", "Reads both sides through their own APIs and compares all linked records");
    auto options = std::make_shared<AuditOptions>();
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_flag("--json", options->json, "One object, as README.md of app/ documents it");
    command->callback([options, &run] { run = [options] { return runAudit(*options); }; });
}

}  // namespace syncline::app
