#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

namespace syncline::ui {

/// The set of the component sheet; the name is the file's in resources/icons.
enum class Icon {
    None,
    Overview,
    Stream,
    Record,
    Conflicts,
    Deliveries,
    Replay,
    Ownership,
    Connections,
    Change,
    Decide,
    Write,
    Receipt,
    Echo,
    Lost,
    Superseded,
    Equals,
    Checks,
    Undo,
    Photo,
    Brake,
    Bolt,
    Mailx,
    Gap,
    Merge,
    Link,
    Journal,
    Shield,
    Warn,
    Fail,
    Info,
    Slash,
    Clock,
    Hourglass,
    Offline,
    Lock,
    Key,
    Search,
    Filter,
    Pause,
    Play,
    Follow,
    Flag,
    Comment,
    Columns,
    Export,
    Copy,
    Edit,
    Trash,
    Refresh,
    External,
    Gear,
    Person,
    List,
    Group,
    Split,
    Inspector,
    ArrowRight,
    ArrowLeft,
    ArrowBoth,
    Star,
    Check,
    Close,
    ChevronDown,
    ChevronRight,
    ChevronUp,
    Plus,
};

/// One colour, sharp at the device's ratio; kept in QPixmapCache. `size` in logical pixels.
[[nodiscard]] QPixmap pixmap(Icon icon, int size, const QColor& color, qreal deviceRatio);
/// For buttons and actions: normal and disabled.
[[nodiscard]] QIcon icon(Icon icon, const QColor& color, const QColor& disabled);

}  // namespace syncline::ui
