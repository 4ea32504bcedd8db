#pragma once

#include "ui/shell/workspace_frame.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <vector>

class QAction;

namespace syncline::ui {

/// What some keys do. Several keys for the same stand together.
struct KeyLine {
    QStringList keys;
    QString what;
};
/// Where they work.
struct KeyGroup {
    QString name;
    std::vector<KeyLine> lines;
};

/// Every key that is in force, taken from the actions and shortcuts that answer to it: the window's, then those of each
/// view; at last what lists, filter lines and the palette do with keys. A key without words has "".
[[nodiscard]] std::vector<KeyGroup> keysInForce(const QList<QAction*>& ofWindow,
                                                const std::vector<WorkspaceFrame::Place>& places);

}  // namespace syncline::ui
