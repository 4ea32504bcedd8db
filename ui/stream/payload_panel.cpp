#include "ui/stream/payload_panel.h"

#include "ui/stream/entry_json.h"
#include "ui/stream/json_page.h"
#include "ui/stream/panel_header.h"
#include "ui/stream/payload_text.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QVBoxLayout>

namespace syncline::ui::stream {

namespace {

/// More than a person reads; to lay out more would hold up the window. The copy is whole.
constexpr qsizetype kMostShown = qsizetype{256} * 1024;

/// In the JSON of an entry of ours.
const JsonMember* memberOfOwn(const JsonPage& page, const QString& field) {
    for (const JsonMember& member : page.members) {
        if (member.path.size() == 2 && member.path.first() == QStringLiteral("fields") && member.path.last() == field)
            return &member;
    }
    return nullptr;
}

}  // namespace

PayloadPanel::PayloadPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_title(new Text(theme, Face::BodyStrong)),
      m_source(new Text(theme, Face::Body)),
      m_copy(new Button(theme, {})),
      m_text(new PayloadText(theme)) {
    m_source->setTone(Tone::Muted);
    m_source->setElided(true);
    m_copy->setIconName(Icon::Copy);
    m_copy->setFlat(true);
    m_copy->setSmall(true);
    m_copy->setObjectName(QStringLiteral("payloadCopy"));
    m_copy->setAccessibleName(tr("Copy the payload"));
    m_copy->setToolTip(tr("Copy the payload as it came"));
    m_text->setObjectName(QStringLiteral("streamPayload"));
    m_text->setAccessibleName(tr("Raw payload"));
    connect(m_copy, &Button::clicked, this, &PayloadPanel::copy);

    auto* const header = new PanelHeader(theme);
    header->row()->addWidget(m_title);
    header->row()->addWidget(m_source, 1);
    header->row()->addWidget(m_copy);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(m_text, 1);
    clear();
}

PayloadPanel::~PayloadPanel() = default;

void PayloadPanel::clear() {
    m_raw.clear();
    m_title->setText(tr("Raw payload"));
    m_source->setText({});
    m_copy->setEnabled(false);
    m_text->setPage({});
}

void PayloadPanel::setEntry(const EntryDetail& detail, const FieldNames& names) {
    const auto* const change = std::get_if<core::ChangeCaptured>(&detail.row.entry.body);
    m_isPayload = change != nullptr && !detail.raw.empty();
    m_names = names;
    m_object = detail.row.object;
    m_raw = m_isPayload ? QByteArray::fromStdString(detail.raw)
                        : QJsonDocument(entryJson(detail.row)).toJson(QJsonDocument::Compact);
    m_title->setText(m_isPayload ? tr("Raw payload") : tr("Entry as JSON"));
    QString source;
    if (m_isPayload) {
        m_side = change->record.side;
        source = m_side == core::Side::Salesforce ? tr("Salesforce change event, %1") : tr("HubSpot journal event, %1");
        source = source.arg(bytes(m_raw.size()));
    } else {
        source = tr("Syncline’s own, as the journal has it");
    }
    if (m_raw.size() > kMostShown)
        source += tr(", the first %1 are shown").arg(bytes(kMostShown));
    m_source->setText(source);
    m_copy->setEnabled(true);
    m_text->setPage(m_raw.size() > kMostShown ? JsonPage{QString::fromUtf8(m_raw.left(kMostShown)), {}}
                                              : jsonPage(QString::fromUtf8(m_raw)));
}

void PayloadPanel::setField(const QString& field) {
    const JsonPage& page = m_text->page();
    const JsonMember* const member =
        m_isPayload ? memberOfField(page, m_side, m_names.on(m_side, m_object, field)) : memberOfOwn(page, field);
    if (field.isEmpty() || member == nullptr)
        return m_text->setLit(std::nullopt);
    m_text->setLit(JsonRange{member->key.start, member->value.start + member->value.length - member->key.start});
}

void PayloadPanel::copy() {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_raw));
    emit copied(m_isPayload ? tr("Payload copied, %1").arg(bytes(m_raw.size())) : tr("Entry copied as JSON"));
}

}  // namespace syncline::ui::stream
