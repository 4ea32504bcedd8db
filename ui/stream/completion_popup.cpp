#include "ui/stream/completion_popup.h"

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QStringList>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>
#include <vector>

namespace syncline::ui::stream {

namespace {

constexpr int kWidth = 472;
constexpr int kWordWidth = 132;
constexpr int kRowHeight = 24;
constexpr int kMostRows = 8;

}  // namespace

/// What the keys do, as they stand. The words are also its accessible name.
class CompletionPopup::Foot final : public QWidget {
public:
    struct Key {
        QString cap;
        QString words;
        bool operator==(const Key&) const = default;
    };

    Foot(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
        setObjectName(QStringLiteral("filterChoiceKeys"));
    }
    void setKeys(std::vector<Key> keys) {
        if (keys == m_keys)
            return;
        m_keys = std::move(keys);
        QStringList said;
        for (const Key& key : m_keys)
            said.append(key.cap + QLatin1Char(' ') + key.words);
        setAccessibleName(said.join(QStringLiteral(", ")));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(QRect(0, 0, width(), 1), m_theme.colors().hair);
        painter.setFont(m_theme.font(Face::Secondary));
        int left = m_theme.scaled(8);
        for (const Key& key : m_keys)
            left = say(painter, left, key.cap, key.words);
    }

private:
    /// The left edge of what comes next.
    int say(QPainter& painter, int left, const QString& key, const QString& words) {
        const QColor color = m_theme.colors().muted;
        const QRect cap(left, 0, keyCapWidth(key, m_theme), height());
        drawKeyCap(painter, cap, key, {color, m_theme.colors().line}, m_theme);
        painter.setFont(m_theme.font(Face::Secondary));
        painter.setPen(color);
        const QRect rest(cap.right() + m_theme.scaled(6), 0, width(), height());
        painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, words);
        return rest.left() + painter.fontMetrics().horizontalAdvance(words) + m_theme.scaled(12);
    }

    const Theme& m_theme;
    std::vector<Key> m_keys;
};

CompletionPopup::CompletionPopup(const Theme& theme, FilterEdit& line)
    : QFrame(line.window()),
      m_theme(theme),
      m_line(line),
      m_model(new QStandardItemModel(this)),
      m_table(new QTableView(this)),
      m_foot(new Foot(theme, this)) {
    setObjectName(QStringLiteral("filterCompletion"));
    setAccessibleName(tr("What may stand here"));
    setFocusPolicy(Qt::NoFocus);
    m_table->setObjectName(QStringLiteral("filterChoices"));
    m_table->setAccessibleName(tr("Words for the filter"));
    m_table->setModel(m_model);
    CellDelegate::dress(*m_table, theme, kRowHeight);
    m_table->horizontalHeader()->hide();
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { showKeys(); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) { take(index.row()); });
    // Whoever has emptied the line is done with it; all names come when they are asked for.
    connect(&m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (text.trimmed().isEmpty())
            hide();
        else
            follow();
    });
    m_line.installEventFilter(this);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_foot);
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
    hide();
}

void CompletionPopup::restyle() {
    m_foot->setFixedHeight(m_theme.scaled(kRowHeight));
    if (isVisible())
        place();
}

void CompletionPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawPanel(painter, rect(), palette().color(QPalette::Base), m_theme.colors().inputBorder);
}

void CompletionPopup::follow() {
    m_choices = filterChoicesAt(m_line.text(), m_line.cursorPosition(), m_words);
    setVisible(!m_choices.choices.empty() && m_line.hasFocus());
    if (!isVisible())
        return;
    fill();
    place();
    raise();
}

void CompletionPopup::fill() {
    m_model->clear();
    for (const FilterChoice& choice : m_choices.choices) {
        auto* const word = new QStandardItem(choice.text);
        word->setData(QVariant::fromValue(Cell(TextCell{choice.text, Tone::Normal, true})), kCellRole);
        auto* const meaning = new QStandardItem(choice.meaning);
        meaning->setData(QVariant::fromValue(Cell(TextCell{choice.meaning, Tone::Muted})), kCellRole);
        m_model->appendRow({word, meaning});
    }
    m_table->setColumnWidth(0, m_theme.scaled(kWordWidth));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->scrollToTop();
    showKeys();
}

