#include "tests/connectors/salesforce/sandbox_client.h"

#include <QJsonArray>
#include <QTest>
#include <algorithm>
#include <set>

using namespace syncline;
using namespace syncline::connectors;
using namespace syncline::test;
using core::Action;
using core::ConnectorPhase;
using core::WriterKind;

namespace {

QString operator""_s(const char16_t* text, std::size_t size) {
    return QString(reinterpret_cast<const QChar*>(text), static_cast<qsizetype>(size));
}

std::optional<std::string> textOf(const SourceChange& change, const std::string& field) {
    for (const SideField& one : change.fields) {
        if (one.name == field)
            return one.text;
    }
    return "not named";
}

QByteArray actionsOf(const std::vector<SourceChange>& changes) {
    const char* names[] = {"create", "update", "delete", "undelete", "merge"};
    QByteArrayList actions;
    for (const SourceChange& change : changes)
        actions.append(names[static_cast<std::size_t>(change.action)]);
    return actions.join(' ');
}

std::string newContact(const SandboxProcess& sandbox, const QJsonObject& more = {}) {
    QJsonObject fields{{u"FirstName"_s, u"Mia"_s}, {u"LastName"_s, u"Stone"_s}, {u"MailingCity"_s, u"Graz"_s}};
    for (auto field = more.begin(); field != more.end(); ++field)
        fields.insert(field.key(), field.value());
    return act(sandbox, u"create"_s, u"Contact"_s, "", fields);
}

/// Changes the phone by hand and waits until the client has told it.
bool changeArrives(const SandboxProcess& sandbox, const SandboxClient& client, const std::string& id,
                   const QString& phone) {
    if (act(sandbox, u"update"_s, u"Contact"_s, id, {{u"Phone"_s, phone}}).empty())
        return false;
    return comesTrue([&] {
        const auto changes = client.changesOf(id);
        return std::any_of(changes.begin(), changes.end(),
                           [&](const SourceChange& change) { return textOf(change, "Phone") == phone.toStdString(); });
    });
}

/// How many sessions of the Streaming API the org counts.
int streamingClients(const SandboxProcess& sandbox) {
    const QJsonObject salesforce = sandbox.ready().value(u"salesforce"_s).toObject();
    const test::HttpAnswer answer =
        request(QUrl(salesforce.value(u"url"_s).toString() + u"/services/data/v66.0/limits"_s), "GET", {},
                {"Authorization: Bearer " + salesforce.value(u"accessToken"_s).toString().toUtf8()});
    const QJsonObject limit = answer.json().value(u"DurableStreamingApiConcurrentClients"_s).toObject();
    return limit.value(u"Max"_s).toInt(-1) - limit.value(u"Remaining"_s).toInt();
}

/// The client told that it was disconnected, with an error of that kind, and is connected again.
bool recovered(const SandboxClient& client, base::ErrorCode code) {
    return comesTrue([&] {
        const auto wasDown = std::any_of(client.told.states.begin(), client.told.states.end(), [&](const auto& state) {
            return state.first == ConnectorPhase::Disconnected && state.second && state.second->code == code;
        });
        return wasDown && client.isConnected();
    });
}

}  // namespace

/// Every test runs against an org that answers by the documented readings, and one that answers by all others.
class SandboxTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void acts_arriveAsChanges_data() { orgs(); }
    void acts_arriveAsChanges();
    void merge_isADeleteAndAnUpdate_data() { orgs(); }
    void merge_isADeleteAndAnUpdate();
    void ownWrites_areKnownAsOurs_data() { orgs(); }
    void ownWrites_areKnownAsOurs();
    void largeText_isTold_whole_data() { orgs(); }
    void largeText_isTold_whole();
    void storedPosition_givesWhatHappenedMeanwhile_data() { orgs(); }
    void storedPosition_givesWhatHappenedMeanwhile();
    void expiredPosition_isMissed_data() { orgs(); }
    void expiredPosition_isMissed();
    void resetStream_isMissedOrGoesOn_data() { orgs(); }
    void resetStream_isMissedOrGoesOn();
    void gap_isMissed_data() { orgs(); }
    void gap_isMissed();
    void pushedDisconnect_losesNothing_data() { orgs(); }
    void pushedDisconnect_losesNothing();
    void outage_isSaidAndLosesNothing_data() { orgs(); }
    void outage_isSaidAndLosesNothing();
    void failingStreaming_isSaidAndLosesNothing_data();
    void failingStreaming_isSaidAndLosesNothing();
    void cutAnswers_loseNothing_data() { orgs(); }
    void cutAnswers_loseNothing();
    void sessionLostUnderPressure_losesNothing_data() { orgs(); }
    void sessionLostUnderPressure_losesNothing();
    void duplicates_haveOneIdentity_data() { orgs(); }
    void duplicates_haveOneIdentity();
    void expiredToken_isRenewed_data() { orgs(); }
    void expiredToken_isRenewed();
    void lostAnswer_isUnknown_andDone_data() { orgs(); }
    void lostAnswer_isUnknown_andDone();
    void refusedWrites_areClassed_data() { orgs(); }
    void refusedWrites_areClassed();
    void upsert_makesOnce_data() { orgs(); }
    void upsert_makesOnce();
    void find_findsByValue_data() { orgs(); }
    void find_findsByValue();

