#pragma once

#include "engine/sandbox/hubspot/call.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// One published file.
struct JournalFile {
    std::uint64_t number = 0;
    std::string offset;  ///< looks like a UUID of version 7: its first 48 bits are the moment of publication
    base::WallTime published;
};

/// The files of the journal, in order, in the stored values (aside: three days of them are kept, few are read again):
/// the same bytes after a restart. They are served under links of their own, which are signed, expire, and refuse a
/// request that brings an Authorization header, as object storage does.
class JournalFiles {
public:
    explicit JournalFiles(Portal& portal);

    [[nodiscard]] const std::vector<JournalFile>& all() const { return m_files; }
    /// Null for an offset that is unknown or not retained any more.
    [[nodiscard]] const JournalFile* find(const std::string& offset) const;

    void publish(base::WallTime at, json::array events);
    void forgetBefore(base::WallTime moment);

    /// The entry that names a file: link, expiry, offset.
    [[nodiscard]] json::object entry(const JournalFile& file, const std::string& origin) const;
    /// Links that are out have expired.
    void expireLinks();
    /// GET /journal-files/…
    [[nodiscard]] Reply serve(const Call& call) const;

private:
    /// What a link promises: by whom, when and for how long it was signed.
    struct Terms {
        std::string credential;
        std::string date;
        std::string expires;
    };
    [[nodiscard]] std::string signature(const std::string& offset, const Terms& terms) const;
    [[nodiscard]] std::string credential() const;

    Portal& m_portal;
    std::vector<JournalFile> m_files;
    std::uint64_t m_lastNumber = 0;
    base::WallTime m_lastPublished{};
};

}  // namespace syncline::sandbox::hubspot
