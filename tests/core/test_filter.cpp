#include "engine/core/filter.h"

#include <map>
#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using base::ErrorCode;
using base::Result;

namespace {

constexpr Side kSf = Side::Salesforce;
constexpr Side kHs = Side::HubSpot;

/// 2026-11-24T16:00:00Z.
const base::WallTime kNow(std::chrono::milliseconds(1795536000000));

base::WallTime ago(std::chrono::milliseconds age) {
    return kNow - age;
}

Version versionOf(const std::string& salesforce, const std::string& hubspot, Writer writer) {
    Version made;
    made.value = {{salesforce, salesforce}, {hubspot, hubspot}};
    made.writer = std::move(writer);
    return made;
}

FieldDecision decisionOf(std::string field, Outcome outcome, Reason reason, Version version) {
    FieldDecision made;
    made.field = std::move(field);
    made.outcome = outcome;
    made.reason = reason;
    made.version = std::move(version);
    return made;
}

Entry entryOf(int seq, EntryBody body) {
    Entry made;
    made.seq = Seq(seq);
    made.entity = EntityId(40);
    made.captureTime = ago(std::chrono::minutes(5));
    made.body = std::move(body);
    return made;
}

/// A person of HubSpot changed e-mail and phone; a field that nobody mapped as well.
Entry capturedEntry() {
    ChangeCaptured captured;
    captured.record = {kHs, "contact", "501"};
    captured.change.writer = {WriterKind::Person, "ada@hub"};
    FieldChange email;
    email.field = "email";
    email.value = {{"Ada@Acme.com", "ada@acme.com"}, {"ada@acme.com", "ada@acme.com"}};
    FieldChange phone;
    phone.field = "phone";
    phone.writer = Writer{WriterKind::Automation, "flow-7"};
    captured.change.fields = {email, phone};
    captured.unmapped = {"hs_score"};
    Entry entry = entryOf(41, captured);
    entry.side = kHs;
    entry.sourceTime = ago(std::chrono::hours(2));
    return entry;
}

/// The e-mail was applied, the phone lost by a photo finish.
Entry decidedEntry() {
    Entry entry =
        entryOf(42, FieldsDecided{{decisionOf("email", Outcome::Applied, Reason::None,
                                              versionOf("Ada@Acme.com", "ada@acme.com", {WriterKind::Person, "005A"})),
                                   decisionOf("phone", Outcome::Lost, Reason::PhotoFinish,
                                              versionOf("(030) 1", "+49301", {WriterKind::Person, "005A"}))}});
    entry.side = kSf;
    entry.cause = Seq(41);
    return entry;
}

/// A write was closed: no change, but what was set.
Entry settledEntry() {
    FieldDecision decision;
    decision.field = "title";
    decision.outcome = Outcome::Settled;
    decision.change.present[kHs] = versionOf("Dr", "doctor", {WriterKind::Us, ""});
    Entry entry = entryOf(43, FieldsDecided{{decision}});
    entry.side = kHs;
    return entry;
}

Entry openedEntry() {
    return entryOf(44, ConflictOpened{"city",
                                      ConflictType::ConcurrentUpdate,
                                      {{versionOf("Berlin", "Berlin", {WriterKind::Person, "005A"}), kSf, false},
                                       {versionOf("Köln", "Köln", {WriterKind::Integration, "import"}), kHs, false}}});
}

Entry resolvedEntry() {
    ConflictResolved resolved;
    resolved.conflict = Seq(44);
    resolved.field = "city";
    resolved.standing = versionOf("Bonn", "Bonn", {WriterKind::Operator, "grace"});
    resolved.who = "grace";
    return entryOf(45, resolved);
}

Entry sentEntry() {
    Entry entry = entryOf(46, WriteSent{kHs, "501", 1, {{"phone", versionOf("1", "2", {WriterKind::Person, "005A"})}}});
    entry.side = kHs;
    return entry;
}

/// The policy of the workspace: no side, no entity, no source time.
Entry policyEntry() {
    PolicyChanged changed;
    changed.who = "grace";
    Entry entry = entryOf(1, changed);
    entry.entity = EntityId();
    return entry;
}

Entry gapEntry() {
    Entry entry = entryOf(47, GapDetected{kSf, "expired", {{kSf, "company", "001X"}}, false});
    entry.entity = EntityId();
    entry.side = kSf;
    return entry;
}

const std::map<std::string, Entry>& entries() {
    static const std::map<std::string, Entry> all{{"captured", capturedEntry()}, {"decided", decidedEntry()},
                                                  {"settled", settledEntry()},   {"opened", openedEntry()},
                                                  {"resolved", resolvedEntry()}, {"sent", sentEntry()},
                                                  {"policy", policyEntry()},     {"gap", gapEntry()}};
    return all;
}

/// What the caller knows of the entity that all entries but those of the workspace are of.
bool matchesEntry(const Filter& filter, const Entry& entry) {
    Filter::Subject subject{entry, {}, {}};
    if (entry.entity == EntityId(40)) {
        subject.object = "contact";
        subject.records = {"003A", "501", "ada@acme.com"};
    }
    return filter.matches(subject);
}

}  // namespace

