#include "tests/connectors/hubspot/sandbox_bench.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QTest>
#include <set>

using namespace syncline;
using namespace Qt::StringLiterals;
using connectors::RecordRead;
using connectors::RecordWrite;
using connectors::SideField;
using connectors::SourceChange;
using connectors::WriteAnswer;
using connectors::WriteEffect;
using core::Action;
using core::ConnectorPhase;
using core::WriterKind;
using test::Sandbox;
using test::SandboxClient;

namespace {

/// Every other reading of HubSpot's pages but those that exclude each other: without the journal there is nothing to
/// follow, and lists that must be there and must not be empty leave no subscription that would be taken.
const std::vector<std::string> kOtherReadings{"app-writes-source-api",
                                              "archive-unknown-404",
                                              "association-ids-text",
                                              "association-list-2026-09",
                                              "batch-partial-200",
                                              "email-clash-400",
                                              "history-depth-20",
                                              "journal-bad-offset-404",
                                              "journal-calculated",
                                              "journal-has-change-source",
                                              "journal-merge-no-deletes",
                                              "journal-merge-primary-id",
                                              "journal-merged-ids-absent",
                                              "journal-object-id-text",
                                              "journal-static-token",
                                              "null-write-refused",
                                              "pkce-enforced",
                                              "push-event-type-member",
                                              "push-source-absent",
                                              "rate-limit-category",
                                              "refresh-token-rotates",
                                              "requested-blank-left-out",
                                              "retry-after-on-429",
                                              "scopes-second-shape",
                                              "search-returns-current",
                                              "stage-back-refused",
                                              "subscription-arrays-required",
                                              "subscription-empty-means-all",
                                              "subscription-post-adds",
                                              "unique-clash-409",
                                              "validation-errors-shortened"};

bool names(const SourceChange& change, const std::string& field, const std::optional<std::string>& text) {
    return std::find(change.fields.begin(), change.fields.end(), SideField{field, text}) != change.fields.end();
}

RecordWrite update(const std::string& id, std::vector<SideField> fields) {
    return {id, std::nullopt, std::move(fields)};
}

std::optional<std::string> value(const RecordRead& record, const std::string& field) {
    for (const SideField& one : record.fields) {
        if (one.name == field)
            return one.text;
    }
    return "(not there)";
}

}  // namespace

/// The client against the sandbox's real process, with its usual readings of HubSpot's pages and with the others.
class SandboxTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void personsWork_isTold_data() { readings(); }
    void personsWork_isTold();
    void merge_namesSurvivorAndLosers_data() { readings(); }
    void merge_namesSurvivorAndLosers();
    void stoppedClient_goesOnWhereItWas_data() { readings(); }
    void stoppedClient_goesOnWhereItWas();
    void expiredHistory_isMissed_data() { readings(); }
    void expiredHistory_isMissed();
    void expiredTokens_areRenewed_data() { readings(); }
    void expiredTokens_areRenewed();
    void duplicatesAndDisorder_keepIdentities_data() { readings(); }
    void duplicatesAndDisorder_keepIdentities();
    void cutAnswersAndOutage_areOutlived_data() { readings(); }
    void cutAnswersAndOutage_areOutlived();
    void lostAnswer_isUnknown_data() { readings(); }
    void lostAnswer_isUnknown();
    void rateAndLock_haveNoEffect_data() { readings(); }
    void rateAndLock_haveNoEffect();
    void history_tellsUsFromAPerson_data() { readings(); }
    void history_tellsUsFromAPerson();
    void finds_data() { readings(); }
    void finds();
    void creates_byUpsert_data() { readings(); }
    void creates_byUpsert();
    void badRow_amongGoodOnes_data() { readings(); }
    void badRow_amongGoodOnes();
    void clash_namesTheOther_data() { readings(); }
    void clash_namesTheOther();
    void stageBack_isRefused_data() { readings(); }
    void stageBack_isRefused();
    void cleanupTestCase() { m_sandboxes.clear(); }

    void emptyListsRefused_isLivedWith();
    void withoutJournal_theErrorSaysWhatIsMissing();

