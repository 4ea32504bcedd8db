#include "ui/record/moment_bar.h"

#include "ui/record/history_model.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/record_slider.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kSequenceWidth = 120;

RecordSlider::Mark::Kind kindOf(const core::Entry& entry) {
    using Kind = RecordSlider::Mark::Kind;
    switch (entry.kind()) {
        case core::EntryKind::ConflictOpened:
        case core::EntryKind::ConflictUpdated:
            return Kind::Attention;
        case core::EntryKind::WriteFailed:
            return Kind::Failure;
        case core::EntryKind::ChangeCaptured:
            return entry.side == core::Side::Salesforce ? Kind::Salesforce : Kind::HubSpot;
        default:
            return Kind::Ours;
    }
}

}  // namespace

MomentBar::MomentBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 12, 6);
    row->setSpacing(12);
    auto* left = new QVBoxLayout;
    left->setSpacing(4);
    auto* words = new QHBoxLayout;
    m_label = new Text(theme, Face::Secondary);
    m_label->setObjectName(QStringLiteral("recordMomentLabel"));
    m_label->setTone(Tone::Muted);
    m_label->setText(tr("As of sequence"));
    m_fact = new Text(theme, Face::Secondary);
    m_fact->setTone(Tone::Muted);
    m_fact->setElided(true);
    words->addWidget(m_label);
    words->addWidget(m_fact, 1);
    left->addLayout(words);
    auto* controls = new QHBoxLayout;
    controls->setSpacing(4);
    m_back = arrow(Icon::ArrowLeft, QStringLiteral("recordBack"), tr("The record one of its entries earlier"), -1);
    m_forward = arrow(Icon::ArrowRight, QStringLiteral("recordForward"), tr("The record one of its entries later"), 1);
    m_sequence = new QLineEdit;
    m_sequence->setObjectName(QStringLiteral("recordMoment"));
    m_sequence->setAccessibleName(tr("The record as of this sequence"));
    followFace(theme, *m_sequence, Face::Mono);
    follow(theme, *m_sequence, [this, &theme] { m_sequence->setFixedWidth(theme.scaled(kSequenceWidth)); });
    controls->addWidget(m_back);
    controls->addWidget(m_sequence);
    controls->addWidget(m_forward);
    controls->addStretch(1);
    left->addLayout(controls);
    m_slider = new RecordSlider(theme);
    m_now = new Button(theme, tr("Now"));
    m_now->setObjectName(QStringLiteral("recordNow"));
    m_now->setToolTip(tr("The record as it is now"));
    m_now->setCheckable(true);
    row->addLayout(left);
    row->addWidget(m_slider, 1);
    row->addWidget(m_now, 0, Qt::AlignBottom);
    connect(m_sequence, &QLineEdit::returnPressed, this, &MomentBar::typed);
    connect(m_now, &QPushButton::clicked, this, [this] { emit chosen(std::nullopt); });
    connect(m_slider, &RecordSlider::nowChosen, this, [this] { emit chosen(std::nullopt); });
    connect(m_slider, &RecordSlider::seqChosen, this, [this](core::Seq seq) { emit chosen(seq); });
}

Button* MomentBar::arrow(Icon icon, const QString& name, const QString& spoken, int by) {
    auto* button = new Button(m_theme, {});
    button->setIconName(icon);
    button->setObjectName(name);
    button->setAccessibleName(spoken);
    button->setToolTip(spoken);
    connect(button, &QPushButton::clicked, this, [this, by] { step(by); });
    return button;
}

void MomentBar::setRecord(const RecordState& record, std::optional<core::Seq> at, core::Seq head) {
    m_at = at;
    m_first = record.first;
    m_head = head;
    if (!m_sequence->hasFocus())
        m_sequence->setText(sequence(record.asOf));
    m_now->setChecked(!at);
    m_forward->setEnabled(at.has_value());
    m_back->setEnabled(record.asOf > record.first);
    m_slider->setChosen(at);
    m_label->setText(at ? tr("As it was at sequence") : tr("As of sequence"));
    m_fact->setText({});
}

void MomentBar::setHistory(const std::vector<EntryRow>& entries, const TimeFormat& times) {
    m_entries.clear();
    std::vector<RecordSlider::Mark> marks;
    for (auto row = entries.rbegin(); row != entries.rend(); ++row) {
        const core::Entry& entry = row->entry;
        m_entries.push_back(entry.seq);
        marks.push_back({entry.seq, entry.captureTime, kindOf(entry), entryInShort(entry)});
    }
    if (!marks.empty())
        m_slider->setSpan(marks.front().time, std::max(times.now, marks.back().time), times);
    m_slider->setMarks(std::move(marks));
}

/// To the next of the record's own entries in that direction; past the newest it is now.
void MomentBar::step(int by) {
    if (m_entries.empty())
        return;
    const core::Seq from = m_at.value_or(core::next(m_entries.back()));
    if (by < 0) {
        const auto above = std::lower_bound(m_entries.begin(), m_entries.end(), from);
        if (above != m_entries.begin())
            emit chosen(*std::prev(above));
        return;
    }
    const auto above = std::upper_bound(m_entries.begin(), m_entries.end(), from);
    emit chosen(above == m_entries.end() ? std::nullopt : std::optional(*above));
}

void MomentBar::typed() {
    QString digits = m_sequence->text();
    digits.remove(QLatin1Char(','));
    bool isNumber = false;
    const qlonglong number = digits.trimmed().toLongLong(&isNumber);
    if (!isNumber || number < m_first.value() || number > m_head.value()) {
        m_fact->setText(tr("(%1 to %2)").arg(sequence(m_first), sequence(m_head)));
        return;
    }
    emit chosen(core::Seq(number));
}

}  // namespace syncline::ui
