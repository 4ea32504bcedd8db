#pragma once

#include "ui/bridge/query.h"

#include <QString>
#include <map>
#include <string>

namespace syncline::ui::stream {

/// What each side calls the mapped fields. A value.
class FieldNames {
public:
    FieldNames() = default;
    explicit FieldNames(const Rules& rules) {
        for (const RuledObject& object : rules.objects) {
            for (const MappedField& field : object.fields)
                m_names[object.name][field.name] = field.field;
        }
    }

    /// The side's own name; the canonical one where the mapping is not known yet, or has no such field.
    [[nodiscard]] QString on(core::Side side, const std::string& object, const QString& field) const {
        const auto fields = m_names.find(object);
        if (fields == m_names.end())
            return field;
        const auto names = fields->second.find(field.toStdString());
        return names == fields->second.end() ? field : QString::fromStdString(names->second[side]);
    }

private:
    std::map<std::string, std::map<std::string, core::PerSide<std::string>>> m_names;
};

}  // namespace syncline::ui::stream
