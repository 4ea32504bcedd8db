#include "engine/sandbox/control_json.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"

#include <array>
#include <charconv>
#include <limits>

namespace syncline::sandbox {
namespace {

namespace json = boost::json;
using model::Habits;

base::Error wrong(std::string what) {
    return {base::ErrorCode::InvalidArgument, "control the sandbox", {}, std::move(what), {}};
}

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kDecadeMs = 3650 * kDayMs;

struct Range {
    std::int64_t low = 0;
    std::int64_t high = std::numeric_limits<std::uint32_t>::max();
};

/// A number within the range, of whatever JSON kind it is.
base::Result<std::int64_t> wholeNumber(std::string_view name, const json::value& value, Range range) {
    json::error_code error;
    const auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
    if (!value.is_number() || error || number < range.low || number > range.high)
        return wrong("\"" + std::string(name) + "\" must be a whole number from " + std::to_string(range.low) + " to "
                     + std::to_string(range.high));
    return number;
}

base::Result<double> share(std::string_view name, const json::value& value, double high) {
    json::error_code error;
    const double number = value.is_number() ? value.to_number<double>(error) : -1;
    if (!value.is_number() || error || !(number >= 0 && number <= high))
        return wrong("\"" + std::string(name) + "\" must be a number from 0 to " + std::to_string(high));
    return number;
}

base::Result<std::string> textOf(std::string_view name, const json::value& value) {
    if (!value.is_string())
        return wrong("\"" + std::string(name) + "\" must be a text");
    return std::string(value.as_string());
}

struct Switch {
    std::string_view name;
    bool Faults::*fault;
};
struct Count {
    std::string_view name;
    std::uint32_t Faults::*fault;
    std::int64_t most = std::numeric_limits<std::uint32_t>::max();
};
struct Delay {
    std::string_view name;
    std::chrono::milliseconds Faults::*fault;
};
struct Share {
    std::string_view name;
    double Habits::*habit;
};

constexpr std::array kSwitches = {
    Switch{"outage", &Faults::outage},
    Switch{"refuseConnections", &Faults::refuseConnections},
    Switch{"reorder", &Faults::reorder},
    Switch{"historyExpired", &Faults::historyExpired},
    Switch{"invalidTokens", &Faults::invalidTokens},
};
constexpr std::array kCounts = {
    Count{"loseAnswers", &Faults::loseAnswers},    Count{"cutAnswers", &Faults::cutAnswers},
    Count{"duplicates", &Faults::duplicates, 100}, Count{"rateLimit", &Faults::rateLimit},
    Count{"lockRows", &Faults::lockRows},
};
constexpr std::array kDelays = {
    Delay{"slownessMs", &Faults::slowness},
    Delay{"publishingDelayMs", &Faults::publishingDelay},
};
constexpr std::array kShares = {
    Share{"sameField", &Habits::sameField}, Share{"clear", &Habits::clear},       Share{"create", &Habits::create},
    Share{"remove", &Habits::remove},       Share{"undelete", &Habits::undelete}, Share{"merge", &Habits::merge},
};

template <typename Table>
auto lookUp(const Table& table, std::string_view name) {
    return std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; });
}

base::Result<void> updateOne(Faults& faults, std::string_view name, const json::value& value) {
    if (const auto found = lookUp(kSwitches, name); found != kSwitches.end()) {
        if (!value.is_bool())
            return wrong("\"" + std::string(name) + "\" must be true or false");
        faults.*(found->fault) = value.as_bool();
        return {};
    }
    if (const auto found = lookUp(kCounts, name); found != kCounts.end()) {
        TRY_ASSIGN(const std::int64_t count, wholeNumber(name, value, {0, found->most}));
        faults.*(found->fault) = static_cast<std::uint32_t>(count);
        return {};
    }
    if (const auto found = lookUp(kDelays, name); found != kDelays.end()) {
        TRY_ASSIGN(const std::int64_t delay, wholeNumber(name, value, {0, kDayMs}));
        faults.*(found->fault) = std::chrono::milliseconds(delay);
        return {};
    }
    return wrong("there is no fault \"" + std::string(name) + "\"");
}

