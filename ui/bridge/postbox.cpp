#include "ui/bridge/postbox.h"

#include <deque>
#include <mutex>
#include <utility>

namespace syncline::ui {

class PostboxDoor;

/// The work lies here and not in Qt's queue, so that it goes from thread to thread under a lock of ours: Qt's queue
/// holds no more than that there is some. ThreadSanitizer, which does not see into Qt, can follow that.
struct PostedWork {
    std::mutex mutex;
    std::deque<std::function<void()>> works;  ///< guarded by mutex
    PostboxDoor* door = nullptr;              ///< guarded by mutex; null when it is closed

    void close();
    /// The oldest; none when it was closed meanwhile.
    [[nodiscard]] std::function<void()> takeNext();
};

/// A child of the receiver: lives on its thread and goes with it.
class PostboxDoor final : public QObject {
    Q_OBJECT
public:
    PostboxDoor(std::shared_ptr<PostedWork> posted, QObject& receiver)
        : QObject(&receiver), m_posted(std::move(posted)) {
        connect(this, &PostboxDoor::knocked, this, &PostboxDoor::runNext, Qt::QueuedConnection);
    }
    ~PostboxDoor() override { m_posted->close(); }

signals:
    /// From any thread, once for each piece of work.
    void knocked();

private:
    void runNext() {
        if (const std::function<void()> work = m_posted->takeNext())
            work();
    }

    const std::shared_ptr<PostedWork> m_posted;
};

void PostedWork::close() {
    std::deque<std::function<void()>> dropped;  // goes after the lock: it may hold anything
    const std::lock_guard lock(mutex);
    door = nullptr;
    dropped.swap(works);
}

std::function<void()> PostedWork::takeNext() {
    const std::lock_guard lock(mutex);
    if (works.empty())
        return {};
    std::function<void()> work = std::move(works.front());
    works.pop_front();
    return work;
}

Postbox::Postbox(QObject& receiver) : m_posted(std::make_shared<PostedWork>()) {
    m_posted->door = new PostboxDoor(m_posted, receiver);  // the receiver owns it
}

void Postbox::post(std::function<void()> work) {
    // Held while Qt takes the event, so that the door stays that long; no work runs under it.
    const std::lock_guard lock(m_posted->mutex);
    if (m_posted->door == nullptr)
        return;
    m_posted->works.push_back(std::move(work));
    emit m_posted->door->knocked();
}

void Postbox::close() {
    m_posted->close();
}

}  // namespace syncline::ui

#include "postbox.moc"
