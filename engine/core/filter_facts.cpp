#include "engine/core/filter_facts.h"

#include <algorithm>

namespace syncline::core {

namespace {

using Texts = std::vector<std::string_view>;

using AllNames = std::vector<Names>;

/// A representation that is missing beside the other is not a blank.
Names namesOf(const PerSide<Value>& value) {
    const std::optional<std::string>& salesforce = value.salesforce.text;
    const std::optional<std::string>& hubspot = value.hubspot.text;
    if (salesforce && hubspot)
        return {*salesforce, *hubspot};
    if (salesforce)
        return {*salesforce};
    return hubspot ? Names{*hubspot} : Names{""};
}

Names namesOf(const Writer& writer) {
    return writer.id.empty() ? Names{name(writer.kind)} : Names{name(writer.kind), writer.id};
}

/// A person of this program.
void addPerson(AllNames& writers, const std::string& who) {
    if (!who.empty())
        writers.push_back({name(WriterKind::Operator), who});
}

/// The versions that a decision is about: the change's, or where there was no change those that it sets.
std::vector<const Version*> versionsOf(const FieldDecision& decision) {
    if (decision.version)
        return {&*decision.version};
    std::vector<const Version*> versions;
    const auto add = [&](const std::optional<Version>& version) {
        if (version)
            versions.push_back(&*version);
    };
    add(decision.change.standing);
    add(decision.change.present.salesforce);
    add(decision.change.present.hubspot);
    return versions;
}

using AllFacts = std::vector<FieldFacts>;

FieldFacts factsOf(const std::string& field, const std::vector<Candidate>& candidates) {
    FieldFacts facts{field, {}, {}, {}};
    for (const Candidate& candidate : candidates)
        facts.values.push_back(namesOf(candidate.version.value));
    return facts;
}

FieldFacts factsOf(const std::string& field, const Version& version) {
    FieldFacts facts{field, {}, {}, {}};
    facts.values.push_back(namesOf(version.value));
    return facts;
}

struct FactsOfBody {
    AllFacts operator()(const ChangeCaptured& body) const {
        AllFacts all;
        for (const FieldChange& change : body.change.fields) {
            FieldFacts& facts = all.emplace_back(FieldFacts{change.field, {}, {}, {}});
            facts.values.push_back(namesOf(change.value));
        }
        for (const std::string& field : body.unmapped)
            all.push_back({field, {}, {}, {}});
        return all;
    }
    AllFacts operator()(const FieldsDecided& body) const {
        AllFacts all;
        for (const FieldDecision& decision : body.fields) {
            FieldFacts& facts = all.emplace_back(FieldFacts{decision.field, {}, decision.outcome, decision.reason});
            for (const Version* const version : versionsOf(decision))
                facts.values.push_back(namesOf(version->value));
        }
        return all;
    }
    AllFacts operator()(const ConflictOpened& body) const { return {factsOf(body.field, body.candidates)}; }
    AllFacts operator()(const ConflictUpdated& body) const { return {factsOf(body.field, body.candidates)}; }
    AllFacts operator()(const ConflictResolved& body) const { return {factsOf(body.field, body.standing)}; }
    AllFacts operator()(const WriteSent& body) const {
        AllFacts all;
        for (const WrittenField& written : body.fields)
            all.push_back(factsOf(written.field, written.version));
        return all;
    }
    AllFacts operator()(const WriteFailed& body) const {
        AllFacts all;
        for (const std::string& field : body.fields)
            all.push_back({field, {}, {}, {}});
        return all;
    }
    AllFacts operator()(const BaselineRead& body) const {
        AllFacts all;
        for (const BaselineField& field : body.fields) {
            FieldFacts& facts = all.emplace_back(FieldFacts{field.field, {}, {}, {}});
            for (const Side side : kSides)
                facts.values.push_back(namesOf(field.read[side].value));
        }
        return all;
    }
    template <typename Body>
    AllFacts operator()(const Body&) const {
        return {};
    }
};

struct WritersOfBody {
    AllNames operator()(const ChangeCaptured& body) const {
        AllNames writers;
        writers.push_back(namesOf(body.change.writer));
        for (const FieldChange& change : body.change.fields) {
            if (change.writer)
                writers.push_back(namesOf(*change.writer));
        }
        return writers;
    }
    AllNames operator()(const FieldsDecided& body) const {
        AllNames writers;
        for (const FieldDecision& decision : body.fields) {
            for (const Version* const version : versionsOf(decision))
                writers.push_back(namesOf(version->writer));
        }
        return writers;
    }
    AllNames operator()(const ConflictOpened& body) const { return ofCandidates(body.candidates); }
    AllNames operator()(const ConflictUpdated& body) const { return ofCandidates(body.candidates); }
    AllNames operator()(const ConflictResolved& body) const {
        AllNames writers;
        writers.push_back(namesOf(body.standing.writer));
        addPerson(writers, body.who);
        return writers;
    }
    AllNames operator()(const WriteSent& body) const {
        AllNames writers;
        for (const WrittenField& written : body.fields)
            writers.push_back(namesOf(written.version.writer));
        return writers;
    }
    AllNames operator()(const BaselineRead& body) const {
        AllNames writers;
        for (const BaselineField& field : body.fields) {
            for (const Side side : kSides)
                writers.push_back(namesOf(field.read[side].writer));
        }
        return writers;
    }
    AllNames operator()(const PolicyChanged& body) const {
        AllNames writers;
        addPerson(writers, body.who);
        return writers;
    }
    template <typename Body>
    AllNames operator()(const Body&) const {
        return {};
    }

