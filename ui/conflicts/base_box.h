#pragma once

#include "ui/bridge/query.h"

#include <QWidget>

namespace syncline::ui {

class Text;
class Theme;

/// What a field held before the conflict, and of which side that is known; hidden where the journal does not tell.
class BaseBox final : public QWidget {
    Q_OBJECT
public:
    explicit BaseBox(const Theme& theme, QWidget* parent = nullptr);
    void setConflict(const ConflictRow& conflict);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Text* m_value;
    Text* m_from;
};

}  // namespace syncline::ui
