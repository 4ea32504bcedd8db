#include "ui/conflicts/read_only_line.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

namespace syncline::ui {

ReadOnlyLine::ReadOnlyLine(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.scaled(12), theme.scaled(4), theme.scaled(12), theme.scaled(4));
    row->setSpacing(theme.scaled(8));
    auto* words = new Text(theme, Face::Body);
    words->setObjectName(QStringLiteral("conflictsReadOnly"));
    words->setText(whyReadOnly());
    words->setWordWrap(true);
    row->addWidget(new IconLabel(theme, Icon::Lock, 14));
    row->addWidget(words, 1);
    hide();
}

}  // namespace syncline::ui
