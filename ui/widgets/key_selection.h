#pragma once

#include <optional>
#include <set>

#include <QtCore/QtGlobal>

namespace syncline::ui {

class RowSource;

enum class SelectMode {
    Only,    ///< this row and no other
    Extend,  ///< from the anchor to this row
    Toggle,  ///< this row in or out, the others stay
    Move,    ///< current, but neither in nor out
};

/// Which rows are chosen, by key: rows may come, go and move. A plain value.
class KeySelection {
public:
    /// `row` becomes current. A stretch is cut to `most` rows, those nearest its anchor.
    void choose(const RowSource& source, qint64 row, SelectMode mode, qint64 most);
    /// None: nothing is chosen.
    void setCurrent(std::optional<qint64> key);

    [[nodiscard]] std::optional<qint64> current() const { return m_current; }
    [[nodiscard]] const std::set<qint64>& keys() const { return m_keys; }
    [[nodiscard]] bool contains(qint64 key) const { return m_keys.count(key) > 0; }
    bool operator==(const KeySelection&) const = default;

private:
    void extend(const RowSource& source, qint64 row, qint64 most);

    std::set<qint64> m_keys;
    std::optional<qint64> m_current;
    std::optional<qint64> m_anchor;
};

}  // namespace syncline::ui
