#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>
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

FaceOf described(Face face) {
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
    ThemeChoice choice = ThemeChoice::System;
    Brightness system = Brightness::Light;
    double textScale = 1;
    bool isApplied = false;
    Colors colors;
    QStringList sans;
    QStringList mono;

    [[nodiscard]] Brightness brightness() const {
        if (choice == ThemeChoice::System)
            return system;
        return choice == ThemeChoice::Dark ? Brightness::Dark : Brightness::Light;
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

Theme::Theme(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>()) {
    initFontsAndIcons();
    m_impl->sans = familiesOf({"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf"},
                              QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    m_impl->mono = familiesOf({"JetBrainsMono-Regular.ttf", "JetBrainsMono-SemiBold.ttf"},
                              QFontDatabase::systemFont(QFontDatabase::FixedFont));
    if (QApplication::palette().color(QPalette::Window).lightnessF() < 0.5F)
        m_impl->system = Brightness::Dark;
    m_impl->colors = colorsOf(m_impl->brightness());
}

Theme::~Theme() = default;

void Theme::apply() {
    m_impl->isApplied = true;
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(brightness()));
    QApplication::setFont(font(Face::Body));
}

void Theme::setChoice(ThemeChoice choice) {
    m_impl->choice = choice;
    m_impl->colors = colorsOf(brightness());
    if (m_impl->isApplied)
        QApplication::setPalette(paletteOf(brightness()));
    emit changed();
}

ThemeChoice Theme::choice() const {
    return m_impl->choice;
}

Brightness Theme::brightness() const {
    return m_impl->brightness();
}

void Theme::setTextScale(double scale) {
    m_impl->textScale = std::clamp(scale, 0.9, 1.5);
    if (m_impl->isApplied)
        QApplication::setFont(font(Face::Body));
    emit changed();
}

double Theme::textScale() const {
    return m_impl->textScale;
}

const Colors& Theme::colors() const {
    return m_impl->colors;
}

QFont Theme::font(Face face) const {
    const FaceOf described = ui::described(face);
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
