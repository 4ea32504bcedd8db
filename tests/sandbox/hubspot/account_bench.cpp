#include "tests/sandbox/hubspot/account_bench.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

namespace json = boost::json;

constexpr base::WallTime kStart{std::chrono::milliseconds(1'795'430'400'000)};  // 2026-11-23T10:40:00Z

model::WorldOptions smallWorld() {
    model::WorldOptions options;
    options.start = kStart;
    options.editsPerSecond = 0;
    options.companies = 6;
    options.contacts = 12;
    return options;
}

Dialects chosen(const std::vector<std::string>& names) {
    base::Result<Dialects> parsed = Dialects::parse(names);
    return parsed ? *std::move(parsed) : Dialects();
}

}  // namespace

std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string Answer::header(const std::string& name) const {
    for (const http_server::Header& one : headers) {
        if (one.name == name)
            return one.value;
    }
    return "(none)";
}

std::string Answer::at(const std::string& pointer) const {
    json::error_code error;
    const json::value* found = json.find_pointer(pointer, error);
    if (found == nullptr || error)
        return "(none)";
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

std::size_t Answer::count(const std::string& pointer) const {
    json::error_code error;
    const json::value* found = json.find_pointer(pointer, error);
    if (found == nullptr || error)
        return 0;
    return found->is_array() ? found->get_array().size() : (found->is_object() ? found->get_object().size() : 0);
}

AccountBench::AccountBench(std::vector<std::string> dialects, HubSpotOptions given)
    : options(std::move(given)), clock(kStart), world(smallWorld()), m_dialects(chosen(dialects)) {
    restart();
}

void AccountBench::restart() {
    server.reset();
    Context context{world, values, clock, m_dialects, faults, m_random, [this] { ++changes; }};
    server =
        std::make_unique<HubSpotServer>(std::move(context), options, [this](PushDelivery delivery, PushResult result) {
            deliveries.emplace_back(std::move(delivery), std::move(result));
        });
}

Answer AccountBench::send(http_server::Request request) {
    Answer answer;
    server->handle(std::move(request), http_server::Exchange([&answer](http_server::Outcome outcome) {
                       auto& response = std::get<http_server::SendWhole>(outcome).response;
                       answer.status = response.status;
                       answer.text = std::move(response.body);
                       answer.headers = std::move(response.headers);
                   }));
    json::error_code error;
    json::value parsed = json::parse(answer.text, error);
    if (!error)
        answer.json = std::move(parsed);
    return answer;
}

Answer AccountBench::askAs(const std::string& token, const std::string& method, const std::string& target,
                           const std::string& body) {
    http_server::Request request;
    request.method = method;
    request.target = target;
    request.body = quoted(body);
    request.headers = {{"Host", "127.0.0.1:4000"}, {"Content-Type", "application/json"}};
    if (!token.empty())
        request.headers.push_back({"Authorization", "Bearer " + token});
    return send(std::move(request));
}

Answer AccountBench::ask(const std::string& method, const std::string& target, const std::string& body) {
    return askAs(options.staticToken, method, target, body);
}

Answer AccountBench::form(const std::string& target, const std::string& body) {
    http_server::Request request;
    request.method = "POST";
    request.target = target;
    request.body = body;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    return send(std::move(request));
}

std::string AccountBench::appToken() {
    return form("/oauth/2026-09/token",
                "grant_type=client_credentials&client_id=" + options.clientId + "&client_secret=" + options.clientSecret
                    + "&scope=developer.webhooks_journal.read+developer.webhooks_journal.subscriptions.read+"
                      "developer.webhooks_journal.subscriptions.write+developer.webhooks_journal.snapshots.read+"
                      "developer.webhooks_journal.snapshots.write+crm.objects.contacts.read+crm.objects.companies.read")
        .at("/access_token");
}

std::string AccountBench::userToken() {
    return form("/oauth/2026-09/token", "grant_type=refresh_token&client_id=" + options.clientId + "&client_secret="
                                            + options.clientSecret + "&refresh_token=" + options.refreshToken)
        .at("/access_token");
}

void AccountBench::wait(std::chrono::milliseconds time) {
    clock.advance(time);
    world.advanceTo(clock.wallNow());
    server->pump();
}

std::string AccountBench::contact(const std::string& properties) {
    return ask("POST", "/crm/objects/2026-09/contacts", "{'properties':{" + properties + "}}").at("/id");
}

std::string AccountBench::company(const std::string& properties) {
    return ask("POST", "/crm/objects/2026-09/companies", "{'properties':{" + properties + "}}").at("/id");
}

void AccountBench::edit(model::ObjectKind kind, const std::string& id, const std::string& field,
                        const std::string& value) {
    model::Crm& crm = world.crm(model::Side::HubSpot);
    model::Transaction transaction(crm, {model::ActorKind::User, crm.users().front().id, {}, {}}, world.now());
    static_cast<void>(transaction.update(kind, id, {{field, value}}));
    transaction.commit();
}

}  // namespace syncline::sandbox::hubspot
