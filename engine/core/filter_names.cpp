#include "engine/core/filter_names.h"

#include "engine/core/letter_case.h"

#include <algorithm>

namespace syncline::core {

namespace {

template <typename Enum>
std::vector<std::string_view> namesUpTo(Enum first, Enum last) {
    std::vector<std::string_view> names;
    for (int value = static_cast<int>(first); value <= static_cast<int>(last); ++value)
        names.push_back(name(static_cast<Enum>(value)));
    return names;
}

template <typename Enum>
struct Called {
    std::string_view word;  ///< in small letters
    Enum meant;
};

/// What the console's rows, titles and counts say of kinds, where that is not near the name itself; a test of the
/// console holds them to it.
constexpr Called<EntryKind> kKindsCalled[] = {{"change", EntryKind::ChangeCaptured},
                                              {"changes", EntryKind::ChangeCaptured},
                                              {"decision", EntryKind::FieldsDecided},
                                              {"decisions", EntryKind::FieldsDecided},
                                              {"decided", EntryKind::FieldsDecided},
                                              {"conflict", EntryKind::ConflictOpened},
                                              {"conflicts", EntryKind::ConflictOpened},
                                              {"conflict update", EntryKind::ConflictUpdated},
                                              {"conflict updates", EntryKind::ConflictUpdated},
                                              {"resolved", EntryKind::ConflictResolved},
                                              {"resolution", EntryKind::ConflictResolved},
                                              {"resolutions", EntryKind::ConflictResolved},
                                              {"write", EntryKind::WriteSent},
                                              {"writes", EntryKind::WriteSent},
                                              {"sent", EntryKind::WriteSent},
                                              {"receipt", EntryKind::WriteSucceeded},
                                              {"receipts", EntryKind::WriteSucceeded},
                                              {"accepted", EntryKind::WriteSucceeded},
                                              {"write accepted", EntryKind::WriteSucceeded},
                                              {"failure", EntryKind::WriteFailed},
                                              {"failures", EntryKind::WriteFailed},
                                              {"failed", EntryKind::WriteFailed},
                                              {"failed write", EntryKind::WriteFailed},
                                              {"failed writes", EntryKind::WriteFailed},
                                              {"link", EntryKind::RecordLinked},
                                              {"links", EntryKind::RecordLinked},
                                              {"linked", EntryKind::RecordLinked},
                                              {"baseline", EntryKind::BaselineRead},
                                              {"baselines", EntryKind::BaselineRead},
                                              {"rules", EntryKind::PolicyChanged},
                                              {"rule", EntryKind::PolicyChanged},
                                              {"rules changed", EntryKind::PolicyChanged},
                                              {"change of rules", EntryKind::PolicyChanged},
                                              {"changes of rules", EntryKind::PolicyChanged},
                                              {"gap", EntryKind::GapDetected},
                                              {"gaps", EntryKind::GapDetected},
                                              {"state", EntryKind::ConnectorStateChanged},
                                              {"connection", EntryKind::ConnectorStateChanged},
                                              {"connections", EntryKind::ConnectorStateChanged},
                                              {"connection changed", EntryKind::ConnectorStateChanged},
                                              {"change of a connection", EntryKind::ConnectorStateChanged},
                                              {"changes of connections", EntryKind::ConnectorStateChanged},
                                              {"delete", EntryKind::RecordDeleted},
                                              {"deleted", EntryKind::RecordDeleted},
                                              {"deletion", EntryKind::RecordDeleted},
                                              {"deletions", EntryKind::RecordDeleted}};

/// What the console's rows say of outcomes where that is another word.
constexpr Called<Outcome> kOutcomesCalled[] = {{"not mapped", Outcome::Unmapped},
                                               {"our own write", Outcome::Echo},
                                               {"same", Outcome::NoChange},
                                               {"joined the conflict", Outcome::Candidate},
                                               {"refused, left apart", Outcome::Refused},
                                               {"reverted", Outcome::Refused},
                                               {"reverted to owner", Outcome::Refused},
                                               {"applied to salesforce", Outcome::Applied},
                                               {"applied to hubspot", Outcome::Applied},
                                               {"won, photo finish", Outcome::Won},
                                               {"lost, photo finish", Outcome::Lost},
                                               {"conflict", Outcome::Conflicted},
                                               {"conflict, you decide", Outcome::Conflicted},
                                               {"compared", Outcome::Baseline},
                                               {"write closed", Outcome::Settled},
                                               {"closed", Outcome::Settled},
                                               {"found written", Outcome::Landed},
                                               {"not written", Outcome::NotLanded},
                                               {"not written, due again", Outcome::NotLanded},
                                               {"record deleted", Outcome::Deleted},
                                               {"no partner", Outcome::Unlinked}};

template <typename Enum, std::size_t Count>
std::string_view calledIn(const Called<Enum> (&called)[Count], std::string_view folded) {
    const auto* const found =
        std::find_if(std::begin(called), std::end(called), [&](const Called<Enum>& one) { return one.word == folded; });
    return found == std::end(called) ? std::string_view() : core::name(found->meant);
}

}  // namespace

const std::vector<FilterNameRow>& filterNames() {
    using enum FilterValueKind;
    static const std::vector<FilterNameRow> names{
        {"seq", FilterName::Sequence, Number},     {"time", FilterName::Time, Time},
        {"captured", FilterName::Captured, Time},  {"kind", FilterName::Kind, Choice},
        {"side", FilterName::Side, Choice},        {"object", FilterName::Object, Text},
        {"record", FilterName::Record, Text},      {"entity", FilterName::Entity, Number},
        {"field", FilterName::Field, Text},        {"value", FilterName::Value, Text},
        {"outcome", FilterName::Outcome, Choice},  {"rule", FilterName::Rule, Choice},
        {"writer", FilterName::Writer, Text},      {"cause", FilterName::Cause, Number},
        {"conflict", FilterName::Conflict, Number}};
    return names;
}

const FilterNameRow* filterNameNamed(std::string_view text) {
    const auto& names = filterNames();
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const FilterNameRow& row) { return row.text == text; });
    return found == names.end() ? nullptr : &*found;
}

