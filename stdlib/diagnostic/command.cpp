#include "stdlib/diagnostic/command.h"

#include <algorithm>
#include <charconv>

#include "vm/exec/exceptions.h"

namespace kiln::diagnostic {

namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// key, key=value, 'quoted', key="quoted value"
struct Word {
  std::string_view key, value;
  bool has_value = false;
};

// Reads a possibly quoted piece up to a blank (or `=`, for keys). False: a quote is not closed.
bool take_piece(std::string_view* text, bool is_key, std::string_view* piece) {
  if (text->starts_with('"') || text->starts_with('\'')) {
    size_t end = text->find((*text)[0], 1);
    if (end == std::string_view::npos) return false;
    *piece = text->substr(1, end - 1);
    text->remove_prefix(end + 1);
    return true;
  }
  size_t end = std::min(text->find_first_of(is_key ? " \t=" : " \t"), text->size());
  *piece = text->substr(0, end);
  text->remove_prefix(end);
  return true;
}

enum class Next : uint8_t { kWord, kEnd, kOpenQuote };

Next next_word(std::string_view* text, Word* word) {
  text->remove_prefix(std::min(text->find_first_not_of(kBlank), text->size()));
  if (text->empty()) return Next::kEnd;
  *word = {};
  if (!take_piece(text, true, &word->key)) return Next::kOpenQuote;
  if (!text->starts_with('=')) return Next::kWord;
  text->remove_prefix(1);
  word->has_value = true;
  return take_piece(text, false, &word->value) ? Next::kWord : Next::kOpenQuote;
}

bool is_integer(std::string_view text) {
  int64_t number;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Arguments::Arguments(const Command& command, Source source)
    : command_(command), source_(source), values_(command.parameters.size()) {
  for (size_t i = 0; i < values_.size(); i++) {
    if (const char* text = command.parameters[i].default_text) values_[i].text = text;
  }
}

const Arguments::Value& Arguments::value(std::string_view name) const {
  for (size_t i = 0; i < values_.size(); i++) {
    if (command_.parameters[i].name == name) return values_[i];
  }
  VM_FATAL("command {} has no parameter {}", command_.name, name);
}

int64_t Arguments::integer(std::string_view name) const {
  const std::string& text = value(name).text;
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Expected<void> Arguments::set(Thread& t, size_t index, std::string_view text, bool has_text) {
  const Parameter& parameter = command_.parameters[index];
  const std::string_view type = parameter.type;
  if (type == "BOOLEAN") {
    if (!has_text || text.empty()) text = "true";
    if (text != "true" && text != "false") {
      return throw_new(t, &Known::java_lang_IllegalArgumentException,
                       "Boolean parsing error in command argument '{}'. Could not parse: {}.", parameter.name, text);
    }
  } else if (type == "INT" && (!has_text || !is_integer(text))) {
    return throw_new(t, &Known::java_lang_IllegalArgumentException,
                     "Integer parsing error in command argument '{}'. Could not parse: {}.", parameter.name, text);
  }
  values_[index] = {std::string(text), true};
  return {};
}

Expected<void> Arguments::parse(Thread& t, std::string_view text) {
  std::span<const Parameter> parameters = command_.parameters;
  if (parameters.empty() && !trimmed(text).empty()) {
    return throw_new(t, &Known::java_lang_IllegalArgumentException,
                     "The argument list of this diagnostic command should be empty.");
  }
  size_t position = 0;  // next parameter that may take a word without a name
  for (Word word;;) {
    Next next = next_word(&text, &word);
    if (next == Next::kEnd) break;
    if (next == Next::kOpenQuote) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Format error in diagnostic command arguments");
    auto option = std::ranges::find_if(parameters, [&](const Parameter& p) { return p.is_option && p.name == word.key; });
    if (option != parameters.end()) {
      VM_TRY_VOID(set(t, static_cast<size_t>(option - parameters.begin()), word.value, word.has_value));
      continue;
    }
    while (position < parameters.size() && parameters[position].is_option) position++;
    if (position == parameters.size()) {
      return throw_new(t, &Known::java_lang_IllegalArgumentException, "Unknown argument '{}' in diagnostic command.", word.key);
    }
    std::string whole = word.has_value ? fmt::format("{}={}", word.key, word.value) : std::string(word.key);
    VM_TRY_VOID(set(t, position++, whole, true));
  }
  for (size_t i = 0; i < parameters.size(); i++) {
    if (!parameters[i].is_mandatory || values_[i].is_given || parameters[i].default_text != nullptr) continue;
    return throw_new(t, &Known::java_lang_IllegalArgumentException, "The {} '{}' is mandatory.",
                     parameters[i].is_option ? "option" : "argument", parameters[i].name);
  }
  return {};
}

const Command* find_command(std::string_view name, Source source) {
  for (const Command& command : commands()) {
    if (command.name == name && (command.is_for_java || source != Source::kJava)) return &command;
  }
  return nullptr;
}

namespace {

void append_parameter(const Parameter& parameter, std::string* text) {
  *text += fmt::format("\t{} : {} {} ({}, {})\n", parameter.name, parameter.is_mandatory ? "" : "[optional]",
                       parameter.description, parameter.type,
                       parameter.default_text != nullptr ? parameter.default_text : "no default value");
}

}  // namespace

std::string help_text(const Command& command) {
  std::string text = fmt::format("{}\n{}\n\nImpact: {}\n\n", command.name, command.description, command.impact);
  if (command.permission[0] != nullptr) {
    text += fmt::format("Permission: {}({}{}{})\n\n", command.permission[0], command.permission[1],
                        command.permission[2] != nullptr ? ", " : "", command.permission[2] != nullptr ? command.permission[2] : "");
  }
  if (command.parameters.empty()) return text + fmt::format("Syntax: {}\n", command.name);
  auto is_option = [](const Parameter& parameter) { return parameter.is_option; };
  bool has_options = std::ranges::any_of(command.parameters, is_option);
  bool has_arguments = !std::ranges::all_of(command.parameters, is_option);
  text += fmt::format("Syntax : {} {}", command.name, has_options ? "[options]" : "");
  for (const Parameter& parameter : command.parameters) {
    if (!parameter.is_option) text += fmt::format(fmt::runtime(parameter.is_mandatory ? " <{}>" : " [<{}>]"), parameter.name);
  }
  text += '\n';
  if (has_arguments) {
    text += "\nArguments:\n";
    for (const Parameter& parameter : command.parameters) {
      if (!parameter.is_option) append_parameter(parameter, &text);
    }
  }
  if (has_options) {
    text += "\nOptions: (options must be specified using the <key> or <key>=<value> syntax)\n";
    for (const Parameter& parameter : command.parameters) {
      if (parameter.is_option) append_parameter(parameter, &text);
    }
  }
  return text;
}

Expected<void> run_commands(Thread& t, std::string_view text, Source source, std::string* answer) {
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line == "stop") break;
    if (line.empty() || line.starts_with('#')) continue;
    std::string_view name = line.substr(0, line.find_first_of(kBlank));
    const Command* command = find_command(name, source);
    if (command == nullptr) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Unknown diagnostic command");
    Arguments arguments(*command, source);
    VM_TRY_VOID(arguments.parse(t, line.substr(name.size())));
    VM_TRY_VOID(command->run(t, arguments, answer));
  }
  return {};
}

}  // namespace kiln::diagnostic
