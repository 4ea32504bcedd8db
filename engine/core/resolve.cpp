#include "engine/core/candidates.h"
#include "engine/core/decide.h"
#include "engine/core/entry.h"

#include <algorithm>

namespace syncline::core {

namespace {

using base::Error;
using base::ErrorCode;

std::string quoted(const Value& value) {
    return value.text ? "\"" + *value.text + "\"" : std::string("blank");
}

std::string describe(const std::vector<Candidate>& candidates) {
    std::string text;
    for (const Candidate& candidate : candidates) {
        const Version& version = candidate.version;
        text += text.empty() ? "" : ", ";
        text += std::to_string(version.id.seq.value());
        text += " (";
        text += name(candidate.place);
        text += candidate.overwritten ? ", overwritten) " : ") ";
        text += quoted(version.value[candidate.place]);
    }
    return text;
}

bool isAsExpected(const std::vector<Candidate>& candidates, std::vector<VersionId> expected) {
    std::vector<VersionId> ids;
    for (const Candidate& candidate : candidates)
        ids.push_back(candidate.version.id);
    std::sort(ids.begin(), ids.end());
    std::sort(expected.begin(), expected.end());
    return ids == expected;
}

/// What stands by now, and who wrote it: an automation may have acted on what was resolved.
std::string describe(const std::optional<Version>& standing) {
    if (!standing)
        return {};
    const Side side = standing->id.side;
    return ": " + quoted(standing->value[side]) + ", by " + std::string(name(standing->writer.kind)) + " on "
           + std::string(name(side));
}

Error refusal(ErrorCode code, const Resolution& resolution, std::string detail, std::string hint) {
    return {code, "resolve conflict", resolution.field, std::move(detail), std::move(hint)};
}

}  // namespace

std::vector<VersionId> ConflictResolved::covered() const {
    std::vector<VersionId> ids;
    for (const Candidate& candidate : candidates)
        ids.push_back(candidate.version.id);
    return ids;
}

base::Result<Version> resolve(const Entity& entity, const Resolution& resolution, Seq seq, base::WallTime now,
                              const Writer& who) {
    const auto cell = entity.cells.find(resolution.field);
    if (cell == entity.cells.end() || !cell->second.conflict)
        return refusal(ErrorCode::NotFound, resolution, "there is no open conflict", "");
    const std::vector<Candidate>& candidates = cell->second.conflict->candidates;
    if (resolution.take.has_value() == resolution.ownValue.has_value())
        return refusal(ErrorCode::InvalidArgument, resolution, "either a candidate or a value has to be given", "");
    if (!resolution.expected.empty() && !isAsExpected(candidates, resolution.expected)) {
        return refusal(ErrorCode::AlreadyExists, resolution,
                       "the conflict has other candidates by now: " + describe(candidates),
                       "look at them and choose again");
    }

    Version standing{.id = {.seq = seq}, .time = {.from = now, .last = now}, .writer = who};
    if (resolution.ownValue) {
        standing.value = *resolution.ownValue;
        return standing;
    }
    const auto taken = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
        return candidate.version.id == *resolution.take;
    });
    if (taken == candidates.end()) {
        return refusal(ErrorCode::AlreadyExists, resolution,
                       "that is not one of its candidates: " + describe(candidates), "look at them and choose again");
    }
    standing.id.side = taken->version.id.side;
    standing.value = taken->version.value;
    return standing;
}

base::Result<std::vector<Candidate>> undo(const Entity& entity, const std::string& field, const Version& resolved,
                                          std::vector<Candidate> candidates) {
    const auto refused = [&](ErrorCode code, std::string detail, std::string hint) {
        return Error{code, "undo a resolution", field, std::move(detail), std::move(hint)};
    };
    const auto cell = entity.cells.find(field);
    const std::optional<Version> standing = cell == entity.cells.end() ? std::nullopt : cell->second.standing;
    if (!standing || standing->id != resolved.id)
        return refused(ErrorCode::AlreadyExists, "the field has got another value since" + describe(standing),
                       "change the field on either side, or wait for a new conflict");
    if (cell->second.conflict)
        return refused(ErrorCode::AlreadyExists, "it is in conflict: " + describe(cell->second.conflict->candidates),
                       "resolve that conflict");
    // Two that say nothing at all would be the same, and so no conflict.
    const bool onlyIds = std::all_of(candidates.begin(), candidates.end(), [](const Candidate& candidate) {
        return candidate.version == Version{.id = candidate.version.id};
    });
    if (onlyIds)
        return refused(ErrorCode::InvalidArgument, "the entry does not hold the values that were to be chosen from",
                       "change the field on either side");
    for (const Side side : kSides) {
        const std::optional<Version>& present = cell->second.present[side];
        if (present && present->id == resolved.id)
            markOverwritten(candidates, side, *present);
    }
    return candidates;
}

}  // namespace syncline::core
