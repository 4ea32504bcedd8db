#include "tests/end_to_end/window_test.h"

#include "engine/base/time_format.h"
#include "tests/end_to_end/other_program.h"

#include <QAbstractButton>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QScopeGuard>
#include <QTest>
#include <algorithm>

using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::OtherProgram;
using syncline::test::Pair;
using syncline::test::TwoCrms;
using syncline::test::WindowDriver;
using window::kHubspot;
using window::kLate;
using window::kPatience;
using window::kSalesforce;
using window::StrayWindows;
using namespace Qt::StringLiterals;

namespace {

QByteArrayList linesOf(const QString& file) {
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    QByteArrayList lines = opened.readAll().split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

/// A line as it was sent first: without the mark of a replay, which is its last member.
QByteArray withoutReplay(const QByteArray& line) {
    const qsizetype mark = line.lastIndexOf(",\"replay\":");
    return mark < 0 ? line : line.left(mark) + "}";
}

/// As the window writes a sequence: 4,711.
QString sequence(qint64 seq) {
    return QLocale::c().toString(seq);
}

}  // namespace

/// Both directions only observe at first: people change both sides without seeing each other. Then a person lets both
/// go live.
void WindowTest::initTestCase() {
    m_crms = std::make_unique<TwoCrms>();
    QVERIFY(m_crms->isReady());
    m_engine = std::make_unique<EngineProcess>(*m_crms, QJsonObject{{u"city"_s, u"review"_s}}, u"observe"_s);
    for (const char* name :
         {"Sales", "Hub", "Own", "Three", "Undo", "Rule", "Filter", "Tail", "Why", "Find", "Pause", "Lost"})
        m_pairs.insert(QString::fromLatin1(name), m_crms->createPair(QString::fromLatin1(name)));
    openWindow();
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"Both directions only observe"_s); }));
    for (const Pair& pair : std::as_const(m_pairs))
        m_crms->edit(kSalesforce, pair.salesforce, {{u"FirstName"_s, u"Seen"_s}});
    QVERIFY(
        m_engine->waitFor([this] { return entries(u"kind == BaselineRead"_s).size() == m_pairs.size(); }, kPatience));
    m_readAt = m_clock.wallNow();
    makeConflicts();
    QVERIFY(m_engine->waitFor([this] { return syncline::test::conflicts(*m_engine).size() == 4; }, kPatience));
    for (const Pair& pair : std::as_const(m_pairs))
        QCOMPARE(m_crms->value(kHubspot, pair.hubspot, u"firstname"_s).toString(), QString());
    QVERIFY(goesLive(u"directionToHubSpot"_s));
    QVERIFY(goesLive(u"directionToSalesforce"_s));
    QVERIFY(m_engine->waitFor([this] {
        return std::all_of(m_pairs.keyBegin(), m_pairs.keyEnd(),
                           [this](const QString& name) { return held(name, kHubspot, u"firstname"_s) == u"Seen"_s; });
    }));
}

/// A case that failed leaves no dialog to the next.
void WindowTest::cleanup() {
    constexpr int kMostDialogs = 3;
    for (int i = 0; m_window && i < kMostDialogs && QApplication::activeModalWidget() != nullptr; ++i)
        m_window->press(Qt::Key_Escape);
}

void WindowTest::openWindow() {
    for (const QString& name : m_engine->environment().keys()) {
        if (name.startsWith(u"SYNCLINE_"_s))
            qputenv(name.toLatin1().constData(), m_engine->environment().value(name).toUtf8());
    }
    QCoreApplication::installTranslator(&m_plurals);
    syncline::app::ConsoleOptions options;
    options.workspace = m_engine->folder().toStdString();
    const syncline::app::Console::Files files{m_files.filePath(u"layout.ini"_s).toStdString(),
                                              m_files.filePath(u"sandboxes"_s).toStdString()};
    m_console = std::make_unique<syncline::app::Console>(options, files, m_clock);
    m_strays = std::make_unique<StrayWindows>(m_console->window());
    m_console->window().resize(1440, 900);
    m_console->start();
    m_window = std::make_unique<WindowDriver>(m_console->window());
    QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
}

