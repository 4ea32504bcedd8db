#include "engine/sandbox/control_service.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/control_json.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/model/codec.h"
#include "engine/sandbox/model/transaction.h"

#include <boost/json.hpp>

namespace syncline::sandbox {
namespace {

namespace json = boost::json;
using Answer = base::Result<json::object>;

base::Error wrong(std::string what) {
    return {base::ErrorCode::InvalidArgument, "control the sandbox", {}, std::move(what), {}};
}

/// One request and what it is answered from.
class ControlCall {
public:
    ControlCall(ControlTargets& targets, const http_server::Request& request)
        : m_targets(targets), m_request(request) {}

    Answer run() {
        const std::string path(m_request.path());
        for (const Route& route : routes()) {
            if (route.method == m_request.method && route.path == path)
                return (this->*route.run)();
        }
        return base::Error{base::ErrorCode::NotFound, "control the sandbox", m_request.method + " " + path,
                           "there is no such path", "GET / lists them"};
    }

private:
    struct Route {
        std::string_view method;
        std::string_view path;
        Answer (ControlCall::*run)();
    };
    static const std::vector<Route>& routes();

    base::Result<json::object> body() const {
        json::error_code error;
        json::value parsed = json::parse(m_request.body, error);
        if (error || !parsed.is_object())
            return wrong("the body must be a JSON object");
        return std::move(parsed).as_object();
    }

    Answer list() {
        json::array paths;
        for (const Route& route : routes())
            paths.push_back(json::string(std::string(route.method) + " " + std::string(route.path)));
        return json::object{{"paths", std::move(paths)}};
    }

    Answer world() {
        const model::World& world = m_targets.world;
        json::object answer{{"now", base::formatIso8601(world.now())},
                            {"edits", world.editCount()},
                            {"seed", world.options().seed},
                            {"sha256", sha256Hex(model::WorldCodec::canonical(world))}};
        for (const model::Side side : {model::Side::Salesforce, model::Side::HubSpot})
            answer[model::name(side)] = countsOf(world.crm(side));
        return answer;
    }

    Answer faults() {
        return json::object{{"salesforce", toJson(m_targets.salesforceFaults)},
                            {"hubspot", toJson(m_targets.hubspotFaults)}};
    }

    Answer changeFaults() {
        TRY_ASSIGN(const json::object changes, body());
        Faults salesforce = m_targets.salesforceFaults;
        Faults hubspot = m_targets.hubspotFaults;
        for (const auto& [side, value] : changes) {
            if (side != "salesforce" && side != "hubspot")
                return wrong("faults are of \"salesforce\" or \"hubspot\"");
            TRY(update(side == "salesforce" ? salesforce : hubspot, value));
        }
        m_targets.salesforceFaults = salesforce;
        m_targets.hubspotFaults = hubspot;
        m_targets.changed();
        return faults();
    }

    Answer changePeople() {
        TRY_ASSIGN(const json::object changes, body());
        TRY_ASSIGN(const PeopleChange change, peopleChange(changes, m_targets.world.options().habits));
        m_targets.world.setHabits(change.habits);
        if (change.editsPerSecond)
            m_targets.world.setEditsPerSecond(*change.editsPerSecond);
        m_targets.changed();
        return json::object{{"editsPerSecond", m_targets.world.options().editsPerSecond},
                            {"habits", toJson(m_targets.world.options().habits)}};
    }

    Answer changeClocks() {
        TRY_ASSIGN(const json::object changes, body());
        for (const auto& [side, value] : changes) {
            TRY_ASSIGN(const model::Side which, sideOf(side));
            TRY_ASSIGN(const model::SourceClock clock, clockOf(value, m_targets.world.crm(which).clock()));
            m_targets.world.crm(which).setClock(clock);
        }
        m_targets.changed();
        return json::object{{"salesforce", toJson(m_targets.world.crm(model::Side::Salesforce).clock())},
                            {"hubspot", toJson(m_targets.world.crm(model::Side::HubSpot).clock())}};
    }

    /// Somebody does exactly this now, or at "time": an act by hand in the CRM's own window.
    Answer act() {
        TRY_ASSIGN(const json::object given, body());
        TRY_ASSIGN(const Act act, actOf(given, m_targets.world));
        model::Transaction transaction(m_targets.world.crm(act.side), act.actor, act.time);
        const model::WriteOutcome outcome = perform(act, transaction);
        if (!outcome.ok())
            return wrong("refused: " + describe(outcome.rejections.front()));
        transaction.commit();
        m_targets.changed();
        return json::object{{"id", outcome.id}, {"transactionKey", transaction.key()}};
    }

    Answer events() {
        TRY_ASSIGN(const model::Side side, sideOf(parameter("side")));
        std::uint64_t after = 0;
        if (const std::string text = parameter("after"); !text.empty()) {
            TRY_ASSIGN(after, numberOf(text));
        }
        json::array list;
        constexpr std::size_t kMost = 1000;
        const model::EventLog& log = std::as_const(m_targets.world).crm(side).log();
        for (auto number = std::max(after + 1, log.firstNumber()); number < log.nextNumber() && list.size() < kMost;
             ++number)
            list.push_back(toJson(log.at(number)));
        return json::object{{"events", std::move(list)}};
    }

