#include "engine/base/log_line.h"

#include "engine/base/time_format.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace syncline::base::log {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMask = "***";

unsigned byteAt(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
}

/// The length of the well-formed UTF-8 sequence at the text's beginning, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequenceLength(std::string_view text) {
    struct Form {
        unsigned firstLow, firstHigh, secondLow, secondHigh;
        std::size_t length;
    };
    constexpr std::array<Form, 8> kForms{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                          {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                          {0xE1, 0xEC, 0x80, 0xBF, 3},
                                          {0xED, 0xED, 0x80, 0x9F, 3},
                                          {0xEE, 0xEF, 0x80, 0xBF, 3},
                                          {0xF0, 0xF0, 0x90, 0xBF, 4},
                                          {0xF1, 0xF3, 0x80, 0xBF, 4},
                                          {0xF4, 0xF4, 0x80, 0x8F, 4}}};
    const unsigned first = byteAt(text, 0);
    if (first < 0x80)
        return text.empty() ? 0 : 1;
    const auto form = std::find_if(kForms.begin(), kForms.end(),
                                   [=](const Form& f) { return first >= f.firstLow && first <= f.firstHigh; });
    if (form == kForms.end())
        return 0;
    const unsigned second = byteAt(text, 1);
    bool good = second >= form->secondLow && second <= form->secondHigh;
    for (std::size_t i = 2; i < form->length; ++i)
        good = good && (byteAt(text, i) & 0xC0U) == 0x80;
    return good ? form->length : 0;
}

/// Control characters, among them those of C1 and the two line separators of Unicode, which some readers obey.
bool isControl(std::string_view sequence) {
    const unsigned first = byteAt(sequence, 0);
    const bool c1 = sequence.size() == 2 && first == 0xC2 && byteAt(sequence, 1) < 0xA0;
    return first < 0x20 || first == 0x7F || c1 || sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9";
}

void appendEscape(std::string& out, std::string_view sequence) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    unsigned code = byteAt(sequence, 0);
    if (sequence.size() == 2)
        code = byteAt(sequence, 1);
    if (sequence.size() == 3)
        code = 0x2000U + byteAt(sequence, 2) - 0x80U;
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
        out += kDigits[(code >> shift) & 0xFU];
}

enum class Quotes { Escape, Keep };

/// Appends the text on one line; with Quotes::Escape so that it may stand between the quotes of a JSON string.
void appendEscaped(std::string& out, std::string_view text, Quotes quotes) {
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0) {
            out += kReplacement;
        } else if (sequence == "\n") {
            out += "\\n";
        } else if (isControl(sequence)) {
            appendEscape(out, sequence);
        } else {
            if (quotes == Quotes::Escape && (sequence == "\"" || sequence == "\\"))
                out += '\\';
            out += sequence;
        }
        text.remove_prefix(sequence.size());
    }
}

void appendQuoted(std::string& out, std::string_view text) {
    out += '"';
    appendEscaped(out, text, Quotes::Escape);
    out += '"';
}

std::string_view shownValue(const Field& field) {
    return namesSecret(field.key) ? kMask : std::string_view(field.value);
}

/// A word stands as it is; all else is put between quotes.
void appendWord(std::string& out, std::string_view text) {
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < '\x7F' && c != '"' && c != '\\' && c != '=';
    });
    if (plain)
        out += text;
    else
        appendQuoted(out, text);
}

std::string renderText(const Entry& entry) {
    std::string out = formatIso8601(entry.time);
    out += ' ';
    out += name(entry.level);
    out += ' ';
    appendEscaped(out, entry.component, Quotes::Keep);
    out += ": ";
    appendEscaped(out, entry.message, Quotes::Keep);
    for (const Field& field : entry.fields) {
        out += ' ';
        appendWord(out, field.key);
        out += '=';
        appendWord(out, shownValue(field));
    }
    return out;
}

void appendMember(std::string& out, std::string_view key, std::string_view value) {
    if (out.back() != '{')
        out += ',';
    appendQuoted(out, key);
    out += ':';
    appendQuoted(out, value);
}

std::string renderJson(const Entry& entry) {
    std::string out = "{";
    appendMember(out, "time", formatIso8601(entry.time));
    appendMember(out, "level", name(entry.level));
    appendMember(out, "component", entry.component);
    appendMember(out, "message", entry.message);
    if (!entry.fields.empty()) {
        out += R"(,"fields":{)";
        for (const Field& field : entry.fields)
            appendMember(out, field.key, shownValue(field));
        out += '}';
    }
    out += '}';
    return out;
}

}  // namespace

std::string_view name(Level level) {
    switch (level) {
        case Level::Debug:
            return "debug";
        case Level::Info:
            return "info";
        case Level::Warning:
            return "warning";
        case Level::Error:
            return "error";
    }
    return "unknown";
}

bool namesSecret(std::string_view key) {
    constexpr std::array<std::string_view, 6> kWords{"token",    "secret", "authorization",
                                                     "password", "cookie", "signature"};
    std::string lower(key);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::string renderLine(const Entry& entry, Format format) {
    return format == Format::JsonLines ? renderJson(entry) : renderText(entry);
}

}  // namespace syncline::base::log
