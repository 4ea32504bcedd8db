#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/journal_file.h"
#include "engine/connectors/hubspot/journal_place.h"
#include "engine/connectors/hubspot/merge_resolver.h"

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// Reading the webhooks journal file by file (HubSpot: webhooks journal guide): asks what follows the last file,
/// fetches that by its own link, without our token, tells its changes, and goes on at once; when there is nothing newer
/// it asks again after the poll interval. At most two files of changes are told and not acknowledged.
///
/// It stops at a failure, says so, and goes on at the same place by resume(). A link that has expired is asked for
/// anew. When the journal no longer has the place, it goes on at the earliest file and says what may have been missed.
/// A step machine on the connector's thread.
class JournalStream {
public:
    struct Tools {
        ApiCalls& journal;  ///< under the app's token
        HttpSender& files;  ///< for links that are signed by themselves
        MergeResolver& merges;
        Timers& timers;
        const base::Clock& clock;
        const ObjectCatalog& objects;
        const WriterMarks& marks;
    };
    struct Settings {
        std::string version;  ///< "2026-09"
        std::chrono::milliseconds pollInterval{1000};
        bool plainLinks = false;  ///< links may be http: the API itself is, on loopback
    };
    struct Outlet {
        std::function<void(Captured)> captured;
        std::function<void(MissedChanges)> missed;
        std::function<void()> alive;  ///< it read the journal and a file, or that there is none
        /// It has stopped. The pause is what the server asked for, or 0.
        std::function<void(base::Error, std::chrono::milliseconds pause)> failed;
        std::function<void(base::Error)> lookUpFailed;  ///< the same, of a request under the account's token
    };

    JournalStream(Tools tools, Settings settings, Outlet outlet);
    ~JournalStream();
    JournalStream(const JournalStream&) = delete;
    JournalStream& operator=(const JournalStream&) = delete;

    /// Where to go on; none: behind the newest file that there is when it is asked for the first time.
    void begin(const std::optional<core::Position>& position);
    [[nodiscard]] bool hasPlace() const { return m_place.has_value(); }
    /// Goes on after begin() or a failure.
    void resume(const std::string& portal);
    void acknowledge(const core::Position& position);
    void stop();

private:
    /// What names a file.
    struct FileLink {
        std::string offset;
        std::string url;
    };
    enum class Ask { Latest, Earliest, Next, EarliestToCompare };

    void ask(Ask what);
    void answered(Ask what, HttpAnswer answer);
    void placeFound(const std::optional<FileLink>& latest);
    void nextFound(const std::optional<FileLink>& link);
    void compared(const std::optional<FileLink>& earliest);
    void proceed(bool gone);
    void lost(const std::string& reason);
    void idle();
    void fetch(FileLink link);
    void fetched(const HttpAnswer& answer);
    void linkExpired(const HttpResponse& response);
    void tell();
    void moveTo(JournalPlace place, std::vector<SourceChange> changes);
    void goOn();
    void fail(base::Error error, std::chrono::milliseconds pause = std::chrono::milliseconds(0));
    [[nodiscard]] std::string pathOf(Ask what) const;
    [[nodiscard]] static base::Result<FileLink> linkOf(const HttpAnswer& answer);

    Tools m_tools;
    Settings m_settings;
    Outlet m_outlet;
    std::string m_portal;
    JournalFamily m_family = JournalFamily::Local;
    std::optional<JournalPlace> m_place;
    std::deque<std::string> m_unacknowledged;  ///< positions of files with changes
    bool m_full = false;                       ///< waits for an acknowledgement
    bool m_check = true;                       ///< whether the journal still has the place is to be looked at
    std::string m_suspect;                     ///< if this file comes next, the place was gone when it was looked at
    base::WallTime m_lastAlive{};
    std::optional<FileLink> m_link;  ///< of the file that is fetched, or compared first
    int m_expiredLinks = 0;          ///< in a row
    JournalFile m_file;              ///< that is to be told
    base::WallTime m_receivedAt{};
    base::MonotonicTime m_receivedMonotonic{};
    std::optional<SendId> m_fetching;
    std::optional<TimerId> m_poll;
};

}  // namespace syncline::connectors::hubspot
