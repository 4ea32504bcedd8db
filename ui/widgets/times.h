#pragma once

#include "engine/base/clock.h"
#include "ui/widgets/format.h"

#include <QObject>

namespace syncline::ui {

/// How the console writes times, and the moment that it is now. One object for all views; on the GUI thread.
class Times : public QObject {
    Q_OBJECT
public:
    explicit Times(const base::Clock& clock, QObject* parent = nullptr) : QObject(parent), m_clock(clock) {}

    void setStyle(TimeStyle style) {
        m_style = style;
        emit changed();
    }
    [[nodiscard]] TimeStyle style() const { return m_style; }
    [[nodiscard]] base::WallTime now() const { return m_clock.wallNow(); }
    [[nodiscard]] TimeFormat format() const { return {m_style, QTimeZone::systemTimeZone(), now()}; }

signals:
    void changed();

private:
    const base::Clock& m_clock;
    TimeStyle m_style = TimeStyle::Local;
};

}  // namespace syncline::ui
