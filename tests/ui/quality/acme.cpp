#include "tests/ui/quality/acme.h"

#include "tests/ui/quality/acme_conflicts.h"
#include "tests/ui/quality/acme_record.h"
#include "tests/ui/support/entries.h"

#include <utility>

namespace syncline::test {
namespace {

using core::Side;

const base::Error kDiskError{base::ErrorCode::Io, "read the journal", "/srv/syncline/acme-production/journal.sqlite",
                             "disk I/O error while reading page 118,204 of 1,204,881",
                             "look at the disk's health, then open the workspace again"};

core::FieldRule owned(Side owner, core::OnRefused onRefused) {
    core::FieldRule rule;
    rule.admission = {owner, onRefused};
    return rule;
}

core::FieldRule byTime(std::int64_t tolerance, core::TieBreak tieBreak) {
    core::FieldRule rule;
    rule.choice = {core::ChoiceKind::LastWriterWins, std::chrono::milliseconds(tolerance), tieBreak};
    return rule;
}

core::FieldRule asked() {
    core::FieldRule rule;
    rule.choice.kind = core::ChoiceKind::Review;
    return rule;
}

ui::Rules ruleTable() {
    ui::Rules rules;
    rules.who = "Bartholomew Featherstonehaugh";
    rules.since = morning(-9'000'000'000);
    rules.rules.version = core::Seq(4'602'118);
    for (const char* name : {"contact", "company"}) {
        ui::RuledObject object;
        object.name = name;
        object.object = {object.name == "contact" ? "Contact" : "Account",
                         object.name == "contact" ? "contacts" : "companies"};
        object.fields = Acme::fields();
        std::int64_t factor = 1;
        for (const ui::MappedField& field : object.fields) {
            rules.rules.fields[name][field.name] = field.rule;
            ui::FieldStatistics& counts = object.statistics[field.name];
            counts.changes = {factor * 8'491, 98'002 - factor * 8'001};
            counts.conflicts = factor * 1'204;
            counts.photoFinishes = factor * 987;
            ++factor;
        }
        rules.objects.push_back(std::move(object));
    }
    return rules;
}

ui::RuleEffect ruleEffect() {
    ui::RuleEffect effect;
    effect.asked = 1'284'913;
    effect.differ = 118'204;
    effect.conflictsMore = -23'871;
    effect.photoFinishesMore = 12'345;
    for (int i = 0; i < 12; ++i) {
        ui::RuleDifference one;
        one.decision = decisionOf(Acme::kLongField, core::Outcome::Conflicted, core::Reason::PhotoFinish);
        one.decision.margin = std::chrono::milliseconds(337 + i);
        one.decision.tolerance = std::chrono::milliseconds(500);
        one.row = rowOf(4'679'406 + i, decided({one.decision}));
        one.row.title = "Konstantina Papadopoulou-Wolfeschlegelstein";
        one.would = i % 2 == 0 ? core::Outcome::Won : core::Outcome::Lost;
        effect.examples.push_back(one);
        effect.distance.push_back(std::chrono::milliseconds(20 * i));
    }
    return effect;
}

ui::Consumers consumers() {
    ui::Consumers all;
    all.head = core::Seq(Acme::kHead);
    all.first = core::Seq(1);
    all.firstAt = morning(-400'000'000);
    all.headAt = morning();
    const char* names[] = {Acme::kConsumer, "audit", "search-index-of-customers"};
    std::int64_t behind = 0;
    for (const char* name : names) {
        ui::ConsumerRow row;
        row.name = name;
        row.file = std::string("/srv/syncline/acme-production/streams/") + name + ".jsonl";
        row.filter = "outcome in (applied, won, converged)";
        row.committed = core::Seq(Acme::kHead - behind);
        row.committedAt = morning(-behind * 60);
        all.rows.push_back(row);
        behind = behind * 4 + 812'911;
    }
    for (int i = 0; i <= 100; ++i)
        all.marks.emplace_back(core::Seq(1 + i * (Acme::kHead - 1) / 100), morning(-400'000'000 + i * 4'000'000));
    return all;
}

ui::RewindReview rewindReview(const ui::RewindPreview& question) {
    ui::RewindReview review;
    review.from = question.until.value_or(core::Seq(Acme::kHead));
    review.to = question.offset;
    review.entries = 4'718'912;
    review.matching = 1'284'913;
    review.records = 218'204;
    review.kinds = {{"ChangeCaptured", 1'204'118}, {"FieldsDecided", 1'204'117}, {"ConflictResolved", 12'345}};
    review.fromAt = morning();
    review.toAt = morning(-400'000'000);
    return review;
}

ui::DueReview dueReview() {
    ui::DueReview due;
    due.cells = {128'413, 96'204};
    due.records = {48'213, 36'111};
    for (int i = 0; i < 20; ++i) {
        ui::DueValue value;
        value.entity = Acme::kRecord;
        value.title = "Konstantina Papadopoulou-Wolfeschlegelstein";
        value.field = Acme::kLongField;
        value.side = i % 2 == 0 ? Side::Salesforce : Side::HubSpot;
        value.now = test::value("2026-11-24T10:41:31.604Z, by the form on the landing page");
        value.after = test::value("2026-11-24T10:41:31.913Z, by the preference centre");
        due.examples.push_back(value);
    }
    return due;
}

std::vector<ui::RecordHit> hits() {
    std::vector<ui::RecordHit> all;
    for (int i = 0; i < 6; ++i) {
        ui::RecordHit hit;
        hit.entity = Acme::kRecord;
        hit.object = i % 3 == 2 ? "company" : "contact";
        hit.title = "Konstantina Papadopoulou-Wolfeschlegelstein";
        hit.key = "konstantina.papadopoulou@wolfeschlegelstein-industries.example";
        hit.record = {"003Qy00000Ab1CdIAJ", "171596044870"};
        hit.conflicts = {"job_title", "phone"};
        all.push_back(hit);
    }
    return all;
}

template <typename... Questions>
void refuse(FakeBridge& bridge) {
    (bridge.onQuery<Questions>([](const Questions&) -> base::Result<ui::AnswerOf<Questions>> { return kDiskError; }),
     ...);
}

}  // namespace

core::SourceTime wholeSecond(base::WallTime moment) {
    const base::WallTime second(std::chrono::floor<std::chrono::seconds>(moment));
    return {second, second + std::chrono::milliseconds(999)};
}

std::vector<ui::MappedField> Acme::fields() {
    const auto field = [](const char* name, const char* salesforce, const char* hubspot, core::FieldRule rule) {
        return ui::MappedField{name, {salesforce, hubspot}, "text without case", rule};
    };
    using core::OnRefused;
    using core::TieBreak;
    return {
        field("email", "Email", "email", owned(Side::HubSpot, OnRefused::Revert)),
        field("phone", "Phone", "phone", byTime(500, TieBreak::Salesforce)),
        field(kLongField, "Marketing_Consent_Double_Opt_In_At__c", "marketing_consent_double_opt_in_at",
              byTime(3'600'000, TieBreak::HubSpot)),
        field("job_title", "Title", "jobtitle", byTime(500, TieBreak::Review)),
        field("lifecycle_stage", "Lifecycle_Stage__c", "lifecyclestage", asked()),
        field("account_owner", "OwnerId", "hubspot_owner_id", owned(Side::Salesforce, OnRefused::Keep)),
        field("customer_tier", "Customer_Tier__c", "customer_tier", owned(Side::Salesforce, OnRefused::Review)),
        field("annual_recurring_revenue", "Annual_Recurring_Revenue__c", "annual_recurring_revenue",
              byTime(0, TieBreak::Review)),
        field("billing_address_street", "MailingStreet", "address", byTime(2'000, TieBreak::Review)),
        field("lead_source", "LeadSource", "hs_analytics_source", owned(Side::HubSpot, OnRefused::Review)),
    };
}

ui::Snapshot Acme::snapshot(bool isInTrouble) {
    ui::Snapshot snapshot;
    snapshot.head = core::Seq(kHead);
    snapshot.projected = core::Seq(kHead);
    snapshot.openConflicts = 1'284;
    snapshot.undecided = 12'004;
    snapshot.unsettled = 1'118;
    for (const Side side : core::kSides) {
        ui::SideSnapshot& one = snapshot.side[side];
        one.phase = core::ConnectorPhase::Connected;
        one.mode = core::Mode::Live;
        one.lastReceived = morning(-2'000);
        one.dueEntities = 48'213;
        one.dueCells = 128'413;
        one.nothingDueBelow = core::Seq(kHead - 4'000);
        one.requestsOut = 12;
    }
    snapshot.consumers = {{kConsumer, core::Seq(kHead)}, {"audit", core::Seq(kHead - 812'911)}};
    if (isInTrouble) {
        snapshot.side.salesforce.mode = core::Mode::Observe;
        snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
        snapshot.side.hubspot.lastAnswered = morning(-623'796);
        snapshot.side.hubspot.nextTry = morning(98'000);
        snapshot.side.hubspot.message =
            "HubSpot answered 503: The server is temporarily unable to service your request due to maintenance "
            "downtime or capacity problems. Please try again later.";
        snapshot.trouble = base::Error{base::ErrorCode::NoSpace, "append to the journal", "journal.sqlite",
                                       "database or disk is full", "free some space"};
    }
    return snapshot;
}

void Acme::answer(Kind kind) {
    m_bridge.setSandbox(true);
    answerShell();
    switch (kind) {
        case Kind::Full:
            return answerFully();
        case Kind::Empty:
            return answerNothing();
        case Kind::Failing:
            return answerErrors();
    }
}

void Acme::answerShell() {
    m_bridge.onQuery<ui::DuePreview>([](const ui::DuePreview&) { return dueReview(); });
    m_bridge.onQuery<ui::Totals>([](const ui::Totals&) {
        ui::TotalCounts counts;
        counts.kinds = {{"ChangeCaptured", 1'204'118}, {"FieldsDecided", 1'204'117}};
        counts.outcomes = {{"applied", 1'000'118}, {"lost", 104'117}};
        counts.openConflicts = 1'284;
        return counts;
    });
    m_bridge.onQuery<ui::RecordSearch>([](const ui::RecordSearch&) { return hits(); });
    m_bridge.setCheck([](const std::string&, const std::string&, const std::string& text) {
        ui::Bridge::CheckedValue checked{{value(text), value(text)}, {}};
        if (text.find('?') != std::string::npos)
            checked.mistake = {"Title takes at most 128 characters of text; this has 214",
                               "jobtitle is one of Analyst, Head of Analysis, Head of Analytics"};
        return checked;
    });
}

void Acme::answerFully() {
    m_journal.answer();
    fillJournal();
    m_bridge.onQuery<ui::SeqAtTime>([](const ui::SeqAtTime&) { return core::Seq(4'602'118); });
    m_bridge.onQuery<ui::RecordAt>([](const ui::RecordAt& question) { return acmeRecord(question); });
    m_bridge.onQuery<ui::FieldStory>([](const ui::FieldStory& question) { return acmeStory(question); });
    m_bridge.onQuery<ui::RecordHistory>([](const ui::RecordHistory&) { return acmeHistory(); });
    m_bridge.onQuery<ui::OpenConflicts>([](const ui::OpenConflicts&) { return acmeConflicts(); });
    m_bridge.onQuery<ui::ResolvedConflicts>([](const ui::ResolvedConflicts&) { return acmeResolved(); });
    m_bridge.onQuery<ui::ConflictAt>([](const ui::ConflictAt&) { return acmeConflicts().front(); });
    m_bridge.onQuery<ui::RuleTable>([](const ui::RuleTable&) { return ruleTable(); });
    m_bridge.onQuery<ui::RulePreview>([](const ui::RulePreview&) { return ruleEffect(); });
    m_bridge.onQuery<ui::ConsumerTable>([](const ui::ConsumerTable&) { return consumers(); });
    m_bridge.onQuery<ui::RewindPreview>([](const ui::RewindPreview& question) { return rewindReview(question); });
    m_bridge.setReply([](const ui::Command& command) {
        return std::holds_alternative<ui::RewindConsumer>(command) ? core::Seq(kHead) : core::Seq(1);
    });
    m_bridge.setSnapshot(snapshot(false));
}

/// A workspace in which nothing has happened yet.
void Acme::answerNothing() {
    m_journal.answer();
    m_journal.setHead(0);
    m_bridge.onQuery<ui::OpenConflicts>([](const ui::OpenConflicts&) { return std::vector<ui::ConflictRow>(); });
    m_bridge.onQuery<ui::ResolvedConflicts>(
        [](const ui::ResolvedConflicts&) { return std::vector<ui::ConflictRow>(); });
    m_bridge.onQuery<ui::RuleTable>([](const ui::RuleTable&) { return ui::Rules(); });
    m_bridge.onQuery<ui::ConsumerTable>([](const ui::ConsumerTable&) { return ui::Consumers(); });
    m_bridge.onQuery<ui::RecordSearch>([](const ui::RecordSearch&) { return std::vector<ui::RecordHit>(); });
}

void Acme::answerErrors() {
    refuse<ui::EntriesFrom, ui::MatchingEntries, ui::EntryAt, ui::SeqAtTime, ui::RecordAt, ui::FieldStory,
           ui::RecordHistory, ui::OpenConflicts, ui::ResolvedConflicts, ui::ConflictAt, ui::RuleTable, ui::RulePreview,
           ui::ConsumerTable, ui::RewindPreview>(m_bridge);
    m_bridge.setSnapshot(snapshot(true));
}

/// The latest entries are of every kind, each as long as it may be.
void Acme::fillJournal() {
    m_journal.setHead(kHead);
    for (const ui::EntryRow& row : acmeHistory())
        m_journal.put(row);
}

}  // namespace syncline::test
