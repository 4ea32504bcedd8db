#include "engine/core/filter.h"
#include "engine/core/filter_names.h"
#include "tests/ui/support/entries.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/filter_choices.h"
#include "ui/stream/filter_text.h"
#include "ui/stream/stream_columns.h"

#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using core::Outcome;
using core::Reason;
using test::decided;
using test::decisionOf;

Q_DECLARE_METATYPE(ui::EntryRow)

namespace {

QString wordsOf(const FilterChoices& choices) {
    QStringList words;
    for (const FilterChoice& choice : choices.choices)
        words.append(choice.text);
    return words.join(QLatin1Char(' '));
}

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The choice that is asked for by that word, be it its own name or what a mistake offers.
QString meantBy(const QString& name, const QString& word) {
    const QString filter = QStringLiteral("%1 == \"%2\"").arg(name, word);
    if (const auto mistake = core::mistakeIn(filter.toStdString()))
        return QString::fromStdString(mistake->meant);
    for (const std::string_view choice : core::filterChoices(core::filterNameNamed(name.toStdString())->name)) {
        if (fromView(choice).compare(word, Qt::CaseInsensitive) == 0)
            return fromView(choice);
    }
    return {};
}

bool takes(const QString& filter, const EntryRow& row) {
    const auto parsed = core::Filter::parse(filter.toStdString(), test::morning());
    return parsed && parsed->matches({row.entry, row.object, {}});
}

}  // namespace

class TestFilterText : public QObject {
    Q_OBJECT
private slots:
    void clause_picksWhatTheCellSays_data() {
        QTest::addColumn<EntryRow>("row");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("clause");
        const EntryRow change = test::rowOf(4711, test::phoneChange());
        const EntryRow lost = test::rowOf(4712, decided({decisionOf("phone", Outcome::Lost, Reason::PhotoFinish)}));
        QTest::newRow("sequence") << change << int(kSequenceColumn) << "seq == 4711";
        QTest::newRow("time") << change << int(kTimeColumn) << "captured >= 2026-11-24T10:41:31.500Z";
        QTest::newRow("kind") << change << int(kEntryColumn) << "kind == ChangeCaptured";
        QTest::newRow("side") << change << int(kSideColumn) << "side == salesforce";
        QTest::newRow("object") << change << int(kObjectColumn) << "object == contact";
        QTest::newRow("record") << change << int(kRecordColumn) << "entity == 7";
        QTest::newRow("field") << change << int(kFieldColumn) << "field == phone";
        QTest::newRow("value") << change << int(kChangeColumn) << "value == \"+46 8 123 45 67\"";
        QTest::newRow("outcome") << lost << int(kOutcomeColumn) << "outcome == lost";
        QTest::newRow("reason") << lost << int(kRuleColumn) << "rule == photoFinish";
        QTest::newRow("no reason") << change << int(kRuleColumn) << "";
        QTest::newRow("outcome of what was not decided")
            << test::rowOf(1, test::phoneWrite()) << int(kOutcomeColumn) << "kind == WriteSent";
        QTest::newRow("no side") << test::rowOf(1, core::PolicyChanged{}, std::nullopt) << int(kSideColumn) << "";
        core::ChangeCaptured cleared = test::phoneChange();
        cleared.change.fields.front().value = {};
        QTest::newRow("a blank") << test::rowOf(1, cleared) << int(kChangeColumn) << "value == \"\"";
        QTest::newRow("gutter") << change << int(kChainColumn) << "";
    }
    void clause_picksWhatTheCellSays() {
        QFETCH(EntryRow, row);
        QFETCH(int, column);
        QFETCH(QString, clause);
        QCOMPARE(clauseOf(row, column).value_or(QString()), clause);
        if (!clause.isEmpty()) {
            QVERIFY(takes(clause, row));
            QVERIFY(takes(withClause(QStringLiteral("seq >= 1"), clause), row));
            QVERIFY(!takes(withoutClause(QStringLiteral("seq >= 1"), clause), row));
        }
    }

