#pragma once

#include "engine/connectors/api/token_source.h"
#include "engine/connectors/side_client.h"
#include "engine/mapping/workspace.h"

#include <memory>
#include <string_view>
#include <vector>

namespace syncline::connectors::hubspot {

/// Where the workspace names no version.
inline constexpr std::string_view kNewestVersion = "2026-09";

struct HubSpotSettings {
    mapping::Connection connection;  ///< account: the portal id, or "" for the one that the sign-in is for
    std::vector<mapping::ObjectMapping> objects;
};

/// The two grants: HubSpot's journal is the app's, its records are the account's.
struct HubSpotGrants {
    std::unique_ptr<TokenSource> journal;  ///< client credentials with the journal's scopes
    std::unique_ptr<TokenSource> account;
};

/// HubSpot's side: the webhooks journal as the source of changes, batch reads, searches and batch writes.
///
/// It connects by asking which account it is, which properties there are, seeing to the journal's subscriptions, and
/// following the journal (JournalStream). A failure ends in another attempt, for ever, after a growing pause with
/// jitter; it is told when it lasts or when a person has to do something. The mark by which our own writes are known in
/// histories is learnt from our first write (WriterMarks). See README.md for what HubSpot does not say and what is
/// done about it. Protocol logic only, on one thread.
class HubSpotClient final : public SideClient {
public:
    HubSpotClient(HubSpotSettings settings, SideTools tools, HubSpotGrants tokens);
    ~HubSpotClient() override;
    HubSpotClient(const HubSpotClient&) = delete;
    HubSpotClient& operator=(const HubSpotClient&) = delete;

    void start(ConnectorListener& listener, std::vector<core::Position> positions) override;
    void acknowledge(core::Position position) override;
    void request(ReadRequest request) override;
    void request(FindRequest request) override;
    void request(WriteRequest request) override;
    void tryNow() override;
    void stop() override;

    [[nodiscard]] static SideLimits limits();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors::hubspot
