#include "engine/connectors/form_body.h"

#include "engine/http_server/http.h"

namespace syncline::connectors {

std::string formBody(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        if (!body.empty())
            body += '&';
        body += http_server::percentEncode(name) + '=' + http_server::percentEncode(value);
    }
    return body;
}

}  // namespace syncline::connectors