class TestFilter : public QObject {
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void mistake_data();
    void mistake();
    void mistake_ofDeepBrackets();
    void mistake_ofALongText();
    void mistake_neverCrashes();
    void parse_saysColumnAndText();
    void bounds_data();
    void bounds();
    void bounds_ofNothing();
    void matches_isACopyOfItsOwn();
};

void TestFilter::matches_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("matching");
    // The names of all entries that match, in alphabetical order.
    const auto row = [](const char* text, const char* matching) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(matching);
    };
    const char* const all = "captured decided gap opened policy resolved sent settled";
    row("", all);
    row("  \n\t ", all);

    row("seq == 42", "decided");
    row("seq==42", "decided");
    row("seq != 42", "captured gap opened policy resolved sent settled");
    row("seq < 42", "captured policy");
    row("seq <= 42", "captured decided policy");
    row("seq > 45", "gap sent");
    row("seq >= 45", "gap resolved sent");
    row("seq in (1, 44,47)", "gap opened policy");
    row("seq == \"42\"", "decided");
    row("cause == 41", "decided");
    row("cause == 0", "captured gap opened policy resolved sent settled");
    row("cause < 41", "captured gap opened policy resolved sent settled");
    row("entity == 40", "captured decided opened resolved sent settled");
    row("entity == 0", "gap policy");
    row("conflict == 44", "opened resolved");
    row("conflict != 44", "");
    row("!(conflict == 44)", "captured decided gap policy sent settled");

    row("time > -1h", "decided gap opened policy resolved sent settled");
    row("time > -3h", all);
    row("time < -119m", "captured");
    row("time == -2h", "captured");
    row("captured > -1h", all);
    row("captured < -4m", all);
    row("captured < -301s", "");
    row("captured >= -1d", all);
    row("time < 2026-11-24T15:00:00Z", "captured");
    row("time == 2026-11-24T15:00:00.000+01:00", "captured");
    row("captured in (2026-11-24T15:55:00Z, 2020-01-01T00:00:00Z)", all);

    row("kind == FieldsDecided", "decided settled");
    row("kind == fieldsdecided", "decided settled");
    row("kind != FieldsDecided", "captured gap opened policy resolved sent");
    row("kind in (ConflictOpened, ConflictResolved)", "opened resolved");
    row("kind ~ conflict", "opened resolved");
    row("!(kind == ConflictOpened)", "captured decided gap policy resolved sent settled");

    row("side == hubspot", "captured sent settled");
    row("side == \"HubSpot\"", "captured sent settled");
    row("side != hubspot", "decided gap");
    row("!(side == hubspot)", "decided gap opened policy resolved");
    row("side in (salesforce, hubspot)", "captured decided gap sent settled");

    row("object == contact", "captured decided opened resolved sent settled");
    row("object == company", "gap");
    row("object == Contact", "");
    row("object ~ COMP", "gap");
    row("record == 501", "captured decided opened resolved sent settled");
    row("record == \"ada@acme.com\"", "captured decided opened resolved sent settled");
    row("record == Ada@ACME.com", "captured decided opened resolved sent settled");
    row("record in (001x, 999)", "gap");
    row("record ~ @acme", "captured decided opened resolved sent settled");
    row("record != 501", "gap");

    row("field == email", "captured decided");
    row("field == hs_score", "captured");
    row("field == Email", "");
    row("field ~ MAI", "captured decided");
    row("field in (city, title)", "opened resolved settled");
    row("field != email", "captured decided opened resolved sent settled");
    row("!(field == email)", "gap opened policy resolved sent settled");

    row("value == Ada@Acme.com", "captured decided");
    row("value == ada@acme.com", "captured decided");
    row("value == ADA@acme.com", "");
    row("value ~ \"@ACME\"", "captured decided");
    row("value == \"(030) 1\"", "decided");
    row("value == doctor", "settled");
    row("value ~ KÖLN", "opened");
    row("value in (Berlin, Bonn)", "opened resolved");
    row("value == \"\"", "captured");
    row("value != doctor", "captured decided opened resolved sent");
    row("value != Berlin", "captured decided opened resolved sent settled");

    row("outcome == lost", "decided");
    row("outcome == Settled", "settled");
    row("outcome in (applied, settled)", "decided settled");
    row("outcome ~ app", "decided");
    row("outcome != lost", "decided settled");
    row("rule == photoFinish", "decided");
    row("rule == none", "decided settled");
    row("rule ~ photo", "decided");

    row("writer == person", "captured decided opened sent");
    row("writer == 005A", "decided opened sent");
    row("writer == flow-7", "captured");
    row("writer in (automation, us)", "captured settled");
    row("writer == grace", "policy resolved");
    row("writer == operator", "policy resolved");
    row("writer ~ IMP", "opened");
    row("writer != person", "captured opened policy resolved settled");

    // One field has to meet all that is asked of fields.
    row("field == phone && outcome == lost", "decided");
    row("field == email && outcome == lost", "");
    row("outcome == lost && field == email", "");
    row("field == email && outcome == applied && value ~ acme", "decided");
    row("field == phone && value ~ acme", "");
    row("rule == photoFinish && outcome == lost", "decided");
    row("rule == photoFinish && outcome == applied", "");
    row("field == email && field == phone", "");
    row("field == email && seq == 42 && (outcome == lost)", "");
    row("field == email && (outcome == lost || outcome == applied)", "decided");
    row("(field == email || field == phone) && outcome == lost", "decided");
    row("(field == email || field == title) && outcome == lost", "");
    row("field == email && outcome == lost || field == phone && outcome == lost", "decided");
    row("field == email && (outcome == lost || side == hubspot)", "captured");
    // Behind a ! it is asked anew.
    row("outcome == lost && !(field == email)", "");
    row("outcome == lost && field != email", "decided");
    row("outcome == settled && !(field == email)", "settled");
    row("!(field == email && outcome == lost) && field == email", "captured decided");
    row("!!(field == email) && !!(field == phone)", "captured decided");
    // A writer is asked of the entry as a whole.
    row("field == email && writer == flow-7", "captured");

    row("seq == 41 || seq == 42 && side == hubspot", "captured");
    row("(seq == 41 || seq == 42) && side == salesforce", "decided");
    row("!seq == 41 && !seq == 42", "gap opened policy resolved sent settled");
    row("!!(seq == 41)", "captured");
    row("!(seq == 41 || seq == 42)", "gap opened policy resolved sent settled");
    row("((((seq == 41))))", "captured");
    row("side == hubspot && field in (email, phone) && outcome == lost && time > -1h", "");
    row("side == salesforce && field in (email, phone) && outcome == lost && time > -1h", "decided");
    row("value == \"a\\\"b\\\\\"", "");
}

