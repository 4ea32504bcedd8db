#include "ui/widgets/note_line.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStringList>

namespace syncline::ui {

bool isAnyDisconnected(const core::PerSide<core::ConnectorPhase>& phase) {
    return phase.salesforce == core::ConnectorPhase::Disconnected
           || phase.hubspot == core::ConnectorPhase::Disconnected;
}

QString connectionNote(const core::PerSide<core::ConnectorPhase>& phase,
                       const core::PerSide<std::optional<base::WallTime>>& lastAnswered, const TimeFormat& times) {
    if (!isAnyDisconnected(phase))
        return {};
    QStringList notes;
    for (const core::Side side : {core::Side::HubSpot, core::Side::Salesforce}) {
        if (phase[side] != core::ConnectorPhase::Disconnected)
            notes.append(NoteLine::tr("%1 live", "a side").arg(sideName(side)));
        else if (lastAnswered[side])
            notes.prepend(
                NoteLine::tr("%1 as of %2", "a side, a time").arg(sideName(side), times.moment(*lastAnswered[side])));
        else
            notes.prepend(NoteLine::tr("%1 disconnected", "a side").arg(sideName(side)));
    }
    return notes.join(QStringLiteral(", "));
}

NoteLine::NoteLine(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_text(new Text(theme, Face::Secondary)) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(theme.scaled(12), theme.scaled(4), theme.scaled(12), theme.scaled(3));
    row->setSpacing(theme.scaled(8));
    m_text->setTone(Tone::Muted);
    m_text->setElided(true);
    row->addWidget(new IconLabel(theme, Icon::Clock, 14));
    row->addWidget(m_text, 1);
    hide();
}

void NoteLine::setText(const QString& text) {
    if (text == m_text->text())
        return;
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString NoteLine::text() const {
    return m_text->text();
}

void NoteLine::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, m_theme.colors().line);
}

}  // namespace syncline::ui
