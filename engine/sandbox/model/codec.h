#pragma once

#include "engine/base/result.h"
#include "engine/sandbox/model/world.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::model {

/// A record or event of one side as stored bytes.
struct StoredRecord {
    Side side = Side::Salesforce;
    ObjectKind kind = ObjectKind::Contact;
    std::string id;
    std::string bytes;
};
struct StoredEvent {
    Side side = Side::Salesforce;
    std::uint64_t number = 0;
    std::string bytes;
};

/// What of a world is not yet stored.
struct UnsavedWorld {
    std::string head;
    std::vector<StoredRecord> records;
    std::vector<StoredRecord> gone;  ///< records that are no more; without bytes
    std::vector<StoredEvent> events;
    std::uint64_t firstEvent[2] = {0, 0};  ///< by side: events below this number are retained no more
};

/// A world as bytes and back. The same world always gives the same bytes, in the same order, whatever the machine.
class WorldCodec {
public:
    /// All of it but the hour: head, records by id, events by number. Equal exactly when the same has happened in both
    /// worlds and the same is planned, however long ago it was.
    [[nodiscard]] static std::string canonical(const World& world);

    /// What has changed since the last call (the first time: everything), for a store that replaces what it has.
    [[nodiscard]] static UnsavedWorld takeUnsaved(World& world);

    /// The world that was stored. Errors: Corrupt, UnsupportedVersion.
    [[nodiscard]] static base::Result<World> restore(std::string_view head, const std::vector<StoredRecord>& records,
                                                     const std::vector<StoredEvent>& events);

private:
    static void writeHead(const World& world, base::WallTime now, class ByteWriter& writer);
    static base::Result<World> readHead(std::string_view bytes);
};

}  // namespace syncline::sandbox::model
