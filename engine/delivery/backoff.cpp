#include "engine/delivery/backoff.h"

namespace syncline::delivery {

std::chrono::milliseconds Backoff::ceiling(int failures) const {
    std::chrono::milliseconds pause = first;
    for (int i = 1; i < failures && pause < longest; ++i)
        pause *= 2;
    return pause < longest ? pause : longest;
}

std::chrono::milliseconds Backoff::pause(int failures, base::Random& random) const {
    return std::chrono::milliseconds(random.between(0, ceiling(failures).count()));
}

}  // namespace syncline::delivery
