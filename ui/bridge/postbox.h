#pragma once

#include <QObject>
#include <functional>
#include <mutex>

namespace syncline::ui {

/// Posts work to the thread of an object, from any thread, for as long as the object is there: afterwards nothing more
/// is run. Shared by those who post; the object empties it before it goes.
class Postbox {
public:
    explicit Postbox(QObject& receiver) : m_receiver(&receiver) {}

    void post(std::function<void()> work);
    /// On the receiver's thread. What was posted and has not run yet goes with the receiver.
    void close();

private:
    std::mutex m_mutex;
    QObject* m_receiver;  ///< guarded by m_mutex; null when it is closed
};

}  // namespace syncline::ui