base::Result<std::vector<model::FieldValue>> fieldsOf(const json::value& value) {
    if (!value.is_object())
        return wrong("\"fields\" must be an object of texts and nulls");
    std::vector<model::FieldValue> fields;
    for (const auto& [name, field] : value.as_object()) {
        if (field.is_null()) {
            fields.push_back({std::string(name), {}});
            continue;
        }
        TRY_ASSIGN(std::string text, textOf(std::string_view(name), field));
        fields.push_back({std::string(name), std::move(text)});
    }
    return fields;
}

base::Result<std::vector<std::string>> textsOf(std::string_view name, const json::value& value) {
    if (!value.is_array())
        return wrong("\"" + std::string(name) + "\" must be a list of texts");
    std::vector<std::string> texts;
    for (const json::value& one : value.as_array()) {
        TRY_ASSIGN(std::string text, textOf(name, one));
        texts.push_back(std::move(text));
    }
    return texts;
}

json::value valueJson(const model::Value& value) {
    return value ? json::value(*value) : json::value(nullptr);
}

json::object toJson(const model::Actor& actor) {
    constexpr std::array kKinds = {"user", "integration", "automation"};
    return json::object{{"kind", kKinds.at(static_cast<std::size_t>(actor.kind))},
                        {"userId", actor.userId},
                        {"application", actor.application},
                        {"client", actor.client}};
}

}  // namespace

base::Result<model::Side> sideOf(std::string_view text) {
    for (const model::Side side : {model::Side::Salesforce, model::Side::HubSpot}) {
        if (text == model::name(side))
            return side;
    }
    return wrong("\"side\" must be \"salesforce\" or \"hubspot\"");
}

base::Result<model::ObjectKind> kindOf(std::string_view text) {
    if (text == "Contact" || text == "contacts")
        return model::ObjectKind::Contact;
    if (text == "Account" || text == "companies")
        return model::ObjectKind::Company;
    return wrong("\"object\" must be Contact, Account, contacts or companies");
}

base::Result<std::uint64_t> numberOf(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return wrong("\"" + std::string(text) + "\" is not a whole number");
    return number;
}

base::Result<void> update(Faults& faults, const json::value& changes) {
    if (!changes.is_object())
        return wrong("the faults of a side must be an object");
    for (const auto& [name, value] : changes.as_object())
        TRY(updateOne(faults, name, value));
    return {};
}

base::Result<PeopleChange> peopleChange(const json::object& changes, const Habits& now) {
    PeopleChange change{{}, now};
    for (const auto& [name, value] : changes) {
        if (name == "editsPerSecond") {
            constexpr double kMost = 500;
            TRY_ASSIGN(change.editsPerSecond, share(name, value, kMost));
            continue;
        }
        const auto found = lookUp(kShares, name);
        if (found == kShares.end())
            return wrong("people have no \"" + std::string(name) + "\"");
        TRY_ASSIGN(change.habits.*(found->habit), share(name, value, 1));
    }
    return change;
}

base::Result<model::SourceClock> clockOf(const json::value& changes, model::SourceClock now) {
    if (!changes.is_object())
        return wrong("the clock of a side must be an object");
    for (const auto& [name, value] : changes.as_object()) {
        if (name == "skewMs") {
            TRY_ASSIGN(const std::int64_t skew, wholeNumber(name, value, {-kDecadeMs, kDecadeMs}));
            now.skew = std::chrono::milliseconds(skew);
        } else if (name == "resolutionMs") {
            TRY_ASSIGN(const std::int64_t resolution, wholeNumber(name, value, {1, kDayMs}));
            now.resolution = std::chrono::milliseconds(resolution);
        } else if (name == "stoppedAt") {
            now.stoppedAt.reset();
            if (!value.is_null()) {
                TRY_ASSIGN(const std::string text, textOf(name, value));
                TRY_ASSIGN(now.stoppedAt, base::parseIso8601(text));
            }
        } else {
            return wrong("a clock has no \"" + std::string(name) + "\"");
        }
    }
    return now;
}

