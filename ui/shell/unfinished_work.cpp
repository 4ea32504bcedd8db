#include "ui/shell/unfinished_work.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QPushButton>
#include <cstdint>
#include <utility>

namespace syncline::ui {
namespace {

class UnfinishedWords {
    Q_DECLARE_TR_FUNCTIONS(UnfinishedWork)
};

QString statementOf(const UnfinishedWork& work) {
    const QString rules =
        work.stagedRules == 1
            ? UnfinishedWords::tr("1 staged rule")
            : UnfinishedWords::tr("%1 staged rules").arg(counted(static_cast<std::int64_t>(work.stagedRules)));
    const QString drafts =
        work.conflictDrafts == 1
            ? UnfinishedWords::tr("1 conflict")
            : UnfinishedWords::tr("%1 conflicts").arg(counted(static_cast<std::int64_t>(work.conflictDrafts)));
    if (work.stagedRules == 0)
        return UnfinishedWords::tr("What you wrote for %1 has not been applied").arg(drafts);
    if (work.conflictDrafts == 0)
        return work.stagedRules == 1 ? UnfinishedWords::tr("%1 has not been applied").arg(rules)
                                     : UnfinishedWords::tr("%1 have not been applied").arg(rules);
    return UnfinishedWords::tr("%1 and what you wrote for %2 have not been applied").arg(rules, drafts);
}

QString adviceOf(const UnfinishedWork& work, EndOfViews wanted) {
    if (wanted == EndOfViews::Restarting)
        return UnfinishedWords::tr(
            "%1 is forgotten when the engine starts again, and cannot be applied before that. Go back to copy what you "
            "need.");
    if (wanted == EndOfViews::Opening)
        return UnfinishedWords::tr(
            "%1 is forgotten when the workspace is opened for writing, and cannot be applied before that. Go back to "
            "copy what you need.");
    return work.canApply ? UnfinishedWords::tr("%1 is forgotten when the window closes. Go back to apply it.")
                         : UnfinishedWords::tr(
                             "%1 is forgotten when the window closes, and cannot be applied before that. Go back to "
                             "copy what you need.");
}

QString placesOf(const UnfinishedWork& work) {
    if (work.stagedRules == 0)
        return UnfinishedWords::tr("What is written in Conflicts");
    if (work.conflictDrafts == 0)
        return UnfinishedWords::tr("What is staged in Ownership");
    return UnfinishedWords::tr("What is staged in Ownership and written in Conflicts");
}

QString titleOf(EndOfViews wanted) {
    switch (wanted) {
        case EndOfViews::Closing:
            return UnfinishedWords::tr("Close Syncline");
        case EndOfViews::Restarting:
            return UnfinishedWords::tr("Start the engine again");
        case EndOfViews::Opening:
            return UnfinishedWords::tr("Open for writing");
    }
    return {};
}

QString discardTextOf(EndOfViews wanted) {
    switch (wanted) {
        case EndOfViews::Closing:
            return UnfinishedWords::tr("Close and discard");
        case EndOfViews::Restarting:
            return UnfinishedWords::tr("Start again and discard");
        case EndOfViews::Opening:
            return UnfinishedWords::tr("Open and discard");
    }
    return {};
}

}  // namespace

QMessageBox* askBeforeForgetting(const UnfinishedWork& work, EndOfViews wanted, QWidget& window,
                                 std::function<void()> discard) {
    const bool isClosing = wanted == EndOfViews::Closing;
    auto* box = new QMessageBox(QMessageBox::Warning, titleOf(wanted), QString(), QMessageBox::NoButton, &window);
    box->setObjectName(isClosing ? QStringLiteral("closeConfirm") : QStringLiteral("restartConfirm"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    tellUnfinished(work, wanted, *box);
    QPushButton* back = box->addButton(UnfinishedWords::tr("Go back"), QMessageBox::RejectRole);
    back->setObjectName(isClosing ? QStringLiteral("closeGoBack") : QStringLiteral("restartGoBack"));
    QPushButton* forget = box->addButton(discardTextOf(wanted), QMessageBox::DestructiveRole);
    forget->setObjectName(isClosing ? QStringLiteral("closeAndDiscard") : QStringLiteral("restartAndDiscard"));
    box->setDefaultButton(back);
    box->setEscapeButton(back);
    // Queued: the box has ended by then.
    QObject::connect(forget, &QPushButton::clicked, &window, std::move(discard), Qt::QueuedConnection);
    box->open();
    return box;
}

void tellUnfinished(const UnfinishedWork& work, EndOfViews wanted, QMessageBox& box) {
    box.setText(statementOf(work));
    box.setInformativeText(adviceOf(work, wanted).arg(placesOf(work)));
}

}  // namespace syncline::ui
