#pragma once

#include "engine/base/log.h"

#include <QFile>
#include <QTemporaryDir>

namespace syncline::test {

/// All that is logged while it lives, down to debug, in a file that can be read.
class LogFile {
public:
    LogFile() {
        base::log::Options options;
        options.level = base::log::Level::Debug;
        options.file = m_folder.filePath(QStringLiteral("log")).toStdString();
        m_isOpen = base::log::configure(options).has_value();
    }
    ~LogFile() { m_isOpen = base::log::configure({}).has_value(); }
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] QByteArray text() const {
        QFile file(m_folder.filePath(QStringLiteral("log")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(the log cannot be read)");
    }

private:
    QTemporaryDir m_folder;
    bool m_isOpen = false;
};

}  // namespace syncline::test
