#pragma once

#include "engine/core/filter.h"
#include "engine/core/filter_doubt.h"
#include "ui/widgets/times.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <optional>

namespace syncline::ui {
class FilterEdit;
class IconLabel;
class Sentence;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class CompletionPopup;

/// The line in which a person filters the stream. What is typed applies after a moment, Enter at once; a text that is
/// no filter is marked and says why below, and the last good one stays in force; a word that names nothing of the
/// workspace is marked too, and the filter is in force all the same. Enter leads on to the rows when the filter is
/// good; Escape clears the line, and leads on from an empty one. On the GUI thread.
class FilterLine final : public QWidget {
    Q_OBJECT
public:
    FilterLine(const Theme& theme, const Times& times, QWidget* parent = nullptr);
    ~FilterLine() override;

    /// In force.
    [[nodiscard]] const core::Filter& filter() const { return m_filter; }
    /// Its text; "" takes everything.
    [[nodiscard]] const QString& text() const { return m_inForce; }
    /// What is typed is no filter, and something else is in force.
    [[nodiscard]] bool hasMistake() const { return m_hasMistake; }
    /// As if it had been typed and Enter pressed.
    void setText(const QString& text);
    /// Muted, at the right of the line.
    void setCount(const QString& count);
    void setWords(core::FilterWords words);
    /// Of the filter in force, until another is; none: it is good after all. Shown where the workspace's words raise no
    /// doubt.
    void setDoubt(std::optional<core::FilterDoubt> doubt);
    void takeFocus();
    [[nodiscard]] QWidget* line() const;

signals:
    /// Another filter is in force.
    void applied();
    /// hasMistake() is another.
    void understood(bool isFilter);
    /// By Enter on a good filter, or Escape in an empty line: what it filters is next.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void refuse(const core::FilterMistake& mistake);
    void showDoubt();
    void explain(const core::FilterMistake& mistake, const QString& meant, const QString& words);
    void explainNothing();
    [[nodiscard]] bool isCompleting() const;
    void showKey();
    void onEnter();
    void replaceText(const QString& text);
    [[nodiscard]] bool canTakeMeant() const;
    [[nodiscard]] bool takeMeant();
    void restyle();

    const Theme& m_theme;
    const Times& m_times;
    FilterEdit* m_line;
    QPointer<CompletionPopup> m_popup;  ///< a child of the window
    QWidget* m_why;
    IconLabel* m_whyIcon;
    Sentence* m_whyWords;
    QTimer m_typing;
    core::FilterWords m_words;
    core::Filter m_filter;
    QString m_inForce;
    std::optional<core::FilterDoubt> m_doubt;  ///< of what is in force
    QString m_meant;                           ///< what stands for what is mistaken; Tab takes it
    QString m_entered;                         ///< what Enter was pressed on last
    qsizetype m_meantAt = 0;
    qsizetype m_meantLength = 0;
    bool m_hasMistake = false;
    bool m_isEdited = false;  ///< by hand, since the line has the focus
};

}  // namespace syncline::ui::stream