private:
    static void orgs();
    [[nodiscard]] const SandboxProcess& org() const;

    std::unique_ptr<SandboxProcess> m_usual;
    std::unique_ptr<SandboxProcess> m_other;
};

void SandboxTest::orgs() {
    QTest::addColumn<bool>("otherReadings");
    QTest::newRow("usual org") << false;
    QTest::newRow("all other readings") << true;
}

const SandboxProcess& SandboxTest::org() const {
    QFETCH(bool, otherReadings);
    return otherReadings ? *m_other : *m_usual;
}

void SandboxTest::initTestCase() {
    const QStringList usual{u"--edits-per-second"_s, u"0"_s, u"--session-expiry-ms"_s, u"200"_s};
    m_usual = std::make_unique<SandboxProcess>(usual);
    m_other = std::make_unique<SandboxProcess>(usual + QStringList{u"--dialect"_s, u"all"_s});
    QVERIFY(m_usual->isReady());
    QVERIFY(m_other->isReady());
}

void SandboxTest::init() {
    const QJsonObject none{
        {u"outage"_s, false}, {u"refuseConnections"_s, false}, {u"loseAnswers"_s, 0},       {u"cutAnswers"_s, 0},
        {u"duplicates"_s, 0}, {u"historyExpired"_s, false},    {u"invalidTokens"_s, false}, {u"rateLimit"_s, 0},
        {u"lockRows"_s, 0}};
    QVERIFY(setFaults(*m_usual, none));
    QVERIFY(setFaults(*m_other, none));
}

