#include "ui/stream/filter_line.h"

#include "ui/stream/completion_popup.h"
#include "ui/stream/filter_text.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/filter_words.h"
#include "ui/widgets/input_state.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <chrono>
#include <utility>

namespace syncline::ui::stream {

namespace {

constexpr std::chrono::milliseconds kTypingPause{250};

/// What is wrong with the text, on the failure's surface, or what is doubted, on attention's; below the line.
class Why final : public QWidget {
public:
    explicit Why(const Theme& theme) : m_theme(theme) {}
    void setKeyCap(const QString& key) {
        m_key = key;
        update();
    }
    void setDoubt(bool isDoubt) {
        m_isDoubt = isDoubt;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Tint& tint = m_isDoubt ? m_theme.colors().attention : m_theme.colors().failure;
        painter.fillRect(rect(), tint.fill);
        painter.fillRect(QRect(0, 0, width(), 1), tint.line);
        painter.fillRect(QRect(0, height() - 1, width(), 1), tint.line);
        if (m_key.isEmpty())
            return;
        const int width = keyCapWidth(m_key, m_theme);
        const QRect cap(this->width() - width - m_theme.scaled(12), 0, width, height());
        drawKeyCap(painter, cap, m_key, {m_theme.colors().muted, m_theme.colors().line}, m_theme);
    }

private:
    const Theme& m_theme;
    QString m_key;
    bool m_isDoubt = false;
};

}  // namespace

FilterLine::FilterLine(const Theme& theme, const Times& times, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_times(times),
      m_line(new FilterEdit(theme)),
      m_popup(nullptr),
      m_why(new Why(theme)),
      m_whyIcon(new IconLabel(theme, Icon::Fail, 14)),
      m_whyWords(new Sentence(theme)),
      m_filter(*core::Filter::parse({}, {})) {
    m_line->setObjectName(QStringLiteral("streamFilter"));
    m_line->setAccessibleName(tr("Filter of the stream"));
    m_line->setToolTip(
        tr("Filter entries (/ or Ctrl+F). Enter applies at once and leads on to the list, "
           "Ctrl+Space shows what may stand here"));
    m_line->setPlaceholderText(tr("Filter: field == phone && outcome == lost && time > -1h"));
    m_line->installEventFilter(this);
    m_popup = new CompletionPopup(theme, *m_line);
    connect(m_popup, &CompletionPopup::taken, this, [this] { m_typing.start(); });
    connect(m_popup, &CompletionPopup::dismissed, this, &FilterLine::apply);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    connect(&m_typing, &QTimer::timeout, this, &FilterLine::apply);
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_isEdited = true;
        m_entered.clear();
        m_typing.start();
    });
    connect(m_line, &QLineEdit::returnPressed, this, &FilterLine::onEnter);
    connect(m_line, &FilterEdit::cleared, this, [this] { setText({}); });

    m_why->setObjectName(QStringLiteral("streamFilterWhy"));
    auto* const why = new QHBoxLayout(m_why);
    why->setContentsMargins(16, 3, 64, 5);
    why->setSpacing(8);
    why->addWidget(m_whyIcon, 0, Qt::AlignVCenter);
    why->addWidget(m_whyWords, 1, Qt::AlignVCenter);
    m_why->hide();

    auto* const row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->addWidget(m_line);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_why);
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
}

FilterLine::~FilterLine() {
    delete m_popup;
}

void FilterLine::restyle() {
    m_line->setFixedHeight(m_theme.scaled(28));
    m_why->setMinimumHeight(m_theme.scaled(28));
}

QWidget* FilterLine::line() const {
    return m_line;
}

void FilterLine::takeFocus() {
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
    // By the key a person comes to write, not on the way through the window.
    m_isEdited = true;
    showKey();
}

void FilterLine::setWords(core::FilterWords words) {
    m_words = words;
    m_popup->setWords(std::move(words));
    if (m_line->text().trimmed() == m_inForce)
        showDoubt();
}

void FilterLine::setDoubt(std::optional<core::FilterDoubt> doubt) {
    if (doubt == m_doubt)
        return;
    m_doubt = std::move(doubt);
    if (m_line->text().trimmed() == m_inForce)
        showDoubt();
}

void FilterLine::setCount(const QString& count) {
    m_line->setCount(count);
}

void FilterLine::setText(const QString& text) {
    m_isEdited = false;
    replaceText(text);
}

void FilterLine::replaceText(const QString& text) {
    m_line->setText(text);
    m_entered.clear();
    m_popup->hide();
    apply();
}

/// Where a word is doubted and another one offered the first Enter leaves time to take it.
void FilterLine::onEnter() {
    m_popup->hide();
    apply();
    const QString before = std::exchange(m_entered, m_line->text());
    if (!m_hasMistake && (!canTakeMeant() || before == m_entered))
        emit left();
}

