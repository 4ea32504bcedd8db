#include "ui/stream/entry_panel.h"

#include "ui/stream/entry_sections.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/link_button.h"
#include "ui/stream/panel_header.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui::stream {

namespace {

enum LineRole { kFieldRole = Qt::UserRole + 32, kLeadsToRole };
constexpr int kLabelWidth = 168;

QStandardItem* itemOf(const Cell& cell) {
    auto* const item = new QStandardItem(plainText(cell));
    item->setData(QVariant::fromValue(cell), kCellRole);
    item->setEditable(false);
    return item;
}

QList<QStandardItem*> itemsOf(const EntryLine& line) {
    QList<QStandardItem*> items{itemOf(line.label), itemOf(line.value)};
    for (QStandardItem* const item : items) {
        item->setData(line.field, kFieldRole);
        if (line.leadsTo)
            item->setData(static_cast<qint64>(line.leadsTo->value()), kLeadsToRole);
    }
    return items;
}

QStandardItem* itemOf(const EntrySection& section) {
    TextCell title;
    title.text = section.title;
    title.isStrong = true;
    auto* const item = itemOf(Cell(title));
    item->setSelectable(false);
    for (const EntryLine& line : section.lines)
        item->appendRow(itemsOf(line));
    return item;
}

}  // namespace

EntryPanel::EntryPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new IconLabel(theme, Icon::None, 14)),
      m_title(new Text(theme, Face::BodyStrong)),
      m_seq(new Text(theme, Face::Mono)),
      m_note(new Text(theme, Face::Secondary)),
      m_cause(new LinkButton(theme)),
      m_effect(new LinkButton(theme)),
      m_model(new QStandardItemModel(this)),
      m_tree(new QTreeView) {
    m_model->setColumnCount(2);
    m_note->setTone(Tone::Muted);
    m_cause->setObjectName(QStringLiteral("streamCause"));
    m_cause->setToolTip(tr("Go to what led to it (Ctrl+Left)"));
    m_effect->setObjectName(QStringLiteral("streamEffect"));
    m_effect->setToolTip(tr("Go to what came of it (Ctrl+Right)"));
    connect(m_cause, &LinkButton::clicked, this, [this] { emit entryWanted(m_causeSeq.value_or(core::Seq{})); });
    connect(m_effect, &LinkButton::clicked, this, [this] { emit entryWanted(m_effectSeq.value_or(core::Seq{})); });

    m_tree->setObjectName(QStringLiteral("streamEntry"));
    m_tree->setAccessibleName(tr("The entry decoded"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new CellDelegate(theme, m_tree));
    CellDelegate::leaveUnchosen(*m_tree);
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setExpandsOnDoubleClick(false);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) { onCurrent(current); });
    connect(m_tree, &QTreeView::activated, this, &EntryPanel::onActivated);

    auto* const header = new PanelHeader(theme);
    header->row()->addWidget(m_icon);
    header->row()->addWidget(m_title);
    header->row()->addWidget(m_seq);
    header->row()->addStretch(1);
    header->row()->addWidget(m_note);
    header->row()->addWidget(m_cause);
    header->row()->addWidget(m_effect);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(m_tree, 1);
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
    clear(tr("Choose an entry"));
}

EntryPanel::~EntryPanel() = default;

void EntryPanel::restyle() {
    m_tree->setIndentation(m_theme.scaled(16));
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Interactive);
    m_tree->setColumnWidth(0, m_theme.scaled(kLabelWidth));
    m_tree->doItemsLayout();
}

void EntryPanel::clear(const QString& why) {
    m_shown.reset();
    m_causeSeq.reset();
    m_effectSeq.reset();
    m_field.clear();
    m_icon->hide();
    m_title->setText(why);
    m_seq->hide();
    m_note->hide();
    m_cause->hide();
    m_effect->hide();
    m_model->clear();
}

void EntryPanel::setEntry(const EntryDetail& detail, const TimeFormat& times) {
    const core::Entry& entry = detail.row.entry;
    m_icon->setIcon(kindIcon(entry.kind()));
    m_icon->show();
    m_title->setText(kindTitle(entry.kind()));
    m_seq->setText(sequence(entry.seq));
    m_seq->show();
    showLinks(detail);
    fill(detail, times);
}

void EntryPanel::showLinks(const EntryDetail& detail) {
    const core::Entry& entry = detail.row.entry;
    m_causeSeq = entry.cause == core::Seq{} ? std::nullopt : std::optional(entry.cause);
    const auto isOwn = [&](const EntryRow& row) { return row.entry.cause == entry.seq; };
    const auto effect = std::find_if(detail.effects.begin(), detail.effects.end(), isOwn);
    m_effectSeq = effect == detail.effects.end() ? std::nullopt : std::optional(effect->entry.seq);
    m_cause->setVisible(m_causeSeq.has_value());
    m_effect->setVisible(m_effectSeq.has_value());
    m_note->setVisible(!m_causeSeq || !m_effectSeq);
    if (!m_causeSeq)
        m_note->setText(entry.kind() == core::EntryKind::ChangeCaptured ? tr("no cause: source event")
                                                                        : tr("no cause"));
    else
        m_note->setText(tr("no effect so far"));
    if (m_causeSeq)
        m_cause->setWords(tr("cause"), sequence(*m_causeSeq));
    if (m_effectSeq)
        m_effect->setWords(tr("effect"), sequence(*m_effectSeq));
}

void EntryPanel::fill(const EntryDetail& detail, const TimeFormat& times) {
    const bool isSame = m_shown == detail.row.entry.seq;
    m_shown = detail.row.entry.seq;
    const QString before = m_field;
    m_isFilling = true;
    m_model->clear();
    m_model->setColumnCount(2);
    for (const EntrySection& section : sectionsOf(detail, times))
        m_model->appendRow(itemOf(section));
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_tree->setFirstColumnSpanned(row, {}, true);
    m_tree->expandAll();
    m_tree->setColumnWidth(0, m_theme.scaled(kLabelWidth));
    m_field.clear();
    chooseField(before);
    if (!isSame)
        m_tree->scrollToTop();
    m_isFilling = false;
}

QModelIndex EntryPanel::firstLine(const std::function<bool(const QString& field)>& isWanted) const {
    for (int section = 0; section < m_model->rowCount(); ++section) {
        const QModelIndex parent = m_model->index(section, 0);
        for (int row = 0; row < m_model->rowCount(parent); ++row) {
            const QModelIndex index = m_model->index(row, 0, parent);
            if (isWanted(index.data(kFieldRole).toString()))
                return index;
        }
    }
    return {};
}

/// The line of that field, else the first one that is about a field.
void EntryPanel::chooseField(const QString& field) {
    QModelIndex chosen = firstLine([&](const QString& name) { return name == field; });
    if (field.isEmpty() || !chosen.isValid())
        chosen = firstLine([](const QString& name) { return !name.isEmpty(); });
    if (!chosen.isValid())
        return;
    m_field = chosen.data(kFieldRole).toString();
    m_tree->setCurrentIndex(chosen);
}

void EntryPanel::onCurrent(const QModelIndex& index) {
    const QString field = index.data(kFieldRole).toString();
    if (m_isFilling || field.isEmpty() || field == m_field)
        return;
    m_field = field;
    emit fieldChosen(field);
}

void EntryPanel::onActivated(const QModelIndex& index) {
    const QVariant seq = index.data(kLeadsToRole);
    if (seq.isValid())
        emit entryWanted(core::Seq(seq.toLongLong()));
}

}  // namespace syncline::ui::stream
