#include "ui/conflicts/inbox_pages.h"

#include "ui/conflicts/inbox_list.h"
#include "ui/conflicts/inbox_model.h"
#include "ui/conflicts/inbox_words.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/times.h"

#include <utility>

namespace syncline::ui {

InboxPages::InboxPages(const Theme& theme, const Times& times, Bridge& bridge, InboxModel& model)
    : m_times(times),
      m_bridge(bridge),
      m_model(model),
      m_list(new InboxList(theme, times, model)),
      m_page(new StatePage(theme)) {
    m_list->setObjectName(QStringLiteral("conflictList"));
    m_list->setAccessibleName(tr("Conflicts"));
    addWidget(m_list);
    addWidget(m_page);
}

bool InboxPages::isListShown() const {
    return currentWidget() == m_list;
}

void InboxPages::showList() {
    setCurrentWidget(m_list);
}

void InboxPages::showPart(InboxPart part) {
    m_part = part;
    if (m_model.conflicts().empty())
        showEmpty();
    else if (m_model.rowCount() == 0)
        showNoMatch();
    else
        showList();
}

void InboxPages::showFailure(const base::Error& error) {
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = tr("The conflicts cannot be read");
    content.sentence = tr("They stay open; nothing is decided meanwhile.");
    content.words = QString::fromStdString(error.words());
    content.advice = QString::fromStdString(error.hint);
    content.actions = {{tr("Try again"), [this] { emit retryWanted(); }, true, {}, QStringLiteral("conflictsRetry")}};
    addFailureActions(content,
                      {QString::fromStdString(m_bridge.workspaceName()), m_times.format().whole(m_times.now())},
                      [this] { emit verifyWanted(); });
    const QString what = content.words;
    showPage(what, std::move(content));
}

void InboxPages::showEmpty() {
    const bool isOpen = m_part == InboxPart::Open;
    if (isOpen && isListShown())
        m_ticket = m_bridge.query<ResolvedConflicts>(
            {1}, [this](const base::Result<std::vector<ConflictRow>>& latest) { showLastSettled(latest); });
    StatePage::Content content = emptyInbox(m_part, m_lastSettled, m_times.format());
    if (isOpen)
        content.actions = {{tr("Show resolved"),
                            [this] { emit resolvedWanted(); },
                            false,
                            {},
                            QStringLiteral("conflictsShowResolved")},
                           {tr("Show rules that ask"),
                            [this] { emit rulesWanted(); },
                            false,
                            {},
                            QStringLiteral("conflictsShowRules")}};
    const QString what = content.statement + content.sentence;
    showPage(what, std::move(content));
}

void InboxPages::showLastSettled(const base::Result<std::vector<ConflictRow>>& latest) {
    if (latest && !latest->empty())
        m_lastSettled = latest->front();
    const bool isEmptyShown = !isListShown() && !m_isFailure && m_model.conflicts().empty();
    if (isEmptyShown && m_part == InboxPart::Open)
        showEmpty();
}

void InboxPages::showNoMatch() {
    StatePage::Content content;
    content.icon = Icon::Search;
    content.statement = tr("No conflict matches");
    content.sentence = tr("Looked for in records, companies, fields and values.");
    content.actions = {
        {tr("Clear filter"), [this] { emit allWanted(); }, false, {}, QStringLiteral("conflictsClearFilter")}};
    showPage(QStringLiteral("no match"), std::move(content));
}

/// The same again leaves the page as it is: somebody may be at its buttons.
void InboxPages::showPage(const QString& what, StatePage::Content content) {
    const bool isFailure = content.isFailure;
    if (isListShown() || isFailure != m_isFailure || what != m_shown)
        m_page->show(std::move(content));
    m_shown = what;
    m_isFailure = isFailure;
    setCurrentWidget(m_page);
}

}  // namespace syncline::ui