bool CompletionPopup::tabTakes() const {
    return m_table->currentIndex().isValid() || !m_line.text().trimmed().isEmpty();
}

void CompletionPopup::showKeys() {
    if (tabTakes())
        m_foot->setKeys({{tr("Tab"), tr("take")}, {tr("Esc"), tr("close")}});
    else
        m_foot->setKeys({{tr("Down"), tr("choose")}, {tr("Tab"), tr("go on")}, {tr("Esc"), tr("close")}});
}

void CompletionPopup::place() {
    // The window may have been another one when the line was made.
    if (parentWidget() != m_line.window()) {
        setParent(m_line.window());
        show();
    }
    const int rows = std::min(kMostRows, static_cast<int>(m_choices.choices.size()));
    const QSize size(m_theme.scaled(kWidth), m_theme.scaled(kRowHeight) * (rows + 1) + 2);
    const QFontMetrics metrics(m_line.font());
    const int typed = metrics.horizontalAdvance(m_line.text().mid(m_choices.start, m_choices.length));
    const QPoint below(m_line.inputMethodQuery(Qt::ImCursorRectangle).toRect().center().x() - typed - m_theme.scaled(8),
                       m_line.height());
    QPoint at = m_line.mapTo(parentWidget(), below);
    at.setX(std::clamp(at.x(), 0, std::max(0, parentWidget()->width() - size.width())));
    setGeometry(QRect(at, size));
}

bool CompletionPopup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut)
        hide();
    if (event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (onKey(key->key(), key->modifiers() & ~Qt::KeypadModifier))
            return true;
    }
    // Tab and Escape are ours before they are anybody's shortcut.
    const bool isOurs = isVisible() && event->type() == QEvent::ShortcutOverride;
    if (isOurs && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

bool CompletionPopup::onKey(int key, Qt::KeyboardModifiers modifiers) {
    if (!isVisible()) {
        const bool isAsked = key == Qt::Key_Space && modifiers == Qt::ControlModifier;
        if (isAsked || (key == Qt::Key_Down && modifiers == Qt::NoModifier))
            follow();
        return isAsked;
    }
    if (modifiers != Qt::NoModifier)
        return false;
    const int current = m_table->currentIndex().row();
    switch (key) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_Tab:
            if (!tabTakes()) {
                hide();
                return false;
            }
            take(std::max(0, current));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            // A row that nobody went to is not meant: the filter is.
            if (current < 0)
                hide();
            else
                take(current);
            return current >= 0;
        case Qt::Key_Escape:
            hide();
            emit dismissed();
            return true;
        default:
            return false;
    }
}

void CompletionPopup::move(int by) {
    const int rows = m_model->rowCount();
    const int current = m_table->currentIndex().row();
    const int next = current < 0 ? (by > 0 ? 0 : rows - 1) : std::clamp(current + by, 0, rows - 1);
    m_table->setCurrentIndex(m_model->index(next, 0));
}

void CompletionPopup::take(int row) {
    if (row < 0 || row >= static_cast<int>(m_choices.choices.size()))
        return;
    const QString word = m_choices.choices[static_cast<std::size_t>(row)].text + QLatin1Char(' ');
    QString text = m_line.text();
    qsizetype length = m_choices.length;
    if (text.mid(m_choices.start + length).startsWith(QLatin1Char(' ')))
        ++length;
    text.replace(m_choices.start, length, word);
    m_line.setText(text);
    m_line.setCursorPosition(static_cast<int>(m_choices.start + word.size()));
    m_line.setFocus();
    emit taken();
    follow();
}

}  // namespace syncline::ui::stream
