#include "app/console.h"
#include "engine/base/clock.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"
#include "tests/support/window_driver.h"

#include <QApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <memory>

using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::Pair;
using syncline::test::TwoCrms;
using syncline::test::WindowDriver;
using namespace Qt::StringLiterals;

namespace {

const QString kSalesforce = u"salesforce"_s;
const QString kHubspot = u"hubspot"_s;
constexpr int kPatience = 20'000;

QByteArrayList linesOf(const QString& file) {
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    QByteArrayList lines = opened.readAll().split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

/// A line as it was sent first: without the mark of a replay, which is its last member.
QByteArray withoutReplay(QByteArray line) {
    const qsizetype mark = line.lastIndexOf(",\"replay\":");
    return mark < 0 ? line : line.left(mark) + "}";
}

}  // namespace

/// The real window on a real engine between the sandbox's two servers. A person clicks and types; what came of it is
/// read from the servers, the journal and the stream's file.
class WindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void goesLive_afterItsPreview();
    void conflict_takesSalesforce();
    void conflict_takesHubSpot_byKeys();
    void conflict_takesAnOwnValue();
    void conflict_ofThree();
    void resolution_isUndone();
    void record_saysWhy();
    void rule_isChanged_andDecides();
    void stream_isFiltered();
    void stream_followsTheTail();
    void consumer_isRewound();
    void side_isLost_andComesBack();
    void closing_endsCleanly();
    void cleanupTestCase();

private:
    void makeConflicts();
    [[nodiscard]] QString held(const QString& name, const QString& side, const QString& field) const;
    [[nodiscard]] bool bothHold(const QString& name, const QString& value) const;
    [[nodiscard]] QJsonObject conflict(const QString& name, const QString& field) const;
    [[nodiscard]] bool opens(const QString& name, const QString& field);
    [[nodiscard]] QJsonObject lastResolution() const;

    std::unique_ptr<TwoCrms> m_crms;
    std::unique_ptr<EngineProcess> m_engine;  ///< the workspace, and commands that look at it
    QTemporaryDir m_files;
    syncline::base::SystemClock m_clock;
    std::unique_ptr<syncline::app::Console> m_console;
    std::unique_ptr<WindowDriver> m_window;
    QMap<QString, Pair> m_pairs;
};

void WindowTest::initTestCase() {
    m_crms = std::make_unique<TwoCrms>();
    QVERIFY(m_crms->isReady());
    m_engine = std::make_unique<EngineProcess>(*m_crms, QJsonObject{{u"city"_s, u"review"_s}});
    for (const char* name : {"Sales", "Hub", "Own", "Three", "Undo", "Why", "Rule", "Lost"})
        m_pairs.insert(QString::fromLatin1(name), m_crms->createPair(QString::fromLatin1(name)));
    QVERIFY2(m_engine->start(), m_engine->log().constData());
    for (const Pair& pair : m_pairs)
        m_crms->edit(kSalesforce, pair.salesforce, {{u"FirstName"_s, u"Seen"_s}});
    QVERIFY(m_engine->waitFor([this] {
        return std::all_of(m_pairs.cbegin(), m_pairs.cend(), [this](const Pair& pair) {
            return m_crms->value(kHubspot, pair.hubspot, u"firstname"_s).toString() == u"Seen"_s;
        });
    }));
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->stop(), 0);
    makeConflicts();
    QCOMPARE(m_engine->command({u"mode"_s, m_engine->folder(), u"observe"_s}).exitCode, 0);

    for (const QString& name : m_engine->environment().keys()) {
        if (name.startsWith(u"SYNCLINE_"_s))
            qputenv(name.toLatin1().constData(), m_engine->environment().value(name).toUtf8());
    }
    syncline::app::ConsoleOptions options;
    options.workspace = m_engine->folder().toStdString();
    const syncline::app::Console::Files files{m_files.filePath(u"layout.ini"_s).toStdString(),
                                              m_files.filePath(u"sandboxes"_s).toStdString()};
    m_console = std::make_unique<syncline::app::Console>(options, files, m_clock);
    m_console->start();
    m_console->window().resize(1440, 900);
    m_window = std::make_unique<WindowDriver>(m_console->window());
    QVERIFY(QTest::qWaitForWindowExposed(&m_console->window()));
    QVERIFY(m_engine->waitFor([this] { return syncline::test::conflicts(*m_engine).size() == 4; }, kPatience));
}

