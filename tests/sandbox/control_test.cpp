#include "engine/base/time_format.h"
#include "engine/sandbox/control_service.h"

#include <QFile>
#include <QTest>

#include <boost/json.hpp>

using namespace syncline;
using namespace syncline::sandbox;
namespace json = boost::json;

namespace {

model::WorldOptions quietWorld() {
    model::WorldOptions options;
    options.start = base::WallTime(std::chrono::milliseconds(1'795'430'400'000));
    options.editsPerSecond = 0;
    return options;
}

class Silent final : public Service {
public:
    void handle(http_server::Request, http_server::Exchange exchange) override { exchange.send({}); }
    void pump() override {}
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override { return std::nullopt; }
    [[nodiscard]] bool writes(const http_server::Request&) const override { return false; }
};

struct Answered {
    int status = 0;
    json::object body;
};

}  // namespace

class ControlTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void faults_areSwitched_andShown();
    void wrongRequests_changeNothing_data();
    void wrongRequests_changeNothing();
    void act_isDoneAtItsTime_byItsPerson();
    void actInThePast_comesBehindWhatIsInTheLog();
    void clocks_areSet();
    void clock_standsStill_untilItGoesOn();
    void people_areSet();
    void events_comeAfterANumber();
    void gap_isAppended();
    void disconnect_isPassedOn();
    void streamingFailure_isPassedOn();
    void hubspotSwitches_arePassedOn_data();
    void hubspotSwitches_arePassedOn();
    void dialects_areListed();
    void dialects_standInTheReadme();

private:
    Answered ask(const char* method, const char* target, const char* body = "");
    [[nodiscard]] std::string anyContact() const {
        return m_world->crm(model::Side::Salesforce).records(model::ObjectKind::Contact).begin()->first;
    }

    std::unique_ptr<http_server::EventLoop> m_loop = http_server::EventLoop::start("control-test");
    std::unique_ptr<model::World> m_world;
    Faults m_left;
    Faults m_right;
    Silent m_silent;
    FaultGate m_leftGate{*m_loop, m_silent, m_left};
    FaultGate m_rightGate{*m_loop, m_silent, m_right};
    Dialects m_dialects;
    int m_changes = 0;
    int m_disconnects = 0;
    std::uint32_t m_streamingFailures = 0;
    std::string m_switched;
    std::unique_ptr<ControlService> m_control;
};

void ControlTest::init() {
    m_world = std::make_unique<model::World>(quietWorld());
    m_left = {};
    m_right = {};
    m_changes = 0;
    m_disconnects = 0;
    m_streamingFailures = 0;
    m_switched.clear();
    m_control = std::make_unique<ControlService>(ControlTargets{
        *m_world, m_left, m_right, m_leftGate, m_rightGate, m_dialects, [this] { ++m_changes; },
        [this] { ++m_disconnects; },
        [this](std::string_view failure, std::uint32_t count) {
            m_streamingFailures = count;
            return failure == "dailyEvents";
        },
        [this] { m_switched += "tokens"; }, [this] { m_switched += "links"; }, [this] { m_switched += "pushes"; }});
}

Answered ControlTest::ask(const char* method, const char* target, const char* body) {
    Answered answered;
    http_server::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    m_control->handle(std::move(request), http_server::Exchange([&](http_server::Outcome outcome) {
                          const auto& response = std::get<http_server::SendWhole>(outcome).response;
                          answered.status = response.status;
                          answered.body = json::parse(response.body).as_object();
                      }));
    return answered;
}

void ControlTest::faults_areSwitched_andShown() {
    const Answered changed =
        ask("PATCH", "/faults", R"({"hubspot":{"outage":true,"loseAnswers":3,"publishingDelayMs":250}})");
    QCOMPARE(changed.status, 200);
    QVERIFY(m_right.outage);
    QCOMPARE(m_right.loseAnswers, 3U);
    QCOMPARE(m_right.publishingDelay, std::chrono::milliseconds(250));
    QCOMPARE(m_left, Faults{});
    QCOMPARE(m_changes, 1);
    QCOMPARE(ask("GET", "/faults").body, changed.body);
}

