#pragma once

#include "engine/core/entry.h"
#include "engine/core/side.h"
#include "ui/widgets/format.h"

#include <QWidget>
#include <optional>

namespace syncline::ui {

class Text;
class Theme;

/// A side does not answer: what is known of it may be so no more, and rows are drawn muted.
[[nodiscard]] bool isAnyDisconnected(const core::PerSide<core::ConnectorPhase>& phase);

/// "HubSpot as of 10:31:07.204, Salesforce live", by when each side last answered, as the bar above the view says it:
/// up to then what came from it was known, also where nothing had changed. "" while neither is disconnected.
[[nodiscard]] QString connectionNote(const core::PerSide<core::ConnectorPhase>& phase,
                                     const core::PerSide<std::optional<base::WallTime>>& lastAnswered,
                                     const TimeFormat& times);

/// A muted line below what a view shows, with a clock: how old it is. Not there while it has nothing to say. On the
/// GUI thread.
class NoteLine final : public QWidget {
    Q_OBJECT
public:
    explicit NoteLine(const Theme& theme, QWidget* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Text* m_text;
};

}  // namespace syncline::ui
