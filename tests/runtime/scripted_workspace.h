#pragma once

#include "engine/base/result.h"
#include "engine/core/entry.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/engine.h"

#include <QTemporaryDir>
#include <filesystem>
#include <memory>
#include <vector>

namespace syncline::test {

/// A workspace in a folder of its own, gone at the end, with the mapping of the contact that TwoSides plays (phone and
/// title), a company with a phone, and two streams. Its journal is what a test writes into it.
class ScriptedWorkspace {
public:
    ScriptedWorkspace();

    [[nodiscard]] const mapping::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_workspace.folder; }

    /// Appends the entries, which begin behind the journal's head, and projects them.
    [[nodiscard]] base::Result<void> write(const std::vector<core::Entry>& entries) const;
    /// Appends offsets.
    [[nodiscard]] base::Result<void> commit(std::vector<journal::ConsumerOffset> offsets) const;
    /// An engine without connectors.
    [[nodiscard]] base::Result<std::unique_ptr<runtime::Engine>> start() const;
    /// The journal's entries from `from` on.
    [[nodiscard]] base::Result<std::vector<core::Entry>> read(core::Seq from) const;

private:
    [[nodiscard]] base::Result<void> append(const journal::Batch& batch) const;

    QTemporaryDir m_folder;
    mapping::Workspace m_workspace;
};

/// Runs one command; the reply. Waits for it.
[[nodiscard]] base::Result<core::Seq> runCommand(runtime::Engine& engine, runtime::Command command);

}  // namespace syncline::test
