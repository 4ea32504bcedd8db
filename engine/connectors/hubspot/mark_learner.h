#pragma once

#include "engine/connectors/hubspot/record_reads.h"
#include "engine/connectors/hubspot/record_writes.h"
#include "engine/connectors/hubspot/writer_marks.h"

#include <cstddef>
#include <optional>

namespace syncline::connectors::hubspot {

/// Learns how HubSpot marks our writes from one that has just been done: reads that property's history once and takes
/// the mark of its newest version, if that has our value and was made when we wrote. Nothing is kept beyond the
/// session. The connector's thread.
class MarkLearner {
public:
    MarkLearner(RecordReads& reads, WriterMarks& marks) : m_reads(reads), m_marks(marks) {}

    /// Does nothing when the mark is known, a read is under way, or it was tried often enough.
    void written(const std::optional<WriteSample>& sample);

private:
    void read(const WriteSample& sample, const WireRecord& record);

    RecordReads& m_reads;
    WriterMarks& m_marks;
    bool m_reading = false;
    std::size_t m_attempts = 0;
};

}  // namespace syncline::connectors::hubspot
