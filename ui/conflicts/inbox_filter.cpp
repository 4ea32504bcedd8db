#include "ui/conflicts/inbox_filter.h"

#include <QShortcut>

namespace syncline::ui {

InboxFilter::InboxFilter(QWidget* parent) : QLineEdit(parent) {
    setObjectName(QStringLiteral("conflictFilter"));
    setAccessibleName(tr("Filter conflicts"));
    setPlaceholderText(tr("Filter conflicts"));
    setClearButtonEnabled(true);
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, this, [this] {
        if (text().isEmpty())
            emit left();
        setText(QString());
    });
}

}  // namespace syncline::ui
