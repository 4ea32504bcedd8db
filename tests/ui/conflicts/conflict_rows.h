#pragma once

#include "tests/ui/support/entries.h"

#include <QMetaType>

namespace syncline::test {

/// Noor Haddad's title: SVP in Salesforce, VP in HubSpot 337 ms later.
inline ui::ConflictRow title() {
    ui::ConflictRow row;
    row.conflict = core::Seq(1000);
    row.entity = core::EntityId(7);
    row.object = "contact";
    row.title = "Noor Haddad";
    row.company = "Initech";
    row.field = {"title", {"Title", "jobtitle"}, "text", {}};
    row.candidates = titleConflict().candidates;
    row.base = version(90, core::Side::Salesforce, "Director", -60'000);
    row.now = {value("SVP"), value("VP")};
    row.openedAt = morning(-60'000);
    core::FieldDecision decision = decisionOf("title", core::Outcome::Conflicted, core::Reason::PhotoFinish);
    decision.margin = std::chrono::milliseconds(337);
    decision.tolerance = std::chrono::milliseconds(500);
    decision.version = row.candidates[1].version;
    row.decision = decision;
    return row;
}

/// Ada Lovelace's phone, opened later.
inline ui::ConflictRow phone() {
    ui::ConflictRow row = title();
    row.conflict = core::Seq(1001);
    row.entity = core::EntityId(41);
    row.title = "Ada Lovelace";
    row.company = "Acme";
    row.field = {"phone", {"Phone", "phone"}, "phone digits", {}};
    row.candidates = {{version(201, core::Side::Salesforce, "+46 1"), core::Side::Salesforce, false},
                      {version(202, core::Side::HubSpot, "+46 2"), core::Side::HubSpot, false}};
    row.openedAt = morning(-30'000);
    row.decision->reason = core::Reason::RuleReview;
    return row;
}

/// Salesforce's SVP was written over HubSpot's Consultant, and changed there to Advisor: both candidates are HubSpot's.
inline ui::ConflictRow titleOfHubSpotAlone() {
    ui::ConflictRow row = title();
    row.candidates = {{version(101, core::Side::HubSpot, "Consultant"), core::Side::HubSpot, true},
                      {version(102, core::Side::HubSpot, "Advisor", 9'000), core::Side::HubSpot, false}};
    row.now = {value("SVP"), value("Advisor")};
    return row;
}

inline ui::ConflictRow resolvedTitle() {
    ui::ConflictRow row = title();
    row.resolved = core::Seq(1200);
    row.resolution =
        core::ConflictResolved{row.conflict, "title",     row.candidates[0].version,           row.candidates, false,
                               "grace",      "as agreed", core::ConflictType::ConcurrentUpdate};
    row.resolvedAt = morning(0);
    row.canUndo = true;
    return row;
}

/// ada gave the own value "SVP & Data" for both sides; grace undid it, and it is open again.
inline ui::ConflictRow openedAgain() {
    ui::ConflictRow row = title();
    row.conflict = core::Seq(1300);
    row.candidates[1].overwritten = false;
    core::ConflictResolved choice;
    choice.conflict = core::Seq(1000);
    choice.field = "title";
    choice.candidates = row.candidates;
    choice.standing = version(1200, core::Side::Salesforce, "SVP & Data");
    choice.who = "ada";
    row.undone = ui::UndoneResolution{choice, morning(-40'000), {row.conflict, "grace", morning(-10'000)}};
    for (core::Candidate& candidate : row.candidates)
        candidate.overwritten = true;
    row.now = {value("SVP & Data"), value("SVP & Data")};
    return row;
}

}  // namespace syncline::test

Q_DECLARE_METATYPE(syncline::ui::ConflictRow)
