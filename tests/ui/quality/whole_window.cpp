#include "tests/ui/quality/whole_window.h"

#include "tests/ui/support/entries.h"
#include "ui/conflicts/conflicts_view.h"
#include "ui/ownership/ownership_view.h"
#include "ui/record/record_view.h"
#include "ui/replay/replay_view.h"
#include "ui/stream/stream_view.h"

#include <QApplication>
#include <QTest>

namespace syncline::test {

WholeWindow::WholeWindow(Acme::Kind kind)
    : m_plurals(std::make_unique<ui::EnglishPlurals>()),
      m_clock(morning(60'000)),
      m_times(m_clock),
      m_store(m_folder.filePath(QStringLiteral("layout.ini"))),
      m_acme(m_bridge),
      m_window(std::make_unique<ui::MainWindow>(m_theme, m_times, m_store)),
      m_navigator(*m_window) {
    QCoreApplication::installTranslator(m_plurals.get());
    m_theme.apply();
    m_acme.answer(kind);
    m_window->openWorkspace(m_bridge, m_navigator, {QStringLiteral("acme"), {}});
    auto* stream = new ui::StreamView(m_theme, m_times, m_bridge, m_navigator);
    auto* record = new ui::RecordView(m_theme, m_times, m_bridge, m_navigator);
    auto* conflicts = new ui::ConflictsView(m_theme, m_times, m_bridge, m_navigator);
    auto* replay = new ui::ReplayView(m_theme, m_times, m_bridge, m_navigator);
    auto* ownership = new ui::OwnershipView(m_theme, m_times, m_bridge, m_navigator);
    m_navigator.setTargets(
        {[stream](const ui::StreamPlace& place) { stream->show(place); },
         [record](core::EntityId entity, const QString& field) { record->showRecord(entity, field); },
         [conflicts](core::Seq conflict) { conflicts->showConflict(conflict); },
         [ownership](const QString& object, const QString& field) { ownership->showRule(object, field); },
         [replay](const QString& consumer, std::optional<core::Seq> offset) { replay->showRewind(consumer, offset); }});
    m_window->addView(ui::ViewName::Stream, ui::Icon::Stream, QStringLiteral("Stream"), stream);
    m_window->addView(ui::ViewName::Record, ui::Icon::Record, QStringLiteral("Record"), record);
    m_window->addView(ui::ViewName::Conflicts, ui::Icon::Conflicts, QStringLiteral("Conflicts"), conflicts);
    m_window->addView(ui::ViewName::Replay, ui::Icon::Replay, QStringLiteral("Replay"), replay);
    m_window->addView(ui::ViewName::Ownership, ui::Icon::Ownership, QStringLiteral("Ownership"), ownership);
    m_window->show();
    m_window->activateWindow();
    settle();
}

WholeWindow::~WholeWindow() {
    m_window.reset();
    settle();
}

void WholeWindow::settle() {
    // Until all that was posted before has been delivered. An answer may ask again, and a layout ask for another: a few
    // rounds see to all of them.
    for (int round = 0; round < 8; ++round) {
        bool isThrough = false;
        QMetaObject::invokeMethod(
            qApp, [&isThrough] { isThrough = true; }, Qt::QueuedConnection);
        QVERIFY(QTest::qWaitFor([&isThrough] { return isThrough; }));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

QWidget& WholeWindow::findAny(const char* name, const QMetaObject& kind) {
    const QString wanted = QString::fromLatin1(name);
    for (QWidget* widget : QApplication::allWidgets()) {
        if (widget->objectName() == wanted && widget->isVisible() && widget->metaObject()->inherits(&kind))
            return *widget;
    }
    qFatal("no visible widget is called %s", name);
}

}  // namespace syncline::test
