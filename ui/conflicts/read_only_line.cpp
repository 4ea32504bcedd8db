#include "ui/conflicts/read_only_line.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

namespace syncline::ui {

ReadOnlyLine::ReadOnlyLine(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.scaled(12), theme.scaled(4), theme.scaled(12), theme.scaled(4));
    row->setSpacing(theme.scaled(8));
    m_words = new Text(theme, Face::Body);
    m_words->setObjectName(QStringLiteral("conflictsReadOnly"));
    m_words->setWordWrap(true);
    row->addWidget(new IconLabel(theme, Icon::Lock, 14));
    row->addWidget(m_words, 1);
    hide();
}

void ReadOnlyLine::setReadOnly(const QString& why) {
    m_words->setText(why);
    setVisible(!why.isEmpty());
}

}  // namespace syncline::ui