void TestFilter::matches() {
    QFETCH(QString, text);
    QFETCH(QString, matching);
    const Result<Filter> filter = Filter::parse(text.toStdString(), kNow);
    QVERIFY2(filter, filter ? "" : filter.error().message().c_str());
    QStringList found;
    for (const auto& [name, entry] : entries()) {
        if (matchesEntry(*filter, entry))
            found << QString::fromStdString(name);
    }
    QCOMPARE(found.join(QLatin1Char(' ')), matching);
    // What bounds leave out does not match.
    const Filter::Bounds bounds = filter->bounds();
    for (const auto& [name, entry] : entries()) {
        if (entry.seq < bounds.from || entry.seq > bounds.to)
            QVERIFY2(!found.contains(QString::fromStdString(name)), name.c_str());
    }
}

void TestFilter::mistake_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("part");
    // The column, and what the message has to speak of.
    const auto row = [](const char* text, int column, const char* part) {
        QTest::newRow(text) << QString::fromUtf8(text) << column << QString::fromUtf8(part);
    };
    row("foo == 1", 1, "no name 'foo'; the names are seq, time");
    row("Seq == 1", 1, "no name 'Seq'");
    row("  foo", 3, "no name 'foo'");
    row("\"seq\" == 1", 1, "a comparison begins");
    row("== 1", 1, "a comparison begins");
    row(")", 1, "a comparison begins");
    row("seq", 4, "behind seq stands one of == != < <= > >= in");
    row("seq 5", 5, "behind seq stands");
    row("seq = 5", 5, "== compares");
    row("seq ~ 5", 5, "behind seq stands one of == != < <= > >= in");
    row("value < 5", 7, "behind value stands one of == != ~ in");
    row("side > hubspot", 6, "behind side stands");
    row("seq ==", 7, "a value stands");
    row("seq == && side == hubspot", 8, "a value stands");
    row("seq == abc", 8, "seq is a whole number");
    row("seq == -5", 8, "seq is a whole number");
    row("seq == 5.0", 8, "seq is a whole number");
    row("seq == 99999999999999999999", 8, "seq is a whole number");
    row("seq == \"\"", 8, "seq is a whole number");
    row("time > yesterday", 8, "time is a time like");
    row("time > -1w", 8, "an age like");
    row("time > -h", 8, "an age like");
    row("time > --1h", 8, "an age like");
    row("captured > -99999999999999d", 12, "an age like");
    row("time > 2026-11-24", 8, "time is a time like");
    row("time > 2026-02-30T00:00:00Z", 8, "time is a time like");
    row("side == pipedrive", 9, "side is one of salesforce, hubspot");
    row("kind == Conflict", 9, "kind is one of ChangeCaptured");
    row("outcome in (lost, forgotten)", 19, "outcome is one of unmapped");
    row("rule == magic", 9, "rule is one of none, later");
    row("field in email", 10, "stands a list");
    row("field in ()", 11, "a value stands");
    row("field in (email", 16, "a comma goes on, or ) ends the list");
    row("field in (email phone)", 17, "a comma goes on");
    row("field in (email,)", 17, "a value stands");
    row("seq == 1 seq == 2", 10, "&& or || goes on, or the filter ends");
    row("seq == 1 & seq == 2", 10, "&& joins");
    row("seq == 1 | seq == 2", 10, "|| joins");
    row("seq == 1 &&", 12, "a comparison begins");
    row("seq == 1 || ", 13, "a comparison begins");
    row("seq == 1 and seq == 2", 10, "&& or || goes on");
    row("(seq == 1", 10, ") ends the bracket");
    row("(seq == 1))", 11, "the filter ends");
    row("()", 2, "a comparison begins");
    row("!", 2, "a comparison begins");
    row("value == \"open", 10, "no second quote");
    row("value == \"a\\nb\"", 12, "stands before");
    row("value == \"a\\", 12, "stands before");
    row("value == 'a'", 10, "double quotes");
    row("value == 50%", 12, "the mark %");
    row("value == a\x01", 11, "this byte");
    row("field == größe && foo", 21, "no name 'foo'");
    row("seq == 1 && foo == 2 && bar == 3", 13, "no name 'foo'");
}

