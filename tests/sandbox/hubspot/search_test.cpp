#include "tests/sandbox/hubspot/account_bench.h"

#include <set>

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";
const std::string kSearch = kContacts + "/search";

HubSpotOptions manySearches() {
    HubSpotOptions options;
    options.limits.searchPerSecond = 1000;
    return options;
}

std::string filter(const std::string& members) {
    return "{'filterGroups':[{'filters':[{" + members + "}]}],'properties':['firstname'],'limit':100}";
}

/// The first names found, in the order of the answer.
std::string names(const Answer& answer) {
    std::string list;
    for (std::size_t i = 0; i < answer.count("/results"); ++i) {
        const std::string name = answer.at("/results/" + std::to_string(i) + "/properties/firstname");
        if (name.starts_with("T-"))
            list += (list.empty() ? "" : " ") + name.substr(2);
    }
    return list;
}

}  // namespace

class HubSpotSearchTest : public QObject {
    Q_OBJECT

private slots:
    void operators_data();
    void operators();
    void groups_areAlternatives();
    void limits_data();
    void limits();
    void pages_followEachOther();
    void sorts_comeAsObjectsAndNames();
    void index_lagsBehind();
    void index_forgetsWhatIsArchivedAndMerged();
    void results_mayBeNewerThanTheIndex();
    void query_looksIntoNamesAndAddresses();
};

void HubSpotSearchTest::operators_data() {
    QTest::addColumn<QString>("members");
    QTest::addColumn<QString>("found");
    QTest::newRow("EQ") << "'propertyName':'city','operator':'EQ','value':'Bern'"
                        << "a";
    QTest::newRow("EQ whatever the case") << "'propertyName':'city','operator':'EQ','value':'bERN'"
                                          << "a";
    QTest::newRow("EQ of an option, by case") << "'propertyName':'rating','operator':'EQ','value':'HOT'"
                                              << "";
    QTest::newRow("EQ of one of several options") << "'propertyName':'interests','operator':'EQ','value':'pricing'"
                                                  << "b";
    QTest::newRow("NEQ") << "'propertyName':'city','operator':'NEQ','value':'Bern'"
                         << "b c";
    QTest::newRow("GT of numbers") << "'propertyName':'score','operator':'GT','value':'9'"
                                   << "b";
    QTest::newRow("LTE of numbers") << "'propertyName':'score','operator':'LTE','value':'9.0'"
                                    << "a";
    QTest::newRow("LT of dates") << "'propertyName':'birthdate','operator':'LT','value':'1990-01-02'"
                                 << "a";
    QTest::newRow("GTE of dates in milliseconds")
        << "'propertyName':'birthdate','operator':'GTE','value':'631238400000'"
        << "b";
    QTest::newRow("BETWEEN") << "'propertyName':'score','operator':'BETWEEN','value':'9','highValue':'10'"
                             << "a b";
    QTest::newRow("IN, lower case") << "'propertyName':'city','operator':'IN','values':['bern','basel']"
                                    << "a b";
    QTest::newRow("IN, not in lower case") << "'propertyName':'city','operator':'IN','values':['Bern']"
                                           << "";
    QTest::newRow("IN of options") << "'propertyName':'rating','operator':'IN','values':['hot','cold']"
                                   << "a";
    QTest::newRow("NOT_IN") << "'propertyName':'city','operator':'NOT_IN','values':['bern']"
                            << "b c";
    QTest::newRow("HAS_PROPERTY") << "'propertyName':'score','operator':'HAS_PROPERTY'"
                                  << "a b";
    QTest::newRow("NOT_HAS_PROPERTY") << "'propertyName':'score','operator':'NOT_HAS_PROPERTY'"
                                      << "c";
    QTest::newRow("CONTAINS_TOKEN") << "'propertyName':'jobtitle','operator':'CONTAINS_TOKEN','value':'sales'"
                                    << "b";
    QTest::newRow("CONTAINS_TOKEN with a star") << "'propertyName':'email','operator':'CONTAINS_TOKEN','value':'ex*'"
                                                << "a b";
    QTest::newRow("NOT_CONTAINS_TOKEN") << "'propertyName':'jobtitle','operator':'NOT_CONTAINS_TOKEN','value':'head'"
                                        << "a c";
}

void HubSpotSearchTest::operators() {
    QFETCH(QString, members);
    QFETCH(QString, found);
    AccountBench bench({}, manySearches());
    bench.contact(
        "'firstname':'T-a','city':'Bern','rating':'hot','score':'9','birthdate':'1990-01-01',"
        "'email':'a@example.com'");
    bench.contact(
        "'firstname':'T-b','city':'Basel','interests':'events;pricing','score':'10','jobtitle':'Head of Sales',"
        "'birthdate':'1990-01-02','email':'b@example.com'");
    bench.contact("'firstname':'T-c'");
    bench.wait(2s);
    const std::string mine =
        members.toStdString() + "},{'propertyName':'firstname','operator':'CONTAINS_TOKEN','value':'t*'";
    QCOMPARE(names(bench.ask("POST", kSearch, filter(mine))), found.toStdString());
}

