#include "engine/sandbox/fault_gate.h"

#include <memory>
#include <utility>

namespace syncline::sandbox {

using http_server::Exchange;
using http_server::Outcome;
using http_server::Request;
using http_server::Response;
using http_server::SendWhole;

void FaultGate::handle(Request request, Exchange exchange) {
    ++m_counters.requests;
    if (turnsAway()) {
        turnAway(exchange);
        return;
    }
    const bool writes = m_service.writes(request);
    auto client = std::make_shared<Exchange>(std::move(exchange));
    Exchange inner([this, writes, client](Outcome outcome) { answer(writes, *client, std::move(outcome)); },
                   [client] { return client->isOpen(); });
    m_service.handle(std::move(request), std::move(inner));
    std::erase_if(m_held, [](const auto& held) { return held.expired(); });
    if (client->isOpen())
        m_held.push_back(client);
}

void FaultGate::enforce() {
    if (!turnsAway())
        return;
    for (const auto& held : std::exchange(m_held, {})) {
        if (const auto client = held.lock())
            turnAway(*client);
    }
}

void FaultGate::turnAway(Exchange& client) {
    if (!client.isOpen())
        return;
    ++m_counters.outages;
    if (m_faults.refuseConnections)
        client.abort();
    else
        client.send({503, {{"Content-Type", "text/html"}}, "<html><body>Service Unavailable</body></html>"});
}

void FaultGate::answer(bool writes, Exchange& client, Outcome outcome) {
    const auto* whole = std::get_if<SendWhole>(&outcome);
    const bool done = writes && whole != nullptr && whole->response.status < 300;
    if (done) {
        ++m_counters.writes;
        if (m_faults.loseAnswers > 0) {
            --m_faults.loseAnswers;
            ++m_counters.lostAnswers;
            client.abort();
            return;
        }
    }
    if (m_faults.slowness.count() == 0) {
        pass(client, std::move(outcome));
        return;
    }
    auto late = std::make_shared<std::pair<Exchange, Outcome>>(std::move(client), std::move(outcome));
    m_loop.after(m_faults.slowness, [this, late] { pass(late->first, std::move(late->second)); });
}

void FaultGate::pass(Exchange& client, Outcome outcome) {
    if (turnsAway()) {
        turnAway(client);
        return;
    }
    if (auto* whole = std::get_if<SendWhole>(&outcome)) {
        if (m_faults.cutAnswers > 0) {
            --m_faults.cutAnswers;
            const std::size_t half = whole->response.body.size() / 2;
            if (whole->response.body.empty())
                client.abort();
            else
                client.sendCut(std::move(whole->response), half);
            return;
        }
        client.send(std::move(whole->response));
    } else if (auto* cut = std::get_if<http_server::SendCut>(&outcome)) {
        client.sendCut(std::move(cut->response), cut->bodyBytes);
    } else {
        client.abort();
    }
}

}  // namespace syncline::sandbox
