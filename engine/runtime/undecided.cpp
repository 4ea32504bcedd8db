#include "engine/runtime/undecided.h"

#include "engine/base/try.h"

namespace syncline::runtime {

void Undecided::add(core::Seq seq, core::ChangeCaptured captured) {
    captured.raw = {};
    m_captured.insert_or_assign(seq, std::move(captured));
}

base::Result<const core::ChangeCaptured*> Undecided::find(core::Seq seq) {
    const auto found = m_captured.find(seq);
    if (found != m_captured.end())
        return &found->second;
    TRY_ASSIGN(core::Entry entry, m_reader.readEntry(seq));
    auto* captured = std::get_if<core::ChangeCaptured>(&entry.body);
    if (captured == nullptr)
        return base::Error{base::ErrorCode::Corrupt, "decide a change", std::to_string(seq.value()),
                           "the entry is no captured change", "run syncline journal verify"};
    return &m_captured.insert_or_assign(seq, std::move(*captured)).first->second;
}

}  // namespace syncline::runtime
