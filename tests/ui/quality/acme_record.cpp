#include "tests/ui/quality/acme_record.h"

#include "tests/ui/quality/acme.h"
#include "tests/ui/support/entries.h"

#include <algorithm>
#include <utility>

namespace syncline::test {
namespace {

using core::Side;

const char* const kTitle = "Konstantina Papadopoulou-Wolfeschlegelstein";

core::Version written(std::int64_t seq, Side side, const std::string& text, const std::string& who) {
    core::Version made = version(seq, side, text, seq - Acme::kHead);
    if (side == Side::Salesforce)  // which states whole seconds
        made.time = wholeSecond(made.time.from);
    made.writer = {core::WriterKind::Person, who};
    return made;
}

core::Cell inStep(std::int64_t seq, const std::string& text) {
    core::Cell cell;
    cell.standing = written(seq, Side::Salesforce, text, "Jane Cole");
    cell.present = {cell.standing, written(seq + 4, Side::HubSpot, text, "Syncline")};
    return cell;
}

core::Candidate candidate(const core::Version& made) {
    return {made, made.id.side, false};
}

ui::EntryRow entry(std::int64_t seq, core::EntryBody body, std::optional<Side> side, std::int64_t cause = 0) {
    ui::EntryRow row = rowOf(seq, std::move(body), side, cause);
    row.entry.entity = Acme::kRecord;
    row.entry.captureTime = morning(seq - Acme::kHead);
    row.title = kTitle;
    return row;
}

core::ChangeCaptured longChange() {
    core::ChangeCaptured body = phoneChange();
    body.change.seq = Acme::kChange;
    body.change.writer = {core::WriterKind::Integration, "Customer Data Platform (nightly import)"};
    body.change.fields.push_back(
        {Acme::kLongField, both("2026-11-24T10:41:31.604Z, by the form on the landing page"), {}, {}});
    body.unmapped = {"SystemModstamp", "Internal_Scoring_Snapshot_Of_The_Data_Science_Team__c"};
    return body;
}

core::FieldsDecided longDecision() {
    core::FieldDecision photo = decisionOf("phone", core::Outcome::Won, core::Reason::PhotoFinish);
    photo.margin = std::chrono::milliseconds(337);
    photo.tolerance = std::chrono::milliseconds(500);
    photo.tieBreak = core::TieBreak::Salesforce;
    core::FieldDecision refused = decisionOf("customer_tier", core::Outcome::Refused, core::Reason::Owner);
    return decided({photo, refused, decisionOf(Acme::kLongField, core::Outcome::Conflicted, core::Reason::RuleReview)});
}

core::WriteFailed refusedWrite() {
    core::WriteFailed body;
    body.write = core::Seq(4'718'902);
    body.side = Side::HubSpot;
    body.failure = core::FailureClass::Permanent;
    body.code = "PROPERTY_VALIDATION_ERROR";
    body.message = "Property values were not valid: customer_tier is not one of the allowed options";
    body.fields = {"customer_tier"};
    return body;
}

}  // namespace

std::vector<ui::EntryRow> acmeHistory() {
    std::vector<ui::EntryRow> rows;
    const std::int64_t first = Acme::kChange.value();
    rows.push_back(entry(first, longChange(), Side::Salesforce));
    rows.push_back(entry(first + 1, longDecision(), Side::Salesforce, first));
    rows.push_back(entry(first + 2, phoneWrite(), Side::HubSpot, first + 1));
    rows.push_back(entry(first + 3, refusedWrite(), Side::HubSpot, first + 2));
    rows.push_back(entry(first + 4, titleConflict(), Side::HubSpot, first + 1));
    core::ConflictResolved resolved;
    resolved.conflict = core::Seq(first + 4);
    resolved.field = "job_title";
    resolved.standing = written(first, Side::Salesforce, "Head of Analytics and Revenue Operations", "grace");
    resolved.who = "grace";
    resolved.note = "as agreed with the account owner on the phone";
    rows.push_back(entry(first + 5, resolved, {}, first + 4));
    rows.push_back(entry(first + 6, core::WriteSucceeded{core::Seq(first + 2), Side::HubSpot, {}, morning()},
                         Side::HubSpot, first + 2));
    rows.push_back(entry(first + 7,
                         core::RecordLinked{{"003Qy00000Ab1CdIAJ", "171596044870"}, core::LinkOrigin::MatchKey, {}}, {},
                         first));
    core::BaselineRead baseline;
    baseline.fields.push_back({"email", {written(first, Side::Salesforce, "k@example.com", "Jane"), {}}});
    rows.push_back(entry(first + 8, baseline, {}, first));
    rows.push_back(
        entry(first + 9, core::RecordDeleted{{Side::HubSpot, "contact", "171596044870"}, false}, Side::HubSpot));
    rows.push_back(
        entry(first + 10,
              core::GapDetected{Side::HubSpot, "the change log does not reach back to 12 Nov 09:14:02.118", {}, false},
              Side::HubSpot));
    rows.push_back(entry(first + 11,
                         core::ConnectorStateChanged{Side::Salesforce, core::ConnectorPhase::Disconnected,
                                                     "The stream was closed: 503 Service Unavailable"},
                         Side::Salesforce));
    core::PolicyChanged rules;
    rules.source = "grace, by the console";
    rules.who = "grace";
    rows.push_back(entry(first + 12, std::move(rules), {}));
    std::reverse(rows.begin(), rows.end());
    return rows;
}

ui::RecordState acmeRecord(const ui::RecordAt& question) {
    ui::RecordState record;
    record.title = kTitle;
    record.fields = Acme::fields();
    record.asOf = question.at.value_or(core::Seq(Acme::kHead));
    record.first = core::Seq(1'204'118);
    record.entity.id = Acme::kRecord;
    record.entity.object = "contact";
    record.entity.record = {"003Qy00000Ab1CdIAJ", "171596044870"};
    std::int64_t seq = 4'679'402;
    for (const ui::MappedField& field : record.fields)
        record.entity.cells[field.name] = inStep(seq += 10, "konstantina.papadopoulou@wolfeschlegelstein.example");
    core::Cell& title = record.entity.cells["job_title"];
    title.present.hubspot = written(4'679'405, Side::HubSpot, "Head of Analysis", "Marguerite Lindqvist-Sørensen");
    title.conflict = core::Conflict{Acme::kTwoCandidates,
                                    core::ConflictType::ConcurrentUpdate,
                                    {candidate(*title.present.salesforce), candidate(*title.present.hubspot)}};
    core::Cell& phone = record.entity.cells["phone"];
    phone.standing = written(4'679'402, Side::Salesforce, "+49 30 901820", "Jane Cole");
    phone.present = {phone.standing, written(4'679'405, Side::HubSpot, "+49 30 901829", "Mona Lind")};
    phone.out.hubspot.push_back({core::Seq(4'679'407), *phone.standing, {}, false});
    core::Cell& tier = record.entity.cells["customer_tier"];
    tier.standing = written(4'679'402, Side::Salesforce, "gold", "Jane Cole");
    tier.present = {tier.standing, written(4'679'405, Side::HubSpot, "silver", "Mona Lind")};
    tier.apart.hubspot = core::Apart{core::ApartReason::RejectedByApi, core::Seq(4'718'903),
                                     "customer_tier is not one of the allowed options"};
    core::Cell& owner = record.entity.cells["account_owner"];
    owner.present.hubspot = written(4'679'405, Side::HubSpot, "Ravi Patel", "Mona Lind");
    owner.apart.hubspot = core::Apart{core::ApartReason::RefusedKept, core::Seq(4'718'903), "Mona Lind"};
    record.entity.cells["lead_source"].present = {};
    record.entity.cells["lead_source"].standing.reset();
    record.entity.lastEntry = core::Seq(Acme::kHead);
    return record;
}

std::vector<ui::FieldEvent> acmeStory(const ui::FieldStory& question) {
    std::vector<ui::FieldEvent> story;
    const std::string& field = question.field;
    core::ChangeCaptured change = phoneChange();
    change.change.fields.front().field = field;
    story.push_back({entry(4'679'402, change, Side::Salesforce), {}, {}});
    core::FieldDecision decision = decisionOf(field, core::Outcome::Won, core::Reason::PhotoFinish);
    decision.version = written(4'679'402, Side::Salesforce, "+49 30 901820", "Jane Cole");
    decision.standing = written(4'679'405, Side::HubSpot, "+49 30 901829", "Marguerite Lindqvist-Sørensen");
    decision.margin = std::chrono::milliseconds(3);
    decision.tolerance = std::chrono::milliseconds(500);
    decision.tieBreak = core::TieBreak::Salesforce;
    story.push_back({entry(4'679'406, decided({decision}), Side::Salesforce, 4'679'402), decision,
                     "Both sides changed it 3 ms apart."});
    story.push_back({entry(4'679'407, phoneWrite(), Side::HubSpot, 4'679'406), {}, {}});
    story.push_back({entry(4'679'408, core::WriteSucceeded{core::Seq(4'679'407), Side::HubSpot, {}, morning(500)},
                           Side::HubSpot, 4'679'407),
                     {},
                     {}});
    core::FieldDecision lost = decisionOf(field, core::Outcome::Lost, core::Reason::Later);
    lost.margin = std::chrono::milliseconds(86'400'000);
    lost.tolerance = std::chrono::milliseconds(500);
    story.push_back(
        {entry(4'679'410, decided({lost}), Side::HubSpot, 4'679'405), lost, "HubSpot's was a day earlier."});
    core::FieldDecision echo = decisionOf(field, core::Outcome::Echo);
    echo.write = core::Seq(4'679'407);
    story.push_back({entry(4'679'412, decided({echo}), Side::HubSpot, 4'679'407), echo, "Our own write came back."});
    return story;
}

}  // namespace syncline::test
