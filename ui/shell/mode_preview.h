#pragma once

#include "ui/bridge/bridge.h"
#include "ui/shell/due_model.h"
#include "ui/widgets/controls.h"

#include <QDialog>
#include <QMessageBox>
#include <QPointer>
#include <QTimer>
#include <optional>
#include <vector>

class QPushButton;
class QTableView;

namespace syncline::ui {

class Theme;

/// Before a direction goes live: how many values of how many records leave at once, and examples. Its main button
/// repeats the numbers, which follow what the snapshot says is due; with real accounts a box asks once more, which
/// names the account too. Opened with open(); deletes itself when it is closed.
class ModePreview : public QDialog {
    Q_OBJECT
public:
    struct Target {
        core::Side side;
        QString account;  ///< of a real side; "" in the sandbox
    };
    ModePreview(const Theme& theme, Bridge& bridge, Target target, QWidget* parent);

private:
    void ask();
    void count();
    void countAgain();
    void show(const DueReview& review);
    void failed(const base::Error& error);
    void tell(std::size_t cells, const QString& amounts);
    void tellConfirm();
    void confirm();
    void goLive();
    void refused(const base::Error& error);
    void layOut();
    [[nodiscard]] QWidget* makeButtons();

    const Theme& m_theme;
    Bridge& m_bridge;
    const core::Side m_target;
    const QString m_account;
    std::optional<std::size_t> m_cells;  ///< due, as they were counted; none before that, and where it failed
    QString m_amounts;                   ///< as the button says them; "": nothing is due
    bool m_isGoing = false;              ///< the command is out
    Text* m_statement;
    Text* m_sentence;
    QTableView* m_examples;
    Text* m_rest;
    Text* m_mistake;
    Button* m_countAgain;
    Button* m_live;
    QPointer<QMessageBox> m_confirm;  ///< while it asks
    QPointer<QPushButton> m_confirmLive;
    DueModel m_model;
    std::vector<DueValue> m_shown;  ///< by the model
    Ticket m_asked;
    QTimer m_again;  ///< what is due is looked at so often
};

}  // namespace syncline::ui
