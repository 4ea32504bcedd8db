#include "ui/conflicts/undo_button.h"

#include <QPointer>
#include <algorithm>

namespace syncline::ui {

UndoButton::UndoButton(const Theme& theme, Bridge& bridge, QWidget* parent)
    : Button(theme, tr("Undo last"), Kind::Normal, parent), m_bridge(bridge) {
    setIconName(Icon::Undo);
    setObjectName(QStringLiteral("conflictUndo"));
    setKeyCap(tr("Ctrl+Z"));
    setEnabled(false);
    connect(this, &QPushButton::clicked, this, [this] {
        if (!m_resolutions.empty())
            undo(m_resolutions.back());
    });
}

void UndoButton::add(core::Seq resolution) {
    m_resolutions.push_back(resolution);
    setEnabled(true);
}

void UndoButton::undo(core::Seq resolution) {
    const QPointer<UndoButton> self(this);
    m_bridge.submit(UndoResolution{resolution, m_bridge.who()},
                    [self, resolution](const base::Result<core::Seq>& reply) {
                        if (self != nullptr)
                            self->answered(resolution, reply);
                    });
}

void UndoButton::answered(core::Seq resolution, const base::Result<core::Seq>& reply) {
    m_resolutions.erase(std::remove(m_resolutions.begin(), m_resolutions.end(), resolution), m_resolutions.end());
    setEnabled(!m_resolutions.empty());
    if (reply)
        emit opened(*reply);
    else
        emit refused(QString::fromStdString(reply.error().message()));
}

}  // namespace syncline::ui
