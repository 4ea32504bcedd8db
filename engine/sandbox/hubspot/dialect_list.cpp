#include "engine/sandbox/hubspot/dialect_list.h"

namespace syncline::sandbox::hubspot {

std::vector<Dialect> dialectList() {
    constexpr model::Side kSide = model::Side::HubSpot;
    return {
        {"app-writes-source-api", kSide, "history shows writes of the static token as API without an id"},
        {"archive-unknown-404", kSide, "archiving a record, or removing an association, that is not there is a 404"},
        {"association-ids-text", kSide, "associations name record ids as text, not as numbers"},
        {"association-list-2026-09", kSide, "the associations of one record can be listed on 2026-09 paths, too"},
        {"batch-partial-200", kSide, "a batch in which rows failed is answered like one in which none did"},
        {"email-clash-400", kSide, "changing an e-mail address to another contact's is a 400, not a 409"},
        {"history-depth-20", kSide, "a property's history has its newest 20 versions, not 45"},
        {"journal-bad-offset-404", kSide, "an offset that is unknown or too old is a 404, not a jump to the earliest"},
        {"journal-calculated", kSide, "changes of calculated properties are in the journal"},
        {"journal-has-change-source", kSide, "journal events tell their changeSource and sourceId"},
        {"journal-merge-no-deletes", kSide, "a merge tells no DELETE of the record that was merged away"},
        {"journal-merge-primary-id", kSide, "a MERGE names the old primary record, not the new one"},
        {"journal-merged-ids-absent", kSide, "a MERGE does not name the records that were merged"},
        {"journal-not-enabled", kSide, "the journal's scopes are not recognised: the account does not have it"},
        {"journal-object-id-text", kSide, "journal events name record ids as text"},
        {"journal-static-token", kSide, "the static token may read the journal"},
        {"null-write-refused", kSide, "null as a value to write is a 400, not a clearing"},
        {"pkce-enforced", kSide, "a code_challenge is held against the code_verifier"},
        {"push-event-type-member", kSide, "push events call their type eventType"},
        {"push-source-absent", kSide, "push events have no sourceId"},
        {"rate-limit-category", kSide, "a 429 has category RATE_LIMITS, not errorType RATE_LIMIT"},
        {"refresh-token-rotates", kSide, "a refresh answers with a new refresh token and ends the old one"},
        {"requested-blank-left-out", kSide, "a requested property without a value is left out, not null"},
        {"retry-after-on-429", kSide, "a 429 of the CRM says Retry-After, as the journal's does"},
        {"scopes-second-shape", kSide, "a 403 for scopes lists them within errors"},
        {"search-returns-current", kSide, "search finds by its old index and shows the values of now"},
        {"stage-back-refused", kSide, "setting a lifecycle stage back is a 400, not a 200 without effect"},
        {"subscription-arrays-required", kSide, "journal subscriptions need their lists, empty or not"},
        {"subscription-empty-arrays-refused", kSide, "journal subscriptions must not bring empty lists"},
        {"subscription-empty-means-all", kSide, "a subscription to no properties gets them all"},
        {"subscription-post-adds", kSide, "a second POST makes a second subscription, it does not change the first"},
        {"unique-clash-409", kSide, "a value taken in a custom unique property is a 409 that names the record"},
        {"validation-errors-shortened", kSide, "errors[] lists one invalid value less than the message"},
    };
}

}  // namespace syncline::sandbox::hubspot