void TestFilter::mistake() {
    QFETCH(QString, text);
    QFETCH(int, column);
    QFETCH(QString, part);
    const std::optional<FilterMistake> found = mistakeIn(text.toStdString());
    QVERIFY(found);
    QVERIFY2(QString::fromStdString(found->message).contains(part), found->message.c_str());
    QCOMPARE(static_cast<int>(found->column), column);
    QVERIFY(!Filter::parse(text.toStdString(), kNow));
}

void TestFilter::mistake_ofDeepBrackets() {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "seq == 1" + std::string(depth, ')');
    };
    QVERIFY(!mistakeIn(nested(64)));
    const std::optional<FilterMistake> found = mistakeIn(nested(65));
    QVERIFY(found);
    QCOMPARE(found->column, std::size_t{65});
    QVERIFY(!mistakeIn(std::string(64, '!') + "seq == 1"));
    QCOMPARE(mistakeIn(std::string(5000, '!') + "seq == 1").value_or(FilterMistake{}).column, std::size_t{65});
    QCOMPARE(mistakeIn(std::string(9999, '(')).value_or(FilterMistake{}).column, std::size_t{65});
}

void TestFilter::mistake_ofALongText() {
    const std::string list = "seq in (1";
    std::string fits = list;
    while (fits.size() < 9998)
        fits += ",1";
    fits += ")";
    QVERIFY(fits.size() <= 10000);
    QVERIFY(!mistakeIn(fits));
    const std::optional<FilterMistake> found = mistakeIn(fits + std::string(10001 - fits.size(), ' '));
    QVERIFY(found);
    QCOMPARE(found->column, std::size_t{10001});
}

