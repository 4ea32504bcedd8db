#include "ui/ownership/preview_dialog.h"

#include "ui/ownership/backtest_panel.h"
#include "ui/ownership/rule_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace syncline::ui {

PreviewDialog::PreviewDialog(const Theme& theme, Bridge& bridge, StagedRules staged, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_bridge(bridge) {
    setObjectName(QStringLiteral("rulesPreviewDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    const int count = static_cast<int>(staged.count());
    setWindowTitle(tr("Preview %n rule(s)", nullptr, count));
    auto* layout = new QVBoxLayout(this);
    const int padding = theme.scaled(16);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(theme.scaled(8));
    auto* title = new Text(theme, Face::Title);
    title->setText(tr("%n rule(s) would be in force from the next change on", nullptr, count));
    auto* sentence = new Sentence(theme);
    sentence->setTone(Tone::Muted);
    sentence->setText(
        tr("Decisions that were made stay. What follows asks the decisions of the journal again, one by "
           "one; it is not how the world would have gone on."));
    layout->addWidget(title);
    layout->addWidget(sentence);
    for (const StagedRules::Change& change : staged.changes())
        addChange(*layout, change);
    layout->addStretch(1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new Button(theme, tr("Cancel"));
    cancel->setObjectName(QStringLiteral("previewCancel"));
    cancel->setKeyCap(tr("Esc"));
    auto* apply = new Button(theme, tr("Apply %n rule(s)", nullptr, count), Button::Kind::Primary);
    apply->setObjectName(QStringLiteral("previewApply"));
    buttons->addWidget(cancel);
    buttons->addWidget(apply);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, [this] {
        emit applied();
        accept();
    });
    setMinimumWidth(theme.scaled(640));
}

/// Sentences wrap: the height that they need is known when there is a width, and when an answer has come.
bool PreviewDialog::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
        setMinimumHeight(layout()->heightForWidth(width()));
    return QDialog::event(event);
}

void PreviewDialog::addChange(QVBoxLayout& layout, const StagedRules::Change& change) {
    auto* name = new Text(m_theme, Face::MonoStrong);
    name->setText(inShort(change));
    name->setWordWrap(true);
    auto* wins = new Sentence(m_theme);
    wins->setText(whoWins(change.after));
    auto* effect = new Text(m_theme, Face::Body);
    effect->setObjectName(QStringLiteral("previewEffect_%1").arg(QString::fromStdString(change.field)));
    effect->setTone(Tone::Muted);
    effect->setText(tr("asking the journal…"));
    layout.addWidget(name);
    layout.addWidget(wins);
    layout.addWidget(effect);
    m_tickets.push_back(m_bridge.query(
        RulePreview{change.object, change.field, change.after}, [effect](const base::Result<RuleEffect>& answer) {
            effect->setText(answer ? effectInWords(*answer) : QString::fromStdString(answer.error().message()));
        }));
    effect->setWordWrap(true);
}

}  // namespace syncline::ui
