#include "engine/sandbox/dialects.h"

#include "engine/sandbox/hubspot/dialect_list.h"
#include "engine/sandbox/salesforce/dialect_list.h"

#include <algorithm>
#include <cassert>

namespace syncline::sandbox {

const std::vector<Dialect>& allDialects() {
    static const std::vector<Dialect> kAll = [] {
        std::vector<Dialect> all = salesforce::dialectList();
        const std::vector<Dialect> more = hubspot::dialectList();
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    return kAll;
}

base::Result<Dialects> Dialects::parse(const std::vector<std::string>& names) {
    Dialects dialects;
    std::string known;
    for (const Dialect& dialect : allDialects())
        known += (known.empty() ? "" : ", ") + std::string(dialect.name);
    for (const std::string& name : names) {
        const auto matches = [&](const Dialect& dialect) { return name == "all" || dialect.name == name; };
        if (std::none_of(allDialects().begin(), allDialects().end(), matches))
            return base::Error{base::ErrorCode::InvalidArgument, "choose dialect", name, "there is no such dialect",
                               "one of: all, " + known};
        for (const Dialect& dialect : allDialects()) {
            if (matches(dialect))
                dialects.m_on.emplace(dialect.name);
        }
    }
    return dialects;
}

bool Dialects::on(std::string_view name) const {
    assert(std::any_of(allDialects().begin(), allDialects().end(),
                       [&](const Dialect& dialect) { return dialect.name == name; }));
    return m_on.contains(name);
}

std::vector<std::string> Dialects::names() const {
    return {m_on.begin(), m_on.end()};
}

}  // namespace syncline::sandbox
