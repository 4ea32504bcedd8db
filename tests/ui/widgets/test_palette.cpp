#include "ui/widgets/theme.h"

#include <QTest>
#include <cmath>

using namespace syncline::ui;

namespace {

/// Contrast as WCAG 2.1 defines it, 1 to 21.
double luminance(const QColor& color) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}
double contrast(const QColor& a, const QColor& b) {
    const double brighter = qMax(luminance(a), luminance(b));
    const double darker = qMin(luminance(a), luminance(b));
    return (brighter + 0.05) / (darker + 0.05);
}

struct Pair {
    const char* name;
    QColor (*above)(const Colors&, const QPalette&);
    QColor (*below)(const Colors&, const QPalette&);
    double light;  ///< as look.md states it, to one digit; 0: only the least is asked for
    double dark;
    double least;
};

template <QPalette::ColorRole role, QPalette::ColorGroup group = QPalette::Active>
QColor role_(const Colors&, const QPalette& palette) {
    return palette.color(group, role);
}
template <QColor Colors::*member>
QColor color_(const Colors& colors, const QPalette&) {
    return colors.*member;
}
template <Tint Colors::*tint, QColor Tint::*member>
QColor tint_(const Colors& colors, const QPalette&) {
    return (colors.*tint).*member;
}

constexpr auto kWindow = role_<QPalette::Window>;
constexpr auto kBase = role_<QPalette::Base>;
constexpr auto kAlternate = role_<QPalette::AlternateBase>;
constexpr auto kText = role_<QPalette::Text>;

const Pair kRoles[] = {
    {"text of the frame", role_<QPalette::WindowText>, kWindow, 14.7, 12.1, 4.5},
    {"text of tables and inputs", kText, kBase, 16.4, 13.6, 4.5},
    {"text on group rows and code", kText, kAlternate, 15.4, 12.9, 4.5},
    {"hint of an empty input", role_<QPalette::PlaceholderText>, kBase, 5.3, 6.3, 4.5},
    {"text of a button", role_<QPalette::ButtonText>, role_<QPalette::Button>, 15.9, 10.3, 4.5},
    {"selected text", role_<QPalette::HighlightedText>, role_<QPalette::Highlight>, 13.9, 9.6, 4.5},
    {"selected text in a view without focus", role_<QPalette::HighlightedText, QPalette::Inactive>,
     role_<QPalette::Highlight, QPalette::Inactive>, 13.7, 10.3, 4.5},
    {"tooltip", role_<QPalette::ToolTipText>, role_<QPalette::ToolTipBase>, 13.1, 14.3, 4.5},
    {"link", role_<QPalette::Link>, kBase, 16.4, 13.6, 4.5},
    {"disabled text", role_<QPalette::Text, QPalette::Disabled>, kBase, 4.2, 4.8, 3},
    {"disabled text on a disabled button", role_<QPalette::ButtonText, QPalette::Disabled>,
     role_<QPalette::Button, QPalette::Disabled>, 0, 0, 3},
    {"border of an input", color_<&Colors::inputBorder>, kBase, 3.2, 3.8, 3},
};

const Pair kWords[] = {
    {"muted on base", color_<&Colors::muted>, kBase, 6.4, 8.2, 4.5},
    {"muted on the window", color_<&Colors::muted>, kWindow, 0, 0, 4.5},
    {"muted on a hovered row", color_<&Colors::muted>, color_<&Colors::hover>, 0, 0, 4.5},
    {"muted on a selected row", color_<&Colors::muted>, role_<QPalette::Highlight>, 0, 0, 4.5},
    {"text on a hovered row", kText, color_<&Colors::hover>, 0, 0, 4.5},
    {"text on a hovered button", role_<QPalette::ButtonText>, color_<&Colors::buttonHover>, 0, 0, 4.5},
    {"text on a pressed button", role_<QPalette::ButtonText>, color_<&Colors::buttonDown>, 0, 0, 4.5},
    {"primary button", color_<&Colors::onInk>, color_<&Colors::ink>, 0, 0, 4.5},
    {"primary button under the pointer", color_<&Colors::onInk>, color_<&Colors::inkHover>, 0, 0, 4.5},
    {"count that a person is needed for", color_<&Colors::onAttentionSolid>, color_<&Colors::attentionSolid>, 0, 0,
     4.5},
    {"lit payload", color_<&Colors::onLit>, color_<&Colors::lit>, 0, 0, 4.5},
    {"focus on base", color_<&Colors::focus>, kBase, 9.5, 10.2, 3},
    {"focus on the window", color_<&Colors::focus>, kWindow, 0, 0, 3},
};

