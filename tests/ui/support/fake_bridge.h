#pragma once

#include "ui/bridge/bridge.h"

#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

/// A bridge without an engine. Queries are answered by the handlers that a test sets, from the event loop as the real
/// one answers; a query whose type has no handler stays out, and is answered when one is set. Commands are kept and
/// replied to. On the GUI thread.
class FakeBridge final : public ui::Bridge {
    Q_OBJECT
public:
    using Bridge::Bridge;

    /// Answers queries of that type from now on, also those that are out.
    template <typename Q>
    void onQuery(std::function<base::Result<ui::AnswerOf<Q>>(const Q&)> handler);
    /// Queries of that type stay out from now on: a view that is loading.
    template <typename Q>
    void holdQueries() {
        m_handlers[ui::IndexIn<Q, ui::Query>::value] = nullptr;
    }
    /// All of that type that were asked, in order, cancelled or not.
    template <typename Q>
    [[nodiscard]] std::vector<Q> asked() const;

    using Reply = std::function<base::Result<core::Seq>(const ui::Command&)>;
    /// What commands are replied with; entry 1 until it is set.
    void setReply(Reply reply) { m_reply = std::move(reply); }
    void setReply(base::Result<core::Seq> reply);
    [[nodiscard]] const std::vector<ui::Command>& commands() const { return m_commands; }

    /// Tells snapshotChanged() from the event loop.
    void setSnapshot(ui::Snapshot snapshot);
    using Check =
        std::function<CheckedValue(const std::string& object, const std::string& field, const std::string& text)>;
    /// How own values are checked; until it is set both sides would be given the text.
    void setCheck(Check check) { m_check = std::move(check); }
    void setSandbox(bool isSandbox) { m_isSandbox = isSandbox; }

    [[nodiscard]] std::string who() const override { return "grace"; }
    [[nodiscard]] std::string workspaceName() const override { return "Acme"; }
    [[nodiscard]] bool isSandbox() const override { return m_isSandbox; }
    [[nodiscard]] const ui::Snapshot& snapshot() const override { return m_snapshot; }
    void submit(ui::Command command, Replied replied) override;
    [[nodiscard]] CheckedValue checkOwnValue(const std::string& object, const std::string& field,
                                             const std::string& text) const override;

protected:
    void ask(ui::Query question, std::stop_source stop, Answered answered) override;

private:
    using Handler = std::function<base::Result<ui::Answer>(const ui::Query&)>;
    struct Out {
        ui::Query question;
        std::stop_source stop;
        Answered answered;
    };

    void answerFromTheEventLoop();
    void answerAll();

    std::array<Handler, std::variant_size_v<ui::Query>> m_handlers;
    std::list<Out> m_out;
    std::vector<ui::Query> m_asked;
    Reply m_reply;
    std::vector<ui::Command> m_commands;
    ui::Snapshot m_snapshot;
    Check m_check;
    bool m_isSandbox = true;
};

template <typename Q>
void FakeBridge::onQuery(std::function<base::Result<ui::AnswerOf<Q>>(const Q&)> handler) {
    constexpr std::size_t kIndex = ui::IndexIn<Q, ui::Query>::value;
    m_handlers[kIndex] = [handler = std::move(handler)](const ui::Query& question) -> base::Result<ui::Answer> {
        base::Result<ui::AnswerOf<Q>> answer = handler(std::get<Q>(question));
        if (!answer)
            return std::move(answer).error();
        return ui::Answer(std::in_place_index<kIndex>, *std::move(answer));
    };
    answerFromTheEventLoop();
}

template <typename Q>
std::vector<Q> FakeBridge::asked() const {
    std::vector<Q> questions;
    for (const ui::Query& question : m_asked) {
        if (const Q* one = std::get_if<Q>(&question))
            questions.push_back(*one);
    }
    return questions;
}

}  // namespace syncline::test