void SandboxTest::acts_arriveAsChanges() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const base::WallTime before = base::SystemClock().wallNow();
    const std::string id =
        newContact(org(), {{u"Score__c"_s, u"87.5"_s}, {u"Last_Meeting__c"_s, u"2026-11-24T12:00:00Z"_s}});
    QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id,
                 {{u"Phone"_s, u"+43 1"_s}, {u"MailingCity"_s, u"Wien"_s}, {u"DoNotCall"_s, u"true"_s}})
                 .empty());
    QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Phone"_s, QJsonValue::Null}}).empty());
    QVERIFY(!act(org(), u"delete"_s, u"Contact"_s, id).empty());
    QVERIFY(!act(org(), u"undelete"_s, u"Contact"_s, id).empty());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{5}; }));
    const base::WallTime after = base::SystemClock().wallNow();
    const std::vector<SourceChange> changes = client.changesOf(id);
    QCOMPARE(actionsOf(changes), QByteArray("create update update delete undelete"));
    QCOMPARE(textOf(changes[0], "FirstName"), std::optional<std::string>("Mia"));
    QCOMPARE(textOf(changes[0], "MailingCity"), std::optional<std::string>("Graz"));
    QCOMPARE(textOf(changes[0], "Score__c"), std::optional<std::string>("87.5"));
    QCOMPARE(textOf(changes[0], "Last_Meeting__c"), std::optional<std::string>("2026-11-24T12:00:00.000Z"));
    QCOMPARE(textOf(changes[0], "Phone"), std::optional<std::string>("not named"));
    QCOMPARE(textOf(changes[1], "Phone"), std::optional<std::string>("+43 1"));
    QCOMPARE(textOf(changes[1], "MailingCity"), std::optional<std::string>("Wien"));
    QCOMPARE(textOf(changes[1], "DoNotCall"), std::optional<std::string>("true"));
    QCOMPARE(textOf(changes[1], "FirstName"), std::optional<std::string>("not named"));
    QCOMPARE(textOf(changes[2], "Phone"), std::optional<std::string>());
    QVERIFY(changes[3].fields.empty());
    QCOMPARE(textOf(changes[4], "MailingCity"), std::optional<std::string>("Wien"));
    std::set<core::Identity> identities;
    for (const SourceChange& change : changes) {
        identities.insert(change.identity);
        QCOMPARE(change.object, std::string("Contact"));
        QVERIFY(change.writerKnown);
        QVERIFY(change.writer.kind == WriterKind::Person);
        QVERIFY(change.writer.id.starts_with("005"));
        QVERIFY(change.time.last >= before);
        QVERIFY(change.time.from <= after);
        QVERIFY(!change.time.clocksDisagree);
        QVERIFY(change.raw.find("\"ChangeEventHeader\"") != std::string::npos);
    }
    QCOMPARE(identities.size(), std::size_t{5});
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::merge_isADeleteAndAnUpdate() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string winner = newContact(org());
    const std::string loser = newContact(org(), {{u"Title"_s, u"CEO"_s}});
    QVERIFY(!act(org(), u"merge"_s, u"Contact"_s, winner, {{u"losers"_s, QJsonArray{QString::fromStdString(loser)}}})
                 .empty());
    QVERIFY(comesTrue([&] { return actionsOf(client.changesOf(loser)) == QByteArray("create delete"); }));
    QVERIFY(actionsOf(client.changesOf(winner)).startsWith("create"));
}

void SandboxTest::ownWrites_areKnownAsOurs() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    const auto phone = client.write("Contact", {id, std::nullopt, {{"Phone", "+43 2"}}});
    QVERIFY(phone && phone->effect == WriteEffect::Done);
    // A flow sets the rating in the same step.
    const auto stage = client.write("Contact", {id, std::nullopt, {{"LifecycleStage__c", "customer"}}});
    QVERIFY(stage && stage->effect == WriteEffect::Done);
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{3}; }));
    const std::vector<SourceChange> changes = client.changesOf(id);
    QVERIFY(changes[0].writer.kind == WriterKind::Person);
    QVERIFY(changes[1].writer.kind == WriterKind::Us);
    QCOMPARE(textOf(changes[1], "Phone"), std::optional<std::string>("+43 2"));
    QVERIFY(changes[2].writer.kind == WriterKind::Us);
    QCOMPARE(textOf(changes[2], "Rating__c"), std::optional<std::string>("Hot"));
}

void SandboxTest::largeText_isTold_whole() {
    SandboxClient client(org());
    QVERIFY(client.start());
    QStringList lines;
    for (int i = 0; i < 60; ++i)
        lines.append(u"Line %1 of a long description"_s.arg(i));
    const std::string id = newContact(org(), {{u"Description"_s, lines.join(u'\n')}});
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    lines[30] = u"changed"_s;
    QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Description"_s, lines.join(u'\n')}, {u"Phone"_s, u"1"_s}})
                 .empty());
    QVERIFY(changeArrives(org(), client, id, u"2"_s));
    const std::vector<SourceChange> changes = client.changesOf(id);
    QCOMPARE(changes.size(), std::size_t{3});
    QVERIFY(changes[1].raw.find("\"diff\"") != std::string::npos);
    QCOMPARE(textOf(changes[1], "Description"), std::optional(lines.join(u'\n').toStdString()));
    QCOMPARE(textOf(changes[1], "Phone"), std::optional<std::string>("1"));
}

