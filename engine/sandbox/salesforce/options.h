#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace syncline::sandbox::salesforce {

/// What this org is set up with. The defaults are those of the real service where it has documented ones.
struct SalesforceOptions {
    std::string orgId = "00D5f000000SyncEAC";
    std::string clientId = "3MVG9syncline.sandbox.consumer.key";
    std::string clientSecret = "syncline-sandbox-secret";
    std::string username = "sam.integration@syncline-demo.example";  ///< the run-as user; an unknown one: the last user
    std::string accessToken;   ///< accepted without a sign-in, does not expire; empty: none
    std::string refreshToken;  ///< of the same grant; empty: none
    /// Callback URLs that are registered, to be met exactly; none: every http://localhost and http://127.0.0.1.
    std::vector<std::string> redirectUris;
    bool rotateRefreshTokens = false;
    std::chrono::milliseconds tokenLifetime = std::chrono::hours(2);  ///< without use
    std::chrono::milliseconds codeLifetime = std::chrono::minutes(15);
    std::uint32_t dailyApiRequests = 15000;
    std::uint32_t dailyDeliveredEvents = 10000;
    std::uint32_t concurrentClients = 20;  ///< of the Streaming API
    std::chrono::milliseconds connectHold{110000};
    std::chrono::milliseconds sessionExpiry{40000};
    std::chrono::milliseconds queryLocatorLifetime = std::chrono::minutes(15);
    /// Age of the oldest open transaction of others: getUpdated's latestDateCovered stays so far behind.
    std::chrono::milliseconds openTransactionAge{0};
};

}  // namespace syncline::sandbox::salesforce
