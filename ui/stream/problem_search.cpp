#include "ui/stream/problem_search.h"

#include "ui/stream/filter_text.h"

#include <utility>

namespace syncline::ui::stream {

ProblemSearch::ProblemSearch(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void ProblemSearch::start(const QString& filter, base::WallTime now, core::Seq from, bool upwards) {
    base::Result<core::Filter> problems = core::Filter::parse(problemsOf(filter).toStdString(), now);
    if (!problems) {
        emit failed(problems.error());
        return;
    }
    MatchingEntries question{*std::move(problems), upwards ? core::next(from) : from};
    question.upwards = upwards;
    question.limit = 1;
    ask(std::move(question));
}

void ProblemSearch::ask(MatchingEntries question) {
    MatchingEntries further = question;
    m_asked = m_bridge.query<MatchingEntries>(
        std::move(question), [this, further = std::move(further)](base::Result<Matches> answer) mutable {
            if (!answer)
                return emit failed(answer.error());
            if (!answer->rows.empty())
                return emit found(answer->rows.front().entry.seq);
            if (answer->isAtEnd)
                return emit foundNone(further.upwards);
            further.from = answer->next;
            ask(std::move(further));
        });
}

}  // namespace syncline::ui::stream