void SandboxTest::storedPosition_givesWhatHappenedMeanwhile() {
    SandboxClient first(org());
    QVERIFY(first.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return first.changesOf(id).size() == std::size_t{1}; }));
    first.stop();
    QVERIFY(first.told.phase() == ConnectorPhase::Stopped);
    // On the channel of contacts behind an event, on that of accounts behind the start.
    QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Phone"_s, u"1"_s}}).empty());
    const std::string account = act(org(), u"create"_s, u"Account"_s, "", {{u"Name"_s, u"Acme"_s}});
    SandboxClient second(org());
    QVERIFY(second.start(first.positions()));
    QVERIFY(comesTrue([&] { return second.changesOf(account).size() == std::size_t{1}; }));
    QVERIFY(comesTrue([&] { return actionsOf(second.changesOf(id)) == QByteArray("update"); }));
    QVERIFY(second.told.misses.empty());
    // The same again has the same identity.
    SandboxClient third(org());
    QVERIFY(third.start(first.positions()));
    QVERIFY(comesTrue([&] { return third.changesOf(id).size() == std::size_t{1}; }));
    QVERIFY(third.changesOf(id)[0].identity == second.changesOf(id)[0].identity);
}

void SandboxTest::expiredPosition_isMissed() {
    SandboxClient first(org());
    QVERIFY(first.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return first.changesOf(id).size() == std::size_t{1}; }));
    first.stop();
    QVERIFY(setFaults(org(), {{u"historyExpired"_s, true}}));
    SandboxClient second(org());
    QVERIFY(second.start(first.positions()));
    QCOMPARE(second.told.misses.size(), std::size_t{1});
    QVERIFY(second.told.misses[0].records.empty());
    QVERIFY(second.told.misses[0].position);
    QVERIFY(second.told.misses[0].position->text.starts_with('@'));
    QVERIFY(changeArrives(org(), second, id, u"5"_s));
}

void SandboxTest::resetStream_isMissedOrGoesOn() {
    SandboxClient first(org());
    QVERIFY(first.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return first.changesOf(id).size() == std::size_t{1}; }));
    QCOMPARE(org().control("POST", u"/salesforce/reset-stream"_s).status, 200);
    QVERIFY(changeArrives(org(), first, id, u"6"_s));
    first.stop();
    // The ids of before are not known to the new stream.
    std::vector<core::Position> old = first.positions();
    old[0].text = "1" + old[0].text;
    SandboxClient second(org());
    QVERIFY(second.start(old));
    QCOMPARE(second.told.misses.size(), std::size_t{1});
    QVERIFY(changeArrives(org(), second, id, u"7"_s));
}

void SandboxTest::gap_isMissed() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QCOMPARE(
        org()
            .control("POST", u"/salesforce/gap"_s, {{u"object"_s, u"Contact"_s}, {u"id"_s, QString::fromStdString(id)}})
            .status,
        200);
    QVERIFY(comesTrue([&] { return client.told.misses.size() == std::size_t{1}; }));
    QVERIFY(client.told.misses[0].records == (std::vector<core::RecordKey>{{core::Side::Salesforce, "Contact", id}}));
    QVERIFY(changeArrives(org(), client, id, u"8"_s));
}

void SandboxTest::pushedDisconnect_losesNothing() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    for (const QString& phone : {u"1"_s, u"2"_s, u"3"_s}) {
        QCOMPARE(org().control("POST", u"/salesforce/disconnect"_s).status, 200);
        QVERIFY(changeArrives(org(), client, id, phone));
    }
    QCOMPARE(actionsOf(client.changesOf(id)), QByteArray("create update update update"));
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::outage_isSaidAndLosesNothing() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    for (const QString& fault : {u"outage"_s, u"refuseConnections"_s}) {
        const std::size_t states = client.told.states.size();
        QVERIFY(setFaults(org(), {{fault, true}}));
        QVERIFY(comesTrue([&] { return client.told.phase() == ConnectorPhase::Disconnected; }));
        QVERIFY(client.told.states.back().second);
        QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Title"_s, fault}}).empty());
        QVERIFY(setFaults(org(), {{fault, false}}));
        QVERIFY(comesTrue([&] { return client.isConnected(); }));
        QVERIFY(client.told.states.size() >= states + 2);
    }
    QVERIFY(comesTrue([&] { return actionsOf(client.changesOf(id)) == QByteArray("create update update"); }));
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::failingStreaming_isSaidAndLosesNothing_data() {
    QTest::addColumn<bool>("otherReadings");
    QTest::addColumn<QString>("failure");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QString& failure, base::ErrorCode code) {
        for (const bool other : {false, true})
            QTest::addRow("%s%s", name, other ? ", all other readings" : "")
                << other << failure << static_cast<int>(code);
    };
    row("busy", u"busyDressedAsAuthentication"_s, base::ErrorCode::RateLimited);
    row("token", u"authenticationInvalid"_s, base::ErrorCode::Unauthenticated);
    row("users", u"concurrentUsers"_s, base::ErrorCode::RateLimited);
    row("connections", u"tooManyConnections"_s, base::ErrorCode::RateLimited);
}

