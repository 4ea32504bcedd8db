#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/sandbox/keeper.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::sandbox {

struct SandboxOptions {
    std::uint16_t salesforcePort = 0;  ///< 0 lets the system choose
    std::uint16_t hubspotPort = 0;
    std::uint16_t controlPort = 0;
    std::optional<std::uint64_t> seed;     ///< of a new world; 1 by default. A stored world keeps its own
    std::optional<double> editsPerSecond;  ///< of all people together; 1 by default
    bool firstMinute = false;              ///< a new world's people get into each other's way soon: for who looks on
    std::uint64_t editLimit = 0;           ///< people stop after so many edits; 0: never
    std::optional<base::WallTime> start;   ///< of a new world's time; now by default
    std::vector<std::string> dialects;     ///< see allDialects()
    bool tls = false;                      ///< both servers speak TLS with a certificate made at start
    std::filesystem::path stateFile;       ///< empty: nothing is kept
    std::optional<KillPlan> kill;          ///< for tests of what a kill leaves behind
    bool rotateRefreshTokens = false;      ///< Salesforce's: an old one used again ends the grant
    std::optional<std::chrono::milliseconds> tokenLifetime;  ///< access tokens of both sides; as documented by default
    std::chrono::milliseconds connectHold{110'000};          ///< how long Salesforce holds an idle connect
    std::chrono::milliseconds sessionExpiry{40'000};         ///< and how long it waits for the next one
    /// Salesforce's getUpdated and getDeleted cover what is older than this: others' transactions are open so long.
    std::chrono::milliseconds openTransactionAge{0};
    std::chrono::milliseconds publicationInterval{1'000};  ///< HubSpot closes a journal file so often
    std::chrono::milliseconds searchLag{2'000};            ///< HubSpot's search index is so far behind
};

/// Two CRMs with people at work, behind servers on loopback that speak the real protocols, and a control server that
/// switches faults and looks behind the scenes. One thread of its own does everything. Stops in the destructor, after
/// the last change has been saved.
class Sandbox {
public:
    /// Returns when all three servers accept connections. `failed` is called on the sandbox's thread when it cannot go
    /// on (the state file cannot be written). `clock` must outlive the sandbox. Errors: AlreadyExists (port taken),
    /// InvalidArgument (dialect; a seed that the stored world does not have), those of StateFile::open and load.
    [[nodiscard]] static base::Result<std::unique_ptr<Sandbox>> start(const SandboxOptions& options,
                                                                      const base::Clock& clock,
                                                                      std::function<void(const base::Error&)> failed);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// One line of JSON: URLs and credentials of both servers, the control server's URL, and with TLS the certificate.
    [[nodiscard]] const std::string& readyLine() const;
    /// How much people work from now on, all together; 0: nobody does. From any thread but the sandbox's; waits for it.
    void setEditsPerSecond(double editsPerSecond);

    struct Impl;

private:
    explicit Sandbox(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::sandbox
