#include "ui/bridge/engine_bridge.h"

#include <QString>
#include <QThread>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace syncline::ui {
namespace {

/// Snapshots reach the window at most 20 times a second.
constexpr std::chrono::milliseconds kSnapshotInterval{50};

base::Error noEngine() {
    return {base::ErrorCode::Unavailable,
            {},
            {},
            "this window only reads, as another Syncline has the workspace open",
            "do it there"};
}

}  // namespace

EngineBridge::EngineBridge(Parts parts, QObject* parent)
    : Bridge(parent),
      m_parts(std::move(parts)),
      m_postbox(std::make_shared<Postbox>(*this)),
      m_snapshot(std::make_shared<const Snapshot>()) {}

EngineBridge::~EngineBridge() {
    m_watcher = {};
    m_postbox->close();
    for (auto& [number, out] : m_out)
        out.stop.request_stop();
}

void EngineBridge::attach(runtime::Engine& engine) {
    assert(m_engine == nullptr && QThread::currentThread() == thread());
    m_engine = &engine;
    m_watcher = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

void EngineBridge::showSnapshot(Snapshot snapshot) {
    assert(m_engine == nullptr && QThread::currentThread() == thread());
    m_snapshot = std::make_shared<const Snapshot>(std::move(snapshot));
    emit snapshotChanged();
}

std::function<void(const base::Error&)> EngineBridge::failureSink() {
    return [postbox = m_postbox, self = this](const base::Error& error) {
        postbox->post([self, error] { self->fail(error); });
    };
}

void EngineBridge::submit(Command command, Replied replied) {
    assert(QThread::currentThread() == thread());
    const std::uint64_t number = ++m_lastNumber;
    m_replies.emplace(number, std::move(replied));
    const auto reply = [postbox = m_postbox, self = this, number](const base::Result<core::Seq>& result) {
        postbox->post([self, number, result] { self->reply(number, result); });
    };
    if (m_engine == nullptr)
        reply(noEngine());
    else
        m_engine->submit(std::move(command), reply);
}

Bridge::CheckedValue EngineBridge::checkOwnValue(const std::string& object, const std::string& field,
                                                 const std::string& text) const {
    runtime::OwnValue own = m_parts.ownValues.check(object, field, text);
    return {std::move(own.value), std::move(own.mistake)};
}

void EngineBridge::ask(Query question, std::stop_source stop, Answered answered) {
    assert(QThread::currentThread() == thread());
    const std::uint64_t number = ++m_lastNumber;
    const std::stop_token token = stop.get_token();
    m_out.emplace(number, Out{std::move(stop), std::move(answered)});
    // The answer is held by a pointer: what is posted has to be copied.
    m_parts.queries.ask(std::move(question), token,
                        [postbox = m_postbox, self = this, number](base::Result<Answer> result) {
                            auto held = std::make_shared<base::Result<Answer>>(std::move(result));
                            postbox->post([self, number, held] { self->answer(number, std::move(*held)); });
                        });
}

void EngineBridge::watch(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    base::Generation seen;
    while (true) {
        const auto newer = m_engine->snapshots().waitForNewer(seen, stop);
        if (!newer)
            return;
        seen = newer->generation;
        if (!m_isTold.exchange(true))
            m_postbox->post([this] { takeSnapshot(); });
        std::unique_lock lock(mutex);
        static_cast<void>(never.wait_for(lock, stop, kSnapshotInterval, [] { return false; }));
    }
}

void EngineBridge::takeSnapshot() {
    m_isTold = false;
    m_snapshot = m_engine->snapshots().latest().value;
    emit snapshotChanged();
}

void EngineBridge::reply(std::uint64_t number, const base::Result<core::Seq>& result) {
    // What came of the command is in the snapshot that goes with the reply, told or not.
    if (m_engine != nullptr && m_engine->snapshots().latest().value)
        m_snapshot = m_engine->snapshots().latest().value;
    auto out = m_replies.extract(number);
    if (out.mapped())
        out.mapped()(result);
}

void EngineBridge::answer(std::uint64_t number, base::Result<Answer> answer) {
    auto out = m_out.extract(number);
    if (out.mapped().stop.stop_requested())
        return;
    out.mapped().stop.request_stop();
    out.mapped().answered(std::move(answer));
}

void EngineBridge::fail(const base::Error& error) {
    std::string what = error.operation;
    for (const std::string& part : {error.object, error.detail})
        what += part.empty() ? part : ": " + part;
    emit failed(QString::fromStdString(what), QString::fromStdString(error.hint));
}

}  // namespace syncline::ui
