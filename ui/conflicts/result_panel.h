#pragma once

#include "ui/bridge/bridge.h"

#include <QWidget>
#include <optional>

class QGridLayout;
class QLineEdit;
class QVBoxLayout;

namespace syncline::ui {

class Button;
class Text;
class Theme;

/// What will stand and what will be written where: a candidate's value, or an own one checked against both sides; and a
/// note for those who ask later.
class ResultPanel final : public QWidget {
    Q_OBJECT
public:
    ResultPanel(const Theme& theme, Bridge& bridge, QWidget* parent);

    /// Begins anew for a conflict; what was written for another one cannot be brought back by Ctrl+Z.
    void setConflict(const ConflictRow& conflict);
    /// The same conflict, whose sides may hold something else by now: what is chosen or written stays as it is.
    void renew(const ConflictRow& conflict);
    /// A candidate was taken; none: nothing is chosen.
    void setTaken(const core::Candidate* candidate);

    /// The person's own value, if that is what is chosen.
    [[nodiscard]] std::optional<QString> ownValue() const;
    [[nodiscard]] bool isWritable() const { return m_isWritable; }
    [[nodiscard]] QString note() const;
    /// As if a person had written that; none: no own value.
    void write(const std::optional<QString>& ownValue, const QString& note);
    /// The same lines, with nothing chosen by it.
    void writeUnchosen(const std::optional<QString>& ownValue, const QString& note);
    void setMistake(const QString& words);
    void focusOwnValue();
    /// Why nothing can be written here; empty: it can.
    void setReadOnly(const QString& why);

signals:
    void ownValueChosen();
    void changed();
    /// A person has changed a line, or chosen that what stands in it is their own value.
    void written();
    void applyWanted();
    /// Esc was pressed in a line: what is written stays, and keys are the view's again.
    void left();

protected:
    /// Ctrl+Z in a line with nothing of its own to undo is left to the view.
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    void buildBelow(QVBoxLayout& layout, const QWidget& title);
    void typed();
    void show(const Bridge::CheckedValue& checked);
    void showRows();
    void addCheck(core::Side side, const std::string& mistake);
    void addWrite(core::Side side, const std::optional<core::Value>& after);
    void place(QWidget* widget, core::Side side, int column, int columns = 1);
    void clear();

    const Theme& m_theme;
    Bridge& m_bridge;
    ConflictRow m_conflict;
    std::optional<Bridge::CheckedValue> m_checked;  ///< what is chosen; none: nothing is
    bool m_isOwn = false;
    bool m_isWritable = false;
    QLineEdit* m_value = nullptr;
    Button* m_own = nullptr;
    QGridLayout* m_rows = nullptr;
    Text* m_hint = nullptr;
    Text* m_mistake = nullptr;
    QLineEdit* m_note = nullptr;
};

}  // namespace syncline::ui
