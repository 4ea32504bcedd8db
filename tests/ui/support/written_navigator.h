#pragma once

#include "ui/bridge/navigator.h"

#include <QString>
#include <QStringList>
#include <functional>
#include <utility>

namespace syncline::test {

/// Writes down where a view led to.
class WrittenNavigator final : public ui::Navigator {
public:
    void showView(ui::ViewName view) override {
        add(view == ui::ViewName::Ownership ? QStringLiteral("ownership") : QStringLiteral("view"));
    }
    void verifyJournal() override { add(QStringLiteral("verify")); }
    void showStream(const ui::StreamPlace& place) override {
        add(QStringLiteral("stream %1%2")
                .arg(place.filter.value_or(QString()),
                     place.seq ? QStringLiteral(" at %1").arg(place.seq->value()) : QString()));
    }
    void showRecord(core::EntityId entity, const QString& field) override {
        add(QStringLiteral("record %1 %2").arg(entity.value()).arg(field));
    }
    void showConflict(core::Seq conflict) override { add(QStringLiteral("conflict %1").arg(conflict.value())); }
    void showRule(const QString& object, const QString& field) override {
        add(QStringLiteral("rule %1 %2").arg(object, field));
    }
    void showRewind(const QString& consumer, std::optional<core::Seq>) override { add(consumer); }
    void toast(const QString& text, const QString& action, std::function<void()> run) override {
        toasts.append(text);
        if (!action.isEmpty())
            lastAction = std::move(run);
    }

    QStringList led;
    QStringList toasts;
    std::function<void()> lastAction;

private:
    void add(const QString& place) { led.append(place); }
};

}  // namespace syncline::test
