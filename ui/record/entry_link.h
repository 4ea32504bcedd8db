#pragma once

#include "engine/core/ids.h"

#include <QAbstractButton>

namespace syncline::ui {

class Theme;

/// The sequence of an entry to go to: in mono, underlined.
class EntryLink final : public QAbstractButton {
    Q_OBJECT
public:
    EntryLink(const Theme& theme, core::Seq entry, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont face() const;

    const Theme& m_theme;
};

}  // namespace syncline::ui
