#include "engine/core/filter.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
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

/// What matches a text: the names of the entries in alphabetical order.
constexpr const char* kAll = "captured decided gap opened policy resolved sent settled";

void addColumns() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("matching");
}

void row(const char* text, const char* matching) {
    QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(matching);
}

QString matchingOf(const Filter& filter) {
    QStringList names;
    for (const auto& [name, entry] : entries()) {
        if (matchesEntry(filter, entry))
            names << QString::fromStdString(name);
    }
    return names.join(QLatin1Char(' '));
}

/// What bounds leave out must not match.
bool boundsHoldAll(const Filter& filter) {
    const Filter::Bounds bounds = filter.bounds();
    return std::all_of(entries().begin(), entries().end(), [&](const auto& named) {
        const Entry& entry = named.second;
        return !matchesEntry(filter, entry) || (entry.seq >= bounds.from && entry.seq <= bounds.to);
    });
}

}  // namespace

class TestFilter : public QObject {
    Q_OBJECT

private slots:
    void ofTheEntry_data();
    void ofTheEntry() { expectMatching(); }
    void ofItsFields_data();
    void ofItsFields() { expectMatching(); }
    void combined_data();
    void combined() { expectMatching(); }
    void bounds_data();
    void bounds();
    void bounds_ofNothing();
    void asksEntity_onlyWhereTheEntryDoesNotTell_data();
    void asksEntity_onlyWhereTheEntryDoesNotTell();
    void matches_isACopyOfItsOwn();

private:
    void expectMatching();
};

void TestFilter::ofTheEntry_data() {
    addColumns();
    row("", kAll);
    row("  \n\t ", kAll);

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
    row("time > -3h", kAll);
    row("time < -119m", "captured");
    row("time == -2h", "captured");
    row("captured > -1h", kAll);
    row("captured < -4m", kAll);
    row("captured < -301s", "");
    row("captured >= -1d", kAll);
    row("time < 2026-11-24T15:00:00Z", "captured");
    row("time == 2026-11-24T15:00:00.000+01:00", "captured");
    row("captured in (2026-11-24T15:55:00Z, 2020-01-01T00:00:00Z)", kAll);

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
    row("object == Contact", "captured decided opened resolved sent settled");
    row("object in (COMPANY, lead)", "gap");
    row("object != Contact", "gap");
    row("object ~ COMP", "gap");
    row("record == 501", "captured decided opened resolved sent settled");
    row("record == \"ada@acme.com\"", "captured decided opened resolved sent settled");
    row("record == Ada@ACME.com", "captured decided opened resolved sent settled");
    row("record in (001x, 999)", "gap");
    row("record ~ @acme", "captured decided opened resolved sent settled");
    row("record != 501", "gap");
}

void TestFilter::ofItsFields_data() {
    addColumns();
    row("field == email", "captured decided");
    row("field == hs_score", "captured");
    row("field == Email", "captured decided");
    row("field == HS_Score", "captured");
    row("field in (CITY, Title)", "opened resolved settled");
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
    row("writer == Person", "captured decided opened sent");
    row("writer == flow-7", "captured");
    row("writer in (automation, us)", "captured settled");
    row("writer == grace", "policy resolved");
    row("writer == operator", "policy resolved");
    row("writer ~ IMP", "opened");
    row("writer != person", "captured opened policy resolved settled");
}

void TestFilter::combined_data() {
    addColumns();
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

void TestFilter::expectMatching() {
    QFETCH(QString, text);
    QFETCH(QString, matching);
    const Result<Filter> filter = Filter::parse(text.toStdString(), kNow);
    QVERIFY2(filter, filter ? "" : filter.error().message().c_str());
    QCOMPARE(matchingOf(*filter), matching);
    QVERIFY(boundsHoldAll(*filter));
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

void TestFilter::asksEntity_onlyWhereTheEntryDoesNotTell_data() {
    QTest::addColumn<bool>("asks");
    QTest::newRow("") << false;
    QTest::newRow("entity == 5 && side == hubspot && field == email && writer == us") << false;
    QTest::newRow("record == \"ada@acme.com\"") << true;
    QTest::newRow("object in (contact, company)") << true;
    QTest::newRow("seq > 5 && (kind == WriteSent || !(record ~ acme))") << true;
    QTest::newRow("value ~ record") << false;
}

void TestFilter::asksEntity_onlyWhereTheEntryDoesNotTell() {
    QFETCH(bool, asks);
    const Result<Filter> filter = Filter::parse(QTest::currentDataTag(), kNow);
    QVERIFY2(filter, filter ? "" : filter.error().message().c_str());
    QCOMPARE(filter->asksEntity(), asks);
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
