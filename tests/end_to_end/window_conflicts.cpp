#include "tests/end_to_end/window_test.h"

#include <QScopeGuard>
#include <QTest>

using syncline::test::Pair;
using syncline::test::WindowDriver;
using window::kHubspot;
using window::kLate;
using window::kPatience;
using window::kSalesforce;
using namespace Qt::StringLiterals;

void WindowTest::conflict_takesSalesforce() {
    QVERIFY(opens(u"Sales"_s));
    QVERIFY(m_window->click(u"conflictTake%1"_s.arg(numberOf(u"Sales"_s, u"Graz"_s))));
    QVERIFY(!bothHold(u"Sales"_s, u"Graz"_s));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Sales"_s, u"Graz"_s); }, kPatience));
    QVERIFY(bothApisSay(u"Sales"_s, u"Graz"_s));
    QVERIFY(conflict(u"Sales"_s).isEmpty());
    QVERIFY(!resolutionOf(u"Sales"_s)["who"_L1].toString().isEmpty());
}

void WindowTest::conflict_takesHubSpot_byKeys() {
    QVERIFY(opens(u"Hub"_s));
    const int number = numberOf(u"Hub"_s, u"Linz"_s);
    QVERIFY(number > 0);
    m_window->press(Qt::Key_0 + number);
    m_window->press(Qt::Key_Return);
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Hub"_s, u"Linz"_s); }, kPatience));
    QVERIFY(bothApisSay(u"Hub"_s, u"Linz"_s));
    QVERIFY(conflict(u"Hub"_s).isEmpty());
}

void WindowTest::conflict_takesAnOwnValue() {
    QVERIFY(opens(u"Own"_s));
    QVERIFY(m_window->type(u"conflictOwnValue"_s, u"Villach"_s));
    QVERIFY(m_window->type(u"conflictNote"_s, u"asked both"_s));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Own"_s, u"Villach"_s); }, kPatience));
    QVERIFY(bothApisSay(u"Own"_s, u"Villach"_s));
    QVERIFY(conflict(u"Own"_s).isEmpty());
    QCOMPARE(resolutionOf(u"Own"_s)["note"_L1].toString(), u"asked both"_s);
}

/// Salesforce's is overwritten unseen by HubSpot's; while that is open both sides are changed once more.
void WindowTest::conflict_ofThree() {
    const Pair& pair = m_pairs[u"Three"_s];
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, kLate);
    const auto isOver = qScopeGuard([this] { m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0); });
    m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Bregenz"_s}});
    m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Ansfelden"_s}});
    QVERIFY(m_engine->waitFor([this] { return held(u"Three"_s, kSalesforce, u"MailingCity"_s) == u"Ansfelden"_s; }));
    m_crms->setFault(kSalesforce, u"publishingDelayMs"_s, 0);
    QVERIFY(m_engine->waitFor([this] { return numberOf(u"Three"_s, u"Bregenz"_s) > 0; }));
    m_crms->edit(kHubspot, pair.hubspot, {{u"city"_s, u"Wels"_s}});
    QVERIFY(m_engine->waitFor([this] { return numberOf(u"Three"_s, u"Wels"_s) > 0; }));
    m_crms->edit(kSalesforce, pair.salesforce, {{u"MailingCity"_s, u"Telfs"_s}});
    QVERIFY(m_engine->waitFor([this] { return numberOf(u"Three"_s, u"Telfs"_s) > 0; }));
    QCOMPARE(conflict(u"Three"_s)["candidates"_L1].toArray().size(), 3);

    QVERIFY(opens(u"Three"_s));
    QVERIFY(m_window->waitFor([this] { return m_window->find(u"conflictTake3"_s) != nullptr; }));
    QVERIFY(WindowDriver::shows(u"overwritten unseen"_s));
    QVERIFY(m_window->click(u"conflictTake%1"_s.arg(numberOf(u"Three"_s, u"Bregenz"_s))));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Three"_s, u"Bregenz"_s); }, kPatience));
    QVERIFY(bothApisSay(u"Three"_s, u"Bregenz"_s));
    QCOMPARE(resolutionOf(u"Three"_s)["covered"_L1].toArray().size(), 3);
}

void WindowTest::resolution_isUndone() {
    QVERIFY(opens(u"Undo"_s));
    QVERIFY(m_window->click(u"conflictTake%1"_s.arg(numberOf(u"Undo"_s, u"Graz"_s))));
    QVERIFY(m_window->click(u"conflictApply"_s));
    QVERIFY(m_engine->waitFor([this] { return bothHold(u"Undo"_s, u"Graz"_s); }, kPatience));
    QVERIFY(m_engine->waitUntilDrained());
    const qint64 writes = m_crms->writes(kSalesforce) + m_crms->writes(kHubspot);
    m_window->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_engine->waitFor([this] { return !conflict(u"Undo"_s).isEmpty(); }));
    QCOMPARE(conflict(u"Undo"_s)["candidates"_L1].toArray().size(), 2);
    QVERIFY(m_window->waitFor([] { return WindowDriver::shows(u"of Seen Undo"_s); }));
    QVERIFY(m_engine->waitUntilDrained());
    QVERIFY(bothApisSay(u"Undo"_s, u"Graz"_s));
    QCOMPARE(m_crms->writes(kSalesforce) + m_crms->writes(kHubspot), writes);
}
