#include "ui/stream/payload_panel.h"

#include "ui/stream/json_page.h"
#include "ui/stream/panel_header.h"
#include "ui/stream/payload_text.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>

namespace syncline::ui::stream {

namespace {

/// More than a person reads; to lay out more would hold up the window. The copy is whole.
constexpr qsizetype kMostShown = qsizetype{256} * 1024;

JsonRange wholeOf(const JsonMember& member) {
    return {member.key.start, member.value.start + member.value.length - member.key.start};
}

/// What begins in that member of a list's element, up to the next element.
JsonRange elementAt(const JsonPage& page, std::size_t first) {
    JsonRange range = wholeOf(page.members[first]);
    const QStringList list = page.members[first].path.mid(0, page.members[first].path.size() - 1);
    for (std::size_t at = first + 1; at < page.members.size(); ++at) {
        const JsonMember& member = page.members[at];
        if (member.path == page.members[first].path || member.path.mid(0, list.size()) != list)
            break;
        range.length = std::max(range.length, member.value.start + member.value.length - range.start);
    }
    return range;
}

/// Where the JSON of an entry of ours tells of a field: the element of "fields" that names it, the member "field", or
/// the rule of "contact.phone".
std::optional<JsonRange> placeOfOwn(const JsonPage& page, const QString& field) {
    const QString named = QLatin1Char('"') + field + QLatin1Char('"');
    for (std::size_t at = 0; at < page.members.size(); ++at) {
        const JsonMember& member = page.members[at];
        const QStringList& path = member.path;
        if (path.isEmpty() || path.first() != QStringLiteral("body"))
            continue;
        const bool isRule =
            path.size() == 5 && path[1] == QStringLiteral("rules") && path[2] == QStringLiteral("fields");
        if (isRule && path[3] + QLatin1Char('.') + path[4] == field)
            return wholeOf(member);
        const bool isName =
            path.last() == QStringLiteral("field") && page.text.mid(member.value.start, member.value.length) == named;
        if (isName && path.size() == 2)
            return wholeOf(member);
        if (isName && path.size() == 3 && path[1] == QStringLiteral("fields"))
            return elementAt(page, at);
    }
    return std::nullopt;
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
    m_raw = QByteArray::fromStdString(m_isPayload ? detail.raw : detail.json);
    m_title->setText(m_isPayload ? tr("Raw payload") : tr("Entry as JSON"));
    m_text->setAccessibleName(m_title->text());
    m_copy->setAccessibleName(m_isPayload ? tr("Copy the payload") : tr("Copy the entry"));
    m_copy->setToolTip(m_isPayload ? tr("Copy the payload as it came") : tr("Copy the entry as JSON"));
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
    if (field.isEmpty())
        return m_text->setLit(std::nullopt);
    if (!m_isPayload)
        return m_text->setLit(placeOfOwn(page, field));
    const JsonMember* const member = memberOfField(page, m_side, m_names.on(m_side, m_object, field));
    m_text->setLit(member == nullptr ? std::nullopt : std::optional(wholeOf(*member)));
}

void PayloadPanel::copy() {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_raw));
    emit copied(m_isPayload ? tr("Payload copied, %1").arg(bytes(m_raw.size())) : tr("Entry copied as JSON"));
}

}  // namespace syncline::ui::stream
