// classloader/boot_loader.h - where the boot loader finds classes: the JDK's lib/modules (what --patch-module says
// first), then -Xbootclasspath/a.
//
// Until java.base is defined to the module system only java.base exists. Afterwards a package belongs to the module that
// the module system says; packages of no module are looked for on the appended path (the unnamed module).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "classloader/source/class_path.h"
#include "classloader/source/jimage.h"
#include "vm/base/vm.h"

namespace kiln {

struct ModuleEntry;

class BootLoader {
 public:
  BootLoader(std::unique_ptr<Jimage> image, std::string_view append_path);

  // `name` is internal: java/lang/Object. *source receives what -Xlog:class+load shows. *error when kBroken.
  // *append_entry: number of the entry of the appended path, -1 for a class of a module.
  [[nodiscard]] Lookup read_class(Vm& vm, std::string_view name, Resource* result, std::string* source, int32_t* append_entry,
                                  std::string* error) const;

  const Jimage& image() const { return *image_; }
  const ClassPath& append_path() const { return append_; }
  // --patch-module: classes in these directories and jars come before the module's own. Before anything is loaded.
  void patch_module(std::string_view module, std::string_view list) { patches_[std::string(module)].append(list); }
  // Adds entries to the appended path (class path appends of agents).
  void append(std::string_view list) { append_.append(list); }

 private:
  std::unique_ptr<Jimage> image_;
  ClassPath append_;
  std::map<std::string, ClassPath, std::less<>> patches_;
};

// Frees what open_boot_loader made.
void close_boot_loader(Vm& vm);

}  // namespace kiln
