#pragma once

#include "engine/core/rules.h"
#include "engine/core/side.h"
#include "ui/bridge/query.h"
#include "ui/widgets/controls.h"

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// One direction, with what it does (live or observe) and how much is due; pressing it asks for the other mode.
class DirectionButton : public QAbstractButton {
    Q_OBJECT
public:
    DirectionButton(const Theme& theme, core::Side target, QWidget* parent = nullptr);

    void setState(const SideSnapshot& target);
    void setNarrow(bool narrow);
    /// No engine runs here that could switch it.
    void setReadOnly(bool readOnly);
    /// While it is read-only: an engine of another process runs, so that it is switched there.
    void setHeld(bool held);
    [[nodiscard]] core::Side target() const { return m_target; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void tell();
    void arrange();

    const Theme& m_theme;
    core::Side m_target;
    Text* m_state;
    Text* m_due;  ///< what is held, below
    IconLabel* m_switch;
    QString m_told;  ///< the whole state
    bool m_isLive = false;
    bool m_isNarrow = false;
    bool m_isReadOnly = false;
    bool m_isHeld = true;
};

/// "Salesforce to HubSpot", by the side that is written to.
[[nodiscard]] QString directionName(core::Side target);

}  // namespace syncline::ui
