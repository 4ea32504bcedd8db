#pragma once

#include "engine/base/result.h"

#include <type_traits>
#include <utility>

#include <QtCore/QDebug>

namespace syncline::test {

/// What a test builds upon: an error ends the test program with its message.
template <typename T>
T must(base::Result<T> result) {
    if (!result)
        qFatal("%s", result.error().message().c_str());
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

}  // namespace syncline::test
