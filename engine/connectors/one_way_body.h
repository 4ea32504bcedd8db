#pragma once

#include <QByteArray>
#include <QIODevice>
#include <algorithm>
#include <utility>

namespace syncline::connectors {

/// A request's body that can be read once. When the server closes a kept connection, Qt puts the request that was on it
/// on another one, whatever its method, if it can go back to the start of the body. With this one it cannot, and the
/// request fails with ContentReSendError instead of being sent twice.
class OneWayBody final : public QIODevice {
public:
    explicit OneWayBody(QByteArray body) : m_body(std::move(body)) {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_read == m_body.size(); }
    qint64 bytesAvailable() const override { return m_body.size() - m_read; }
    bool seek(qint64 /*position*/) override { return false; }
    bool reset() override { return false; }

protected:
    qint64 readData(char* data, qint64 maxSize) override {
        if (atEnd())
            return -1;
        const qint64 size = std::min(maxSize, bytesAvailable());
        std::copy_n(m_body.constData() + m_read, size, data);
        m_read += size;
        return size;
    }
    qint64 writeData(const char* /*data*/, qint64 /*size*/) override { return -1; }

private:
    QByteArray m_body;
    qint64 m_read = 0;
};

}  // namespace syncline::connectors
