#pragma once

#include "engine/core/side.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/icon.h"

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QWidget>
#include <optional>

namespace syncline::ui {

class Theme;
enum class Face;

/// A button of look.md: 28 high, icon and a key cap if it has one. Primary: ink. Take: in a side's tint. Drop: red.
/// Tail: a pill of ink that stands below a list. Without a text it is square and the caller names it (accessible name,
/// tooltip). Flat (QPushButton::setFlat): neither border nor surface at rest.
class Button : public QPushButton {
    Q_OBJECT
public:
    enum class Kind { Normal, Primary, TakeSalesforce, TakeHubSpot, Drop, Tail };
    Button(const Theme& theme, const QString& text, Kind kind = Kind::Normal, QWidget* parent = nullptr);

    /// Hides QAbstractButton's: tooltip and accessible name follow the words where they name the key.
    void setText(const QString& text);
    void setIconName(Icon icon);
    /// Painted as a cap at the right; the shortcut itself is the caller's. Also in the tooltip and the accessible name.
    void setKeyCap(const QString& key);
    /// A number in a box before the text, as on the take buttons.
    void setNumberCap(const QString& number);
    void setSmall(bool small);  ///< 24 high, in docks and tables
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Measures;
    [[nodiscard]] QFont faceOfText() const;
    void nameKey();
    const Theme& m_theme;
    Kind m_kind;
    Icon m_icon = Icon::None;
    QString m_keyCap;
    QString m_numberCap;
    QString m_ownToolTip;
    QString m_ownName;
    bool m_small = false;
};

/// The S, H or dot of a side, 15 by 15.
class SideBadge : public QWidget {
    Q_OBJECT
public:
    SideBadge(const Theme& theme, std::optional<core::Side> side, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::optional<core::Side> m_side;
};

/// A number in a pill (Attention, Failure, Plain), or a word on a tint with its icon (the others); Outline is a word
/// in a border.
class Chip : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Attention, Failure, Plain, Staged, Refused, Proved, Tag, Outline };
    Chip(const Theme& theme, Kind kind, QWidget* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Kind m_kind;
    QString m_text;
};

/// Plain text of one face and tone; may be selected with the mouse.
class Text : public QLabel {
    Q_OBJECT
public:
    Text(const Theme& theme, Face face, QWidget* parent = nullptr);
    Text(const Theme& theme, int face, QWidget* parent = nullptr);
    void setTone(Tone tone);
    /// Takes the width that it is given: what does not fit ends in an ellipsis and is whole in the tooltip.
    void setElided(bool elided);
    /// Takes the width of its words while there is room, and gives way down to a few letters: what does not fit ends in
    /// an ellipsis and is whole in the tooltip.
    void setShrinks(bool shrinks);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();
    const Theme& m_theme;
    Face m_face;
    Tone m_tone = Tone::Normal;
    bool m_isElided = false;
    bool m_shrinks = false;
};

/// A muted icon without a label; its name is for people who listen and for the tooltip.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    /// `size` in logical pixels at 100 %.
    IconLabel(const Theme& theme, Icon icon, int size, QWidget* parent = nullptr);
    void setIcon(Icon icon);
    void setTone(Tone tone);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Icon m_icon;
    int m_size;
    Tone m_tone = Tone::Muted;
};

}  // namespace syncline::ui
