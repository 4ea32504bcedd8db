#include "ui/widgets/view.h"

#include "engine/base/error.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui {

namespace {

constexpr QLatin1String kStale("stale");

/// 40 high, with the `line` below.
class Header : public QWidget {
public:
    Header(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.fillRect(0, height() - 1, width(), 1, m_theme.colors().line);
    }

private:
    const Theme& m_theme;
};

}  // namespace

struct View::Impl {
    Header* header;
    Text* title;
    Text* fact;
    QHBoxLayout* actions;
    QHBoxLayout* end;
    BarStack* bars;
    QVBoxLayout* column;
    QWidget* body = nullptr;
};

View::View(const Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>()) {
    m_impl->header = new Header(theme, this);
    m_impl->title = new Text(theme, Face::Title, m_impl->header);
    m_impl->title->setObjectName(QStringLiteral("viewTitle"));
    m_impl->title->setShrinks(true);
    m_impl->fact = new Text(theme, Face::Body, m_impl->header);
    m_impl->fact->setObjectName(QStringLiteral("viewFact"));
    m_impl->fact->setTone(Tone::Muted);
    m_impl->fact->setElided(true);

    auto* row = new QHBoxLayout(m_impl->header);
    row->setContentsMargins(16, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_impl->title);
    row->addWidget(m_impl->fact, 1);
    m_impl->actions = new QHBoxLayout;
    m_impl->actions->setSpacing(8);
    row->addLayout(m_impl->actions);
    m_impl->end = new QHBoxLayout;
    m_impl->end->setContentsMargins(8, 0, 0, 0);
    row->addLayout(m_impl->end);

    m_impl->column = new QVBoxLayout(this);
    m_impl->column->setContentsMargins(0, 0, 0, 0);
    m_impl->column->setSpacing(0);
    m_impl->column->addWidget(m_impl->header);
    m_impl->bars = new BarStack(theme, this);
    m_impl->column->addWidget(m_impl->bars);
    setTitle(title);

    const auto measure = [this, &theme] { m_impl->header->setFixedHeight(theme.scaled(40)); };
    measure();
    connect(&theme, &Theme::changed, this, measure);
}

View::~View() = default;

void View::setTitle(const QString& title) {
    m_impl->title->setText(title);
    setAccessibleName(title);
}

void View::setFact(const QString& fact) {
    m_impl->fact->setText(fact);
}

QHBoxLayout* View::actions() const {
    return m_impl->actions;
}

void View::setBody(QWidget* body) {
    delete m_impl->body;
    m_impl->body = body;
    m_impl->column->addWidget(body, 1);
}

void View::addKey(const QKeySequence& key, std::function<void()> run) {
    auto* shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, std::move(run));
}

QAction* View::addCommand(const QString& words, const QKeySequence& key, std::function<void()> run) {
    auto* action = new QAction(words, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(words + QStringLiteral("  ") + key.toString(QKeySequence::NativeText));
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    return action;
}

void View::setBar(BarStack::Bar bar) {
    m_impl->bars->set(std::move(bar));
}

void View::removeBar(const QString& key) {
    m_impl->bars->remove(key);
}

void View::setStale(base::WallTime readAt, const TimeFormat& times, const base::Error& why,
                    std::function<void()> again) {
    TimeFormat clock = times;
    if (clock.style == TimeStyle::Relative)
        clock.style = TimeStyle::Local;  // It would have to be written anew each second.
    setBar({kStale,
            BarKind::Failure,
            Icon::Fail,
            tr("This is as of %1: it cannot be read again").arg(clock.second(readAt)),
            QString::fromStdString(why.message()),
            {{tr("Try again"), std::move(again), false, {}, QStringLiteral("viewTryAgain")}}});
}

void View::setFresh() {
    removeBar(kStale);
}

QWidget* View::firstFocusOf(StatePage& page) {
    QWidget* const button = page.findChild<Button*>();
    return button != nullptr ? button : &page;
}

void View::setHeaderEnd(QWidget* widget) {
    m_impl->end->addWidget(widget);
}

}  // namespace syncline::ui
