#pragma once

#include "engine/base/clock.h"
#include "engine/http_server/http.h"

#include <string>

namespace syncline::http_server {

/// What of a response's head depends on the request and the connection.
struct HeadOptions {
    bool keepAlive = true;
    std::chrono::seconds keepAliveFor{60};  ///< told to the client, so that it does not reuse a connection about to go
    base::WallTime now;
};

/// Head of a response in HTTP/1.1. Adds Date, Server, Connection and, where the status may have a body, Content-Length;
/// a handler's own headers of these names are left out.
[[nodiscard]] std::string responseHead(const Response& response, const HeadOptions& options);

/// False for 1xx, 204 and 304 (RFC 9110, 6.4.1).
[[nodiscard]] bool mayHaveBody(int status);

/// False for a status that is no final one and for headers that would break out of their line.
[[nodiscard]] bool isSendable(const Response& response);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string httpDate(base::WallTime time);

}  // namespace syncline::http_server
