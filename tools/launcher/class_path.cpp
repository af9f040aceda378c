// Expands `folder/*` elements. See class_path.h.
#include "tools/launcher/class_path.h"

#include <dirent.h>
#include <unistd.h>

namespace kiln::launcher {
namespace {

std::string expand_element(std::string_view element) {
  std::string text(element);
  bool is_wildcard = text == "*" || text.ends_with("/*");
  if (!is_wildcard || access(text.c_str(), F_OK) == 0) return text;
  std::string prefix = text.substr(0, text.size() - 1);
  DIR* folder = opendir(prefix.empty() ? "." : prefix.c_str());
  if (folder == nullptr) return text;
  std::string jars;
  while (const dirent* entry = readdir(folder)) {
    std::string_view name = entry->d_name;
    if (!name.ends_with(".jar") && !name.ends_with(".JAR")) continue;
    if (!jars.empty()) jars += ':';
    jars += prefix;
    jars += name;
  }
  closedir(folder);
  return jars.empty() ? text : jars;
}

}  // namespace

std::string expand_class_path(std::string_view path) {
  std::string expanded;
  for (;;) {
    size_t end = path.find(':');
    expanded += expand_element(path.substr(0, end));
    if (end == std::string_view::npos) return expanded;
    expanded += ':';
    path.remove_prefix(end + 1);
  }
}

}  // namespace kiln::launcher