void TestFilter::mistake_neverCrashes() {
    // Pieces of filters in any order, and bytes in any place.
    const std::vector<std::string> pieces{"seq",
                                          "==",
                                          "!=",
                                          "<",
                                          "~",
                                          "in",
                                          "(",
                                          ")",
                                          ",",
                                          "&&",
                                          "||",
                                          "!",
                                          "value",
                                          "\"",
                                          "\\",
                                          "-1h",
                                          "5",
                                          "side",
                                          "hubspot",
                                          " ",
                                          "=",
                                          "\xff",
                                          std::string(1, '\0')};
    base::WallTime now = kNow;
    std::uint64_t state = 1;
    const auto below = [&](std::size_t bound) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % bound;
    };
    int good = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (std::size_t left = below(12); left > 0; --left)
            text += pieces[below(pieces.size())];
        const std::optional<FilterMistake> found = mistakeIn(text);
        QCOMPARE(Filter::parse(text, now).has_value(), !found);
        if (!found) {
            ++good;
            continue;
        }
        QVERIFY(found->column >= 1 && found->column <= text.size() + 1);
        QVERIFY(!found->message.empty());
    }
    QVERIFY(good > 100);
}

void TestFilter::parse_saysColumnAndText() {
    const Result<Filter> filter = Filter::parse("seq == 1 && foo", kNow);
    QVERIFY(!filter);
    QCOMPARE(filter.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(filter.error().object, std::string("seq == 1 && foo"));
    QVERIFY(filter.error().detail.starts_with("column 13: there is no name 'foo'"));
}

void TestFilter::bounds_data() {
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    constexpr qint64 kOpen = std::numeric_limits<qint64>::max();
    const auto row = [](const char* text, qint64 from, qint64 to) { QTest::newRow(text) << from << to; };
    row("", 1, kOpen);
    row("seq == 5", 5, 5);
    row("seq != 5", 1, kOpen);
    row("seq < 5", 1, 4);
    row("seq <= 5", 1, 5);
    row("seq > 5", 6, kOpen);
    row("seq >= 5", 5, kOpen);
    row("seq in (9, 5, 7)", 5, 9);
    row("seq >= 0", 1, kOpen);
    row("seq > 5 && seq <= 9", 6, 9);
    row("seq > 5 && side == hubspot && seq < 100 && seq < 50", 6, 49);
    row("seq == 5 || seq == 9", 5, 9);
    row("seq == 5 || side == hubspot", 1, kOpen);
    row("(seq > 5 || seq == 3) && seq < 9", 3, 8);
    row("seq > 5 && (seq < 3 && seq > 2 || seq == 7)", 7, 7);
    row("!(seq == 5)", 1, kOpen);
    row("!(seq < 5) && seq < 9", 1, 8);
    row("time > -1h", 1, kOpen);
    row("cause == 5", 6, kOpen);
    row("cause == 0", 1, kOpen);
    row("cause < 5", 1, kOpen);
    row("cause >= 5 && seq < 9", 6, 8);
    row("cause in (7, 5)", 6, kOpen);
    row("cause != 5", 1, kOpen);
    row("conflict == 5", 5, kOpen);
    row("entity == 5", 5, kOpen);
    row("entity == 0", 1, kOpen);
    row("seq == 9223372036854775807", kOpen, kOpen);
}

void TestFilter::bounds() {
    QFETCH(qint64, from);
    QFETCH(qint64, to);
    const Result<Filter> filter = Filter::parse(QTest::currentDataTag(), kNow);
    QVERIFY(filter);
    QCOMPARE(qint64{filter->bounds().from.value()}, from);
    QCOMPARE(qint64{filter->bounds().to.value()}, to);
}

void TestFilter::bounds_ofNothing() {
    for (const char* const text : {"seq < 1", "seq == 5 && seq == 6", "seq > 9223372036854775807", "seq == 0",
                                   "(seq < 3 && seq > 3) || (seq < 1)"}) {
        const Result<Filter> filter = Filter::parse(text, kNow);
        QVERIFY2(filter, text);
        QVERIFY2(filter->bounds().from > filter->bounds().to, text);
    }
}

void TestFilter::matches_isACopyOfItsOwn() {
    std::string text = "side == hubspot && value ~ acme";
    const Result<Filter> filter = Filter::parse(text, kNow);
    QVERIFY(filter);
    const Filter copy = *filter;
    text.assign(text.size(), 'x');
    QVERIFY(matchesEntry(copy, capturedEntry()));
    QVERIFY(!matchesEntry(copy, decidedEntry()));
}

QTEST_APPLESS_MAIN(TestFilter)
#include "test_filter.moc"
