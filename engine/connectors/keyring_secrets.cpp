#include "engine/connectors/keyring_secrets.h"

#include "engine/base/log.h"
#include "engine/connectors/connector_thread.h"

#include <QMetaObject>
#include <QObject>
#include <mutex>

#include <qt6keychain/keychain.h>

namespace syncline::connectors {

namespace {

using base::ErrorCode;

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

std::string keyOf(const SecretName& name) {
    return name.workspace + "/" + std::string(core::name(name.side)) + "/" + std::string(kindName(name.kind));
}

base::Error errorOf(const QKeychain::Job& job, const char* operation) {
    const bool isRefused = job.error() == QKeychain::AccessDenied || job.error() == QKeychain::AccessDeniedByUser;
    return {isRefused ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, operation, job.key().toStdString(),
            job.errorString().toStdString(), "unlock the keyring, or set the environment variables for secrets"};
}

constexpr char kRead[] = "read a secret from the keyring";
constexpr char kWrite[] = "write a secret to the keyring";

}  // namespace

struct Keyring::Impl {
    /// QtKeychain deletes a job when it has said that it is finished.
    template <typename Job, typename Prepare, typename Finished>
    void run(const SecretName& name, Prepare prepare, Finished finished) {
        thread.post([name, prepare = std::move(prepare), finished = std::move(finished)] {
            auto* job = new Job(QStringLiteral("Syncline"));
            job->setKey(QString::fromStdString(keyOf(name)));
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
        [done = std::move(done)](Job& job) {
            if (job.error() == QKeychain::EntryNotFound)
                done(std::optional<std::string>());
            else if (job.error() != QKeychain::NoError)
                done(errorOf(job, kRead));
            else
                done(std::optional(job.textData().toStdString()));
        });
}

void Keyring::write(const SecretName& name, std::string value, Written done) {
    using Job = QKeychain::WritePasswordJob;
    m_impl->run<Job>(
        name, [value = std::move(value)](Job& job) { job.setTextData(QString::fromStdString(value)); },
        [done = std::move(done)](Job& job) {
            if (job.error() == QKeychain::NoError)
                done({});
            else
                done(errorOf(job, kWrite));
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
    explicit Impl(std::shared_ptr<Keyring> sharedKeyring) : keyring(std::move(sharedKeyring)) {
        landing->context = &context;
    }
    ~Impl() {
        const std::lock_guard lock(landing->mutex);
        landing->context = nullptr;
    }

    template <typename Outcome>
    std::function<void(Outcome)> backHere(std::function<void(Outcome)> done) {
        return [target = landing, done = std::move(done)](Outcome outcome) {
            target->post([done, outcome = std::move(outcome)] { done(outcome); });
        };
    }

    std::shared_ptr<Keyring> keyring;
    QObject context;
    std::shared_ptr<Landing> landing = std::make_shared<Landing>();
};

KeyringSecrets::KeyringSecrets(std::shared_ptr<Keyring> keyring) : m_impl(std::make_unique<Impl>(std::move(keyring))) {}
KeyringSecrets::~KeyringSecrets() = default;

void KeyringSecrets::read(const SecretName& name, Read done) {
    m_impl->keyring->read(name, m_impl->backHere(std::move(done)));
}

void KeyringSecrets::write(const SecretName& name, std::string value, Written done) {
    m_impl->keyring->write(name, std::move(value), m_impl->backHere(std::move(done)));
}

}  // namespace syncline::connectors
