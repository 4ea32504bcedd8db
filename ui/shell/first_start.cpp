#include "ui/shell/first_start.h"

#include "ui/widgets/theme.h"

#include <QDesktopServices>
#include <QUrl>

namespace syncline::ui {

FirstStart::FirstStart(const Theme& theme, QWidget* parent)
    : QStackedWidget(parent),
      m_choice(new StatePage(theme, this)),
      m_connect(new ConnectPage(theme, this)),
      m_made(new StatePage(theme, this)) {
    setObjectName(QStringLiteral("firstStart"));
    addWidget(m_choice);
    addWidget(m_connect);
    addWidget(m_made);
    connect(m_connect, &ConnectPage::wanted, this, &FirstStart::workspaceWanted);
    connect(m_connect, &ConnectPage::back, this, &FirstStart::showChoice);
    showChoice();
}

void FirstStart::showChoice() {
    StatePage::Content content;
    content.icon = Icon::Connections;
    content.statement = tr("Nothing is connected yet");
    content.sentence =
        tr("Try everything with two local servers and people who edit, or connect your own Salesforce and HubSpot.");
    content.actions = {
        {tr("Open the sandbox"), [this] { emit sandboxWanted(); }, true, {}, QStringLiteral("openSandbox")},
        {tr("Connect both sides…"),
         [this] {
             setCurrentWidget(m_connect);
             m_connect->focusFirst();
         },
         false,
         {},
         QStringLiteral("connectSides")}};
    m_choice->show(std::move(content));
    setCurrentWidget(m_choice);
}

void FirstStart::showMistake(const QString& what) {
    m_connect->showMistake(what);
    setCurrentWidget(m_connect);
}

void FirstStart::showMade(const QString& folder) {
    const QString file = folder + QStringLiteral("/workspace.json");
    StatePage::Content content;
    content.icon = Icon::Check;
    content.statement = tr("The workspace is made; it only observes");
    content.sentence = tr("Before you open it, edit `%1`: which objects and fields are kept in step, and the fields in "
                          "which each side keeps the other's id. %2")
                           .arg(file, ConnectPage::whereSecretsComeFrom());
    content.actions = {
        {tr("Open the workspace"), [this, folder] { emit openWanted(folder); }, true, {}, QStringLiteral("openMade")},
        {tr("Edit the file"),
         [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); },
         false,
         {},
         QStringLiteral("editMade")}};
    m_made->show(std::move(content));
    setCurrentWidget(m_made);
}

}  // namespace syncline::ui
