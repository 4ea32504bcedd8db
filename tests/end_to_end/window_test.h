#pragma once

#include "app/console.h"
#include "engine/base/clock.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"
#include "tests/support/window_driver.h"
#include "ui/widgets/plurals.h"

#include <QApplication>
#include <QEvent>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <QTemporaryDir>
#include <QWidget>
#include <memory>

namespace window {

inline const QString kSalesforce = QStringLiteral("salesforce");
inline const QString kHubspot = QStringLiteral("hubspot");
inline constexpr int kPatience = 20'000;
inline constexpr int kLate = 600'000;  ///< milliseconds: an event that comes when the test says so

/// Parts of the window that are shown as windows of their own, if only for a moment: they flash up, and take the focus.
class StrayWindows : public QObject {
public:
    explicit StrayWindows(const QWidget& window) : m_window(window) { qApp->installEventFilter(this); }
    [[nodiscard]] const QStringList& names() const { return m_names; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto* widget = event->type() == QEvent::Show ? qobject_cast<QWidget*>(watched) : nullptr;
        if (widget != nullptr && widget != &m_window && widget->windowType() == Qt::Window)
            m_names << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
        return false;
    }

private:
    const QWidget& m_window;
    QStringList m_names;
};

}  // namespace window

/// The real window on a real engine between the sandbox's two servers. A person clicks and types; what came of it is
/// read from the servers, the journal and the stream's file. Each case has records of its own.
class WindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();

    // The inbox (window_conflicts.cpp).
    void conflict_takesSalesforce();
    void conflict_takesHubSpot_byKeys();
    void conflict_takesAnOwnValue();
    void conflict_ofThree();
    void resolution_isUndone();

    void rule_isPreviewedAndApplied_andDecides();
    void rule_isDiscarded();
    void stream_isFiltered();
    void stream_followsTheTail_untilAPersonReads();
    void record_saysWhy_readFromTheStream();
    void palette_opensARecord();
    void direction_isPaused_andGoesLiveAfterItsPreview();
    void consumer_isRewound();
    void side_isLost_andComesBack();
    void closing_endsCleanly();
    void cleanupTestCase();

private:
    void makeConflicts();
    void openWindow();
    [[nodiscard]] bool goesLive(const QString& direction);
    [[nodiscard]] QString held(const QString& name, const QString& side, const QString& field) const;
    [[nodiscard]] bool bothHold(const QString& name, const QString& value) const;
    [[nodiscard]] bool bothApisSay(const QString& name, const QString& value) const;
    [[nodiscard]] QJsonObject conflict(const QString& name) const;
    [[nodiscard]] int numberOf(const QString& name, const QString& value) const;
    [[nodiscard]] bool opens(const QString& name);
    [[nodiscard]] QJsonArray entries(const QString& filter) const;
    [[nodiscard]] QJsonObject resolutionOf(const QString& name) const;

    std::unique_ptr<syncline::test::TwoCrms> m_crms;
    std::unique_ptr<syncline::test::EngineProcess> m_engine;  ///< the workspace, and commands that look at it
    QTemporaryDir m_files;
    syncline::base::SystemClock m_clock;
    syncline::base::WallTime m_readAt;  ///< both sides of all pairs had been read by then
    syncline::ui::EnglishPlurals m_plurals;
    std::unique_ptr<syncline::app::Console> m_console;
    std::unique_ptr<window::StrayWindows> m_strays;
    std::unique_ptr<syncline::test::WindowDriver> m_window;
    QMap<QString, syncline::test::Pair> m_pairs;
};
