#include "engine/connectors/hubspot/record_reads.h"

#include "engine/base/time_format.h"
#include "engine/connectors/hubspot/record_search.h"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {
namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr std::string_view kEmail = "email";
constexpr std::string_view kMoreEmails = "hs_additional_emails";
constexpr std::string_view kRecordId = "hs_object_id";
/// A page of search results, and how many hits are worth reading: who finds more has no match key.
constexpr std::size_t kSearchPage = 200;
constexpr std::size_t kMostHits = 1000;

template <typename T>
bool contains(const std::vector<T>& list, const T& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

void addOnce(std::vector<std::string>& list, std::string_view one) {
    std::string text(one);
    if (!contains(list, text))
        list.push_back(std::move(text));
}

std::vector<std::string> once(std::vector<std::string> list) {
    std::vector<std::string> unique;
    for (std::string& one : list)
        addOnce(unique, one);
    return unique;
}

/// A secondary address leads to its contact as well.
bool hasEmail(const WireRecord& record, const std::string& email) {
    const std::optional<std::string> more = record.value(kMoreEmails);
    std::string list = more ? *more : std::string();
    std::replace(list.begin(), list.end(), ';', '\n');
    list = "\n" + foldedText(list) + "\n";
    return list.find("\n" + foldedText(email) + "\n") != std::string::npos;
}

bool leadsTo(const BatchReadOrder& order, const std::string& input, const WireRecord& record) {
    if (order.idProperty.empty())
        return record.id == input || contains(record.formerIds(), input);
    const std::optional<std::string> value = record.value(order.idProperty);
    const bool same = value && foldedText(*value) == foldedText(input);
    return same || (order.idProperty == kEmail && hasEmail(record, input));
}

std::string bodyFor(const BatchReadOrder& order, const std::vector<std::string>& inputs) {
    json::array rows;
    for (const std::string& input : inputs)
        rows.push_back(json::object{{"id", input}});
    json::object body{{"properties", jsonList(order.properties)}, {"inputs", std::move(rows)}};
    if (!order.history.empty())
        body["propertiesWithHistory"] = jsonList(order.history);
    if (!order.idProperty.empty())
        body["idProperty"] = order.idProperty;
    return json::serialize(body);
}

ReadAnswer refused(RequestId id, Error error, milliseconds pause) {
    ReadAnswer answer;
    answer.id = id;
    answer.error = std::move(error);
    answer.retryAfter = pause;
    return answer;
}

core::SourceTime timeOf(const WireVersion& version, base::WallTime receivedAt) {
    if (!version.time)
        return {core::kBeginningOfTime, receivedAt, false, false};
    const bool future = *version.time > receivedAt;
    const base::WallTime point = future ? receivedAt : *version.time;
    return {point, point, false, future};
}

}  // namespace

struct RecordReads::Batch {
    BatchReadOrder order;
    BatchDone done;
    std::size_t next = 0;
    std::vector<std::string> singles;  ///< inputs of which a common answer did not say what they lead to
    std::vector<BatchReadFound> found;
};

struct RecordReads::Search {
    FindRequest request;
    Done done;
    SearchOrder order;
    std::size_t next = 0;  ///< of the values
    json::array groups;
    std::string after;
    std::vector<std::string> hits;
};

void RecordReads::batchRead(BatchReadOrder order, BatchDone done) {
    auto batch = std::make_shared<Batch>();
    batch->order = std::move(order);
    batch->order.inputs = once(std::move(batch->order.inputs));
    if (batch->order.idProperty == kRecordId)
        batch->order.idProperty.clear();
    batch->done = std::move(done);
    nextCall(batch);
}

void RecordReads::nextCall(const std::shared_ptr<Batch>& batch) {
    const std::vector<std::string>& inputs = batch->order.inputs;
    std::vector<std::string> part;
    if (batch->next < inputs.size()) {
        const std::size_t limit = batch->order.history.empty() ? kReadLimit : kHistoryLimit;
        const std::size_t end = std::min(inputs.size(), batch->next + limit);
        part.assign(inputs.begin() + static_cast<std::ptrdiff_t>(batch->next),
                    inputs.begin() + static_cast<std::ptrdiff_t>(end));
        batch->next = end;
    } else if (!batch->singles.empty()) {
        part.push_back(std::move(batch->singles.back()));
        batch->singles.pop_back();
    } else {
        batch->done(std::move(batch->found), milliseconds(0));
        return;
    }
    const std::string body = bodyFor(batch->order, part);
    m_tools.calls.call(
        {"POST", objectPath(m_tools.version, batch->order.object, "/batch/read"), body, batch->order.priority},
        [this, batch, part = std::move(part)](const HttpAnswer& answer) { batchAnswered(batch, part, answer); });
}