private:
    static void readings();
    Sandbox& sandbox();
    /// A contact of a person's making.
    std::string contact();

    std::map<bool, std::unique_ptr<Sandbox>> m_sandboxes;
    int m_contacts = 0;
};

void SandboxTest::readings() {
    QTest::addColumn<bool>("others");
    QTest::newRow("the usual readings") << false;
    QTest::newRow("the other readings") << true;
}

Sandbox& SandboxTest::sandbox() {
    QFETCH(bool, others);
    std::unique_ptr<Sandbox>& one = m_sandboxes[others];
    if (!one)
        one = std::make_unique<Sandbox>(others ? kOtherReadings : std::vector<std::string>());
    return *one;
}

void SandboxTest::init() {
    for (const auto& [others, sandbox] : m_sandboxes)
        QVERIFY(sandbox->isReady());
}

std::string SandboxTest::contact() {
    const QString name = u"person%1"_s.arg(++m_contacts);
    return sandbox().act("create", {}, {{u"email"_s, QString(name + u"@example.com"_s)}, {u"firstname"_s, name}});
}

void SandboxTest::personsWork_isTold() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    const auto created = client.change(id, [](const SourceChange& one) { return one.action == Action::Create; });
    QVERIFY(created);
    QCOMPARE(created->object, "contacts");
    QVERIFY(names(*created, "firstname", "person" + std::to_string(m_contacts)));
    QVERIFY(created->time.from == created->time.last);
    sandbox().act("update", id, {{u"phone"_s, u"+1 555 0100"_s}, {u"interests"_s, u"product;events"_s}});
    QVERIFY(client.change(id, [](const SourceChange& one) {
        return names(one, "phone", "+1 555 0100") && names(one, "interests", "events;product");
    }));
    sandbox().act("update", id, {{u"phone"_s, QJsonValue()}});
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", std::nullopt); }));
    sandbox().act("delete", id, {});
    QVERIFY(client.change(id, [](const SourceChange& one) { return one.action == Action::Delete; }));
    sandbox().act("undelete", id, {});
    QVERIFY(client.change(id, [](const SourceChange& one) { return one.action == Action::Undelete; }));
    QFETCH(bool, others);
    QCOMPARE(created->writerKnown, others);
    QCOMPARE(created->writer.kind == WriterKind::Person, others);
    QVERIFY(client.listener.gaps.empty());
}

void SandboxTest::merge_namesSurvivorAndLosers() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string first = contact();
    const std::string second = contact();
    const std::string survivor =
        sandbox().act("merge", first, {}, {{u"losers"_s, QJsonArray{QString::fromStdString(second)}}});
    const auto merge = client.change(survivor, [](const SourceChange& one) { return one.action == Action::Merge; });
    QVERIFY(merge);
    const std::set<std::string> merged(merge->mergedFrom.begin(), merge->mergedFrom.end());
    QVERIFY(merged == (std::set<std::string>{first, second}));
    const auto read = client.read({first, second, survivor}, {"firstname"});
    QCOMPARE(read.records.size(), std::size_t(3));
    for (const RecordRead& record : read.records) {
        QVERIFY(record.found);
        QCOMPARE(record.id, survivor);
    }
    QCOMPARE(read.records[0].askedFor, first);
    // Old ids are not taken for writes.
    const WriteAnswer written = client.write({update(first, {{"phone", "1"}})});
    QVERIFY(written.records[0].effect == WriteEffect::Permanent);
    QCOMPARE(written.records[0].code, "OBJECT_NOT_FOUND");
}

void SandboxTest::stoppedClient_goesOnWhereItWas() {
    std::optional<core::Position> position;
    const std::string id = contact();
    {
        SandboxClient client(sandbox());
        QVERIFY(client.connects());
        sandbox().act("update", id, {{u"phone"_s, u"1"_s}});
        QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "1"); }));
        position = client.listener.position();
    }
    sandbox().act("update", id, {{u"phone"_s, u"2"_s}});
    sandbox().act("update", id, {{u"phone"_s, u"3"_s}});
    SandboxClient client(sandbox(), {*position});
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "3"); }));
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "2"); }));
    const auto changes = client.listener.changes();
    QVERIFY(
        std::none_of(changes.begin(), changes.end(), [](const SourceChange& one) { return names(one, "phone", "1"); }));
    QVERIFY(client.listener.gaps.empty());
}

