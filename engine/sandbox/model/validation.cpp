#include "engine/sandbox/model/validation.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace syncline::sandbox::model {
namespace {

bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return isDigits(digits) && error == std::errc{} && end == digits.data() + digits.size() ? std::optional(value)
                                                                                            : std::nullopt;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// HubSpot takes milliseconds since 1970 for dates and date-times as well (HubSpot: CRM properties guide).
std::optional<base::WallTime> epochMilliseconds(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return base::WallTime(std::chrono::milliseconds(value));
}

bool looksLikeEmail(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos
        || text.find_first_of(" \t\r\n,;<>()") != std::string_view::npos)
        return false;
    const std::size_t dot = text.rfind('.');
    return dot != std::string_view::npos && dot > at + 1 && dot + 1 < text.size();
}

/// One value of one field on its way in.
class ValueCheck {
public:
    ValueCheck(const Crm& crm, const ObjectSchema& object, const FieldSchema& field, const Record* before)
        : m_crm(crm), m_object(object), m_field(field), m_before(before) {}

    /// Null when the value can be taken; it is then in the model's form.
    std::optional<Rejection> run(Value& value, const Actor& actor) const {
        if (value && m_crm.side() == Side::Salesforce)
            value = std::string(trim(*value));
        if (value && trim(*value).empty())
            value.reset();
        if (!value)
            return blank(value);
        if (auto rejection = byType(*value))
            return rejection;
        return againstOthers(*value, actor);
    }

private:
    Rejection refuse(RejectionCode code, std::string detail = {}) const {
        return {code, m_field.name, std::move(detail), {}};
    }

    std::optional<Rejection> blank(Value& value) const {
        if (m_field.required)
            return refuse(RejectionCode::Required);
        if (m_field.type == FieldType::Boolean && m_crm.side() == Side::Salesforce)
            return refuse(RejectionCode::InvalidBoolean, "null");
        value.reset();
        return std::nullopt;
    }

    std::optional<Rejection> byType(std::string& value) const {
        switch (m_field.type) {
            case FieldType::Text:
            case FieldType::LongText:
            case FieldType::Phone:
            case FieldType::Url:
                return text(value);
            case FieldType::Email:
                return email(value);
            case FieldType::Option:
                return option(value);
            case FieldType::Options:
                return options(value);
            case FieldType::Integer:
                return decimal(value, 0);
            case FieldType::Decimal:
                return decimal(value, m_field.scale);
            case FieldType::Boolean:
                return value == "true" || value == "false"
                           ? std::nullopt
                           : std::optional(refuse(RejectionCode::InvalidBoolean, value));
            case FieldType::Date:
                return date(value);
            case FieldType::DateTime:
                return dateTime(value);
            case FieldType::Reference:
                return reference(value);
        }
        return std::nullopt;
    }

    std::optional<Rejection> text(const std::string& value) const {
        if (characters(value) > m_field.length)
            return refuse(RejectionCode::TooLong, std::to_string(m_field.length));
        return std::nullopt;
    }

    std::optional<Rejection> email(std::string& value) const {
        if (!looksLikeEmail(value))
            return refuse(RejectionCode::InvalidEmail, value);
        if (m_crm.side() == Side::HubSpot)
            value = foldCase(value);
        return text(value);
    }

    std::optional<Rejection> option(const std::string& value) const {
        const bool known = std::find(m_field.options.begin(), m_field.options.end(), value) != m_field.options.end();
        if (!known && m_field.restricted)
            return refuse(RejectionCode::InvalidOption, value);
        return text(value);
    }

    std::optional<Rejection> options(std::string& value) const {
        std::vector<std::string> chosen = splitOptions(value);
        if (m_crm.side() == Side::HubSpot && value.front() == ';' && m_before != nullptr) {
            const std::vector<std::string> present = splitOptions(m_before->value(m_field.name).value_or(""));
            chosen.insert(chosen.begin(), present.begin(), present.end());
        }
        for (const std::string& one : chosen) {
            if (auto rejection = option(one))
                return rejection;
        }
        const auto position = [&](const std::string& one) {
            return std::find(m_field.options.begin(), m_field.options.end(), one) - m_field.options.begin();
        };
        std::stable_sort(chosen.begin(), chosen.end(),
                         [&](const std::string& a, const std::string& b) { return position(a) < position(b); });
        chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
        value = joinOptions(chosen);
        return std::nullopt;
    }

    std::optional<Rejection> decimal(std::string& value, int scale) const {
        const std::optional<std::string> normal = normaliseDecimal(value, scale);
        const bool whole = m_field.type != FieldType::Integer || value.find('.') == std::string::npos;
        if (!normal || !whole)
            return refuse(RejectionCode::InvalidNumber, value);
        if (m_crm.side() == Side::Salesforce)
            value = *normal;
        return std::nullopt;
    }

    std::optional<Rejection> date(std::string& value) const {
        if (m_crm.side() == Side::HubSpot && isDigits(value)) {
            const auto time = epochMilliseconds(value);
            const auto midnight = time ? std::chrono::floor<std::chrono::days>(*time) : std::chrono::sys_days{};
            if (!time || *time != midnight)
                return refuse(RejectionCode::InvalidDate, value);
            value = base::formatIso8601(*time).substr(0, 10);
        }
        return isDate(value) ? std::nullopt : std::optional(refuse(RejectionCode::InvalidDate, value));
    }

    std::optional<Rejection> dateTime(std::string& value) const {
        std::optional<base::WallTime> time;
        if (m_crm.side() == Side::HubSpot && isDigits(value))
            time = epochMilliseconds(value);
        else if (auto parsed = base::parseIso8601(value))
            time = *parsed;
        if (!time)
            return refuse(RejectionCode::InvalidDate, value);
        if (m_crm.side() == Side::Salesforce)
            time = std::chrono::floor<std::chrono::seconds>(*time);
        value = base::formatIso8601(*time);
        return std::nullopt;
    }

