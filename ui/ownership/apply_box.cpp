#include "ui/ownership/apply_box.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

namespace syncline::ui {
namespace {

class ApplyBox {
    Q_DECLARE_TR_FUNCTIONS(ApplyBox)
};

}  // namespace

void askBeforeApplying(QWidget& above, const Bridge& bridge, const StagedRules& staged, std::function<void()> apply) {
    const int count = static_cast<int>(staged.count());
    auto* box = new QMessageBox(QMessageBox::Warning, ApplyBox::tr("Apply rules"),
                                ApplyBox::tr("%n rule(s) of %1 will decide from the next change on.", nullptr, count)
                                    .arg(QString::fromStdString(bridge.workspaceName())),
                                QMessageBox::Cancel, &above);
    box->setObjectName(QStringLiteral("rulesConfirm"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(ApplyBox::tr("Apply %n rule(s)", nullptr, count), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("rulesConfirmApply"));
    QObject::connect(yes, &QPushButton::clicked, &above, std::move(apply));
    box->open();
}

}  // namespace syncline::ui
