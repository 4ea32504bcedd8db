#include "ui/record/field_reasons.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/time_comparison.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kPatience{200};

bool isSame(const FieldStory& one, const FieldStory& other) {
    return one.entity == other.entity && one.field == other.field && one.at == other.at;
}

}  // namespace

FieldReasons::FieldReasons(const Theme& theme, const Times& times, Bridge& bridge, QObject* parent)
    : QObject(parent),
      m_theme(theme),
      m_times(times),
      m_bridge(bridge),
      m_why(new WhyPanel(theme, nullptr)),
      m_whyNot(new WhyPanel(theme, nullptr)),
      m_box(new QWidget) {
    m_why->setObjectName(QStringLiteral("recordWhy"));
    m_whyNot->setObjectName(QStringLiteral("recordWhyNot"));
    buildTimes();
    for (const WhyPanel* panel : {m_why, m_whyNot}) {
        connect(panel, &WhyPanel::entryWanted, this, &FieldReasons::entryWanted);
        connect(panel, &WhyPanel::retryWanted, this, [this] { send(); });
        connect(panel, &WhyPanel::verifyWanted, this, &FieldReasons::verifyWanted);
    }
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { forget(tr("Reading the journal…"), tr("Reading the journal…")); });
}

void FieldReasons::buildTimes() {
    auto* layout = new QVBoxLayout(m_box);
    layout->setContentsMargins(m_theme.scaled(12), m_theme.scaled(8), m_theme.scaled(12), m_theme.scaled(8));
    auto* title = new QHBoxLayout;
    auto* name = new Text(m_theme, Face::BodyStrong);
    name->setText(tr("Times compared"));
    m_fact = new Text(m_theme, Face::Secondary);
    m_fact->setTone(Tone::Muted);
    m_fact->setElided(true);
    title->addWidget(name);
    title->addWidget(m_fact, 1);
    m_compared = new TimeComparison(m_theme);
    m_compared->setObjectName(QStringLiteral("recordTimes"));
    layout->addLayout(title);
    layout->addWidget(m_compared, 1);
}

void FieldReasons::ask(Of of) {
    const bool isUnderWay = m_of && m_ticket.isOut() && isSame(m_of->question, of.question);
    m_of = std::move(of);
    if (isUnderWay)
        m_isWantedAgain = true;
    else
        send();
}

void FieldReasons::clear() {
    m_of.reset();
    m_patience.stop();
    m_ticket.cancel();
    m_isWantedAgain = false;
    m_isStale = false;
    forget(tr("Choose a field: this says why its value is what it is, in order, with the numbers."),
           tr("Choose a field: this lists the changes that did not cross, and why."));
    emit renewed();
}

void FieldReasons::send() {
    if (!m_of)
        return;
    if (!isTold() && !m_patience.isActive())
        m_patience.start();
    m_isWantedAgain = false;
    m_ticket = m_bridge.query(m_of->question, [this](const base::Result<std::vector<FieldEvent>>& answer) {
        answered(answer);
        if (m_isWantedAgain)
            send();
    });
}

bool FieldReasons::isTold() const {
    return m_told && isSame(*m_told, m_of->question);
}

void FieldReasons::answered(const base::Result<std::vector<FieldEvent>>& answer) {
    m_patience.stop();
    m_isStale = !answer && isTold();
    if (m_isStale)
        return emit failedAgain(answer.error());
    if (answer) {
        m_told = m_of->question;
        show(*answer);
    } else {
        m_told.reset();
        m_box->hide();
        const FailurePlace place{QString::fromStdString(m_bridge.workspaceName()),
                                 m_times.format().whole(m_times.now())};
        for (WhyPanel* panel : {m_why, m_whyNot})
            panel->showFailure(answer.error(), place);
    }
    emit renewed();
}

void FieldReasons::show(const std::vector<FieldEvent>& story) {
    const QString field = QString::fromStdString(m_of->field.name);
    const Why reasons = whyThisValue(m_of->ledger, m_of->field, story, m_times.format());
    m_why->setLines(reasons.headline, reasons.lines, tr("The journal has no entry of this field."));
    m_whyNot->setLines({}, ui::whyNot(m_of->ledger, story, m_times.format()),
                       tr("Every change of this field has crossed."));
    m_box->setVisible(reasons.times.has_value());
    if (!reasons.times)
        return;
    m_compared->setContent(*reasons.times);
    m_fact->setText(reasons.decision ? tr("%1, decision %2").arg(field, sequence(*reasons.decision)) : field);
}

/// That of another field is not to be taken for this one's.
void FieldReasons::forget(const QString& whyWords, const QString& whyNotWords) {
    m_told.reset();
    m_why->setLines({}, {}, whyWords);
    m_whyNot->setLines({}, {}, whyNotWords);
    m_box->hide();
}

}  // namespace syncline::ui
