#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/times.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <set>

namespace syncline::ui {

class Theme;

/// How a conflict comes to the surface: a person went there, or the view moved on.
enum class Arrival { ByPerson, ByItself };

/// The surface on which one conflict is settled: why one is asked, the base, a card for each candidate in its place,
/// the times compared, and the result. Both versions are on the screen before a choice can be made; what was on the
/// screen goes with the choice, and another set is refused and shown.
class ConflictSurface final : public QWidget {
    Q_OBJECT
public:
    ConflictSurface(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator, QWidget* parent);
    ~ConflictSurface() override;

    /// The same conflict again: what was chosen stays when the candidates are the same, and goes when they are not.
    /// Another one: what was begun for it, and neither applied nor settled meanwhile, is there again.
    /// What came by itself has the lines as they were, and nothing chosen: the key that applied the one before it may
    /// be pressed once more.
    void setConflict(const ConflictRow& conflict, Arrival arrival);
    /// Nothing is shown any more, and nothing can be taken or applied.
    void clear();
    /// What is shown waits for a choice.
    [[nodiscard]] bool isOpen() const;
    /// That one, if it does.
    [[nodiscard]] std::optional<core::Seq> openConflict() const;
    /// A choice has no reply yet.
    [[nodiscard]] bool isApplying() const;
    /// Why nothing can be chosen or undone, while both versions are shown all the same; empty: this window writes.
    void setReadOnly(const QString& why);
    /// Of all conflicts that are open: what was begun for others is forgotten, since it can be applied no more.
    void keepBegunOf(const std::set<core::Seq>& open);
    /// "1 of 34", and the record that comes after it.
    void setPlace(const QString& place, const QString& next);

    void take(int number);
    void takeOwn();
    void apply();

signals:
    void resolved(const ConflictRow& conflict, core::Seq resolution);
    /// The candidates are others by now: read it again.
    void outdated();
    /// Of one that is resolved.
    void undoWanted(const ConflictRow& conflict);
    void stepWanted(int step);
    /// For so many conflicts an own value or a note is written and not applied.
    void begunChanged(std::size_t count);
    /// The lines of the result were left by Esc.
    void linesLeft();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
