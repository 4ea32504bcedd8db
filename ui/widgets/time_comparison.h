#pragma once

#include "engine/base/clock.h"
#include "engine/core/version.h"
#include "ui/widgets/format.h"

#include <QWidget>
#include <chrono>
#include <optional>
#include <vector>

namespace syncline::ui {

class Theme;

/// Two source times beside each other: lanes Salesforce, (Syncline,) HubSpot, each time as the interval that it states,
/// the tolerance as a filled window between dashed lines, the gap with its number (look.md, Small painters). No
/// animation. What it shows is also its accessible description.
class TimeComparison : public QWidget {
    Q_OBJECT
public:
    struct Content {
        core::PerSide<std::optional<core::SourceTime>> time;
        std::optional<std::chrono::milliseconds> tolerance;
        std::optional<std::chrono::milliseconds> margin;
        bool isAttention = false;  ///< the window in amber: nobody can say who was later
        QString verdict;           ///< "photo finish: the tie-break decides"
        /// Moments of ours, for the middle lane; empty: the lane is left out.
        struct Mark {
            base::WallTime time;
            QString label;
            enum class Kind { SeenSalesforce, SeenHubSpot, Decided, WriteSent, Answered, Echo } kind = Kind::Decided;
            std::optional<core::Side> side = {};  ///< of a write: written to
        };
        std::vector<Mark> marks;
        TimeFormat format;  ///< relative times are written as local ones
    };
    explicit TimeComparison(const Theme& theme, QWidget* parent = nullptr);
    void setContent(Content content);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Content m_content;
};

}  // namespace syncline::ui
