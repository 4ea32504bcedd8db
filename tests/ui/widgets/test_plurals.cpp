#include "ui/widgets/plurals.h"

#include <QCoreApplication>
#include <QTest>

using syncline::ui::EnglishPlurals;

class PluralsTest : public QObject {
    Q_OBJECT
private slots:
    void counted_data();
    void counted();
    void uncounted_isLeftAlone();
};

void PluralsTest::counted_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("said");
    QTest::newRow("none") << 0 << QStringLiteral("0 rules, 0 branches");
    QTest::newRow("one") << 1 << QStringLiteral("1 rule, 1 branch");
    QTest::newRow("two") << 2 << QStringLiteral("2 rules, 2 branches");
    QTest::newRow("thousands") << 2000 << QStringLiteral("2000 rules, 2000 branches");
}

void PluralsTest::counted() {
    QFETCH(int, count);
    EnglishPlurals plurals;
    QVERIFY(QCoreApplication::installTranslator(&plurals));
    QTEST(QCoreApplication::translate("PluralsTest", "%n rule(s), %n branch(es)", nullptr, count), "said");
}

void PluralsTest::uncounted_isLeftAlone() {
    EnglishPlurals plurals;
    QVERIFY(QCoreApplication::installTranslator(&plurals));
    QCOMPARE(QCoreApplication::translate("PluralsTest", "Rule(s) of a field"), QStringLiteral("Rule(s) of a field"));
    QCOMPARE(QCoreApplication::translate("PluralsTest", "%n open", nullptr, 3), QStringLiteral("3 open"));
}

QTEST_GUILESS_MAIN(PluralsTest)
#include "test_plurals.moc"