base::Result<Act> actOf(const json::object& given, const model::World& world) {
    Act act;
    act.time = world.now();
    std::string object = "Contact";
    std::string side;
    for (const auto& [name, value] : given) {
        if (name == "fields") {
            TRY_ASSIGN(act.fields, fieldsOf(value));
            continue;
        }
        if (name == "losers") {
            TRY_ASSIGN(act.losers, textsOf(name, value));
            continue;
        }
        TRY_ASSIGN(const std::string text, textOf(name, value));
        if (name == "side")
            side = text;
        else if (name == "object")
            object = text;
        else if (name == "verb")
            act.verb = text;
        else if (name == "id")
            act.id = text;
        else if (name == "userId")
            act.actor.userId = text;
        else if (name == "time") {
            TRY_ASSIGN(act.time, base::parseIso8601(text));
        } else {
            return wrong("an act has no \"" + std::string(name) + "\"");
        }
    }
    if (act.time > world.now())
        return wrong("\"time\" is still to come: it is " + base::formatIso8601(world.now()));
    TRY_ASSIGN(act.side, sideOf(side));
    TRY_ASSIGN(act.object, kindOf(object));
    const std::vector<model::User>& users = world.crm(act.side).users();
    if (act.actor.userId.empty())
        act.actor.userId = users.front().id;
    if (world.crm(act.side).findUser(act.actor.userId) == nullptr)
        return wrong("there is no user " + act.actor.userId);
    if (act.side == model::Side::Salesforce) {
        act.actor.application = "soap";
        act.actor.client = "SfdcInternalAPI/";
    }
    constexpr std::array<std::string_view, 6> kVerbs = {"create", "update", "delete", "undelete", "merge", "erase"};
    if (std::find(kVerbs.begin(), kVerbs.end(), act.verb) == kVerbs.end())
        return wrong("\"verb\" must be create, update, delete, undelete, merge or erase");
    return act;
}

model::WriteOutcome perform(const Act& act, model::Transaction& transaction) {
    if (act.verb == "create")
        return transaction.create(act.object, act.fields);
    if (act.verb == "update")
        return transaction.update(act.object, act.id, act.fields);
    if (act.verb == "delete")
        return transaction.remove(act.object, act.id);
    if (act.verb == "undelete")
        return transaction.undelete(act.object, act.id);
    if (act.verb == "merge")
        return transaction.merge(act.object, act.id, act.losers);
    return transaction.erase(act.object, act.id);
}

base::Result<GapRequest> gapOf(const json::object& given) {
    GapRequest gap;
    for (const auto& [name, value] : given) {
        TRY_ASSIGN(const std::string text, textOf(name, value));
        if (name == "object") {
            TRY_ASSIGN(gap.object, kindOf(text));
        } else if (name == "id") {
            gap.id = text;
        } else {
            return wrong("a gap has no \"" + std::string(name) + "\"");
        }
    }
    return gap;
}

base::Result<StreamingFailureRequest> streamingFailureOf(const json::object& given) {
    StreamingFailureRequest wanted;
    for (const auto& [name, value] : given) {
        if (name == "failure") {
            TRY_ASSIGN(wanted.failure, textOf(name, value));
        } else if (name == "count") {
            TRY_ASSIGN(const std::int64_t count, wholeNumber(name, value, {}));
            wanted.count = static_cast<std::uint32_t>(count);
        } else {
            return wrong("a streaming failure has no \"" + std::string(name) + "\"");
        }
    }
    return wanted;
}

