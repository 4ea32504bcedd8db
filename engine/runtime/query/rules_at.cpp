#include "engine/runtime/query/rules_at.h"

#include "engine/base/try.h"
#include "engine/runtime/query/entity_entries.h"

#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 50;

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

}  // namespace syncline::runtime
