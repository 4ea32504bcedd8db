#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// What the account may ask for (HubSpot: API usage guidelines, Professional).
struct HubSpotLimits {
    std::size_t burst = 190;  ///< requests in any ten seconds, search and journal apart
    std::size_t associationBurst = 150;
    std::size_t searchPerSecond = 5;
    std::size_t journalPerSecond = 100;
    std::uint64_t daily = 625'000;  ///< until midnight in the account's time zone

    bool operator==(const HubSpotLimits&) const = default;
};

/// The account and the one app that is installed in it. Secrets are the sandbox's own: they open nothing else.
struct HubSpotOptions {
    std::int64_t portalId = 4471123;
    std::int64_t appId = 19083857;
    std::string appName = "Syncline";
    std::string clientId = "syncline-sandbox-client";
    std::string clientSecret = "syncline-sandbox-secret";
    std::string staticToken = "pat-sandbox-static";      ///< of the private app: CRM paths only
    std::string refreshToken = "sandbox-refresh-token";  ///< a grant that is there from the start
    std::string developerKey = "sandbox-developer-key";  ///< hapikey of the push webhook settings
    std::string userId = "90028";                        ///< who installed the app
    std::int64_t otherAppId = 20417733;                  ///< another private app in the account, not Syncline's
    std::string otherAppName = "Northwind";
    std::string otherStaticToken = "pat-sandbox-other";  ///< of that app: CRM paths only
    std::string otherUserId = "90021";                   ///< who installed it
    std::vector<std::string> redirectUris;               ///< registered ones; empty: any that the rules allow
    std::vector<std::string> requiredScopes;             ///< that authorize must ask for exactly; empty: any known ones

    std::chrono::seconds tokenLifetime{1800};
    std::chrono::seconds codeLifetime{60};
    std::chrono::milliseconds searchLag{2000};            ///< how far the search index is behind
    std::chrono::milliseconds publicationInterval{1000};  ///< one journal file for so much of the world's time
    std::chrono::seconds fileUrlLifetime{900};
    std::chrono::milliseconds pushRetrySpan{std::chrono::hours(24)};  ///< over which ten retries are spread

    std::string timeZone = "US/Eastern";
    std::chrono::minutes utcOffset{-300};
    HubSpotLimits limits;
};

}  // namespace syncline::sandbox::hubspot
