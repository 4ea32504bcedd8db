#include "ui/shell/direction_button.h"

#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kTwoLines = 44;
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

/// What comes and goes at once has no line of its own: the icon beside it says that the direction is live.
QString shortText(const SideSnapshot& target) {
    if (target.mode != core::Mode::Live)
        return DirectionButton::tr("Observe");
    return target.dueCells == 0
               ? stateText(target)
               : DirectionButton::tr("%1 due").arg(counted(static_cast<std::int64_t>(target.dueCells)));
}

QString heldText(const SideSnapshot& target) {
    return target.mode == core::Mode::Live || target.dueCells == 0
               ? QString()
               : DirectionButton::tr("%1 held").arg(counted(static_cast<std::int64_t>(target.dueCells)));
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
    m_due = new Text(theme, Face::Secondary, this);
    m_due->setTone(Tone::Attention);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    for (Text* text : {m_state, m_due}) {
        text->setElided(true);
        words->addWidget(text);
    }
    words->addStretch(1);
    m_switch = new IconLabel(theme, Icon::Pause, kIconSize, this);
    row->addWidget(new SideBadge(theme, core::other(target), this));
    row->addWidget(new IconLabel(theme, Icon::ArrowRight, kArrowSize, this));
    row->addWidget(new SideBadge(theme, target, this));
    row->addSpacing(3);
    row->addLayout(words, 1);
    row->addWidget(m_switch);
    for (QWidget* part : findChildren<QWidget*>())
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(target == core::Side::HubSpot ? QStringLiteral("directionToHubSpot")
                                                : QStringLiteral("directionToSalesforce"));
    setState({});
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void DirectionButton::setState(const SideSnapshot& target) {
    const QString text = stateText(target);
    if (m_told == text)
        return;
    m_told = text;
    m_isLive = target.mode == core::Mode::Live;
    m_state->setText(shortText(target));
    m_state->setTone(m_isLive ? Tone::Muted : Tone::Attention);
    m_due->setText(heldText(target));
    m_switch->setIcon(m_isLive ? Icon::Pause : Icon::Play);
    tell();
    arrange();
}

void DirectionButton::tell() {
    const QString name = tr("%1: %2").arg(directionName(m_target), m_told);
    setAccessibleName(name);
    if (m_isReadOnly && m_isHeld)
        setToolTip(
            tr("%1. Read-only: do it in the window that has this workspace open, or with “syncline mode”.").arg(name));
    else if (m_isReadOnly)
        setToolTip(tr("%1. Read-only: nobody runs this workspace any more. Do it here after Open for writing, or with "
                      "“syncline mode”.")
                       .arg(name));
    else
        setToolTip(m_isLive ? tr("%1. Press to only observe: nothing leaves any more.").arg(name)
                            : tr("%1. Press to see what would be written, and to go live.").arg(name));
}

void DirectionButton::setReadOnly(bool readOnly) {
    m_isReadOnly = readOnly;
    setEnabled(!readOnly);
    tell();
    arrange();
}

void DirectionButton::setHeld(bool held) {
    m_isHeld = held;
    tell();
}

void DirectionButton::setNarrow(bool narrow) {
    m_isNarrow = narrow;
    arrange();
}

void DirectionButton::arrange() {
    const bool narrow = m_isNarrow;
    m_state->setVisible(!narrow);
    m_due->setVisible(!narrow && !m_due->text().isEmpty());
    m_switch->setVisible(!narrow && !m_isReadOnly);
    const int margin = narrow ? kNarrowMargin : kMargin;
    layout()->setContentsMargins(margin, 0, narrow ? margin : kRightMargin, 0);
    layout()->setSpacing(narrow ? 0 : 5);
    updateGeometry();
}

QSize DirectionButton::sizeHint() const {
    return {m_theme.scaled(m_isNarrow ? kNarrowWidth : kWidth) - kLine,
            m_theme.scaled(m_due->isHidden() ? kHeight : kTwoLines)};
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
    if (underMouse() && isEnabled())
        painter.fillRect(rect(), m_theme.colors().buttonHover);
    if (!hasFocus())
        return;
    painter.setPen(QPen(m_theme.colors().focus, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace syncline::ui
