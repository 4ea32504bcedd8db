#include "tests/ui/support/fake_bridge.h"

#include <QMetaObject>

namespace syncline::test {

void FakeBridge::setReply(base::Result<core::Seq> reply) {
    m_reply = [reply = std::move(reply)](const ui::Command&) { return reply; };
}

void FakeBridge::setSnapshot(ui::Snapshot snapshot) {
    m_snapshot = std::move(snapshot);
    QMetaObject::invokeMethod(this, &FakeBridge::snapshotChanged, Qt::QueuedConnection);
}

void FakeBridge::submit(ui::Command command, Replied replied) {
    m_commands.push_back(command);
    const auto reply = [this, command = std::move(command), replied = std::move(replied)] {
        const base::Result<core::Seq> result = m_reply ? m_reply(command) : core::Seq(1);
        if (replied)
            replied(result);
    };
    QMetaObject::invokeMethod(this, reply, Qt::QueuedConnection);
}

ui::Bridge::CheckedValue FakeBridge::checkOwnValue(const std::string& object, const std::string& field,
                                                   const std::string& text) const {
    if (m_check)
        return m_check(object, field, text);
    const core::Value value = text.empty() ? core::Value{} : core::Value{text, text};
    return {{value, value}, {}};
}

void FakeBridge::ask(ui::Query question, std::stop_source stop, Answered answered) {
    m_asked.push_back(question);
    m_out.push_back({std::move(question), std::move(stop), std::move(answered)});
    answerFromTheEventLoop();
}

void FakeBridge::answerFromTheEventLoop() {
    QMetaObject::invokeMethod(this, &FakeBridge::answerAll, Qt::QueuedConnection);
}

void FakeBridge::answerAll() {
    // What is answered may ask again: that is answered the next time.
    std::list<Out> out = std::exchange(m_out, {});
    for (auto one = out.begin(); one != out.end(); one = out.erase(one)) {
        if (one->stop.stop_requested())
            continue;
        const Handler handler = m_handlers[one->question.index()];
        if (!handler) {
            m_out.push_back(std::move(*one));
            continue;
        }
        base::Result<ui::Answer> answer = handler(one->question);
        one->stop.request_stop();
        one->answered(std::move(answer));
    }
}

}  // namespace syncline::test
