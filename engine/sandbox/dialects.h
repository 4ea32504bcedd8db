#pragma once

#include "engine/base/result.h"
#include "engine/sandbox/model/types.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox {

/// A line of the protocol pages that is UNVERIFIED or on which two official pages disagree, as a switch. Off is the
/// sandbox's default reading; on is the other one. README.md of this room lists line, dialect and default.
struct Dialect {
    std::string_view name;  ///< "journal-bad-offset-404"
    model::Side side;
    std::string_view meaning;  ///< what the server does when it is on
};

/// Every dialect there is, by side and name.
[[nodiscard]] const std::vector<Dialect>& allDialects();

/// The dialects that are switched on.
class Dialects {
public:
    /// "all" stands for every dialect. Errors: InvalidArgument for an unknown name; the hint lists the known ones.
    [[nodiscard]] static base::Result<Dialects> parse(const std::vector<std::string>& names);

    /// `name` must be one of allDialects(): anything else is a fault of ours and asserts.
    [[nodiscard]] bool on(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    std::set<std::string, std::less<>> m_on;
};

}  // namespace syncline::sandbox
