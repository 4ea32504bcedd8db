// The two tables of colours of the console's look. Contrasts are computed by tests/ui/widgets/test_palette.cpp.
#include "ui/widgets/theme.h"

namespace syncline::ui {

namespace {

QColor rgb(unsigned value) {
    return QColor::fromRgb(static_cast<QRgb>(value | 0xFF000000U));
}

Colors lightColors() {
    Colors c;
    c.salesforce = {rgb(0x0176D3), rgb(0xFFFFFF), rgb(0x0A5BA8), rgb(0xE4F0FB), rgb(0xBFDDF6), rgb(0x8FC0EA)};
    c.hubspot = {rgb(0xFF7A59), rgb(0x2A0D04), rgb(0xAD3A16), rgb(0xFFEDE7), rgb(0xFFCFC0), rgb(0xF4AD96)};
    c.ours = {rgb(0x5B6675), rgb(0xFFFFFF), rgb(0x3C4653), rgb(0xE9ECF0), rgb(0xE9ECF0), rgb(0xBCC4CE)};
    c.attention = {rgb(0x9F6700), rgb(0xFFFFFF), rgb(0x7A5200), rgb(0xFFF3CC), rgb(0xFFF3CC), rgb(0xE3C15C)};
    c.failure = {rgb(0xC4213D), rgb(0xFFFFFF), rgb(0xAB1A34), rgb(0xFCE6EA), rgb(0xFCE6EA), rgb(0xEBA3AF)};
    c.success = {rgb(0x1B7F46), rgb(0xFFFFFF), rgb(0x166B3A), rgb(0xE3F4EA), rgb(0xE3F4EA), rgb(0x98D0AF)};
    c.hubspotGraph = rgb(0xE9633F);
    c.muted = rgb(0x566070);
    c.ink = rgb(0x2B3644);
    c.onInk = rgb(0xFFFFFF);
    c.inkHover = rgb(0x3A4757);
    c.focus = rgb(0x38475A);
    c.hover = rgb(0xF0F3F6);
    c.buttonHover = rgb(0xEEF1F4);
    c.buttonDown = rgb(0xDFE4EA);
    c.line = rgb(0xCDD3DB);
    c.hair = rgb(0xE3E7EB);
    c.grid = rgb(0xEDF0F3);
    c.inputBorder = rgb(0x87919E);
    c.buttonBorder = rgb(0xB9C1CB);
    c.attentionSolid = rgb(0xFFC93C);
    c.onAttentionSolid = rgb(0x2E2000);
    c.lit = rgb(0xFFE999);
    c.onLit = rgb(0x2E2000);
    c.scrollHandle = rgb(0xB4BCC7);
    c.titleBar = rgb(0xE4E7EB);
    c.highlightInactive = rgb(0xE8EBEF);
    return c;
}

Colors darkColors() {
    Colors c;
    c.salesforce = {rgb(0x4AA3EE), rgb(0x06192B), rgb(0x79BDF6), rgb(0x12293F), rgb(0x1D4A73), rgb(0x2E6699)};
    c.hubspot = {rgb(0xFF8769), rgb(0x2A0D04), rgb(0xFFA38B), rgb(0x3B2119), rgb(0x6B3525), rgb(0x8F4B37)};
    c.ours = {rgb(0xA3AEBC), rgb(0x14181D), rgb(0xC3CCD7), rgb(0x2B3138), rgb(0x2B3138), rgb(0x4A545F)};
    c.attention = {rgb(0xE5B53B), rgb(0x241A00), rgb(0xEDC35A), rgb(0x362B0F), rgb(0x362B0F), rgb(0x6E5A1F)};
    c.failure = {rgb(0xF4687C), rgb(0x2B060C), rgb(0xFF8E9C), rgb(0x421A20), rgb(0x421A20), rgb(0x84343F)};
    c.success = {rgb(0x46BE83), rgb(0x04200F), rgb(0x63CE9A), rgb(0x13301F), rgb(0x13301F), rgb(0x2C6547)};
    c.hubspotGraph = rgb(0xFF8769);
    c.muted = rgb(0xA8B2BE);
    c.ink = rgb(0xCFD8E3);
    c.onInk = rgb(0x14181D);
    c.inkHover = rgb(0xE2E9F1);
    c.focus = rgb(0xB9C7D8);
    c.hover = rgb(0x20242A);
    c.buttonHover = rgb(0x343A43);
    c.buttonDown = rgb(0x3C444F);
    c.line = rgb(0x3A414A);
    c.hair = rgb(0x2B3037);
    c.grid = rgb(0x24282E);
    c.inputBorder = rgb(0x6B7683);
    c.buttonBorder = rgb(0x4A535F);
    c.attentionSolid = rgb(0xE5B53B);
    c.onAttentionSolid = rgb(0x241A00);
    c.lit = rgb(0x5C4A10);
    c.onLit = rgb(0xFFEFB8);
    c.scrollHandle = rgb(0x4C5561);
    c.titleBar = rgb(0x15181C);
    c.highlightInactive = rgb(0x2A3037);
    return c;
}

/// The roles that look.md's table of palette roles gives as colours of their own.
struct Surfaces {
    QColor window, base, alternate, text, placeholder, button, highlight, onHighlight, toolTip, onToolTip, disabled;
};

Surfaces surfacesOf(Brightness brightness) {
    if (brightness == Brightness::Light)
        return {rgb(0xF1F3F5), rgb(0xFFFFFF), rgb(0xF7F8FA), rgb(0x1B2027), rgb(0x626D7C), rgb(0xFBFCFD),
                rgb(0xD9DFE6), rgb(0x0E1319), rgb(0x232A33), rgb(0xF2F4F7), rgb(0x737D8A)};
    return {rgb(0x20242A), rgb(0x17191D), rgb(0x1B1E23), rgb(0xDEE3E9), rgb(0x919CAA), rgb(0x2B3037),
            rgb(0x38414C), rgb(0xF4F7FA), rgb(0xE6EAEF), rgb(0x171B20), rgb(0x7C8795)};
}

}  // namespace

Colors Theme::colorsOf(Brightness brightness) {
    return brightness == Brightness::Light ? lightColors() : darkColors();
}

QPalette Theme::paletteOf(Brightness brightness) {
    const Colors c = colorsOf(brightness);
    const Surfaces s = surfacesOf(brightness);
    QPalette palette;
    const auto text = {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                       QPalette::BrightText, QPalette::Link, QPalette::LinkVisited};
    for (const QPalette::ColorRole role : text)
        palette.setColor(role, s.text);
    palette.setColor(QPalette::Window, s.window);
    palette.setColor(QPalette::Base, s.base);
    palette.setColor(QPalette::AlternateBase, s.alternate);
    palette.setColor(QPalette::PlaceholderText, s.placeholder);
    palette.setColor(QPalette::Button, s.button);
    palette.setColor(QPalette::Highlight, s.highlight);
    palette.setColor(QPalette::HighlightedText, s.onHighlight);
    palette.setColor(QPalette::ToolTipBase, s.toolTip);
    palette.setColor(QPalette::ToolTipText, s.onToolTip);
    palette.setColor(QPalette::Mid, c.line);
    palette.setColor(QPalette::Midlight, c.hair);
    palette.setColor(QPalette::Light, c.grid);
    palette.setColor(QPalette::Dark, c.inputBorder);
    palette.setColor(QPalette::Shadow, c.buttonBorder);

    palette.setColor(QPalette::Inactive, QPalette::Highlight, c.highlightInactive);
    palette.setColor(QPalette::Inactive, QPalette::HighlightedText, s.text);
    for (const QPalette::ColorRole role : text)
        palette.setColor(QPalette::Disabled, role, s.disabled);
    for (const QPalette::ColorRole role : {QPalette::PlaceholderText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, s.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, s.window);
    palette.setColor(QPalette::Disabled, QPalette::Button, s.window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.highlightInactive);
    return palette;
}

}  // namespace syncline::ui
