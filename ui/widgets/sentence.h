#pragma once

#include "ui/widgets/cell.h"

#include <QLabel>
#include <QString>

namespace syncline::ui {

class Theme;

/// Sentences of 13/20, wrapped. Plain text, save that what stands between two backticks is set in the mono: names of
/// fields, filters, values.
class Sentence : public QLabel {
    Q_OBJECT
public:
    explicit Sentence(const Theme& theme, QWidget* parent = nullptr);
    /// Hides QLabel's: the words as they were given are plainText().
    void setText(const QString& text);
    [[nodiscard]] QString plainText() const { return m_text; }
    void setTone(Tone tone);

private:
    void restyle();
    const Theme& m_theme;
    QString m_text;
    Tone m_tone = Tone::Normal;
};

}  // namespace syncline::ui
