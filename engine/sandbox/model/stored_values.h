#pragma once

#include "engine/base/result.h"
#include "engine/sandbox/model/byte_stream.h"
#include "engine/sandbox/model/event.h"
#include "engine/sandbox/model/record.h"

#include <string>
#include <string_view>

namespace syncline::sandbox::model {

/// Records and events as bytes and back. The same value always gives the same bytes.
void writeActor(ByteWriter& writer, const Actor& actor);
[[nodiscard]] std::string bytesOf(const Histories& histories);
[[nodiscard]] std::string bytesOf(const Record& record);
[[nodiscard]] std::string bytesOf(const Event& event);

/// Of our own bytes; what of them does not fit is left out.
[[nodiscard]] Histories historiesOf(std::string_view bytes, ActorPool& actors);
/// Error: Corrupt, also when the bytes are another record's than `id`.
[[nodiscard]] base::Result<Record> recordOf(std::string_view bytes, const std::string& id, ActorPool& actors);
/// Error: Corrupt.
[[nodiscard]] base::Result<Event> eventOf(std::string_view bytes, ActorPool& actors);

/// What stands for `object` does not fit.
[[nodiscard]] base::Error corrupt(std::string object);

}  // namespace syncline::sandbox::model
