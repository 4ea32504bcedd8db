#include "app/control_socket.h"

#include "app/command_json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QPointer>
#include <utility>

namespace syncline::app {
namespace {

constexpr int kPatience = 10'000;
constexpr qint64 kLongestLine = qint64{1} << 20;

/// A socket's path may have 107 bytes: a workspace whose own is longer has it in the folder for temporary files.
QString socketPath(const std::filesystem::path& folder) {
    constexpr std::size_t kLongest = 100;
    const std::filesystem::path own = std::filesystem::absolute(folder).lexically_normal() / "engine.sock";
    const QByteArray bytes = QByteArray::fromStdString(own.string());
    if (own.string().size() <= kLongest)
        return QString::fromUtf8(bytes);
    const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(16);
    return QDir::tempPath() + QStringLiteral("/syncline-") + QString::fromLatin1(digest) + QStringLiteral(".sock");
}

QString keyOf(core::Side side) {
    const std::string_view name = core::name(side);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

void send(QLocalSocket* socket, const QJsonObject& object) {
    socket->write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    socket->flush();
    socket->disconnectFromServer();
}

QJsonObject failure(const base::Error& error) {
    return {{QStringLiteral("error"), toJson(error)}};
}

base::Error noAnswer(const QLocalSocket& socket) {
    return {base::ErrorCode::Unavailable, kAskOperation, socket.serverName().toStdString(),
            socket.errorString().toStdString(), "try again; if it goes on, end that engine and start it anew"};
}

}  // namespace

base::Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(const std::filesystem::path& folder,
                                                                   runtime::Engine& engine, const SideAccess* access) {
    std::unique_ptr<ControlSocket> socket(new ControlSocket(engine, access));
    const QString path = socketPath(folder);
    QLocalServer::removeServer(path);
    socket->m_server.setSocketOptions(QLocalServer::UserAccessOption);
    if (!socket->m_server.listen(path))
        return base::Error{base::ErrorCode::Io, "open the workspace's socket", path.toStdString(),
                           socket->m_server.errorString().toStdString(), "check that the folder can be written"};
    QObject::connect(&socket->m_server, &QLocalServer::newConnection, socket.get(), &ControlSocket::accept);
    return socket;
}

ControlSocket::~ControlSocket() = default;

void ControlSocket::accept() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->canReadLine())
                answer(socket, socket->readLine(kLongestLine));
            else if (socket->bytesAvailable() >= kLongestLine)
                socket->abort();
        });
    }
}

void ControlSocket::answer(QLocalSocket* socket, const QByteArray& line) {
    const QJsonObject request = QJsonDocument::fromJson(line).object();
    const QString kind = request.value(QLatin1String("kind")).toString();
    if (kind == QLatin1String("access"))
        return send(socket, accessJson());
    if (kind != QLatin1String("snapshot"))
        return runCommand(socket, request);
    const auto latest = m_engine.snapshots().latest().value;
    send(socket, latest ? toJson(*latest) : toJson(runtime::Snapshot()));
}

void ControlSocket::runCommand(QLocalSocket* socket, const QJsonObject& request) {
    const auto command = commandFromJson(request);
    if (!command)
        return send(socket, failure(command.error()));
    m_engine.submit(*command, [this, guarded = QPointer<QLocalSocket>(socket)](base::Result<core::Seq> result) {
        const QJsonObject reply = result ? QJsonObject{{QStringLiteral("seq"), static_cast<qint64>(result->value())}}
                                         : failure(result.error());
        // The reply comes on the engine's thread; the socket lives on this object's.
        QMetaObject::invokeMethod(
            this,
            [guarded, reply] {
                if (guarded)
                    send(guarded.data(), reply);
            },
            Qt::QueuedConnection);
    });
}

QJsonObject ControlSocket::accessJson() const {
    QJsonObject object;
    if (m_access == nullptr)
        return object;
    for (const core::Side side : core::kSides) {
        const mapping::Connection& connection = m_access->connection[side];
        QJsonObject one{{QStringLiteral("baseUrl"), QString::fromStdString(connection.baseUrl)},
                        {QStringLiteral("clientId"), QString::fromStdString(connection.clientId)},
                        {QStringLiteral("account"), QString::fromStdString(connection.account)},
                        {QStringLiteral("appId"), QString::fromStdString(connection.appId)}};
        for (const auto& [name, value] : m_access->secrets) {
            if (name.side == side)
                one.insert(QString::number(static_cast<int>(name.kind)), QString::fromStdString(value));
        }
        object.insert(keyOf(side), one);
    }
    return object;
}

SideAccess accessFromJson(const QJsonObject& object, const mapping::Workspace& workspace) {
    using connectors::SecretKind;
    SideAccess access;
    for (const core::Side side : core::kSides) {
        const QJsonObject one = object.value(keyOf(side)).toObject();
        mapping::Connection& connection = access.connection[side];
        connection = workspace.connection[side];
        connection.baseUrl = one.value(QLatin1String("baseUrl")).toString().toStdString();
        connection.clientId = one.value(QLatin1String("clientId")).toString().toStdString();
        connection.account = one.value(QLatin1String("account")).toString().toStdString();
        connection.appId = one.value(QLatin1String("appId")).toString().toStdString();
        for (const SecretKind kind : {SecretKind::AccessToken, SecretKind::RefreshToken, SecretKind::ClientSecret})
            access.secrets[{workspace.id, side, kind}] =
                one.value(QString::number(static_cast<int>(kind))).toString().toStdString();
    }
    return access;
}

base::Result<QJsonObject> askEngine(const std::filesystem::path& folder, const QJsonObject& request) {
    QLocalSocket socket;
    socket.connectToServer(socketPath(folder));
    if (!socket.waitForConnected(kPatience))
        return base::Error{
            base::ErrorCode::NotFound, kAskOperation, folder.string(), "no engine runs in this workspace", {}};
    socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(kPatience) && !socket.canReadLine())
            return noAnswer(socket);
    }
    const QJsonObject answer = QJsonDocument::fromJson(socket.readAll()).object();
    if (answer.contains(QLatin1String("error")))
        return errorFromJson(answer.value(QLatin1String("error")).toObject());
    return answer;
}

}  // namespace syncline::app
