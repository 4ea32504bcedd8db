#pragma once

#include "engine/base/result.h"
#include "engine/core/entry.h"
#include "engine/journal/reader.h"

#include <map>

namespace syncline::runtime {

/// Captured changes that wait for their decision: those of this run in memory, those that an earlier run left read from
/// the journal. On the sequencer's thread.
class Undecided {
public:
    explicit Undecided(journal::Reader& reader) : m_reader(reader) {}

    /// Its raw payload is not kept.
    void add(core::Seq seq, core::ChangeCaptured captured);
    /// Errors: those of the reader; Corrupt when the entry is no captured change.
    [[nodiscard]] base::Result<const core::ChangeCaptured*> find(core::Seq seq);
    /// It is decided.
    void remove(core::Seq seq) { m_captured.erase(seq); }

private:
    journal::Reader& m_reader;
    std::map<core::Seq, core::ChangeCaptured> m_captured;
};

}  // namespace syncline::runtime
