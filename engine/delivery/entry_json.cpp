#include "engine/delivery/entry_json.h"

#include "engine/delivery/json_parts.h"

#include <variant>

namespace syncline::delivery {

namespace json = boost::json;
using namespace json_parts;

namespace {

json::object body(const core::ChangeCaptured& captured) {
    json::object object;
    object["record"] = toJson(captured.record);
    object["changeKind"] = json::string(core::name(captured.change.kind));
    object["action"] = json::string(core::name(captured.change.action));
    object["time"] = toJson(captured.change.time);
    object["writer"] = toJson(captured.change.writer);
    object["writerKnown"] = captured.change.writerKnown;
    object["fields"] = list(captured.change.fields);
    object["unmapped"] = list(captured.unmapped);
    addText(object, "transaction", captured.transaction);
    object["raw"] = text(captured.raw);
    return object;
}

json::object body(const core::FieldsDecided& decided) {
    json::object object;
    object["fields"] = list(decided.fields);
    return object;
}

json::object body(const core::ConflictOpened& opened) {
    json::object object;
    object["field"] = text(opened.field);
    object["type"] = json::string(core::name(opened.type));
    object["candidates"] = list(opened.candidates);
    addText(object, "who", opened.who);
    return object;
}

json::object body(const core::ConflictUpdated& updated) {
    json::object object;
    object["conflict"] = toJson(updated.conflict);
    object["field"] = text(updated.field);
    object["candidates"] = list(updated.candidates);
    return object;
}

json::object body(const core::ConflictResolved& resolved) {
    json::object object;
    object["conflict"] = toJson(resolved.conflict);
    object["field"] = text(resolved.field);
    object["standing"] = toJson(resolved.standing);
    object["covered"] = list(resolved.covered());
    addFact(object, "byItself", resolved.byItself);
    addText(object, "who", resolved.who);
    addText(object, "note", resolved.note);
    return object;
}

json::object body(const core::WriteSent& sent) {
    json::object object;
    object["side"] = toJson(sent.side);
    add(object, "record", sent.record);
    object["attempt"] = sent.attempt;
    object["fields"] = list(sent.fields);
    return object;
}

json::object body(const core::WriteSucceeded& succeeded) {
    json::object object;
    object["write"] = toJson(succeeded.write);
    object["side"] = toJson(succeeded.side);
    add(object, "created", succeeded.created);
    object["answeredAt"] = toJson(succeeded.answeredAt);
    return object;
}

json::object body(const core::WriteFailed& failed) {
    json::object object;
    object["write"] = toJson(failed.write);
    object["side"] = toJson(failed.side);
    object["failure"] = json::string(core::name(failed.failure));
    addText(object, "code", failed.code);
    addText(object, "message", failed.message);
    object["fields"] = list(failed.fields);
    return object;
}

json::object body(const core::RecordLinked& linked) {
    json::object object;
    object["record"] = bySide(linked.record);
    object["origin"] = json::string(core::name(linked.origin));
    if (linked.absorbed != core::EntityId())
        object["absorbed"] = toJson(linked.absorbed);
    return object;
}

json::object body(const core::BaselineRead& baseline) {
    json::object object;
    object["fields"] = list(baseline.fields);
    return object;
}

json::object body(const core::PolicyChanged& changed) {
    json::object object;
    object["rules"] = toJson(changed.rules);
    addText(object, "source", changed.source);
    addText(object, "who", changed.who);
    return object;
}

json::object body(const core::GapDetected& gap) {
    json::object object;
    object["side"] = toJson(gap.side);
    object["reason"] = text(gap.reason);
    object["records"] = list(gap.records);
    addFact(object, "allNamed", gap.allNamed);
    return object;
}

json::object body(const core::ConnectorStateChanged& changed) {
    json::object object;
    object["side"] = toJson(changed.side);
    object["phase"] = json::string(core::name(changed.phase));
    addText(object, "message", changed.message);
    return object;
}

json::object body(const core::RecordDeleted& deleted) {
    json::object object;
    object["record"] = toJson(deleted.record);
    addFact(object, "undeleted", deleted.undeleted);
    return object;
}

json::object bodyObject(const core::EntryBody& any) {
    return std::visit([](const auto& one) { return body(one); }, any);
}

}  // namespace

std::string entryJson(const core::Entry& entry) {
    json::object object;
    object["seq"] = toJson(entry.seq);
    object["kind"] = json::string(core::name(entry.kind()));
    if (entry.entity != core::EntityId())
        object["entity"] = toJson(entry.entity);
    add(object, "side", entry.side);
    add(object, "sourceTime", entry.sourceTime);
    object["captureTime"] = toJson(entry.captureTime);
    if (entry.cause != core::Seq())
        object["cause"] = toJson(entry.cause);
    object["body"] = bodyObject(entry.body);
    return json::serialize(object);
}

std::string bodyJson(const core::EntryBody& any) {
    return json::serialize(bodyObject(any));
}

std::string quotedJson(std::string_view bytes) {
    return json::serialize(text(bytes));
}

}  // namespace syncline::delivery
