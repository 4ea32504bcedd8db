#pragma once

#include "engine/sandbox/hubspot/hubspot_server.h"
#include "engine/sandbox/model/transaction.h"

#include <QTest>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::hubspot {

/// JSON as tests write it: single quotes stand for double ones.
[[nodiscard]] std::string quoted(std::string text);

/// What a request was answered with.
struct Answer {
    int status = 0;
    boost::json::value json;  ///< null when the body is none
    std::string text;
    std::vector<http_server::Header> headers;

    [[nodiscard]] std::string header(const std::string& name) const;
    /// By a JSON pointer, as text: strings without quotes; "(none)" when it is not there.
    [[nodiscard]] std::string at(const std::string& pointer) const;
    [[nodiscard]] std::size_t count(const std::string& pointer) const;
};

/// A small account behind a server, with a clock that moves by hand and without sockets.
class AccountBench {
public:
    explicit AccountBench(std::vector<std::string> dialects = {}, HubSpotOptions options = {});

    /// With the static token. The body may be written with single quotes, here as below.
    Answer ask(const std::string& method, const std::string& target, const std::string& body = {});
    /// With any token; none when it is empty.
    Answer askAs(const std::string& token, const std::string& method, const std::string& target,
                 const std::string& body = {});
    /// A request as it is.
    Answer send(http_server::Request request);
    /// A form without a token.
    Answer form(const std::string& target, const std::string& body);

    /// The app's own token, with all scopes of the journal and of contacts and companies.
    std::string appToken();
    /// A person's, by the refresh token that is there from the start.
    std::string userToken();

    /// Lets time pass for the world and for the server, and the server do what is due.
    void wait(std::chrono::milliseconds time);
    /// A new server over what the old one stored.
    void restart();

    /// Makes a contact; "email" and other properties as JSON members. Its id.
    std::string contact(const std::string& properties);
    std::string company(const std::string& properties);
    /// A person's edit in HubSpot's own window.
    void edit(model::ObjectKind kind, const std::string& id, const std::string& field, const std::string& value);

    HubSpotOptions options;
    base::ManualClock clock;
    model::World world;
    KeyValues values;
    Faults faults;
    std::vector<std::pair<PushDelivery, PushResult>> deliveries;
    int changes = 0;
    std::unique_ptr<HubSpotServer> server;

private:
    Dialects m_dialects;
    base::Random m_random{7};
};

}  // namespace syncline::sandbox::hubspot

/// So that a failed comparison shows both texts.
template <>
inline char* QTest::toString(const std::string& text) {
    return qstrdup(text.c_str());
}
