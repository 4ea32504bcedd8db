#include "tests/ui/quality/places.h"
#include <QApplication>
#include <QPainter>
#include <QTest>
using namespace syncline::test;
int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const QByteArray only = qgetenv("PLACE");
    const double scale = qEnvironmentVariable("SCALE", QStringLiteral("1")).toDouble();
    const bool dark = qEnvironmentVariableIsSet("DARK");
    const QSize size(qEnvironmentVariable("W", QStringLiteral("1280")).toInt(), qEnvironmentVariable("H", QStringLiteral("800")).toInt());
    const auto shoot = [&](WholeWindow& console, const Place& place) {
        if (!only.isEmpty() && !QByteArray(place.name).contains(only))
            return;
        place.go(console);
        QString name = QString::fromLatin1(place.name);
        name.replace(QLatin1Char(' '), QLatin1Char('_')).remove(QLatin1Char(','));
        QPixmap shot = console.window().grab();
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (top != &console.window() && top->isVisible()) {
                QPainter p(&shot);
                p.drawPixmap(top->pos() - console.window().pos(), top->grab());
            }
        }
        shot.save(QStringLiteral("/tmp/quality-%1.png").arg(name));
        closeAbove(console);
    };
    const auto prepare = [&](WholeWindow& console) {
        console.theme().setChoice(dark ? syncline::ui::ThemeChoice::Dark : syncline::ui::ThemeChoice::Light);
        console.window().resize(size);
        console.theme().setTextScale(scale);
        console.settle();
    };
    for (auto kind : {Acme::Kind::Full, Acme::Kind::Empty, Acme::Kind::Failing}) {
        WholeWindow console(kind);
        prepare(console);
        for (const Place& place : placesOf(kind))
            shoot(console, place);
        if (kind == Acme::Kind::Full)
            for (const Place& place : placesAbove())
                shoot(console, place);
    }
    WholeWindow console(Acme::Kind::Full);
    prepare(console);
    for (const Place& place : placesBefore())
        shoot(console, place);
    return 0;
}
