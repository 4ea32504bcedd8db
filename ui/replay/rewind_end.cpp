#include "ui/replay/rewind_end.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace syncline::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Replay", text);
}

}  // namespace

RewindEnd endOf(const RunningRewind& what, const ResentCount::Answer& counts) {
    if (!counts)
        return {
            tr("Sent again up to entry %1").arg(sequence(what.to)),
            tr("How many entries that were cannot be read: %1").arg(QString::fromStdString(counts.error().message()))};
    const QString again = tr("Entries `%1` to `%2` came again, each marked as a replay.")
                              .arg(sequence(core::next(what.from)), sequence(what.to));
    const QString how = tr("%1 sent again").arg(entriesCounted(counts->again));
    if (counts->reached == what.to)
        return {how, again + QLatin1Char(' ') + tr("From there on the stream goes on with what is new.")};
    return {how + tr(", %1 new since then").arg(counted(counts->fresh)),
            again + QLatin1Char(' ')
                + tr("Up to `%1` the stream has gone on with what is new since.").arg(sequence(counts->reached))};
}

}  // namespace syncline::ui
