#include "ui/record/why_panel.h"

#include "ui/record/entry_link.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/failure_report.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui {

WhyPanel::WhyPanel(const Theme& theme, QWidget* parent) : QScrollArea(parent), m_theme(theme) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("The reasons, in order"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void WhyPanel::setLines(const QString& headline, const std::vector<WhyLine>& lines, const QString& empty) {
    if (widget() != nullptr && !m_failure && headline == m_headline && lines == m_lines && !lines.empty())
        return;
    m_failure.reset();
    m_headline = headline;
    m_lines = lines;
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    m_layout = new QVBoxLayout(content);
    const int padding = m_theme.scaled(12);
    m_layout->setContentsMargins(padding, padding, padding, padding);
    m_layout->setSpacing(m_theme.scaled(6));
    m_text.clear();
    if (!headline.isEmpty()) {
        auto* first = new Sentence(m_theme);
        first->setObjectName(QStringLiteral("whyHeadline"));
        first->setText(headline);
        QFont font = first->font();
        font.setWeight(QFont::DemiBold);
        first->setFont(font);
        m_layout->addWidget(first);
        m_text = headline + QLatin1Char('\n');
    }
    for (const WhyLine& line : lines)
        addLine(line);
    if (lines.empty()) {
        auto* nothing = new Sentence(m_theme);
        nothing->setTone(Tone::Muted);
        nothing->setText(empty);
        m_layout->addWidget(nothing);
    }
    m_layout->addStretch(1);
    m_text.remove(QLatin1Char('`'));
    setWidget(content);
}

/// The same again leaves it as it is: somebody may be at its buttons.
void WhyPanel::showFailure(const base::Error& error, const FailurePlace& place) {
    if (m_failure == error)
        return;
    m_failure = error;
    m_headline.clear();
    m_lines.clear();
    const QString words = QString::fromStdString(error.words());
    m_text = words + QLatin1Char('\n');
    auto* page = new StatePage(m_theme);
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = tr("Why the value is what it is cannot be read");
    content.sentence =
        tr("The value itself is not touched by that, and nothing is lost; only its story is missing here.");
    content.words = words;
    content.advice = QString::fromStdString(error.hint);
    content.actions = {
        {tr("Try again"), [this] { emit retryWanted(); }, true, {}, objectName() + QStringLiteral("Retry")}};
    addFailureActions(content, place, [this] { emit verifyWanted(); });
    page->show(std::move(content));
    setWidget(page);
}

void WhyPanel::addLine(const WhyLine& line) {
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.scaled(8));
    QWidget* mark =
        line.side ? static_cast<QWidget*>(new SideBadge(m_theme, line.side)) : new IconLabel(m_theme, line.icon, 15);
    // In the middle of the first line, which is 20 high.
    auto* place = new QVBoxLayout;
    place->setContentsMargins(0, m_theme.scaled(2), 0, 0);
    place->addWidget(mark);
    place->addStretch(1);
    row->addLayout(place);
    auto* words = new Sentence(m_theme);
    words->setObjectName(QStringLiteral("whyLine"));
    words->setText(line.text);
    row->addWidget(words, 1);
    if (line.entry) {
        auto* link = new EntryLink(m_theme, *line.entry);
        connect(link, &EntryLink::clicked, this, [this, seq = *line.entry] { emit entryWanted(seq); });
        row->addWidget(link, 0, Qt::AlignTop);
    }
    m_layout->addLayout(row);
    m_text += line.text + QLatin1Char('\n');
}

}  // namespace syncline::ui
