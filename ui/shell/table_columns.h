#pragma once

#include <QByteArray>

class QWidget;

namespace syncline::ui {

/// How a person has set the columns of all tables in there, by the tables' names.
[[nodiscard]] QByteArray savedColumns(const QWidget& view);
/// As they were saved; tables that are not in it stay as they are.
void restoreColumns(const QWidget& view, const QByteArray& saved);

}  // namespace syncline::ui