/// While the engine is away, so that nobody has seen the other's change.
void WindowTest::makeConflicts() {
    for (const char* name : {"Sales", "Hub", "Own", "Undo"}) {
        const Pair& pair = m_pairs[QString::fromLatin1(name)];
        m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Graz"_s}});
        m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Linz"_s}});
    }
    m_crms->edit(kHubspot, m_pairs[u"Why"_s].hubspot, {{u"phone"_s, u"+43 316 7051"_s}});
}

QString WindowTest::held(const QString& name, const QString& side, const QString& field) const {
    return m_crms->value(side, m_pairs.value(name).on(side), field).toString();
}

bool WindowTest::bothHold(const QString& name, const QString& value) const {
    return held(name, kSalesforce, u"MailingCity"_s) == value && held(name, kHubspot, u"city"_s) == value;
}

QJsonObject WindowTest::conflict(const QString& name, const QString& field) const {
    const QString email = name.toLower() + u"@pairs.example"_s;
    for (const QJsonValue& one : syncline::test::conflicts(*m_engine)) {
        if (one["record"_L1].toString() == email && one["field"_L1].toString() == field)
            return one.toObject();
    }
    return {};
}

/// Brings a conflict to the surface by clicking it in the inbox.
bool WindowTest::opens(const QString& name, const QString& field) {
    return m_window->click(u"navConflicts"_s) && m_window->clickRow(u"conflictList"_s, field + u" of Seen "_s + name)
           && m_window->waitFor([&] { return m_window->shows(u"of Seen "_s + name); });
}

QJsonObject WindowTest::lastResolution() const {
    return syncline::test::entries(*m_engine, u"kind == ConflictResolved"_s).last().toObject();
}

void WindowTest::goesLive_afterItsPreview() {
    QCOMPARE(held(u"Why"_s, kSalesforce, u"Phone"_s), QString());
    for (const char* direction : {"directionToSalesforce", "directionToHubSpot"}) {
        QVERIFY(m_window->click(QString::fromLatin1(direction)));
        QVERIFY(m_window->click(u"modeGoLive"_s));
        QVERIFY(m_window->waitFor([this] { return m_window->find(u"modePreview"_s) == nullptr; }));
    }
    QVERIFY(m_engine->waitFor([this] { return held(u"Why"_s, kSalesforce, u"Phone"_s) == u"+43 316 7051"_s; }));
}

void WindowTest::conflict_takesSalesforce() {
    QVERIFY(opens(u"Sales"_s, u"city"_s));
    QVERIFY(m_window->clickText(u"Take Salesforce"_s));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Sales"_s, u"Graz"_s); }, kPatience));
    QVERIFY(conflict(u"Sales"_s, u"city"_s).isEmpty());
}

void WindowTest::conflict_takesHubSpot_byKeys() {
    QVERIFY(opens(u"Hub"_s, u"city"_s));
    const QJsonArray candidates = conflict(u"Hub"_s, u"city"_s)["candidates"_L1].toArray();
    QCOMPARE(candidates.size(), 2);
    const int number = candidates.at(0)["side"_L1].toString() == kHubspot ? 1 : 2;
    m_window->press(Qt::Key_0 + number);
    m_window->press(Qt::Key_Return);
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Hub"_s, u"Linz"_s); }, kPatience));
}

void WindowTest::conflict_takesAnOwnValue() {
    QVERIFY(opens(u"Own"_s, u"city"_s));
    QVERIFY(m_window->type(u"conflictOwnValue"_s, u"Villach"_s));
    QVERIFY(m_window->type(u"conflictNote"_s, u"asked both"_s));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Own"_s, u"Villach"_s); }, kPatience));
    QCOMPARE(lastResolution()["body"_L1]["note"_L1].toString(), u"asked both"_s);
}

