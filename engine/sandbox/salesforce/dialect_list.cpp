#include "engine/sandbox/salesforce/dialect_list.h"

namespace syncline::sandbox::salesforce {

std::vector<Dialect> dialectList() {
    constexpr model::Side kSide = model::Side::Salesforce;
    return {
        {"token-error-401", kSide, "the token endpoint refuses with 401, not 400"},
        {"wrong-verifier-invalid-request", kSide, "a wrong PKCE verifier is invalid_request, not invalid_grant"},
        {"sixth-grant-drops-oldest", kSide, "a sixth sign-in of one user ends the oldest of five lasting grants"},
        {"http-redirect-refused", kSide, "callback URLs must be https or have a scheme of their own"},
        {"redirect-localhost-only", kSide, "http://127.0.0.1 is refused as a callback, http://localhost is not"},
        {"replay-error-one-blank", kSide, "one blank, not two, behind \"was invalid.\" in the replay error"},
        {"replay-ids-above-2-53", kSide, "replay ids are larger than a double can tell apart"},
        {"bayeux-errors-with-status", kSide,
         "refused Bayeux messages come with their code as the HTTP status, not 200"},
        {"disconnect-with-401", kSide, "a pushed /meta/disconnect comes with a failed connect, 401 and reconnect none"},
        {"changed-fields-absent", kSide, "change events over CometD have no changedFields"},
        {"changed-fields-empty", kSide, "changedFields is there and always empty"},
        {"unknown-header-keys", kSide, "the event header has a key that the guide does not list, isTransactionEnd"},
        {"compound-whole", kSide, "a changed compound brings all of its components, not only the changed ones"},
        {"change-dates-without-millis", kSide, "date-times in change events end in \"00Z\", without milliseconds"},
        {"origin-not-on-collections", kSide, "Sforce-Call-Options has no effect on sObject Collections"},
        {"flow-effects-without-origin", kSide, "an event in which a flow set a field too names no origin"},
        {"empty-string-refused", kSide, "\"\" is no null for fields that do not hold text"},
        {"external-id-in-body-accepted", kSide, "an upsert may repeat its external id in the body"},
        {"external-id-error-array", kSide, "an unknown external id field is answered with an array, not an object"},
        {"deleted-record-400", kSide, "ENTITY_IS_DELETED comes with 400, not 404"},
        {"cross-reference-404", kSide, "INVALID_CROSS_REFERENCE_KEY comes with 404, not 400"},
        {"precondition-without-body", kSide, "412 has an empty body"},
        {"query-locator-expired-400", kSide, "a lost locator is QUERY_LOCATOR_EXPIRED with 400, not 404"},
        {"retired-version-404", kSide, "REST versions below 31.0 are answered 404, not 410"},
    };
}

}  // namespace syncline::sandbox::salesforce
