#pragma once

#include "ui/shell/connect_page.h"
#include "ui/widgets/state_page.h"

#include <QStackedWidget>

namespace syncline::ui {

class Theme;

/// The window without a workspace: open the sandbox, or make a workspace for both real sides. It writes and starts
/// nothing itself.
class FirstStart : public QStackedWidget {
    Q_OBJECT
public:
    explicit FirstStart(const Theme& theme, QWidget* parent = nullptr);

    /// The workspace that was asked for could not be made; what was filled in stays.
    void showMistake(const QString& what);
    /// It is made: what to do with its file before it is opened.
    void showMade(const QString& folder);

signals:
    void sandboxWanted();
    void workspaceWanted(const NewWorkspace& plan);
    void openWanted(const QString& folder);

private:
    void showChoice();

    StatePage* m_choice;
    ConnectPage* m_connect;
    StatePage* m_made;
};

}  // namespace syncline::ui