void ControlTest::wrongRequests_changeNothing_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* method, const char* target, const char* body, int status) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << QByteArray(body) << status;
    };
    row("unknown path", "GET", "/moon", "", 404);
    row("wrong method", "DELETE", "/faults", "", 404);
    row("no JSON", "PATCH", "/faults", "{", 400);
    row("no object", "PATCH", "/faults", "[1]", 400);
    row("unknown side", "PATCH", "/faults", R"({"pipedrive":{}})", 400);
    row("unknown fault, behind a good one", "PATCH", "/faults", R"({"hubspot":{"outage":true,"quake":true}})", 400);
    row("negative count", "PATCH", "/faults", R"({"hubspot":{"loseAnswers":-1}})", 400);
    row("more copies than one can send", "PATCH", "/faults", R"({"hubspot":{"duplicates":101}})", 400);
    row("delay without end", "PATCH", "/faults", R"({"hubspot":{"slownessMs":9223372036854775807}})", 400);
    row("clock off the calendar", "PATCH", "/clocks", R"({"hubspot":{"skewMs":9223372036854775807}})", 400);
    row("resolution above a day", "PATCH", "/clocks", R"({"hubspot":{"resolutionMs":86400001}})", 400);
    row("act at a time to come", "POST", "/acts",
        R"({"side":"salesforce","verb":"create","fields":{"LastName":"X"},"time":"2027-01-01T00:00:00Z"})", 400);
    row("share above one", "PATCH", "/people", R"({"merge":1.5})", 400);
    row("clock stopped at no time", "PATCH", "/clocks", R"({"hubspot":{"stoppedAt":"noon"}})", 400);
    row("clock without resolution", "PATCH", "/clocks", R"({"hubspot":{"resolutionMs":0}})", 400);
    row("act without a side", "POST", "/acts", R"({"verb":"update"})", 400);
    row("act with an unknown verb", "POST", "/acts", R"({"side":"hubspot","verb":"bless"})", 400);
    row("act on nobody", "POST", "/acts", R"({"side":"hubspot","verb":"delete","id":"1"})", 400);
    row("act by nobody", "POST", "/acts", R"({"side":"hubspot","verb":"delete","id":"1","userId":"1"})", 400);
    row("record that never was", "GET", "/record?side=hubspot&object=contacts&id=1", "", 404);
    row("gap of nothing", "POST", "/salesforce/gap", R"({"id":"003"})", 404);
}

void ControlTest::wrongRequests_changeNothing() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const Answered answered = ask(method.constData(), target.constData(), body.constData());
    QCOMPARE(answered.status, status);
    QVERIFY(answered.body.contains("error"));
    QCOMPARE(m_changes, 0);
    QCOMPARE(m_right, Faults{});
}

void ControlTest::act_isDoneAtItsTime_byItsPerson() {
    const std::string id = anyContact();
    const std::string user = m_world->crm(model::Side::Salesforce).users()[2].id;
    m_world->advanceTo(base::WallTime(std::chrono::milliseconds(1'795'514'401'000)));
    const json::object act{{"side", "salesforce"},
                           {"verb", "update"},
                           {"id", id},
                           {"time", "2026-11-23T10:00:00.150Z"},
                           {"userId", user},
                           {"fields", json::object{{"Department", "Choir"}, {"Title", nullptr}}}};
    const Answered answered = ask("POST", "/acts", json::serialize(act).c_str());
    QCOMPARE(answered.status, 200);
    QCOMPARE(std::string(answered.body.at("id").as_string()), id);
    const model::Event event = m_world->crm(model::Side::Salesforce).events().back();
    QCOMPARE(event.actor->userId, user);
    QCOMPARE(event.stamp, base::WallTime(std::chrono::milliseconds(1'795'428'000'000)));
    QCOMPARE(event.happened - event.stamp, std::chrono::milliseconds(150));
    const Answered record = ask("GET", ("/record?side=salesforce&object=Contact&id=" + id).c_str());
    const json::array& versions = record.body.at("fields").at("Department").as_array();
    QCOMPARE(std::string(versions.back().at("value").as_string()), std::string("Choir"));
}

void ControlTest::actInThePast_comesBehindWhatIsInTheLog() {
    const auto act = [&](const char* time) {
        const json::object body{
            {"side", "salesforce"}, {"verb", "create"}, {"time", time}, {"fields", json::object{{"LastName", "Late"}}}};
        QCOMPARE(ask("POST", "/acts", json::serialize(body).c_str()).status, 200);
    };
    m_world->advanceTo(base::WallTime(std::chrono::milliseconds(1'795'514'400'000)));
    act("2026-11-24T09:59:00Z");
    act("2026-11-24T09:30:00Z");
    const std::vector<model::Event> events = m_world->crm(model::Side::Salesforce).events();
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(events[1].stamp, events[0].stamp - std::chrono::minutes(29));
    QCOMPARE(events[1].happened, events[0].happened);
}

void ControlTest::clocks_areSet() {
    QCOMPARE(ask("PATCH", "/clocks", R"({"salesforce":{"skewMs":-300},"hubspot":{"resolutionMs":50}})").status, 200);
    const model::SourceClock left = m_world->crm(model::Side::Salesforce).clock();
    QCOMPARE(left.skew, std::chrono::milliseconds(-300));
    QCOMPARE(left.resolution, std::chrono::milliseconds(1000));
    QCOMPARE(m_world->crm(model::Side::HubSpot).clock().resolution, std::chrono::milliseconds(50));
}