void HubSpotSearchTest::groups_areAlternatives() {
    AccountBench bench({}, manySearches());
    bench.contact("'firstname':'T-a','city':'Bern'");
    bench.contact("'firstname':'T-b','city':'Basel'");
    bench.contact("'firstname':'T-c','city':'Chur','zip':'7000'");
    bench.wait(2s);
    const std::string body =
        "{'filterGroups':[{'filters':[{'propertyName':'city','operator':'EQ','value':'Bern'}]},"
        "{'filters':[{'propertyName':'city','operator':'EQ','value':'Chur'},"
        "{'propertyName':'zip','operator':'HAS_PROPERTY'}]}],'properties':['firstname']}";
    QCOMPARE(names(bench.ask("POST", kSearch, body)), std::string("a c"));
}

void HubSpotSearchTest::limits_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("status");
    const auto filters = [](int count) {
        QString list;
        for (int i = 0; i < count; ++i)
            list += QStringLiteral("%1{'propertyName':'city','operator':'HAS_PROPERTY'}")
                        .arg(i == 0 ? QString() : QStringLiteral(","));
        return QStringLiteral("{'filters':[%1]}").arg(list);
    };
    const auto groups = [&](const QList<int>& counts) {
        QStringList list;
        for (const int count : counts)
            list += filters(count);
        return QStringLiteral("{'filterGroups':[%1]}").arg(list.join(QLatin1Char(',')));
    };
    QTest::newRow("page of 200") << "{'limit':200}" << 200;
    QTest::newRow("page of 201") << "{'limit':201}" << 400;
    QTest::newRow("last of 10,000") << "{'limit':100,'after':'9900'}" << 200;
    QTest::newRow("beyond 10,000") << "{'limit':100,'after':'9901'}" << 400;
    QTest::newRow("after as a number") << "{'after':0}" << 200;
    QTest::newRow("after in words") << "{'after':'x'}" << 400;
    QTest::newRow("five groups") << groups({1, 1, 1, 1, 1}) << 200;
    QTest::newRow("six groups") << groups({1, 1, 1, 1, 1, 1}) << 400;
    QTest::newRow("six filters") << groups({6}) << 200;
    QTest::newRow("seven filters") << groups({7}) << 400;
    QTest::newRow("18 in all") << groups({6, 6, 6}) << 200;
    QTest::newRow("19 in all") << groups({6, 6, 6, 1}) << 400;
    QTest::newRow("3,000 characters") << QStringLiteral("{'query':'%1'}").arg(QString(2988, QLatin1Char('x'))) << 200;
    QTest::newRow("3,001 characters") << QStringLiteral("{'query':'%1'}").arg(QString(2989, QLatin1Char('x'))) << 400;
    QTest::newRow("two sorts") << "{'sorts':['city','zip']}" << 400;
    QTest::newRow("unknown property to sort by") << "{'sorts':['nosuch']}" << 400;
    QTest::newRow("unknown property")
        << "{'filterGroups':[{'filters':[{'propertyName':'nosuch','operator':'EQ','value':'1'}]}]}" << 400;
    QTest::newRow("unknown operator")
        << "{'filterGroups':[{'filters':[{'propertyName':'city','operator':'LIKE','value':'1'}]}]}" << 400;
    QTest::newRow("IN without values")
        << "{'filterGroups':[{'filters':[{'propertyName':'city','operator':'IN','value':'1'}]}]}" << 400;
    QTest::newRow("no object") << "[]" << 400;
}

void HubSpotSearchTest::limits() {
    QFETCH(QString, body);
    QFETCH(int, status);
    AccountBench bench;
    const Answer answer = bench.ask("POST", kSearch, body.toStdString());
    QCOMPARE(answer.status, status);
    if (status == 400)
        QCOMPARE(answer.at("/category"), std::string("VALIDATION_ERROR"));
}

void HubSpotSearchTest::pages_followEachOther() {
    AccountBench bench({}, manySearches());
    std::set<std::string> ids;
    std::string after = "0";
    std::string total;
    while (after != "(none)") {
        const Answer page = bench.ask("POST", kSearch, "{'limit':5,'after':'" + after + "'}");
        QCOMPARE(page.status, 200);
        total = page.at("/total");
        for (std::size_t i = 0; i < page.count("/results"); ++i)
            QVERIFY(ids.insert(page.at("/results/" + std::to_string(i) + "/id")).second);
        after = page.at("/paging/next/after");
    }
    QCOMPARE(std::to_string(ids.size()), total);
    QVERIFY(ids.size() > 5);
}

