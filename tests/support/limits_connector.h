#pragma once

#include "engine/connectors/api/connector.h"

#include <cstddef>
#include <vector>

namespace syncline::test {

/// A connector of which only the limits are asked for: how many records a side takes at once.
class LimitsConnector final : public connectors::Connector {
public:
    std::size_t reads = 100;
    std::size_t histories = 50;
    std::size_t writes = 100;

    void start(connectors::ConnectorListener&, std::vector<core::Position>) override {}
    void acknowledge(core::Position) override {}
    void request(connectors::ReadRequest) override {}
    void request(connectors::FindRequest) override {}
    void request(connectors::WriteRequest) override {}
    void tryNow() override {}
    void stop() override {}
    [[nodiscard]] std::size_t readLimit() const override { return reads; }
    [[nodiscard]] std::size_t historyLimit() const override { return histories; }
    [[nodiscard]] std::size_t writeLimit() const override { return writes; }
};

}  // namespace syncline::test
