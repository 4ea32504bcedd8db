#pragma once

#include "engine/base/result.h"

#include <QJsonObject>

namespace syncline::app {

/// What one question after another to the engine of a workspace that another process has, or had, says of that process.
/// A value; on one thread.
class HolderSigns {
public:
    enum class Sign {
        Answers,
        Ended,    ///< no engine runs
        Unclear,  ///< it is late, or still starting: what was known last counts
    };
    /// What askEngine() gave.
    [[nodiscard]] Sign after(const base::Result<QJsonObject>& answer);

private:
    bool m_hasAnswered = false;
    int m_missed = 0;  ///< looks in a row that found no engine
};

}  // namespace syncline::app
