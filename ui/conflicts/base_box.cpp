#include "ui/conflicts/base_box.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace syncline::ui {

BaseBox::BaseBox(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_value(new Text(theme, Face::Compared)),
      m_from(new Text(theme, Face::Secondary)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.scaled(12), theme.scaled(8), theme.scaled(12), theme.scaled(8));
    row->setSpacing(theme.scaled(16));
    auto* label = new Text(theme, Face::Body);
    label->setTone(Tone::Muted);
    label->setText(tr("Base"));
    m_value->setObjectName(QStringLiteral("conflictBase"));
    m_value->setShrinks(true);
    m_from->setObjectName(QStringLiteral("conflictBaseFrom"));
    m_from->setTone(Tone::Muted);
    m_from->setElided(true);
    m_from->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(label);
    row->addWidget(m_value);
    row->addWidget(m_from, 1);
}

void BaseBox::setConflict(const ConflictRow& conflict) {
    setVisible(conflict.base.has_value());
    if (!conflict.base)
        return;
    m_value->setText(shownValue(conflict.base->value[baseSide(conflict)]));
    m_from->setText(baseInWords(conflict));
}

void BaseBox::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    drawPanel(painter, rect(), palette().color(QPalette::Base), m_theme.colors().line);
}

}  // namespace syncline::ui
