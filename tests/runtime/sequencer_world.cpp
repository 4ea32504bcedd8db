#include "tests/runtime/sequencer_world.h"

namespace syncline::test {

std::string SequencerWorld::leaves() const {
    std::string text;
    for (const auto& [side, request] : last.requests) {
        text += text.empty() ? "" : ", ";
        text += core::name(side);
        if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
            text += " read " + read->ids.front();
        if (const auto* find = std::get_if<connectors::FindRequest>(&request))
            text += " find " + find->values.front();
        if (const auto* write = std::get_if<connectors::WriteRequest>(&request)) {
            text += " write " + write->records.front().id.value_or("a new one");
            for (const connectors::SideField& field : write->records.front().fields)
                text += " " + field.name + "=" + field.text.value_or("(blank)");
        }
    }
    return text;
}

}  // namespace syncline::test
