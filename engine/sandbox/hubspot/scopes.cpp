#include "engine/sandbox/hubspot/scopes.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {

const Scopes& accountScopes() {
    static const Scopes kScopes = {"oauth",
                                   "crm.objects.companies.read",
                                   "crm.objects.companies.write",
                                   "crm.objects.contacts.read",
                                   "crm.objects.contacts.write",
                                   "crm.objects.deals.read",
                                   "crm.objects.deals.write",
                                   "crm.objects.owners.read",
                                   "crm.schemas.companies.read",
                                   "crm.schemas.companies.write",
                                   "crm.schemas.contacts.read",
                                   "crm.schemas.contacts.write",
                                   "crm.schemas.deals.read",
                                   "crm.schemas.deals.write"};
    return kScopes;
}

const Scopes& journalScopes() {
    static const Scopes kScopes = {"developer.webhooks_journal.read", "developer.webhooks_journal.snapshots.read",
                                   "developer.webhooks_journal.snapshots.write",
                                   "developer.webhooks_journal.subscriptions.read",
                                   "developer.webhooks_journal.subscriptions.write"};
    return kScopes;
}

Scopes splitScopes(std::string_view text) {
    Scopes scopes;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (end > begin)
            scopes.emplace(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return scopes;
}

std::string joinScopes(const Scopes& scopes) {
    std::string text;
    for (const std::string& scope : scopes)
        text += (text.empty() ? "" : " ") + scope;
    return text;
}

std::optional<std::string> unknownScope(const Scopes& scopes, bool withJournal) {
    for (const std::string& scope : scopes) {
        if (!accountScopes().contains(scope) && !(withJournal && journalScopes().contains(scope)))
            return scope;
    }
    return std::nullopt;
}

}  // namespace syncline::sandbox::hubspot
