#pragma once

#include "ui/bridge/bridge.h"
#include "ui/shell/due_model.h"
#include "ui/widgets/controls.h"

#include <QDialog>

class QTableView;

namespace syncline::ui {

class Theme;

/// Before a direction goes live: how many values of how many records leave at once, and examples. Its main button
/// repeats the numbers; with real accounts a box asks once more, which names the account too. Opened with open();
/// deletes itself when it is closed.
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
    void show(const DueReview& review);
    void confirm();
    void goLive();
    void refused(const base::Error& error);
    void layOut();
    [[nodiscard]] QWidget* makeButtons();

    const Theme& m_theme;
    Bridge& m_bridge;
    const core::Side m_target;
    const QString m_account;
    QString m_amounts;  ///< as they were counted; "": nothing is due
    Text* m_statement;
    Text* m_sentence;
    QTableView* m_examples;
    Text* m_rest;
    Text* m_mistake;
    Button* m_again;
    Button* m_live;
    DueModel m_model;
    Ticket m_asked;
};

}  // namespace syncline::ui
