// Checks the folder named by --jdk before the VM is asked to take its class library from there.
// Finding a JDK when none is named is the VM's own job: embedders need it, too.
#pragma once

#include <optional>
#include <string>

namespace kiln::launcher {

/// Why `folder` cannot supply the class library (not a JDK, or not version 17), or nothing.
std::optional<std::string> problem_with_jdk(const std::string& folder);

}  // namespace kiln::launcher
