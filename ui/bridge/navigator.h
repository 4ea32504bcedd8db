#pragma once

#include "engine/core/ids.h"

#include <QString>
#include <functional>
#include <optional>

namespace syncline::ui {

enum class ViewName { Stream, Record, Conflicts, Replay, Ownership };

/// The one value of a filter, for going to the stream with it.
struct StreamPlace {
    std::optional<QString> filter;  ///< none: as it is
    std::optional<core::Seq> seq;   ///< selected and shown
};

/// How a view leads a person to another one, which it does not know. Implemented by the shell. On the GUI thread.
class Navigator {
public:
    virtual ~Navigator() = default;
    virtual void showView(ViewName view) = 0;
    virtual void showStream(const StreamPlace& place) = 0;
    virtual void showRecord(core::EntityId entity, const QString& field) = 0;
    virtual void showConflict(core::Seq conflict) = 0;
    virtual void showRule(const QString& object, const QString& field) = 0;
    virtual void showRewind(const QString& consumer, std::optional<core::Seq> offset) = 0;
    /// Over whatever view is shown.
    virtual void verifyJournal() = 0;
    /// Bottom right for six seconds; with an action when `action` is not empty.
    virtual void toast(const QString& text, const QString& action, std::function<void()> run) = 0;
};

}  // namespace syncline::ui
