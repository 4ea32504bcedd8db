#include "ui/record/record_finder.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kTyping{150};
constexpr int kWidth = 480;

QString beginning() {
    return RecordFinder::tr("The beginning of an e-mail or a name is enough.");
}

}  // namespace

RecordFinder::RecordFinder(const Theme& theme, Bridge& bridge, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_bridge(bridge) {
    auto* outer = new QHBoxLayout(this);
    auto* column = new QWidget;
    column->setFixedWidth(theme.scaled(kWidth));
    auto* layout = new QVBoxLayout(column);
    layout->setSpacing(theme.scaled(8));
    layout->addStretch(1);
    auto* icon = new IconLabel(theme, Icon::Record, 32);
    layout->addWidget(icon, 0, Qt::AlignHCenter);
    auto* title = new Text(theme, Face::Title);
    title->setText(tr("Which record?"));
    layout->addWidget(title, 0, Qt::AlignHCenter);
    m_line = new QLineEdit;
    m_line->setObjectName(QStringLiteral("recordFind"));
    m_line->setAccessibleName(tr("Find a record"));
    m_line->setPlaceholderText(tr("e-mail, name, or an id of either side"));
    m_line->setClearButtonEnabled(true);
    m_line->installEventFilter(this);
    layout->addWidget(m_line);
    m_hint = new Text(theme, Face::Secondary);
    m_hint->setTone(Tone::Muted);
    m_hint->setText(beginning());
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignHCenter);
    layout->addWidget(m_hint);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("recordHits"));
    m_list->setAccessibleName(tr("Records found"));
    m_list->hide();
    layout->addWidget(m_list, 3);
    layout->addStretch(1);
    outer->addStretch(1);
    outer->addWidget(column);
    outer->addStretch(1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTyping);
    connect(&m_typing, &QTimer::timeout, this, [this] { ask(); });
    connect(m_line, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        if (const int row = m_list->currentRow(); row >= 0 && row < static_cast<int>(m_hits.size()))
            emit found(m_hits[static_cast<std::size_t>(row)].entity);
        else
            ask();
    });
    connect(m_list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        const int row = m_list->row(item);
        if (row >= 0 && row < static_cast<int>(m_hits.size()))
            emit found(m_hits[static_cast<std::size_t>(row)].entity);
    });
}

QWidget* RecordFinder::firstFocus() const {
    return m_line;
}

/// Up and Down go through what was found while one types.
bool RecordFinder::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RecordFinder::ask() {
    m_typing.stop();
    const QString text = m_line->text().trimmed();
    if (text.isEmpty()) {
        m_ticket.cancel();
        m_list->hide();
        m_hint->setText(beginning());
        return;
    }
    m_ticket = m_bridge.query(RecordSearch{text.toStdString()},
                              [this](const base::Result<std::vector<RecordHit>>& answer) { shown(answer); });
}

void RecordFinder::shown(const base::Result<std::vector<RecordHit>>& answer) {
    m_list->clear();
    m_hits.clear();
    if (!answer) {
        m_list->hide();
        m_hint->setText(tr("Records cannot be looked up now; nothing is lost by that. Enter tries again.\n%1")
                            .arg(QString::fromStdString(answer.error().message())));
        return;
    }
    m_hits = *answer;
    for (const RecordHit& hit : m_hits) {
        QString words = QString::fromStdString(hit.title) + QStringLiteral("   ") + ui::objectName(hit.object);
        if (!hit.key.empty() && hit.key != hit.title)
            words += QStringLiteral(", ") + QString::fromStdString(hit.key);
        for (const core::Side side : core::kSides)
            words += hit.record[side] ? QString() : tr(", not in %1").arg(sideName(side));
        m_list->addItem(words);
    }
    m_list->setVisible(!m_hits.empty());
    m_list->setCurrentRow(m_hits.empty() ? -1 : 0);
    m_hint->setText(m_hits.empty() ? tr("No record begins so. Ids are given whole.")
                                   : tr("%n record(s)", nullptr, static_cast<int>(m_hits.size())));
}

}  // namespace syncline::ui
