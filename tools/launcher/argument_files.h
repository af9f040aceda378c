// @argument files and JDK_JAVA_OPTIONS: turns argv into the words options.cpp reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kiln::launcher {

/// Splits the text of an argument file into words: white space separates, `#` starts a comment, quotes keep white
/// space, and inside quotes a backslash escapes (\n \t \r \f, any other character itself, or the end of the line).
std::vector<std::string> split_argument_file(std::string_view text);

/// Splits the value of JDK_JAVA_OPTIONS: white space separates, quotes keep it, nothing escapes.
/// Nothing is returned if a quote is left open.
std::optional<std::vector<std::string>> split_environment(std::string_view text);

/// The whole command line: JDK_JAVA_OPTIONS first, then argv[1..], argument files expanded up to the main class.
/// Returns an exit code if a message was printed and the program must end, else nothing and the words.
std::optional<int> expand_command_line(int argc, char** argv, std::vector<std::string>& words);

}  // namespace kiln::launcher
