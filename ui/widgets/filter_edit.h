#pragma once

#include "engine/core/filter.h"

#include <QLineEdit>
#include <QString>
#include <optional>

class QAbstractButton;

namespace syncline::ui {

class Theme;

/// The line in which a person filters: funnel at the left, the text in mono with operators muted and the two sides in
/// their colours, a count and a way to clear it at the right. Where the text stops being a filter the word has a
/// squiggle and the line a border in red, where a word is doubted in amber; saying why is the caller's. Nothing is
/// parsed here.
class FilterEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterEdit(const Theme& theme, QWidget* parent = nullptr);

    /// From core::mistakeIn() of the text as it stands; none: it is a filter, and nothing is doubted. Also the
    /// accessible description.
    void setMistake(const std::optional<core::FilterMistake>& mistake);
    [[nodiscard]] bool hasMistake() const { return m_mistake && !m_isDoubt; }
    /// The same for a word of a filter that is good but hardly what was meant: core::FilterDoubt's place and message.
    void setDoubt(const std::optional<core::FilterMistake>& doubt);
    /// Muted, at the right: "2,338 match". It stays until it is set anew.
    void setCount(const QString& count);
    [[nodiscard]] QString count() const { return m_count; }

signals:
    /// By the button at the right; the text is empty by then.
    void cleared();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;

private:
    void restyle();
    void arrange();
    void colour();
    void mark(const std::optional<core::FilterMistake>& mistake, bool isDoubt);

    const Theme& m_theme;
    QAbstractButton* m_clear;
    QString m_count;
    std::optional<core::FilterMistake> m_mistake;
    bool m_isDoubt = false;  ///< the mistake is none
    bool m_isComposing = false;
};

}  // namespace syncline::ui
