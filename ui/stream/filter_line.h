#pragma once

#include "engine/core/filter.h"
#include "ui/stream/filter_choices.h"
#include "ui/widgets/times.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <optional>

namespace syncline::ui {
class FilterEdit;
class Sentence;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class CompletionPopup;

/// The line in which a person filters the stream. What is typed applies after a moment, Enter at once; a text that is
/// no filter is marked and says why below, and the last good one stays in force. On the GUI thread.
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
    void setWorld(FilterWorld world);
    void takeFocus();
    [[nodiscard]] QWidget* line() const;

signals:
    /// Another filter is in force.
    void applied();
    /// hasMistake() is another.
    void understood(bool isFilter);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void refuse(const core::FilterMistake& mistake);
    [[nodiscard]] bool takeMeant();
    void restyle();

    const Theme& m_theme;
    const Times& m_times;
    FilterEdit* m_line;
    QPointer<CompletionPopup> m_popup;  ///< a child of the window
    QWidget* m_why;
    Sentence* m_words;
    QTimer m_typing;
    core::Filter m_filter;
    QString m_inForce;
    QString m_meant;  ///< the name that stands for the one which is none; Tab takes it
    qsizetype m_meantAt = 0;
    qsizetype m_meantLength = 0;
    bool m_hasMistake = false;
};

}  // namespace syncline::ui::stream
