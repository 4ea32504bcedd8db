#pragma once

#include <QAbstractButton>

namespace syncline::ui {
class Theme;
}

namespace syncline::ui::stream {

/// Words with a sequence to go to: the sequence in mono, all underlined (look.md, Link). On the GUI thread.
class LinkButton final : public QAbstractButton {
    Q_OBJECT
public:
    explicit LinkButton(const Theme& theme, QWidget* parent = nullptr);
    void setWords(const QString& words, const QString& sequence);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont face(bool isMono) const;

    const Theme& m_theme;
    QString m_words;
    QString m_sequence;
};

}  // namespace syncline::ui::stream