    Answer record() {
        TRY_ASSIGN(const model::Side side, sideOf(parameter("side")));
        TRY_ASSIGN(const model::ObjectKind kind, kindOf(parameter("object")));
        const model::Record* record = m_targets.world.crm(side).find(kind, parameter("id"));
        if (record == nullptr)
            return base::Error{base::ErrorCode::NotFound, "find record", parameter("id"), "there never was one", {}};
        return toJson(*record);
    }

    Answer counters() {
        return json::object{{"salesforce", toJson(m_targets.salesforceGate.counters())},
                            {"hubspot", toJson(m_targets.hubspotGate.counters())}};
    }

    Answer dialects() {
        json::array list;
        for (const Dialect& dialect : allDialects()) {
            list.push_back(json::object{{"name", dialect.name},
                                        {"side", model::name(dialect.side)},
                                        {"meaning", dialect.meaning},
                                        {"on", m_targets.dialects.on(dialect.name)}});
        }
        return json::object{{"dialects", std::move(list)}};
    }

    Answer disconnect() {
        m_targets.disconnectStreamers();
        return json::object{};
    }

    Answer failStreaming() {
        TRY_ASSIGN(const json::object given, body());
        TRY_ASSIGN(const StreamingFailureRequest wanted, streamingFailureOf(given));
        if (!m_targets.failStreaming(wanted.failure, wanted.count))
            return wrong("there is no streaming failure \"" + wanted.failure + "\"");
        return json::object{{"failure", wanted.failure}, {"count", wanted.count}};
    }

    Answer expireTokens() {
        m_targets.expireTokens();
        m_targets.changed();
        return json::object{};
    }

    Answer expireLinks() {
        m_targets.expireLinks();
        m_targets.changed();
        return json::object{};
    }

    Answer retryPushes() {
        m_targets.retryPushes();
        m_targets.changed();
        return json::object{};
    }

    Answer resetStream() {
        m_targets.world.crm(model::Side::Salesforce).log().restart();
        m_targets.changed();
        return json::object{};
    }

    Answer gap() {
        TRY_ASSIGN(const json::object given, body());
        TRY_ASSIGN(const GapRequest wanted, gapOf(given));
        model::Crm& crm = m_targets.world.crm(model::Side::Salesforce);
        if (crm.find(wanted.object, wanted.id) == nullptr)
            return base::Error{base::ErrorCode::NotFound, "find record", wanted.id, "there never was one", {}};
        crm.appendGap(wanted.object, wanted.id, m_targets.world.now());
        m_targets.changed();
        return json::object{};
    }

    std::string parameter(std::string_view name) const {
        for (const http_server::Header& pair : http_server::parseForm(m_request.query())) {
            if (pair.name == name)
                return pair.value;
        }
        return {};
    }

    ControlTargets& m_targets;
    const http_server::Request& m_request;
};

const std::vector<ControlCall::Route>& ControlCall::routes() {
    static const std::vector<Route> kRoutes = {
        {"GET", "/", &ControlCall::list},
        {"GET", "/world", &ControlCall::world},
        {"GET", "/faults", &ControlCall::faults},
        {"PATCH", "/faults", &ControlCall::changeFaults},
        {"PATCH", "/people", &ControlCall::changePeople},
        {"PATCH", "/clocks", &ControlCall::changeClocks},
        {"POST", "/acts", &ControlCall::act},
        {"GET", "/events", &ControlCall::events},
        {"GET", "/record", &ControlCall::record},
        {"GET", "/counters", &ControlCall::counters},
        {"GET", "/dialects", &ControlCall::dialects},
        {"POST", "/salesforce/disconnect", &ControlCall::disconnect},
        {"POST", "/salesforce/fail-streaming", &ControlCall::failStreaming},
        {"POST", "/salesforce/reset-stream", &ControlCall::resetStream},
        {"POST", "/salesforce/gap", &ControlCall::gap},
        {"POST", "/hubspot/expire-tokens", &ControlCall::expireTokens},
        {"POST", "/hubspot/expire-links", &ControlCall::expireLinks},
        {"POST", "/hubspot/retry-pushes", &ControlCall::retryPushes},
    };
    return kRoutes;
}

}  // namespace

void ControlService::handle(http_server::Request request, http_server::Exchange exchange) {
    const Answer answer = ControlCall(m_targets, request).run();
    http_server::Response response;
    response.headers = {{"Content-Type", "application/json"}};
    if (answer) {
        response.body = json::serialize(*answer) + "\n";
    } else {
        response.status = answer.error().code == base::ErrorCode::NotFound ? 404 : 400;
        response.body = json::serialize(json::object{{"error", answer.error().message()}}) + "\n";
    }
    exchange.send(std::move(response));
}

}  // namespace syncline::sandbox
