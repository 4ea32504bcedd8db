#include "ui/widgets/focus_ring.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QEvent>
#include <QFocusFrame>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStyleOption>

namespace syncline::ui {

/// Inside the edge of a pane that has no place of its own to show: text, or rows of which none is the current one.
class PaneRing final : public QWidget {
public:
    explicit PaneRing(QAbstractScrollArea& pane) : QWidget(&pane), m_pane(pane) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        pane.installEventFilter(this);
        setGeometry(pane.rect());
        show();
        raise();
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        Q_UNUSED(event)
        QPainter painter(this);
        QStyleOption option;
        option.initFrom(this);
        style()->drawControl(QStyle::CE_FocusFrame, &option, &painter, this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize)
            setGeometry(m_pane.rect());
        return QWidget::eventFilter(watched, event);
    }

private:
    QAbstractScrollArea& m_pane;
};

namespace {

/// Null where the focus is shown by what has it.
QAbstractScrollArea* paneOf(QWidget* widget) {
    auto* pane = qobject_cast<QAbstractScrollArea*>(widget);
    const auto* rows = qobject_cast<QAbstractItemView*>(pane);
    return rows != nullptr && rows->currentIndex().isValid() ? nullptr : pane;
}

}  // namespace

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

FocusRing::~FocusRing() {
    delete m_frame;
    delete m_paneRing;
}

void FocusRing::follow(QWidget* now) {
    delete m_paneRing;
    if (QAbstractScrollArea* pane = paneOf(now);
        pane != nullptr && pane->window()->testAttribute(Qt::WA_KeyboardFocusChange))
        m_paneRing = new PaneRing(*pane);
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
