#pragma once

#include "engine/core/side.h"
#include "engine/core/version.h"

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace syncline::ui {

class Theme;

/// The parts of `text` that are not in `other`, as ranges of characters: by words first, then by characters within
/// them, as a person would mark them.
struct DifferingPart {
    int start = 0;
    int length = 0;
    bool operator==(const DifferingPart&) const = default;
};
[[nodiscard]] std::vector<DifferingPart> differingParts(const QString& text, const QString& other);

/// A value at the size of a conflict's card (mono 15/24), wrapped at most to four lines, the differing parts on the
/// side's strong tint with a line of its mark below. ∅ when blank. Selectable by Ctrl+C when focused.
class ValueText : public QWidget {
    Q_OBJECT
public:
    ValueText(const Theme& theme, std::optional<core::Side> side, QWidget* parent = nullptr);
    void setValue(const core::Value& value, const std::optional<core::Value>& other);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] bool isCut(int width) const;

    const Theme& m_theme;
    std::optional<core::Side> m_side;
    core::Value m_value;
    std::optional<core::Value> m_other;
};

}  // namespace syncline::ui
