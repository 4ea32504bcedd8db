#include "engine/sandbox/model/cold_text.h"

#include "engine/base/log.h"
#include "engine/sandbox/model/packed_text.h"

#include <optional>
#include <utility>

namespace syncline::sandbox::model {

/// Packed bytes in the file, or here.
class ColdText::Place {
public:
    Place(std::string packed, std::shared_ptr<base::SpillFile> file)
        : m_file(std::move(file)), m_run(m_file->write(packed)) {
        if (!m_run)
            m_bytes = std::move(packed);
    }
    ~Place() {
        if (m_run)
            m_file->release(*m_run);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    [[nodiscard]] std::optional<std::string> text() const {
        if (!m_run)
            return unpackedText(m_bytes);
        const std::optional<std::string> bytes = m_file->read(*m_run);
        return bytes ? unpackedText(*bytes) : std::nullopt;
    }

private:
    std::shared_ptr<base::SpillFile> m_file;
    std::optional<base::SpillFile::Run> m_run;
    std::string m_bytes;
};

ColdText::ColdText(std::string_view text, const std::shared_ptr<base::SpillFile>& file) {
    if (!text.empty())
        m_place = std::make_shared<const Place>(packedText(text), file);
}

std::string ColdText::read() const {
    if (m_place == nullptr)
        return {};
    std::optional<std::string> text = m_place->text();
    if (!text)
        base::log::error("sandbox", "what was set aside in a temporary file cannot be read again");
    return std::move(text).value_or("");
}

}  // namespace syncline::sandbox::model
