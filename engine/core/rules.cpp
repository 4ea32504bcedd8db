#include "engine/core/rules.h"

namespace syncline::core {

std::string_view name(OnRefused value) {
    switch (value) {
        case OnRefused::Revert:
            return "revert";
        case OnRefused::Keep:
            return "keep";
        case OnRefused::Review:
            return "review";
    }
    return "unknown";
}

std::string_view name(TieBreak value) {
    switch (value) {
        case TieBreak::Salesforce:
            return "salesforce";
        case TieBreak::HubSpot:
            return "hubspot";
        case TieBreak::Review:
            return "review";
    }
    return "unknown";
}

std::string_view name(ChoiceKind value) {
    switch (value) {
        case ChoiceKind::LastWriterWins:
            return "lastWriterWins";
        case ChoiceKind::Review:
            return "review";
    }
    return "unknown";
}

std::string_view name(Mode value) {
    switch (value) {
        case Mode::Observe:
            return "observe";
        case Mode::Live:
            return "live";
    }
    return "unknown";
}

const FieldRule* RuleSet::find(std::string_view object, std::string_view field) const {
    const auto ofObject = fields.find(object);
    if (ofObject == fields.end())
        return nullptr;
    const auto rule = ofObject->second.find(field);
    return rule == ofObject->second.end() ? nullptr : &rule->second;
}

}  // namespace syncline::core