void SandboxTest::failingStreaming_isSaidAndLosesNothing() {
    QFETCH(QString, failure);
    QFETCH(int, code);
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    QCOMPARE(org().control("POST", u"/salesforce/fail-streaming"_s, {{u"failure"_s, failure}, {u"count"_s, 2}}).status,
             200);
    QCOMPARE(org().control("POST", u"/salesforce/disconnect"_s).status, 200);
    QVERIFY(recovered(client, static_cast<base::ErrorCode>(code)));
    QVERIFY(changeArrives(org(), client, id, u"9"_s));
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::cutAnswers_loseNothing() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    QVERIFY(setFaults(org(), {{u"cutAnswers"_s, 2}}));
    QVERIFY(changeArrives(org(), client, id, u"10"_s));
    QVERIFY(changeArrives(org(), client, id, u"11"_s));
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::sessionLostUnderPressure_losesNothing() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{1}; }));
    // Twenty edits come 101 times each: more than the client holds without being acknowledged.
    QVERIFY(setFaults(org(), {{u"duplicates"_s, 100}}));
    for (int i = 0; i < 20; ++i)
        QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Title"_s, u"Title %1"_s.arg(i)}}).empty());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == 2021; }));
    QVERIFY(setFaults(org(), {{u"duplicates"_s, 0}}));
    QVERIFY(comesTrue([&] { return streamingClients(org()) == 0; }));
    QVERIFY(!act(org(), u"update"_s, u"Contact"_s, id, {{u"Phone"_s, u"14"_s}}).empty());
    QCOMPARE(client.changesOf(id).size(), std::size_t{2021});
    for (const core::Position& position : client.positions())
        client.client->acknowledge(position);
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == 2022; }));
    QVERIFY(client.told.misses.empty());
}

void SandboxTest::duplicates_haveOneIdentity() {
    SandboxClient client(org());
    QVERIFY(client.start());
    QVERIFY(setFaults(org(), {{u"duplicates"_s, 2}}));
    const std::string id = newContact(org());
    QVERIFY(comesTrue([&] { return client.changesOf(id).size() == std::size_t{3}; }));
    const std::vector<SourceChange> changes = client.changesOf(id);
    QVERIFY(changes[0].identity == changes[1].identity);
    QVERIFY(changes[1].identity == changes[2].identity);
}

void SandboxTest::expiredToken_isRenewed() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(setFaults(org(), {{u"invalidTokens"_s, true}}));
    const auto refused = client.write("Contact", {id, std::nullopt, {{"Phone", "1"}}});
    QVERIFY(refused && refused->effect == WriteEffect::None);
    QCOMPARE(org().control("POST", u"/salesforce/disconnect"_s).status, 200);
    QVERIFY(comesTrue([&] { return client.told.phase() == ConnectorPhase::Disconnected; }));
    QVERIFY(client.told.states.back().second->code == base::ErrorCode::Unauthenticated);
    QVERIFY(setFaults(org(), {{u"invalidTokens"_s, false}}));
    QVERIFY(comesTrue([&] { return client.isConnected(); }));
    const auto written = client.write("Contact", {id, std::nullopt, {{"Phone", "2"}}});
    QVERIFY(written && written->effect == WriteEffect::Done);
    QVERIFY(changeArrives(org(), client, id, u"12"_s));
}

void SandboxTest::lostAnswer_isUnknown_andDone() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    QVERIFY(setFaults(org(), {{u"loseAnswers"_s, 1}}));
    const auto written = client.write("Contact", {id, std::nullopt, {{"Phone", "13"}}});
    QVERIFY(written && written->effect == WriteEffect::Unknown);
    const auto read = client.read("Contact", id, {"Phone", "MailingCity"});
    QVERIFY(read && !read->error);
    QVERIFY(read->records.at(0).found);
    QVERIFY(read->records[0].fields == (std::vector<SideField>{{"Phone", "13"}, {"MailingCity", "Graz"}}));
    QVERIFY(read->records[0].modified);
    const auto unknown = client.read("Contact", "003000000000001AAA", {"Phone"});
    QVERIFY(unknown && !unknown->error && !unknown->records.at(0).found);
}

