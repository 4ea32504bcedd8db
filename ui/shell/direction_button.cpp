#include "ui/shell/direction_button.h"

#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace syncline::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kWidth = 192;
constexpr int kNarrowWidth = 48;
constexpr int kLine = 1;  ///< of the navigation, at its right
constexpr int kMargin = 16;
constexpr int kRightMargin = 8;
constexpr int kNarrowMargin = 3;
constexpr int kIconSize = 14;
constexpr int kArrowSize = 12;

QString stateText(const SideSnapshot& target) {
    const bool isLive = target.mode == core::Mode::Live;
    const auto due = static_cast<std::int64_t>(target.dueCells);
    if (due == 0)
        return isLive ? DirectionButton::tr("Live") : DirectionButton::tr("Observe");
    return (isLive ? DirectionButton::tr("Live, %1 due") : DirectionButton::tr("Observe, %1 due")).arg(counted(due));
}

/// What there is room for: which of the two it is, the icon beside it says.
QString shortText(const SideSnapshot& target) {
    if (target.dueCells == 0)
        return stateText(target);
    const bool isLive = target.mode == core::Mode::Live;
    return (isLive ? DirectionButton::tr("%1 due") : DirectionButton::tr("%1 held"))
        .arg(counted(static_cast<std::int64_t>(target.dueCells)));
}

}  // namespace

QString directionName(core::Side target) {
    return DirectionButton::tr("%1 to %2").arg(sideName(core::other(target)), sideName(target));
}

DirectionButton::DirectionButton(const Theme& theme, core::Side target, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_target(target) {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, 0, kRightMargin, 0);
    row->setSpacing(5);
    m_state = new Text(theme, Face::Body, this);
    m_state->setTextInteractionFlags(Qt::NoTextInteraction);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setElided(true);
    m_switch = new IconLabel(theme, Icon::Pause, kIconSize, this);
    row->addWidget(new SideBadge(theme, core::other(target), this));
    row->addWidget(new IconLabel(theme, Icon::ArrowRight, kArrowSize, this));
    row->addWidget(new SideBadge(theme, target, this));
    row->addSpacing(3);
    row->addWidget(m_state, 1);
    row->addWidget(m_switch);
    for (QWidget* part : findChildren<QWidget*>())
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(target == core::Side::HubSpot ? QStringLiteral("directionToHubSpot")
                                                : QStringLiteral("directionToSalesforce"));
    setState({});
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void DirectionButton::setState(const SideSnapshot& target) {
    const bool isLive = target.mode == core::Mode::Live;
    const QString text = stateText(target);
    if (m_told == text)
        return;
    m_told = text;
    m_state->setText(shortText(target));
    m_state->setTone(isLive ? Tone::Muted : Tone::Attention);
    m_switch->setIcon(isLive ? Icon::Pause : Icon::Play);
    const QString name = tr("%1: %2").arg(directionName(m_target), text);
    setAccessibleName(name);
    setToolTip(isLive ? tr("%1. Press to only observe: nothing leaves any more.").arg(name)
                      : tr("%1. Press to see what would be written, and to go live.").arg(name));
}

void DirectionButton::setNarrow(bool narrow) {
    m_isNarrow = narrow;
    m_state->setVisible(!narrow);
    m_switch->setVisible(!narrow);
    const int margin = narrow ? kNarrowMargin : kMargin;
    layout()->setContentsMargins(margin, 0, narrow ? margin : kRightMargin, 0);
    layout()->setSpacing(narrow ? 0 : 5);
    updateGeometry();
}

QSize DirectionButton::sizeHint() const {
    return {m_theme.scaled(m_isNarrow ? kNarrowWidth : kWidth) - kLine, m_theme.scaled(kHeight)};
}

void DirectionButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void DirectionButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

void DirectionButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), m_theme.colors().buttonHover);
    if (!hasFocus())
        return;
    painter.setPen(QPen(m_theme.colors().focus, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace syncline::ui
