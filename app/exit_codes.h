#pragma once

namespace syncline::app {

/// What the program tells its caller.
enum class ExitCode {
    Done = 0,
    No = 1,        ///< the answer is no: differences, failures
    Usage = 2,     ///< wrong use
    CouldNot = 3,  ///< no access, locked, offline, port taken
};

}  // namespace syncline::app