void SandboxTest::expiredHistory_isMissed() {
    std::optional<core::Position> position;
    const std::string id = contact();
    {
        SandboxClient client(sandbox());
        QVERIFY(client.connects());
        sandbox().act("update", id, {{u"phone"_s, u"1"_s}});
        QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "1"); }));
        position = client.listener.position();
    }
    sandbox().fault({{u"historyExpired"_s, true}});
    SandboxClient client(sandbox(), {*position});
    QVERIFY(client.connects());
    sandbox().act("update", id, {{u"phone"_s, u"4"_s}});
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "4"); }));
    QCOMPARE(client.listener.gaps.size(), std::size_t(1));
    sandbox().fault({{u"historyExpired"_s, false}});
}

void SandboxTest::expiredTokens_areRenewed() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    sandbox().control("/hubspot/expire-tokens");
    sandbox().control("/hubspot/expire-links");
    sandbox().act("update", id, {{u"phone"_s, u"1"_s}});
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "1"); }));
    QCOMPARE(client.listener.states.size(), std::size_t(2));  // nobody needs to know
}

void SandboxTest::duplicatesAndDisorder_keepIdentities() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    QVERIFY(client.change(id, [](const SourceChange&) { return true; }));
    sandbox().fault({{u"duplicates"_s, 2}, {u"reorder"_s, true}});
    for (const char* phone : {"1", "2", "3"})
        sandbox().act("update", id, {{u"phone"_s, QLatin1StringView(phone)}});
    const auto updates = [&] {
        std::vector<SourceChange> all = client.listener.changes();
        std::erase_if(all, [&](const SourceChange& one) { return one.id != id || one.action != Action::Update; });
        return all;
    };
    QVERIFY(client.waitFor([&] { return updates().size() == 9; }));
    std::set<core::Identity> identities;
    for (const SourceChange& one : updates())
        identities.insert(one.identity);
    QCOMPARE(identities.size(), std::size_t(3));
    sandbox().fault({{u"duplicates"_s, 0}, {u"reorder"_s, false}});
}

void SandboxTest::cutAnswersAndOutage_areOutlived() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    sandbox().fault({{u"cutAnswers"_s, 3}});
    sandbox().act("update", id, {{u"phone"_s, u"1"_s}});
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "1"); }));
    sandbox().fault({{u"outage"_s, true}});
    QVERIFY(client.waitFor([&] { return client.listener.states.back().phase == ConnectorPhase::Disconnected; }));
    QVERIFY(client.read({id}, {"phone"}).error.has_value());
    sandbox().act("update", id, {{u"phone"_s, u"2"_s}});
    sandbox().fault({{u"outage"_s, false}, {u"cutAnswers"_s, 0}});
    QVERIFY(client.connects());
    QVERIFY(client.change(id, [](const SourceChange& one) { return names(one, "phone", "2"); }));
    QVERIFY(client.listener.gaps.empty());
}

void SandboxTest::lostAnswer_isUnknown() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    sandbox().fault({{u"loseAnswers"_s, 1}});
    const WriteAnswer lost = client.write({update(id, {{"phone", "77"}})});
    QVERIFY(lost.records[0].effect == WriteEffect::Unknown);
    QCOMPARE(value(client.read({id}, {"phone"}).records[0], "phone"), std::optional<std::string>("77"));
}

void SandboxTest::rateAndLock_haveNoEffect() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    QVERIFY(client.change(id, [](const SourceChange&) { return true; }));
    sandbox().fault({{u"lockRows"_s, 1}});
    const WriteAnswer locked = client.write({update(id, {{"phone", "1"}})});
    QVERIFY(locked.records[0].effect == WriteEffect::None);
    QVERIFY(locked.retryAfter.count() == 2000);
    sandbox().fault({{u"invalidTokens"_s, true}});
    const WriteAnswer refused = client.write({update(id, {{"phone", "1"}})});
    QVERIFY(refused.records[0].effect == WriteEffect::None);
    sandbox().fault({{u"invalidTokens"_s, false}});
    QVERIFY(client.connects());
}

