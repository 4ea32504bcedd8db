#include "engine/sandbox/hubspot/journal_files.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/model/packed_text.h"

#include <algorithm>
#include <cstdlib>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kTable = "hubspot/journal/file/";
constexpr std::string_view kLast = "hubspot/journal/last-file";
constexpr std::string_view kGeneration = "hubspot/journal/link-generation";
constexpr std::string_view kSuffix = ".json";

std::string keyOf(const JournalFile& file) {
    return std::string(kTable) + paddedNumber(file.number) + "/" + file.offset;
}

std::string offsetOf(std::uint64_t seed, std::uint64_t number, base::WallTime at) {
    const auto milliseconds = static_cast<std::uint64_t>(at.time_since_epoch().count());
    const std::uint64_t high = (milliseconds << 16U) | 0x7000U | (number & 0x0FFFU);
    base::Random random(seed * 1'000'003 + number);
    const std::uint64_t low = (random.next() >> 2U) | 0x8000'0000'0000'0000U;
    return model::uuidText(high, low);
}

base::WallTime publishedAt(const std::string& offset) {
    const std::string digits = offset.substr(0, 8) + offset.substr(9, 4);
    return base::WallTime(std::chrono::milliseconds(std::strtoll(digits.c_str(), nullptr, 16)));
}

/// A stored file's; state files of former versions hold them as they are.
std::optional<std::string> textOf(const std::string& stored) {
    return stored.starts_with('{') ? std::optional(stored) : model::unpackedText(stored);
}

/// As object storage words it.
Reply storageError(int status, const std::string& code, const std::string& message) {
    return Reply::plain(status, "application/xml",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>"
                            + message + "</Message></Error>");
}

}  // namespace

JournalFiles::JournalFiles(Portal& portal) : m_portal(portal) {
    for (const auto& [key, bytes] : m_portal.values().withPrefix(kTable)) {
        const std::size_t slash = key.find('/', kTable.size());
        JournalFile file;
        file.number =
            static_cast<std::uint64_t>(wholeNumber(key.substr(kTable.size(), slash - kTable.size())).value_or(0));
        file.offset = key.substr(slash + 1);
        file.published = publishedAt(file.offset);
        m_portal.values().setAside(key);
        m_files.push_back(std::move(file));
    }
    if (const std::string* last = m_portal.values().find(kLast)) {
        const json::object stored = parseStored(*last);
        m_lastNumber = static_cast<std::uint64_t>(numberMember(stored, "number").value_or(0));
        m_lastPublished = base::WallTime(std::chrono::milliseconds(numberMember(stored, "published").value_or(0)));
    }
}

/// Offsets rise as text, as the moments in them do.
const JournalFile* JournalFiles::find(const std::string& offset) const {
    const auto found =
        std::lower_bound(m_files.begin(), m_files.end(), offset,
                         [](const JournalFile& file, const std::string& wanted) { return file.offset < wanted; });
    return found == m_files.end() || found->offset != offset ? nullptr : &*found;
}

void JournalFiles::publish(base::WallTime at, json::array events) {
    JournalFile file;
    file.number = ++m_lastNumber;
    file.published = std::max(at, m_lastPublished + std::chrono::milliseconds(1));
    file.offset = offsetOf(m_portal.seed(), file.number, file.published);
    m_lastPublished = file.published;
    m_portal.values().putAside(
        keyOf(file),
        model::packedText(json::serialize(json::object{{"offset", file.offset},
                                                       {"publishedAt", base::formatIso8601(file.published)},
                                                       {"journalEvents", std::move(events)}})));
    m_portal.values().put(std::string(kLast),
                          json::serialize(json::object{{"number", m_lastNumber},
                                                       {"published", m_lastPublished.time_since_epoch().count()}}));
    m_files.push_back(std::move(file));
}

void JournalFiles::forgetBefore(base::WallTime moment) {
    auto kept = m_files.begin();
    while (kept != m_files.end() && kept->published < moment) {
        m_portal.values().erase(keyOf(*kept));
        ++kept;
    }
    m_files.erase(m_files.begin(), kept);
}

std::string JournalFiles::signature(const std::string& offset, const Terms& terms) const {
    return hmacSha256Hex("journal-files/" + m_portal.options().clientSecret,
                         offset + "\n" + terms.credential + "\n" + terms.date + "\n" + terms.expires);
}

/// Another one whenever all links are made to expire.
std::string JournalFiles::credential() const {
    const std::string* generation = m_portal.values().find(kGeneration);
    return "sandbox-" + (generation == nullptr ? std::string("0") : *generation);
}

void JournalFiles::expireLinks() {
    static_cast<void>(nextNumber(m_portal.values(), std::string(kGeneration)));
}

json::object JournalFiles::entry(const JournalFile& file, const std::string& origin) const {
    const base::WallTime now = m_portal.now();
    const Terms terms{credential(), std::to_string(now.time_since_epoch().count()),
                      std::to_string(m_portal.options().fileUrlLifetime.count())};
    const std::string url = origin + "/journal-files/" + m_portal.id() + "/" + file.offset + std::string(kSuffix)
                            + "?X-Amz-Credential=" + terms.credential + "&X-Amz-Date=" + terms.date
                            + "&X-Amz-Expires=" + terms.expires + "&X-Amz-Signature=" + signature(file.offset, terms);
    return {{"url", url},
            {"expiresAt", base::formatIso8601(now + m_portal.options().fileUrlLifetime)},
            {"currentOffset", file.offset}};
}

Reply JournalFiles::serve(const Call& call) const {
    if (call.method() != "GET")
        return storageError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    if (call.request.header("authorization"))
        return storageError(
            400, "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
            "string parameter or the Authorization header should be specified");
    std::string offset = call.rest().size() == 2 ? call.rest()[1] : "";
    if (!offset.ends_with(kSuffix))
        return storageError(403, "AccessDenied", "Access Denied");
    offset.resize(offset.size() - kSuffix.size());
    const Terms terms{call.query.first("X-Amz-Credential").value_or(""), call.query.first("X-Amz-Date").value_or(""),
                      call.query.first("X-Amz-Expires").value_or("")};
    const std::optional<std::int64_t> issued = wholeNumber(terms.date);
    const std::optional<std::int64_t> lifetime = wholeNumber(terms.expires);
    if (!issued || !lifetime
        || !equalInConstantTime(signature(offset, terms), call.query.first("X-Amz-Signature").value_or("")))
        return storageError(403, "SignatureDoesNotMatch", "The request signature does not match.");
    if (terms.credential != credential()
        || m_portal.now() >= base::WallTime(std::chrono::milliseconds(*issued)) + std::chrono::seconds(*lifetime))
        return storageError(403, "AccessDenied", "Request has expired");
    const JournalFile* file = find(offset);
    const std::optional<std::string> bytes = file == nullptr ? std::nullopt : m_portal.values().read(keyOf(*file));
    std::optional<std::string> text = bytes ? textOf(*bytes) : std::nullopt;
    if (!text)
        return storageError(404, "NoSuchKey", "The specified key does not exist.");
    return Reply::plain(200, "application/json", *std::move(text));
}

}  // namespace syncline::sandbox::hubspot
