#pragma once

#include "ui/bridge/bridge.h"
#include "ui/ownership/staged_rules.h"

#include <QDialog>
#include <vector>

class QVBoxLayout;

namespace syncline::ui {

class Button;
class Theme;

/// All staged rules with what each would have decided, before they are applied. Deletes itself when it is closed.
class PreviewDialog final : public QDialog {
    Q_OBJECT
public:
    PreviewDialog(const Theme& theme, Bridge& bridge, StagedRules staged, QWidget* parent);

protected:
    bool event(QEvent* event) override;

signals:
    void applied();

private:
    void addChange(QVBoxLayout& layout, const StagedRules::Change& change);

    const Theme& m_theme;
    Bridge& m_bridge;
    std::vector<Ticket> m_tickets;
};

}  // namespace syncline::ui
