#pragma once

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/sandbox/dialects.h"
#include "engine/sandbox/faults.h"
#include "engine/sandbox/key_values.h"
#include "engine/sandbox/model/world.h"

#include <functional>

namespace syncline::sandbox {

/// What a server of the sandbox works on. All on the sandbox's one thread.
struct Context {
    model::World& world;
    KeyValues& values;
    const base::Clock& clock;
    const Dialects& dialects;
    Faults& faults;        ///< of this server's side
    base::Random& random;  ///< for tokens and cookies, apart from the world's own
    /// After a write to the world or the values and before the answer leaves: makes it durable, then lets both servers
    /// look for what they can deliver.
    std::function<void()> changed;
};

}  // namespace syncline::sandbox
