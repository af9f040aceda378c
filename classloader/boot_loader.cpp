#include "classloader/boot_loader.h"

#include "classloader/dictionary/dictionary.h"
#include "classloader/loading.h"
#include "classloader/modules.h"

namespace kiln {

BootLoader::BootLoader(std::unique_ptr<Jimage> image, std::string_view append_path) : image_(std::move(image)) {
  if (!append_path.empty()) append_.append(append_path);
}

Lookup BootLoader::read_class(Vm& vm, std::string_view name, Resource* result, std::string* source, int32_t* append_entry,
                              std::string* error) const {
  *append_entry = -1;
  std::string file = std::string(name) + ".class";
  std::string_view module = "java.base";
  if (vm.modules->java_base()->module != 0) {
    size_t slash = name.rfind('/');
    std::string_view package_name = slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
    const PackageEntry* package = nullptr;
    if (Symbol* symbol = vm.symbols->find(package_name)) package = vm.modules->find_package(boot_loader_data(vm), symbol);
    module = package != nullptr && package->module->name.get() != nullptr ? package->module->name->view() : std::string_view();
  }
  if (!module.empty()) {
    size_t entry = 0;
    if (auto patch = patches_.find(module); patch != patches_.end()) {
      Lookup found = patch->second.read(file, result, error, &entry);
      if (found == Lookup::kFound) *source = patch->second.path(entry);
      if (found != Lookup::kAbsent) return found;
    }
    *source = "jrt:/" + std::string(module);
    return image_->read(module, file, result, error);
  }
  size_t entry = 0;
  Lookup found = append_.read(file, result, error, &entry);
  if (found == Lookup::kFound) {
    *source = append_.path(entry);
    *append_entry = static_cast<int32_t>(entry);
  }
  return found;
}

bool open_boot_loader(Vm& vm, const std::string& java_home, const std::string& append_path, std::string* error) {
  auto image = Jimage::open(java_home + "/lib/modules", error);
  if (image == nullptr) return false;
  vm.boot_loader = new BootLoader(std::move(image), append_path);
  boot_loader_data(vm);
  return true;
}

void close_boot_loader(Vm& vm) {
  delete vm.boot_loader;
  vm.boot_loader = nullptr;
}

}  // namespace kiln
