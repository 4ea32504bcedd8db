#include "engine/sandbox/key_values.h"

#include <QTest>

using syncline::sandbox::KeyValues;

class KeyValuesTest : public QObject {
    Q_OBJECT

private slots:
    void aside_isReadButNotInMemory();
    void setAside_isNoChange();
    void putOverAside_isInMemory();
    void erasedAside_isGone();
    void changes_tellTheLastWordOnce();
};

void KeyValuesTest::aside_isReadButNotInMemory() {
    KeyValues values;
    const std::string large(100'000, 'x');
    values.putAside("files/2", large);
    values.put("files/1", "small");
    values.put("grants/1", "g");
    QVERIFY(values.find("files/2") == nullptr);
    QCOMPARE(values.inMemory().size(), std::size_t{2});
    QVERIFY(values.read("files/2") == large);
    QVERIFY(values.read("files/1") == std::optional<std::string>("small"));
    QVERIFY(!values.read("files/3"));
    QVERIFY(values.withPrefix("files/") == (KeyValues::Map{{"files/1", "small"}, {"files/2", large}}));
    QVERIFY(values.takeChanges() == (KeyValues::Changes{{"files/1", "small"}, {"files/2", large}, {"grants/1", "g"}}));
}

void KeyValuesTest::setAside_isNoChange() {
    KeyValues values(KeyValues::Map{{"files/1", "one"}});
    values.setAside("files/1");
    values.setAside("files/1");
    values.setAside("files/2");
    QVERIFY(values.inMemory().empty());
    QVERIFY(values.read("files/1") == std::optional<std::string>("one"));
    QVERIFY(!values.read("files/2"));
    QVERIFY(values.takeChanges().empty());
}

void KeyValuesTest::putOverAside_isInMemory() {
    KeyValues values;
    values.putAside("a", "former");
    values.put("a", "later");
    QVERIFY(values.find("a") != nullptr && *values.find("a") == "later");
    QVERIFY(values.withPrefix("a") == (KeyValues::Map{{"a", "later"}}));
    values.putAside("a", "last");
    QVERIFY(values.read("a") == std::optional<std::string>("last"));
    QVERIFY(values.takeChanges() == (KeyValues::Changes{{"a", "last"}}));
}

void KeyValuesTest::erasedAside_isGone() {
    KeyValues values;
    values.putAside("a", "value");
    QCOMPARE(values.takeChanges().size(), std::size_t{1});
    values.erase("a");
    values.erase("b");
    QVERIFY(!values.read("a"));
    QVERIFY(values.withPrefix("").empty());
    QVERIFY(values.takeChanges() == (KeyValues::Changes{{"a", std::nullopt}}));
}

void KeyValuesTest::changes_tellTheLastWordOnce() {
    KeyValues values;
    values.put("a", "1");
    values.put("a", "2");
    values.put("b", "1");
    values.erase("b");
    QVERIFY(values.takeChanges() == (KeyValues::Changes{{"a", "2"}, {"b", std::nullopt}}));
    QVERIFY(values.takeChanges().empty());
}

QTEST_GUILESS_MAIN(KeyValuesTest)
#include "key_values_test.moc"
