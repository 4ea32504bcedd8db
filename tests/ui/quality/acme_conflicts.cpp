#include "tests/ui/quality/acme_conflicts.h"

#include "tests/ui/quality/acme.h"
#include "tests/ui/support/entries.h"

namespace syncline::test {
namespace {

using core::Side;

core::Candidate candidate(std::int64_t seq, Side side, const std::string& text, bool overwritten = false) {
    core::Version made = version(seq, side, text, seq - 4'718'400);
    if (side == Side::Salesforce)  // which states whole seconds
        made.time = wholeSecond(made.time.from);
    made.writer = {core::WriterKind::Person, "Marguerite Lindqvist-Sørensen"};
    return {made, side, overwritten};
}

ui::ConflictRow conflict(core::Seq id, const ui::MappedField& field, core::ConflictType type) {
    ui::ConflictRow row;
    row.conflict = id;
    row.entity = Acme::kRecord;
    row.object = "contact";
    row.title = "Konstantina Papadopoulou-Wolfeschlegelstein";
    row.company = "Wolfeschlegelstein Industries & Sons";
    row.field = field;
    row.type = type;
    row.openedAt = morning(-1'234'567);
    row.candidates = {candidate(4'718'001, Side::Salesforce, "Head of Analytics and Revenue Operations, EMEA"),
                      candidate(4'718'338, Side::HubSpot, "Head of Analysis and Revenue Operations, EMEA")};
    row.base = version(4'602'118, Side::Salesforce, "Analyst");
    row.now = {row.candidates[0].version.value.salesforce, row.candidates[1].version.value.hubspot};
    core::FieldDecision decision = decisionOf(field.name, core::Outcome::Conflicted, core::Reason::PhotoFinish);
    decision.version = row.candidates[1].version;
    decision.standing = row.candidates[0].version;
    decision.margin = std::chrono::milliseconds(337);
    decision.tolerance = std::chrono::milliseconds(500);
    row.decision = decision;
    return row;
}

}  // namespace

std::vector<ui::ConflictRow> acmeConflicts() {
    const std::vector<ui::MappedField> fields = Acme::fields();
    using core::ConflictType;
    std::vector<ui::ConflictRow> rows;
    rows.push_back(conflict(Acme::kTwoCandidates, fields[3], ConflictType::ConcurrentUpdate));
    rows.push_back(conflict(Acme::kThreeCandidates, fields[2], ConflictType::ConcurrentUpdate));
    rows.back().candidates.insert(
        rows.back().candidates.begin() + 1,
        candidate(4'718'120, Side::HubSpot, "2026-11-24T10:41:31.604Z, by the form on the landing page", true));
    rows.push_back(conflict(Acme::kRefused, fields[6], ConflictType::RefusedChange));
    rows.back().decision->reason = core::Reason::Owner;
    rows.push_back(conflict(Acme::kFirstComparison, fields[4], ConflictType::FirstComparison));
    rows.back().base.reset();
    rows.back().decision.reset();
    for (int i = 0; i < 40; ++i)
        rows.push_back(conflict(core::Seq(4'690'000 + i), fields[7], ConflictType::ConcurrentUpdate));
    return rows;
}

std::vector<ui::ConflictRow> acmeResolved() {
    std::vector<ui::ConflictRow> rows = acmeConflicts();
    std::int64_t number = 0;
    for (ui::ConflictRow& row : rows) {
        ++number;
        core::ConflictResolved resolution;
        resolution.conflict = row.conflict;
        resolution.field = row.field.name;
        resolution.standing = row.candidates.front().version;
        resolution.candidates = row.candidates;
        resolution.byItself = number % 3 == 0;
        resolution.who = resolution.byItself ? "" : "Bartholomew Featherstonehaugh";
        resolution.note = "as agreed with the account owner on the phone";
        row.resolved = core::Seq(4'700'000 + number);
        row.resolution = resolution;
        row.resolvedAt = morning(-60'000);
        row.canUndo = number % 2 == 1;
    }
    return rows;
}

}  // namespace syncline::test