void SandboxTest::history_tellsUsFromAPerson() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    sandbox().act("update", id, {{u"phone"_s, u"1"_s}});
    QVERIFY(client.write({update(id, {{"phone", "2"}})}).records[0].effect == WriteEffect::Done);
    const auto isOurs = [&] {
        const auto read = client.read({id}, {"phone"}, {"phone"});
        return read.records.size() == 1 && read.records[0].history.at("phone")[0].writer.kind == WriterKind::Us;
    };
    QVERIFY(client.waitFor(isOurs));  // the mark is learnt behind the answer
    const auto read = client.read({id}, {"phone"}, {"phone"});
    const auto& versions = read.records[0].history.at("phone");
    QCOMPARE(versions.size(), std::size_t(2));
    QCOMPARE(versions[0].text, std::optional<std::string>("2"));
    QVERIFY(versions[1].writer.kind == WriterKind::Person);
    QCOMPARE(versions[1].text, std::optional<std::string>("1"));
    QVERIFY(versions[0].time.from >= versions[1].time.from);
    QVERIFY(*read.records[0].modified >= versions[0].time.from);
}

void SandboxTest::finds() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string first = contact();
    const std::string second = contact();
    const std::string name = "person" + std::to_string(m_contacts);
    const auto byEmail = client.find("email", {name + "@EXAMPLE.com", "nobody@example.com"}, {"firstname"});
    QVERIFY(!byEmail.error);
    QCOMPARE(byEmail.records.size(), std::size_t(1));
    QCOMPARE(byEmail.records[0].id, second);
    QCOMPARE(byEmail.records[0].askedFor, name + "@EXAMPLE.com");
    QCOMPARE(value(byEmail.records[0], "firstname"), std::optional<std::string>(name));
    const std::string partner = "003" + name;
    QVERIFY(client.write({update(first, {{"sf_contact_id", partner}})}).records[0].effect == WriteEffect::Done);
    const auto byPartner = client.find("sf_contact_id", {partner, "003nobody"}, {});
    QCOMPARE(byPartner.records.size(), std::size_t(1));
    QCOMPARE(byPartner.records[0].id, first);
    const auto isIndexed = [&] { return client.find("firstname", {name, "Ñobody"}, {}).records.size() == 1; };
    QVERIFY(client.waitFor(isIndexed));
    const auto byName = client.find("firstname", {name}, {"email"});
    QCOMPARE(byName.records[0].id, second);
    QCOMPARE(byName.records[0].askedFor, name);
}

void SandboxTest::creates_byUpsert() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string partner = "003up" + std::to_string(++m_contacts);
    const RecordWrite row{std::nullopt, SideField{"sf_contact_id", partner}, {{"email", partner + "@example.com"}}};
    const WriteAnswer made = client.write({row});
    QVERIFY(made.records[0].effect == WriteEffect::Done);
    QVERIFY(made.records[0].created);
    QVERIFY(client.change(made.records[0].id, [&](const SourceChange& one) {
        return one.action == Action::Create && names(one, "sf_contact_id", partner);
    }));
    const WriteAnswer again = client.write({row});
    QVERIFY(again.records[0].effect == WriteEffect::Done);
    QVERIFY(!again.records[0].created);
    QCOMPARE(again.records[0].id, made.records[0].id);
    const RecordWrite nameless{std::nullopt, SideField{"sf_account_id", "001" + partner}, {{"phone", "1"}}};
    const RecordWrite named{std::nullopt, SideField{"sf_account_id", "001x" + partner}, {{"name", "Acme"}}};
    const WriteAnswer companies = client.write({nameless, named}, "companies");
    QVERIFY(companies.records[0].effect == WriteEffect::Permanent);
    QCOMPARE(companies.records[0].code, "MISSING_REQUIRED_PROPERTY");
    QVERIFY(companies.records[1].created);
}