void FilterLine::apply() {
    m_typing.stop();
    const QString text = m_line->text().trimmed();
    const std::string utf8 = text.toStdString();
    if (const auto mistake = core::mistakeIn(m_line->text().toStdString())) {
        // What is being completed is not wrong: it is not finished.
        if (!isCompleting())
            refuse(*mistake);
        return;
    }
    explainNothing();
    if (std::exchange(m_hasMistake, false))
        emit understood(true);
    base::Result<core::Filter> filter = core::Filter::parse(utf8, m_times.now());
    if (text != m_inForce)
        m_doubt.reset();
    showDoubt();
    if (!filter || text == m_inForce)
        return;
    m_filter = *std::move(filter);
    m_inForce = text;
    emit applied();
}

void FilterLine::refuse(const core::FilterMistake& mistake) {
    m_line->setMistake(mistake);
    const FilterWord word = wordAt(m_line->text(), mistake.column);
    const QString wrong = m_line->text().mid(word.start, word.length);
    const bool isName = mistake.message.rfind("there is no name", 0) == 0;
    const QString meant = QString::fromStdString(mistake.meant);
    QString words;
    if (isName && !meant.isEmpty())
        words = mistake.length > 0 ? tr("`%1` is not a name. A text is searched for by `%2`.").arg(wrong, meant)
                                   : tr("`%1` is not a name. Did you mean `%2`?").arg(wrong, meant);
    explain(mistake, meant, words);
    if (!std::exchange(m_hasMistake, true))
        emit understood(false);
}

void FilterLine::showDoubt() {
    // A word that is being completed is not finished.
    if (m_hasMistake || isCompleting())
        return;
    const QString text = m_line->text();
    std::vector<core::FilterDoubt> doubts = core::doubtsIn(text.toStdString(), m_words);
    if (doubts.empty() && m_doubt) {
        doubts.push_back(*m_doubt);
        const QString trimmed = text.trimmed();
        doubts.back().column += static_cast<std::size_t>(text.indexOf(trimmed));
    }
    if (doubts.empty())
        return explainNothing();
    const core::FilterDoubt& doubt = doubts.front();
    const core::FilterMistake place{doubt.column, doubt.message};
    m_line->setDoubt(place);
    explain(place, doubt.meant.empty() ? QString() : filterValue(QString::fromStdString(doubt.meant)), {});
}

/// Without words of its own: the message, with its column.
void FilterLine::explain(const core::FilterMistake& mistake, const QString& meant, const QString& words) {
    const FilterWord word = wordsOf(m_line->text(), mistake);
    m_meant = meant;
    m_meantAt = word.start;
    m_meantLength = word.length;
    const QString message = QString::fromStdString(mistake.message);
    const QString end = message.endsWith(QLatin1Char('?')) ? QString() : QStringLiteral(".");
    m_whyWords->setText(words.isEmpty() ? tr("Column %1: %2").arg(mistake.column).arg(message + end) : words);
    const bool isDoubt = !m_line->hasMistake();
    const Tone tone = isDoubt ? Tone::Attention : Tone::Failure;
    m_whyWords->setTone(tone);
    m_whyIcon->setIcon(isDoubt ? Icon::Warn : Icon::Fail);
    m_whyIcon->setTone(tone);
    auto* const why = static_cast<Why*>(m_why);
    why->setDoubt(isDoubt);
    showKey();
    m_why->show();
}

void FilterLine::explainNothing() {
    m_line->setMistake(std::nullopt);
    m_why->hide();
    m_meant.clear();
}

/// The popup goes first where the window does.
bool FilterLine::isCompleting() const {
    return m_popup != nullptr && m_popup->isVisible();
}

void FilterLine::showKey() {
    static_cast<Why*>(m_why)->setKeyCap(canTakeMeant() ? tr("Tab") : QString());
}

/// Whoever only comes by on the way through the window goes on by Tab, and a filter that is doubted stays as it is.
bool FilterLine::canTakeMeant() const {
    const InputState state = inputState(*m_line);
    return !m_meant.isEmpty() && (state == InputState::Mistaken || (state == InputState::Warning && m_isEdited));
}

bool FilterLine::takeMeant() {
    if (!canTakeMeant())
        return false;
    QString text = m_line->text();
    text.replace(m_meantAt, m_meantLength, m_meant);
    replaceText(text);
    return true;
}

bool FilterLine::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        m_isEdited = false;
        showKey();
    }
    // Whatever was being completed is finished: the list of words has gone by now.
    if (event->type() == QEvent::FocusOut)
        apply();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && takeMeant())
        return true;
    if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier) {
        if (m_line->text().isEmpty())
            emit left();
        else
            setText({});
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace syncline::ui::stream
