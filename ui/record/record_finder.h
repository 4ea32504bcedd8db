#pragma once

#include "ui/bridge/bridge.h"

#include <QTimer>
#include <QWidget>
#include <vector>

class QLineEdit;
class QListWidget;

namespace syncline::ui {

class Text;
class Theme;

/// Where no record has been chosen: looks one up by an id of either side, or by the beginning of an e-mail or a name.
class RecordFinder final : public QWidget {
    Q_OBJECT
public:
    RecordFinder(const Theme& theme, Bridge& bridge, QWidget* parent);
    [[nodiscard]] QWidget* firstFocus() const;

signals:
    void found(core::EntityId entity);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void ask();
    void shown(const base::Result<std::vector<RecordHit>>& answer);

    const Theme& m_theme;
    Bridge& m_bridge;
    Ticket m_ticket;
    QTimer m_typing;
    std::vector<RecordHit> m_hits;
    QLineEdit* m_line = nullptr;
    QListWidget* m_list = nullptr;
    Text* m_hint = nullptr;
};

}  // namespace syncline::ui
