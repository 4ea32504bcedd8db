#include "ui/stream/problem_search.h"

#include "ui/stream/filter_text.h"

#include <algorithm>
#include <utility>

namespace syncline::ui::stream {

namespace {

/// States of a connection that are no problem come in runs: they are passed by together.
constexpr std::size_t kRowsOfSlice = 20;

}  // namespace

ProblemSearch::ProblemSearch(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {}

void ProblemSearch::start(const QString& filter, base::WallTime now, core::Seq from, bool upwards) {
    base::Result<core::Filter> problems = core::Filter::parse(problemsOf(filter).toStdString(), now);
    if (!problems) {
        emit failed(problems.error());
        return;
    }
    m_isAll = true;
    MatchingEntries question{*std::move(problems), upwards ? core::next(from) : from};
    question.upwards = upwards;
    question.limit = kRowsOfSlice;
    ask(std::move(question));
}

void ProblemSearch::ask(MatchingEntries question) {
    MatchingEntries asked = question;
    m_asked = m_bridge.query<MatchingEntries>(std::move(question),
                                              [this, asked = std::move(asked)](base::Result<Matches> answer) mutable {
                                                  if (!answer)
                                                      return emit failed(answer.error());
                                                  take(std::move(asked), *answer);
                                              });
}

void ProblemSearch::take(MatchingEntries question, const Matches& answer) {
    // Of a connection's state only what the entry holds says whether it was lost.
    const auto isFound = [](const EntryRow& row) { return isProblem(row.entry); };
    const auto problem = std::find_if(answer.rows.begin(), answer.rows.end(), isFound);
    if (problem != answer.rows.end())
        return emit found(problem->entry.seq);
    m_isAll = m_isAll && !answer.unreadable;
    if (answer.rows.size() >= question.limit) {
        const core::Seq last = answer.rows.back().entry.seq;
        question.from = question.upwards ? core::next(last) : last;
    } else if (answer.isAtEnd) {
        return emit foundNone(question.upwards, m_isAll);
    } else {
        question.from = answer.next;
    }
    ask(std::move(question));
}

}  // namespace syncline::ui::stream
