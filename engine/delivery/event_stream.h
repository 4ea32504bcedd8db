#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace syncline::delivery {

/// An entry as CloudEvents 1.0 in JSON, one line without its end: id (journal id / sequence), source (the workspace),
/// type ("com.syncline.journal.FieldsDecided.v1"), subject (the entity), time (capture time), sequence (the extension
/// of that name, 20 digits), data (the entry's body). The same entry always gives the same bytes.
[[nodiscard]] std::string cloudEvent(const core::Entry& entry, std::string_view journalId, std::string_view workspace);

/// The body and head of an entry as JSON, the one form for the command line, streams and export. Documented in
/// app/README.md.
[[nodiscard]] std::string entryJson(const core::Entry& entry);

/// A downstream stream: JSON lines appended to a file. A step machine over a journal reader: each step takes a page
/// above its offset, writes what its filter takes, syncs the file, and then gives the offset to be committed. After a
/// crash between file and commit lines may come twice (at least once; the event id tells). A rewind does not cut the
/// file: the lines come again, marked `replay`. On its own thread.
class EventStream {
public:
    [[nodiscard]] static base::Result<std::unique_ptr<EventStream>> open(const mapping::Workspace& workspace,
                                                                         const mapping::StreamSettings& settings,
                                                                         core::Seq committed);
    ~EventStream();

    /// The new offset, or the old one when there is nothing new. NoSpace and Io may be tried again.
    [[nodiscard]] base::Result<core::Seq> step(std::size_t limit);
    /// From the next step on behind `offset`; lines are marked with the replay's name until the old offset is reached.
    void rewind(core::Seq offset, std::string replay);
    [[nodiscard]] core::Seq offset() const;

    struct Impl;

private:
    explicit EventStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::delivery