void HubSpotSearchTest::sorts_comeAsObjectsAndNames() {
    AccountBench bench({}, manySearches());
    bench.contact("'firstname':'T-b','score':'10'");
    bench.contact("'firstname':'T-a','score':'9'");
    bench.wait(2s);
    const std::string body = filter(
        "'propertyName':'score','operator':'HAS_PROPERTY'},{'propertyName':'firstname',"
        "'operator':'CONTAINS_TOKEN','value':'t*'");
    const auto sorted = [&](const std::string& sorts) {
        return names(bench.ask("POST", kSearch, body.substr(0, body.size() - 1) + ",'sorts':[" + sorts + "]}"));
    };
    QCOMPARE(sorted("{'propertyName':'score','direction':'ASCENDING'}"), std::string("a b"));
    QCOMPARE(sorted("{'propertyName':'score','direction':'DESCENDING'}"), std::string("b a"));
    QCOMPARE(sorted("'score'"), std::string("a b"));
    QCOMPARE(sorted("'-score'"), std::string("b a"));
    QCOMPARE(sorted("'hs_object_id'"), std::string("b a"));
}

void HubSpotSearchTest::index_lagsBehind() {
    AccountBench bench({}, manySearches());
    const std::string id = bench.contact("'firstname':'T-a','city':'Bern'");
    const std::string inBern = filter("'propertyName':'city','operator':'EQ','value':'Bern'");
    bench.wait(1999ms);
    QCOMPARE(names(bench.ask("POST", kSearch, inBern)), std::string(""));
    bench.wait(1ms);
    const Answer found = bench.ask("POST", kSearch, inBern);
    QCOMPARE(names(found), std::string("a"));
    bench.edit(model::ObjectKind::Contact, id, "city", "Basel");
    bench.wait(1s);
    const Answer stale = bench.ask("POST", kSearch, inBern);
    QCOMPARE(names(stale), std::string("a"));
    QCOMPARE(stale.at("/results/0/updatedAt"), found.at("/results/0/updatedAt"));
    bench.wait(1s);
    QCOMPARE(names(bench.ask("POST", kSearch, inBern)), std::string(""));
    const std::string since = filter("'propertyName':'lastmodifieddate','operator':'GTE','value':'1795430402000'");
    QCOMPARE(names(bench.ask("POST", kSearch, since)), std::string("a"));
}

void HubSpotSearchTest::index_forgetsWhatIsArchivedAndMerged() {
    AccountBench bench({}, manySearches());
    const std::string first = bench.contact("'firstname':'T-a','city':'Bern'");
    const std::string second = bench.contact("'firstname':'T-b','city':'Bern'");
    const std::string third = bench.contact("'firstname':'T-c','city':'Bern'");
    const std::string inBern = filter("'propertyName':'city','operator':'EQ','value':'Bern'");
    bench.wait(2s);
    QCOMPARE(names(bench.ask("POST", kSearch, inBern)), std::string("a b c"));
    bench.ask("DELETE", kContacts + "/" + third);
    bench.ask("POST", kContacts + "/merge", "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}");
    const Answer before = bench.ask("POST", kSearch, inBern);
    QCOMPARE(names(before), std::string("a b c"));
    QCOMPARE(before.at("/results/2/archived"), std::string("false"));
    bench.wait(2s);
    QCOMPARE(names(bench.ask("POST", kSearch, inBern)), std::string("a"));
}

void HubSpotSearchTest::results_mayBeNewerThanTheIndex() {
    for (const bool current : {false, true}) {
        AccountBench bench(current ? std::vector<std::string>{"search-returns-current"} : std::vector<std::string>{},
                           manySearches());
        const std::string id = bench.contact("'firstname':'T-a','city':'Bern'");
        bench.wait(2s);
        bench.edit(model::ObjectKind::Contact, id, "firstname", "T-z");
        const std::string inBern = filter("'propertyName':'city','operator':'EQ','value':'Bern'");
        QCOMPARE(names(bench.ask("POST", kSearch, inBern)), std::string(current ? "z" : "a"));
    }
}

void HubSpotSearchTest::query_looksIntoNamesAndAddresses() {
    AccountBench bench({}, manySearches());
    bench.contact("'firstname':'T-a','lastname':'Quillfeather','city':'Bern'");
    bench.wait(2s);
    QCOMPARE(names(bench.ask("POST", kSearch, "{'query':'quill','properties':['firstname']}")), std::string("a"));
    QCOMPARE(names(bench.ask("POST", kSearch, "{'query':'bern','properties':['firstname']}")), std::string(""));
}

QTEST_APPLESS_MAIN(HubSpotSearchTest)
#include "search_test.moc"
