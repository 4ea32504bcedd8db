#include "tests/ui/support/entries.h"

#include <chrono>
#include <utility>

namespace syncline::test {

using std::chrono::milliseconds;

base::WallTime morning(std::int64_t laterMs) {
    using std::chrono::hours;
    using std::chrono::minutes;
    using std::chrono::seconds;
    constexpr std::chrono::sys_days kDay = std::chrono::year(2026) / 11 / 24;
    return base::WallTime(kDay) + hours(10) + minutes(41) + seconds(31) + milliseconds(laterMs);
}

core::Value value(const std::string& text) {
    return {text, text};
}

core::PerSide<core::Value> both(const std::string& text) {
    return {value(text), value(text)};
}

core::Version version(std::int64_t seq, core::Side side, const std::string& text, std::int64_t laterMs) {
    core::Version made;
    made.id = {core::Seq(seq), side};
    made.value = both(text);
    made.time = {morning(laterMs), morning(laterMs)};
    made.writer = {core::WriterKind::Person, "Jane"};
    return made;
}

ui::EntryRow rowOf(std::int64_t seq, core::EntryBody body, std::optional<core::Side> side, std::int64_t cause) {
    ui::EntryRow row;
    row.entry.seq = core::Seq(seq);
    row.entry.entity = core::EntityId(7);
    row.entry.side = side;
    row.entry.captureTime = morning(500);
    row.entry.cause = core::Seq(cause);
    row.entry.body = std::move(body);
    row.object = "contact";
    row.title = "Noor Haddad";
    return row;
}

core::ChangeCaptured phoneChange() {
    core::ChangeCaptured body;
    body.record = {core::Side::Salesforce, "contact", "003Qy00000Ac4xYIAR"};
    body.change.seq = core::Seq(100);
    body.change.time = {morning(), morning(999)};
    body.change.writer = {core::WriterKind::Person, "Jane"};
    body.change.fields.push_back({"phone", both("+46 8 123 45 67"), {}, {}});
    return body;
}

core::FieldDecision decisionOf(const std::string& field, core::Outcome outcome, core::Reason reason) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = outcome;
    decision.reason = reason;
    decision.version = version(100, core::Side::Salesforce, "new");
    decision.base = version(90, core::Side::Salesforce, "old", -60'000);
    decision.standing = version(95, core::Side::HubSpot, "theirs", -150);
    return decision;
}

core::FieldsDecided decided(std::vector<core::FieldDecision> fields) {
    return {std::move(fields)};
}

core::ConflictOpened titleConflict() {
    core::ConflictOpened body;
    body.field = "title";
    body.candidates.push_back({version(101, core::Side::Salesforce, "SVP"), core::Side::Salesforce, false});
    body.candidates.push_back({version(102, core::Side::HubSpot, "VP", 337), core::Side::HubSpot, true});
    return body;
}

core::WriteSent phoneWrite() {
    core::WriteSent body;
    body.side = core::Side::HubSpot;
    body.record = "51";
    body.fields.push_back({"phone", version(100, core::Side::Salesforce, "+46 8 123 45 67")});
    return body;
}

}  // namespace syncline::test
