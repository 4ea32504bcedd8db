#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_names.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using core::Seq;
using runtime::answer;

namespace {

constexpr int kEntries = 1200;

/// An invalid text is a fault of the test: it gives a filter that takes nothing.
core::Filter filterOf(const QString& text) {
    auto filter = core::Filter::parse(text.toStdString(), at(0));
    if (!filter)
        qCritical("%s", filter.error().message().c_str());
    return filter ? *filter : *core::Filter::parse("seq == 0", at(0));
}

/// Ten entries: the odd ones of Ada (entity 1), the even ones of a company (entity 2).
base::Result<void> tellTen(WorkspaceJournal& told) {
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}, {"phone", "1"}}));
    told.add(2, change({kHs, "company", "900"}, {{"name", "Acme"}}));
    for (int seq = 3; seq <= 10; ++seq) {
        const core::Version version = versionOf(seq, seq % 2 == 1 ? kSf : kHs, seq % 2 == 1 ? "ada@acme.com" : "Acme");
        told.add(seq % 2 == 1 ? 1 : 2, core::FieldsDecided{{applied(seq % 2 == 1 ? "email" : "name", version)}},
                 Seq(seq - 2));
    }
    return told.settle();
}

}  // namespace

class MatchingEntriesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void slice_holdsWhatMatches_data();
    void slice_holdsWhatMatches();
    void slices_joinToAllThatMatches_data();
    void slices_joinToAllThatMatches();
    void upwards_goesOnWithWhatHasCome();
    void rows_areNamed();
    void keptNames_areForgottenWhenTheyChange();
    void cancelled_isSaid();

private:
    WorkspaceJournal m_ten;
    WorkspaceJournal m_many;
};

void MatchingEntriesTest::initTestCase() {
    const auto ten = tellTen(m_ten);
    QVERIFY2(ten, why(ten));
    SampleHistory history(7);
    for (int i = 0; i < kEntries; ++i)
        m_many.add(history.next());
    const auto many = m_many.settle();
    QVERIFY2(many, why(many));
}

void MatchingEntriesTest::slice_holdsWhatMatches_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("from");
    QTest::addColumn<bool>("upwards");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("look");
    QTest::addColumn<QString>("expected");  // rows, then next, looked, and whether it is the end
    QTest::newRow("everything, from the newest on") << "" << 0 << false << 3 << 100 << "10 9 8 | 8 | 3 |";
    QTest::newRow("everything below one of them") << "" << 8 << false << 3 << 100 << "7 6 5 | 5 | 3 |";
    QTest::newRow("everything upwards") << "" << 1 << true << 3 << 100 << "1 2 3 | 4 | 3 |";
    QTest::newRow("to the first") << "" << 4 << false << 9 << 100 << "3 2 1 | 1 | 3 | end";
    QTest::newRow("to the head") << "" << 9 << true << 9 << 100 << "9 10 | 11 | 2 | end";
    QTest::newRow("the last one fills it") << "" << 3 << false << 2 << 100 << "2 1 | 1 | 2 | end";
    QTest::newRow("so many looked at") << "side == hubspot && seq < 9" << 0 << false << 9 << 4 << " | 5 | 4 |";
    QTest::newRow("a record by its key") << "record == \"ada@acme.com\"" << 0 << false << 2 << 100 << "9 7 | 7 | 4 |";
    QTest::newRow("a record by its id") << "record == 900" << 1 << true << 2 << 100 << "2 4 | 5 | 4 |";
    QTest::newRow("an object") << "object == company" << 8 << false << 9 << 100 << "6 4 2 | 1 | 7 | end";
    QTest::newRow("not an object") << "!(object == company)" << 8 << true << 9 << 100 << "9 | 11 | 3 | end";
    QTest::newRow("bounds below, downwards") << "seq >= 7" << 0 << false << 9 << 100 << "10 9 8 7 | 7 | 4 | end";
    QTest::newRow("bounds above, downwards") << "seq < 4" << 0 << false << 9 << 100 << "3 2 1 | 1 | 3 | end";
    QTest::newRow("bounds below, upwards") << "seq >= 7" << 1 << true << 2 << 100 << "7 8 | 9 | 2 |";
    QTest::newRow("bounds above, upwards") << "seq < 4" << 2 << true << 9 << 100 << "2 3 | 11 | 2 | end";
    QTest::newRow("nothing can match") << "seq < 1" << 0 << false << 9 << 100 << " | 1 | 0 | end";
    QTest::newRow("below the first") << "" << 1 << false << 9 << 100 << " | 1 | 0 | end";
    QTest::newRow("above the head") << "" << 20 << true << 9 << 100 << " | 20 | 0 | end";
}

void MatchingEntriesTest::slice_holdsWhatMatches() {
    QFETCH(QString, filter);
    QFETCH(int, from);
    QFETCH(bool, upwards);
    QFETCH(int, limit);
    QFETCH(int, look);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_ten.context();
    const auto found =
        answer(context, runtime::MatchingEntries{filterOf(filter), Seq(from), upwards, static_cast<std::size_t>(limit),
                                                 static_cast<std::size_t>(look)});
    QVERIFY2(found, why(found));
    const QString said = QString::fromStdString(text(found->rows)) + QStringLiteral(" | ")
                         + QString::number(found->next.value()) + QStringLiteral(" | ") + QString::number(found->looked)
                         + (found->isAtEnd ? QStringLiteral(" | end") : QStringLiteral(" |"));
    QCOMPARE(said, expected);
}

