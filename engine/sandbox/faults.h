#pragma once

#include <chrono>
#include <cstdint>

namespace syncline::sandbox {

/// What is going wrong on one side just now; switched by the control API. Zeros and false: nothing.
struct Faults {
    bool outage = false;                           ///< every request is answered 503
    bool refuseConnections = false;                ///< every request is cut off without an answer
    std::chrono::milliseconds slowness{0};         ///< every answer comes so much later
    std::uint32_t loseAnswers = 0;                 ///< the next n writes are done, their answers lost
    std::uint32_t cutAnswers = 0;                  ///< the next n answers break off in the middle of their body
    std::uint32_t duplicates = 0;                  ///< every event is delivered so many times more
    bool reorder = false;                          ///< events of one delivery come in another order
    bool historyExpired = false;                   ///< stored replay ids and journal offsets count as too old
    bool invalidTokens = false;                    ///< every access token is refused; the token endpoint still works
    std::uint32_t rateLimit = 0;                   ///< the next n API requests are refused for their rate
    std::uint32_t lockRows = 0;                    ///< the next n rows written are refused: UNABLE_TO_LOCK_ROW, 423
    std::chrono::milliseconds publishingDelay{0};  ///< events appear in the stream or journal so much later

    bool operator==(const Faults&) const = default;
};

}  // namespace syncline::sandbox
