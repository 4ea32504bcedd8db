#include "engine/core/codec.h"
#include "engine/core/filter.h"

#include <chrono>
#include <ctime>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;

namespace {

constexpr int kRounds = 200000;

Version versionOf(int seq, const std::string& text) {
    Version made;
    made.id = {Seq(seq), Side::HubSpot};
    made.value = {{text, text}, {text, text}};
    made.time = {base::WallTime(std::chrono::milliseconds(1795536000000)),
                 base::WallTime(std::chrono::milliseconds(1795536000999)), false, false};
    made.writer = {WriterKind::Person, "0055g00000AbCdEAAV"};
    return made;
}

/// A change of two fields with a payload of a usual size.
EntryBody capturedBody() {
    ChangeCaptured made;
    made.record = {Side::HubSpot, "contact", "151234567890"};
    made.change.seq = Seq(1234567);
    made.change.side = Side::HubSpot;
    made.change.time = versionOf(1, "").time;
    for (const char* const field : {"email", "phone"}) {
        FieldChange& change = made.change.fields.emplace_back();
        change.field = field;
        change.value = versionOf(1, "ada.lovelace@example.com").value;
    }
    made.raw.assign(700, 'x');
    return made;
}

EntryBody decidedBody() {
    FieldsDecided made;
    for (const char* const field : {"email", "phone"}) {
        FieldDecision& decision = made.fields.emplace_back();
        decision.field = field;
        decision.outcome = Outcome::Applied;
        decision.version = versionOf(1234567, "ada.lovelace@example.com");
        decision.base = versionOf(1234000, "ada@example.com");
        decision.standing = decision.base;
        decision.change.standing = decision.version;
        decision.change.present[Side::HubSpot] = decision.version;
    }
    return made;
}

/// Of the processor, so that other programs do not count.
template <typename Work>
double nanosecondsEach(Work work) {
    const std::clock_t begin = std::clock();
    for (int i = 0; i < kRounds; ++i)
        work();
    return 1e9 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / kRounds;
}

}  // namespace

class BenchCodec : public QObject {
    Q_OBJECT

private slots:
    void body_isWrittenAndRead_data();
    void body_isWrittenAndRead();
    void filter_isAsked_data();
    void filter_isAsked();
};

void BenchCodec::body_isWrittenAndRead_data() {
    QTest::addColumn<EntryBody>("body");
    QTest::newRow("a captured change") << capturedBody();
    QTest::newRow("a decision of two fields") << decidedBody();
}

void BenchCodec::body_isWrittenAndRead() {
    QFETCH(EntryBody, body);
    const auto kind = static_cast<EntryKind>(body.index() + 1);
    const std::string bytes = encodeBody(body);
    std::size_t sum = 0;
    const double writing = nanosecondsEach([&] { sum += encodeBody(body).size(); });
    const double reading = nanosecondsEach([&] { sum += decodeBody(kind, bytes)->index(); });
    qInfo("%zu bytes: written in %.0f ns, read in %.0f ns", bytes.size(), writing, reading);
    QVERIFY(sum >= bytes.size() * kRounds);
    // A tenth of the 50 us that an entry may take at 20,000 a second.
    QVERIFY(writing < 5000);
    QVERIFY(reading < 5000);
}

void BenchCodec::filter_isAsked_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("head only") << QStringLiteral("side == hubspot && time > 2026-01-01T00:00:00Z && seq > 5");
    QTest::newRow("one field") << QStringLiteral("field in (email, phone) && outcome == lost");
    QTest::newRow("contains") << QStringLiteral("value ~ \"@acme\"");
}

void BenchCodec::filter_isAsked() {
    QFETCH(QString, text);
    const base::Result<Filter> filter = Filter::parse(text.toStdString(), base::WallTime());
    QVERIFY(filter);
    Entry entry;
    entry.seq = Seq(1234568);
    entry.side = Side::Salesforce;
    entry.body = decidedBody();
    const Filter::Subject subject{entry, "contact", {"003A", "501"}};
    int matching = 0;
    const double asking = nanosecondsEach([&] { matching += filter->matches(subject) ? 1 : 0; });
    qInfo("asked in %.0f ns", asking);
    QCOMPARE(matching, 0);
    QVERIFY(asking < 5000);
}

QTEST_APPLESS_MAIN(BenchCodec)
#include "bench_codec.moc"
