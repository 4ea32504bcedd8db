#include "engine/sandbox/keeper.h"

#include <csignal>

namespace syncline::sandbox {

void Keeper::advanceTo(base::WallTime now) {
    while (!m_broken && m_world.advanceOne(now)) {
        if (killsHere(false))
            std::raise(SIGKILL);
        save();
        if (killsHere(true))
            std::raise(SIGKILL);
    }
    if (!m_broken)
        m_world.advanceTo(now);
}

bool Keeper::save() {
    if (m_broken)
        return false;
    if (m_file == nullptr) {
        static_cast<void>(m_values.takeChanges());  // nobody else does
        return true;
    }
    const base::Result<void> saved = m_file->save(m_world, m_values);
    if (saved)
        return true;
    m_broken = true;
    m_failed(saved.error());
    return false;
}

bool Keeper::killsHere(bool saved) const {
    return m_kill && m_kill->edits == m_world.editCount() && m_kill->saved == saved;
}

}  // namespace syncline::sandbox
