#include "tests/sandbox/salesforce/org_fixture.h"

#include "engine/base/time_format.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::sandbox;

namespace {

base::WallTime noon() {
    return *base::parseIso8601("2026-11-24T12:00:30.250Z");
}

model::WorldOptions smallWorld() {
    model::WorldOptions options;
    options.start = noon();
    options.editsPerSecond = 0;
    options.companies = 8;
    options.contacts = 12;
    return options;
}

}  // namespace

boost::json::value Answer::json() const {
    boost::system::error_code error;
    return response ? boost::json::parse(response->body, error) : boost::json::value();
}

QByteArray Answer::header(std::string_view name) const {
    if (response) {
        for (const http_server::Header& one : response->headers) {
            if (one.name == name)
                return QByteArray::fromStdString(one.value);
        }
    }
    return {};
}

QByteArray Answer::at(const char* pointer) const {
    const boost::json::value value = json();
    boost::system::error_code error;
    return shown(value.find_pointer(pointer, error));
}

QByteArray shown(const boost::json::value* value) {
    if (value == nullptr)
        return "absent";
    if (const boost::json::string* text = value->if_string())
        return QByteArray(text->data(), static_cast<qsizetype>(text->size()));
    return QByteArray::fromStdString(boost::json::serialize(*value));
}

OrgFixture::OrgFixture(const std::vector<std::string>& chosen, salesforce::SalesforceOptions given)
    : clock(noon()), world(smallWorld()), dialects(*Dialects::parse(chosen)), options(std::move(given)) {
    restart();
}

salesforce::SalesforceOptions OrgFixture::withStaticTokens() {
    salesforce::SalesforceOptions options;
    options.accessToken = kToken;
    options.refreshToken = kRefreshToken;
    return options;
}

void OrgFixture::restart() {
    server = std::make_unique<salesforce::SalesforceServer>(
        Context{world, values, clock, dialects, faults, random, [this] { ++changes; }}, options);
}

std::shared_ptr<Answer> OrgFixture::send(const std::string& method, const std::string& target, const std::string& body,
                                         std::vector<http_server::Header> headers) {
    auto answer = std::make_shared<Answer>();
    http_server::Request request{method, target, std::move(headers), body, "127.0.0.1:40000", false};
    request.headers.push_back({"Host", "localhost:8080"});
    if (!request.header("Authorization"))
        request.headers.push_back({"Authorization", std::string("Bearer ") + kToken});
    server->handle(std::move(request), http_server::Exchange(
                                           [answer](http_server::Outcome outcome) {
                                               if (auto* whole = std::get_if<http_server::SendWhole>(&outcome))
                                                   answer->response = std::move(whole->response);
                                           },
                                           [answer] { return answer->open; }));
    return answer;
}

Answer OrgFixture::get(const std::string& target, std::vector<http_server::Header> headers) {
    return *send("GET", target, {}, std::move(headers));
}

Answer OrgFixture::api(const std::string& method, const std::string& resource, const std::string& body,
                       std::vector<http_server::Header> headers) {
    headers.push_back({"Content-Type", "application/json; charset=UTF-8"});
    return *send(method, "/services/data/v66.0/" + resource, body, std::move(headers));
}

Answer OrgFixture::query(const std::string& soql, const std::string& resource) {
    return api("GET", resource + "?q=" + http_server::percentEncode(soql));
}

Answer OrgFixture::token(const std::string& form) {
    return *send("POST", "/services/oauth2/token", form, {{"Content-Type", "application/x-www-form-urlencoded"}});
}

void OrgFixture::advance(std::chrono::milliseconds by) {
    clock.advance(by);
    world.advanceTo(clock.wallNow());
    server->pump();
}

model::Actor OrgFixture::somebody(std::size_t user) {
    return {model::ActorKind::User, crm().users()[user].id, "soap", "SfdcInternalAPI/"};
}

std::string OrgFixture::person(const std::vector<model::FieldValue>& fields) {
    model::Transaction transaction(crm(), somebody(), world.now());
    const model::WriteOutcome outcome = transaction.create(model::ObjectKind::Contact, fields);
    transaction.commit();
    return outcome.id;
}

void OrgFixture::edit(const std::string& contact, const std::vector<model::FieldValue>& fields) {
    model::Transaction transaction(crm(), somebody(), world.now());
    QVERIFY(transaction.update(model::ObjectKind::Contact, contact, fields).ok());
    transaction.commit();
}

void OrgFixture::remove(const std::string& contact) {
    model::Transaction transaction(crm(), somebody(), world.now());
    QVERIFY(transaction.remove(model::ObjectKind::Contact, contact).ok());
    transaction.commit();
}

model::Value OrgFixture::value(const std::string& contact, const std::string& field) const {
    return world.crm(model::Side::Salesforce).find(model::ObjectKind::Contact, contact)->value(field);
}

std::shared_ptr<Answer> StreamingClient::post(const std::string& body, const std::string& path) {
    std::vector<http_server::Header> headers = {{"Content-Type", "application/json"}};
    if (!authorization.empty())
        headers.push_back({"Authorization", authorization});
    if (!cookies.empty())
        headers.push_back({"Cookie", cookies});
    return m_org.send("POST", path, body, std::move(headers));
}

Answer StreamingClient::handshake() {
    const Answer answer =
        *post(R"([{"id":"1","channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"],)"
              R"("ext":{"replay":true}}])");
    clientId = answer.at("/0/clientId").toStdString();
    cookies.clear();
    for (const http_server::Header& one : answer.response->headers) {
        if (one.name == "Set-Cookie")
            cookies += (cookies.empty() ? "" : "; ") + one.value.substr(0, one.value.find(';'));
    }
    return answer;
}

std::shared_ptr<Answer> StreamingClient::connect(const std::string& id) {
    const boost::json::array messages{boost::json::object{
        {"id", id}, {"channel", "/meta/connect"}, {"clientId", clientId}, {"connectionType", "long-polling"}}};
    return post(boost::json::serialize(messages));
}

Answer StreamingClient::subscribe(const std::string& channel, const std::string& replay) {
    boost::json::object message{
        {"id", "2"}, {"channel", "/meta/subscribe"}, {"clientId", clientId}, {"subscription", channel}};
    if (!replay.empty())
        message["ext"] = boost::json::object{{"replay", boost::json::object{{channel, boost::json::parse(replay)}}}};
    return *post(boost::json::serialize(message));
}

void StreamingClient::start(const std::string& channel, const std::string& replay) {
    QCOMPARE(handshake().at("/0/successful"), QByteArray("true"));
    QCOMPARE(connect()->at("/0/successful"), QByteArray("true"));
    QCOMPARE(subscribe(channel, replay).at("/0/successful"), QByteArray("true"));
}

std::vector<boost::json::object> eventsOf(const Answer& answer) {
    std::vector<boost::json::object> events;
    const boost::json::value body = answer.json();
    if (!body.is_array())
        return events;
    for (const boost::json::value& message : body.get_array()) {
        if (message.get_object().contains("data"))
            events.push_back(message.get_object());
    }
    return events;
}
