#include "tests/core/two_sides.h"

#include "engine/base/try.h"

#include <algorithm>
#include <cctype>

namespace syncline::test {

using namespace core;

namespace {

constexpr int kMostRounds = 20;

SourceTime readTime() {
    return {.from = kBeginningOfTime, .last = ten(-60'000)};
}

FieldChange fieldChange(const std::string& field, const std::string& text) {
    return {.field = field, .value = {valueOf(text), valueOf(text)}};
}

}  // namespace

base::WallTime ten(int milliseconds) {
    constexpr std::int64_t kTenOClock = 1795514400000;
    return base::WallTime(std::chrono::milliseconds(kTenOClock + milliseconds));
}

SourceTime point(int milliseconds) {
    return {.from = ten(milliseconds), .last = ten(milliseconds)};
}

SourceTime second(int seconds) {
    return {.from = ten(seconds * 1000), .last = ten(seconds * 1000 + 999)};
}

SourceTime until(int milliseconds) {
    return {.from = kBeginningOfTime, .last = ten(milliseconds)};
}

Value valueOf(const std::string& text) {
    if (text.empty())
        return {};
    Value value{.text = text, .key = text};
    std::transform(text.begin(), text.end(), value.key.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return value;
}

Version versionOf(int seq, Side side, const std::string& text, SourceTime time) {
    return {.id = {.seq = Seq(seq), .side = side},
            .value = {valueOf(text), valueOf(text)},
            .time = time,
            .writer = kPerson};
}

TwoSides::TwoSides(const FieldRule& phone, const std::string& agreed) {
    m_rules.fields["contact"] = {{"phone", phone}, {"title", {}}};
    const RecordKey salesforce{.side = kSf, .object = "contact", .id = "003A"};
    const Seq captured =
        append(ChangeCaptured{.record = salesforce, .change = {}, .unmapped = {}, .transaction = {}, .raw = {}});
    append(FieldsDecided{}, captured);
    append(RecordLinked{.record = {"003A", "501"}, .origin = LinkOrigin::MatchKey, .absorbed = {}}, captured);
    for (const char* field : {"phone", "title"})
        m_held.salesforce[field] = m_held.hubspot[field] = agreed;
    compareAgain(readTime(), readTime());
}

Change TwoSides::edit(Side side, const std::string& text, SourceTime time, const Writer& writer) {
    m_held[side]["phone"] = text;
    return {.side = side,
            .time = time,
            .writer = writer,
            .writerKnown = writer.kind != WriterKind::Unknown,
            .fields = {fieldChange("phone", text)}};
}

Change TwoSides::land(Seq write, SourceTime time) {
    const WriteSent& sent = m_writes.at(write);
    Change change{.side = sent.side, .time = time, .writer = kUs, .writerKnown = true};
    for (const WrittenField& written : sent.fields) {
        const std::string text = written.version.value[sent.side].text.value_or(std::string());
        m_held[sent.side][written.field] = text;
        change.fields.push_back(fieldChange(written.field, text));
    }
    return change;
}

FieldDecision TwoSides::see(Change change) {
    return seeAll(std::move(change)).at(0);
}

std::vector<FieldDecision> TwoSides::seeAll(Change change) {
    const RecordKey changed{.side = change.side, .object = "contact", .id = change.side == kSf ? "003A" : "501"};
    change.seq = next(m_head);
    append(ChangeCaptured{.record = changed, .change = change, .unmapped = {}, .transaction = {}, .raw = {}});
    return record(decide(entity(), change, m_rules), change.seq).fields;
}

Seq TwoSides::send(Side side) {
    WriteSent sent{.side = side, .record = side == kSf ? "003A" : "501", .attempt = 1, .fields = {}};
    const Entity contact = entity();
    for (const auto& [field, cell] : contact.cells) {
        if (const Version* version = due(cell, side))
            sent.fields.push_back({.field = field, .version = *version});
    }
    if (sent.fields.empty())
        return Seq();
    const Seq write = append(sent);
    m_writes[write] = sent;
    return write;
}

void TwoSides::answer(Seq write, int milliseconds) {
    append(WriteSucceeded{
        .write = write, .side = m_writes.at(write).side, .created = std::nullopt, .answeredAt = ten(milliseconds)});
}

void TwoSides::loseAnswer(Seq write) {
    append(WriteFailed{.write = write,
                       .side = m_writes.at(write).side,
                       .failure = FailureClass::Unknown,
                       .code = {},
                       .message = "no answer",
                       .fields = {}});
}

Decision TwoSides::settle(Side side, int answeredUntil) {
    return record(decideSettled(entity(), side, ten(answeredUntil)), m_head);
}

Decision TwoSides::readBack(Side side) {
    std::map<std::string, Value> read;
    for (const auto& [field, text] : m_held[side])
        read[field] = valueOf(text);
    return record(decideReadBack(entity(), side, read), m_head);
}

Decision TwoSides::compareAgain(SourceTime salesforce, SourceTime hubspot) {
    BaselineRead read;
    for (const auto& [field, text] : m_held.salesforce) {
        const std::string& other = m_held.hubspot.at(field);
        const Seq seq = next(m_head);
        read.fields.push_back(
            {.field = field,
             .read = {{.id = {seq, kSf}, .value = {valueOf(text), valueOf(text)}, .time = salesforce},
                      {.id = {seq, kHs}, .value = {valueOf(other), valueOf(other)}, .time = hubspot}}});
    }
    const Seq cause = append(read);
    return record(decideBaseline(entity(), read.fields, m_rules), cause);
}

base::Result<Version> TwoSides::resolve(const Resolution& resolution, int milliseconds) {
    const Cell before = cell(resolution.field);
    base::Result<Version> standing = core::resolve(entity(), resolution, next(m_head), ten(milliseconds),
                                                   {.kind = WriterKind::Operator, .id = "ada"});
    if (standing) {
        append(ConflictResolved{.conflict = before.conflict->id,
                                .field = resolution.field,
                                .standing = *standing,
                                .candidates = before.conflict->candidates,
                                .byItself = false,
                                .who = "ada",
                                .note = {},
                                .type = before.conflict->type},
               before.conflict->id);
    }
    return standing;
}

Cell TwoSides::cell(const std::string& field) const {
    return entity().cells.at(field);
}

std::string TwoSides::held(Side side, const std::string& field) const {
    return m_held[side].at(field);
}

Seq TwoSides::append(EntryBody body, Seq cause) {
    m_head = next(m_head);
    Entry entry{.seq = m_head,
                .entity = kContact,
                .side = std::nullopt,
                .sourceTime = std::nullopt,
                .captureTime = ten(static_cast<int>(m_head.value()) * 1000),
                .cause = cause,
                .body = std::move(body)};
    apply(m_state, entry);
    m_entries.push_back(std::move(entry));
    return m_head;
}

Decision TwoSides::record(Decision decision, Seq cause) {
    if (!decision.fields.empty())
        cause = append(FieldsDecided{decision.fields}, cause);
    for (const ConflictChange& change : decision.conflicts) {
        const std::optional<Conflict> open = cell(change.field).conflict;
        switch (change.kind) {
            case ConflictChange::Kind::Opened:
                append(ConflictOpened{change.field, change.type, change.candidates}, cause);
                break;
            case ConflictChange::Kind::Updated:
                append(ConflictUpdated{open->id, change.field, change.candidates}, cause);
                break;
            case ConflictChange::Kind::Resolved:
                append(ConflictResolved{.conflict = open->id,
                                        .field = change.field,
                                        .standing = *change.standing,
                                        .candidates = open->candidates,
                                        .byItself = true,
                                        .who = {},
                                        .note = {},
                                        .type = open->type},
                       cause);
                break;
        }
    }
    return decision;
}

base::Result<Seq> undo(TwoSides& sides) {
    const std::vector<Entry>& entries = sides.m_entries;
    const auto last = std::find_if(entries.rbegin(), entries.rend(), [](const Entry& entry) {
        return std::holds_alternative<ConflictResolved>(entry.body);
    });
    const Seq cause = last->seq;
    const auto resolved = std::get<ConflictResolved>(last->body);
    TRY_ASSIGN(std::vector<Candidate> candidates,
               core::undo(sides.entity(), resolved.field, resolved.standing, resolved.candidates));
    return sides.append(ConflictOpened{resolved.field, resolved.type, std::move(candidates), "ada"}, cause);
}

const std::vector<Entry>& entriesOf(const TwoSides& sides) {
    return sides.m_entries;
}

int finish(TwoSides& sides) {
    int sent = 0;
    for (int round = 0; round < kMostRounds; ++round) {
        bool moved = false;
        for (const Side side : kSides) {
            const Seq write = sides.send(side);
            if (write == Seq())
                continue;
            const Change echo = sides.land(write, point(3'600'000 + round));
            sent += static_cast<int>(echo.fields.size());
            sides.seeAll(echo);
            moved = true;
        }
        if (!moved)
            return sent;
    }
    return -1;
}

std::string candidatesOf(const Cell& cell) {
    std::string text;
    if (!cell.conflict)
        return text;
    for (const Candidate& candidate : cell.conflict->candidates) {
        text += text.empty() ? "" : " ";
        text += candidate.version.value[candidate.place].text.value_or("blank");
        text += candidate.overwritten ? "*" : "";
    }
    return text;
}

}  // namespace syncline::test
