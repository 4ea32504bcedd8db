#pragma once

#include "engine/core/side.h"
#include "engine/core/version.h"
#include "ui/widgets/icon.h"

#include <QMetaType>
#include <QString>
#include <optional>
#include <variant>
#include <vector>

namespace syncline::ui {

enum class Tone { Normal, Muted, Attention, Failure, Success, Salesforce, HubSpot };

/// Words, with an icon before them if there is one.
struct TextCell {
    QString text = {};
    Tone tone = Tone::Normal;
    bool isMono = false;
    bool isStrong = false;
    Icon icon = Icon::None;
    Qt::TextElideMode elide = Qt::ElideRight;
    QString after = {};         ///< muted, in the sans: "(47 s)", a type, who
    bool isAfterAtEnd = false;  ///< it stands at the right end and stays whole: the text is elided for it
    bool operator==(const TextCell&) const = default;
};
/// S, H, or a dot for ours.
struct SideCell {
    std::optional<core::Side> side;
    bool operator==(const SideCell&) const = default;
};
/// A value as data: mono, ∅ when blank, nothing at all when absent; the part that differs is marked in the side's tint.
struct ValueCell {
    std::optional<core::Value> value;
    std::optional<core::Side> tinted;  ///< the cell's surface has the side's fill
    std::optional<core::Value> other;  ///< what it differs from
    Tone tone = Tone::Normal;
    bool operator==(const ValueCell&) const = default;
};
/// before → after
struct ChangeCell {
    std::optional<core::Value> before;
    std::optional<core::Value> after;
    Tone tone = Tone::Normal;
    bool operator==(const ChangeCell&) const = default;
};
/// Two counts with a bar of 56 by 8 between them.
struct SharesCell {
    std::int64_t salesforce = 0;
    std::int64_t hubspot = 0;
    Tone tone = Tone::Normal;  ///< of the counts
    bool operator==(const SharesCell&) const = default;
};
/// Part of a whole, with its number.
struct ProgressCell {
    double share = 0;
    Tone tone = Tone::Normal;
    bool operator==(const ProgressCell&) const = default;
};
/// A place in a chain of causes: the line in the gutter of the stream. Through: the line passes by, without a dot.
struct ChainCell {
    enum class Place { None, First, Middle, Last, Alone, Through } place = Place::None;
    bool isSelf = false;
    bool operator==(const ChainCell&) const = default;
};
/// Not loaded yet: a flat block of this share of the column.
struct BlockCell {
    double share = 0.7;
    bool operator==(const BlockCell&) const = default;
};

using Cell = std::variant<TextCell, SideCell, ValueCell, ChangeCell, SharesCell, ProgressCell, ChainCell, BlockCell>;

/// The roles under which models of the console give what is painted, beside Qt's own.
enum CellRole {
    kCellRole = Qt::UserRole + 1,  ///< Cell
    kRowFillRole,  ///< Tone: the row's surface (Attention, Failure; Muted: ours, with a bar at its left), Normal: none
    kRowKindRole,  ///< RowKind
    kKeyRole,      ///< qint64: what the row is selected by
};
enum class RowKind { Normal, Group };

/// A cell in words, for tooltips, copying and people who listen.
[[nodiscard]] QString plainText(const Cell& cell);

}  // namespace syncline::ui

Q_DECLARE_METATYPE(syncline::ui::Cell)
