#pragma once

#include "engine/connectors/api/source_change.h"
#include "engine/connectors/salesforce/change_event.h"
#include "engine/core/version.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::salesforce {

/// Who we are in the org, as far as an event can show it.
struct OrgIdentity {
    std::string org;         ///< its id; the base URL where the API does not tell
    std::string user;        ///< id of the user that our token is of; "" unknown
    std::string clientName;  ///< what our writes say in Sforce-Call-Options
};

/// What an event comes to.
struct Translated {
    std::vector<SourceChange> changes;    ///< one for each record that it names, in its order
    std::optional<MissedChanges> missed;  ///< or it only says that something happened
};

/// A gap event says which records, an overflow event only which object; an id with a wildcard ("003*", a field's type
/// was changed) and a kind of change that is not known leave the object open too (Change Data Capture guide, gap
/// events, overflow events, wildcards in recordIds).
[[nodiscard]] Translated translate(const ChangeEvent& event, const OrgIdentity& us,
                                   std::chrono::milliseconds resolution, base::WallTime receivedAt);

/// The first 128 bits of the SHA-256 of org, entity, record id, transactionKey and sequenceNumber.
[[nodiscard]] core::Identity identityOf(const std::string& org, const ChangeEventHeader& header, const std::string& id);

/// When a stamp says that it happened. A stamp that is a multiple of the resolution stands for all of the interval up
/// to the next. It is never cut at its receipt. Stamps that begin behind the receipt: up to a minute the clocks differ
/// as clocks do, the interval stays whole and says clocksDisagree; beyond, it is taken as received just now and says
/// fromFuture, so that a wrong year cannot win every comparison. Without a stamp it is only known to be older than its
/// receipt.
[[nodiscard]] core::SourceTime sourceTime(std::optional<base::WallTime> stamp, std::chrono::milliseconds resolution,
                                          base::WallTime receivedAt);

/// Us: the origin names our client; or it names none and the change is our user's, because the API does not promise the
/// client for sObject Collections (REST guide, Call Options header) nor for what a flow added. Else Integration: a
/// program, by its client name, or by its user when it gave none. Person: the window (SfdcInternalAPI), or no API at
/// all.
[[nodiscard]] core::Writer writerOf(const ChangeEventHeader& header, const OrgIdentity& us);

}  // namespace syncline::connectors::salesforce
