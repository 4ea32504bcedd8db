#include "ui/shell/navigation.h"

#include "ui/shell/direction_button.h"
#include "ui/shell/navigation_item.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

constexpr int kWidth = 192;
constexpr int kNarrowWidth = 48;
constexpr int kHeadHeight = 40;
constexpr int kIconSize = 16;
constexpr int kMargin = 12;

/// What does not fit ends in an ellipsis. Its tooltip has more than the name, and stays.
class WorkspaceName final : public Text {
public:
    using Text::Text;

protected:
    void paintEvent(QPaintEvent* event) override {
        Q_UNUSED(event)
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(contentsRect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
    }
};

}  // namespace

Navigation::Navigation(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Views and directions"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 8);
    column->setSpacing(0);

    m_head = new QWidget(this);
    auto* head = new QHBoxLayout(m_head);
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->setSpacing(8);
    m_name = new WorkspaceName(theme, Face::BodyStrong, m_head);
    m_name->setObjectName(QStringLiteral("workspaceName"));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_kind = new Chip(theme, Chip::Kind::Outline, m_head);
    head->addWidget(new IconLabel(theme, Icon::Journal, kIconSize, m_head));
    head->addWidget(m_name, 1);
    head->addWidget(m_kind);
    column->addWidget(m_head);
    column->addSpacing(8);

    m_items = new QVBoxLayout;
    m_items->setSpacing(0);
    column->addLayout(m_items);
    column->addStretch(1);

    m_directionsTitle = new Text(theme, Face::Secondary, this);
    m_directionsTitle->setTone(Tone::Muted);
    m_directionsTitle->setText(tr("Directions"));
    m_directionsTitle->setContentsMargins(16, 0, 0, 6);
    column->addWidget(m_directionsTitle);
    for (const core::Side target : {core::Side::HubSpot, core::Side::Salesforce}) {
        m_directions[target] = new DirectionButton(theme, target, this);
        column->addWidget(m_directions[target]);
        connect(m_directions[target], &DirectionButton::clicked, this,
                [this, target] { emit directionPressed(target); });
    }
    connect(&theme, &Theme::changed, this, &Navigation::layOut);
    layOut();
}

void Navigation::setWorkspace(const QString& name, bool isSandbox, const QString& folder) {
    m_name->setText(name);
    const QString whole = folder.isEmpty() ? name : name + QLatin1Char('\n') + folder;
    m_name->setToolTip(whole);
    m_head->setToolTip(whole);  // Where it is narrow the name is not there.
    m_kind->setText(isSandbox ? tr("Sandbox") : tr("Production"));
    setToolTip(QString());
}

void Navigation::addItem(ViewName view, Icon icon, const QString& title, const QString& key) {
    static const std::map<ViewName, QString> kNames = {{ViewName::Stream, QStringLiteral("navStream")},
                                                       {ViewName::Record, QStringLiteral("navRecord")},
                                                       {ViewName::Conflicts, QStringLiteral("navConflicts")},
                                                       {ViewName::Replay, QStringLiteral("navReplay")},
                                                       {ViewName::Ownership, QStringLiteral("navOwnership")}};
    auto* item = new NavigationItem(m_theme, icon, title, key, this);
    item->setObjectName(kNames.at(view));
    item->setNarrow(m_isNarrow);
    m_byView[view] = item;
    m_items->addWidget(item);
    connect(item, &NavigationItem::clicked, this, [this, view] { emit chosen(view); });
}

void Navigation::setCurrent(ViewName view) {
    m_byView.at(view)->setChecked(true);
}

void Navigation::setSnapshot(const Snapshot& snapshot) {
    if (const auto conflicts = m_byView.find(ViewName::Conflicts); conflicts != m_byView.end())
        conflicts->second->setCount(snapshot.openConflicts);
    for (const core::Side side : core::kSides)
        m_directions[side]->setState(snapshot.side[side]);
}

void Navigation::setStagedRules(std::size_t count) {
    if (const auto ownership = m_byView.find(ViewName::Ownership); ownership != m_byView.end())
        ownership->second->setCount(count, NavigationItem::Counted::Staged);
}

void Navigation::setReadOnly(bool readOnly) {
    for (const core::Side side : core::kSides)
        m_directions[side]->setReadOnly(readOnly);
}

void Navigation::setHeld(bool held) {
    for (const core::Side side : core::kSides)
        m_directions[side]->setHeld(held);
}

void Navigation::setNarrow(bool narrow) {
    if (m_isNarrow == narrow)
        return;
    m_isNarrow = narrow;
    layOut();
}

void Navigation::layOut() {
    setFixedWidth(m_theme.scaled(m_isNarrow ? kNarrowWidth : kWidth));
    m_head->setFixedHeight(m_theme.scaled(kHeadHeight) + 1);
    const int margin = m_isNarrow ? (kNarrowWidth - kIconSize) / 2 : kMargin;
    m_head->layout()->setContentsMargins(margin, 0, m_isNarrow ? 0 : kMargin, 0);
    m_name->setVisible(!m_isNarrow);
    m_kind->setVisible(!m_isNarrow);
    m_directionsTitle->setVisible(!m_isNarrow);
    for (const auto& [view, item] : m_byView)
        item->setNarrow(m_isNarrow);
    for (const core::Side side : core::kSides)
        m_directions[side]->setNarrow(m_isNarrow);
}

void Navigation::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& colors = m_theme.colors();
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colors.line);
    painter.fillRect(QRect(0, m_head->height() - 1, width(), 1), colors.line);
}

}  // namespace syncline::ui
