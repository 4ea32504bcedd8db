#pragma once

#include "engine/core/side.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <memory>

namespace syncline::ui {

enum class Brightness { Light, Dark };
/// What a person chose; System follows the desktop portal's color-scheme, else the start palette.
enum class ThemeChoice { System, Light, Dark };

/// One colour in its roles (look.md): mark for badges, icons and bars; fill a surface with normal text on it; strong
/// the part of a value that differs; line the border of a filled panel.
struct Tint {
    QColor mark;
    QColor onMark;
    QColor text;
    QColor fill;
    QColor strong;
    QColor line;
};

/// Everything that look.md names beside QPalette's roles.
struct Colors {
    Tint salesforce, hubspot, ours, attention, failure, success;
    QColor hubspotGraph;
    QColor muted, ink, onInk, inkHover, focus;
    QColor hover, buttonHover, buttonDown;
    QColor line, hair, grid, inputBorder, buttonBorder;
    QColor attentionSolid, onAttentionSolid, lit, onLit;
    QColor scrollHandle, titleBar, highlightInactive;

    [[nodiscard]] const Tint& side(core::Side side) const {
        return side == core::Side::Salesforce ? salesforce : hubspot;
    }
};

/// The faces of look.md, in logical pixels at 100 %.
enum class Face {
    Statement,   ///< 20/28 semibold
    Title,       ///< 15/20 semibold
    TitleMono,   ///< 15/20 semibold, mono: a field's name
    Body,        ///< 13/16
    BodyStrong,  ///< 13/16 semibold
    Secondary,   ///< 12/16
    SecondaryStrong,
    Axis,        ///< 11/14
    AxisStrong,  ///< 11/14 semibold: counts, key caps
    Mono,        ///< 13/16
    MonoStrong,
    MonoDense,  ///< 12/16: dense columns, payloads
    MonoAxis,   ///< 11/14
    Compared,   ///< mono 15/24: the values of a conflict
};

/// Colours, fonts and sizes in force. One object, made by the application and handed to whoever paints; on the GUI
/// thread. apply() sets the application's style, palette and font; widgets repaint on changed().
class Theme : public QObject {
    Q_OBJECT
public:
    /// Loads the fonts from the resources. Without a portal on D-Bus, System means the brightness of the palette that
    /// the application started with.
    explicit Theme(QObject* parent = nullptr);
    ~Theme() override;

    /// Once, before the first window.
    void apply();
    void setChoice(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const;
    [[nodiscard]] Brightness brightness() const;
    /// 0.9 to 1.5; others are clamped.
    void setTextScale(double scale);
    [[nodiscard]] double textScale() const;

    [[nodiscard]] const Colors& colors() const;
    [[nodiscard]] QFont font(Face face) const;
    /// Logical pixels of look.md (row heights, column widths) at the text scale, rounded.
    [[nodiscard]] int scaled(int pixels) const;

    /// The tables of look.md, for tests.
    [[nodiscard]] static Colors colorsOf(Brightness brightness);
    [[nodiscard]] static QPalette paletteOf(Brightness brightness);

signals:
    void changed();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
