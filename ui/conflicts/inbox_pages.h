#pragma once

#include "ui/bridge/bridge.h"
#include "ui/conflicts/inbox_question.h"
#include "ui/widgets/state_page.h"

#include <QStackedWidget>
#include <QString>
#include <optional>

namespace syncline::ui {

class InboxList;
class InboxModel;
class Theme;
class Times;

/// The list of the inbox, and what stands in its place while there is nothing to list. On the GUI thread.
class InboxPages final : public QStackedWidget {
    Q_OBJECT
public:
    InboxPages(const Theme& theme, const Times& times, Bridge& bridge, InboxModel& model);

    [[nodiscard]] InboxList& list() const { return *m_list; }
    [[nodiscard]] StatePage& page() const { return *m_page; }
    [[nodiscard]] bool isListShown() const;
    void showList();
    /// The list, or why the model lists nothing of that part.
    void showPart(InboxPart part);
    void showFailure(const base::Error& error);

signals:
    void retryWanted();
    void verifyWanted();
    /// What is filtered away.
    void allWanted();
    void resolvedWanted();
    void rulesWanted();

private:
    void showEmpty();
    void showLastSettled(const base::Result<std::vector<ConflictRow>>& latest);
    void showNoMatch();
    void showPage(const QString& what, StatePage::Content content);

    const Times& m_times;
    Bridge& m_bridge;
    const InboxModel& m_model;
    InboxList* m_list;
    StatePage* m_page;
    InboxPart m_part = InboxPart::Open;
    QString m_shown;           ///< what the page in the list's place says
    bool m_isFailure = false;  ///< it says why nothing could be read
    std::optional<ConflictRow> m_lastSettled;
    Ticket m_ticket;
};

}  // namespace syncline::ui
