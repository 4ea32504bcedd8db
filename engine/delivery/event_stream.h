#pragma once

#include "engine/base/result.h"
#include "engine/delivery/entry_json.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace syncline::delivery {

/// An entry as CloudEvents 1.0 in JSON, one line without its end: id (journal id / sequence), source (the workspace's
/// id as a path), type ("com.syncline.journal.FieldsDecided.v1"), subject (the entity), time (capture time), data (the
/// entry's body), and as extension attributes sequence (20 digits), side, cause and sourcetime where the entry has
/// them. The same entry always gives the same bytes.
[[nodiscard]] std::string cloudEvent(const core::Entry& entry, std::string_view journalId, std::string_view workspace);

/// A downstream stream: JSON lines appended to a file. A step machine over a journal reader: each step takes a page
/// above its offset, writes what its filter takes, syncs the file, and then gives the offset to be committed. After a
/// crash between file and commit lines may come twice (at least once; the event id tells). A rewind does not cut the
/// file: the lines come again, byte for byte, but for the extension attribute `replay` at their end. On its own thread.
///
/// A filter may ask for an entity's object and records, which the projections know: a stream with a filter follows
/// their watermark, one without follows the head. Ages in a filter count from the beginning of 1970, so that a line is
/// in the stream or not, whenever it is asked.
class EventStream {
public:
    /// `committed`: everything up to it is in the file already. Errors: InvalidArgument (the filter, or a file outside
    /// the workspace's folder), those of Reader::open and of the file.
    [[nodiscard]] static base::Result<std::unique_ptr<EventStream>> open(const mapping::Workspace& workspace,
                                                                         const mapping::StreamSettings& settings,
                                                                         core::Seq committed);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// Takes at most `limit` entries. The new offset, or the old one when there is nothing new. After an error nothing
    /// has moved; NoSpace and Io may be tried again.
    [[nodiscard]] base::Result<core::Seq> step(std::size_t limit);
    /// From the next step on behind `offset`; lines are marked with the replay's name until the old offset is reached.
    /// What a restart leaves of a replay goes on with the mark of the last marked lines; see README.md.
    void rewind(core::Seq offset, std::string replay);
    [[nodiscard]] core::Seq offset() const;

    struct Impl;

private:
    explicit EventStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::delivery
