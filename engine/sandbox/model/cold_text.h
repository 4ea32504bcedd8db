#pragma once

#include "engine/base/spill_file.h"

#include <memory>
#include <string>
#include <string_view>

namespace syncline::sandbox::model {

/// A text that is hardly ever read again, kept out of memory: packed, in a temporary file, or in memory after all where
/// that cannot be written. Immutable; copies share it, the last one gives the place free. Any thread; making and
/// reading one block on the disk.
class ColdText {
public:
    ColdText() = default;  ///< of no text
    ColdText(std::string_view text, const std::shared_ptr<base::SpillFile>& file);

    [[nodiscard]] bool empty() const { return m_place == nullptr; }
    /// The text; "" when it cannot be read any more, which the log says.
    [[nodiscard]] std::string read() const;

private:
    class Place;
    std::shared_ptr<const Place> m_place;
};

}  // namespace syncline::sandbox::model
