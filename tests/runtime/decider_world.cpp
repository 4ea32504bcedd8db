#include "tests/runtime/decider_world.h"

#include <set>
#include <utility>

#include <QtTest/QTest>

namespace syncline::test {

core::Seq DeciderWorld::change(core::EntityId id, core::ChangeCaptured captured) {
    captured.change.seq = context.nextSeq();
    decider.captured(context.nextSeq(), captured);
    const core::Seq seq = append(id, captured.change.side, captured);
    advance();
    return seq;
}

core::EntityId DeciderWorld::agreed(const core::PerSide<std::string>& record) {
    crms.put(kSf, "contact", record.salesforce, {{"Phone", "1"}, {"Email", "a@b.c"}});
    crms.put(kHs, "contact", record.hubspot, {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = linked("contact", record);
    advance();
    answerAll();
    static_cast<void>(newKinds());
    static_cast<void>(asked());
    return id;
}

core::EntityId DeciderWorld::knowsPhone(const core::PerSide<std::string>& record) {
    const core::EntityId id = linked("contact", record);
    core::FieldDecision phone;
    phone.field = "phone";
    phone.change.standing = core::Version{{core::Seq(id.value()), kHs}, {{"1", "1"}, {"1", "1"}}, {}, {}, false};
    phone.change.present = {phone.change.standing, phone.change.standing};
    append(id, kHs, core::FieldsDecided{{phone}});
    static_cast<void>(newKinds());
    return id;
}

void DeciderWorld::pass(std::chrono::milliseconds by) {
    folder.clock().advance(by);
    const runtime::StepOutput kept = context.takeOutput();
    context.begin();
    context.output() = kept;
    QVERIFY(decider.release(context));
    advance();
}

void DeciderWorld::advance() {
    for (std::set<core::EntityId> touched = context.takeTouched(); !touched.empty(); touched = context.takeTouched()) {
        for (const core::EntityId id : touched) {
            if (id != core::EntityId())
                QVERIFY(decider.advance(context, id));
        }
    }
    reads.flush(context);
}

std::string DeciderWorld::asked() {
    std::string text;
    for (; m_asked < context.output().requests.size(); ++m_asked) {
        const auto& [side, request] = context.output().requests[m_asked];
        text += text.empty() ? "" : ", ";
        text += core::name(side);
        if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
            text += (read->history.empty() ? " read " : " history of ") + read->ids.front();
        else if (const auto* find = std::get_if<connectors::FindRequest>(&request))
            text += " find " + find->field + " " + find->values.front();
    }
    return text;
}

void DeciderWorld::answer(std::size_t number) {
    const auto [side, request] = context.output().requests.at(number);
    connectors::ReadAnswer answer;
    if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
        answer = crms.answer(side, *read);
    else
        answer = crms.answer(side, std::get<connectors::FindRequest>(request));
    for (const runtime::ReadGot& got : reads.answered(context, side, answer))
        QVERIFY(decider.got(context, got));
    advance();
}

std::string DeciderWorld::decisions(core::Seq after) {
    std::string text;
    for (const journal::NewEntry& one : context.output().batch.entries) {
        const auto* decided = std::get_if<core::FieldsDecided>(&one.entry.body);
        if (decided == nullptr || one.entry.seq <= after)
            continue;
        for (const core::FieldDecision& field : decided->fields) {
            text += text.empty() ? "" : ", ";
            text += std::to_string(one.entry.cause.value()) + ": " + std::string(core::name(field.outcome));
        }
    }
    return text;
}

void DeciderWorld::lose(core::EntityId id) {
    append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", *ledger->find(id)->record.hubspot}}, false});
    decider.missed(id);
    advance();
}

void DeciderWorld::connect(core::Side side, core::ConnectorPhase phase) {
    reads.sideChanged(side, phase);
    decider.sideChanged(side, phase);
    QVERIFY(decider.release(context));
}

std::string line(core::Seq seq, const char* outcome) {
    return std::to_string(seq.value()) + ": " + outcome;
}

}  // namespace syncline::test
