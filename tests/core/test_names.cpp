#include "engine/core/entry.h"

#include <set>
#include <string>

#include <QtTest/QtTest>

using namespace syncline::core;

namespace {

/// All names up to the last enumerator, and what a number behind it reads as.
template <typename Enum>
QString namesUpTo(Enum last) {
    QStringList names;
    for (int value = 0; value <= static_cast<int>(last) + 1; ++value) {
        const std::string_view text = name(static_cast<Enum>(value));
        names << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    return names.join(QLatin1Char(' '));
}

}  // namespace

class TestNames : public QObject {
    Q_OBJECT

private slots:
    void name_ofEveryValue_data();
    void name_ofEveryValue();
    void entryKind_isFoundByItsName();
    void entryKind_isTheBodysPlace();
};

void TestNames::name_ofEveryValue_data() {
    QTest::addColumn<QString>("names");
    QTest::addColumn<QString>("expected");
    QTest::newRow("writer") << namesUpTo(WriterKind::Operator)
                            << QStringLiteral("unknown person integration automation us operator ?");
    QTest::newRow("change") << namesUpTo(ChangeKind::Observed) << QStringLiteral("event observed ?");
    QTest::newRow("action") << namesUpTo(Action::Merge) << QStringLiteral("create update delete undelete merge ?");
    QTest::newRow("failure") << namesUpTo(FailureClass::Permanent) << QStringLiteral("notSent unknown permanent ?");
    QTest::newRow("phase") << namesUpTo(ConnectorPhase::Disconnected)
                           << QStringLiteral("stopped connecting connected disconnected ?");
}

void TestNames::name_ofEveryValue() {
    QFETCH(QString, names);
    QFETCH(QString, expected);
    QCOMPARE(names, expected);
}

void TestNames::entryKind_isFoundByItsName() {
    std::set<std::string_view> names;
    for (std::size_t i = 1; i <= std::variant_size_v<EntryBody>; ++i) {
        const auto kind = static_cast<EntryKind>(i);
        names.insert(name(kind));
        QVERIFY(entryKindNamed(name(kind)) == kind);
    }
    QCOMPARE(names.size(), std::variant_size_v<EntryBody>);
    QVERIFY(name(EntryKind::ChangeCaptured) == "ChangeCaptured");
    QVERIFY(name(EntryKind::RecordDeleted) == "RecordDeleted");
    QVERIFY(name(static_cast<EntryKind>(0)) == "?");
    QVERIFY(!entryKindNamed("?"));
    QVERIFY(!entryKindNamed("changecaptured"));
    QVERIFY(!entryKindNamed(""));
}

void TestNames::entryKind_isTheBodysPlace() {
    Entry entry;
    entry.body = WriteFailed{};
    QCOMPARE(entry.kind(), EntryKind::WriteFailed);
    entry.body = ConnectorStateChanged{};
    QCOMPARE(entry.kind(), EntryKind::ConnectorStateChanged);
    entry.body = PolicyChanged{};
    QCOMPARE(entry.kind(), EntryKind::PolicyChanged);
}

QTEST_APPLESS_MAIN(TestNames)
#include "test_names.moc"