#define TINT(member, light, lightFill, dark, darkFill)                                                                 \
    {#member " text on base", tint_<&Colors::member, &Tint::text>, kBase, light, dark, 4.5},                           \
        {#member " text on its fill",                                                                                  \
         tint_<&Colors::member, &Tint::text>,                                                                          \
         tint_<&Colors::member, &Tint::fill>,                                                                          \
         lightFill,                                                                                                    \
         darkFill,                                                                                                     \
         4.5},                                                                                                         \
        {#member " normal text on its fill", kText, tint_<&Colors::member, &Tint::fill>, 0, 0, 4.5},                   \
        {#member " normal text on its strong", kText, tint_<&Colors::member, &Tint::strong>, 0, 0, 4.5}, {             \
#member " letter on its mark", tint_ < &Colors::member, &Tint::onMark>, tint_ < &Colors::member, &Tint::mark>, \
            0, 0, 4.5                                                                                                  \
    }

const Pair kTints[] = {
    TINT(salesforce, 6.8, 5.9, 8.7, 7.4), TINT(hubspot, 6.2, 5.5, 9.1, 7.7), TINT(ours, 9.6, 8.1, 10.8, 8.1),
    TINT(attention, 6.9, 6.2, 10.5, 8.3), TINT(failure, 7.2, 6.0, 8.0, 6.9), TINT(success, 6.6, 5.8, 9.1, 7.4),
};

const Pair kMarks[] = {
    {"salesforce mark", tint_<&Colors::salesforce, &Tint::mark>, kBase, 0, 0, 3},
    {"hubspot in bars and lines", color_<&Colors::hubspotGraph>, kBase, 3.3, 7.5, 3},
    {"ours mark", tint_<&Colors::ours, &Tint::mark>, kBase, 0, 0, 3},
    {"attention mark", tint_<&Colors::attention, &Tint::mark>, kBase, 0, 0, 3},
    {"failure mark", tint_<&Colors::failure, &Tint::mark>, kBase, 0, 0, 3},
    {"success mark", tint_<&Colors::success, &Tint::mark>, kBase, 0, 0, 3},
    {"hubspot letter in its badge", tint_<&Colors::hubspot, &Tint::onMark>, tint_<&Colors::hubspot, &Tint::mark>, 7.1,
     0, 4.5},
};

}  // namespace

class TestPalette : public QObject {
    Q_OBJECT

private slots:
    void contrast_isAsTheDesignStatesIt_data() {
        QTest::addColumn<double>("contrast");
        QTest::addColumn<double>("stated");
        QTest::addColumn<double>("least");
        for (const Brightness brightness : {Brightness::Light, Brightness::Dark}) {
            const bool isLight = brightness == Brightness::Light;
            addRows(kRoles, isLight);
            addRows(kWords, isLight);
            addRows(kTints, isLight);
            addRows(kMarks, isLight);
        }
    }
    void contrast_isAsTheDesignStatesIt() {
        QFETCH(double, contrast);
        QFETCH(double, stated);
        QFETCH(double, least);
        QVERIFY2(contrast >= least, qPrintable(QString::number(contrast)));
        if (stated > 0)
            QVERIFY2(std::abs(contrast - stated) < 0.1, qPrintable(QString::number(contrast)));
    }

private:
    template <std::size_t size>
    static void addRows(const Pair (&pairs)[size], bool isLight) {
        const Brightness brightness = isLight ? Brightness::Light : Brightness::Dark;
        const Colors colors = Theme::colorsOf(brightness);
        const QPalette palette = Theme::paletteOf(brightness);
        for (const Pair& pair : pairs) {
            QTest::addRow("%s, %s", isLight ? "light" : "dark", pair.name)
                << contrast(pair.above(colors, palette), pair.below(colors, palette))
                << (isLight ? pair.light : pair.dark) << pair.least;
        }
    }
};

QTEST_GUILESS_MAIN(TestPalette)
#include "test_palette.moc"
