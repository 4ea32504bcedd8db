#include "app/console_navigator.h"

#include <utility>

namespace syncline::app {

void ConsoleNavigator::showStream(const ui::StreamPlace& place) {
    m_window.showView(ui::ViewName::Stream);
    if (m_targets.stream)
        m_targets.stream(place);
}

void ConsoleNavigator::showRecord(core::EntityId entity, const QString& field) {
    m_window.showView(ui::ViewName::Record);
    if (m_targets.record)
        m_targets.record(entity, field);
}

void ConsoleNavigator::showConflict(core::Seq conflict) {
    m_window.showView(ui::ViewName::Conflicts);
    if (m_targets.conflict)
        m_targets.conflict(conflict);
}

void ConsoleNavigator::showRule(const QString& object, const QString& field) {
    m_window.showView(ui::ViewName::Ownership);
    if (m_targets.rule)
        m_targets.rule(object, field);
}

void ConsoleNavigator::showRewind(const QString& consumer, std::optional<core::Seq> offset) {
    m_window.showView(ui::ViewName::Replay);
    if (m_targets.rewind)
        m_targets.rewind(consumer, offset);
}

void ConsoleNavigator::toast(const QString& text, const QString& action, std::function<void()> run) {
    m_window.toast(text, action, std::move(run));
}

}  // namespace syncline::app