/// Salesforce's is overwritten unseen by HubSpot's; while that is open both sides are changed once more.
void WindowTest::conflict_ofThree() {
    const Pair& pair = m_pairs[u"Three"_s];
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 1500);
    m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Bregenz"_s}});
    m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Ansfelden"_s}});
    QVERIFY(m_engine->waitFor([this] { return held(u"Three"_s, kSalesforce, u"MailingCity"_s) == u"Ansfelden"_s; }));
    QVERIFY(m_engine->waitFor([this] { return !conflict(u"Three"_s, u"city"_s).isEmpty(); }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitUntilDrained());
    m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Wels"_s}});
    QVERIFY(
        m_engine->waitFor([this] { return QJsonDocument(conflict(u"Three"_s, u"city"_s)).toJson().contains("Wels"); }));
    m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Telfs"_s}});
    QVERIFY(m_engine->waitFor([this] { return conflict(u"Three"_s, u"city"_s)["candidates"_L1].toArray().size() == 3; },
                              kPatience));

    QVERIFY(opens(u"Three"_s, u"city"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"conflictTake3"_s) != nullptr; }));
    const QJsonArray candidates = conflict(u"Three"_s, u"city"_s)["candidates"_L1].toArray();
    int number = 0;
    for (int i = 0; i < candidates.size(); ++i) {
        if (candidates.at(i)["value"_L1].toString() == u"Bregenz"_s)
            number = i + 1;
    }
    QVERIFY(candidates.at(number - 1)["overwritten"_L1].toBool());
    QVERIFY(m_window->click(u"conflictTake%1"_s.arg(number)));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Three"_s, u"Bregenz"_s); }, kPatience));
}

void WindowTest::resolution_isUndone() {
    QVERIFY(opens(u"Undo"_s, u"city"_s));
    QVERIFY(m_window->clickText(u"Take Salesforce"_s));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Undo"_s, u"Graz"_s); }, kPatience));
    QVERIFY(m_engine->waitUntilDrained());
    const qint64 writes = m_crms->writes(kSalesforce) + m_crms->writes(kHubspot);
    m_window->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_engine->waitFor([this] { return !conflict(u"Undo"_s, u"city"_s).isEmpty(); }));
    QCOMPARE(conflict(u"Undo"_s, u"city"_s)["candidates"_L1].toArray().size(), 2);
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothHold(u"Undo"_s, u"Graz"_s));
    QCOMPARE(m_crms->writes(kSalesforce) + m_crms->writes(kHubspot), writes);
}

void WindowTest::record_saysWhy() {
    QVERIFY(m_window->click(u"findOrRun"_s));
    QVERIFY(m_window->type(u"paletteInput"_s, u"why@pairs"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->rows(u"paletteList"_s).join(u'\n').contains(u"Seen Why"_s); }));
    m_window->press(Qt::Key_Return);
    QVERIFY(m_window->clickRow(u"recordFields"_s, u"phone"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"whyHeadline"_s) != nullptr; }));
    QVERIFY(m_window->waitFor([this] { return m_window->shows(u"+43 316 7051"_s); }));
}

/// Of two that had not seen each other a person decides from now on, where the tie-break did before.
void WindowTest::rule_isChanged_andDecides() {
    QVERIFY(m_window->click(u"navOwnership"_s));
    QVERIFY(m_window->clickRow(u"ownershipFields"_s, u"phone"_s));
    QVERIFY(m_window->click(u"ruleChoice"_s));
    m_window->press(Qt::Key_Down);
    m_window->press(Qt::Key_Return);
    QVERIFY(m_window->click(u"rulesApply"_s));
    QVERIFY(m_engine->waitFor([this] {
        const QJsonArray all = syncline::test::entries(*m_engine, u"kind == PolicyChanged"_s);
        return !all.isEmpty() && QJsonDocument(all.last().toObject()).toJson().contains("\"review\"");
    }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 1500);
    m_crms->edit(kSalesforce, m_pairs[u"Rule"_s].salesforce, {{u"Phone"_s, u"901"_s}});
    m_crms->edit(kHubspot, m_pairs[u"Rule"_s].hubspot, {{u"phone"_s, u"902"_s}});
    QVERIFY(m_engine->waitFor([this] { return !conflict(u"Rule"_s, u"phone"_s).isEmpty(); }, kPatience));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitUntilDrained());
}

