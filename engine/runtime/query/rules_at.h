#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"

#include <map>

namespace syncline::runtime {

/// The rules that were in force behind an entry; those of the workspace file while no PolicyChanged came before it.
[[nodiscard]] base::Result<core::RuleSet> rulesAt(QueryContext& context, core::Seq at);

/// The same for many entries, each policy read once and then kept. One thread at a time; of one journal only.
class RuleBook {
public:
    /// A page of entries is asked for from here: its first find() that needs it reads the newest rules, once.
    void beginPage() { m_isNewestRead = false; }
    /// Null: not known yet, since the projections are far behind that entry. Good until the next call.
    [[nodiscard]] base::Result<const core::RuleSet*> find(QueryContext& context, core::Seq at);
    /// An entry that was read anyway: saves a look at it, where it follows what is known.
    void note(const core::Entry& entry);

private:
    /// Rules that are known to be in force from their version through an entry.
    struct Span {
        core::RuleSet rules;
        core::Seq through;
    };
    [[nodiscard]] const core::RuleSet* held(core::Seq at) const;
    void keep(core::RuleSet rules, core::Seq through);
    base::Result<void> learnNewest(QueryContext& context);
    base::Result<void> readUpTo(QueryContext& context, core::Seq at);
    base::Result<void> readDownFrom(QueryContext& context, core::Seq at);
    [[nodiscard]] base::Result<core::RuleSet> lookDownFrom(QueryContext& context, core::Seq at);

    std::map<core::Seq, Span> m_spans;  ///< by the rules' version
    bool m_isNewestRead = false;
};

}  // namespace syncline::runtime
