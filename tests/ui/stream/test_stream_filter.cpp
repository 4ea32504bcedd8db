#include "tests/ui/stream/stream_stage.h"
#include "ui/stream/stream_columns.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/input_state.h"
#include "ui/widgets/sentence.h"

#include <QImage>
#include <QLabel>
#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::noteOf;
using test::showsConflictsOnly;
using test::StreamStage;

/// The line above the stream: what it lets through, what it says of a text, and which keys it takes.
class TestStreamFilter : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<StreamStage>(2000); }
    void cleanup() { m_stage.reset(); }

    void filter_appliesAfterAMoment() {
        m_stage->journal.setHead(1'000'003);
        m_stage->open();
        QCOMPARE(m_stage->lastKey(), 1'000'003);
        m_stage->type(QStringLiteral("kind == ConflictOpened"));
        QTRY_VERIFY(showsConflictsOnly(*m_stage));
        QTRY_VERIFY(noteOf(*m_stage).startsWith(QStringLiteral("searched back to ")));
    }

    void filter_enterAppliesAtOnce() {
        m_stage->open();
        m_stage->type(QStringLiteral("seq in (7, 9)"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
    }

    void filter_enterLeadsToTheRows() {
        m_stage->open();
        m_stage->type(QStringLiteral("seq in (7, 9)"));
        m_stage->press(Qt::Key_Return);
        QVERIFY(m_stage->table().hasFocus());
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
        // A key of the stream is one by now, and no letter.
        m_stage->press(Qt::Key_F);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("seq in (7, 9)"));
        // What is no filter is not left.
        m_stage->type(QStringLiteral("seq in 7"));
        m_stage->press(Qt::Key_Return);
        QVERIFY(m_stage->filter().hasFocus());
    }

    void filter_escapeClearsThenLeadsToTheRows() {
        m_stage->open();
        m_stage->type(QStringLiteral("seq == 7"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), std::vector<qint64>{7});
        m_stage->view().focusFilter();
        QVERIFY(m_stage->filter().hasFocus());
        m_stage->press(Qt::Key_Escape);
        QCOMPARE(m_stage->filter().text(), QString());
        QVERIFY(m_stage->filter().hasFocus());
        m_stage->press(Qt::Key_Escape);
        QVERIFY(m_stage->table().hasFocus());
    }

    void filter_tabGoesOnFromAnEmptiedLine() {
        m_stage->open();
        m_stage->type(QStringLiteral("s"));
        QVERIFY(m_stage->find<QWidget>("filterCompletion")->isVisible());
        m_stage->press(Qt::Key_Backspace);
        QVERIFY(!m_stage->find<QWidget>("filterCompletion")->isVisible());
        m_stage->press(Qt::Key_Down);
        QVERIFY(m_stage->find<QWidget>("filterCompletion")->isVisible());
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QString());
        QVERIFY(!m_stage->filter().hasFocus());
    }

    void filter_popupNamesTheKeysThatWork() {
        m_stage->open();
        m_stage->filter().setFocus();
        m_stage->press(Qt::Key_Down);
        auto* const keys = m_stage->find<QWidget>("filterChoiceKeys");
        QVERIFY(keys->isVisible());
        QCOMPARE(keys->accessibleName(), QStringLiteral("Down choose, Tab go on, Esc close"));
        const QImage goesOn = keys->grab().toImage();
        m_stage->press(Qt::Key_Down);
        QCOMPARE(keys->accessibleName(), QStringLiteral("Tab take, Esc close"));
        QVERIFY(keys->grab().toImage() != goesOn);
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("seq "));
        // Something is typed: the first of the words is taken.
        QVERIFY(keys->isVisible());
        QCOMPARE(keys->accessibleName(), QStringLiteral("Tab take, Esc close"));
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("seq == "));
    }

    void filter_newerOneAlone() {
        m_stage->open();
        m_stage->bridge.holdQueries<MatchingEntries>();
        m_stage->type(QStringLiteral("seq == 5"));
        m_stage->press(Qt::Key_Return);
        QCOMPARE(m_stage->bridge.asked<MatchingEntries>().size(), std::size_t{1});
        m_stage->type(QStringLiteral("seq == 6"));
        m_stage->press(Qt::Key_Return);
        m_stage->journal.answerMatches();
        QTRY_COMPARE(m_stage->keys(), std::vector<qint64>{6});
        // The older one was asked a single slice, of which nobody heard.
        QCOMPARE(m_stage->bridge.asked<MatchingEntries>().front().filter.bounds().from, core::Seq(5));
    }

    void filter_mistakeIsMarkedAndTheLastGoodOneStays() {
        m_stage->open();
        m_stage->type(QStringLiteral("seq in (7, 9)"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
        m_stage->type(QStringLiteral("outcom == lost"));
        m_stage->press(Qt::Key_Return);
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QVERIFY(why->isVisible());
        QCOMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
        QVERIFY(noteOf(*m_stage).contains(QStringLiteral("seq in (7, 9)")));
        const auto& line = *m_stage->find<FilterEdit>("streamFilter");
        QTRY_COMPARE(line.count(), QStringLiteral("2 match the filter before"));
        QCOMPARE(fact(), QStringLiteral("following the tail · filtered: 2 match the filter before"));
        QVERIFY(!m_stage->filter().accessibleDescription().isEmpty());
        // Tab takes what was meant.
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("outcome == lost"));
        QVERIFY(!why->isVisible());
        QVERIFY(!line.count().contains(QStringLiteral("before")));
    }

    void filter_mistakenValueIsTakenByTab() {
        m_stage->open();
        m_stage->type(QStringLiteral("side == hubspott && seq in (7, 9)"));
        m_stage->press(Qt::Key_Return);
        QVERIFY(m_stage->find<QWidget>("streamFilterWhy")->isVisible());
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("side == hubspot && seq in (7, 9)"));
        QVERIFY(!m_stage->find<QWidget>("streamFilterWhy")->isVisible());
    }

    void filter_whatTheConsoleCallsItIsTakenByTab() {
        m_stage->open();
        m_stage->type(QStringLiteral("kind == rules || seq in (7, 9)"));
        m_stage->press(Qt::Key_Return);
        const auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QVERIFY(why->isVisible());
        const QString words = why->findChild<Sentence*>()->plainText();
        QVERIFY2(words.startsWith(QStringLiteral(
                     "Column 9: there is no kind 'rules'; did you mean 'PolicyChanged'? kind is one of ")),
                 qPrintable(words));
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("kind == PolicyChanged || seq in (7, 9)"));
        QVERIFY(!why->isVisible());
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
    }

    void filter_wordsWithoutQuotesAreTakenByTab_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("taken");
        QTest::newRow("alone, as in a search line")
            << "Ilse Rossi && seq > 5"
            << "`Ilse` is not a name. A text is searched for by `value ~ \"Ilse Rossi\"`."
            << "value ~ \"Ilse Rossi\" && seq > 5";
        QTest::newRow("behind contains") << "value ~ Ilse Maria Rossi"
                                         << "Column 9: a text of several words stands between quotes: "
                                            "\"Ilse Maria Rossi\"."
                                         << "value ~ \"Ilse Maria Rossi\"";
    }
    void filter_wordsWithoutQuotesAreTakenByTab() {
        QFETCH(QString, typed);
        m_stage->open();
        m_stage->type(typed);
        m_stage->press(Qt::Key_Return);
        const auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QVERIFY(why->isVisible());
        QTEST(why->findChild<Sentence*>()->plainText(), "said");
        m_stage->press(Qt::Key_Tab);
        QTEST(m_stage->filter().text(), "taken");
        QVERIFY(m_stage->filter().hasFocus());
        QVERIFY(!why->isVisible());
    }

    void filter_ofAnEarlierDayIsSaidInTheHeader() {
        m_stage->view().restoreLayout(QByteArray(R"-({"filter": "seq in (7, 9)"})-"));
        m_stage->open();
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 9}));
        QTRY_COMPARE(fact(), QStringLiteral("following the tail · filtered: 2 match"));
        m_stage->filter().setFocus();
        m_stage->press(Qt::Key_Escape);
        QTRY_COMPARE(fact(), QStringLiteral("following the tail"));
    }

    void filter_doubtedWordIsMarkedAndTheFilterRuns() {
        m_stage->open();
        m_stage->type(QStringLiteral("kind == ConflictOpened && !(field == phnoe)"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{1000, 2000}));
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QVERIFY(why->isVisible());
        QCOMPARE(why->findChild<Sentence*>()->plainText(),
                 QStringLiteral("Column 38: no mapped field is called phnoe in this workspace; did you mean phone?"));
        QCOMPARE(inputState(m_stage->filter()), InputState::Warning);
        QVERIFY(!m_stage->filter().accessibleDescription().isEmpty());
        QVERIFY(noteOf(*m_stage).isEmpty());
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("kind == ConflictOpened && !(field == phone)"));
        QVERIFY(!why->isVisible());
        QCOMPARE(inputState(m_stage->filter()), InputState::Good);
    }

    void filter_objectInAnotherCaseIsGood() {
        m_stage->open();
        m_stage->type(QStringLiteral("object == CONTACT && kind == conflictopened"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{1000, 2000}));
        QVERIFY(!m_stage->find<QWidget>("streamFilterWhy")->isVisible());
    }

    void filter_doubtOfAnOldLayoutIsSaidWhenTheMappingIsKnown() {
        m_stage = std::make_unique<StreamStage>(0);
        m_stage->view().restoreLayout([] {
            StreamStage before(2000);
            before.open();
            before.type(QStringLiteral("object == lead"));
            before.press(Qt::Key_Return);
            return before.view().saveLayout();
        }());
        QVERIFY(m_stage->find<QWidget>("streamFilterWhy")->isHidden());
        m_stage->open();
        QTRY_VERIFY(m_stage->find<QWidget>("streamFilterWhy")->isVisible());
    }

    void filter_doubtOfARuleGoesWithIt() {
        m_stage->open();
        m_stage->type(QStringLiteral("object == lead"));
        m_stage->press(Qt::Key_Return);
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QTRY_VERIFY(why->isVisible());
        m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) {
            Rules rules;
            rules.objects.push_back({"lead", {"Lead", "leads"}, {}, {}});
            return rules;
        });
        m_stage->view().setShown(false);
        m_stage->view().setShown(true);
        QTRY_VERIFY(!why->isVisible());
        QCOMPARE(inputState(m_stage->filter()), InputState::Good);
    }

    void filter_whoTabsThroughTheLineLeavesADoubtedFilterAsItIs() {
        m_stage->open();
        m_stage->type(QStringLiteral("field == phnoe"));
        m_stage->press(Qt::Key_Return);
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QTRY_VERIFY(why->isVisible());
        const QImage withKey = why->grab().toImage();
        m_stage->filter().clearFocus();
        m_stage->filter().setFocus(Qt::TabFocusReason);
        QVERIFY(why->grab().toImage() != withKey);
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("field == phnoe"));
        QVERIFY(!m_stage->filter().hasFocus());
        // Whoever goes on writing it takes what was meant.
        m_stage->filter().setFocus(Qt::TabFocusReason);
        m_stage->press(Qt::Key_End);
        QTest::keyClicks(&m_stage->filter(), QStringLiteral(" "));
        m_stage->press(Qt::Key_Return);
        QVERIFY(why->isVisible());
        QCOMPARE(why->grab().toImage(), withKey);
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("field == phone "));
    }

    void filter_filterFromElsewhereIsNotChangedByTab() {
        m_stage->open();
        m_stage->type(QStringLiteral("kind == ConflictOpened"));
        m_stage->press(Qt::Key_Return);
        m_stage->filter().setFocus();
        m_stage->view().show({QStringLiteral("field == phnoe"), {}});
        QTRY_VERIFY(m_stage->find<QWidget>("streamFilterWhy")->isVisible());
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("field == phnoe"));
    }

    void filter_mistakeIsTakenByWhoComesToIt() {
        m_stage->open();
        m_stage->type(QStringLiteral("outcom == lost"));
        m_stage->press(Qt::Key_Return);
        m_stage->filter().clearFocus();
        m_stage->filter().setFocus(Qt::TabFocusReason);
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("outcome == lost"));
    }

    void filter_nameWhereIdsAreCompared() {
        findNoor({"Noor Haddad", "Haddad", "Noor"});
        m_stage->bridge.onQuery<MatchingEntries>([](const MatchingEntries&) { return atEnd(); });
        m_stage->open();
        m_stage->type(QStringLiteral("  record == \"noor haddad\""));
        m_stage->press(Qt::Key_Return);
        m_stage->view().focusFilter();
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QTRY_VERIFY(why->isVisible());
        const QString words = why->findChild<Sentence*>()->plainText();
        QVERIFY2(words.startsWith(QStringLiteral("Column 13: ")), qPrintable(words));
        QVERIFY2(words.endsWith(QStringLiteral("noor haddad is the name of contact 003N.")), qPrintable(words));
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("  record == 003N"));
        QVERIFY(!why->isVisible());
    }

    void filter_nameIsComparedAsAWhole_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("end");
        QTest::newRow("first name") << "noor"
                                    << "noor is the name of contact 003N.";
        QTest::newRow("last name") << "HADDAD"
                                   << "HADDAD is the name of contact 003N.";
        QTest::newRow("beginning of a name") << "noo"
                                             << "none is called noo.";
        QTest::newRow("what is within a name") << "addad"
                                               << "none is called addad.";
    }
    void filter_nameIsComparedAsAWhole() {
        QFETCH(QString, asked);
        findNoor({"Noor Haddad", "Haddad", "Noor"});
        m_stage->bridge.onQuery<MatchingEntries>([](const MatchingEntries&) { return atEnd(); });
        m_stage->open();
        m_stage->type(QStringLiteral("record == ") + asked);
        m_stage->press(Qt::Key_Return);
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QTRY_VERIFY(why->isVisible());
        const QString words = why->findChild<Sentence*>()->plainText();
        QFETCH(QString, end);
        QVERIFY2(words.endsWith(end), qPrintable(words));
    }

    void filter_nameThatIsAMatchKeyIsGood_data() {
        QTest::addColumn<bool>("isFound");
        QTest::newRow("one by which records are found") << true;
        QTest::newRow("one that only entries tell of") << false;
    }
    void filter_nameThatIsAMatchKeyIsGood() {
        QFETCH(bool, isFound);
        findNoor(isFound ? std::vector<std::string>{"Noor Haddad"} : std::vector<std::string>());
        m_stage->bridge.onQuery<MatchingEntries>([&](const MatchingEntries& question) {
            // The first entry of the record, or any of the newest; the filter itself takes none in its time.
            const bool isOfRecord = isFound ? question.filter.bounds().to == core::Seq(7) : question.limit == 1;
            Matches found = atEnd();
            if (isOfRecord)
                found.rows.push_back(m_stage->journal.row(7));
            return found;
        });
        m_stage->open();
        m_stage->type(QStringLiteral("record == \"noor haddad\" && captured > 2030-01-01T00:00:00Z"));
        m_stage->press(Qt::Key_Return);
        answerWhatIsAsked();
        QVERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        QVERIFY(!m_stage->find<QWidget>("streamFilterWhy")->isVisible());
    }

    void filter_recordIsNotDoubtedWhereItsRowsAre() {
        bool isReached = false;
        findNoor({});
        m_stage->bridge.onQuery<MatchingEntries>([&](const MatchingEntries& question) {
            Matches found = atEnd();
            found.isAtEnd = isReached || question.limit == 1;
            found.next = core::Seq(1000);
            if (isReached && question.limit > 1)
                found.rows.push_back(m_stage->journal.row(7));
            return found;
        });
        m_stage->open();
        m_stage->type(QStringLiteral("record == ACME-BERLIN"));
        m_stage->press(Qt::Key_Return);
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QTRY_VERIFY(why->isVisible());
        // Far back.
        isReached = true;
        QTRY_COMPARE(m_stage->keys(), std::vector<qint64>{7});
        QVERIFY(!why->isVisible());
        QCOMPARE(inputState(m_stage->filter()), InputState::Good);
    }

    void filter_isExplainedWhenTheWordsAreGone_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("byEscape");
        QTest::newRow("a doubted word, Escape") << "object == cont" << true;
        QTest::newRow("a doubted word, the line is left") << "object == cont" << false;
        QTest::newRow("a mistake, Escape") << "side == hubspot && outcome == " << true;
    }
    void filter_isExplainedWhenTheWordsAreGone() {
        QFETCH(QString, text);
        QFETCH(bool, byEscape);
        m_stage->open();
        m_stage->type(text);
        auto* const popup = m_stage->find<QWidget>("filterCompletion");
        QVERIFY(popup->isVisible());
        if (text.startsWith(QStringLiteral("object")))
            QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        auto* const why = m_stage->find<QWidget>("streamFilterWhy");
        QVERIFY(popup->isVisible() && !why->isVisible());
        if (byEscape)
            m_stage->press(Qt::Key_Escape);
        else
            m_stage->filter().clearFocus();
        QVERIFY(!popup->isVisible());
        QVERIFY(why->isVisible());
        QCOMPARE(m_stage->filter().text(), text);
    }

    void filter_isCompleted() {
        m_stage->open();
        m_stage->type(QStringLiteral("side == hu"));
        auto* const popup = m_stage->find<QWidget>("filterCompletion");
        QVERIFY(popup->isVisible());
        m_stage->press(Qt::Key_Tab);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("side == hubspot "));
        QVERIFY(m_stage->filter().hasFocus());
        m_stage->press(Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QCOMPARE(m_stage->filter().text(), QStringLiteral("side == hubspot "));
        QTRY_COMPARE(m_stage->text(0, kSideColumn), QStringLiteral("HubSpot"));
    }

    void filter_arrowsChooseAmongWords() {
        m_stage->open();
        m_stage->type(QStringLiteral("outcome == "));
        auto* const choices = m_stage->find<QTableView>("filterChoices");
        QVERIFY(choices->isVisible());
        m_stage->press(Qt::Key_Down);
        m_stage->press(Qt::Key_Down);
        QCOMPARE(choices->currentIndex().data().toString(), QStringLiteral("echo"));
        m_stage->press(Qt::Key_Return);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("outcome == echo "));
    }

    void filter_whatIsNotFinishedIsNoMistake() {
        m_stage->open();
        m_stage->type(QStringLiteral("side == hubspot && outcome == "));
        QTRY_VERIFY(m_stage->find<QWidget>("filterCompletion")->isVisible());
        QVERIFY(!m_stage->find<QWidget>("streamFilterWhy")->isVisible());
    }

private:
    static Matches atEnd() {
        Matches none;
        none.isAtEnd = true;
        return none;
    }
    [[nodiscard]] QString fact() const { return m_stage->find<QLabel>("viewFact")->text(); }
    /// Whatever is searched finds one record, of those names; none: no record.
    void findNoor(const std::vector<std::string>& called) {
        m_stage->bridge.onQuery<RecordSearch>([called](const RecordSearch&) {
            RecordHit hit{core::EntityId(7), "contact", "Noor Haddad", "", {"003N", "501"}, {}, called};
            return called.empty() ? std::vector<RecordHit>{} : std::vector{hit};
        });
    }
    /// And what is asked because of the answers, and once more because of those: a check of a record asks three times.
    void answerWhatIsAsked() {
        for (int round = 0; round < 5; ++round) {
            bool isAnswered = false;
            const Ticket ticket =
                m_stage->bridge.query<RuleTable>({}, [&](const base::Result<Rules>&) { isAnswered = true; });
            QTRY_VERIFY(isAnswered);
        }
    }

    std::unique_ptr<StreamStage> m_stage;
};

QTEST_MAIN(TestStreamFilter)
#include "test_stream_filter.moc"