void SandboxTest::refusedWrites_areClassed() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org());
    const auto write = [&](const std::string& record, const char* field, const char* value) {
        const auto row = client.write("Contact", {record, std::nullopt, {{field, value}}});
        return row.value_or(RecordWritten{});
    };
    QVERIFY(setFaults(org(), {{u"rateLimit"_s, 1}}));
    const RecordWritten rate = write(id, "Phone", "1");
    QVERIFY(rate.effect == WriteEffect::None);
    QCOMPARE(rate.code, std::string("REQUEST_LIMIT_EXCEEDED"));
    QVERIFY(setFaults(org(), {{u"lockRows"_s, 1}}));
    const RecordWritten lock = write(id, "Phone", "1");
    QVERIFY(lock.effect == WriteEffect::None);
    QCOMPARE(lock.code, std::string("UNABLE_TO_LOCK_ROW"));
    const RecordWritten option = write(id, "Rating__c", "Lukewarm");
    QVERIFY(option.effect == WriteEffect::Permanent);
    QCOMPARE(option.code, std::string("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"));
    QVERIFY(option.fields == std::vector<std::string>{"Rating__c"});
    const RecordWritten email = write(id, "Email", "nobody");
    QVERIFY(email.effect == WriteEffect::Permanent);
    QVERIFY(email.fields == std::vector<std::string>{"Email"});
    const RecordWritten hidden = write(id, "Internal_Note__c", "x");
    QVERIFY(hidden.effect == WriteEffect::Permanent);
    QVERIFY(hidden.fields == std::vector<std::string>{"Internal_Note__c"});
    QVERIFY(!act(org(), u"delete"_s, u"Contact"_s, id).empty());
    const RecordWritten deleted = write(id, "Phone", "1");
    QVERIFY(deleted.effect == WriteEffect::Permanent);
    QCOMPARE(deleted.code, std::string("ENTITY_IS_DELETED"));
    const RecordWritten unknown = write("003000000000001AAA", "Phone", "1");
    QVERIFY(unknown.effect == WriteEffect::Permanent);
    QCOMPARE(unknown.code, std::string("INVALID_CROSS_REFERENCE_KEY"));
}

void SandboxTest::upsert_makesOnce() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const SideField key{"HubSpot_Id__c", "70001"};
    const auto made = client.write("Contact", {std::nullopt, key, {{"LastName", "Berg"}, {"Phone", "1"}}});
    QVERIFY(made && made->effect == WriteEffect::Done && made->created);
    const auto again = client.write("Contact", {std::nullopt, key, {{"LastName", "Berg"}, {"Phone", std::nullopt}}});
    QVERIFY(again && again->effect == WriteEffect::Done && !again->created);
    QCOMPARE(again->id, made->id);
    QVERIFY(comesTrue([&] { return actionsOf(client.changesOf(made->id)) == QByteArray("create update"); }));
    QVERIFY(client.changesOf(made->id)[0].writer.kind == WriterKind::Us);
    QCOMPARE(textOf(client.changesOf(made->id)[1], "Phone"), std::optional<std::string>());
}

void SandboxTest::find_findsByValue() {
    SandboxClient client(org());
    QVERIFY(client.start());
    const std::string id = newContact(org(), {{u"LastName"_s, u"O'Neil \\ Sons"_s}});
    client.client->request(
        FindRequest{RequestId(1), "Contact", "LastName", {"o'neil \\ sons", "Nobody"}, {"FirstName"}});
    QVERIFY(comesTrue([&] { return client.told.reads.size() == std::size_t{1}; }));
    const ReadAnswer& told = client.told.reads[0];
    QVERIFY(!told.error);
    const auto found =
        std::find_if(told.records.begin(), told.records.end(), [&](const RecordRead& row) { return row.id == id; });
    QVERIFY(found != told.records.end());
    QCOMPARE(found->askedFor, std::string("o'neil \\ sons"));
    QVERIFY(found->fields == (std::vector<SideField>{{"FirstName", "Mia"}}));
}

QTEST_GUILESS_MAIN(SandboxTest)
#include "sandbox_test.moc"
