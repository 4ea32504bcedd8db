#pragma once

#include "tests/sandbox/hubspot/account_bench.h"

#include <string>
#include <utility>
#include <vector>

namespace syncline::sandbox::hubspot {

inline const std::string kContacts = "/crm/objects/2026-09/contacts";
inline const std::string kJournal = "/webhooks-journal/journal/2026-09";
inline const std::string kSubscriptions = "/webhooks-journal/subscriptions/2026-09";
inline const std::string kAllActions = "'actions':['CREATE','UPDATE','DELETE','MERGE','RESTORE']";

inline std::string objectSubscription(const std::string& properties, const std::string& typeId = "0-1") {
    return "{'subscriptionType':'OBJECT','portalId':4471123,'objectTypeId':'" + typeId + "'," + kAllActions
           + ",'properties':[" + properties + "]}";
}

inline const std::string kAssociations =
    "{'subscriptionType':'ASSOCIATION','portalId':4471123,'objectTypeId':'0-1','associatedObjectTypeIds':['0-2'],"
    "'actions':['ASSOCIATION_ADDED','ASSOCIATION_REMOVED']}";

/// The path and query of a URL.
inline std::string pathOf(const std::string& url) {
    return url.substr(url.find('/', url.find("//") + 2));
}

/// An account with the app's token, which reads the journal on from where it is.
class JournalReader {
public:
    explicit JournalReader(std::vector<std::string> dialects = {}, HubSpotOptions options = {})
        : bench(std::move(dialects), std::move(options)), token(bench.appToken()) {}

    Answer subscribe(const std::string& body) { return bench.askAs(token, "POST", kSubscriptions, body); }
    Answer journal(const std::string& tail) { return bench.askAs(token, "GET", kJournal + tail); }
    Answer next() { return journal(m_offset.empty() ? "/earliest" : "/offset/" + m_offset + "/next"); }

    /// All events of all files that are new.
    boost::json::array events() {
        boost::json::array all;
        for (Answer entry = next(); entry.status == 200; entry = next()) {
            const Answer file = bench.askAs("", "GET", pathOf(entry.at("/url")));
            if (file.status != 200)
                break;
            for (const boost::json::value& event : file.json.at("journalEvents").as_array())
                all.push_back(event);
            m_offset = entry.at("/currentOffset");
            ++files;
        }
        return all;
    }

    /// "UPDATE city" and so on, in order, of what a second brings.
    std::string told() {
        bench.wait(std::chrono::seconds(1));
        std::string list;
        for (const boost::json::value& event : events()) {
            list += (list.empty() ? "" : ", ") + std::string(event.at("action").as_string());
            if (const auto* changes = event.as_object().if_contains("propertyChanges")) {
                for (const auto& change : changes->as_object())
                    list += " " + std::string(change.key());
            }
        }
        return list;
    }

    AccountBench bench;
    std::string token;
    int files = 0;

private:
    std::string m_offset;
};

/// One dialect, or none.
inline std::vector<std::string> with(const char* dialect, bool on) {
    return on ? std::vector<std::string>{dialect} : std::vector<std::string>{};
}

}  // namespace syncline::sandbox::hubspot