void MatchingEntriesTest::slices_joinToAllThatMatches_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("upwards");
    for (const char* const filter :
         {"", "kind == ConflictOpened", "record ~ 7x || record ~ 003X1", "entity == 1",
          "field == email && value ~ \"@acme\"", "seq > 200 && seq < 1000 && side == hubspot",
          "cause == 0 && !(object == contact)"}) {
        for (const bool upwards : {false, true})
            QTest::addRow("%s, %s", filter, upwards ? "upwards" : "downwards") << filter << upwards;
    }
}

void MatchingEntriesTest::slices_joinToAllThatMatches() {
    QFETCH(QString, filter);
    QFETCH(bool, upwards);
    const core::Filter parsed = filterOf(filter);
    runtime::QueryContext context = m_many.context();

    std::vector<Seq> expected;
    const auto entries = context.journal.readPage(Seq(1), Seq(kEntries), kEntries);
    QVERIFY2(entries, why(entries));
    for (const core::Entry& entry : *entries) {
        const auto entity = context.projections.readEntity(entry.entity);
        QVERIFY2(entity, why(entity));
        const runtime::EntityNames names =
            *entity ? runtime::namesOf(**entity, context.workspace) : runtime::EntityNames();
        if (parsed.matches({entry, names.object, names.records}))
            expected.push_back(entry.seq);
    }
    if (!upwards)
        std::reverse(expected.begin(), expected.end());

    std::vector<Seq> found;
    runtime::MatchingEntries query{parsed, upwards ? Seq(1) : Seq(), upwards, 37, 111};
    for (int slices = 0; slices < kEntries; ++slices) {
        const auto slice = answer(context, query);
        QVERIFY2(slice, why(slice));
        QVERIFY(slice->rows.size() <= query.limit && slice->looked <= query.look);
        for (const runtime::EntryRow& row : slice->rows)
            found.push_back(row.entry.seq);
        if (slice->isAtEnd)
            break;
        QVERIFY(slice->next != query.from);
        query.from = slice->next;
    }
    QCOMPARE(QString::fromStdString(text(found)), QString::fromStdString(text(expected)));
}

void MatchingEntriesTest::upwards_goesOnWithWhatHasCome() {
    WorkspaceJournal told;
    told.add(0, core::PolicyChanged());
    QVERIFY(told.settle());
    runtime::MatchingEntries query{filterOf(QString()), Seq(1), true, 10, 10};
    runtime::QueryContext context = told.context();
    const auto first = answer(context, query);
    QVERIFY2(first, why(first));
    QVERIFY(first->isAtEnd);
    told.add(0, core::PolicyChanged());
    QVERIFY(told.settle());
    query.from = first->next;
    runtime::QueryContext later = told.context();
    const auto second = answer(later, query);
    QVERIFY2(second, why(second));
    QCOMPARE(QString::fromStdString(text(second->rows)), QStringLiteral("2"));
}

void MatchingEntriesTest::rows_areNamed() {
    runtime::QueryContext context = m_ten.context();
    const auto found =
        answer(context, runtime::MatchingEntries{filterOf(QStringLiteral("seq == 2")), Seq(), false, 1, 1});
    QVERIFY2(found, why(found));
    QCOMPARE(found->rows.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(found->rows.front().title), QStringLiteral("Acme"));
    QVERIFY(std::get<core::ChangeCaptured>(found->rows.front().entry.body).raw.empty());
}

void MatchingEntriesTest::keptNames_areForgottenWhenTheyChange() {
    WorkspaceJournal told;
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}}));
    told.add(1, core::FieldsDecided{{applied("email", versionOf(2, kSf, "ada@acme.com"))}}, Seq(1));
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    runtime::NameBook kept(context.projections, context.workspace);
    context.names = &kept;
    const auto count = [&](const char* filter) {
        const auto found =
            answer(context, runtime::MatchingEntries{filterOf(QLatin1String(filter)), Seq(), false, 9, 9});
        return found ? static_cast<int>(found->rows.size()) : -1;
    };
    QCOMPARE(count("record == \"ada@acme.com\""), 2);
    told.add(1, core::FieldsDecided{{applied("email", versionOf(3, kSf, "countess@acme.com"))}}, Seq(1));
    QVERIFY(told.append());
    QVERIFY(told.project(9));
    QCOMPARE(count("record == \"ada@acme.com\""), 0);
    QCOMPARE(count("record == \"countess@acme.com\""), 3);
}

void MatchingEntriesTest::cancelled_isSaid() {
    WorkspaceJournal told;
    told.add(0, core::PolicyChanged());
    QVERIFY(told.settle());
    told.cancel();
    runtime::QueryContext context = told.context();
    const auto found = answer(context, runtime::MatchingEntries{filterOf(QString()), Seq(), false, 1, 1});
    QVERIFY(!found);
    QVERIFY(found.error().code == base::ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(MatchingEntriesTest)
#include "matching_entries_test.moc"
