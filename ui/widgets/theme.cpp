#include "ui/widgets/theme.h"

#include "ui/widgets/accessible_roles.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/press_keys.h"
#include "ui/widgets/proxy_style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPointer>
#include <QWidget>
#include <algorithm>

// Resources of a static library are linked in by this call; it stands outside every namespace.
static void initFontsAndIcons() {
    Q_INIT_RESOURCE(syncline_fonts);
    Q_INIT_RESOURCE(syncline_icons);
}

namespace syncline::ui {

namespace {

struct FaceOf {
    bool isMono;
    int pixels;
    QFont::Weight weight;
};

FaceOf describedFace(Face face) {
    switch (face) {
        case Face::Statement:
            return {false, 20, QFont::DemiBold};
        case Face::Title:
            return {false, 15, QFont::DemiBold};
        case Face::TitleMono:
            return {true, 15, QFont::DemiBold};
        case Face::Body:
            return {false, 13, QFont::Normal};
        case Face::BodyStrong:
            return {false, 13, QFont::DemiBold};
        case Face::Secondary:
            return {false, 12, QFont::Normal};
        case Face::SecondaryStrong:
            return {false, 12, QFont::DemiBold};
        case Face::Axis:
            return {false, 11, QFont::Normal};
        case Face::AxisStrong:
            return {false, 11, QFont::DemiBold};
        case Face::Mono:
            return {true, 13, QFont::Normal};
        case Face::MonoStrong:
            return {true, 13, QFont::DemiBold};
        case Face::MonoDense:
            return {true, 12, QFont::Normal};
        case Face::MonoAxis:
            return {true, 11, QFont::Normal};
        case Face::Compared:
            return {true, 15, QFont::Normal};
    }
    return {false, 13, QFont::Normal};
}

}  // namespace

struct Theme::Impl {
    Theme& theme;
    ThemeChoice choice = ThemeChoice::System;
    Brightness atStart = Brightness::Light;
    Brightness system = Brightness::Light;
    double textScale = 1;
    Colors colors;
    QStringList sans;
    QStringList mono;
    QPointer<ProxyStyle> style;  ///< the application's; null until apply()

    [[nodiscard]] Brightness brightness() const {
        if (choice == ThemeChoice::System)
            return system;
        return choice == ThemeChoice::Dark ? Brightness::Dark : Brightness::Light;
    }

    /// After any change of what was chosen: colours, style, palette and font, then the word to those who paint.
    void refresh() {
        colors = Theme::colorsOf(brightness());
        if (style)
            dressApplication();
        emit theme.changed();
    }

    void dressApplication() {
        style->setLook({colors, textScale});
        QApplication::setPalette(Theme::paletteOf(brightness()));
        QApplication::setFont(theme.font(Face::Body));
        // Qt tells the widgets only once exec() runs, and a window may be there before.
        for (const QEvent::Type type : {QEvent::ApplicationPaletteChange, QEvent::ApplicationFontChange}) {
            const QWidgetList widgets = QApplication::allWidgets();
            for (QWidget* widget : widgets) {
                QEvent event(type);
                QCoreApplication::sendEvent(widget, &event);
            }
        }
    }

    void systemIs(std::optional<Brightness> brightness) {
        const Brightness now = brightness.value_or(atStart);
        if (now == system)
            return;
        system = now;
        if (choice == ThemeChoice::System)
            refresh();
    }
};

namespace {

QStringList familiesOf(std::initializer_list<const char*> files, const QFont& otherwise) {
    QStringList result;
    for (const char* file : files) {
        const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(file));
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        if (!families.isEmpty() && !result.contains(families.front()))
            result += families.front();
    }
    return result + QStringList{otherwise.family()};
}

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent), m_impl(new Impl{*this, {}, {}, {}, 1, {}, {}, {}, {}}) {
    initFontsAndIcons();
    m_impl->sans = familiesOf({"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf"},
                              QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    m_impl->mono = familiesOf({"JetBrainsMono-Regular.ttf", "JetBrainsMono-SemiBold.ttf"},
                              QFontDatabase::systemFont(QFontDatabase::FixedFont));
    const bool isDark = QApplication::palette().color(QPalette::Window).lightnessF() < 0.5F;
    m_impl->atStart = isDark ? Brightness::Dark : Brightness::Light;
    m_impl->system = m_impl->atStart;
    m_impl->colors = colorsOf(m_impl->brightness());
}

Theme::~Theme() = default;

void Theme::apply() {
    m_impl->style = new ProxyStyle;
    QApplication::setStyle(m_impl->style);  // the application's own from here on
    m_impl->dressApplication();
    new FocusRing(this);
    new PressKeys(this);
    installAccessibleRoles();
    auto* appearance = new Appearance(Appearance::sessionBus(), this);
    connect(appearance, &Appearance::told, this,
            [this](std::optional<Brightness> brightness) { m_impl->systemIs(brightness); });
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice == m_impl->choice)
        return;
    const Brightness before = brightness();
    m_impl->choice = choice;
    if (brightness() != before)
        m_impl->refresh();
}

ThemeChoice Theme::choice() const {
    return m_impl->choice;
}

Brightness Theme::brightness() const {
    return m_impl->brightness();
}

void Theme::setTextScale(double scale) {
    const double clamped = std::clamp(scale, 0.9, 1.5);
    if (qFuzzyCompare(clamped, m_impl->textScale))
        return;
    m_impl->textScale = clamped;
    m_impl->refresh();
}

double Theme::textScale() const {
    return m_impl->textScale;
}

const Colors& Theme::colors() const {
    return m_impl->colors;
}

QFont Theme::font(Face face) const {
    const FaceOf described = describedFace(face);
    QFont result;
    result.setFamilies(described.isMono ? m_impl->mono : m_impl->sans);
    result.setPixelSize(scaled(described.pixels));
    result.setWeight(described.weight);
    if (described.isMono)
        result.setStyleStrategy(QFont::PreferNoShaping);
    return result;
}

int Theme::scaled(int pixels) const {
    return qRound(pixels * m_impl->textScale);
}

}  // namespace syncline::ui
