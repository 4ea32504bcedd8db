#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/journal_files.h"
#include "engine/sandbox/hubspot/snapshots.h"

#include <string>

namespace syncline::sandbox::hubspot {

/// Reading the journal entry by entry or several at once, for all accounts of the app or for one, which is the same
/// here (HubSpot: webhooks journal guide). 204 says that there is nothing newer.
class JournalApi {
public:
    JournalApi(Portal& portal, const JournalFiles& files, const Snapshots& snapshots)
        : m_portal(portal), m_files(files), m_snapshots(snapshots) {}

    [[nodiscard]] Reply handle(const Call& call) const;

private:
    [[nodiscard]] Reply batch(const Call& call) const;
    [[nodiscard]] Reply batchRead(const Call& call) const;
    /// The index of the file behind an offset; that of the earliest one for an offset that is not known any more.
    [[nodiscard]] Checked<std::size_t> behind(const std::string& offset) const;
    [[nodiscard]] Reply entryAt(const Call& call, std::size_t index) const;
    [[nodiscard]] Reply entries(const Call& call, std::size_t first, std::size_t end) const;

    Portal& m_portal;
    const JournalFiles& m_files;
    const Snapshots& m_snapshots;
};

}  // namespace syncline::sandbox::hubspot
