#include "ui/ownership/rule_model.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

namespace syncline::ui {
namespace {

TextCell mono(const QString& text, const QString& after = {}) {
    TextCell cell;
    cell.text = text;
    cell.isMono = true;
    cell.after = after;
    return cell;
}

/// A count; a dash for none.
TextCell number(std::int64_t count) {
    TextCell cell;
    cell.text = count == 0 ? QStringLiteral("–") : counted(count);
    cell.tone = count == 0 ? Tone::Muted : Tone::Normal;
    return cell;
}

/// Which way changes cross: an owner's only, where the other side keeps its own.
Icon directionOf(const core::Admission& admission) {
    if (!admission.owner)
        return Icon::ArrowBoth;
    return *admission.owner == core::Side::Salesforce ? Icon::ArrowRight : Icon::ArrowLeft;
}

QString directionInWords(const core::Admission& admission) {
    if (!admission.owner)
        return QCoreApplication::translate("RuleModel", "both ways");
    return *admission.owner == core::Side::Salesforce
               ? QCoreApplication::translate("RuleModel", "from Salesforce to HubSpot")
               : QCoreApplication::translate("RuleModel", "from HubSpot to Salesforce");
}

bool isRight(int column) {
    return column == kConflicts || column == kPhotoFinishes;
}

}  // namespace

std::vector<Column> ruleColumns() {
    std::vector<Column> all(kRuleColumns);
    const auto set = [&](RuleColumn column, int width, int least) {
        all[static_cast<std::size_t>(column)].width = width;
        all[static_cast<std::size_t>(column)].least = least;
    };
    set(kField, 128, 128);
    set(kSalesforceField, 176, 140);
    set(kDirection, 32, 0);
    set(kHubSpotField, 144, 126);
    set(kRule, 0, 168);
    set(kChanges, 144, 0);
    set(kConflicts, 72, 0);
    set(kPhotoFinishes, 56, 0);
    return all;
}

void RuleModel::setObject(std::optional<RuledObject> object) {
    if (object && m_object && object->name == m_object->name && object->fields == m_object->fields) {
        m_object = std::move(object);
        if (rowCount() > 0)
            emit dataChanged(index(0, kChanges), index(rowCount() - 1, kPhotoFinishes));
        return;
    }
    beginResetModel();
    m_object = std::move(object);
    choose();
    endResetModel();
}

void RuleModel::setStaged(const StagedRules& staged) {
    m_staged = staged;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, kRuleColumns - 1));
}

void RuleModel::setOld(bool isOld) {
    if (std::exchange(m_isOld, isOld) != isOld && rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, kRuleColumns - 1), {kCellRole});
}

void RuleModel::setFilter(const QString& text) {
    beginResetModel();
    m_filter = text.trimmed();
    choose();
    endResetModel();
}

void RuleModel::choose() {
    m_shown.clear();
    for (std::size_t i = 0; m_object && i < m_object->fields.size(); ++i) {
        const MappedField& field = m_object->fields[i];
        const QString words =
            QString::fromStdString(field.name + ' ' + field.field.salesforce + ' ' + field.field.hubspot)
            + QLatin1Char(' ') + ruleInShort(field.rule);
        if (m_filter.isEmpty() || words.contains(m_filter, Qt::CaseInsensitive))
            m_shown.push_back(i);
    }
}

const MappedField* RuleModel::field(int row) const {
    return row >= 0 && row < rowCount() ? &m_object->fields[m_shown[static_cast<std::size_t>(row)]] : nullptr;
}

int RuleModel::rowOf(const QString& field) const {
    const auto found = std::find_if(m_shown.begin(), m_shown.end(),
                                    [&](std::size_t i) { return m_object->fields[i].name == field.toStdString(); });
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

int RuleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int RuleModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kRuleColumns;
}

const core::Admission& RuleModel::admissionOf(const MappedField& field) const {
    const core::FieldRule* staged = m_staged.find(m_object->name, field.name);
    return (staged != nullptr ? *staged : field.rule).admission;
}

TextCell RuleModel::ruleCell(const MappedField& field) const {
    TextCell cell;
    const core::FieldRule* staged = m_staged.find(m_object->name, field.name);
    cell.text = ruleInShort(staged != nullptr ? *staged : field.rule);
    if (staged != nullptr) {
        cell.icon = Icon::Edit;
        cell.tone = Tone::Attention;
        cell.isStrong = true;
    }
    return cell;
}

Cell RuleModel::cell(const MappedField& field, int column) const {
    const auto found = m_object->statistics.find(field.name);
    const FieldStatistics statistics = found == m_object->statistics.end() ? FieldStatistics() : found->second;
    switch (column) {
        case kField:
            return mono(QString::fromStdString(field.name));
        case kSalesforceField:
            return mono(QString::fromStdString(field.field.salesforce), QString::fromStdString(field.comparison));
        case kDirection: {
            TextCell arrow;
            arrow.icon = directionOf(admissionOf(field));
            return arrow;
        }
        case kHubSpotField:
            return mono(QString::fromStdString(field.field.hubspot));
        case kRule:
            return ruleCell(field);
        case kChanges:
            return SharesCell{statistics.changes.salesforce, statistics.changes.hubspot};
        case kConflicts:
            return number(statistics.conflicts);
        default:
            return number(statistics.photoFinishes);
    }
}

/// What is staged, or says something by its tone, keeps it.
Cell RuleModel::shown(const MappedField& field, int column) const {
    Cell shown = cell(field, column);
    if (!m_isOld)
        return shown;
    if (auto* const text = std::get_if<TextCell>(&shown); text != nullptr && text->tone == Tone::Normal)
        text->tone = Tone::Muted;
    if (auto* const shares = std::get_if<SharesCell>(&shown); shares != nullptr)
        shares->tone = Tone::Muted;
    return shown;
}

QVariant RuleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MappedField& one = *field(index.row());
    if (role == kCellRole)
        return QVariant::fromValue(shown(one, index.column()));
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return index.column() == kDirection ? directionInWords(admissionOf(one)) : plainText(cell(one, index.column()));
    if (role == Qt::TextAlignmentRole && isRight(index.column()))
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant RuleModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<Qt::Alignment>((isRight(section) ? Qt::AlignRight : Qt::AlignLeft)
                                                  | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case kField:
            return tr("Field");
        case kSalesforceField:
            return tr("Salesforce field");
        case kHubSpotField:
            return tr("HubSpot property");
        case kRule:
            return tr("Rule");
        case kChanges:
            return tr("Changes");
        case kConflicts:
            return tr("Conflicts");
        case kPhotoFinishes:
            return tr("Photo");
        default:
            return QString();
    }
}

}  // namespace syncline::ui
