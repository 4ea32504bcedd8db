#include "engine/delivery/json_parts.h"

#include "engine/base/time_format.h"
#include "engine/delivery/well_formed.h"

namespace syncline::delivery::json_parts {

json::string text(std::string_view bytes) {
    return json::string(wellFormedUtf8(bytes));
}

json::value toJson(const std::string& value) {
    return text(value);
}

json::value toJson(core::Side side) {
    return json::string(core::name(side));
}

json::value toJson(core::Seq seq) {
    return seq.value();
}

json::value toJson(core::EntityId id) {
    return id.value();
}

json::value toJson(base::WallTime time) {
    return json::string(base::formatIso8601(time));
}

void addFact(json::object& object, std::string_view key, bool fact) {
    if (fact)
        object[key] = true;
}

void addText(json::object& object, std::string_view key, const std::string& value) {
    if (!value.empty())
        object[key] = text(value);
}

json::value toJson(const core::SourceTime& time) {
    json::object object;
    if (time.from == core::kBeginningOfTime)
        object["from"] = nullptr;
    else
        object["from"] = toJson(time.from);
    object["last"] = toJson(time.last);
    addFact(object, "clocksDisagree", time.clocksDisagree);
    addFact(object, "fromFuture", time.fromFuture);
    return object;
}

json::value toJson(const core::Writer& writer) {
    json::object object;
    object["kind"] = json::string(core::name(writer.kind));
    addText(object, "id", writer.id);
    return object;
}

void addValue(json::object& object, const core::PerSide<core::Value>& value) {
    json::object texts;
    json::object keys;
    for (const core::Side side : core::kSides) {
        const core::Value& one = value[side];
        texts[core::name(side)] = one.text ? json::value(text(*one.text)) : json::value(nullptr);
        if (!one.key.empty())
            keys[core::name(side)] = text(one.key);
    }
    object["value"] = std::move(texts);
    if (!keys.empty())
        object["key"] = std::move(keys);
}

json::value toJson(const core::VersionId& id) {
    json::object object;
    object["seq"] = toJson(id.seq);
    object["side"] = toJson(id.side);
    return object;
}

json::value toJson(const core::Version& version) {
    json::object object;
    object["seq"] = toJson(version.id.seq);
    object["side"] = toJson(version.id.side);
    addValue(object, version.value);
    object["time"] = toJson(version.time);
    object["writer"] = toJson(version.writer);
    addFact(object, "byRead", version.byRead);
    return object;
}

json::value toJson(const core::Candidate& candidate) {
    json::object object;
    object["place"] = toJson(candidate.place);
    addFact(object, "overwritten", candidate.overwritten);
    object["version"] = toJson(candidate.version);
    return object;
}

json::value toJson(const core::Apart& apart) {
    json::object object;
    object["reason"] = json::string(core::name(apart.reason));
    object["cause"] = toJson(apart.cause);
    addText(object, "text", apart.text);
    return object;
}

json::value toJson(const core::RecordKey& record) {
    json::object object;
    object["side"] = toJson(record.side);
    object["object"] = text(record.object);
    object["id"] = text(record.id);
    return object;
}

json::object toJson(const core::CellChange& change) {
    json::object object;
    add(object, "standing", change.standing);
    addBySide(object, "present", change.present);
    addBySide(object, "closedThrough", change.closedThrough);
    addBySide(object, "closedAlone", change.closedAlone);
    addBySide(object, "apart", change.apart);
    addBySide(object, "refusedOn", change.refusedOn);
    return object;
}

json::value toJson(const core::FieldDecision& decision) {
    json::object object;
    object["field"] = text(decision.field);
    object["outcome"] = json::string(core::name(decision.outcome));
    if (decision.reason != core::Reason::None)
        object["reason"] = json::string(core::name(decision.reason));
    add(object, "version", decision.version);
    add(object, "base", decision.base);
    add(object, "standing", decision.standing);
    if (decision.margin)
        object["marginMs"] = decision.margin->count();
    if (decision.tolerance)
        object["toleranceMs"] = decision.tolerance->count();
    if (decision.tieBreak)
        object["tieBreak"] = json::string(core::name(*decision.tieBreak));
    add(object, "write", decision.write);
    json::object change = toJson(decision.change);
    if (!change.empty())
        object["change"] = std::move(change);
    return object;
}

json::value toJson(const core::FieldChange& change) {
    json::object object;
    object["field"] = text(change.field);
    addValue(object, change.value);
    add(object, "time", change.time);
    add(object, "writer", change.writer);
    return object;
}

json::value toJson(const core::WrittenField& written) {
    json::object object;
    object["field"] = text(written.field);
    object["version"] = toJson(written.version);
    return object;
}

json::value toJson(const core::BaselineField& field) {
    json::object object;
    object["field"] = text(field.field);
    object["read"] = bySide(field.read);
    return object;
}

json::value toJson(const core::FieldRule& rule) {
    json::object admission;
    add(admission, "owner", rule.admission.owner);
    admission["onRefused"] = json::string(core::name(rule.admission.onRefused));
    json::object choice;
    choice["kind"] = json::string(core::name(rule.choice.kind));
    choice["toleranceMs"] = rule.choice.tolerance.count();
    choice["tieBreak"] = json::string(core::name(rule.choice.tieBreak));
    json::object object;
    object["admission"] = std::move(admission);
    object["choice"] = std::move(choice);
    object["firstComparison"] = json::string(core::name(rule.firstComparison));
    return object;
}

json::object toJson(const core::RuleSet& rules) {
    json::object mode;
    for (const core::Side side : core::kSides)
        mode[core::name(side)] = json::string(core::name(rules.mode[side]));
    json::object objects;
    for (const auto& [object, fields] : rules.fields) {
        json::object members;
        for (const auto& [field, rule] : fields)
            members[text(field)] = toJson(rule);
        objects[text(object)] = std::move(members);
    }
    json::object all;
    all["mode"] = std::move(mode);
    all["fields"] = std::move(objects);
    return all;
}

}  // namespace syncline::delivery::json_parts
