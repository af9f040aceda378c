// classloader/boot_loader.h - where the boot loader finds classes: the JDK's lib/modules, then -Xbootclasspath/a.
//
// Until java.base is defined to the module system only java.base exists. Afterwards a package belongs to the module that
// the module system says; packages of no module are looked for on the appended path (the unnamed module).
#pragma once

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
  [[nodiscard]] Lookup read_class(Vm& vm, std::string_view name, Resource* result, std::string* source, std::string* error) const;

  const Jimage& image() const { return *image_; }
  const ClassPath& append_path() const { return append_; }
  // Adds entries to the appended path (class path appends of agents).
  void append(std::string_view list) { append_.append(list); }

 private:
  std::unique_ptr<Jimage> image_;
  ClassPath append_;
};

// Frees what open_boot_loader made.
void close_boot_loader(Vm& vm);

}  // namespace kiln
