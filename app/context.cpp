#include "app/context.h"

#include <iostream>

#include <pwd.h>
#include <unistd.h>

namespace syncline::app {

ExitCode report(const base::Error& error) {
    std::cerr << "syncline: " << error.message() << std::endl;
    return error.code == base::ErrorCode::InvalidArgument ? ExitCode::Usage : ExitCode::CouldNot;
}

std::string userName() {
    const passwd* entry = ::getpwuid(::geteuid());
    return entry != nullptr ? entry->pw_name : "user " + std::to_string(::geteuid());
}

}  // namespace syncline::app
