#include "ui/conflicts/undo_button.h"

#include "ui/conflicts/conflict_words.h"

#include <QPointer>
#include <algorithm>

namespace syncline::ui {

UndoButton::UndoButton(const Theme& theme, Bridge& bridge, QWidget* parent)
    : Button(theme, tr("Undo last"), Kind::Normal, parent), m_bridge(bridge) {
    setIconName(Icon::Undo);
    setObjectName(QStringLiteral("conflictUndo"));
    setKeyCap(tr("Ctrl+Z"));
    showWhether();
    connect(this, &QPushButton::clicked, this, [this] {
        if (m_resolutions.empty())
            return;
        const Resolution last = m_resolutions.back();
        undo(last.seq, last.of);
    });
}

void UndoButton::add(core::Seq resolution, const QString& of) {
    m_resolutions.push_back({resolution, of});
    showWhether();
}

void UndoButton::setReadOnly(const QString& why) {
    m_whyReadOnly = why;
    showWhether();
}

void UndoButton::showWhether() {
    const bool isAny = !m_resolutions.empty();
    const bool isReadOnly = !m_whyReadOnly.isEmpty();
    setEnabled(isAny && !isReadOnly);
    setToolTip(isReadOnly ? m_whyReadOnly
               : isAny    ? tr("Undo the last resolution (Ctrl+Z)")
                       : tr("Nothing is left to undo of what was resolved since the start. Older ones are undone from "
                            "Resolved."));
    setAccessibleDescription(toolTip());
}

void UndoButton::undo(core::Seq resolution, const QString& of) {
    // Taken back once: a second press means the one before it.
    const auto known = std::find_if(m_resolutions.begin(), m_resolutions.end(),
                                    [&](const Resolution& one) { return one.seq == resolution; });
    if (known != m_resolutions.end())
        m_resolutions.erase(known);
    showWhether();
    const QPointer<UndoButton> self(this);
    m_bridge.submit(UndoResolution{resolution, m_bridge.who()},
                    [self, taken = Resolution{resolution, of}](const base::Result<core::Seq>& reply) {
                        if (self != nullptr)
                            self->answered(taken, reply);
                    });
}

void UndoButton::answered(const Resolution& resolution, const base::Result<core::Seq>& reply) {
    if (reply) {
        emit opened(*reply);
        return;
    }
    if (base::isRetryable(reply.error().code))
        add(resolution.seq, resolution.of);
    emit refused(whyUndoRefused(resolution.of, reply.error()));
}

}  // namespace syncline::ui
