#include "app/status_command.h"

#include "app/command_json.h"
#include "app/control_socket.h"
#include "app/counted.h"
#include "app/run_time.h"
#include "app/workspace_reader.h"
#include "engine/base/try.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <filesystem>
#include <iostream>
#include <memory>

namespace syncline::app {
namespace {

/// What the files say while no engine runs.
base::Result<runtime::Snapshot> storedSnapshot(WorkspaceReader& reader) {
    runtime::Snapshot snapshot;
    TRY_ASSIGN(snapshot.head, reader.journal->readHead());
    TRY_ASSIGN(const journal::Anchor anchor, reader.projections->readAnchor());
    snapshot.projected = anchor.watermark;
    TRY_ASSIGN(snapshot.openConflicts, reader.projections->readOpenConflicts());
    TRY_ASSIGN(snapshot.consumers, reader.journal->readConsumers());
    TRY_ASSIGN(const core::WorkspaceState state, reader.projections->readWorkspace());
    for (const core::Side side : core::kSides) {
        runtime::SideSnapshot& one = snapshot.side[side];
        TRY_ASSIGN(const journal::DueCount due, reader.projections->readDue(side));
        one.mode = state.rules.mode[side];
        one.message = state.connector[side].message;
        one.dueEntities = due.entities;
        one.dueCells = due.cells;
        one.nothingDueBelow = due.oldest == core::Seq() ? snapshot.head : core::Seq(due.oldest.value() - 1);
    }
    return snapshot;
}

base::Result<QJsonObject> statusOf(const std::filesystem::path& folder) {
    TRY_ASSIGN(WorkspaceReader reader, WorkspaceReader::open(folder));
    auto live = askEngine(folder, {{QStringLiteral("kind"), QStringLiteral("snapshot")}});
    if (!live && live.error().code != base::ErrorCode::NotFound)
        return live.error();
    QJsonObject status;
    if (live) {
        status = *live;
    } else {
        TRY_ASSIGN(const runtime::Snapshot snapshot, storedSnapshot(reader));
        status = toJson(snapshot);
    }
    status.insert(QStringLiteral("running"), live.has_value());
    TRY_ASSIGN(const std::vector<core::Position> positions, reader.journal->readPositions());
    QJsonArray list;
    for (const core::Position& position : positions)
        list.append(QJsonObject{{QStringLiteral("stream"), QString::fromStdString(position.stream)},
                                {QStringLiteral("position"), QString::fromStdString(position.text)}});
    status.insert(QStringLiteral("positions"), list);
    TRY_ASSIGN(const auto outcomes, reader.projections->readOutcomes());
    QJsonObject counts;
    for (const auto& [outcome, count] : outcomes)
        counts.insert(QString::fromStdString(outcome), static_cast<qint64>(count));
    status.insert(QStringLiteral("outcomes"), counts);
    return status;
}

std::string number(const QJsonObject& object, const char* key) {
    return std::to_string(object.value(QLatin1String(key)).toInteger());
}

std::int64_t integer(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toInteger();
}

std::string text(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString().toStdString();
}

void printSide(const QJsonObject& status, const char* name) {
    const QJsonObject side = status.value(QLatin1String(name)).toObject();
    std::cout << name << ": " << text(side, "state") << ", writes to it " << text(side, "mode")
              << ", nothing due below " << number(side, "offset") << ", "
              << counted(integer(side, "dueCells"), "field", "fields") << " of "
              << counted(integer(side, "dueEntities"), "record", "records") << " due\n";
    if (const std::string received = text(side, "lastReceived"); !received.empty())
        std::cout << "  last received " << received << '\n';
    if (const std::string message = text(side, "message"); !message.empty())
        std::cout << "  " << message << '\n';
    if (const std::string answered = text(side, "lastAnswered"); !answered.empty())
        std::cout << "  last answered " << answered << '\n';
    if (const std::string next = text(side, "nextTry"); !next.empty())
        std::cout << "  next try " << next << '\n';
}

void print(const QJsonObject& status) {
    std::cout << (status.value(QLatin1String("running")).toBool() ? "an engine runs" : "no engine runs") << "\nhead "
              << number(status, "head") << ", projections at " << number(status, "projected") << '\n';
    printSide(status, "salesforce");
    printSide(status, "hubspot");
    for (const QJsonValue& one : status.value(QLatin1String("positions")).toArray())
        std::cout << "position of " << text(one.toObject(), "stream") << ": " << text(one.toObject(), "position")
                  << '\n';
    for (const QJsonValue& one : status.value(QLatin1String("consumers")).toArray())
        std::cout << "stream " << text(one.toObject(), "name") << ": offset " << number(one.toObject(), "offset")
                  << ", "
                  << status.value(QLatin1String("head")).toInteger()
                         - one.toObject().value(QLatin1String("offset")).toInteger()
                  << " behind\n";
    std::cout << "open conflicts: " << number(status, "openConflicts") << "\noutcomes:";
    const QJsonObject outcomes = status.value(QLatin1String("outcomes")).toObject();
    for (auto one = outcomes.begin(); one != outcomes.end(); ++one)
        std::cout << ' ' << one.key().toStdString() << ' ' << one.value().toInteger();
    std::cout << '\n';
}

}  // namespace

void addStatusCommand(CLI::App& program, Run& run) {
    CLI::App* command = program.add_subcommand("status", "Head, positions, what is due, and how both sides are");
    auto folder = std::make_shared<std::filesystem::path>();
    auto json = std::make_shared<bool>(false);
    command->add_option("workspace", *folder, "The workspace's folder")->required();
    command->add_flag("--json", *json, "One object, as README.md of app/ documents it");
    command->callback([folder, json, &run] {
        run = [folder, json] {
            const auto status = statusOf(*folder);
            if (!status)
                return report(status.error());
            if (*json)
                std::cout << QJsonDocument(*status).toJson(QJsonDocument::Compact).toStdString() << '\n';
            else
                print(*status);
            return ExitCode::Done;
        };
    });
}

}  // namespace syncline::app
