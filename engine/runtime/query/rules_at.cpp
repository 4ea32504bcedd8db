#include "engine/runtime/query/rules_at.h"

#include "engine/base/try.h"
#include "engine/runtime/query/entity_entries.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 50;
constexpr std::size_t kPageUpwards = 500;
/// Policies are whole: no more of them are kept.
constexpr std::size_t kMostKept = 64;

/// In force while there was no PolicyChanged.
core::RuleSet ofFile(const QueryContext& context) {
    core::RuleSet rules = context.workspace.rules();
    rules.version = core::Seq();
    return rules;
}

}  // namespace

base::Result<core::RuleSet> rulesAt(QueryContext& context, core::Seq at) {
    core::Seq before = core::next(at);
    while (true) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, readHistory(context, core::EntityId(), before, kPage));
        for (const core::Entry& entry : page) {
            const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body);
            if (changed == nullptr)
                continue;
            core::RuleSet rules = changed->rules;
            rules.version = entry.seq;
            return rules;
        }
        if (page.size() < kPage)
            return context.workspace.rules();
        before = page.back().seq;
    }
}

base::Result<const core::RuleSet*> RuleBook::find(QueryContext& context, core::Seq at) {
    if (const core::RuleSet* const known = held(at))
        return known;
    if (m_spans.size() >= kMostKept) {
        m_spans.clear();
        m_isNewestRead = false;
    }
    if (!m_isNewestRead)
        TRY(learnNewest(context));
    if (at.value() - m_spans.rbegin()->second.through.value() > static_cast<std::int64_t>(kMostUnprojected))
        return nullptr;
    if (at > m_spans.rbegin()->second.through)
        TRY(readUpTo(context, at));
    else if (held(at) == nullptr)
        TRY(readDownFrom(context, at));
    return held(at);
}

void RuleBook::note(const core::Entry& entry) {
    if (m_spans.empty() || entry.seq != core::next(m_spans.rbegin()->second.through))
        return;
    const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body);
    if (changed == nullptr) {
        m_spans.rbegin()->second.through = entry.seq;
        return;
    }
    core::RuleSet rules = changed->rules;
    rules.version = entry.seq;
    keep(std::move(rules), entry.seq);
}

const core::RuleSet* RuleBook::held(core::Seq at) const {
    const auto above = m_spans.upper_bound(at);
    if (above == m_spans.begin())
        return nullptr;
    const Span& span = std::prev(above)->second;
    return at <= span.through ? &span.rules : nullptr;
}

void RuleBook::keep(core::RuleSet rules, core::Seq through) {
    const core::Seq version = rules.version;
    Span& span = m_spans.try_emplace(version, Span{std::move(rules), through}).first->second;
    span.through = std::max(span.through, through);
}

base::Result<void> RuleBook::learnNewest(QueryContext& context) {
    // The projections may go on meanwhile, or be begun anew: no more is believed than holds in both cases.
    TRY_ASSIGN(const journal::Anchor before, context.projections.readAnchor());
    TRY_ASSIGN(core::WorkspaceState state, context.projections.readWorkspace());
    TRY_ASSIGN(const journal::Anchor behind, context.projections.readAnchor());
    m_isNewestRead = true;
    const bool isBegunAnew = behind.watermark < before.watermark;
    const core::Seq watermark = isBegunAnew ? state.rules.version : before.watermark;
    if (state.rules.version == core::Seq()) {
        keep(ofFile(context), watermark);
        return {};
    }
    const core::Seq through = std::max(state.rules.version, watermark);
    keep(std::move(state.rules), through);
    return {};
}

base::Result<void> RuleBook::readUpTo(QueryContext& context, core::Seq at) {
    while (m_spans.rbegin()->second.through < at) {
        TRY(context.goOn());
        const core::Seq from = core::next(m_spans.rbegin()->second.through);
        TRY_ASSIGN(const std::vector<core::Entry> page, context.journal.readPage(from, at, kPageUpwards));
        if (page.empty())
            return {};
        for (const core::Entry& entry : page)
            note(entry);
    }
    return {};
}

/// Every entry below the newest rules is projected, but when the projections have been begun anew since: then nothing
/// is learnt from their index.
base::Result<void> RuleBook::readDownFrom(QueryContext& context, core::Seq at) {
    TRY_ASSIGN(core::RuleSet rules, lookDownFrom(context, at));
    TRY_ASSIGN(const journal::Anchor behind, context.projections.readAnchor());
    if (behind.watermark >= at)
        keep(std::move(rules), at);
    return {};
}

base::Result<core::RuleSet> RuleBook::lookDownFrom(QueryContext& context, core::Seq at) {
    core::Seq before = core::next(at);
    while (true) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Seq> page,
                   context.projections.readEntriesOf(core::EntityId(), before, kPage));
        for (const core::Seq seq : page) {
            if (const core::RuleSet* const known = held(seq))
                return core::RuleSet(*known);
            TRY_ASSIGN(const core::Entry entry, context.journal.readEntry(seq));
            if (const auto* const changed = std::get_if<core::PolicyChanged>(&entry.body)) {
                core::RuleSet rules = changed->rules;
                rules.version = seq;
                return rules;
            }
        }
        if (page.size() < kPage)
            return ofFile(context);
        before = page.back();
    }
}

}  // namespace syncline::runtime
