#include "app/new_workspace.h"

#include "engine/base/try.h"
#include "engine/mapping/sandbox_workspace.h"
#include "engine/mapping/workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>
#include <array>
#include <string_view>
#include <utility>

namespace syncline::app {
namespace {

constexpr const char* kOperation = "make workspace";

/// With its quotes.
std::string jsonText(const std::string& text) {
    const QJsonArray array{QString::fromStdString(text)};
    const QByteArray json = QJsonDocument(array).toJson(QJsonDocument::Compact);
    return json.mid(1, json.size() - 2).toStdString();
}

std::string connections(const NewWorkspaceSettings& settings) {
    return "\"connections\": {\n    \"salesforce\": { \"baseUrl\": " + jsonText(settings.baseUrl.salesforce)
           + ", \"clientId\": \"\" },\n    \"hubspot\": { \"baseUrl\": " + jsonText(settings.baseUrl.hubspot)
           + ", \"clientId\": \"\" }\n  },";
}

/// The sample with its sandbox taken out; as text, so that it stays as a person would write it.
base::Result<std::string> workspaceText(const NewWorkspaceSettings& settings) {
    const std::string id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    const std::array<std::pair<std::string_view, std::string>, 4> changes = {
        {{R"("name": "Sandbox",)", "\"name\": " + jsonText(settings.name) + ","},
         {"00000000-0000-8000-8000-000000000000", id},
         {R"("sandbox": { "seed": 1, "editsPerSecond": 2 },)", connections(settings)},
         {R"("toSalesforce": "live", "toHubspot": "live")", R"("toSalesforce": "observe", "toHubspot": "observe")"}}};
    std::string text(mapping::sandboxWorkspaceText());
    for (const auto& [part, by] : changes) {
        const std::size_t at = text.find(part);
        if (at == std::string::npos)
            return base::Error{
                base::ErrorCode::Internal, kOperation, "sandbox.json", "the sample has no " + std::string(part), {}};
        text.replace(at, part.size(), by);
    }
    return text;
}

base::Error fileError(const QFile& file) {
    const bool isThere = file.exists();
    const base::ErrorCode code = isThere                                         ? base::ErrorCode::AlreadyExists
                                 : file.error() == QFileDevice::PermissionsError ? base::ErrorCode::PermissionDenied
                                                                                 : base::ErrorCode::Io;
    return {
        code, kOperation, file.fileName().toStdString(),
        isThere ? std::string("there is one already") : file.errorString().toStdString(),
        isThere ? "choose another folder, or open the workspace that is there" : "choose a folder that you can write"};
}

}  // namespace

base::Result<void> createWorkspace(const NewWorkspaceSettings& settings) {
    const std::filesystem::path path = settings.folder / mapping::kWorkspaceFile;
    TRY_ASSIGN(const std::string text, workspaceText(settings));
    TRY(mapping::parseWorkspace(text, path));
    QFile file(QString::fromStdString(path.string()));
    QDir().mkpath(QString::fromStdString(settings.folder.string()));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return fileError(file);
    const bool isWritten =
        file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) && file.flush();
    if (isWritten)
        return {};
    const base::Error error{base::ErrorCode::Io, kOperation, path.string(), file.errorString().toStdString(), {}};
    file.remove();
    return error;
}

}  // namespace syncline::app
