#include "app/context.h"

#include <iostream>

#include <pwd.h>
#include <unistd.h>

namespace syncline::app {

ExitCode report(const base::Error& error) {
    std::cerr << "syncline: " << error.message() << std::endl;
    return error.code == base::ErrorCode::InvalidArgument ? ExitCode::Usage : ExitCode::CouldNot;
}

ExitCode report(const base::Error& error, const std::filesystem::path& workspace) {
    const ExitCode code = report(error);
    const bool isNo = error.code == base::ErrorCode::NotFound || error.code == base::ErrorCode::AlreadyExists;
    return isNo && std::filesystem::exists(workspace / "journal.db") ? ExitCode::No : code;
}

std::string userName() {
    const passwd* entry = ::getpwuid(::geteuid());
    return entry != nullptr ? entry->pw_name : "user " + std::to_string(::geteuid());
}

}  // namespace syncline::app