void WindowTest::makeConflicts() {
    for (const char* name : {"Sales", "Hub", "Own", "Undo"}) {
        const Pair& pair = m_pairs[QString::fromLatin1(name)];
        m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Graz"_s}});
        m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Linz"_s}});
    }
}

bool WindowTest::goesLive(const QString& direction) {
    return m_window->click(direction) && m_window->click(u"modeGoLive"_s) && m_window->click(u"modeConfirmLive"_s)
           && m_window->waitFor([this] { return m_window->find(u"modePreview"_s) == nullptr; });
}

QString WindowTest::held(const QString& name, const QString& side, const QString& field) const {
    return m_crms->value(side, m_pairs.value(name).on(side), field).toString();
}

bool WindowTest::bothHold(const QString& name, const QString& value) const {
    return held(name, kSalesforce, u"MailingCity"_s) == value && held(name, kHubspot, u"city"_s) == value;
}

/// As anybody reads it, at the REST APIs: waiting there would use up what they allow.
bool WindowTest::bothApisSay(const QString& name, const QString& value) const {
    const OtherProgram reader(*m_crms);
    const Pair pair = m_pairs.value(name);
    return reader.read(kSalesforce, pair.salesforce, u"MailingCity"_s) == value
           && reader.read(kHubspot, pair.hubspot, u"city"_s) == value;
}

/// The open conflict of the record's city; empty: there is none.
QJsonObject WindowTest::conflict(const QString& name) const {
    const QString email = name.toLower() + u"@pairs.example"_s;
    const QJsonArray all = syncline::test::conflicts(*m_engine);
    const auto found = std::find_if(all.begin(), all.end(), [&](const QJsonValue& one) {
        return one["record"_L1].toString() == email && one["field"_L1].toString() == u"city"_s;
    });
    return found == all.end() ? QJsonObject() : found->toObject();
}

/// Of the candidate with that value, by which the window and its keys name it; 0: there is none.
/// As the cards are numbered: those of Salesforce first, as they stand at the left.
int WindowTest::numberOf(const QString& name, const QString& value) const {
    const QJsonArray all = conflict(name)["candidates"_L1].toArray();
    int number = 0;
    for (const QString& side : {kSalesforce, kHubspot}) {
        for (const auto& candidate : all) {
            if (candidate["side"_L1].toString() != side)
                continue;
            ++number;
            if (candidate["value"_L1].toString() == value)
                return number;
        }
    }
    return 0;
}

/// Brings a conflict to the surface by clicking it in the inbox.
bool WindowTest::opens(const QString& name) {
    return m_window->click(u"navConflicts"_s) && m_window->clickRow(u"conflictList"_s, u"city of Seen "_s + name)
           && m_window->waitFor([&] { return WindowDriver::shows(u"of Seen "_s + name); });
}

QJsonArray WindowTest::entries(const QString& filter) const {
    return syncline::test::entries(*m_engine, filter);
}

/// The only one of the record.
QJsonObject WindowTest::resolutionOf(const QString& name) const {
    const QJsonArray all = entries(u"kind == ConflictResolved && record == \"%1@pairs.example\""_s.arg(name.toLower()));
    return all.size() == 1 ? all.first()["body"_L1].toObject() : QJsonObject();
}