std::string describe(const model::Rejection& rejection) {
    constexpr std::array kCodes = {
        "unknown field",
        "read only",
        "required",
        "too long",
        "not one of the options",
        "not a number",
        "not a boolean",
        "not a date",
        "not an e-mail",
        "names nothing that exists",
        "not unique",
        "not found",
        "is deleted",
        "is not deleted",
        "a rule forbids it",
        "a step back",
        "the address is blocked",
    };
    std::string text = kCodes.at(static_cast<std::size_t>(rejection.code));
    for (const std::string& more : {rejection.field, rejection.detail, rejection.existingId}) {
        if (!more.empty())
            text += ", " + more;
    }
    return text;
}

json::object toJson(const Faults& faults) {
    json::object answer;
    for (const Switch& row : kSwitches)
        answer[row.name] = faults.*(row.fault);
    for (const Count& row : kCounts)
        answer[row.name] = faults.*(row.fault);
    for (const Delay& row : kDelays)
        answer[row.name] = (faults.*(row.fault)).count();
    return answer;
}

json::object toJson(const Habits& habits) {
    json::object answer;
    for (const Share& row : kShares)
        answer[row.name] = habits.*(row.habit);
    return answer;
}

json::object toJson(const model::SourceClock& clock) {
    return json::object{
        {"skewMs", clock.skew.count()},
        {"resolutionMs", clock.resolution.count()},
        {"stoppedAt", clock.stoppedAt ? json::value(base::formatIso8601(*clock.stoppedAt)) : json::value(nullptr)}};
}

json::object toJson(const model::Event& event) {
    constexpr std::array kKinds = {"create", "update", "delete", "undelete", "merge", "erase", "gap"};
    json::object fields;
    for (const model::FieldValue& field : event.fields)
        fields[field.field] = valueJson(field.value);
    return json::object{{"number", event.number},
                        {"replayId", event.replayId},
                        {"happened", base::formatIso8601(event.happened)},
                        {"stamp", base::formatIso8601(event.stamp)},
                        {"object", event.object == model::ObjectKind::Contact ? "Contact" : "Account"},
                        {"kind", kKinds.at(static_cast<std::size_t>(event.kind))},
                        {"recordIds", json::array(event.recordIds.begin(), event.recordIds.end())},
                        {"fields", std::move(fields)},
                        {"automated", json::array(event.automated.begin(), event.automated.end())},
                        {"actor", toJson(*event.actor)},
                        {"transactionKey", event.transactionKey},
                        {"sequence", event.sequence},
                        {"mergedIds", json::array(event.mergedIds.begin(), event.mergedIds.end())}};
}

json::object toJson(const model::Record& record) {
    constexpr std::array kStates = {"live", "deleted", "merged", "erased"};
    json::object fields;
    for (const auto& [field, versions] : record.histories()) {
        json::array list;
        for (const model::Version& version : versions) {
            list.push_back(json::object{{"value", valueJson(version.value)},
                                        {"stamp", base::formatIso8601(version.stamp)},
                                        {"actor", toJson(*version.actor)}});
        }
        fields[field] = std::move(list);
    }
    return json::object{{"id", record.id},
                        {"state", kStates.at(static_cast<std::size_t>(record.state))},
                        {"mergedInto", record.mergedInto},
                        {"twin", record.twin},
                        {"fields", std::move(fields)}};
}

json::object toJson(const GateCounters& counters) {
    return json::object{{"requests", counters.requests},
                        {"writes", counters.writes},
                        {"lostAnswers", counters.lostAnswers},
                        {"outages", counters.outages}};
}

json::object countsOf(const model::Crm& crm) {
    json::object counts;
    for (const model::ObjectKind kind : {model::ObjectKind::Company, model::ObjectKind::Contact}) {
        const model::RecordMap& all = crm.records(kind);
        const auto live = std::count_if(
            all.begin(), all.end(), [](const auto& entry) { return entry.second.state == model::RecordState::Live; });
        counts[crm.schema(kind).name] = live;
    }
    counts["events"] = crm.log().size();
    counts["lastEvent"] = crm.log().nextNumber() - 1;
    return counts;
}

}  // namespace syncline::sandbox
