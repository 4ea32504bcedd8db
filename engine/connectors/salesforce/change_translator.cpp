#include "engine/connectors/salesforce/change_translator.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <openssl/evp.h>

namespace syncline::connectors::salesforce {
namespace {

constexpr std::string_view kOverflowId = "000000000000000AAA";

/// What Salesforce sets by itself with every change (CDC guide, change event body): nothing that anybody wrote.
constexpr std::array<std::string_view, 5> kAuditFields = {"CreatedDate", "CreatedById", "LastModifiedDate",
                                                          "LastModifiedById", "SystemModstamp"};

bool isAuditField(const SideField& field) {
    return std::find(kAuditFields.begin(), kAuditFields.end(), field.name) != kAuditFields.end();
}

std::optional<core::Action> actionOf(std::string_view changeType) {
    if (changeType == "CREATE")
        return core::Action::Create;
    if (changeType == "UPDATE")
        return core::Action::Update;
    if (changeType == "DELETE")
        return core::Action::Delete;
    if (changeType == "UNDELETE")
        return core::Action::Undelete;
    return std::nullopt;
}

/// False for ids that stand for more than one record.
bool namesRecords(const ChangeEventHeader& header) {
    return std::none_of(header.recordIds.begin(), header.recordIds.end(),
                        [](const std::string& id) { return id == kOverflowId || id.find('*') != std::string::npos; });
}

MissedChanges missedBy(const ChangeEventHeader& header) {
    MissedChanges missed;
    const bool overflow = header.changeType == "GAP_OVERFLOW";
    if (overflow)
        missed.reason = "Salesforce changed more " + header.entityName + " records at once than it tells one by one";
    else if (!namesRecords(header))
        missed.reason = "Salesforce changed the type of a field of " + header.entityName;
    else if (header.changeType.starts_with("GAP_"))
        missed.reason = "Salesforce could not tell a change of " + header.entityName + " (" + header.changeType + ")";
    else
        missed.reason = "Salesforce told a kind of change that is not known: " + header.changeType;
    if (overflow || !namesRecords(header))
        return missed;
    for (const std::string& id : header.recordIds)
        missed.records.push_back({core::Side::Salesforce, header.entityName, id});
    return missed;
}

/// What stands behind the last ";client=" of "com/salesforce/api/rest/66.0;client=QtSync".
std::optional<std::string> clientOf(const std::string& origin) {
    constexpr std::string_view kClient = ";client=";
    const std::size_t at = origin.rfind(kClient);
    if (at == std::string::npos)
        return std::nullopt;
    return origin.substr(at + kClient.size());
}

}  // namespace

Translated translate(const ChangeEvent& event, const OrgIdentity& us, std::chrono::milliseconds resolution,
                     base::WallTime receivedAt) {
    const ChangeEventHeader& header = event.header;
    const std::optional<core::Action> action = actionOf(header.changeType);
    if (!action || !namesRecords(header))
        return {{}, missedBy(header)};
    SourceChange change;
    change.object = header.entityName;
    change.action = *action;
    change.time = sourceTime(header.commitTimestamp, resolution, receivedAt);
    change.writer = writerOf(header, us);
    change.writerKnown = true;
    std::remove_copy_if(event.fields.begin(), event.fields.end(), std::back_inserter(change.fields), isAuditField);
    change.transaction = header.transactionKey;
    change.raw = event.raw;
    Translated translated;
    for (const std::string& id : header.recordIds) {
        change.id = id;
        change.identity = identityOf(us.org, header, id);
        translated.changes.push_back(change);
    }
    return translated;
}

core::Identity identityOf(const std::string& org, const ChangeEventHeader& header, const std::string& id) {
    std::string content;
    for (const std::string* part : {&org, &header.entityName, &id, &header.transactionKey, &header.sequenceNumber}) {
        content += *part;
        content += '\0';
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    core::Identity identity{};
    std::copy_n(digest.begin(), identity.size(), identity.begin());
    return identity;
}

core::SourceTime sourceTime(std::optional<base::WallTime> stamp, std::chrono::milliseconds resolution,
                            base::WallTime receivedAt) {
    constexpr std::chrono::minutes kOrdinarySkew{1};
    if (!stamp)
        return {core::kBeginningOfTime, receivedAt, false, false};
    if (*stamp > receivedAt + kOrdinarySkew)
        return {receivedAt, receivedAt, false, true};
    const bool coarse =
        resolution.count() > 1 && stamp->time_since_epoch() % resolution == std::chrono::milliseconds(0);
    const base::WallTime last = coarse ? *stamp + resolution - std::chrono::milliseconds(1) : *stamp;
    return {*stamp, last, *stamp > receivedAt, false};
}

core::Writer writerOf(const ChangeEventHeader& header, const OrgIdentity& us) {
    const bool api = header.changeOrigin.starts_with("com/salesforce/api/");
    const std::optional<std::string> client = clientOf(header.changeOrigin);
    if (client && *client == us.clientName)
        return {core::WriterKind::Us, *client};
    const bool ours = !us.user.empty() && header.commitUser == us.user;
    if (!client && ours && (api || header.changeOrigin.empty()))
        return {core::WriterKind::Us, header.commitUser};
    if (!api || (client && client->starts_with("SfdcInternalAPI")))
        return {core::WriterKind::Person, header.commitUser};
    return {core::WriterKind::Integration, client.value_or(header.commitUser)};
}

}  // namespace syncline::connectors::salesforce