/// Salesforce's people may write the department until it is HubSpot's: then it is put back.
void WindowTest::rule_isPreviewedAndApplied_andDecides() {
    const auto department = [this](const QString& value) {
        return held(u"Rule"_s, kSalesforce, u"Department"_s) == value
               && held(u"Rule"_s, kHubspot, u"department"_s) == value;
    };
    m_crms->edit(kSalesforce, m_pairs[u"Rule"_s].salesforce, {{u"Department"_s, u"Sales"_s}});
    QVERIFY(m_engine->waitFor([&] { return department(u"Sales"_s); }, kPatience));
    const qsizetype before = entries(u"kind == PolicyChanged"_s).size();

    QVERIFY(m_window->click(u"navOwnership"_s));
    QVERIFY(m_window->clickRow(u"ownershipFields"_s, u"department"_s));
    QVERIFY(m_window->choose(u"ruleChoice"_s, u"HubSpot owns it"_s));
    QVERIFY(m_window->click(u"rulesPreview"_s));
    QVERIFY(m_window->waitFor([this] {
        const auto* effect = m_window->find<QLabel>(u"previewEffect_department"_s);
        return effect != nullptr && effect->text().contains(u"1 of "_s);
    }));
    QCOMPARE(entries(u"kind == PolicyChanged"_s).size(), before);
    QVERIFY(m_window->click(u"previewApply"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"rulesConfirm"_s) != nullptr; }));
    QVERIFY(m_window->click(u"rulesConfirmApply"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"rulesConfirm"_s) == nullptr; }));
    const bool isApplied =
        m_engine->waitFor([&] { return entries(u"kind == PolicyChanged"_s).size() == before + 1; }, kPatience);
    const auto* mistake = m_window->find<QLabel>(u"stagedMistake"_s);
    QVERIFY2(isApplied, mistake == nullptr ? "" : qPrintable(mistake->text()));

    m_crms->edit(kSalesforce, m_pairs[u"Rule"_s].salesforce, {{u"Department"_s, u"Research"_s}});
    QVERIFY(m_engine->waitFor([&] { return department(u"Sales"_s); }, kPatience));
    m_crms->edit(kHubspot, m_pairs[u"Rule"_s].hubspot, {{u"department"_s, u"Service"_s}});
    QVERIFY(m_engine->waitFor([&] { return department(u"Service"_s); }, kPatience));
    QCOMPARE(m_crms->versions(kHubspot, m_pairs[u"Rule"_s].hubspot, u"department"_s).size(), 2);
}

void WindowTest::rule_isDiscarded() {
    const qsizetype before = entries(u"kind == PolicyChanged"_s).size();
    QVERIFY(m_window->click(u"navOwnership"_s));
    QVERIFY(m_window->clickRow(u"ownershipFields"_s, u"mobile"_s));
    QVERIFY(m_window->choose(u"ruleChoice"_s, u"A person decides"_s));
    QVERIFY(m_window->click(u"rulesDiscard"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"stagedBar"_s) == nullptr; }));
    QVERIFY(m_window->rows(u"ownershipFields"_s).filter(u"mobile\t"_s).first().contains(u"LWW"_s));
    QCOMPARE(entries(u"kind == PolicyChanged"_s).size(), before);
}

/// What is there and what comes: those that match, and no others.
void WindowTest::stream_isFiltered() {
    const QString filter = u"field == title && record == \"filter@pairs.example\""_s;
    QVERIFY(m_window->click(u"navStream"_s));
    QVERIFY(m_window->type(u"streamFilter"_s, filter));
    m_window->press(Qt::Key_Return);
    const auto reset = qScopeGuard([this] {
        m_window->type(u"streamFilter"_s, {});
        m_window->press(Qt::Key_Return);
    });
    const qsizetype before = entries(filter).size();
    QVERIFY(m_window->waitFor([&] { return m_window->rows(u"streamTable"_s).size() == before; }));
    m_crms->edit(kSalesforce, m_pairs[u"Filter"_s].salesforce, {{u"Phone"_s, u"4711"_s}});
    m_crms->edit(kSalesforce, m_pairs[u"Filter"_s].salesforce, {{u"Title"_s, u"Chair"_s}});
    QVERIFY(m_engine->waitFor([this] { return held(u"Filter"_s, kHubspot, u"jobtitle"_s) == u"Chair"_s; }, kPatience));
    QVERIFY(m_engine->waitUntilDrained());
    const QJsonArray expected = entries(filter);
    QVERIFY(expected.size() >= before + 3);
    QVERIFY(m_window->waitFor([&] { return m_window->rows(u"streamTable"_s).size() == expected.size(); }));
    const QStringList shown = m_window->rows(u"streamTable"_s);
    for (qsizetype i = 0; i < shown.size(); ++i)
        QVERIFY2(shown.at(i).split(u'\t').at(1) == sequence(expected.at(i)["seq"_L1].toInteger()),
                 qPrintable(shown.join(u'\n')));
    QVERIFY(m_window->clickRow(u"streamTable"_s, sequence(expected.at(before)["seq"_L1].toInteger())));
    QVERIFY(m_window->copied().contains(u"Chair"_s));
}

