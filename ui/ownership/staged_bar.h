#pragma once

#include "ui/ownership/staged_rules.h"

#include <QWidget>

namespace syncline::ui {

class Button;
class Text;
class Theme;

/// The bar that stands until staged rules are decided: Discard, Preview, Apply.
class StagedBar final : public QWidget {
    Q_OBJECT
public:
    StagedBar(const Theme& theme, QWidget* parent);

    /// Hidden when nothing is staged.
    void setStaged(const StagedRules& staged);
    /// While a command is out nothing can be chosen.
    void setBusy(bool busy);
    /// They cannot be applied before something else is decided.
    void setHeld(bool held);
    /// Why they cannot be applied in this window at all; empty when they can. With another reason the last mistake
    /// goes: its words may be those of the former one.
    void setReadOnly(const QString& why);
    /// Why the rules could not be applied.
    void setMistake(const QString& words);

signals:
    void discarded();
    void previewWanted();
    void applied();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    bool m_isBusy = false;
    bool m_isHeld = false;
    QString m_whyReadOnly;  ///< empty when they can be applied
    Text* m_count = nullptr;
    Text* m_changes = nullptr;
    Text* m_mistake = nullptr;
    Button* m_discard = nullptr;
    Button* m_preview = nullptr;
    Button* m_apply = nullptr;
};

/// Why nothing is applied in this window, and where it is; `isHeld`: another process has the workspace.
[[nodiscard]] QString readOnlyWords(bool isHeld);

}  // namespace syncline::ui
