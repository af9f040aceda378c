// `vm-verify`, run by `vm --verify`: says of each method of classes whether the verifier takes it, and if not, why.
//
// Nothing of the classes runs; the classes they talk about are looked for in files (class_world.h). Rules and words are the
// VM's own (classloader/verify), those of HotSpot.
//
// Exit code: 0 everything passed, 1 something did not, 2 the command line asks for something that is not there.
#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tools/verify/examine.h"
#include "vm/start/jdk_home.h"

namespace {

using namespace kiln;
using namespace kiln::verify;

constexpr const char* kUsage =
    "usage: vm --verify [--json] [--frames] [-cp PATH] [--jdk DIR] [--module NAME] WHAT...\n"
    "WHAT is a class file, a jar, a folder, or the name of a class of the class path or the JDK.\n"
    "Verifies without running anything, and explains what fails.\n"
    "  --json     one JSON array instead of text\n"
    "  --frames   the types before every instruction\n"
    "  -cp PATH   where classes are that others refer to\n"
    "  --jdk DIR  the JDK 17 whose class library is meant\n"
    "  --module   all classes of a module of the JDK\n";

struct Options {
  bool json = false, frames = false;
  std::string class_path, jdk;
  std::vector<std::string> modules, inputs;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; i++) {
    std::string_view word = argv[i];
    std::string* value = nullptr;
    if (word == "--json") {
      options.json = true;
    } else if (word == "--frames") {
      options.frames = true;
    } else if (word == "-cp" || word == "-classpath" || word == "--class-path") {
      value = &options.class_path;
    } else if (word == "--jdk") {
      value = &options.jdk;
    } else if (word == "--module") {
      value = &options.modules.emplace_back();
    } else if (word.starts_with("--class-path=")) {
      options.class_path = word.substr(word.find('=') + 1);
    } else if (word.starts_with("--jdk=")) {
      options.jdk = word.substr(word.find('=') + 1);
    } else if (word.starts_with('-')) {
      fmt::print(stderr, "vm --verify: {} is no option of it\n", word);
      return false;
    } else {
      options.inputs.emplace_back(word);
    }
    if (value == nullptr) continue;
    if (++i == argc) {
      fmt::print(stderr, "vm --verify: {} without what it is\n", word);
      return false;
    }
    *value = argv[i];
  }
  return !options.inputs.empty() || !options.modules.empty();
}

bool is_folder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// Class files below a folder, sorted.
void list_folder(const std::string& folder, std::vector<std::string>& files) {
  std::vector<std::string> work{folder};
  while (!work.empty()) {
    std::string path = std::move(work.back());
    work.pop_back();
    DIR* list = opendir(path.c_str());
    if (list == nullptr) continue;
    while (const dirent* entry = readdir(list)) {
      std::string name = entry->d_name, full = path + "/" + name;
      if (name == "." || name == "..") continue;
      if (entry->d_type == DT_DIR) work.push_back(full);
      else if (name.ends_with(".class")) files.push_back(full);
    }
    closedir(list);
  }
  std::sort(files.begin(), files.end());
}

// Finds what the command line names, and shows one report after the other.
class Run {
 public:
  explicit Run(const Options& options) : options_(options) {}

  int run() {
    std::string error, home = find_jdk_home(options_.jdk, nullptr, &error);
    if (home.empty() || !world_.open_jdk(home, &error)) return absent(error);
    // Everything that is named is on the class path, too: classes verified together know each other.
    world_.append_class_path(options_.class_path);
    for (const std::string& input : options_.inputs) {
      if (input.ends_with(".jar") || input.ends_with(".zip") || is_folder(input)) world_.append_class_path(input);
    }
    if (options_.json) fmt::print("[\n");
    for (const std::string& module : options_.modules) take_module(module);
    for (const std::string& input : options_.inputs) take(input);
    if (options_.json) fmt::print("\n]\n");
    else fmt::print("{} classes: {} passed, {} failed, {} undecided\n", count_[0] + count_[1] + count_[2], count_[0], count_[1], count_[2]);
    return absent_ ? 2 : count_[1] + count_[2] != 0 ? 1 : 0;
  }

 private:
  int absent(const std::string& what) {
    fmt::print(stderr, "vm --verify: {}\n", what);
    absent_ = true;
    return 2;
  }

  void take(const std::string& input) {
    std::string error;
    if (is_folder(input)) {
      std::vector<std::string> files;
      list_folder(input, files);
      for (const std::string& file : files) take_file(file);
    } else if (input.ends_with(".jar") || input.ends_with(".zip")) {
      take_jar(input);
    } else if (input.ends_with(".class")) {
      take_file(input);
    } else {
      std::string name = input;
      std::replace(name.begin(), name.end(), '.', '/');
      LoadedClass* klass = world_.find(name);
      if (klass == nullptr) absent("no class " + input + " on the class path or in the JDK");
      else show(klass, input);
    }
  }

  void take_file(const std::string& path) {
    Resource file;
    std::string error;
    switch (read_file(path, &file, &error)) {
      case Lookup::kFound:
        if (!path.ends_with("module-info.class")) show(world_.add(std::move(file)), path);
        break;
      case Lookup::kAbsent: absent("no file " + path); break;
      case Lookup::kBroken: absent(error); break;
    }
  }

  void take_jar(const std::string& path) {
    std::string error;
    auto jar = ZipFile::open(path, &error);
    if (jar == nullptr) {
      absent(error);
      return;
    }
    std::vector<std::string> names;
    jar->for_each_name([&](std::string_view name) {
      if (name.ends_with(".class") && !name.ends_with("module-info.class")) names.emplace_back(name);
    });
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      Resource file;
      if (jar->read(name, &file, &error) != Lookup::kFound) absent(path + "!/" + name + ": " + error);
      else show(world_.add(std::move(file)), path + "!/" + name);
    }
  }

  void take_module(const std::string& module) {
    std::vector<std::string> names = world_.classes_of_module(module);
    if (names.empty()) absent("no module " + module + " in the JDK");
    for (const std::string& name : names) {
      LoadedClass* klass = world_.find(name);
      if (klass == nullptr) absent("cannot read " + name);
      else show(klass, name);
    }
  }

  void show(LoadedClass* klass, const std::string& source) {
    ClassReport report = examine(world_, klass, source, options_.frames);
    size_t all = count_[0] + count_[1] + count_[2];
    count_[static_cast<size_t>(report.outcome)]++;
    if (options_.json) {
      if (all != 0) fmt::print(",\n");
      print_json(stdout, report);
    } else {
      print_text(stdout, report, options_.frames);
    }
  }

  const Options& options_;
  ClassWorld world_;
  size_t count_[3] = {};  // by Outcome
  bool absent_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    fmt::print(stderr, "{}", kUsage);
    return 2;
  }
  return Run(options).run();
}
