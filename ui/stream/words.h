#pragma once

#include <QCoreApplication>

namespace syncline::ui::stream {

/// Translations for what the stream says outside of its widgets.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Stream)
};

}  // namespace syncline::ui::stream
