#include "engine/base/ids.h"

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <unordered_set>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

using Row = Id<struct RowTag, std::uint64_t>;
using Column = Id<struct ColumnTag, std::uint64_t>;
using Name = Id<struct NameTag, std::string>;
using Handle = Id<struct HandleTag, std::unique_ptr<int>>;

template <typename A, typename B>
concept Comparable = requires(const A& a, const B& b) {
    a == b;
};

template <typename A>
concept Addable = requires(const A& a) {
    a + a;
};

static_assert(!std::is_convertible_v<std::uint64_t, Row>, "made explicitly only");
static_assert(!std::is_convertible_v<Row, std::uint64_t>, "read through value() only");
static_assert(!std::is_constructible_v<Row, Column> && !std::is_assignable_v<Row&, Column>, "kinds do not mix");
static_assert(!Comparable<Row, Column> && !Comparable<Row, std::uint64_t> && Comparable<Row, Row>);
static_assert(!Addable<Row>);
static_assert(sizeof(Row) == sizeof(std::uint64_t) && std::is_trivially_copyable_v<Row>);
static_assert(Row(3).value() == 3 && Row() == Row(0));

}  // namespace

class TestIds : public QObject {
    Q_OBJECT

private slots:
    void order_isThatOfTheRepresentation();
    void hash_findsEqualIds();
    void value_ofTemporary_isMovedOut();
};

void TestIds::order_isThatOfTheRepresentation() {
    QVERIFY(Row(2) < Row(10));
    QVERIFY(Row(10) >= Row(10));
    QVERIFY(Row(UINT64_MAX) > Row(0));
    QVERIFY(Name("2") > Name("10"));
    QVERIFY(Name("a") != Name("b"));
}

void TestIds::hash_findsEqualIds() {
    const std::unordered_set<Name> names{Name("a"), Name("b"), Name("a")};
    QCOMPARE(names.size(), std::size_t(2));
    QVERIFY(names.contains(Name("b")));
    QVERIFY(!names.contains(Name("c")));
    QCOMPARE(std::hash<Row>{}(Row(7)), std::hash<std::uint64_t>{}(7));
}

void TestIds::value_ofTemporary_isMovedOut() {
    Handle handle(std::make_unique<int>(5));
    QCOMPARE(*handle.value(), 5);
    const std::unique_ptr<int> taken = std::move(handle).value();
    QCOMPARE(*taken, 5);
}

QTEST_APPLESS_MAIN(TestIds)
#include "test_ids.moc"
