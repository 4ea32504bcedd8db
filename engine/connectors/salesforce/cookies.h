#pragma once

#include "engine/connectors/api/http_sender.h"

#include <map>
#include <string>
#include <string_view>

namespace syncline::connectors::salesforce {

/// The cookies of one streaming session, which goes to one host only: they are never kept for another session, which
/// would break both (Streaming API guide, clients and cookies).
class Cookies {
public:
    /// Takes what Set-Cookie headers say: a new value, or its end by an empty value or "Max-Age=0".
    void take(const Headers& headers);
    /// The value of a Cookie header; "" when there are none.
    [[nodiscard]] std::string header() const;

private:
    void takeOne(std::string_view line);

    std::map<std::string, std::string, std::less<>> m_values;
};

}  // namespace syncline::connectors::salesforce
