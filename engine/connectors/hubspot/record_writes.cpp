#include "engine/connectors/hubspot/record_writes.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace syncline::connectors::hubspot {

struct RecordWrites::Task {
    std::string object;
    Done done;
    std::deque<std::vector<WriteRow>> calls;  ///< rows that go together, in the order in which they go
    WriteAnswer answer;
    base::WallTime sentAt{};
    std::optional<WriteSample> sample;
};

void RecordWrites::write(const WriteRequest& request, Done done) {
    auto task = std::make_shared<Task>();
    task->object = request.object;
    task->done = std::move(done);
    task->answer.id = request.id;
    task->answer.records.resize(request.records.size());
    std::vector<WriteRow> rows = rowsOf(request, m_tools.objects.named(request.object));
    for (const WriteVerb verb : {WriteVerb::Update, WriteVerb::Upsert, WriteVerb::Create}) {
        std::vector<WriteRow> together;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(together),
                     [verb](const WriteRow& row) { return row.verb == verb; });
        if (!together.empty())
            task->calls.push_back(std::move(together));
    }
    next(task);
}

void RecordWrites::next(const std::shared_ptr<Task>& task) {
    if (task->calls.empty()) {
        task->answer.answeredAt = m_tools.clock.wallNow();
        task->done(std::move(task->answer), std::move(task->sample));
        return;
    }
    std::vector<WriteRow> rows = std::move(task->calls.front());
    task->calls.pop_front();
    task->sentAt = m_tools.clock.wallNow();
    ApiCall call{"POST", objectPath(m_tools.version, task->object, tailOf(rows.front().verb)), batchBody(rows)};
    m_tools.calls.call(std::move(call), [this, task, rows = std::move(rows)](const HttpAnswer& answer) {
        answered(task, rows, answer);
    });
}

void RecordWrites::answered(const std::shared_ptr<Task>& task, const std::vector<WriteRow>& rows,
                            const HttpAnswer& answer) {
    RowOutcomes outcomes = readOutcomes(rows, answer);
    task->answer.retryAfter = std::max(task->answer.retryAfter, outcomes.pause);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RecordWritten& written = outcomes.rows[i];
        const auto value = std::find_if(rows[i].sent.begin(), rows[i].sent.end(), [&](const SideField& field) {
            return field.name != rows[i].key && field.text && !field.text->empty();
        });
        if (written.effect == WriteEffect::Done && !task->sample && value != rows[i].sent.end())
            task->sample =
                WriteSample{task->object, written.id, value->name, *value->text, task->sentAt, m_tools.clock.wallNow()};
        task->answer.records[rows[i].index] = std::move(written);
    }
    for (const std::size_t i : outcomes.unclear)
        task->calls.push_back({rows[i]});
    next(task);
}

}  // namespace syncline::connectors::hubspot