    std::optional<Rejection> reference(std::string& value) const {
        if (m_field.references == "User" || m_field.references == "OWNER") {
            if (m_crm.side() == Side::Salesforce)
                value = salesforceId18(value);
            const User* user = m_crm.findUser(value);
            if (user == nullptr || user->ownerId != value)
                return refuse(RejectionCode::InvalidReference, value);
            return std::nullopt;
        }
        if (m_crm.side() == Side::Salesforce)
            value = salesforceId18(value);
        const Record* target = m_crm.resolve(ObjectKind::Company, value);
        if (target == nullptr || target->state != RecordState::Live)
            return refuse(RejectionCode::InvalidReference, value);
        value = target->id;
        return std::nullopt;
    }

    std::optional<Rejection> againstOthers(const std::string& value, const Actor& actor) const {
        if (m_field.type == FieldType::Email && m_crm.blockedEmails().contains(foldCase(value)))
            return refuse(RejectionCode::Blocked, value);
        if (m_field.unique) {
            const Record* holder = m_crm.findByUnique(m_object.kind, m_field.name, value);
            if (holder != nullptr && (m_before == nullptr || holder->id != m_before->id))
                return Rejection{RejectionCode::NotUnique, m_field.name, value, holder->id};
        }
        if (m_field.name == "lifecyclestage" && actor.kind == ActorKind::Integration && m_before != nullptr)
            return forwardOnly(value);
        if (m_field.name == "Score__c"
            && (value.starts_with('-') || value.size() > 6 || std::strtod(value.c_str(), nullptr) > 100))
            return refuse(RejectionCode::RuleViolated, "Score must be between 0 and 100");
        return std::nullopt;
    }

    /// The API moves a stage forward only (HubSpot: CRM properties guide, lifecycle stage); people may move it back.
    std::optional<Rejection> forwardOnly(const std::string& value) const {
        const Value present = m_before->value(m_field.name);
        const auto position = [&](const std::string& stage) {
            return std::find(m_field.options.begin(), m_field.options.end(), stage);
        };
        if (present && position(value) < position(*present))
            return refuse(RejectionCode::StepBack, value);
        return std::nullopt;
    }

    const Crm& m_crm;
    const ObjectSchema& m_object;
    const FieldSchema& m_field;
    const Record* m_before;
};

/// What a create must bring along.
std::vector<Rejection> missingOnCreate(const Crm& crm, const ObjectSchema& object,
                                       const std::vector<FieldValue>& fields) {
    const auto given = [&](std::string_view name) {
        return std::any_of(fields.begin(), fields.end(),
                           [&](const FieldValue& value) { return value.field == name && value.value; });
    };
    std::vector<Rejection> rejections;
    for (const FieldSchema& field : object.fields) {
        if (field.required && !given(field.name))
            rejections.push_back({RejectionCode::Required, field.name, {}, {}});
    }
    if (crm.side() == Side::HubSpot) {
        const bool contact = object.kind == ObjectKind::Contact;
        const bool enough =
            contact ? given("email") || given("firstname") || given("lastname") : given("name") || given("domain");
        if (!enough)
            rejections.push_back({RejectionCode::Required,
                                  contact ? "email" : "name",
                                  contact ? "email, firstname or lastname" : "name or domain",
                                  {}});
    }
    return rejections;
}

}  // namespace

std::vector<Rejection> checkRow(const Crm& crm, ObjectKind kind, const Record* before, const Actor& actor,
                                std::vector<FieldValue>& fields) {
    const ObjectSchema& object = crm.schema(kind);
    std::vector<Rejection> rejections;
    for (FieldValue& given : fields) {
        const FieldSchema* field = object.find(given.field);
        if (field == nullptr || (field->hidden && actor.kind == ActorKind::Integration)) {
            rejections.push_back({RejectionCode::UnknownField, given.field, {}, {}});
            continue;
        }
        given.field = field->name;
        if (!field->writable) {
            rejections.push_back({RejectionCode::ReadOnly, field->name, {}, {}});
            continue;
        }
        if (auto rejection = ValueCheck(crm, object, *field, before).run(given.value, actor))
            rejections.push_back(std::move(*rejection));
    }
    if (before == nullptr) {
        for (Rejection& missing : missingOnCreate(crm, object, fields)) {
            const bool known = std::any_of(rejections.begin(), rejections.end(), [&](const Rejection& rejection) {
                return rejection.field == missing.field;
            });
            if (!known)
                rejections.push_back(std::move(missing));
        }
    }
    return rejections;
}

std::optional<std::string> normaliseDecimal(std::string_view text, int scale) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const std::size_t dot = std::min(text.find('.'), text.size());
    std::string_view whole = text.substr(0, dot);
    std::string_view fraction = dot < text.size() ? text.substr(dot + 1) : std::string_view{};
    if (!isDigits(whole) || (dot < text.size() && !isDigits(fraction)) || whole.size() > 18)
        return std::nullopt;
    fraction = fraction.substr(0, static_cast<std::size_t>(scale));
    while (fraction.ends_with('0'))
        fraction.remove_suffix(1);
    while (whole.size() > 1 && whole.starts_with('0'))
        whole.remove_prefix(1);
    std::string normal(whole);
    if (!fraction.empty())
        normal += "." + std::string(fraction);
    return negative && normal != "0" ? "-" + normal : normal;
}

bool isDate(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    return year && month && day
           && std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                          std::chrono::day(static_cast<unsigned>(*day)))
                  .ok();
}

}  // namespace syncline::sandbox::model