/// HubSpot gives each record once, in an order of its own, whatever it was asked by; and names inputs that lead nowhere
/// in an error row, which is no failure.
void RecordReads::batchAnswered(const std::shared_ptr<Batch>& batch, const std::vector<std::string>& part,
                                const HttpAnswer& answer) {
    const auto body = bodyOf(answer, "read records of HubSpot", batch->order.object);
    if (!body) {
        batch->done(body.error(), pauseOf(answer));
        return;
    }
    const BatchAnswer read = batchOf(*body);
    const auto isMissing = [&](const std::string& input) {
        return std::any_of(read.errors.begin(), read.errors.end(),
                           [&](const ApiProblem& row) { return contains(row.ids, input); });
    };
    for (const std::string& input : part) {
        auto found = std::find_if(read.results.begin(), read.results.end(),
                                  [&](const WireRecord& record) { return leadsTo(batch->order, input, record); });
        if (part.size() == 1 && !read.results.empty())
            found = read.results.begin();
        if (found != read.results.end() && !found->archived)
            batch->found.push_back({input, *found});
        else if (found == read.results.end() && part.size() > 1 && !isMissing(input))
            batch->singles.push_back(input);
    }
    nextCall(batch);
}

std::vector<std::string> RecordReads::propertiesFor(const std::string& object, std::vector<std::string> fields) const {
    addOnce(fields, modifiedProperty(typeIdOf(object)));
    addOnce(fields, kFormerIds);
    return fields;
}

/// A property that has no value may be left out, as one that does not exist is: only when HubSpot has described the
/// object is it known to be blank.
RecordRead RecordReads::readOf(const ReadRequest& request, const BatchReadFound& found) const {
    const ObjectType* type = m_tools.objects.named(request.object);
    const auto kindOf = [&](const std::string& field) {
        return type == nullptr ? PropertyKind::Text : type->kindOf(field);
    };
    const WireRecord& record = found.record;
    RecordRead read;
    read.askedFor = found.input;
    read.id = record.id;
    read.found = true;
    for (const std::string& field : request.fields) {
        const bool isThere = record.properties.contains(field);
        if (isThere || (type != nullptr && type->described && type->mayExist(field)))
            read.fields.push_back({field, canonicalText(kindOf(field), record.value(field))});
    }
    read.modified = record.updatedAt;
    if (const auto stamp = record.value(modifiedProperty(typeIdOf(request.object)))) {
        if (const auto iso = canonicalText(PropertyKind::Instant, *stamp)) {
            if (const auto time = base::parseIso8601(*iso))
                read.modified = *time;
        }
    }
    // Capped as the times of events and of histories are: what is told later is not taken for something older.
    const base::WallTime now = m_tools.clock.wallNow();
    if (read.modified)
        read.modified = std::min(*read.modified, now);
    for (const std::string& field : request.history) {
        std::vector<PastVersion>& versions = read.history[field];
        const auto past = record.history.find(field);
        if (past == record.history.end())
            continue;
        for (const WireVersion& version : past->second)
            versions.push_back({canonicalText(kindOf(field), version.value), timeOf(version, now),
                                m_tools.marks.writerOf(version.mark)});
    }
    return read;
}

void RecordReads::read(ReadRequest request, Done done) {
    BatchReadOrder order{request.object,  {},
                         request.ids,     propertiesFor(request.object, request.fields),
                         request.history, request.priority};
    auto answered = [this, request = std::move(request), done = std::move(done)](
                        base::Result<std::vector<BatchReadFound>> found, milliseconds pause) {
        if (!found) {
            done(refused(request.id, std::move(found).error(), pause));
            return;
        }
        ReadAnswer answer;
        answer.id = request.id;
        for (const std::string& id : request.ids) {
            const auto one = std::find_if(found->begin(), found->end(),
                                          [&](const BatchReadFound& each) { return each.input == id; });
            if (one != found->end()) {
                answer.records.push_back(readOf(request, *one));
                continue;
            }
            RecordRead missing;
            missing.askedFor = id;
            missing.id = id;
            answer.records.push_back(std::move(missing));
        }
        done(std::move(answer));
    };
    batchRead(std::move(order), std::move(answered));
}

void RecordReads::find(FindRequest request, Done done) {
    const ObjectType* type = m_tools.objects.named(request.object);
    const bool email = typeIdOf(request.object) == "0-1" && request.field == kEmail;
    if (email || request.field == kRecordId || (type != nullptr && type->isUnique(request.field))) {
        findByUnique(request, std::move(done));
        return;
    }
    auto search = std::make_shared<Search>();
    search->order = {request.field, type, request.values};
    search->request = std::move(request);
    search->done = std::move(done);
    nextSearch(search);
}

