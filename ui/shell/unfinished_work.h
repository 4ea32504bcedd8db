#pragma once

#include <QMessageBox>
#include <cstddef>
#include <functional>

namespace syncline::ui {

/// What a person has begun in a workspace's views and not applied: it is forgotten with the views. A value.
struct UnfinishedWork {
    std::size_t stagedRules = 0;
    std::size_t conflictDrafts = 0;  ///< conflicts with an own value or a note
    bool canApply = true;            ///< an engine runs here

    [[nodiscard]] bool isAny() const { return stagedRules + conflictDrafts > 0; }
    bool operator==(const UnfinishedWork&) const = default;
};

/// What a person wants that would end the views. Opening: for writing, where they only read.
enum class EndOfViews { Closing, Restarting, Opening };

/// Asks above the window before unfinished work is forgotten; there is some. `discard` is called when the box has gone,
/// if the person says so and the window is still there. The box deletes itself.
QMessageBox* askBeforeForgetting(const UnfinishedWork& work, EndOfViews wanted, QWidget& window,
                                 std::function<void()> discard);
/// The words of such a box that is open, when the work is other by now; there is some.
void tellUnfinished(const UnfinishedWork& work, EndOfViews wanted, QMessageBox& box);

}  // namespace syncline::ui
