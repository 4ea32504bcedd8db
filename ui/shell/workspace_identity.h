#pragma once

#include "engine/core/side.h"

#include <QString>

namespace syncline::ui {

/// Which workspace the window is about, besides its name.
struct WorkspaceIdentity {
    QString id;                      ///< its layout is remembered by it
    core::PerSide<QString> account;  ///< the real accounts, as a person tells them apart; "" in the sandbox
    QString folder = {};             ///< its whole path; workspaces may have the same name
};

}  // namespace syncline::ui
