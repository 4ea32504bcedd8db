#include "engine/base/result.h"
#include "engine/base/try.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

/// Long enough to be on the heap, so that the address sanitizer sees each of its lives.
const std::string kText = "a text that does not fit into the object itself";
const std::string kOther = "another text that does not fit into the object itself";

Error failure(std::string detail) {
    return {ErrorCode::Io, "read", "a file with a name that does not fit into the object", std::move(detail), {}};
}

Result<std::string> make(bool good, const std::string& text) {
    if (good)
        return text;
    return failure(text);
}

/// A kind of error that somebody wants to hand on as a value.
struct ErrorLike : Error {
    int line = 0;
};

/// Counts how often it was copied.
struct Counted {
    Counted() = default;
    Counted(const Counted& other) : copies(other.copies + 1) {}
    Counted(Counted&& other) noexcept = default;
    Counted& operator=(const Counted&) = delete;
    Counted& operator=(Counted&&) noexcept = default;
    ~Counted() = default;
    int copies = 0;
};

static_assert(!std::is_copy_constructible_v<Result<std::unique_ptr<int>>>);
static_assert(std::is_nothrow_move_constructible_v<Result<std::unique_ptr<int>>>);
static_assert(std::is_nothrow_move_assignable_v<Result<std::unique_ptr<int>>>);
static_assert(!std::is_default_constructible_v<Result<int>> && std::is_default_constructible_v<Result<void>>);
static_assert(!std::is_convertible_v<Result<int>, bool>, "asked for explicitly only");
static_assert(!std::is_constructible_v<Result<bool>, const char*>, "text is not true");
static_assert(!std::is_constructible_v<Result<bool>, int*> && !std::is_constructible_v<Result<bool>, int>);
static_assert(std::is_constructible_v<Result<bool>, bool> && std::is_constructible_v<Result<bool>, const bool&>);
static_assert(std::is_same_v<decltype(*std::declval<Result<int>>()), int>, "a temporary gives a value of its own");
static_assert(std::is_same_v<decltype(*std::declval<Result<int>&>()), int&>);

Result<int> half(int number) {
    if (number % 2 != 0)
        return failure(std::to_string(number));
    return number / 2;
}

Result<std::pair<int, int>> halves(int first, int second) {
    TRY_ASSIGN(const int one, half(first));
    TRY_ASSIGN(auto two, half(second));
    return std::pair{one, two};
}

Result<void> checkHalves(int first, int second) {
    TRY(halves(first, second));
    TRY(Result<std::map<int, int>>(std::map<int, int>{}));
    return {};
}

Result<std::unique_ptr<int>> quarter(int number) {
    int value = 0;
    TRY_ASSIGN(value, half(number));
    TRY_ASSIGN(value, half(value));
    TRY_ASSIGN(auto owned, Result<std::unique_ptr<int>>(std::make_unique<int>(value)));
    return owned;
}

}  // namespace

class TestResult : public QObject {
    Q_OBJECT

private slots:
    void assignment_replacesWhatWasThere_data();
    void assignment_replacesWhatWasThere();
    void selfAssignment_keepsTheSide_data();
    void selfAssignment_keepsTheSide();
    void moveOnlyValue_canBeTakenOut();
    void valueTakenFromTemporary_isNotCopied();
    void valueOfTemporary_livesThroughALoop();
    void errorAsValue_andError_areToldApart();
    void nestedAndOptionalValues_keepTheirSide();
    void wrongSide_throws();
    void valueOr_givesTheFallbackOnErrorOnly();
    void comparison_isBySideAndContent();
    void resultOfBool_isAboutSuccess();
    void tryMacros_handOnTheFirstError_data();
    void tryMacros_handOnTheFirstError();
    void tryAssign_movesOwnership();
};

void TestResult::assignment_replacesWhatWasThere_data() {
    QTest::addColumn<bool>("before");
    QTest::addColumn<bool>("after");
    QTest::newRow("value over value") << true << true;
    QTest::newRow("value over error") << false << true;
    QTest::newRow("error over value") << true << false;
    QTest::newRow("error over error") << false << false;
}

void TestResult::assignment_replacesWhatWasThere() {
    QFETCH(bool, before);
    QFETCH(bool, after);
    const Result<std::string> wanted = make(after, kOther);

    Result<std::string> copied = make(before, kText);
    copied = wanted;
    QVERIFY(copied == wanted);

    Result<std::string> moved = make(before, kText);
    moved = make(after, kOther);
    QVERIFY(moved == wanted);

    Result<std::string> swapped = make(before, kText);
    Result<std::string> partner = wanted;
    std::swap(swapped, partner);
    QVERIFY(swapped == wanted);
    QVERIFY(partner == make(before, kText));

    Result<void> nothing = before ? Result<void>() : Result<void>(failure(kText));
    nothing = after ? Result<void>() : Result<void>(failure(kOther));
    QCOMPARE(nothing.has_value(), after);
    if (!after)
        QCOMPARE(nothing.error().detail, kOther);
}

