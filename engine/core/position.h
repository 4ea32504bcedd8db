#pragma once

#include <string>

namespace syncline::core {

/// A source's position: opaque text, never compared, per stream of a side ("salesforce /data/ContactChangeEvent").
struct Position {
    std::string stream;
    std::string text;

    bool operator==(const Position&) const = default;
};

}  // namespace syncline::core
