// Is this a jar file with a manifest? Asked before a VM is created for it.
#pragma once

#include <optional>
#include <string>

namespace kiln::launcher {

/// What is wrong with the jar file, in the words of the `java` command (the file's name follows), or nothing.
std::optional<std::string> problem_with_jar(const std::string& path);

}  // namespace kiln::launcher
