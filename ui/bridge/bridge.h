#pragma once

#include "engine/base/result.h"
#include "ui/bridge/query.h"

#include <QObject>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace syncline::ui {

/// A question that is out. Ending it, or putting another in its place, cancels it: its answer is not told any more. So
/// a view that keeps one Ticket for each thing that it asks never sees an answer to an older question.
class Ticket {
public:
    Ticket() = default;
    explicit Ticket(std::stop_source stop) : m_stop(std::move(stop)) {}
    ~Ticket() { cancel(); }
    Ticket(Ticket&& other) noexcept : m_stop(std::exchange(other.m_stop, std::stop_source(std::nostopstate))) {}
    Ticket& operator=(Ticket&& other) noexcept;
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    void cancel() { m_stop.request_stop(); }
    /// Asked, and neither answered nor cancelled.
    [[nodiscard]] bool isOut() const { return m_stop.stop_possible() && !m_stop.stop_requested(); }

private:
    std::stop_source m_stop{std::nostopstate};
};

inline Ticket& Ticket::operator=(Ticket&& other) noexcept {
    if (this != &other) {
        cancel();
        m_stop = std::exchange(other.m_stop, std::stop_source(std::nostopstate));
    }
    return *this;
}

/// The console's one door to the engine: commands down, entries and snapshots up. On the GUI thread; nothing in it
/// blocks. What it tells comes from the event loop, never from within a call.
class Bridge : public QObject {
    Q_OBJECT
public:
    explicit Bridge(QObject* parent = nullptr) : QObject(parent) {}

    /// Who acts: the person's name, for entries.
    [[nodiscard]] virtual std::string who() const = 0;
    [[nodiscard]] virtual std::string workspaceName() const = 0;
    [[nodiscard]] virtual bool isSandbox() const = 0;

    /// The latest; told by snapshotChanged() at most 20 times a second.
    [[nodiscard]] virtual const Snapshot& snapshot() const = 0;

    using Replied = std::function<void(const base::Result<core::Seq>&)>;
    virtual void submit(Command command, Replied replied) = 0;

    /// `answered` is called once unless the ticket has ended by then. The ticket must not outlive what `answered` uses.
    template <typename Q>
    [[nodiscard]] Ticket query(Q question, std::function<void(base::Result<AnswerOf<Q>>)> answered);

    /// Own values are checked as the mapping would translate them: what each side would be given, or what is wrong.
    struct CheckedValue {
        core::PerSide<core::Value> value;
        core::PerSide<std::string> mistake;  ///< "" when it can be written there
    };
    [[nodiscard]] virtual CheckedValue checkOwnValue(const std::string& object, const std::string& field,
                                                     const std::string& text) const = 0;

signals:
    void snapshotChanged();
    /// The engine cannot go on.
    void failed(const QString& what, const QString& hint);

protected:
    using Answered = std::function<void(base::Result<Answer>)>;
    /// Called on the GUI thread, and not after the stop was asked for.
    virtual void ask(Query question, std::stop_source stop, Answered answered) = 0;
};

template <typename Q>
Ticket Bridge::query(Q question, std::function<void(base::Result<AnswerOf<Q>>)> answered) {
    std::stop_source stop;
    ask(Query(std::move(question)), stop, [answered = std::move(answered)](base::Result<Answer> answer) {
        if (!answer)
            return answered(std::move(answer).error());
        answered(std::get<IndexIn<Q, Query>::value>(*std::move(answer)));
    });
    return Ticket(stop);
}

}  // namespace syncline::ui
