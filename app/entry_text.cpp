#include "app/entry_text.h"

#include "app/counted.h"
#include "app/policy_text.h"
#include "engine/base/time_format.h"

#include <iomanip>
#include <sstream>

namespace syncline::app {
namespace {

constexpr std::size_t kLongestText = 60;

std::string number(core::Seq seq) {
    return '#' + std::to_string(seq.value());
}

struct Telling {
    std::optional<core::Side> side;
    const core::RuleSet* before = nullptr;

    std::string operator()(const core::ChangeCaptured& body) const {
        std::string text =
            std::string(core::name(body.change.action)) + " by " + std::string(core::name(body.change.writer.kind));
        if (!body.change.writer.id.empty())
            text += ' ' + body.change.writer.id;
        for (const core::FieldChange& field : body.change.fields)
            text += ' ' + field.field + '=' + shown(field.value[body.change.side]);
        return text;
    }
    std::string operator()(const core::FieldsDecided& body) const {
        std::string text;
        for (const core::FieldDecision& field : body.fields) {
            text += (text.empty() ? "" : ", ") + field.field + ' ' + std::string(core::name(field.outcome));
            if (field.reason != core::Reason::None)
                text += " (" + std::string(core::name(field.reason)) + ')';
        }
        return text;
    }
    std::string operator()(const core::ConflictOpened& body) const { return body.field + candidates(body.candidates); }
    std::string operator()(const core::ConflictUpdated& body) const {
        return number(body.conflict) + ' ' + body.field + candidates(body.candidates);
    }
    std::string operator()(const core::ConflictResolved& body) const {
        return number(body.conflict) + ' ' + body.field + " to " + shown(body.standing.value.salesforce)
               + (body.byItself ? " by itself" : " by " + body.who) + (body.note.empty() ? "" : ": " + body.note);
    }
    std::string operator()(const core::WriteSent& body) const {
        std::string text = body.record ? "to " + *body.record : "to be created";
        for (const core::WrittenField& field : body.fields)
            text += ' ' + field.field + '=' + shown(field.version.value[body.side]);
        return text;
    }
    std::string operator()(const core::WriteSucceeded& body) const {
        return number(body.write) + (body.created ? " created " + *body.created : "");
    }
    std::string operator()(const core::WriteFailed& body) const {
        return number(body.write) + ' ' + std::string(core::name(body.failure)) + ' ' + body.code + ": " + body.message;
    }
    std::string operator()(const core::RecordLinked& body) const {
        return body.record.salesforce + " with " + body.record.hubspot + " by " + std::string(core::name(body.origin));
    }
    std::string operator()(const core::BaselineRead& body) const {
        return counted(body.fields.size(), "field", "fields") + " read on both sides";
    }
    std::string operator()(const core::PolicyChanged& body) const {
        if (before != nullptr)
            return "by " + body.who + ": " + changesOf(*before, body.rules);
        std::size_t fields = 0;
        for (const auto& [object, ofObject] : body.rules.fields)
            fields += ofObject.size();
        return "by " + body.who + ": the first rules, of " + counted(fields, "field", "fields") + "; to Salesforce "
               + std::string(core::name(body.rules.mode.salesforce)) + ", to HubSpot "
               + std::string(core::name(body.rules.mode.hubspot));
    }
    std::string operator()(const core::GapDetected& body) const {
        return body.reason + (body.records.empty() ? "" : ", " + counted(body.records.size(), "record", "records"));
    }
    std::string operator()(const core::ConnectorStateChanged& body) const {
        return std::string(core::name(body.phase)) + (body.message.empty() ? "" : ": " + body.message);
    }
    std::string operator()(const core::RecordDeleted& body) const {
        return body.record.id + (body.undeleted ? " is back" : " is gone");
    }

private:
    static std::string candidates(const std::vector<core::Candidate>& all) {
        std::string text;
        for (const core::Candidate& one : all) {
            text += ' ' + number(one.version.id.seq) + '=' + shown(one.version.value[one.place])
                    + (one.overwritten ? " (overwritten)" : "");
        }
        return text;
    }
};

}  // namespace

std::string shown(const core::Value& value) {
    if (value.isBlank())
        return "∅";
    std::string text = *value.text;
    if (text.size() > kLongestText) {
        std::size_t cut = kLongestText;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
            --cut;
        text = text.substr(0, cut) + "…";
    }
    return text.find(' ') == std::string::npos ? text : '"' + text + '"';
}

std::string wordsOf(const core::Entry& entry, const core::RuleSet* before) {
    return std::visit(Telling{entry.side, before}, entry.body);
}

std::string lineOf(const core::Entry& entry, const std::string& title, const core::RuleSet* before) {
    std::ostringstream line;
    line << std::setw(8) << entry.seq.value() << "  " << base::formatIso8601(entry.captureTime) << "  " << std::left
         << std::setw(22) << core::name(entry.kind()) << std::setw(11) << (entry.side ? core::name(*entry.side) : "")
         << (title.empty() ? "" : title + "  ") << wordsOf(entry, before);
    if (entry.cause != core::Seq())
        line << "  <- " << entry.cause.value();
    return line.str();
}

}  // namespace syncline::app
