#include "ui/bridge/postbox.h"

#include <QMetaObject>
#include <utility>

namespace syncline::ui {

void Postbox::post(std::function<void()> work) {
    // Held while the event is queued, so that the receiver stays that long; no work runs under it.
    const std::lock_guard lock(m_mutex);
    if (m_receiver != nullptr)
        QMetaObject::invokeMethod(m_receiver, std::move(work), Qt::QueuedConnection);
}

void Postbox::close() {
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
}

}  // namespace syncline::ui
