#include "ui/shell/toast.h"

#include "ui/widgets/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::chrono::seconds kTime{6};
constexpr int kFromEdge = 16;
constexpr int kFromBottom = 84;  ///< above the status line and what stands at the foot of a view: Apply, above all
constexpr int kLongest = 480;
constexpr int kRadius = 3;

}  // namespace

Toast::Toast(const Theme& theme, QWidget& parent) : QWidget(&parent), m_theme(theme) {
    setObjectName(QStringLiteral("toast"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(12);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("toastText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_action = new QPushButton(this);
    m_action->setObjectName(QStringLiteral("toastAction"));
    m_action->setFlat(true);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    hide();
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        if (const auto run = std::exchange(m_run, nullptr))
            run();
    });
    connect(&theme, &Theme::changed, this, &Toast::restyle);
    parent.installEventFilter(this);
    restyle();
}

void Toast::say(const QString& text, const QString& action, std::function<void()> run) {
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_run = std::move(run);
    setAccessibleName(text);
    restyle();  // the window is made before the theme is in force
    place();
    show();
    raise();
    m_end.start(kTime);
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

void Toast::dismiss() {
    hide();
    m_end.stop();
    m_run = nullptr;
}

void Toast::place() {
    const QWidget& around = *parentWidget();
    const int most = std::min(m_theme.scaled(kLongest), around.width() - 2 * kFromEdge);
    m_text->setWordWrap(false);
    const int width = std::min(sizeHint().width(), most);
    m_text->setWordWrap(true);
    const int height = std::max(heightForWidth(width), m_theme.scaled(40));
    setGeometry(around.width() - width - kFromEdge, around.height() - height - m_theme.scaled(kFromBottom), width,
                height);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::restyle() {
    QPalette tones = parentWidget()->palette();
    const QColor text = tones.color(QPalette::ToolTipText);
    tones.setColor(QPalette::WindowText, text);
    tones.setColor(QPalette::ButtonText, text);
    setPalette(tones);
    m_text->setFont(m_theme.font(Face::Body));
    QFont link = m_theme.font(Face::BodyStrong);
    link.setUnderline(true);
    m_action->setFont(link);
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(rect(), kRadius, kRadius);
}

}  // namespace syncline::ui
