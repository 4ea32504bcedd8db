#pragma once

#include "ui/bridge/query.h"

#include <QString>
#include <QTimeZone>
#include <optional>
#include <variant>

namespace syncline::ui {

/// From where a stream is to begin again.
enum class RewindStart { Beginning, Sequence, Time };

/// "4,562,910" or "4562910": the offset that lies before that entry, so that it is the first to be sent again. None:
/// not a sequence of the journal.
[[nodiscard]] std::optional<core::Seq> offsetBefore(const QString& text, core::Seq head);

/// A moment as a person writes it: "10:27", "10:27:31.604", "24 Nov 10:27", "2026-11-24 10:27:31",
/// "2026-11-24T10:27:31Z". Without a day it is the last such moment before `now`. None: it is none of these.
[[nodiscard]] std::optional<base::WallTime> momentIn(const QString& text, base::WallTime now, const QTimeZone& zone);

}  // namespace syncline::ui
