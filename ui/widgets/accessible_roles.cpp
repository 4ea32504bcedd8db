#include "ui/widgets/accessible_roles.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <map>

namespace syncline::ui {
namespace {

QAccessibleInterface* make(const QString& className, QObject* object) {
    static const std::map<QString, QAccessible::Role> kRoles = {
        {QStringLiteral("syncline::ui::RecordSlider"), QAccessible::Slider},
        {QStringLiteral("syncline::ui::ValueText"), QAccessible::StaticText},
        {QStringLiteral("syncline::ui::Chip"), QAccessible::StaticText},
        {QStringLiteral("syncline::ui::KeyCap"), QAccessible::StaticText},
        {QStringLiteral("syncline::ui::SideBadge"), QAccessible::Graphic},
        {QStringLiteral("syncline::ui::IconLabel"), QAccessible::Graphic},
        {QStringLiteral("QScrollArea"), QAccessible::Document},
        {QStringLiteral("syncline::ui::TimeComparison"), QAccessible::Graphic},
    };
    const auto found = kRoles.find(className);
    auto* widget = qobject_cast<QWidget*>(object);
    return found == kRoles.end() || widget == nullptr ? nullptr : new QAccessibleWidget(widget, found->second);
}

}  // namespace

void installAccessibleRoles() {
    QAccessible::installFactory(&make);
}

}  // namespace syncline::ui
