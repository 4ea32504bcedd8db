#pragma once

#include "engine/base/result.h"
#include "engine/sandbox/fault_gate.h"
#include "engine/sandbox/faults.h"
#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/model/world.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox {

// The JSON of the control API, to and fro. Reading refuses what it does not know, by name (InvalidArgument).

struct PeopleChange {
    std::optional<double> editsPerSecond;
    model::Habits habits;
};

/// An act by hand.
struct Act {
    model::Side side = model::Side::Salesforce;
    model::ObjectKind object = model::ObjectKind::Contact;
    std::string verb;  ///< "create", "update", "delete", "undelete", "merge", "erase"
    std::string id;
    std::vector<std::string> losers;
    std::vector<model::FieldValue> fields;
    model::Actor actor;
    base::WallTime time;
};

struct GapRequest {
    model::ObjectKind object = model::ObjectKind::Contact;
    std::string id;
};

struct StreamingFailureRequest {
    std::string failure;
    std::uint32_t count = 1;
};

[[nodiscard]] base::Result<model::Side> sideOf(std::string_view text);
/// "Contact", "contacts", "Account", "companies".
[[nodiscard]] base::Result<model::ObjectKind> kindOf(std::string_view text);
[[nodiscard]] base::Result<std::uint64_t> numberOf(std::string_view text);

[[nodiscard]] base::Result<void> update(Faults& faults, const boost::json::value& changes);
[[nodiscard]] base::Result<PeopleChange> peopleChange(const boost::json::object& changes, const model::Habits& now);
[[nodiscard]] base::Result<model::SourceClock> clockOf(const boost::json::value& changes, model::SourceClock now);
[[nodiscard]] base::Result<Act> actOf(const boost::json::object& given, const model::World& world);
[[nodiscard]] model::WriteOutcome perform(const Act& act, model::Transaction& transaction);
[[nodiscard]] base::Result<GapRequest> gapOf(const boost::json::object& given);

[[nodiscard]] base::Result<StreamingFailureRequest> streamingFailureOf(const boost::json::object& given);

/// "InvalidOption of Rating__c: Blue", for a person.
[[nodiscard]] std::string describe(const model::Rejection& rejection);

[[nodiscard]] boost::json::object toJson(const Faults& faults);
[[nodiscard]] boost::json::object toJson(const model::Habits& habits);
[[nodiscard]] boost::json::object toJson(const model::SourceClock& clock);
[[nodiscard]] boost::json::object toJson(const model::Event& event);
[[nodiscard]] boost::json::object toJson(const model::Record& record);
[[nodiscard]] boost::json::object toJson(const GateCounters& counters);
[[nodiscard]] boost::json::object countsOf(const model::Crm& crm);

}  // namespace syncline::sandbox
