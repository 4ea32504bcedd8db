#pragma once

#include "engine/runtime/sequencer.h"
#include "tests/runtime/step_world.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <QtTest/QTest>

namespace syncline::test {

inline core::Identity identity(std::uint8_t number) {
    core::Identity made{};
    made.fill(number);
    return made;
}

/// A sequencer above a real journal. Every step's batch is made durable, requests are kept until they are answered.
class SequencerWorld {
public:
    SequencerWorld() {
        workspace.folder = folder.path();
        restart();
        for (const core::Side side : core::kSides)
            step(runtime::PhaseChanged{side, core::ConnectorPhase::Connected, std::nullopt});
    }

    /// The program ends, at once, and begins again; what had left is forgotten.
    void restart() {
        sequencer.reset();
        requests.clear();
        ledger = folder.openLedger();
        auto opened = runtime::IdentityIndex::open(folder.path());
        QVERIFY(opened);
        identities = std::move(*opened);
        auto made = runtime::Sequencer::make({workspace,
                                              folder.clock(),
                                              *ledger,
                                              *identities,
                                              folder.journal().head(),
                                              {{"crm-feed", core::Seq()}},
                                              {&limits.salesforce, &limits.hubspot},
                                              base::Random(3)});
        QVERIFY(made);
        sequencer = std::move(*made);
        take(sequencer->begin());
    }
    void step(runtime::Input input) {
        std::vector<runtime::Input> inputs;
        inputs.push_back(std::move(input));
        take(sequencer->step(std::move(inputs)));
    }
    /// Answers every read, and those that follow. Writes stay.
    void answerReads() {
        for (std::size_t at = 0; at < requests.size();) {
            const auto [side, request] = requests[at];
            if (std::holds_alternative<connectors::WriteRequest>(request)) {
                ++at;
                continue;
            }
            requests.erase(requests.begin() + static_cast<std::ptrdiff_t>(at));
            const auto* read = std::get_if<connectors::ReadRequest>(&request);
            step(runtime::ReadAnswered{side, read != nullptr
                                                 ? crms.answer(side, *read)
                                                 : crms.answer(side, std::get<connectors::FindRequest>(request))});
        }
    }
    /// Answers every request of the sides, and those that follow.
    void answerAll() {
        for (answerReads(); !requests.empty(); answerReads()) {
            const core::Side side = requests.front().first;
            const connectors::WriteRequest write = takeWrite();
            step(runtime::WriteAnswered{side, crms.answer(side, write, folder.clock().wallNow())});
        }
    }
    /// The oldest write that has left.
    connectors::WriteRequest takeWrite() {
        const auto write = std::get<connectors::WriteRequest>(requests.front().second);
        requests.erase(requests.begin());
        return write;
    }
    /// A person sets the phone of contact 003, or 50. `number` is the delivery's identity.
    runtime::ChangesCaptured edit(core::Side side, const std::string& phone, std::uint8_t number) {
        const std::string record = side == kSf ? "003" : "50";
        const std::string field = side == kSf ? "Phone" : "phone";
        crms.put(side, "contact", record, {{field, phone}});
        connectors::SourceChange change;
        change.identity = identity(number);
        change.object = side == kSf ? "Contact" : "contacts";
        change.id = record;
        const base::WallTime now = folder.clock().wallNow();
        change.time = {now, now, false, false};
        change.writer = {core::WriterKind::Person, "somebody"};
        change.writerKnown = true;
        change.fields = {{field, phone}};
        return {side, {{change}, {"stream", std::to_string(number)}, now, {}}};
    }
    /// Contacts 003 and 50 are linked and hold the same; nothing is out.
    core::EntityId agreed() {
        crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
        crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
        step(edit(kSf, "1", 255));
        answerAll();
        // What was read is of before whatever is told from now on.
        folder.clock().advance(std::chrono::seconds(10));
        return *ledger->linkOf({kSf, "contact", "003"});
    }
    /// Whatever the side's stream tells of a write of ours.
    runtime::ChangesCaptured echo(core::Side side, const std::string& phone, std::uint8_t number) {
        runtime::ChangesCaptured input = edit(side, phone, number);
        input.captured.changes.front().writer = {core::WriterKind::Us, "Syncline"};
        return input;
    }

    [[nodiscard]] std::string kinds() const {
        std::string text;
        for (const journal::NewEntry& one : last.batch.entries) {
            text += text.empty() ? "" : ", ";
            text += core::name(one.entry.kind());
        }
        return text;
    }
    /// "hubspot write 50 phone=2, salesforce read 003": what is to be sent when the last step is durable.
    [[nodiscard]] std::string leaves() const;
    [[nodiscard]] std::vector<core::Entry> journalOf(core::EntryKind kind) const {
        const auto page = folder.openReader()->readPage(core::Seq(1), folder.openReader()->readHead().value(), 10'000);
        std::vector<core::Entry> found;
        for (const core::Entry& entry : *page) {
            if (entry.kind() == kind)
                found.push_back(entry);
        }
        return found;
    }
    [[nodiscard]] const core::Cell& phone(core::EntityId id) const { return ledger->find(id)->cells.at("phone"); }

    mapping::Workspace workspace = contactsAndCompanies();
    RuntimeFolder folder;
    TwoCrms crms{workspace};
    core::PerSide<LimitsConnector> limits;
    std::unique_ptr<runtime::Ledger> ledger;
    std::unique_ptr<runtime::IdentityIndex> identities;
    std::unique_ptr<runtime::Sequencer> sequencer;
    runtime::StepOutput last;
    std::vector<std::pair<core::Side, runtime::StepOutput::SideRequest>> requests;  ///< that have left

private:
    void take(base::Result<runtime::StepOutput> output) {
        QVERIFY2(output, output ? "" : output.error().message().c_str());
        last = std::move(*output);
        if (!last.batch.isEmpty())
            folder.append(last.batch);
        requests.insert(requests.end(), last.requests.begin(), last.requests.end());
        for (const std::function<void()>& reply : last.replies)
            reply();
    }
};

}  // namespace syncline::test
