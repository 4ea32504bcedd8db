#include "tests/ui/support/entries.h"
#include "ui/stream/chain.h"

#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using Place = ChainCell::Place;

namespace {

/// Entry 12, of cause 10, with the effects 13 and 20.
Chain chainOfTwelve() {
    EntryDetail detail;
    detail.row = test::rowOf(12, test::decided({}));
    detail.causes.push_back(test::rowOf(10, test::phoneChange()));
    detail.effects.push_back(test::rowOf(13, test::phoneWrite()));
    detail.effects.push_back(test::rowOf(20, core::WriteSucceeded{}));
    return Chain(detail);
}

}  // namespace

class TestChain : public QObject {
    Q_OBJECT
private slots:
    void places_data() {
        QTest::addColumn<qint64>("seq");
        QTest::addColumn<int>("place");
        QTest::addColumn<bool>("isSelf");
        const auto add = [](const char* name, qint64 seq, Place place, bool isSelf) {
            QTest::newRow(name) << seq << static_cast<int>(place) << isSelf;
        };
        add("before it all", 9, Place::None, false);
        add("the first cause", 10, Place::First, false);
        add("another entry between", 11, Place::Through, false);
        add("the chosen one", 12, Place::Middle, true);
        add("an effect", 13, Place::Middle, false);
        add("far between", 17, Place::Through, false);
        add("the last effect", 20, Place::Last, false);
        add("behind it all", 21, Place::None, false);
    }
    void places() {
        QFETCH(qint64, seq);
        QFETCH(int, place);
        QFETCH(bool, isSelf);
        const ChainCell cell = chainOfTwelve().at(core::Seq(seq));
        QCOMPARE(static_cast<int>(cell.place), place);
        QCOMPARE(cell.isSelf, isSelf);
    }

    void entryWithoutCauseAndEffectStandsAlone() {
        EntryDetail detail;
        detail.row = test::rowOf(12, test::phoneChange());
        const ChainCell cell = Chain(detail).at(core::Seq(12));
        QVERIFY(cell.place == Place::Alone);
        QVERIFY(cell.isSelf);
    }

    void anotherOfTheSameChain() {
        Chain chain = chainOfTwelve();
        chain.moveTo(core::Seq(13));
        QVERIFY(!chain.at(core::Seq(12)).isSelf);
        QVERIFY(chain.at(core::Seq(13)).isSelf);
    }

    void noneIsChosen() { QVERIFY(Chain().at(core::Seq(1)) == ChainCell{}); }
};

QTEST_GUILESS_MAIN(TestChain)
#include "test_chain.moc"