void WindowTest::stream_followsTheTail_untilAPersonReads() {
    const auto lastRow = [this] {
        return m_window->rows(u"streamTable"_s).value(m_window->rows(u"streamTable"_s).size() - 1);
    };
    const auto comes = [&](const QString& title) {
        m_crms->edit(kSalesforce, m_pairs[u"Tail"_s].salesforce, {{u"Title"_s, title}});
        return m_engine->waitFor([&] { return held(u"Tail"_s, kHubspot, u"jobtitle"_s) == title; }, kPatience);
    };
    const auto isInSight = [this](const QString& title) {
        return m_window->rows(u"streamTable"_s).join(u'\n').contains(title);
    };
    QVERIFY(m_window->click(u"navStream"_s));
    QVERIFY(m_window->click(u"streamFollow"_s));
    QVERIFY(comes(u"First"_s));
    QVERIFY(m_window->waitFor([&] { return isInSight(u"First"_s); }));
    // A row that is chosen stands still, and what comes below is counted.
    QVERIFY(m_engine->waitUntilDrained());
    const QString chosen = lastRow();
    QVERIFY(m_window->clickRow(u"streamTable"_s, chosen.split(u'\t').at(1)));
    QVERIFY(comes(u"Second"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"streamNew"_s) != nullptr; }));
    QVERIFY(m_engine->waitUntilDrained());
    // One row may have room below the last; what came of the change has not.
    const QJsonArray came = entries(u"record == \"tail@pairs.example\""_s);
    QVERIFY(!isInSight(sequence(came.last()["seq"_L1].toInteger()) + u'\t'));
    QVERIFY(m_window->click(u"streamNew"_s));
    QVERIFY(m_window->waitFor([&] { return isInSight(u"Second"_s); }));
    m_window->press(Qt::Key_F);
    QVERIFY(comes(u"Third"_s));
    QVERIFY(m_window->waitFor([&] { return isInSight(u"Third"_s); }));
}

/// HubSpot's older edit was written over Salesforce's before that was known; Salesforce's is later and wins.
void WindowTest::record_saysWhy_readFromTheStream() {
    const Pair& pair = m_pairs[u"Why"_s];
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, kLate);
    const auto isOver = qScopeGuard([this] { m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0); });
    // Later than what was read at the beginning, and earlier than Salesforce's whole second by more than the tolerance.
    QVERIFY(m_engine->waitFor([&] { return m_clock.wallNow() > m_readAt + std::chrono::seconds(3); }));
    const std::string before = syncline::base::formatIso8601(m_clock.wallNow() - std::chrono::seconds(2));
    m_crms->edit(kSalesforce, pair.salesforce, {{u"Phone"_s, u"901"_s}});
    m_crms->edit(kHubspot, pair.hubspot, {{u"phone"_s, u"902"_s}}, QString::fromStdString(before));
    QVERIFY(m_engine->waitFor([this] { return held(u"Why"_s, kSalesforce, u"Phone"_s) == u"902"_s; }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitFor(
        [this] {
            return held(u"Why"_s, kSalesforce, u"Phone"_s) == u"901"_s
                   && held(u"Why"_s, kHubspot, u"phone"_s) == u"901"_s;
        },
        kPatience));
    const QString filter = u"outcome == won && field == phone && record == \"why@pairs.example\""_s;
    const QJsonArray won = entries(filter);
    QCOMPARE(won.size(), 1);
    const QString decision = sequence(won.first()["seq"_L1].toInteger());

    QVERIFY(m_window->click(u"navStream"_s));
    QVERIFY(m_window->type(u"streamFilter"_s, filter));
    m_window->press(Qt::Key_Return);
    const auto reset = qScopeGuard([this] {
        m_window->click(u"navStream"_s);
        m_window->type(u"streamFilter"_s, {});
        m_window->press(Qt::Key_Return);
    });
    QVERIFY(m_window->waitFor([this] { return m_window->rows(u"streamTable"_s).size() == 1; }));
    QVERIFY(m_window->clickRow(u"streamTable"_s, decision, WindowDriver::Press::DoubleClick));
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"901 stands: it was written later"_s); }));
    QVERIFY(WindowDriver::shows(u"Seen Why"_s));
    QVERIFY(WindowDriver::shows(u"wrote 902 at"_s));
    QVERIFY(WindowDriver::shows(u"Concurrent: neither change had seen the other"_s));
    QVERIFY(WindowDriver::shows(u"tolerance 500 ms"_s));
    QVERIFY(m_window->click(u"whyEntry%1"_s.arg(won.first()["seq"_L1].toInteger())));
    QVERIFY(m_window->waitFor([&] { return m_window->find(u"streamView"_s) != nullptr; }));
    QVERIFY(m_window->copied().contains(decision));
}