void SandboxTest::badRow_amongGoodOnes() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string first = contact();
    const std::string second = contact();
    const std::string third = contact();
    const WriteAnswer answer = client.write({update(first, {{"phone", "1"}}),
                                             update(second, {{"score", "many"}, {"lifecyclestage", "nonsense"}}),
                                             update(third, {{"phone", std::nullopt}, {"score", "12.5"}})});
    QVERIFY(answer.records[0].effect == WriteEffect::Done);
    QVERIFY(answer.records[2].effect == WriteEffect::Done);
    const connectors::RecordWritten& bad = answer.records[1];
    QVERIFY(bad.effect == WriteEffect::Permanent);
    const std::set<std::string> fields(bad.fields.begin(), bad.fields.end());
    QVERIFY(fields == (std::set<std::string>{"score", "lifecyclestage"}));
    const auto read = client.read({third}, {"score"});
    QCOMPARE(value(read.records[0], "score"), std::optional<std::string>("12.5"));
}

void SandboxTest::clash_namesTheOther() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string first = contact();
    const std::string taken = "person" + std::to_string(m_contacts) + "@example.com";
    const std::string second = contact();
    const WriteAnswer email = client.write({update(second, {{"email", taken}})});
    QVERIFY(email.records[0].effect == WriteEffect::Permanent);
    QCOMPARE(email.records[0].code, "CONFLICT");
    QCOMPARE(email.records[0].id, first);
    const std::string partner = "003cl" + std::to_string(m_contacts);
    QVERIFY(client.write({update(first, {{"sf_contact_id", partner}})}).records[0].effect == WriteEffect::Done);
    const WriteAnswer unique = client.write({update(second, {{"sf_contact_id", partner}})});
    QVERIFY(unique.records[0].effect == WriteEffect::Permanent);
    QCOMPARE(unique.records[0].code, "CONFLICT");
    QCOMPARE(unique.records[0].id, first);
    const RecordWrite create{std::nullopt, SideField{"sf_contact_id", "003cx" + partner}, {{"email", taken}}};
    const WriteAnswer created = client.write({create});
    QVERIFY(created.records[0].effect == WriteEffect::Permanent);
    QCOMPARE(created.records[0].code, "CONFLICT");
    QCOMPARE(created.records[0].id, first);
}

void SandboxTest::stageBack_isRefused() {
    SandboxClient client(sandbox());
    QVERIFY(client.connects());
    const std::string id = contact();
    QVERIFY(client.write({update(id, {{"lifecyclestage", "customer"}})}).records[0].effect == WriteEffect::Done);
    const WriteAnswer back = client.write({update(id, {{"lifecyclestage", "lead"}})});
    QVERIFY(back.records[0].effect == WriteEffect::Permanent);
    QVERIFY(back.records[0].fields == std::vector<std::string>{"lifecyclestage"});
}

void SandboxTest::emptyListsRefused_isLivedWith() {
    Sandbox strict({"subscription-empty-arrays-refused"});
    QVERIFY(strict.isReady());
    SandboxClient client(strict);
    QVERIFY(client.connects());
    const std::string id = strict.act("create", {}, {{u"email"_s, u"a@example.com"_s}});
    QVERIFY(client.change(id, [](const SourceChange&) { return true; }));
}

void SandboxTest::withoutJournal_theErrorSaysWhatIsMissing() {
    Sandbox old({"journal-not-enabled"});
    QVERIFY(old.isReady());
    SandboxClient client(old);
    QVERIFY(client.waitFor([&] { return client.listener.states.back().phase == ConnectorPhase::Disconnected; }));
    const base::Error why = *client.listener.states.back().why;
    QVERIFY2(why.hint.find("developer.webhooks_journal.read") != std::string::npos, why.message().c_str());
    // Records can be read and written all the same.
    const std::string id = old.act("create", {}, {{u"email"_s, u"a@example.com"_s}});
    QVERIFY(client.write({update(id, {{"phone", "1"}})}).records[0].effect == WriteEffect::Done);
}

QTEST_GUILESS_MAIN(SandboxTest)
#include "sandbox_test.moc"