void WindowTest::stream_isFiltered() {
    QVERIFY(m_window->click(u"navStream"_s));
    QVERIFY(m_window->type(u"streamFilter"_s, u"kind == ConflictResolved"_s));
    m_window->press(Qt::Key_Return);
    const QJsonArray expected = syncline::test::entries(*m_engine, u"kind == ConflictResolved"_s);
    QVERIFY(expected.size() >= 5);
    QVERIFY(m_window->waitFor([&] { return m_window->rows(u"streamTable"_s).size() == expected.size(); }));
    QVERIFY(m_window->clickRow(u"streamTable"_s, QLocale::c().toString(expected.first()["seq"_L1].toInteger())));
    QVERIFY(m_window->copied().contains(u"ConflictResolved"_s) || m_window->copied().contains(u"city"_s));
}

void WindowTest::stream_followsTheTail() {
    QVERIFY(m_window->type(u"streamFilter"_s, {}));
    m_window->press(Qt::Key_Return);
    QVERIFY(m_window->click(u"streamFollow"_s));
    m_crms->edit(kSalesforce, m_pairs[u"Lost"_s].salesforce, {{u"Title"_s, u"Newest"_s}});
    QVERIFY(m_engine->waitFor([this] { return held(u"Lost"_s, kHubspot, u"jobtitle"_s) == u"Newest"_s; }, kPatience));
    QVERIFY(m_window->waitFor([this] { return m_window->rows(u"streamTable"_s).join(u'\n').contains(u"Newest"_s); }));
}

void WindowTest::consumer_isRewound() {
    QVERIFY(m_engine->waitUntilDrained());
    const QString file = m_engine->folder() + u"/events.jsonl"_s;
    const QByteArrayList before = linesOf(file);
    QVERIFY(before.size() > 20);
    QVERIFY(m_window->click(u"navReplay"_s));
    QVERIFY(m_window->click(u"rewind_events"_s));
    QVERIFY(m_window->click(u"rewindFromBeginning"_s));
    QVERIFY(m_window->click(u"rewindStart"_s));
    QVERIFY(m_engine->waitFor([&] { return linesOf(file).size() >= 2 * before.size(); }, kPatience));
    const QByteArrayList after = linesOf(file);
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QByteArray& again = after.at(before.size() + i);
        QVERIFY(again.contains("\"replay\":"));
        QCOMPARE(withoutReplay(again), before.at(i));
    }
}

void WindowTest::side_isLost_andComesBack() {
    m_crms->setFault(kHubspot, u"outage"_s, true);
    QVERIFY(m_window->waitFor([this] { return m_window->shows(u"HubSpot has not answered"_s); }, kPatience));
    m_crms->edit(kSalesforce, m_pairs[u"Lost"_s].salesforce, {{u"Title"_s, u"Meanwhile"_s}});
    QVERIFY(m_engine->waitFor(
        [this] { return m_engine->status()["hubspot"_L1]["state"_L1].toString() == u"disconnected"_s; }));
    m_crms->setFault(kHubspot, u"outage"_s, false);
    QVERIFY(m_engine->waitFor([this] { return held(u"Lost"_s, kHubspot, u"jobtitle"_s) == u"Meanwhile"_s; }, 60'000));
    QVERIFY(m_window->waitFor([this] { return !m_window->shows(u"HubSpot has not answered"_s); }, kPatience));
}

void WindowTest::closing_endsCleanly() {
    QVERIFY(m_engine->waitUntilDrained(kPatience));
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
#include "window_test.moc"
