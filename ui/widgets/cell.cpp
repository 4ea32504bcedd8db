#include "ui/widgets/cell.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace syncline::ui {

namespace {

class CellWords {
    Q_DECLARE_TR_FUNCTIONS(CellWords)
};

/// A value as it is, without the signs that stand for what cannot be seen: for copying.
QString valueText(const core::Value& value) {
    return value.isBlank() ? QStringLiteral("\u2205") : QString::fromStdString(*value.text);
}

struct PlainText {
    QString operator()(const TextCell& cell) const {
        return cell.after.isEmpty() ? cell.text : cell.text + u' ' + cell.after;
    }
    QString operator()(const SideCell& cell) const {
        return cell.side ? sideName(*cell.side) : CellWords::tr("Syncline");
    }
    QString operator()(const ValueCell& cell) const { return cell.value ? valueText(*cell.value) : QString(); }
    QString operator()(const ChangeCell& cell) const {
        if (!cell.after)
            return cell.before ? valueText(*cell.before) : QString();
        if (!cell.before)
            return valueText(*cell.after);
        return valueText(*cell.before) + QStringLiteral(" \u2192 ") + valueText(*cell.after);
    }
    QString operator()(const SharesCell& cell) const {
        return CellWords::tr("Salesforce %1, HubSpot %2").arg(counted(cell.salesforce), counted(cell.hubspot));
    }
    QString operator()(const ProgressCell& cell) const { return percent(cell.share); }
    QString operator()(const ChainCell& cell) const {
        return cell.place == ChainCell::Place::None ? QString() : CellWords::tr("of the chain of the chosen entry");
    }
    QString operator()(const BlockCell&) const { return CellWords::tr("loading"); }
};

}  // namespace

QString plainText(const Cell& cell) {
    return std::visit(PlainText{}, cell);
}

}  // namespace syncline::ui
