#include "ui/shell/command_palette.h"

#include "ui/shell/key_label.h"
#include "ui/shell/palette_delegate.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStringList>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kWidth = 640;
constexpr int kFromTop = 72;
constexpr int kInputHeight = 48;
constexpr int kFooterHeight = 32;
constexpr int kMargin = 16;
constexpr int kIconSize = 16;
constexpr int kRowsOnAPage = 8;

}  // namespace

CommandPalette::CommandPalette(const Theme& theme, Bridge& bridge, Navigator& navigator, PaletteSearch::Actions actions,
                               QWidget& window)
    : QWidget(&window), m_theme(theme), m_navigator(navigator), m_search(bridge, navigator, std::move(actions)) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->setSpacing(12);
    m_input = new QLineEdit(this);
    m_input->setObjectName(QStringLiteral("paletteInput"));
    m_input->setAccessibleName(tr("Find a record or run an action"));
    m_input->setPlaceholderText(tr("Find or run"));
    m_input->setFrame(false);
    m_hint = new Text(theme, Face::Secondary, this);
    m_hint->setTone(Tone::Muted);
    head->addWidget(new IconLabel(theme, Icon::Search, kIconSize, this));
    head->addWidget(m_input, 1);
    head->addWidget(m_hint);
    column->addLayout(head);
    column->addSpacing(1);

    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("What fits"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    column->addWidget(m_list, 1);
    m_footer = makeFooter();
    column->addWidget(m_footer);

    connect(m_input, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_isFilterAwaited = false;
        m_search.setText(text);
    });
    connect(&m_search, &PaletteSearch::itemsChanged, this, &CommandPalette::refill);
    connect(&m_search, &PaletteSearch::failed, this, [this](const QString& what) {
        m_isFilterAwaited = false;
        m_hint->setText(what);
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { run(index.row()); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now != nullptr && now != this && !isAncestorOf(now))
            hide();
    });
    connect(&theme, &Theme::changed, this, &CommandPalette::layOut);
    m_input->installEventFilter(this);
    window.installEventFilter(this);
    layOut();
}

QWidget* CommandPalette::makeFooter() {
    auto* footer = new QWidget(this);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(kMargin, 1, kMargin, 0);
    row->setSpacing(4);
    const auto add = [&](const QStringList& keys, const QString& what) {
        for (const QString& key : keys)
            row->addWidget(new KeyLabel(m_theme, key, footer));
        auto* text = new Text(m_theme, Face::Secondary, footer);
        text->setTone(Tone::Muted);
        text->setText(what);
        row->addWidget(text);
        row->addSpacing(12);
    };
    add({QStringLiteral("↑"), QStringLiteral("↓")}, tr("choose"));
    add({QStringLiteral("Enter")}, tr("open"));
    add({QStringLiteral("Ctrl+Enter")}, tr("filter the stream"));
    row->addStretch(1);
    add({QStringLiteral(">")}, tr("actions only"));
    add({QStringLiteral("@")}, tr("records only"));
    return footer;
}

void CommandPalette::layOut() {
    m_input->setFont(m_theme.font(Face::Title));
    QFont font = m_input->font();
    font.setWeight(QFont::Normal);
    m_input->setFont(font);
    m_input->setFixedHeight(m_theme.scaled(kInputHeight));
    m_footer->setFixedHeight(m_theme.scaled(kFooterHeight) + 1);
    if (isVisible())
        place();
}

void CommandPalette::open() {
    m_before = QApplication::focusWidget();
    m_hint->setText(tr("records, actions, filters"));
    m_input->clear();
    m_search.begin();
    place();
    show();
    raise();
    m_input->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::leave() {
    m_isFilterAwaited = false;
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::refill() {
    m_model.set(m_search.items(), m_search.needle());
    const int first = m_model.itemFrom(0, 1);
    if (first >= 0)
        m_list->setCurrentIndex(m_model.index(first));
    m_list->scrollToTop();
    place();
    if (m_isFilterAwaited && !m_search.isAsking())
        filterStream();
}

/// Whoever is faster than the search gets the filter when it has found the record.
void CommandPalette::filterStream() {
    const QString filter = m_search.filter();
    m_isFilterAwaited = m_search.isAsking();
    if (m_isFilterAwaited || filter.isEmpty())
        return;
    leave();
    m_navigator.showStream({filter, {}});
}

void CommandPalette::place() {
    const QWidget& window = *parentWidget();
    const int width = std::min(m_theme.scaled(kWidth), window.width() - 32);
    int list = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        list += m_list->itemDelegate()->sizeHint({}, m_model.index(row)).height();
    const int edges = m_input->height() + m_footer->height() + 3;
    const int room = std::max(window.height() - kFromTop - edges - 32, 0);
    setGeometry((window.width() - width) / 2, kFromTop, width, edges + std::min(list, room));
}

void CommandPalette::run(int row) {
    const PaletteItem* item = m_model.itemAt(row);
    if (item == nullptr || !item->run)
        return;
    const auto action = item->run;
    leave();
    action();
}

void CommandPalette::step(int by) {
    const int now = m_list->currentIndex().row();
    const int direction = by < 0 ? -1 : 1;
    int row = m_model.itemFrom(std::clamp(now + by, 0, std::max(m_model.rowCount() - 1, 0)), direction);
    if (row < 0)
        row = m_model.itemFrom(direction < 0 ? 0 : m_model.rowCount() - 1, -direction);
    if (row < 0)
        return;
    m_list->setCurrentIndex(m_model.index(row));
    m_list->scrollTo(m_model.index(row));
}

bool CommandPalette::keyPressed(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Escape:
            leave();
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_PageUp:
            step(-kRowsOnAPage);
            return true;
        case Qt::Key_PageDown:
            step(kRowsOnAPage);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            break;
        default:
            return false;
    }
    if (event.modifiers().testFlag(Qt::ControlModifier))
        filterStream();
    else
        run(m_list->currentIndex().row());
    return true;
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_input && event->type() == QEvent::KeyPress && keyPressed(*static_cast<QKeyEvent*>(event)))
        return true;
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const Colors& colors = m_theme.colors();
    painter.fillRect(QRect(0, m_input->geometry().bottom() + 1, width(), 1), colors.line);
    painter.fillRect(QRect(0, m_footer->geometry().top(), width(), 1), colors.line);
    painter.setPen(palette().color(QPalette::Dark));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace syncline::ui
