#include "app/snapshot_json.h"

#include "app/command_json.h"
#include "engine/base/time_format.h"

#include <QJsonArray>

namespace syncline::app {
namespace {

std::string textAt(const QJsonObject& object, const char* key) {
    return object.value(QLatin1String(key)).toString().toStdString();
}

std::size_t countAt(const QJsonObject& object, const char* key) {
    const qint64 number = object.value(QLatin1String(key)).toInteger();
    return number < 0 ? 0 : static_cast<std::size_t>(number);
}

core::Seq seqAt(const QJsonObject& object, const char* key) {
    return core::Seq(object.value(QLatin1String(key)).toInteger());
}

core::ConnectorPhase phaseNamed(const std::string& text) {
    using core::ConnectorPhase;
    for (const ConnectorPhase phase :
         {ConnectorPhase::Connecting, ConnectorPhase::Connected, ConnectorPhase::Disconnected}) {
        if (core::name(phase) == text)
            return phase;
    }
    return ConnectorPhase::Stopped;
}

runtime::SideSnapshot sideFrom(const QJsonObject& object) {
    runtime::SideSnapshot side;
    side.phase = phaseNamed(textAt(object, "state"));
    side.message = textAt(object, "message");
    side.mode = textAt(object, "mode") == core::name(core::Mode::Live) ? core::Mode::Live : core::Mode::Observe;
    if (const auto received = base::parseIso8601(textAt(object, "lastReceived")))
        side.lastReceived = *received;
    if (const auto answered = base::parseIso8601(textAt(object, "lastAnswered")))
        side.lastAnswered = *answered;
    if (const auto next = base::parseIso8601(textAt(object, "nextTry")))
        side.nextTry = *next;
    side.needsSignIn = object.value(QLatin1String("needsSignIn")).toBool();
    side.dueEntities = countAt(object, "dueEntities");
    side.dueCells = countAt(object, "dueCells");
    side.nothingDueBelow = seqAt(object, "offset");
    side.requestsOut = countAt(object, "requestsOut");
    side.duplicates = countAt(object, "duplicates");
    return side;
}

}  // namespace

runtime::Snapshot snapshotFromJson(const QJsonObject& object) {
    runtime::Snapshot snapshot;
    snapshot.head = seqAt(object, "head");
    snapshot.projected = seqAt(object, "projected");
    snapshot.side.salesforce = sideFrom(object.value(QLatin1String("salesforce")).toObject());
    snapshot.side.hubspot = sideFrom(object.value(QLatin1String("hubspot")).toObject());
    snapshot.undecided = countAt(object, "undecided");
    snapshot.unsettled = countAt(object, "unsettled");
    snapshot.openConflicts = countAt(object, "openConflicts");
    for (const QJsonValue& one : object.value(QLatin1String("consumers")).toArray())
        snapshot.consumers.push_back({textAt(one.toObject(), "name"), seqAt(one.toObject(), "offset")});
    if (object.contains(QLatin1String("trouble")))
        snapshot.trouble = errorFromJson(object.value(QLatin1String("trouble")).toObject());
    return snapshot;
}

}  // namespace syncline::app