void ControlTest::clock_standsStill_untilItGoesOn() {
    QCOMPARE(ask("PATCH", "/clocks", R"({"salesforce":{"stoppedAt":"2026-11-24T09:30:00.250Z"}})").status, 200);
    const base::WallTime stopped = *base::parseIso8601("2026-11-24T09:30:00.250Z");
    const auto stamp = [this] { return m_world->crm(model::Side::Salesforce).clock().stamp(m_world->now()); };
    QVERIFY(stamp() == stopped);
    m_world->advanceTo(m_world->now() + std::chrono::seconds(5));
    QVERIFY(stamp() == stopped);
    QCOMPARE(ask("PATCH", "/clocks", R"({"salesforce":{"stoppedAt":null}})").status, 200);
    QVERIFY(stamp() > m_world->now() - std::chrono::seconds(2));
}

void ControlTest::people_areSet() {
    QVERIFY(!m_world->nextDue());
    QCOMPARE(ask("PATCH", "/people", R"({"editsPerSecond":20,"merge":0})").status, 200);
    QVERIFY(m_world->nextDue().has_value());
    QCOMPARE(m_world->options().habits.merge, 0.0);
    QCOMPARE(m_world->options().habits.create, model::Habits{}.create);
}

void ControlTest::events_comeAfterANumber() {
    m_world->setEditsPerSecond(20);
    m_world->advanceTo(m_world->now() + std::chrono::seconds(5));
    const std::size_t all = m_world->crm(model::Side::HubSpot).events().size();
    QVERIFY(all > 10);
    QCOMPARE(ask("GET", "/events?side=hubspot").body.at("events").as_array().size(), all);
    const std::uint64_t fourth = m_world->crm(model::Side::HubSpot).events()[3].number;
    const Answered later = ask("GET", ("/events?side=hubspot&after=" + std::to_string(fourth)).c_str());
    QCOMPARE(later.body.at("events").as_array().size(), all - 4);
    QCOMPARE(later.body.at("events").as_array().front().at("number").to_number<std::uint64_t>(), fourth + 1);
}

void ControlTest::gap_isAppended() {
    const std::string body = json::serialize(json::object{{"object", "Contact"}, {"id", anyContact()}});
    QCOMPARE(ask("POST", "/salesforce/gap", body.c_str()).status, 200);
    QCOMPARE(int(m_world->crm(model::Side::Salesforce).events().back().kind), int(model::EventKind::Gap));
    QCOMPARE(ask("POST", "/salesforce/reset-stream").status, 200);
    QVERIFY(m_world->crm(model::Side::Salesforce).events().empty());
}

void ControlTest::disconnect_isPassedOn() {
    QCOMPARE(ask("POST", "/salesforce/disconnect").status, 200);
    QCOMPARE(m_disconnects, 1);
}

void ControlTest::streamingFailure_isPassedOn() {
    QCOMPARE(ask("POST", "/salesforce/fail-streaming", R"({"failure":"dailyEvents","count":3})").status, 200);
    QCOMPARE(m_streamingFailures, 3U);
    QCOMPARE(ask("POST", "/salesforce/fail-streaming", R"({"failure":"rain"})").status, 400);
    QCOMPARE(ask("POST", "/salesforce/fail-streaming", R"({"count":-1})").status, 400);
}

void ControlTest::hubspotSwitches_arePassedOn_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("switched");
    QTest::newRow("tokens") << QByteArray("/hubspot/expire-tokens") << QByteArray("tokens");
    QTest::newRow("links") << QByteArray("/hubspot/expire-links") << QByteArray("links");
    QTest::newRow("pushes") << QByteArray("/hubspot/retry-pushes") << QByteArray("pushes");
}

void ControlTest::hubspotSwitches_arePassedOn() {
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, switched);
    QCOMPARE(ask("POST", target.constData()).status, 200);
    QCOMPARE(QByteArray::fromStdString(m_switched), switched);
    QCOMPARE(m_changes, 1);
}

void ControlTest::dialects_areListed() {
    const Answered answered = ask("GET", "/dialects");
    QCOMPARE(answered.body.at("dialects").as_array().size(), allDialects().size());
    QVERIFY(!allDialects().empty());
    for (const json::value& dialect : answered.body.at("dialects").as_array())
        QVERIFY(!dialect.at("on").as_bool());
}

void ControlTest::dialects_standInTheReadme() {
    QFile readme(qEnvironmentVariable("SYNCLINE_SANDBOX_README"));
    QVERIFY(readme.open(QIODevice::ReadOnly));
    const QByteArray table = readme.readAll();
    for (const Dialect& dialect : allDialects()) {
        const QByteArray name = '`' + QByteArray(dialect.name.data(), qsizetype(dialect.name.size())) + '`';
        QVERIFY2(table.contains(name), name.constData());
    }
}

QTEST_GUILESS_MAIN(ControlTest)
#include "control_test.moc"
