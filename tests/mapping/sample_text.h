#pragma once

#include <QByteArray>

namespace syncline::test {

/// A workspace with one of everything. Its lines are counted from 1: tests name them.
inline QByteArray sampleText() {
    return R"({
  "version": 1,
  "name": "Test",
  "id": "6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d",
  "connections": {
    "salesforce": { "baseUrl": "https://acme.my.salesforce.com/", "clientId": "3MVG9" },
    "hubspot": { "baseUrl": "https://api.hubapi.com", "portalId": "4471123" }
  },
  "mode": { "toSalesforce": "observe", "toHubspot": "live" },
  "timing": { "settleMs": 4000 },
  "objects": [
    {
      "name": "contact",
      "salesforce": "Contact",
      "hubspot": "contacts",
      "partnerId": { "salesforce": "HubSpot_Id__c", "hubspot": "sf_contact_id" },
      "match": ["email"],
      "create": { "salesforce": true, "hubspot": false },
      "defaults": { "rule": { "lastWriterWins": { "toleranceMs": 250, "tieBreak": "hubspot" } } },
      "fields": [
        { "name": "email", "salesforce": "Email", "hubspot": "email", "compare": "caseInsensitive" },
        { "name": "phone", "salesforce": "Phone", "hubspot": "phone", "rule": { "owner": "hubspot", "onRefused": "keep" } },
        { "name": "score", "salesforce": "Score__c", "hubspot": "score", "compare": "number", "scale": 2 },
        { "name": "rating", "salesforce": "Rating__c", "hubspot": "rating", "options": { "Hot": "hot", "Cold": "cold" } },
        { "name": "title", "salesforce": "Title", "hubspot": "jobtitle", "direction": "toHubspot" }
      ]
    }
  ],
  "streams": [{ "name": "events", "file": "streams/events.jsonl", "filter": "side == hubspot" }]
}
)";
}

}  // namespace syncline::test
