#include "ui/widgets/failure_report.h"

#include <QCoreApplication>
#include <utility>

namespace syncline::ui {

QString reportSource(const FailurePlace& place) {
    const QString version = QCoreApplication::applicationVersion();
    const QString program = version.isEmpty() ? QStringLiteral("Syncline") : QStringLiteral("Syncline ") + version;
    return StatePage::tr("%1, workspace %2, %3").arg(program, place.workspace, place.moment);
}

void addFailureActions(StatePage::Content& content, const FailurePlace& place, std::function<void()> verify) {
    StateAction action;
    action.text = StatePage::tr("Verify journal…");
    action.run = std::move(verify);
    action.objectName = QStringLiteral("stateVerifyJournal");
    content.actions.push_back(std::move(action));
    content.source = reportSource(place);
}

}  // namespace syncline::ui
