#include "ui/widgets/accessible_roles.h"

#include "ui/widgets/overview_strip.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <map>

namespace syncline::ui {
namespace {

/// At which mark it stands.
class SpokenStrip final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit SpokenStrip(OverviewStrip& strip) : QAccessibleWidget(&strip, QAccessible::Slider), m_strip(strip) {}

    [[nodiscard]] QString text(QAccessible::Text what) const override {
        return what == QAccessible::Value ? m_strip.place() : QAccessibleWidget::text(what);
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QVariant currentValue() const override { return m_strip.currentMark(); }
    void setCurrentValue(const QVariant& value) override { m_strip.setCurrentMark(value.toInt()); }
    [[nodiscard]] QVariant maximumValue() const override { return m_strip.markCount(); }
    [[nodiscard]] QVariant minimumValue() const override { return m_strip.markCount() == 0 ? 0 : 1; }
    [[nodiscard]] QVariant minimumStepSize() const override { return 1; }

private:
    OverviewStrip& m_strip;
};

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
    if (auto* strip = qobject_cast<OverviewStrip*>(object))
        return new SpokenStrip(*strip);
    const auto found = kRoles.find(className);
    auto* widget = qobject_cast<QWidget*>(object);
    return found == kRoles.end() || widget == nullptr ? nullptr : new QAccessibleWidget(widget, found->second);
}

}  // namespace

void installAccessibleRoles() {
    QAccessible::installFactory(&make);
}

}  // namespace syncline::ui
