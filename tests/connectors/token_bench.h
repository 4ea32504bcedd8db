#pragma once

#include "engine/connectors/hubspot_tokens.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/salesforce_tokens.h"
#include "engine/http_server/http.h"
#include "tests/support/fake_http.h"

#include <QString>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

inline const std::string kOrg = "https://acme.my.salesforce.com";
inline const connectors::SalesforceSignIn kSalesforce{"ws", kOrg, "consumer-key"};
inline const connectors::HubSpotSignIn kHubSpot{"ws", "https://api.hubapi.com", "app-id", "2026-09"};

/// A store whose writes can be made to fail, and which keeps the order of what was done to it.
class WatchedSecrets final : public connectors::SecretStore {
public:
    void read(const connectors::SecretName& name, Read done) override { kept.read(name, std::move(done)); }
    void write(const connectors::SecretName& name, std::string value, Written done) override {
        if (failing) {
            done(*failing);
            return;
        }
        written.push_back(value);
        kept.write(name, std::move(value), std::move(done));
    }
    void put(core::Side side, connectors::SecretKind kind, const std::string& value) {
        kept.write({"ws", side, kind}, value, [](const base::Result<void>&) {});
    }
    [[nodiscard]] std::string get(core::Side side, connectors::SecretKind kind) {
        std::string value;
        kept.read({"ws", side, kind}, [&](const auto& found) { value = found->value_or("(none)"); });
        return value;
    }

    connectors::MemorySecrets kept;
    std::vector<std::string> written;
    std::optional<base::Error> failing;
};

/// Everything that a TokenSource stands on.
struct Bench {
    base::ManualClock clock{base::WallTime{}};
    FakeTimers timers{clock};
    FakeHttp http;
    WatchedSecrets secrets;

    [[nodiscard]] connectors::SideTools tools() { return {http, timers, secrets, clock, 1}; }

    /// The token's text, or the error's name.
    QString get(connectors::TokenSource& tokens) {
        QString text = QStringLiteral("(no answer)");
        tokens.get([&](const base::Result<connectors::Token>& got) {
            text = QString::fromStdString(got ? got->text : std::string(base::name(got.error().code)));
            last = got;
        });
        http.run();
        return text;
    }
    [[nodiscard]] connectors::Token token() const { return last ? **last : connectors::Token{}; }
    [[nodiscard]] base::Error error() const { return last && !*last ? last->error() : base::Error{}; }
    /// A field of the n-th form that was sent.
    [[nodiscard]] std::string field(std::size_t index, const std::string& name) const {
        for (const http_server::Header& pair : http_server::parseForm(http.sent().at(index).body)) {
            if (pair.name == name)
                return pair.value;
        }
        return "(none)";
    }

    std::optional<base::Result<connectors::Token>> last;
};

/// A JSON object of texts; the values hold nothing that JSON escapes.
[[nodiscard]] inline std::string object(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string text = "{";
    for (const auto& [name, value] : members)
        text += (text.size() > 1 ? ",\"" : "\"") + name + "\":\"" + value + "\"";
    return text + "}";
}

[[nodiscard]] inline std::string issuedBy(const std::string& instance, const std::string& access,
                                          const std::string& refresh = {}) {
    std::vector<std::pair<std::string, std::string>> members{{"access_token", access}, {"instance_url", instance}};
    if (!refresh.empty())
        members.emplace_back("refresh_token", refresh);
    return object(members);
}

[[nodiscard]] inline std::string hubspotIssued(const std::string& access, int seconds) {
    std::string issued = object({{"access_token", access}, {"refresh_token", "r1"}});
    issued.pop_back();
    return issued + ",\"expires_in\":" + std::to_string(seconds) + "}";
}

}  // namespace syncline::test
