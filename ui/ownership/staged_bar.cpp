#include "ui/ownership/staged_bar.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStringList>
#include <utility>

namespace syncline::ui {

QString readOnlyWords(bool isHeld) {
    if (isHeld)
        return StagedBar::tr(
            "Read-only: do it in the window that has this workspace open; where “syncline run” has it, end that first");
    return StagedBar::tr("Read-only: nobody runs this workspace any more. Do it here after Open for writing");
}

StagedBar::StagedBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("stagedBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.scaled(16), theme.scaled(8), theme.scaled(16), theme.scaled(8));
    layout->setSpacing(theme.scaled(8));
    auto* pencil = new IconLabel(theme, Icon::Edit, 16);
    pencil->setTone(Tone::Attention);
    m_count = new Text(theme, Face::BodyStrong);
    m_changes = new Text(theme, Face::MonoDense);
    m_changes->setElided(true);
    m_mistake = new Text(theme, Face::Body);
    m_mistake->setObjectName(QStringLiteral("stagedMistake"));
    m_mistake->setTone(Tone::Failure);
    m_mistake->setElided(true);
    m_discard = new Button(theme, tr("Discard"));
    m_discard->setObjectName(QStringLiteral("rulesDiscard"));
    m_preview = new Button(theme, tr("Preview"));
    m_preview->setObjectName(QStringLiteral("rulesPreview"));
    m_preview->setToolTip(tr("All staged rules together, with the decisions that would have fallen another way"));
    m_apply = new Button(theme, tr("Apply"), Button::Kind::Primary);
    m_apply->setObjectName(QStringLiteral("rulesApply"));
    m_apply->setKeyCap(tr("Ctrl+Enter"));
    layout->addWidget(pencil);
    layout->addWidget(m_count);
    layout->addWidget(m_changes, 1);
    layout->addWidget(m_mistake, 1);
    for (Button* button : {m_discard, m_preview, m_apply})
        layout->addWidget(button);
    connect(m_discard, &QPushButton::clicked, this, &StagedBar::discarded);
    connect(m_preview, &QPushButton::clicked, this, &StagedBar::previewWanted);
    connect(m_apply, &QPushButton::clicked, this, &StagedBar::applied);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setStaged({});
    setMistake({});
}

void StagedBar::setStaged(const StagedRules& staged) {
    const int count = static_cast<int>(staged.count());
    m_count->setText(tr("%n rule(s) staged", nullptr, count));
    QStringList changes;
    for (const StagedRules::Change& one : staged.changes())
        changes << inShort(one);
    m_changes->setText(changes.join(QStringLiteral(", ")));
    m_apply->setText(tr("Apply %n rule(s)", nullptr, count));
    setVisible(count > 0);
}

void StagedBar::setBusy(bool busy) {
    m_isBusy = busy;
    for (Button* button : {m_discard, m_preview})
        button->setEnabled(!busy);
    m_apply->setEnabled(!m_isBusy && !m_isHeld && m_whyReadOnly.isEmpty());
}

void StagedBar::setHeld(bool held) {
    m_isHeld = held;
    setBusy(m_isBusy);
}

void StagedBar::setReadOnly(const QString& why) {
    if (std::exchange(m_whyReadOnly, why) != why)
        setMistake({});
    m_apply->setToolTip(why);
    setBusy(m_isBusy);
}

void StagedBar::setMistake(const QString& words) {
    m_mistake->setText(words);
    m_mistake->setVisible(!words.isEmpty());
    m_changes->setVisible(words.isEmpty());
}

void StagedBar::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    const Tint& attention = m_theme.colors().attention;
    painter.fillRect(rect(), attention.fill);
    painter.setPen(attention.line);
    painter.drawLine(rect().topLeft(), rect().topRight());
}

}  // namespace syncline::ui
