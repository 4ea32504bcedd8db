#include "ui/ownership/rule_states.h"

#include "engine/base/error.h"

#include <QCoreApplication>
#include <utility>

namespace syncline::ui {
namespace {

class StateWords {
    Q_DECLARE_TR_FUNCTIONS(RuleStates)
};

}  // namespace

StatePage::Content rulesUnread(const base::Error& error, const FailurePlace& place, UnreadActions actions) {
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = StateWords::tr("The rules cannot be read");
    content.sentence = StateWords::tr("Syncing goes on by the rules in force; only this view is missing.");
    content.words = QString::fromStdString(error.words());
    content.advice = QString::fromStdString(error.hint);
    content.actions = {
        {StateWords::tr("Try again"), std::move(actions.tryAgain), true, {}, QStringLiteral("ownershipRetry")}};
    addFailureActions(content, place, std::move(actions.verify));
    return content;
}

StatePage::Content noFieldMapped() {
    StatePage::Content content;
    content.icon = Icon::Ownership;
    content.statement = StateWords::tr("No field is mapped");
    content.sentence = StateWords::tr(
        "Objects and fields that are kept in step are named in `workspace.json`; each then has its rule here.");
    return content;
}

StatePage::Content noFieldMatches(std::function<void()> clearFilter) {
    StatePage::Content content;
    content.icon = Icon::Search;
    content.statement = StateWords::tr("No field matches");
    content.sentence =
        StateWords::tr("Looked for in the names of this object’s fields on either side, and in their rules.");
    content.actions = {
        {StateWords::tr("Clear filter"), std::move(clearFilter), false, {}, QStringLiteral("ownershipClearFilter")}};
    return content;
}

}  // namespace syncline::ui