std::vector<std::string_view> filterChoices(FilterName name) {
    switch (name) {
        case FilterName::Kind:
            return namesUpTo(EntryKind::ChangeCaptured, EntryKind::RecordDeleted);
        case FilterName::Side:
            return namesUpTo(Side::Salesforce, Side::HubSpot);
        case FilterName::Outcome:
            return namesUpTo(Outcome::Unmapped, Outcome::Unlinked);
        case FilterName::Rule:
            return namesUpTo(Reason::None, Reason::AutomationAfterUs);
        default:
            return {};
    }
}

std::string_view filterChoiceCalled(FilterName name, std::string_view word) {
    const std::string folded = withoutCase(word);
    if (name == FilterName::Outcome)
        return calledIn(kOutcomesCalled, folded);
    return name == FilterName::Kind ? calledIn(kKindsCalled, folded) : std::string_view();
}

std::optional<FilterOperator> filterOperatorNamed(std::string_view text) {
    struct Row {
        std::string_view text;
        FilterOperator op;
    };
    constexpr Row kRows[] = {{"==", FilterOperator::Equal},   {"!=", FilterOperator::NotEqual},
                             {"<", FilterOperator::Less},     {"<=", FilterOperator::LessOrEqual},
                             {">", FilterOperator::Greater},  {">=", FilterOperator::GreaterOrEqual},
                             {"~", FilterOperator::Contains}, {"in", FilterOperator::In}};
    for (const Row& row : kRows) {
        if (row.text == text)
            return row.op;
    }
    return std::nullopt;
}

bool takesOperator(FilterValueKind values, FilterOperator op) {
    switch (op) {
        case FilterOperator::Equal:
        case FilterOperator::NotEqual:
        case FilterOperator::In:
            return true;
        case FilterOperator::Contains:
            return values == FilterValueKind::Choice || values == FilterValueKind::Text;
        default:
            return values == FilterValueKind::Number || values == FilterValueKind::Time;
    }
}

std::string_view operatorsOf(FilterValueKind values) {
    return takesOperator(values, FilterOperator::Contains) ? "== != ~ in" : "== != < <= > >= in";
}

bool isOfField(FilterName name) {
    return name == FilterName::Field || name == FilterName::Value || name == FilterName::Outcome
           || name == FilterName::Rule;
}

bool goesWithoutCase(FilterName name) {
    switch (name) {
        case FilterName::Object:
        case FilterName::Record:
        case FilterName::Field:
        case FilterName::Writer:
            return true;
        default:
            return false;
    }
}

}  // namespace syncline::core
