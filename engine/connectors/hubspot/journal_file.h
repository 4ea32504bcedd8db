#pragma once

#include "engine/base/result.h"
#include "engine/connectors/api/source_change.h"
#include "engine/connectors/hubspot/object_catalog.h"
#include "engine/connectors/hubspot/writer_marks.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::hubspot {

/// What the events of a file are read by.
struct JournalReading {
    const ObjectCatalog& objects;
    const WriterMarks& marks;
    std::string portal;         ///< the account; events of others (the global journal has them) are not ours
    base::WallTime receivedAt;  ///< when the file was here whole
    std::string file = {};      ///< its offset in the journal
};

/// The changes in one journal file, in its order.
struct JournalFile {
    std::vector<SourceChange> changes;
    std::size_t unreadable = 0;  ///< events of mapped objects that name no record: they were missed
};

/// Reads a file of the webhooks journal (HubSpot: webhooks journal, journal entries). Creates, updates, deletes, merges
/// and restores of mapped objects become changes; a privacy deletion is a delete; snapshots, associations, list
/// memberships, app events and whatever comes later are none. HubSpot says by nothing who wrote, unless changeSource is
/// there. A time that lies behind the receipt is capped there and flagged. Without a usable time (none, null, 0, or one
/// that cannot be read) a change is told all the same: it is only known to be older than its receipt.
/// ProtocolViolation: it is no such file.
[[nodiscard]] base::Result<JournalFile> readJournalFile(std::string_view text, const JournalReading& reading);

}  // namespace syncline::connectors::hubspot