/// And what changes while it is looked at.
void WindowTest::palette_opensARecord() {
    const auto title = [this](const QString& value) {
        m_crms->edit(kHubspot, m_pairs[u"Find"_s].hubspot, {{u"jobtitle"_s, value}});
        return m_engine->waitFor([&] { return held(u"Find"_s, kSalesforce, u"Title"_s) == value; }, kPatience);
    };
    const auto shown = [this](const QString& value) {
        return m_window->rows(u"recordFields"_s).filter(u"title\t"_s).join(u'\n').count(value) == 3;
    };
    QVERIFY(title(u"Chair"_s));
    m_window->press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_window->type(u"paletteInput"_s, u"find@pairs"_s));
    QVERIFY(
        m_window->waitFor([this] { return m_window->rows(u"paletteList"_s).join(u'\n').contains(u"Seen Find"_s); }));
    m_window->press(Qt::Key_Return);
    QVERIFY(m_window->waitFor([&] { return shown(u"Chair"_s); }));
    QVERIFY(WindowDriver::shows(u"Seen Find"_s));
    QVERIFY(title(u"Table"_s));
    QVERIFY(m_window->waitFor([&] { return shown(u"Table"_s); }));
}

void WindowTest::direction_isPaused_andGoesLiveAfterItsPreview() {
    QVERIFY(m_window->click(u"directionToSalesforce"_s));
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"HubSpot to Salesforce only observes"_s); }));
    m_crms->edit(kHubspot, m_pairs[u"Pause"_s].hubspot, {{u"phone"_s, u"7051"_s}});
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"Observe, 1 due"_s); }));
    const QStringList record{u"record"_s, m_engine->folder(), m_pairs[u"Pause"_s].hubspot, u"--json"_s};
    QVERIFY(m_window->waitFor([&] {
        const QJsonValue fields = m_engine->command(record).json()["fields"_L1];
        return fields["phone"_L1]["state"_L1].toString().startsWith(u"due to salesforce, held"_s);
    }));
    QVERIFY(m_window->click(u"directionToSalesforce"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->rows(u"modeExamples"_s).join(u'\n').contains(u"7051"_s); }));
    QCOMPARE(held(u"Pause"_s, kSalesforce, u"Phone"_s), QString());
    QVERIFY(m_window->click(u"modeGoLive"_s));
    // Real connections ask once more, with the account and the number.
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"is given 1 value of 1 record at once"_s); }));
    QCOMPARE(held(u"Pause"_s, kSalesforce, u"Phone"_s), QString());
    QVERIFY(m_window->click(u"modeConfirmLive"_s));
    QVERIFY(m_engine->waitFor([this] { return held(u"Pause"_s, kSalesforce, u"Phone"_s) == u"7051"_s; }, kPatience));
    QVERIFY(m_window->waitFor([] { return !WindowDriver::shows(u"only observes"_s); }));
}

