#include "engine/connectors/connector_thread.h"

#include <QMetaObject>
#include <QObject>
#include <QThread>
#include <exception>
#include <mutex>
#include <utility>

namespace syncline::connectors {

namespace {

base::Error thrown(const char* words) {
    return {base::ErrorCode::Internal, "run a connector", {}, words, "restart the program, and report this"};
}

}  // namespace

struct ConnectorThread::Impl final : QThread {
    explicit Impl(std::function<void(base::Error)> whenFailed) : failed(std::move(whenFailed)) {
        anchor.moveToThread(this);
    }

    void run() override {
        bool isEnded = false;
        // What the event loop itself lets through: callbacks of timers and replies.
        guarded([&] {
            exec();
            isEnded = true;
        });
        if (!isEnded)
            exec();  // For the last function.
    }

    void guarded(const std::function<void()>& function) {
        try {
            function();
        } catch (const std::exception& exception) {
            fail(exception.what());
        } catch (...) {
            fail("an exception of an unknown type");
        }
    }

    void fail(const char* words) {
        if (std::exchange(hasFailed, true))
            return;
        failed(thrown(words));
    }

    void enqueue(std::function<void()> function) {
        QMetaObject::invokeMethod(&anchor, std::move(function), Qt::QueuedConnection);
    }

    std::function<void(base::Error)> failed;
    bool hasFailed = false;  ///< on the thread only
    QObject anchor;          ///< lives on the thread
    std::mutex mutex;
    bool isStopped = false;  ///< guarded by mutex
};

ConnectorThread::ConnectorThread(const std::string& name, std::function<void(base::Error)> failed)
    : m_impl(std::make_unique<Impl>(std::move(failed))) {
    m_impl->setObjectName(QString::fromStdString(name));
    m_impl->start();
}

ConnectorThread::~ConnectorThread() {
    stop();
}

bool ConnectorThread::post(std::function<void()> function) {
    const std::lock_guard lock(m_impl->mutex);
    if (m_impl->isStopped)
        return false;
    m_impl->enqueue([impl = m_impl.get(), function = std::move(function)] {
        if (!impl->hasFailed)
            impl->guarded(function);
    });
    return true;
}

void ConnectorThread::stop(std::function<void()> last) {
    {
        const std::lock_guard lock(m_impl->mutex);
        if (!std::exchange(m_impl->isStopped, true)) {
            m_impl->enqueue([impl = m_impl.get(), last = std::move(last)] {
                if (last)
                    impl->guarded(last);
                impl->quit();
            });
        }
    }
    m_impl->wait();
}

bool ConnectorThread::isCurrent() const {
    return QThread::currentThread() == m_impl.get();
}

}  // namespace syncline::connectors
