// Splits and expands argument files. Expansion stops where the program's own arguments begin, so the walk must know
// which options take the next word: it asks options.def.
#include "tools/launcher/argument_files.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>

#include "tools/launcher/options.h"

namespace kiln::launcher {
namespace {

constexpr std::string_view kVariable = "JDK_JAVA_OPTIONS";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    default:
      return c;
  }
}

bool read_file(const std::string& path, std::string& text) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) {
    std::fprintf(stderr, "Error: could not open `%s'\n", path.c_str());
    return false;
  }
  FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    std::fprintf(stderr, "Error: could not open `%s'\n", path.c_str());
    return false;
  }
  char buffer[4096];
  while (size_t count = std::fread(buffer, 1, sizeof buffer, file)) text.append(buffer, count);
  bool good = std::ferror(file) == 0;
  std::fclose(file);
  if (!good) std::fprintf(stderr, "Error: loading: %s\n", path.c_str());
  return good;
}

/// Follows the words as they pass and knows when the program's own arguments have begun.
class Expander {
 public:
  explicit Expander(std::vector<std::string>& words) : words_(words) {}

  /// One word of argv or of the environment, which may name an argument file. False: a message was printed.
  bool take(const std::string& word) {
    bool names_file = word.size() > 1 && word[0] == '@' && !main_seen_ && !stopped_;
    if (!names_file) return take_plain(word);
    if (word[1] == '@') return take_plain(word.substr(1));
    std::string text;
    if (!read_file(word.substr(1), text)) return false;
    for (const std::string& inner : split_argument_file(text)) {
      if (!take_plain(inner)) return false;  // argument files do not nest
    }
    return true;
  }

  bool from_environment = false;

 private:
  bool take_plain(const std::string& word) {
    words_.push_back(word);
    if (main_seen_) return true;
    if (argument_expected_) {
      argument_expected_ = false;
      main_seen_ = module_expected_;
      return true;
    }
    if (!word.starts_with('-')) {
      main_seen_ = true;
      if (!from_environment) return true;
      std::fprintf(stderr, "Error: Cannot specify main class in environment variable %s\n", kVariable.data());
      return false;
    }
    if (word == "--disable-@files" || word == "-disable-@files") stopped_ = true;
    const OptionRow* row = find_option(word);
    if (row == nullptr) return true;
    if (from_environment && row->environment == Environment::kNotInEnvironment) {
      std::fprintf(stderr, "Error: Option %s is not allowed in environment variable %s\n", word.c_str(),
                   kVariable.data());
      return false;
    }
    switch (row->argument) {
      case Argument::kWord:
        argument_expected_ = true;
        break;
      case Argument::kLong:
        argument_expected_ = word == row->spelling;
        break;
      case Argument::kNone:
      case Argument::kGlued:
        break;
    }
    // What follows -m NAME or --module=NAME is the program's; after -jar the file is still to come.
    module_expected_ = row->action == Action::kModule;
    main_seen_ = module_expected_ && !argument_expected_;
    return true;
  }

  std::vector<std::string>& words_;
  bool argument_expected_ = false;  // the next word belongs to the option before it
  bool module_expected_ = false;    // ... and names the program, so that its own arguments follow
  bool main_seen_ = false;
  bool stopped_ = false;
};

}  // namespace

std::vector<std::string> split_argument_file(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  auto finish = [&] {
    if (in_word) words.push_back(word);
    word.clear();
    in_word = false;
  };
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else if (c == '\\' && i + 1 < text.size()) {
        c = text[++i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') c = text[++i];
        if (c == '\n' || c == '\r') {
          while (i + 1 < text.size() && is_space(text[i + 1]) && text[i + 1] != '\n' && text[i + 1] != '\r') i++;
        } else {
          word += escaped(c);
        }
      } else if (c == '\n' || c == '\r') {
        quote = '\0';  // a quote left open ends with its line
        finish();
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (is_space(c)) {
      finish();
    } else if (c == '#') {
      word.clear();  // `java` drops a word that runs into a comment, too
      in_word = false;
      while (i + 1 < text.size() && text[i + 1] != '\n' && text[i + 1] != '\r') i++;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (!word.empty()) finish();
  return words;
}

std::optional<std::vector<std::string>> split_environment(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (char c : text) {
    if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else
        word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (is_space(c)) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != '\0') return std::nullopt;
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::optional<int> expand_command_line(int argc, char** argv, std::vector<std::string>& words) {
  Expander expander(words);
  if (const char* value = std::getenv(kVariable.data())) {
    std::fprintf(stderr, "NOTE: Picked up %s: %s\n", kVariable.data(), value);
    auto from_environment = split_environment(value);
    if (!from_environment) {
      std::fprintf(stderr, "Error: Unmatched quote in environment variable %s\n", kVariable.data());
      return 1;
    }
    expander.from_environment = true;
    for (const std::string& word : *from_environment) {
      if (!expander.take(word)) return 1;
    }
    expander.from_environment = false;
  }
  for (int i = 1; i < argc; i++) {
    if (!expander.take(argv[i])) return 1;
  }
  return std::nullopt;
}

}  // namespace kiln::launcher
