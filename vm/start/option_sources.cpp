// vm/start/option_sources.cpp - where options come from besides the command line.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "vm/start/options_parser.h"

namespace kiln {

OptionInput OptionInput::from_jni(const JavaVMInitArgs& arguments) {
  OptionInput input;
  input.ignore_unrecognized = arguments.ignoreUnrecognized != JNI_FALSE;
  for (jint i = 0; i < arguments.nOptions; i++) {
    const JavaVMOption& option = arguments.options[i];
    if (option.optionString != nullptr) input.options.push_back({option.optionString, option.extraInfo});
  }
  if (const char* value = secure_getenv("JAVA_TOOL_OPTIONS")) input.java_tool_options = value;
  if (const char* value = secure_getenv("_JAVA_OPTIONS")) input.java_options = value;
  return input;
}

bool split_options(std::string_view text, std::vector<std::string>* words) {
  auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  size_t i = 0;
  while (true) {
    while (i < text.size() && is_space(text[i])) i++;
    if (i == text.size()) return true;
    std::string word;
    for (; i < text.size() && !is_space(text[i]); i++) {
      if (text[i] != '\'' && text[i] != '"') {
        word += text[i];
        continue;
      }
      size_t end = text.find(text[i], i + 1);
      if (end == std::string_view::npos) return false;
      word += text.substr(i + 1, end - i - 1);
      i = end;
    }
    words->push_back(std::move(word));
  }
}

namespace {
bool read_file(const std::string& path, std::string* contents) {
  std::ifstream file(path, std::ios::binary);
  if (path.empty() || !file) return false;
  std::stringstream stream;
  stream << file.rdbuf();
  *contents = std::move(stream).str();
  return !file.bad();
}
constexpr std::string_view kOptionsFile = "-XX:VMOptionsFile=";
}  // namespace

bool OptionsParser::add_environment(const char* variable, const std::string& value) {
  say(fmt::format("Picked up {}: {}\n", variable, value));
  std::vector<std::string> words;
  if (!split_options(value, &words)) return refuse(fmt::format("Unmatched quote in {}\n", variable));
  for (std::string& word : words) {
    if (word.starts_with(kOptionsFile)) {
      if (!add_options_file(word)) return false;
    } else {
      sequence_.push_back({{std::move(word)}, OptionOrigin::kEnvironment});
    }
  }
  return true;
}

bool OptionsParser::add_options_file(const std::string& option) {
  std::string path = option.substr(kOptionsFile.size()), contents;
  if (!read_file(path, &contents)) return refuse(fmt::format("Could not open options file '{}'\n", path));
  std::vector<std::string> words;
  if (!split_options(contents, &words)) return refuse(fmt::format("Unmatched quote in {}\n", path));
  for (std::string& word : words) {
    if (word.starts_with(kOptionsFile)) {
      return refuse(
          fmt::format("A VM options file may not refer to a VM options file. Specification of "
                      "'-XX:VMOptionsFile=<file-name>' in the options file '{}' is an error.\n",
                      option));
    }
    sequence_.push_back({{std::move(word)}, OptionOrigin::kCommandLine});
  }
  return true;
}

// Brings all options into the order in which they count.
bool OptionsParser::collect() {
  if (input_.java_tool_options && !add_environment("JAVA_TOOL_OPTIONS", *input_.java_tool_options)) return false;
  for (const OptionString& option : input_.options) {
    if (option.text.starts_with(kOptionsFile)) {
      if (!add_options_file(option.text)) return false;
    } else {
      sequence_.push_back({option, OptionOrigin::kCommandLine});
    }
  }
  return !input_.java_options || add_environment("_JAVA_OPTIONS", *input_.java_options);
}

// A file of flags without "-XX:": +Name, -Name, Name=value, separated by white space; # to the end of the line.
bool OptionsParser::read_settings_file(const std::string& path) {
  std::string contents;
  if (!read_file(path, &contents)) return refuse(fmt::format("Could not open settings file {}\n", path));
  std::string without_comments;
  std::istringstream lines(contents);
  for (std::string line; std::getline(lines, line);) {
    for (size_t i = 0; i < line.size(); i++) {
      if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) line.resize(i);
    }
    without_comments += line + '\n';
  }
  std::vector<std::string> words;
  if (!split_options(without_comments, &words)) return refuse(fmt::format("Unmatched quote in {}\n", path));
  origin_ = OptionOrigin::kFile;
  for (const std::string& word : words) {
    if (!parse_flag(word)) return false;
  }
  return true;
}

}  // namespace kiln
