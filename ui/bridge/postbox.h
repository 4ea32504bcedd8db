#pragma once

#include <QObject>
#include <functional>
#include <memory>

namespace syncline::ui {

struct PostedWork;

/// Posts work to the thread of an object, from any thread, for as long as the object is there: afterwards nothing more
/// is run. Work runs in the order in which it was posted, one piece for each turn of the event loop. Shared by those
/// who post.
class Postbox {
public:
    /// On the receiver's thread. The postbox closes by itself when the receiver goes, as the last of it.
    explicit Postbox(QObject& receiver);

    void post(std::function<void()> work);
    /// On the receiver's thread. What was posted and has not run yet is dropped.
    void close();

private:
    const std::shared_ptr<PostedWork> m_posted;
};

}  // namespace syncline::ui
