#include "engine/core/candidates.h"

#include <algorithm>

namespace syncline::core {

namespace {

void sortByVersion(std::vector<Candidate>& candidates) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.version.id < b.version.id; });
}

}  // namespace

bool sameValues(const Version& a, const Version& b) {
    return std::any_of(std::begin(kSides), std::end(kSides),
                       [&](Side side) { return same(a.value[side], b.value[side]); });
}

ConflictChange opened(const std::string& field, ConflictType type, const Version& standing, const Version& arrived,
                      Side side) {
    ConflictChange change{.kind = ConflictChange::Kind::Opened, .field = field, .type = type};
    change.candidates = {{.version = standing, .place = other(side)}, {.version = arrived, .place = side}};
    sortByVersion(change.candidates);
    return change;
}

ConflictChange joined(const std::string& field, const Conflict& conflict, const Version* base, const Version& arrived,
                      Side side) {
    ConflictChange change{.kind = ConflictChange::Kind::Updated, .field = field, .type = conflict.type};
    std::vector<Candidate>& candidates = change.candidates;
    // What the writer saw is replaced by what was made of it, be it another version of the same value.
    const auto wasSeen = [&](const Candidate& candidate) {
        if (base == nullptr)
            return false;
        return candidate.version.id == base->id
               || (candidate.place == side && same(candidate.version.value[side], base->value[side]));
    };
    std::copy_if(conflict.candidates.begin(), conflict.candidates.end(), std::back_inserter(candidates),
                 [&](const Candidate& candidate) { return !wasSeen(candidate); });
    const bool allSame = std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
        return sameValues(candidate.version, arrived);
    });
    candidates.push_back({.version = arrived, .place = side});
    sortByVersion(candidates);
    if (allSame) {
        change.kind = ConflictChange::Kind::Resolved;
        change.standing = arrived;
    }
    return change;
}

bool markOverwritten(std::vector<Candidate>& candidates, Side side, const Version& landed) {
    bool marked = false;
    for (Candidate& candidate : candidates) {
        if (candidate.place != side || candidate.overwritten || candidate.version.id == landed.id
            || same(candidate.version.value[side], landed.value[side]))
            continue;
        candidate.overwritten = true;
        marked = true;
    }
    return marked;
}

}  // namespace syncline::core
