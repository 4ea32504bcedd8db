#include "ui/record/moment_bar.h"

#include "ui/record/history_model.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/record_slider.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <variant>

namespace syncline::ui {
namespace {

using Mark = RecordSlider::Mark;

/// What moved the record, or failed to; its decisions and receipts would only lie on top of these.
std::optional<Mark::Kind> kindOf(const core::Entry& entry) {
    if (const auto* captured = std::get_if<core::ChangeCaptured>(&entry.body))
        return captured->change.side == core::Side::Salesforce ? Mark::Kind::Salesforce : Mark::Kind::HubSpot;
    if (std::holds_alternative<core::ConflictOpened>(entry.body))
        return Mark::Kind::Attention;
    if (std::holds_alternative<core::WriteFailed>(entry.body))
        return Mark::Kind::Failure;
    if (std::holds_alternative<core::WriteSent>(entry.body)
        || std::holds_alternative<core::ConflictResolved>(entry.body)
        || std::holds_alternative<core::BaselineRead>(entry.body))
        return Mark::Kind::Ours;
    return std::nullopt;
}

std::vector<Mark> marksOf(const std::vector<EntryRow>& entries) {
    std::vector<Mark> marks;
    for (const EntryRow& row : entries) {
        if (const auto kind = kindOf(row.entry))
            marks.push_back({row.entry.seq, row.entry.captureTime, *kind, entryInShort(row.entry)});
    }
    std::reverse(marks.begin(), marks.end());
    return marks;
}

}  // namespace

struct MomentBar::Impl {
    Impl(MomentBar& bar, const Theme& usedTheme) : self(bar), theme(usedTheme) {}

    void build();
    Button* arrow(Icon icon, const QString& name, const QString& spoken, int by);
    void step(int by);
    void typed();

    MomentBar& self;
    const Theme& theme;
    std::vector<core::Seq> sequences;  ///< of the record's entries, newest first
    std::optional<core::Seq> at;
    core::Seq first = core::Seq(1);
    core::Seq head;

    QLineEdit* moment = nullptr;
    Button* back = nullptr;
    Button* forward = nullptr;
    Button* now = nullptr;
    Text* fact = nullptr;
    RecordSlider* slider = nullptr;
};

Button* MomentBar::Impl::arrow(Icon icon, const QString& name, const QString& spoken, int by) {
    auto* button = new Button(theme, {});
    button->setIconName(icon);
    button->setObjectName(name);
    button->setAccessibleName(spoken);
    button->setToolTip(spoken);
    connect(button, &QPushButton::clicked, &self, [this, by] { step(by); });
    return button;
}

void MomentBar::Impl::build() {
    auto* layout = new QHBoxLayout(&self);
    layout->setContentsMargins(theme.scaled(16), theme.scaled(4), theme.scaled(12), theme.scaled(4));
    layout->setSpacing(theme.scaled(12));
    auto* left = new QVBoxLayout;
    left->setSpacing(theme.scaled(2));
    fact = new Text(theme, Face::Secondary);
    fact->setTone(Tone::Muted);
    fact->setText(tr("As of sequence"));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme.scaled(4));
    back = arrow(Icon::ArrowLeft, QStringLiteral("recordBack"), tr("The record one of its entries earlier"), -1);
    forward = arrow(Icon::ArrowRight, QStringLiteral("recordForward"), tr("The record one of its entries later"), 1);
    moment = new QLineEdit;
    moment->setObjectName(QStringLiteral("recordMoment"));
    moment->setAccessibleName(tr("The record as of this sequence"));
    moment->setFont(theme.font(Face::Mono));
    moment->setFixedWidth(theme.scaled(120));
    row->addWidget(back);
    row->addWidget(moment);
    row->addWidget(forward);
    left->addWidget(fact);
    left->addLayout(row);
    slider = new RecordSlider(theme);
    now = new Button(theme, tr("Now"));
    now->setObjectName(QStringLiteral("recordNow"));
    now->setToolTip(tr("The record as it is now"));
    now->setCheckable(true);
    layout->addLayout(left);
    layout->addWidget(slider, 1);
    layout->addWidget(now, 0, Qt::AlignBottom);
    connect(moment, &QLineEdit::returnPressed, &self, [this] { typed(); });
    connect(now, &QPushButton::clicked, &self, [this] { emit self.chosen(std::nullopt); });
    connect(slider, &RecordSlider::seqChosen, &self, [this](core::Seq seq) { emit self.chosen(seq); });
    connect(slider, &RecordSlider::nowChosen, &self, [this] { emit self.chosen(std::nullopt); });
}

/// To the next of the record's own entries in that direction; past the newest it is now.
void MomentBar::Impl::step(int by) {
    if (sequences.empty())
        return;
    const core::Seq from = at.value_or(core::next(sequences.front()));
    std::optional<core::Seq> target;
    for (const core::Seq seq : sequences) {
        if (by < 0 && seq < from && (!target || seq > *target))
            target = seq;
        if (by > 0 && seq > from && (!target || seq < *target))
            target = seq;
    }
    if (by > 0 || target)
        emit self.chosen(target);
}

void MomentBar::Impl::typed() {
    QString digits = moment->text();
    digits.remove(QLatin1Char(','));
    bool isNumber = false;
    const qlonglong number = digits.trimmed().toLongLong(&isNumber);
    if (!isNumber || number < first.value() || number > head.value()) {
        fact->setText(tr("It has %1 to %2").arg(sequence(first), sequence(head)));
        return;
    }
    emit self.chosen(core::Seq(number));
}

MomentBar::MomentBar(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme)) {
    m_impl->build();
}

MomentBar::~MomentBar() = default;

void MomentBar::setRecord(const RecordState& record, std::optional<core::Seq> at) {
    m_impl->at = at;
    m_impl->first = record.first;
    m_impl->head = std::max(m_impl->head, record.asOf);
    if (!m_impl->moment->hasFocus() || !m_impl->moment->isModified())
        m_impl->moment->setText(sequence(record.asOf));
    m_impl->now->setChecked(!at);
    m_impl->forward->setEnabled(at.has_value());
    m_impl->back->setEnabled(record.asOf > record.first);
    m_impl->fact->setText(at ? tr("As it was at sequence") : tr("As of sequence"));
    m_impl->slider->setChosen(at);
}

void MomentBar::setEntries(const std::vector<EntryRow>& entries, core::Seq head, const TimeFormat& times) {
    m_impl->sequences.clear();
    for (const EntryRow& row : entries)
        m_impl->sequences.push_back(row.entry.seq);
    m_impl->head = head;
    m_impl->slider->setMarks(marksOf(entries));
    if (!entries.empty())
        m_impl->slider->setSpan(entries.back().entry.captureTime,
                                std::max(times.now, entries.front().entry.captureTime), times);
}

}  // namespace syncline::ui