void RecordReads::findByUnique(const FindRequest& request, Done done) {
    BatchReadOrder order{
        request.object,  request.field, request.values, propertiesFor(request.object, request.fields), {},
        request.priority};
    addOnce(order.properties, request.field);
    if (request.field == kEmail)
        addOnce(order.properties, kMoreEmails);
    const ReadRequest shape{request.id, request.object, {}, request.fields, {}};
    batchRead(std::move(order), [this, shape, done = std::move(done)](base::Result<std::vector<BatchReadFound>> found,
                                                                      milliseconds pause) {
        if (!found) {
            done(refused(shape.id, std::move(found).error(), pause));
            return;
        }
        ReadAnswer answer;
        answer.id = shape.id;
        for (const BatchReadFound& one : *found)
            answer.records.push_back(readOf(shape, one));
        done(std::move(answer));
    });
}

void RecordReads::nextSearch(const std::shared_ptr<Search>& search) {
    if (search->next == search->order.values.size()) {
        readHits(search);
        return;
    }
    std::optional<SearchFilters> filters = filtersFor(search->order, search->next);
    if (!filters) {
        search->done(refused(search->request.id,
                             {ErrorCode::LimitExceeded, "search HubSpot for", search->request.field,
                              "a value is longer than a search may be", "match records by another field"},
                             milliseconds(0)));
        return;
    }
    search->next += filters->values;
    search->groups = std::move(filters->groups);
    search->after.clear();
    searchPage(search);
}

void RecordReads::searchPage(const std::shared_ptr<Search>& search) {
    json::object body{
        {"filterGroups", search->groups}, {"properties", jsonList({std::string(kRecordId)})}, {"limit", kSearchPage}};
    if (!search->after.empty())
        body["after"] = search->after;
    ApiCall call{"POST", objectPath(m_tools.version, search->request.object, "/search"), json::serialize(body),
                 search->request.priority};
    m_tools.calls.call(std::move(call), [this, search](const HttpAnswer& answer) { searchAnswered(search, answer); });
}

void RecordReads::searchAnswered(const std::shared_ptr<Search>& search, const HttpAnswer& answer) {
    const auto body = bodyOf(answer, "search HubSpot's " + search->request.object + " by", search->request.field);
    if (!body) {
        search->done(refused(search->request.id, body.error(), pauseOf(answer)));
        return;
    }
    for (const WireRecord& record : batchOf(*body).results)
        addOnce(search->hits, record.id);
    if (search->hits.size() > kMostHits) {
        search->done(
            refused(search->request.id,
                    {ErrorCode::LimitExceeded, "search HubSpot's " + search->request.object + " by",
                     search->request.field, "more than " + std::to_string(kMostHits) + " records have the values",
                     "the field does not tell records apart; match by another one"},
                    milliseconds(0)));
        return;
    }
    const json::object* paging = objectMember(*body, "paging");
    const json::object* next = paging == nullptr ? nullptr : objectMember(*paging, "next");
    search->after = next == nullptr ? std::string() : textOrEmpty(*next, "after");
    if (search->after.empty())
        nextSearch(search);
    else
        searchPage(search);
}

/// The index is behind the store: a hit may have another value by now.
void RecordReads::readHits(const std::shared_ptr<Search>& search) {
    const FindRequest& request = search->request;
    BatchReadOrder order{request.object,  {}, search->hits, propertiesFor(request.object, request.fields), {},
                         request.priority};
    addOnce(order.properties, request.field);
    batchRead(std::move(order), [this, search](base::Result<std::vector<BatchReadFound>> found, milliseconds pause) {
        const FindRequest& asked = search->request;
        if (!found) {
            search->done(refused(asked.id, std::move(found).error(), pause));
            return;
        }
        const ReadRequest shape{asked.id, asked.object, {}, asked.fields, {}};
        ReadAnswer answer;
        answer.id = asked.id;
        for (BatchReadFound& one : *found) {
            const std::optional<std::string> value = one.record.value(asked.field);
            const auto wanted = std::find_if(asked.values.begin(), asked.values.end(), [&](const std::string& each) {
                return value && isSameValue(search->order.kind(), each, *value);
            });
            if (wanted == asked.values.end())
                continue;
            one.input = *wanted;
            answer.records.push_back(readOf(shape, one));
        }
        search->done(std::move(answer));
    });
}

}  // namespace syncline::connectors::hubspot