    static AllNames ofCandidates(const std::vector<Candidate>& candidates) {
        AllNames writers;
        for (const Candidate& candidate : candidates)
            writers.push_back(namesOf(candidate.version.writer));
        return writers;
    }
};

struct RecordIdsOfBody {
    Texts operator()(const ChangeCaptured& body) const { return {body.record.id}; }
    Texts operator()(const WriteSent& body) const { return ofOne(body.record); }
    Texts operator()(const WriteSucceeded& body) const { return ofOne(body.created); }
    Texts operator()(const RecordLinked& body) const { return {body.record.salesforce, body.record.hubspot}; }
    Texts operator()(const RecordDeleted& body) const { return {body.record.id}; }
    Texts operator()(const GapDetected& body) const {
        Texts ids;
        for (const RecordKey& record : body.records)
            ids.push_back(record.id);
        return ids;
    }
    template <typename Body>
    Texts operator()(const Body&) const {
        return {};
    }

    static Texts ofOne(const std::optional<std::string>& id) { return id ? Texts{*id} : Texts{}; }
};

struct ObjectsOfBody {
    Texts operator()(const ChangeCaptured& body) const { return {body.record.object}; }
    Texts operator()(const RecordDeleted& body) const { return {body.record.object}; }
    Texts operator()(const GapDetected& body) const {
        Texts objects;
        for (const RecordKey& record : body.records)
            objects.push_back(record.object);
        return objects;
    }
    template <typename Body>
    Texts operator()(const Body&) const {
        return {};
    }
};

}  // namespace

std::vector<FieldFacts> fieldFactsOf(const Entry& entry) {
    return std::visit(FactsOfBody{}, entry.body);
}

std::vector<Names> writersOf(const Entry& entry) {
    return std::visit(WritersOfBody{}, entry.body);
}

std::vector<std::string_view> recordIdsOf(const Entry& entry) {
    return std::visit(RecordIdsOfBody{}, entry.body);
}

std::vector<std::string_view> objectsOf(const Entry& entry) {
    return std::visit(ObjectsOfBody{}, entry.body);
}

std::optional<Seq> conflictOf(const Entry& entry) {
    if (std::holds_alternative<ConflictOpened>(entry.body))
        return entry.seq;
    if (const auto* const updated = std::get_if<ConflictUpdated>(&entry.body))
        return updated->conflict;
    if (const auto* const resolved = std::get_if<ConflictResolved>(&entry.body))
        return resolved->conflict;
    return std::nullopt;
}

}  // namespace syncline::core
