#pragma once

#include "engine/runtime/engine.h"
#include "engine/runtime/own_values.h"
#include "engine/runtime/query/query_pool.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/postbox.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

namespace syncline::ui {

/// The bridge to a workspace's files and, once it is attached, to its engine. Without an engine commands are refused
/// and the snapshot stays empty; queries are answered all the same. What is asked and what is to be called then stays
/// on the GUI thread: other threads know numbers only, and what they tell after the bridge has gone is dropped.
class EngineBridge final : public Bridge {
    Q_OBJECT
public:
    struct Parts {
        runtime::QueryPool& queries;
        const runtime::OwnValues& ownValues;
        std::string who;
        std::string workspaceName;
        bool isSandbox = false;
    };
    /// What the parts refer to must outlive the bridge.
    explicit EngineBridge(Parts parts, QObject* parent = nullptr);
    ~EngineBridge() override;

    /// To be called once; the engine must outlive the bridge.
    void attach(runtime::Engine& engine);
    /// Of an engine in another process; only while none is attached.
    void showSnapshot(Snapshot snapshot);
    /// For runtime::EngineParts::failed: may be called from any thread at any time, also after the bridge has gone.
    [[nodiscard]] std::function<void(const base::Error&)> failureSink();

    [[nodiscard]] std::string who() const override { return m_parts.who; }
    [[nodiscard]] std::string workspaceName() const override { return m_parts.workspaceName; }
    [[nodiscard]] bool isSandbox() const override { return m_parts.isSandbox; }
    [[nodiscard]] const Snapshot& snapshot() const override { return *m_snapshot; }
    void submit(Command command, Replied replied) override;
    [[nodiscard]] CheckedValue checkOwnValue(const std::string& object, const std::string& field,
                                             const std::string& text) const override;

protected:
    void ask(Query question, std::stop_source stop, Answered answered) override;

private:
    struct Out {
        std::stop_source stop;
        Answered answered;
    };

    void watch(const std::stop_token& stop);
    void takeSnapshot();
    void reply(std::uint64_t number, const base::Result<core::Seq>& result);
    void answer(std::uint64_t number, base::Result<Answer> answer);
    void fail(const base::Error& error);

    const Parts m_parts;
    const std::shared_ptr<Postbox> m_postbox;
    runtime::Engine* m_engine = nullptr;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::uint64_t m_lastNumber = 0;
    std::map<std::uint64_t, Replied> m_replies;  ///< that are still to come
    std::map<std::uint64_t, Out> m_out;
    std::atomic<bool> m_isTold{false};  ///< a newer snapshot is on its way to the GUI thread
    std::jthread m_watcher;
};

}  // namespace syncline::ui
