#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/ownership/example_model.h"
#include "ui/ownership/staged_rules.h"

#include <QDialog>
#include <vector>

class QTableView;
class QVBoxLayout;

namespace syncline::ui {

class Text;
class Theme;

/// All staged rules before they are applied: what each would have decided, and the decisions of all of them that would
/// have fallen another way, the latest first. Never higher than its screen: rules that have no room there scroll, and
/// heading and buttons stay. Deletes itself when it is closed.
class PreviewDialog final : public QDialog {
    Q_OBJECT
public:
    struct Parts {
        const Theme& theme;
        TimeFormat times;
        Bridge& bridge;
        Navigator& navigator;
        QString whyReadOnly = {};  ///< why nothing can be applied in this window; empty when it can
    };
    PreviewDialog(const Parts& parts, const StagedRules& staged, QWidget* parent);

protected:
    bool event(QEvent* event) override;

signals:
    void applied();

private:
    void fit();
    void addRules(QVBoxLayout& layout, const StagedRules& staged);
    void addChange(QVBoxLayout& layout, const StagedRules::Change& change);
    void addDecisions(QVBoxLayout& layout);
    void addButtons(QVBoxLayout& layout, int count);
    void answered(const base::Result<RuleEffect>& answer);
    void showDecisions();
    void showEntry(int row);

    const Parts m_parts;
    std::vector<Ticket> m_tickets;
    std::size_t m_out = 0;     ///< questions without an answer yet
    bool m_hasFailed = false;  ///< one of them at least
    std::size_t m_differ = 0;  ///< decisions, those that are not listed too
    std::vector<RuleDifference> m_decisions;
    ExampleModel m_model{ExampleModel::Of::SeveralRules};
    Text* m_listed = nullptr;
    QTableView* m_table = nullptr;
};

}  // namespace syncline::ui
