#include "app/holder_signs.h"

#include "app/control_socket.h"

namespace syncline::app {
namespace {

/// An engine that starts has the workspace's lock before it listens: so many looks in a row find none before it is
/// taken to have ended without ever having answered.
constexpr int kMostMissed = 3;

}  // namespace

HolderSigns::Sign HolderSigns::after(const base::Result<QJsonObject>& answer) {
    const bool isMissing =
        !answer && answer.error().code == base::ErrorCode::NotFound && answer.error().operation == kAskOperation;
    if (!isMissing) {
        m_missed = 0;
        m_hasAnswered = m_hasAnswered || answer.has_value();
        return answer ? Sign::Answers : Sign::Unclear;
    }
    if (m_missed < kMostMissed)
        ++m_missed;
    return m_hasAnswered || m_missed == kMostMissed ? Sign::Ended : Sign::Unclear;
}

}  // namespace syncline::app
