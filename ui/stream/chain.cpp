#include "ui/stream/chain.h"

#include <algorithm>

namespace syncline::ui::stream {

Chain::Chain(const EntryDetail& detail) : m_self(detail.row.entry.seq) {
    m_seqs.push_back(*m_self);
    for (const EntryRow& row : detail.causes)
        m_seqs.push_back(row.entry.seq);
    for (const EntryRow& row : detail.effects)
        m_seqs.push_back(row.entry.seq);
    std::sort(m_seqs.begin(), m_seqs.end());
    m_seqs.erase(std::unique(m_seqs.begin(), m_seqs.end()), m_seqs.end());
}

bool Chain::contains(core::Seq seq) const {
    return std::binary_search(m_seqs.begin(), m_seqs.end(), seq);
}

ChainCell Chain::at(core::Seq seq) const {
    using Place = ChainCell::Place;
    if (m_seqs.empty() || seq < m_seqs.front() || seq > m_seqs.back())
        return {};
    const bool isSelf = m_self == seq;
    if (m_seqs.size() == 1)
        return {Place::Alone, isSelf};
    if (seq == m_seqs.front())
        return {Place::First, isSelf};
    if (seq == m_seqs.back())
        return {Place::Last, isSelf};
    return {contains(seq) ? Place::Middle : Place::Through, isSelf};
}

}  // namespace syncline::ui::stream
