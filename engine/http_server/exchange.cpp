#include "engine/http_server/exchange.h"

#include <utility>

namespace syncline::http_server {

Exchange::Exchange(std::function<void(Outcome)> finish, std::function<bool()> isOpen)
    : m_finish(std::move(finish)), m_isOpen(std::move(isOpen)) {}

Exchange::Exchange(Exchange&& other) noexcept
    : m_finish(std::exchange(other.m_finish, nullptr)), m_isOpen(std::exchange(other.m_isOpen, nullptr)) {}

Exchange& Exchange::operator=(Exchange&& other) noexcept {
    if (this == &other)
        return *this;
    finish(SendWhole{Response{500, {}, {}}});
    m_finish = std::exchange(other.m_finish, nullptr);
    m_isOpen = std::exchange(other.m_isOpen, nullptr);
    return *this;
}

Exchange::~Exchange() {
    finish(SendWhole{Response{500, {}, {}}});
}

void Exchange::send(Response response) {
    finish(SendWhole{std::move(response)});
}

void Exchange::sendCut(Response response, std::size_t bodyBytes) {
    finish(SendCut{std::move(response), bodyBytes});
}

void Exchange::abort() {
    finish(Abort{});
}

bool Exchange::isOpen() const {
    return m_finish && (!m_isOpen || m_isOpen());
}

void Exchange::finish(Outcome outcome) {
    // Empty before the call, so that an answer given from within it finds the exchange answered.
    if (const auto answer = std::exchange(m_finish, nullptr))
        answer(std::move(outcome));
}

}  // namespace syncline::http_server
