#include "ui/conflicts/result_panel.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
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
    m_rows = new QGridLayout;
    m_rows->setHorizontalSpacing(m_theme.scaled(12));
    m_rows->setVerticalSpacing(m_theme.scaled(4));
    m_rows->setColumnStretch(4, 1);
    m_hint = new Text(m_theme, Face::Secondary);
    m_hint->setTone(Tone::Muted);
    m_hint->setWordWrap(true);
    m_mistake = new Text(m_theme, Face::Body);
    m_mistake->setObjectName(QStringLiteral("conflictMistake"));
    m_mistake->setTone(Tone::Failure);
    m_mistake->setWordWrap(true);
    m_mistake->hide();
    m_note = new QLineEdit;
    m_note->setObjectName(QStringLiteral("conflictNote"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("A note for those who ask later"));
    layout->addLayout(head);
    // What is written stands below the value.
    auto* below = new QVBoxLayout;
    below->addLayout(m_rows);
    below->addWidget(m_hint);
    below->addWidget(m_mistake);
    follow(m_theme, *this, [this, below, title] {
        below->setContentsMargins(title->sizeHint().width() + m_theme.scaled(24), 0, 0, 0);
    });
    layout->addLayout(below);
    layout->addWidget(m_note);
    connect(m_value, &QLineEdit::textEdited, this, [this] { typed(); });
    connect(m_value, &QLineEdit::returnPressed, this, &ResultPanel::applyWanted);
    connect(m_note, &QLineEdit::returnPressed, this, &ResultPanel::applyWanted);
    connect(m_own, &QPushButton::clicked, this, [this] {
        focusOwnValue();
        typed();
    });
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &ResultPanel::left);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setReadOnly(false);
}

void ResultPanel::setConflict(const ConflictRow& conflict) {
    // Other candidates of the same conflict: what a person has written meanwhile is theirs.
    const bool isSame = m_conflict.conflict == conflict.conflict;
    m_conflict = conflict;
    if (!isSame)
        m_note->clear();
    if (isSame && m_isOwn)
        return typed();
    setTaken(nullptr);
}

void ResultPanel::setTaken(const core::Candidate* candidate) {
    m_isOwn = false;
    m_own->setChecked(false);
    m_own->setText(tr("Own value"));
    setMistake({});
    if (candidate == nullptr) {
        m_isWritable = false;
        m_value->clear();
        clear();
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

void ResultPanel::setMistake(const QString& words) {
    m_mistake->setText(words);
    m_mistake->setVisible(!words.isEmpty());
}

void ResultPanel::focusOwnValue() {
    m_value->setFocus();
    m_value->selectAll();
}

void ResultPanel::setReadOnly(bool readOnly) {
    const QString why = readOnly ? whyReadOnly() : QString();
    for (QWidget* const part : std::initializer_list<QWidget*>{m_value, m_own, m_note}) {
        part->setEnabled(!readOnly);
        part->setToolTip(why);
    }
    if (!readOnly)
        m_value->setToolTip(tr("An own value, as Salesforce writes it  0"));
    m_hint->setVisible(!readOnly);
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
    const int row = m_rows->rowCount();
    m_rows->addWidget(new SideBadge(m_theme, side), row, 0);
    auto* icon = new IconLabel(m_theme, Icon::Fail, 14);
    icon->setTone(Tone::Failure);
    m_rows->addWidget(icon, row, 1);
    auto* words = new Text(m_theme, Face::Body);
    words->setTone(Tone::Failure);
    words->setWordWrap(true);
    words->setText(QString::fromStdString(mistake));
    words->setObjectName(QStringLiteral("conflictCheck%1").arg(sideName(side)));
    m_rows->addWidget(words, row, 2, 1, 3);
}

void ResultPanel::addWrite(core::Side side, const core::Value& after) {
    const std::optional<core::Value>& now = m_conflict.now[side];
    const bool isSame = now && core::same(*now, after);
    const int row = m_rows->rowCount();
    const auto add = [&](Face face, const QString& text, int column, bool isMuted) {
        auto* label = new Text(m_theme, face);
        label->setText(text);
        label->setElided(column == 4);
        if (column == 2 || column == 3)
            label->setShrinks(true);
        if (isMuted)
            label->setTone(Tone::Muted);
        m_rows->addWidget(label, row, column);
    };
    add(Face::Body, isSame ? tr("stays") : tr("will write"), 0, true);
    m_rows->addWidget(new SideBadge(m_theme, side), row, 1);
    add(Face::MonoDense, QString::fromStdString(m_conflict.field.field[side]), 2, false);
    add(Face::MonoDense, now ? shownValue(*now) : tr("unknown"), 3, true);
    add(Face::MonoDense, isSame ? QString() : QStringLiteral("→  ") + shownValue(after), 4, false);
}

void ResultPanel::show(const Bridge::CheckedValue& checked) {
    clear();
    m_isWritable = true;
    for (const core::Side side : core::kSides) {
        if (!checked.mistake[side].empty()) {
            m_isWritable = false;
            addCheck(side, checked.mistake[side]);
        } else {
            addWrite(side, checked.value[side]);
        }
    }
    m_hint->setText(tr("All versions stay in the journal. Undo with Ctrl+Z, at any time from Resolved."));
    emit changed();
}

void ResultPanel::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    drawPanel(painter, rect(), palette().color(QPalette::Base), m_theme.colors().line);
}

}  // namespace syncline::ui
