#include "ui/widgets/focus_ring.h"

#include <QApplication>
#include <QFocusFrame>
#include <QPushButton>
#include <QSplitter>

namespace syncline::ui {

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

FocusRing::~FocusRing() {
    delete m_frame;
}

void FocusRing::follow(QWidget* now) {
    const bool isOurs = qobject_cast<QPushButton*>(now) != nullptr && now->parentWidget() != nullptr;
    // A splitter would take the frame for one of its panes.
    const bool hasRoom = isOurs && qobject_cast<QSplitter*>(now->parentWidget()) == nullptr;
    if (!hasRoom || !now->window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        if (m_frame)
            m_frame->setWidget(nullptr);
        return;
    }
    if (!m_frame)  // its parent may have gone, and it with it
        m_frame = new QFocusFrame(now->parentWidget());
    m_frame->setWidget(now);
}

}  // namespace syncline::ui