    void clauses_areJoined_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("with");
        QTest::addColumn<QString>("without");
        QTest::newRow("nothing before") << ""
                                        << "a == 1"
                                        << "!(a == 1)";
        QTest::newRow("and") << "x == 1 && y == 2"
                             << "x == 1 && y == 2 && a == 1"
                             << "x == 1 && y == 2 && !(a == 1)";
        QTest::newRow("or outside") << "x == 1 || y == 2"
                                    << "(x == 1 || y == 2) && a == 1"
                                    << "(x == 1 || y == 2) && !(a == 1)";
        QTest::newRow("or in brackets") << "(x == 1 || y == 2)"
                                        << "(x == 1 || y == 2) && a == 1"
                                        << "(x == 1 || y == 2) && !(a == 1)";
        QTest::newRow("or in a text") << "x == \"a || b\""
                                      << "x == \"a || b\" && a == 1"
                                      << "x == \"a || b\" && !(a == 1)";
    }
    void clauses_areJoined() {
        QFETCH(QString, filter);
        QTEST(withClause(filter, QStringLiteral("a == 1")), "with");
        QTEST(withoutClause(filter, QStringLiteral("a == 1")), "without");
    }

    void value_isQuotedWhereItMustBe_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value");
        QTest::newRow("a word") << "ada@acme.com"
                                << "ada@acme.com";
        QTest::newRow("blanks") << "Acme Ltd"
                                << "\"Acme Ltd\"";
        QTest::newRow("beyond ASCII") << "Müller"
                                      << "Müller";
        QTest::newRow("quotes and backslashes") << "say \"a\\b\""
                                                << "\"say \\\"a\\\\b\\\"\"";
        QTest::newRow("nothing") << ""
                                 << "\"\"";
    }
    void value_isQuotedWhereItMustBe() {
        QFETCH(QString, text);
        QTEST(filterValue(text), "value");
    }

    void time_isTakenOut_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("rest");
        QTest::newRow("at the end") << "object == deal && outcome == lost && time > -1h"
                                    << "time > -1h"
                                    << "object == deal && outcome == lost";
        QTest::newRow("alone") << "captured > -15m"
                               << "captured > -15m"
                               << "";
        QTest::newRow("twice") << "time > -2h && field == phone && time < -1h"
                               << "time > -2h && time < -1h"
                               << "field == phone";
        QTest::newRow("none") << "field == phone"
                              << ""
                              << "";
        QTest::newRow("in an or") << "time > -1h || field == phone"
                                  << ""
                                  << "";
        QTest::newRow("in brackets") << "(time > -1h || field == phone) && side == hubspot"
                                     << ""
                                     << "";
        QTest::newRow("beyond ASCII before it") << "value == Müller && time > -1h"
                                                << "time > -1h"
                                                << "value == Müller";
    }
    void time_isTakenOut() {
        QFETCH(QString, filter);
        QFETCH(QString, time);
        const auto timed = timeIn(filter);
        QCOMPARE(timed ? timed->time : QString(), time);
        QTEST(timed ? timed->rest : QString(), "rest");
    }

    void problems_areFilters() {
        QVERIFY(!core::mistakeIn(problemsOf({}).toStdString()));
        QVERIFY(!core::mistakeIn(problemsOf(QStringLiteral("side == hubspot || seq > 5")).toStdString()));
        QVERIFY(takes(problemsOf(QStringLiteral("seq == 1")), test::rowOf(1, test::titleConflict())));
        QVERIFY(!takes(problemsOf(QStringLiteral("seq == 2")), test::rowOf(1, test::titleConflict())));
    }

    void problems_areWhatTheStripMarks_data() {
        QTest::addColumn<EntryRow>("row");
        QTest::addColumn<bool>("isTaken");  // by the filter
        QTest::addColumn<bool>("isOne");
        const core::GapDetected gap{core::Side::HubSpot, "the change log does not reach back", {}, false};
        const auto state = [](core::ConnectorPhase phase) {
            return test::rowOf(9, core::ConnectorStateChanged{core::Side::HubSpot, phase, "503"});
        };
        const auto refused = decided({decisionOf("phone", Outcome::Refused)});
        QTest::newRow("a conflict") << test::rowOf(9, test::titleConflict()) << true << true;
        QTest::newRow("its decision") << test::rowOf(9, decided({decisionOf("title", Outcome::Conflicted)})) << false
                                      << false;
        QTest::newRow("a failed write") << test::rowOf(9, core::WriteFailed{}) << true << true;
        QTest::newRow("a gap") << test::rowOf(9, gap) << true << true;
        QTest::newRow("more of a gap that is told") << test::rowOf(9, gap, core::Side::HubSpot, 8) << false << false;
        QTest::newRow("a lost connection") << state(core::ConnectorPhase::Disconnected) << true << true;
        QTest::newRow("one that is there again") << state(core::ConnectorPhase::Connected) << true << false;
        QTest::newRow("a refused decision") << test::rowOf(9, refused) << false << false;
        QTest::newRow("a write") << test::rowOf(9, test::phoneWrite()) << false << false;
    }
    void problems_areWhatTheStripMarks() {
        QFETCH(EntryRow, row);
        QFETCH(bool, isOne);
        QTEST(takes(problemsOf({}), row), "isTaken");
        QCOMPARE(isProblem(row.entry), isOne);
        // What is one is found.
        QVERIFY(!isOne || takes(problemsOf(QStringLiteral("seq == 9")), row));
    }

    void choices_fitThePlace_data() {
        QTest::addColumn<QString>("text");  // the cursor stands at the |
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("start");
        QTest::addColumn<int>("length");
        const QString names = QStringLiteral(
            "seq time captured kind side object record entity field value outcome rule writer cause conflict");
        QTest::newRow("at the beginning") << "|" << names << 0 << 0;
        QTest::newRow("a name begun") << "re|"
                                      << "record captured" << 0 << 2;
        QTest::newRow("a whole name") << "side|"
                                      << "" << 0 << 4;
        QTest::newRow("behind a name") << "side |"
                                       << "== != ~ in" << 5 << 0;
        QTest::newRow("an operator begun") << "side =|"
                                           << "== !=" << 5 << 1;
        QTest::newRow("operators of a number") << "seq |"
                                               << "== != < <= > >= in" << 4 << 0;
        QTest::newRow("values of a closed list") << "side == |"
                                                 << "salesforce hubspot" << 8 << 0;
        QTest::newRow("a value begun") << "side == hub|"
                                       << "hubspot" << 8 << 3;
        QTest::newRow("objects of the workspace") << "object == |"
                                                  << "contact company" << 10 << 0;
        QTest::newRow("fields of the workspace") << "field == |"
                                                 << "phone title" << 9 << 0;
        QTest::newRow("in a list") << "field in (phone, |"
                                   << "phone title" << 17 << 0;
        QTest::newRow("behind a list") << "field in (phone) |"
                                       << "&& ||" << 17 << 0;
        QTest::newRow("behind a comparison") << "side == hubspot |"
                                             << "&& ||" << 16 << 0;
        QTest::newRow("and begun") << "side == hubspot &|"
                                   << "&&" << 16 << 1;
        QTest::newRow("behind and") << "side == hubspot && |" << names << 19 << 0;
        QTest::newRow("in a bracket") << "(|" << names << 1 << 0;
        QTest::newRow("behind not") << "!|" << names << 1 << 0;
        QTest::newRow("before what stands already") << "ti| && side == hubspot"
                                                    << "time entity" << 0 << 2;
        QTest::newRow("in an open text") << "value == \"ab|"
                                         << "" << 0 << 0;
        QTest::newRow("of a name that is none") << "colour |"
                                                << "" << 7 << 0;
        QTest::newRow("ages") << "time > |"
                              << "-15m -1h -1d -7d" << 7 << 0;
        QTest::newRow("nothing is known of a record") << "record == |"
                                                      << "" << 10 << 0;
    }
    void choices_fitThePlace() {
        QFETCH(QString, text);
        const qsizetype cursor = text.indexOf(QLatin1Char('|'));
        QVERIFY(cursor >= 0);
        text.remove(cursor, 1);
        // Both objects have a phone.
        const core::FilterWords words{
            {{"contact", {"Contact", "contacts"}}, {"company", {"Account", "companies"}}},
            {{"phone", {"Phone", "phone"}}, {"title", {"Title", "jobtitle"}}, {"phone", {"Phone", "phone"}}}};
        const FilterChoices choices = filterChoicesAt(text, cursor, words);
        QTEST(wordsOf(choices), "words");
        QFETCH(int, start);
        QFETCH(int, length);
        if (!choices.choices.empty())
            QCOMPARE((std::pair<int, int>(choices.start, choices.length)), (std::pair(start, length)));
    }

    void choices_sayWhatTheyMean() {
        const FilterChoices outcomes = filterChoicesAt(QStringLiteral("outcome == "), 11, {});
        QCOMPARE(outcomes.choices.size(), core::allOutcomes().size());
        for (const FilterChoice& choice : outcomes.choices)
            QVERIFY2(!choice.meaning.isEmpty(), qPrintable(choice.text));
        const FilterChoices names = filterChoicesAt({}, 0, {});
        for (const FilterChoice& choice : names.choices)
            QVERIFY2(!choice.meaning.isEmpty(), qPrintable(choice.text));
    }

    /// Whoever reads the list writes what stands there.
    void kinds_areFoundByWhatTheyAreCalled() {
        for (const std::string_view name : core::filterChoices(core::FilterName::Kind)) {
            const core::EntryKind kind = *core::entryKindNamed(name);
            for (const QString& word :
                 {kindWord(kind), kindTitle(kind), kindCounted(kind, 1).section(QLatin1Char(' '), 1),
                  kindCounted(kind, 2).section(QLatin1Char(' '), 1)}) {
                const QString meant = meantBy(QStringLiteral("kind"), word);
                // A row says "Conflict" of both.
                const bool isUpdate = kind == core::EntryKind::ConflictUpdated && word == QStringLiteral("Conflict");
                const QString expected = isUpdate ? QStringLiteral("ConflictOpened") : fromView(name);
                QVERIFY2(meant == expected, qPrintable(word + QStringLiteral(" is taken for ") + meant));
            }
        }
    }

    void outcomes_areFoundByWhatTheyAreCalled() {
        for (const core::Outcome outcome : core::allOutcomes()) {
            const QString word = outcomeOf(decisionOf("phone", outcome)).text;
            const QString meant = meantBy(QStringLiteral("outcome"), word);
            QVERIFY2(meant == fromView(core::name(outcome)),
                     qPrintable(word + QStringLiteral(" is taken for ") + meant));
        }
    }
};

QTEST_GUILESS_MAIN(TestFilterText)
#include "test_filter_text.moc"