void WindowTest::consumer_isRewound() {
    QVERIFY(m_engine->waitUntilDrained());
    const QString file = m_engine->folder() + u"/events.jsonl"_s;
    const QByteArrayList before = linesOf(file);
    QVERIFY(before.size() > 20);
    QVERIFY(m_window->click(u"navReplay"_s));
    QVERIFY(m_window->click(u"rewind_events"_s));
    QVERIFY(m_window->click(u"rewindFromBeginning"_s));
    const QString promised = u"Rewind events, send %1 entries"_s.arg(sequence(before.size()));
    QVERIFY(m_window->waitFor([&] {
        const auto* start = m_window->find<QAbstractButton>(u"rewindStart"_s);
        return start != nullptr && start->text() == promised;
    }));
    QCOMPARE(linesOf(file), before);
    QVERIFY(m_window->click(u"rewindStart"_s));
    QVERIFY(m_engine->waitFor([&] { return linesOf(file).size() >= 2 * before.size(); }, kPatience));
    QVERIFY(m_window->waitFor(
        [&] { return WindowDriver::shows(u"%1 entries sent again"_s.arg(sequence(before.size()))); }));
    const QByteArrayList after = linesOf(file);
    QCOMPARE(after.mid(0, before.size()), before);
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QByteArray& again = after.at(before.size() + i);
        QVERIFY(again.contains("\"replay\":"));
        QCOMPARE(withoutReplay(again), before.at(i));
    }
}

void WindowTest::side_isLost_andComesBack() {
    const auto state = [this] {
        const auto* text = m_window->find<QLabel>(u"statusHubSpot"_s);
        return text == nullptr ? QString() : text->text();
    };
    QVERIFY(m_window->waitFor([&] { return state().startsWith(u"Connected"_s); }));
    m_crms->setFault(kHubspot, u"outage"_s, true);
    const auto isOver = qScopeGuard([this] { m_crms->setFault(kHubspot, u"outage"_s, false); });
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"HubSpot has not answered since"_s); }, kPatience));
    QVERIFY(m_window->waitFor([&] { return state().startsWith(u"Disconnected"_s); }));
    m_crms->edit(kSalesforce, m_pairs[u"Lost"_s].salesforce, {{u"Title"_s, u"Meanwhile"_s}});
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"1 value waits, nothing is lost"_s); }));
    // The next try that it makes by itself is not to be taken for the button's.
    QVERIFY(m_engine->waitFor(
        [this] {
            const QString soon =
                QString::fromStdString(syncline::base::formatIso8601(m_clock.wallNow() + std::chrono::seconds(4)));
            return m_engine->status()[kHubspot]["nextTry"_L1].toString() > soon;
        },
        kPatience));
    const auto tries = [this] { return m_crms->control("GET", u"/counters"_s)[kHubspot]["outages"_L1].toInteger(); };
    const qint64 before = tries();
    QVERIFY(m_window->click(u"barTryNowHubSpot"_s));
    QVERIFY(m_window->waitFor([&] { return tries() > before; }, 3000));
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"Next try in "_s); }, kPatience));
    QCOMPARE(held(u"Lost"_s, kHubspot, u"jobtitle"_s), QString());
    m_crms->setFault(kHubspot, u"outage"_s, false);
    QVERIFY(m_engine->waitFor([this] { return held(u"Lost"_s, kHubspot, u"jobtitle"_s) == u"Meanwhile"_s; }, 40'000));
    QVERIFY(m_window->waitFor([] { return !WindowDriver::shows(u"HubSpot has not answered since"_s); }, kPatience));
    QVERIFY(m_window->waitFor([&] { return state().startsWith(u"Connected"_s); }));
}

void WindowTest::closing_endsCleanly() {
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY2(m_strays->names().isEmpty(), qPrintable(m_strays->names().join(u'\n')));
    m_console->window().close();
    m_window.reset();
    m_console.reset();
    QVERIFY(!m_engine->status()["running"_L1].toBool());
    const CommandResult verified = m_engine->command({u"journal"_s, u"verify"_s, m_engine->folder()});
    QVERIFY2(verified.exitCode == 0, verified.errors.constData());
}

void WindowTest::cleanupTestCase() {
    m_window.reset();
    m_console.reset();
    m_engine.reset();
    m_crms.reset();
}

QTEST_MAIN(WindowTest)
