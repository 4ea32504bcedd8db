#include "engine/connectors/keyring_secrets.h"

#include "engine/base/log.h"
#include "engine/connectors/connector_thread.h"
#include "engine/connectors/environment_secrets.h"

#include <QMetaObject>
#include <QObject>
#include <QTimer>
#include <mutex>
#include <utility>

#include <qt6keychain/keychain.h>

namespace syncline::connectors {

namespace {

using base::ErrorCode;

constexpr char kRead[] = "read a secret from the keyring";
constexpr char kWrite[] = "write a secret to the keyring";

/// What a person can do when this secret cannot be had.
std::string hintOf(const SecretName& name) {
    return "unlock the keyring, or set " + variableOf(name.side, name.kind) + " and start again; its place in the keyring "
           "is " + keyringKey(name) + ", under service Syncline";
}

std::string_view kindName(SecretKind kind) {
    switch (kind) {
        case SecretKind::AccessToken:
            return "access-token";
        case SecretKind::RefreshToken:
            return "refresh-token";
        case SecretKind::ClientSecret:
            return "client-secret";
    }
    return {};
}

base::Error errorOf(const QKeychain::Job& job, const char* operation, const SecretName& name) {
    const bool isRefused = job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser;
    return {isRefused ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, operation, job.key().toStdString(),
            job.errorString().toStdString(), hintOf(name)};
}

}  // namespace

std::string keyringKey(const SecretName& name) {
    return name.workspace + "/" + std::string(core::name(name.side)) + "/" + std::string(kindName(name.kind));
}

struct Keyring::Impl {
    /// QtKeychain deletes a job when it has said that it is finished.
    template <typename Job, typename Prepare, typename Finished>
    void run(const SecretName& name, Prepare prepare, Finished finished) {
        thread.post([name, prepare = std::move(prepare), finished = std::move(finished)] {
            auto* job = new Job(QStringLiteral("Syncline"));
            job->setKey(QString::fromStdString(keyringKey(name)));
            prepare(*job);
            QObject::connect(job, &QKeychain::Job::finished, job, [job, finished] { finished(*job); });
            job->start();
        });
    }

    ConnectorThread thread{
        "keyring", [](const base::Error& error) { base::log::error("secrets", "the keyring's thread ends", error); }};
};

Keyring::Keyring() : m_impl(std::make_unique<Impl>()) {}
Keyring::~Keyring() = default;

void Keyring::read(const SecretName& name, Read done) {
    using Job = QKeychain::ReadPasswordJob;
    m_impl->run<Job>(
        name, [](Job&) {},
        [name, done = std::move(done)](Job& job) {
            if (job.error() == QKeychain::EntryNotFound)
                done(std::optional<std::string>());
            else if (job.error() != QKeychain::NoError)
                done(errorOf(job, kRead, name));
            else
                done(std::optional(job.textData().toStdString()));
        });
}

void Keyring::write(const SecretName& name, std::string value, Written done) {
    using Job = QKeychain::WritePasswordJob;
    m_impl->run<Job>(
        name, [value = std::move(value)](Job& job) { job.setTextData(QString::fromStdString(value)); },
        [name, done = std::move(done)](Job& job) {
            if (job.error() == QKeychain::NoError)
                done({});
            else
                done(errorOf(job, kWrite, name));
        });
}

/// Where answers come back to; it says whether anybody waits there still.
struct Landing {
    std::mutex mutex;
    QObject* context = nullptr;  ///< guarded by mutex; null: gone

    void post(std::function<void()> function) {
        const std::lock_guard lock(mutex);
        if (context)
            QMetaObject::invokeMethod(context, std::move(function), Qt::QueuedConnection);
    }
};

struct KeyringSecrets::Impl {
    Impl(std::shared_ptr<Keyring> sharedKeyring, std::chrono::milliseconds timeToAnswer)
        : keyring(std::move(sharedKeyring)), patience(timeToAnswer) {
        landing->context = &context;
    }
    ~Impl() {
        const std::lock_guard lock(landing->mutex);
        landing->context = nullptr;
    }

    /// Brings the answer back to this thread, or an error when none comes in time; once.
    template <typename Outcome>
    std::function<void(Outcome)> backHere(const char* operation, const SecretName& name,
                                          std::function<void(Outcome)> done) {
        auto once = std::make_shared<std::function<void(Outcome)>>(std::move(done));
        const auto answer = [once](const Outcome& outcome) {
            if (const auto function = std::exchange(*once, nullptr))
                function(outcome);
        };
        QTimer::singleShot(patience, &context, [answer, operation, name] {
            answer(base::Error{ErrorCode::TimedOut, operation, keyringKey(name), "the keyring does not answer",
                               hintOf(name)});
        });
        return [target = landing, answer](Outcome outcome) {
            target->post([answer, outcome = std::move(outcome)] { answer(outcome); });
        };
    }

    std::shared_ptr<Keyring> keyring;
    const std::chrono::milliseconds patience;
    QObject context;
    std::shared_ptr<Landing> landing = std::make_shared<Landing>();
};

KeyringSecrets::KeyringSecrets(std::shared_ptr<Keyring> keyring, std::chrono::milliseconds patience)
    : m_impl(std::make_unique<Impl>(std::move(keyring), patience)) {}
KeyringSecrets::~KeyringSecrets() = default;

void KeyringSecrets::read(const SecretName& name, Read done) {
    m_impl->keyring->read(name, m_impl->backHere(kRead, name, std::move(done)));
}

void KeyringSecrets::write(const SecretName& name, std::string value, Written done) {
    m_impl->keyring->write(name, std::move(value), m_impl->backHere(kWrite, name, std::move(done)));
}

}  // namespace syncline::connectors