void TestResult::selfAssignment_keepsTheSide_data() {
    QTest::addColumn<bool>("good");
    QTest::newRow("value") << true;
    QTest::newRow("error") << false;
}

void TestResult::selfAssignment_keepsTheSide() {
    QFETCH(bool, good);
    Result<std::string> result = make(good, kText);
    Result<std::string>& itself = result;
    result = itself;
    QVERIFY(result == make(good, kText));
    result = std::move(itself);
    QCOMPARE(result.has_value(), good);
    result = make(good, kOther);
    QVERIFY(result == make(good, kOther));
}

void TestResult::moveOnlyValue_canBeTakenOut() {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    QVERIFY(result);
    QCOMPARE(**result, 5);
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 5);

    Result<std::unique_ptr<int>> failed = failure("x");
    const std::unique_ptr<int> fallback = std::move(failed).value_or(std::make_unique<int>(7));
    QCOMPARE(*fallback, 7);
}

void TestResult::valueTakenFromTemporary_isNotCopied() {
    Result<Counted> result{Counted()};
    QCOMPARE(result->copies, 0);
    const Counted taken = std::move(result).value();
    QCOMPARE(taken.copies, 0);
}

void TestResult::valueOfTemporary_livesThroughALoop() {
    const auto read = [] { return Result<std::vector<std::string>>({kText, kOther}); };
    std::string all;
    for (const std::string& text : *read())
        all += text;
    QCOMPARE(all, kText + kOther);
    const Error& error = Result<int>(failure(kText)).error();
    QCOMPARE(error.detail, kText);
}

void TestResult::errorAsValue_andError_areToldApart() {
    ErrorLike like;
    like.detail = kText;
    const Result<ErrorLike> value = like;
    QVERIFY(value);
    QCOMPARE(value->detail, kText);
    const Result<ErrorLike> failed = failure(kText);
    QVERIFY(!failed);
    const Result<std::optional<Error>> maybe = failure(kText);
    QVERIFY(!maybe);
    const Result<std::optional<Error>> found = std::optional<Error>(failure(kText));
    QVERIFY(found);
    const Result<std::variant<Error, int>> either = failure(kText);
    QVERIFY(!either);
}

void TestResult::nestedAndOptionalValues_keepTheirSide() {
    const Result<std::optional<int>> nothing = std::optional<int>();
    QVERIFY(nothing);
    QVERIFY(!nothing->has_value());
    const Result<Result<int>> innerFailed = Result<int>(failure("inner"));
    QVERIFY(innerFailed);
    QVERIFY(!*innerFailed);
    const Result<Result<int>> outerFailed = failure("outer");
    QVERIFY(!outerFailed);
}

void TestResult::wrongSide_throws() {
    const Result<int> value = 1;
    const Result<int> failed = failure("x");
    const Result<void> done;
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(value.error()), std::bad_variant_access);
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(*failed), std::bad_variant_access);
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(done.error()), std::bad_variant_access);
}

void TestResult::valueOr_givesTheFallbackOnErrorOnly() {
    const Result<std::string> good = kText;
    const Result<std::string> bad = failure("x");
    QCOMPARE(good.value_or("fallback"), kText);
    QCOMPARE(bad.value_or("fallback"), std::string("fallback"));
}

void TestResult::comparison_isBySideAndContent() {
    QVERIFY(Result<int>(1) == Result<int>(1));
    QVERIFY(Result<int>(1) != Result<int>(2));
    QVERIFY(Result<int>(1) != Result<int>(failure("1")));
    QVERIFY(Result<int>(failure("1")) != Result<int>(failure("2")));
    QVERIFY(Result<void>() == Result<void>());
    QVERIFY(Result<void>() != Result<void>(failure("1")));
}

void TestResult::resultOfBool_isAboutSuccess() {
    const Result<bool> no = false;
    QVERIFY(no);
    QVERIFY(!*no);
}

void TestResult::tryMacros_handOnTheFirstError_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("detail");
    QTest::newRow("both good") << 2 << 4 << "";
    QTest::newRow("first bad") << 3 << 4 << "3";
    QTest::newRow("second bad") << 2 << 5 << "5";
    QTest::newRow("both bad") << 3 << 5 << "3";
}

void TestResult::tryMacros_handOnTheFirstError() {
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(QString, detail);
    const Result<void> checked = checkHalves(first, second);
    QCOMPARE(checked.has_value(), detail.isEmpty());
    if (!checked)
        QCOMPARE(checked.error(), failure(detail.toStdString()));
    if (const Result<std::pair<int, int>> pair = halves(first, second))
        QCOMPARE(*pair, std::pair(first / 2, second / 2));
}

void TestResult::tryAssign_movesOwnership() {
    const Result<std::unique_ptr<int>> good = quarter(12);
    QVERIFY(good);
    QCOMPARE(**good, 3);
    QCOMPARE(quarter(6).error().detail, std::string("3"));
}

QTEST_APPLESS_MAIN(TestResult)
#include "test_result.moc"
