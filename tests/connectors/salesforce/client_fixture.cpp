#include "tests/connectors/salesforce/client_fixture.h"

#include "engine/base/time_format.h"

#include <algorithm>
#include <iterator>

namespace syncline::test {

using connectors::HttpRequest;
using connectors::SendId;
using mapping::Comparison;

void ToldBySalesforce::captured(core::Side /*side*/, connectors::Captured captured) {
    order.push_back("captured " + std::to_string(captured.changes.size()));
    captures.push_back(std::move(captured));
}

void ToldBySalesforce::missed(core::Side /*side*/, connectors::MissedChanges missed) {
    order.push_back("missed " + std::to_string(missed.records.size()));
    misses.push_back(std::move(missed));
}

void ToldBySalesforce::stateChanged(core::Side /*side*/, core::ConnectorPhase phase, std::optional<base::Error> why) {
    states.emplace_back(phase, std::move(why));
}

void ToldBySalesforce::outageChanged(core::Side /*side*/, connectors::Outage outage) {
    outages.push_back(outage);
}

void ToldBySalesforce::answered(core::Side /*side*/, connectors::ReadAnswer answer) {
    reads.push_back(std::move(answer));
}

void ToldBySalesforce::answered(core::Side /*side*/, connectors::WriteAnswer answer) {
    writes.push_back(std::move(answer));
}

std::vector<connectors::SourceChange> ToldBySalesforce::changes() const {
    std::vector<connectors::SourceChange> all;
    for (const connectors::Captured& one : captures)
        all.insert(all.end(), one.changes.begin(), one.changes.end());
    return all;
}

std::string ToldBySalesforce::position(const std::string& channel) const {
    std::string last;
    for (const connectors::MissedChanges& one : misses) {
        if (one.position && one.position->stream == "salesforce " + channel)
            last = one.position->text;
    }
    for (const connectors::Captured& one : captures) {
        if (one.position.stream == "salesforce " + channel)
            last = one.position.text;
    }
    return last;
}

std::string ToldBySalesforce::why() const {
    return states.empty() || !states.back().second ? std::string() : states.back().second->message();
}

void FakeTokens::get(Got done) {
    if (error)
        done(*error);
    else
        done(connectors::Token{"token-" + std::to_string(generation), apiBase, generation});
}

void FakeTokens::refused(std::uint64_t which) {
    ++refusals;
    generation += which == generation ? 1 : 0;
}

std::vector<mapping::ObjectMapping> mappedObjects() {
    const auto field = [](const char* name, Comparison comparison = Comparison::Trimmed) {
        mapping::FieldMapping mapped;
        mapped.name = name;
        mapped.field.salesforce = name;
        mapped.comparison = comparison;
        return mapped;
    };
    mapping::ObjectMapping contact;
    contact.name = "contact";
    contact.object.salesforce = "Contact";
    contact.partnerId.salesforce = "HubSpot_Id__c";
    contact.fields = {field("FirstName"),
                      field("LastName"),
                      field("Email", Comparison::CaseInsensitive),
                      field("Phone"),
                      field("Description"),
                      field("MailingCity"),
                      field("MailingStreet"),
                      field("Score__c", Comparison::Number),
                      field("DoNotCall", Comparison::Boolean),
                      field("Birthdate", Comparison::Date),
                      field("Last_Meeting__c", Comparison::Instant),
                      field("Interests__c", Comparison::Set)};
    mapping::ObjectMapping account;
    account.name = "company";
    account.object.salesforce = "Account";
    account.fields = {field("Name"), field("BillingCity"), field("AnnualRevenue", Comparison::Number)};
    return {contact, account};
}

mapping::Connection connectionTo(std::string baseUrl) {
    mapping::Connection connection;
    connection.baseUrl = std::move(baseUrl);
    connection.apiVersion = "66.0";
    connection.clockResolution = std::chrono::milliseconds(1000);
    return connection;
}

ClientFixture::ClientFixture(mapping::Connection connection, std::vector<mapping::ObjectMapping> objects)
    : clock(*base::parseIso8601("2026-11-24T16:00:10Z")),
      client(std::make_unique<connectors::salesforce::SalesforceClient>(
          std::move(connection), objects, connectors::salesforce::SalesforceParts{http, timers, tokens, clock, 7})) {}

void ClientFixture::next(std::string part, connectors::HttpAnswer answer) {
    m_next.emplace_back(std::move(part), std::move(answer));
}

std::optional<connectors::HttpAnswer> ClientFixture::answerOf(const HttpRequest& request) {
    const auto fits = [&](const auto& one) {
        return request.url.find(one.first) != std::string::npos || request.body.find(one.first) != std::string::npos;
    };
    const auto found = std::find_if(m_next.begin(), m_next.end(), fits);
    if (found == m_next.end())
        return healthy(request);
    connectors::HttpAnswer next = std::move(found->second);
    m_next.erase(found);
    return next;
}

std::optional<connectors::HttpAnswer> ClientFixture::healthy(const HttpRequest& request) {
    const auto has = [&](const char* part) { return request.body.find(part) != std::string::npos; };
    if (request.url.find("/userinfo") != std::string::npos)
        return answer(200, R"({"organization_id":"00D000000000001EAA","user_id":"005000000000009AAA"})");
    if (has("/meta/handshake")) {
        const std::string number = std::to_string(++m_sessions);
        return answer(200, R"([{"channel":"/meta/handshake","successful":true,"clientId":"client-)" + number + R"("}])",
                      {{"Set-Cookie", "BAYEUX_BROWSER=b" + number + "; Path=/; HttpOnly"},
                       {"Set-Cookie", "sfdc-stream=!r; Max-Age=10800; Path=/"}});
    }
    if (has("/meta/subscribe"))
        return answer(200, R"([{"channel":"/meta/subscribe","successful":true}])");
    if (has("/meta/connect") && has("timeout"))
        return answer(200, R"([{"channel":"/meta/connect","successful":true,)"
                           R"("advice":{"reconnect":"retry","interval":0,"timeout":110000}}])");
    return std::nullopt;
}

void ClientFixture::pump() {
    bool answered = true;
    while (answered) {
        answered = false;
        for (const SendId id : http.open()) {
            std::optional<connectors::HttpAnswer> answer = answerOf(http.request(id));
            answered = answered || answer;
            if (answer)
                http.answerTo(id, *std::move(answer));
        }
    }
}

void ClientFixture::advance(std::chrono::milliseconds by) {
    pump();
    while (timers.untilNext() && *timers.untilNext() <= by) {
        const std::chrono::milliseconds step = *timers.untilNext();
        timers.advance(step);
        by -= step;
        pump();
    }
    timers.advance(by);
}

void ClientFixture::start(std::vector<core::Position> positions) {
    client->start(told, std::move(positions));
    advance(std::chrono::milliseconds(0));
}

bool ClientFixture::connectIsHeld() const {
    const std::vector<SendId> open = http.open();
    return std::any_of(open.begin(), open.end(),
                       [&](SendId id) { return http.request(id).body.find("/meta/connect") != std::string::npos; });
}

void ClientFixture::answerConnect(connectors::HttpAnswer answer) {
    for (const SendId id : http.open()) {
        if (http.request(id).body.find("/meta/connect") != std::string::npos)
            http.answerTo(id, answer);
    }
    advance(std::chrono::milliseconds(0));
}

void ClientFixture::deliver(const std::vector<std::string>& messages) {
    std::string body = "[";
    for (const std::string& message : messages)
        body += message + ",";
    answerConnect(answer(200, body + R"({"channel":"/meta/connect","successful":true}])"));
}

std::vector<std::string> ClientFixture::streamed(const std::string& part) const {
    std::vector<std::string> bodies;
    for (const HttpRequest& request : http.sent()) {
        if (request.url.find("/cometd/") != std::string::npos && request.body.find(part) != std::string::npos)
            bodies.push_back(request.body);
    }
    return bodies;
}

std::string ClientFixture::lastStreamed(const std::string& part) const {
    const std::vector<std::string> bodies = streamed(part);
    return bodies.empty() ? std::string() : bodies.back();
}

std::string header(const HttpRequest& request, const std::string& name) {
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == request.headers.end() ? std::string() : found->second;
}

std::vector<HttpRequest> sentTo(const ClientFixture& fixture, const std::string& part) {
    std::vector<HttpRequest> requests;
    std::copy_if(fixture.http.sent().begin(), fixture.http.sent().end(), std::back_inserter(requests),
                 [&](const HttpRequest& request) { return request.url.find(part) != std::string::npos; });
    return requests;
}

std::string askedFor(const ClientFixture& fixture, const std::string& channel) {
    const std::string body = fixture.lastStreamed(R"("subscription":")" + channel);
    const std::string key = R"("replay":{")" + channel + R"(":)";
    const std::size_t at = body.find(key);
    if (at == std::string::npos)
        return "nothing";
    const std::string rest = body.substr(at + key.size());
    return rest.substr(0, rest.find('}'));
}

std::string failedConnectBody(const std::string& error, const std::string& rest) {
    return R"([{"channel":"/meta/connect","successful":false,"error":")" + error + "\"" + rest + "}]";
}

connectors::HttpAnswer failedConnect(const std::string& error, const std::string& rest) {
    return answer(200, failedConnectBody(error, rest));
}

std::string eventMessage(const std::string& channel, const std::string& replayId, const std::string& header,
                         const std::string& fields) {
    return R"({"channel":")" + channel + R"(","data":{"schema":"s","payload":{"ChangeEventHeader":{)" + header + "}"
           + (fields.empty() ? "" : "," + fields) + R"(},"event":{"replayId":)" + replayId + "}}}";
}

std::string contactUpdate(const std::string& replayId, const std::string& fields) {
    return eventMessage(
        kContacts, replayId,
        R"("entityName":"Contact","recordIds":["003000000000001AAA"],"changeType":"UPDATE",)"
        R"("changeOrigin":"com/salesforce/api/soap/66.0;client=SfdcInternalAPI/",)"
        R"("transactionKey":"tx-)"
            + replayId + R"(","sequenceNumber":1,"commitTimestamp":1795536005000,"commitUser":"005000000000001AAA")",
        fields);
}

}  // namespace syncline::test
