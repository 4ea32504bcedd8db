#pragma once

#include "engine/core/ids.h"
#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"

#include <optional>
#include <vector>

namespace syncline::ui::stream {

/// What led to an entry and what came of it, as sequences: the line in the gutter. A value.
class Chain {
public:
    Chain() = default;
    /// Of the entry that the detail is about.
    explicit Chain(const EntryDetail& detail);

    /// Its place in the gutter of the row of that sequence.
    [[nodiscard]] ChainCell at(core::Seq seq) const;
    [[nodiscard]] bool contains(core::Seq seq) const;
    [[nodiscard]] std::optional<core::Seq> self() const { return m_self; }
    /// Another one of the same chain is looked at.
    void moveTo(core::Seq seq) { m_self = seq; }

    bool operator==(const Chain&) const = default;

private:
    std::vector<core::Seq> m_seqs;  ///< ascending, each once
    std::optional<core::Seq> m_self;
};

}  // namespace syncline::ui::stream
