#include "ui/stream/stream_view.h"

#include "ui/stream/entry_panel.h"
#include "ui/stream/filter_line.h"
#include "ui/stream/payload_panel.h"
#include "ui/stream/stream_control.h"
#include "ui/stream/stream_table.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/windowed_table.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <functional>
#include <utility>

namespace syncline::ui {

using stream::EntryPanel;
using stream::FilterLine;
using stream::PayloadPanel;
using stream::StreamControl;
using stream::StreamTable;
using stream::StreamWidgets;

struct StreamView::Impl {
    explicit Impl(const Theme& theme, const Times& times)
        : filter(new FilterLine(theme, times)),
          table(new StreamTable(theme)),
          entry(new EntryPanel(theme)),
          payload(new PayloadPanel(theme)),
          panes(new QSplitter(Qt::Vertical)),
          inspector(new QSplitter(Qt::Horizontal)),
          pause(new Button(theme, StreamView::tr("Pause"))),
          follow(new Button(theme, StreamView::tr("Follow"))) {}

    [[nodiscard]] StreamWidgets widgets() const { return {filter, table, entry, payload, pause, follow}; }
    void layOut(QWidget& body);
    void dressButtons();
    void addKeys(StreamView& view);
    static void addKey(QWidget& where, const QString& words, const char* key, std::function<void()> run);

    FilterLine* filter;
    StreamTable* table;
    EntryPanel* entry;
    PayloadPanel* payload;
    QSplitter* panes;
    QSplitter* inspector;
    Button* pause;
    Button* follow;
    std::unique_ptr<StreamControl> control;
};

void StreamView::Impl::layOut(QWidget& body) {
    inspector->setObjectName(QStringLiteral("streamInspector"));
    inspector->addWidget(entry);
    inspector->addWidget(payload);
    inspector->setStretchFactor(0, 12);
    inspector->setStretchFactor(1, 13);
    inspector->setChildrenCollapsible(false);
    panes->addWidget(table);
    panes->addWidget(inspector);
    panes->setStretchFactor(0, 13);
    panes->setStretchFactor(1, 12);
    panes->setChildrenCollapsible(false);
    panes->setSizes({480, 290});
    auto* const column = new QVBoxLayout(&body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(filter);
    column->addWidget(panes, 1);
}

void StreamView::Impl::dressButtons() {
    pause->setObjectName(QStringLiteral("streamPause"));
    pause->setIconName(Icon::Pause);
    pause->setKeyCap(StreamView::tr("Space"));
    pause->setToolTip(StreamView::tr("Let the list stand still (Space)"));
    follow->setObjectName(QStringLiteral("streamFollow"));
    follow->setIconName(Icon::Follow);
    follow->setKeyCap(StreamView::tr("F"));
    follow->setToolTip(StreamView::tr("Keep the newest entry in sight (F)"));
    for (Button* const button : {pause, follow})
        button->setCheckable(true);
}

void StreamView::Impl::addKey(QWidget& where, const QString& words, const char* key, std::function<void()> run) {
    auto* const shortcut = new QShortcut(QKeySequence(QString::fromLatin1(key)), &where);
    shortcut->setWhatsThis(words);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, &where, std::move(run));
}

void StreamView::Impl::addKeys(StreamView& view) {
    StreamControl* const it = control.get();
    const auto command = [&view](const QString& words, const char* key, std::function<void()> run) {
        view.addCommand(words, QKeySequence(QString::fromLatin1(key)), std::move(run));
    };
    // Space presses a button that has the focus, so it pauses only from the list.
    addKey(*table->table(), StreamView::tr("Let the list stand still"), "Space", [it] { it->setFollowing(false); });
    addKey(*table, StreamView::tr("Copy the chosen entries"), "Ctrl+C", [it] { it->copy(false); });
    addKey(*table, StreamView::tr("Clear a filter that takes nothing"), "Esc", [it] { it->clearFilterOfNothing(); });
    command(StreamView::tr("Follow the newest entry"), "F", [it] { it->setFollowing(true); });
    command(StreamView::tr("Next entry"), "J", [it] { it->step(1); });
    command(StreamView::tr("Previous entry"), "K", [it] { it->step(-1); });
    command(StreamView::tr("Next problem"), "E", [it] { it->goToProblem(true); });
    command(StreamView::tr("Previous problem"), "Shift+E", [it] { it->goToProblem(false); });
    command(StreamView::tr("Go to the cause"), "Ctrl+Left", [it] { it->goToCause(); });
    command(StreamView::tr("Go to the effect"), "Ctrl+Right", [it] { it->goToEffect(); });
    command(StreamView::tr("Follow this record"), "Ctrl+Shift+F", [it] { it->followRecord(); });
}

StreamView::StreamView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator)
    : View(theme, tr("Stream")), m_impl(std::make_unique<Impl>(theme, times)) {
    setObjectName(QStringLiteral("streamView"));
    auto* const body = new QWidget;
    m_impl->layOut(*body);
    m_impl->dressButtons();
    actions()->addWidget(m_impl->pause);
    actions()->addWidget(m_impl->follow);
    setBody(body);
    m_impl->control =
        std::make_unique<StreamControl>(stream::StreamWorld{theme, times, bridge, navigator}, m_impl->widgets());
    connect(m_impl->control.get(), &StreamControl::factChanged, this, [this](const QString& fact) { setFact(fact); });
    m_impl->addKeys(*this);
}

StreamView::~StreamView() = default;

void StreamView::show(const StreamPlace& place) {
    if (place.filter)
        m_impl->filter->setText(*place.filter);
    if (place.seq)
        m_impl->control->goTo(*place.seq);
}

void StreamView::setShown(bool shown) {
    m_impl->control->setShown(shown);
}

QWidget* StreamView::inspector() {
    return m_impl->inspector;
}

QWidget* StreamView::firstFocus() {
    return m_impl->table->table()->view();
}

void StreamView::focusFilter() {
    m_impl->filter->takeFocus();
}

QByteArray StreamView::saveLayout() const {
    const auto text = [](const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); };
    const QJsonObject layout{{QStringLiteral("panes"), text(m_impl->panes->saveState())},
                             {QStringLiteral("inspector"), text(m_impl->inspector->saveState())},
                             {QStringLiteral("inspectorOpen"), !m_impl->inspector->isHidden()},
                             {QStringLiteral("filter"), m_impl->filter->text()}};
    return QJsonDocument(layout).toJson(QJsonDocument::Compact);
}

void StreamView::restoreLayout(const QByteArray& layout) {
    const QJsonObject saved = QJsonDocument::fromJson(layout).object();
    const auto bytes = [&](const char* key) {
        return QByteArray::fromBase64(saved.value(QLatin1String(key)).toString().toLatin1());
    };
    m_impl->panes->restoreState(bytes("panes"));
    m_impl->inspector->restoreState(bytes("inspector"));
    m_impl->inspector->setVisible(saved.value(QStringLiteral("inspectorOpen")).toBool(true));
    m_impl->filter->setText(saved.value(QStringLiteral("filter")).toString());
}

}  // namespace syncline::ui
