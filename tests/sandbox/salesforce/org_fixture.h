#pragma once

#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/salesforce/salesforce_server.h"

#include <QByteArray>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

/// An answer that may still be to come.
struct Answer {
    std::optional<syncline::http_server::Response> response;
    bool open = true;  ///< the client is still there

    [[nodiscard]] int status() const { return response ? response->status : 0; }
    [[nodiscard]] boost::json::value json() const;
    [[nodiscard]] QByteArray body() const {
        return response ? QByteArray::fromStdString(response->body) : QByteArray();
    }
    /// Empty when there is none.
    [[nodiscard]] QByteArray header(std::string_view name) const;
    /// The member at a JSON pointer, "/0/errorCode", as compact JSON without the quotes of a text; "absent".
    [[nodiscard]] QByteArray at(const char* pointer) const;
};

/// "absent" for null; the quotes of a text are left off.
[[nodiscard]] QByteArray shown(const boost::json::value* value);

/// A small org behind its server, driven without sockets: requests go in by hand, time moves by hand.
class OrgFixture {
public:
    explicit OrgFixture(const std::vector<std::string>& dialects = {},
                        syncline::sandbox::salesforce::SalesforceOptions options = withStaticTokens());

    [[nodiscard]] static syncline::sandbox::salesforce::SalesforceOptions withStaticTokens();
    static constexpr const char* kToken = "00D5f000000Sync!static";
    static constexpr const char* kRefreshToken = "5Aep861static";

    /// With the static token unless `headers` bring an Authorization of their own.
    std::shared_ptr<Answer> send(const std::string& method, const std::string& target, const std::string& body = {},
                                 std::vector<syncline::http_server::Header> headers = {});
    Answer get(const std::string& target, std::vector<syncline::http_server::Header> headers = {});
    /// Below /services/data/v66.0/.
    Answer api(const std::string& method, const std::string& resource, const std::string& body = {},
               std::vector<syncline::http_server::Header> headers = {});
    Answer query(const std::string& soql, const std::string& resource = "query");
    Answer token(const std::string& form);

    /// Moves clock and world, and lets the server do what is due.
    void advance(std::chrono::milliseconds by);
    /// The same server program started anew on what has been kept.
    void restart();

    /// A contact made by a person of the org; its id.
    std::string person(const std::vector<syncline::sandbox::model::FieldValue>& fields);
    void edit(const std::string& contact, const std::vector<syncline::sandbox::model::FieldValue>& fields);
    void remove(const std::string& contact);
    [[nodiscard]] syncline::sandbox::model::Value value(const std::string& contact, const std::string& field) const;

    [[nodiscard]] syncline::sandbox::model::Crm& crm() { return world.crm(syncline::sandbox::model::Side::Salesforce); }
    [[nodiscard]] syncline::sandbox::model::Actor somebody(std::size_t user = 0);

    syncline::base::ManualClock clock;
    syncline::sandbox::model::World world;
    syncline::sandbox::KeyValues values;
    syncline::sandbox::Dialects dialects;
    syncline::sandbox::Faults faults;
    syncline::base::Random random{7};
    int changes = 0;  ///< how often the server said that something is to be kept
    syncline::sandbox::salesforce::SalesforceOptions options;
    std::unique_ptr<syncline::sandbox::salesforce::SalesforceServer> server;
};

/// A Bayeux client by hand: keeps its cookies and its client id.
class StreamingClient {
public:
    explicit StreamingClient(OrgFixture& org) : m_org(org) {}

    std::shared_ptr<Answer> post(const std::string& body, const std::string& path = "/cometd/66.0");
    Answer handshake();
    std::shared_ptr<Answer> connect(const std::string& id = "9");
    /// `replay` as JSON, "-1"; empty: none is sent.
    Answer subscribe(const std::string& channel, const std::string& replay = {});
    /// Handshake, first connect and a subscription.
    void start(const std::string& channel, const std::string& replay = {});

    std::string clientId;
    std::string cookies;
    std::string authorization = std::string("Bearer ") + OrgFixture::kToken;

private:
    OrgFixture& m_org;
};

/// The events of an answer, without the replies.
[[nodiscard]] std::vector<boost::json::object> eventsOf(const Answer& answer);
