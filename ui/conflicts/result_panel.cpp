#include "ui/conflicts/result_panel.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

namespace syncline::ui {

ResultPanel::ResultPanel(const Theme& theme, Bridge& bridge, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_bridge(bridge) {
    setObjectName(QStringLiteral("resultPanel"));
    build();
}

void ResultPanel::build() {
    auto* layout = new QVBoxLayout(this);
    const int padding = m_theme.scaled(12);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(m_theme.scaled(8));
    auto* head = new QHBoxLayout;
    auto* title = new Text(m_theme, Face::BodyStrong);
    title->setText(tr("Result"));
    m_value = new QLineEdit;
    m_value->setObjectName(QStringLiteral("conflictOwnValue"));
    m_value->setAccessibleName(tr("The value that will stand on both sides"));
    followFace(m_theme, *m_value, Face::Mono);
    m_own = new Button(m_theme, tr("Own value"));
    m_own->setObjectName(QStringLiteral("conflictOwn"));
    m_own->setNumberCap(QStringLiteral("0"));
    m_own->setCheckable(true);
    head->setSpacing(m_theme.scaled(8));
    head->addWidget(title);
    head->addSpacing(m_theme.scaled(8));
    head->addWidget(m_value, 1);
    head->addWidget(m_own);
    layout->addLayout(head);
    buildBelow(*layout, *title);
    connect(m_value, &QLineEdit::textEdited, this, [this] {
        typed();
        emit written();
    });
    connect(m_note, &QLineEdit::textEdited, this, &ResultPanel::written);
    connect(m_value, &QLineEdit::returnPressed, this, &ResultPanel::applyWanted);
    connect(m_note, &QLineEdit::returnPressed, this, &ResultPanel::applyWanted);
    connect(m_own, &QPushButton::clicked, this, [this] {
        focusOwnValue();
        typed();
        emit written();
    });
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &ResultPanel::left);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    for (QLineEdit* const line : {m_value, m_note})
        line->installEventFilter(this);
    setReadOnly({});
}

/// The rows stand there from the beginning, and what is as high as its words comes after the note: a choice does not
/// move the note from under the pointer.
void ResultPanel::buildBelow(QVBoxLayout& layout, const QWidget& title) {
    m_rows = new QGridLayout;
    m_rows->setHorizontalSpacing(m_theme.scaled(12));
    m_rows->setVerticalSpacing(m_theme.scaled(4));
    m_rows->setColumnStretch(4, 1);
    m_note = new QLineEdit;
    m_note->setObjectName(QStringLiteral("conflictNote"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("A note for those who ask later"));
    m_hint = new Text(m_theme, Face::Secondary);
    m_hint->setObjectName(QStringLiteral("conflictHint"));
    m_hint->setTone(Tone::Muted);
    m_hint->setWordWrap(true);
    m_mistake = new Text(m_theme, Face::Body);
    m_mistake->setObjectName(QStringLiteral("conflictMistake"));
    m_mistake->setTone(Tone::Failure);
    m_mistake->setWordWrap(true);
    m_mistake->hide();
    layout.addLayout(m_rows);
    layout.addWidget(m_note);
    layout.addWidget(m_hint);
    layout.addWidget(m_mistake);
    // What is written stands below the value.
    follow(m_theme, *this,
           [this, &title] { m_rows->setContentsMargins(title.sizeHint().width() + m_theme.scaled(24), 0, 0, 0); });
}

void ResultPanel::setConflict(const ConflictRow& conflict) {
    // Other candidates of the same conflict: what a person has written meanwhile is theirs.
    const bool isSame = m_conflict.conflict == conflict.conflict;
    m_conflict = conflict;
    // Not clear(): what is cleared can be brought back by Ctrl+Z.
    if (!isSame)
        m_note->setText(QString());
    if (isSame && m_isOwn)
        return typed();
    setTaken(nullptr);
}

void ResultPanel::renew(const ConflictRow& conflict) {
    const bool isOther = m_conflict.now != conflict.now;
    m_conflict = conflict;
    if (isOther)
        showRows();
}

void ResultPanel::setTaken(const core::Candidate* candidate) {
    m_isOwn = false;
    m_own->setChecked(false);
    m_own->setText(tr("Own value"));
    setMistake({});
    if (candidate == nullptr) {
        m_isWritable = false;
        m_value->setText(QString());
        m_checked.reset();
        showRows();
        m_hint->setText(tr("Take a side, or write an own value. Nothing is written before you apply."));
        emit changed();
        return;
    }
    m_value->setText(QString::fromStdString(candidate->version.value[candidate->place].text.value_or(std::string())));
    show({candidate->version.value, {}});
}

std::optional<QString> ResultPanel::ownValue() const {
    return m_isOwn ? std::optional(m_value->text()) : std::nullopt;
}

QString ResultPanel::note() const {
    return m_note->text().trimmed();
}

void ResultPanel::write(const std::optional<QString>& ownValue, const QString& note) {
    m_note->setText(note);
    if (!ownValue)
        return;
    m_value->setText(*ownValue);
    typed();
}

void ResultPanel::writeUnchosen(const std::optional<QString>& ownValue, const QString& note) {
    m_note->setText(note);
    if (!ownValue)
        return;
    m_value->setText(*ownValue);
    m_hint->setText(
        tr("The own value that you had begun is not chosen yet. Choose it with Own value, or take a side."));
}

void ResultPanel::setMistake(const QString& words) {
    m_mistake->setText(words);
    m_mistake->setVisible(!words.isEmpty());
}

void ResultPanel::focusOwnValue() {
    m_value->setFocus();
    m_value->selectAll();
}

void ResultPanel::setReadOnly(const QString& why) {
    const bool canWrite = why.isEmpty();
    for (QWidget* const part : std::initializer_list<QWidget*>{m_value, m_own, m_note}) {
        part->setEnabled(canWrite);
        part->setToolTip(why);
    }
    if (canWrite)
        m_value->setToolTip(tr("An own value, as Salesforce writes it  0"));
    m_hint->setVisible(canWrite);
}

void ResultPanel::typed() {
    m_isOwn = true;
    m_own->setChecked(true);
    m_own->setText(tr("Own value chosen"));
    setMistake({});
    emit ownValueChosen();
    show(m_bridge.checkOwnValue(m_conflict.object, m_conflict.field.name, m_value->text().toStdString()));
}

void ResultPanel::clear() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void ResultPanel::addCheck(core::Side side, const std::string& mistake) {
    place(new SideBadge(m_theme, side), side, 0);
    auto* icon = new IconLabel(m_theme, Icon::Fail, 14);
    icon->setTone(Tone::Failure);
    place(icon, side, 1);
    auto* words = new Text(m_theme, Face::Body);
    words->setTone(Tone::Failure);
    words->setWordWrap(true);
    words->setText(QString::fromStdString(mistake));
    words->setObjectName(QStringLiteral("conflictCheck%1").arg(sideName(side)));
    place(words, side, 2, 3);
}

/// Each side has its row. It is shown at once: until the event loop did that the rows would have no height.
void ResultPanel::place(QWidget* widget, core::Side side, int column, int columns) {
    m_rows->addWidget(widget, side == core::Side::Salesforce ? 0 : 1, column, 1, columns);
    widget->show();
}

/// None: nothing is chosen, and the row tells what the side holds.
void ResultPanel::addWrite(core::Side side, const std::optional<core::Value>& after) {
    const std::optional<core::Value>& now = m_conflict.now[side];
    const bool isSame = now && after && core::same(*now, *after);
    const auto add = [&](Face face, const QString& text, int column, bool isMuted) {
        auto* label = new Text(m_theme, face);
        label->setText(text);
        label->setElided(column == 4);
        if (column == 2 || column == 3)
            label->setShrinks(true);
        if (isMuted)
            label->setTone(Tone::Muted);
        place(label, side, column);
    };
    add(Face::Body, !after ? tr("holds") : isSame ? tr("stays") : tr("will write"), 0, true);
    place(new SideBadge(m_theme, side), side, 1);
    add(Face::MonoDense, QString::fromStdString(m_conflict.field.field[side]), 2, false);
    add(Face::MonoDense, now ? shownValue(*now) : tr("unknown"), 3, true);
    add(Face::MonoDense, !after || isSame ? QString() : QStringLiteral("→  ") + shownValue(*after), 4, false);
}

void ResultPanel::show(const Bridge::CheckedValue& checked) {
    m_checked = checked;
    m_isWritable = checked.mistake[core::Side::Salesforce].empty() && checked.mistake[core::Side::HubSpot].empty();
    showRows();
    m_hint->setText(
        tr("All versions stay in the journal. Undo with Ctrl+Z or from Resolved, as long as the field has got no newer "
           "value."));
    emit changed();
}

void ResultPanel::showRows() {
    clear();
    for (const core::Side side : core::kSides) {
        if (m_checked && !m_checked->mistake[side].empty())
            addCheck(side, m_checked->mistake[side]);
        else
            addWrite(side, m_checked ? std::optional(m_checked->value[side]) : std::nullopt);
    }
}

bool ResultPanel::eventFilter(QObject* watched, QEvent* event) {
    const auto* const line = qobject_cast<QLineEdit*>(watched);
    if (line != nullptr && event->type() == QEvent::ShortcutOverride && !line->isUndoAvailable()
        && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Undo)) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ResultPanel::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    drawPanel(painter, rect(), palette().color(QPalette::Base), m_theme.colors().line);
}

}  // namespace syncline::ui
