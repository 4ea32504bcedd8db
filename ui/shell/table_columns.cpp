#include "ui/shell/table_columns.h"

#include "ui/widgets/column_widths.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QWidget>

namespace syncline::ui {

QByteArray savedColumns(const QWidget& view) {
    QJsonObject saved;
    for (const ColumnWidths* widths : view.findChildren<ColumnWidths*>()) {
        const QString name = widths->parent()->objectName();
        const QByteArray columns = widths->save();
        if (!name.isEmpty() && !columns.isEmpty())
            saved.insert(name, QString::fromUtf8(columns));
    }
    return QJsonDocument(saved).toJson(QJsonDocument::Compact);
}

void restoreColumns(const QWidget& view, const QByteArray& saved) {
    const QJsonObject object = QJsonDocument::fromJson(saved).object();
    for (ColumnWidths* widths : view.findChildren<ColumnWidths*>())
        widths->restore(object.value(widths->parent()->objectName()).toString().toUtf8());
}

}  // namespace syncline::ui
