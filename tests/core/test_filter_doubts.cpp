#include "engine/core/filter.h"
#include "engine/core/filter_doubt.h"

#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;

namespace {

const FilterWords kWords{{{"contact", {"Contact", "contacts"}}, {"company", {"Account", "companies"}}},
                         {{"first_name", {"FirstName", "firstname"}},
                          {"email", {"Email", "email"}},
                          {"phone", {"Phone", "phone"}},
                          {"phone", {"Fax", "fax"}}}};

QString textOf(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

class TestFilterDoubts : public QObject {
    Q_OBJECT

private slots:
    void word_isDoubted_data();
    void word_isDoubted();
    void word_isGood_data();
    void word_isGood();
    void doubts_areAll();
    void doubts_needWords();
    void record_looksLikeAName_data();
    void record_looksLikeAName();
    void record_isNamed();
};

void TestFilterDoubts::word_isDoubted_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("meant");
    const auto row = [](const char* filter, int column, const char* message, const char* meant) {
        QTest::newRow(filter) << QString::fromUtf8(filter) << column << QString::fromUtf8(message)
                              << QString::fromUtf8(meant);
    };
    row("object == lead", 11, "no object is called lead in this workspace; there are: contact, company", "");
    row("object == contcat", 11, "no object is called contcat in this workspace; did you mean contact?", "contact");
    row("object != \"big deal\"", 11, "no object is called big deal in this workspace; there are: contact, company",
        "");
    row("object == account", 11,
        "no object is called account in this workspace: that is how Salesforce calls it, here it is company",
        "company");
    row("object == contacts", 11,
        "no object is called contacts in this workspace: that is how HubSpot calls it, here it is contact", "contact");
    row("object ~ lead", 10, "the name of no object in this workspace contains lead; there are: contact, company", "");
    row("seq > 1 && field == frist_name", 21,
        "no mapped field is called frist_name in this workspace; did you mean first_name?", "first_name");
    row("field in (phone, shoe_size)", 18,
        "no mapped field is called shoe_size in this workspace; there are: first_name, email, phone", "");
    row("!(field == FirstName)", 12,
        "no mapped field is called FirstName in this workspace: that is how Salesforce calls it, here it is first_name",
        "first_name");
}

void TestFilterDoubts::word_isDoubted() {
    QFETCH(QString, filter);
    QFETCH(int, column);
    const std::vector<FilterDoubt> doubts = doubtsIn(filter.toStdString(), kWords);
    QCOMPARE(doubts.size(), std::size_t{1});
    QTEST(textOf(doubts.front().message), "message");
    QTEST(textOf(doubts.front().meant), "meant");
    QCOMPARE(static_cast<int>(doubts.front().column), column);
    // It runs all the same.
    QVERIFY(Filter::parse(filter.toStdString(), {}));
}

void TestFilterDoubts::word_isGood_data() {
    QTest::addColumn<QString>("filter");
    for (const char* const filter :
         {"", "object == Contact", "object ~ CONT", "field in (EMAIL, phone)", "field ~ name", "value == frist_name",
          "writer == lead", "side == hubspot && outcome == lost", "field == frist_name &&"})
        QTest::newRow(filter) << QString::fromUtf8(filter);
}

void TestFilterDoubts::word_isGood() {
    QFETCH(QString, filter);
    QVERIFY(doubtsIn(filter.toStdString(), kWords).empty());
}

void TestFilterDoubts::doubts_areAll() {
    const std::vector<FilterDoubt> doubts = doubtsIn("object == lead || field in (a, email, b)", kWords);
    QCOMPARE(doubts.size(), std::size_t{3});
    QCOMPARE(textOf(doubts[0].word + ' ' + doubts[1].word + ' ' + doubts[2].word), QStringLiteral("lead a b"));
}

void TestFilterDoubts::doubts_needWords() {
    QVERIFY(doubtsIn("object == lead && field == shoe_size", {}).empty());
}

void TestFilterDoubts::record_looksLikeAName_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* filter, const char* names) {
        QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(names);
    };
    row("record == \"Ada Lovelace\"", "11 Ada Lovelace");
    row("record == Lovelace", "11 Lovelace");
    row("record in (501, Åsa, \"Acme 3\")", "17 Åsa, 23 Acme 3");
    row("record != \"Ada Lovelace\"", "11 Ada Lovelace");
    row("record ~ \"Ada Lovelace\"", "");
    row("record ~ lovelace", "");
    row("record == ada@acme.com", "");
    row("record == acme.com", "");
    row("record == 003000000000001AAA", "");
    row("record == \"\"", "");
    row("value == \"Ada Lovelace\"", "");
    row("record == \"Ada Lovelace\" &&", "");
}

void TestFilterDoubts::record_looksLikeAName() {
    QFETCH(QString, filter);
    QStringList names;
    for (const RecordByName& record : recordsByNameIn(filter.toStdString()))
        names.append(QStringLiteral("%1 %2").arg(record.column).arg(textOf(record.text)));
    QTEST(names.join(QStringLiteral(", ")), "names");
}

void TestFilterDoubts::record_isNamed() {
    const RecordByName ada{11, "Ada Lovelace"};
    const FilterDoubt unknown = doubtOf(ada, {});
    QCOMPARE(textOf(unknown.message), QStringLiteral("a record is named by its id or by what it is matched by, such as "
                                                     "an e-mail; none is called Ada Lovelace"));
    QVERIFY(unknown.meant.empty());
    const FilterDoubt one = doubtOf(ada, {{"contact", "003A"}});
    QCOMPARE(textOf(one.message), QStringLiteral("a record is named by its id or by what it is matched by, such as an "
                                                 "e-mail; Ada Lovelace is the name of contact 003A"));
    QCOMPARE(one.meant, std::string("003A"));
    QCOMPARE(one.column, std::size_t{11});
    const FilterDoubt two = doubtOf(ada, {{"contact", "003A"}, {"contact", "003B"}});
    QVERIFY(two.message.ends_with("is the name of contact 003A, contact 003B"));
    QVERIFY(two.meant.empty());
}

QTEST_APPLESS_MAIN(TestFilterDoubts)
#include "test_filter_doubts.moc"
