#include "tools/verify/class_world.h"

#include <algorithm>

namespace kiln::verify {

using classfile::Truth;

namespace {
Truth truth(bool value) { return value ? Truth::kYes : Truth::kNo; }

std::string_view package_of(std::string_view name) {
  size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

bool is_below(const LoadedClass* sub, const LoadedClass* super) {
  while (sub != nullptr && sub != super) sub = sub->super;
  return sub != nullptr;
}
}  // namespace

bool ClassWorld::open_jdk(const std::string& jdk_home, std::string* error) {
  image_ = Jimage::open(jdk_home + "/lib/modules", error);
  return image_ != nullptr;
}

LoadedClass* ClassWorld::keep(Resource file, bool of_jdk) {
  auto klass = std::make_unique<LoadedClass>();
  klass->file = std::move(file);
  klass->of_jdk = of_jdk;
  classfile::ParseOptions options;
  options.check_format = !of_jdk;
  options.enable_preview = true;
  options.relax_names = of_jdk;
  if (!classfile::parse_class(klass->file.bytes(), options, &klass->parsed, &klass->error)) klass->parsed = {};
  return all_.emplace_back(std::move(klass)).get();
}

LoadedClass* ClassWorld::add(Resource file) {
  LoadedClass* klass = keep(std::move(file), false);
  if (klass->is_good()) by_name_.try_emplace(std::string(klass->parsed.name), klass);
  return klass;
}

LoadedClass* ClassWorld::find(std::string_view name) {
  if (auto known = by_name_.find(name); known != by_name_.end()) return known->second;
  LoadedClass* klass = nullptr;
  std::string file_name = std::string(name) + ".class", error;
  Resource file;
  std::string_view module = image_ == nullptr ? std::string_view() : image_->module_of_package(package_of(name));
  if (!module.empty() && image_->read(module, file_name, &file, &error) == Lookup::kFound) {
    klass = keep(std::move(file), true);
  } else if (path_.read(file_name, &file, &error) == Lookup::kFound) {
    klass = keep(std::move(file), false);
  }
  if (klass != nullptr && klass->is_good() && klass->parsed.name != name) klass = nullptr;
  by_name_.emplace(name, klass);
  return klass;
}

bool ClassWorld::link(LoadedClass* klass, std::string* missing) {
  // Up to the first that is linked; a circle meets itself.
  std::vector<LoadedClass*> chain;
  for (LoadedClass* c = klass; !c->is_linked;) {
    if (std::find(chain.begin(), chain.end(), c) != chain.end()) {
      *missing = std::string(c->parsed.name) + " (its own super class)";
      return false;
    }
    chain.push_back(c);
    if (c->parsed.super_name.empty()) break;
    LoadedClass* super = find(c->parsed.super_name);
    if (super == nullptr || !super->is_good()) {
      *missing = c->parsed.super_name;
      return false;
    }
    c->super = super;
    c = super;
  }
  for (LoadedClass* c : chain) c->is_linked = true;
  return true;
}

std::vector<std::string> ClassWorld::classes_of_module(std::string_view module) const {
  std::vector<std::string> names;
  for (size_t i = 0; image_ != nullptr && i < image_->size(); i++) {
    auto at = image_->location(i);
    if (!at || at->module != module || at->extension != "class" || at->base == "module-info") continue;
    names.push_back(at->parent.empty() ? std::string(at->base) : std::string(at->parent) + "/" + std::string(at->base));
  }
  std::sort(names.begin(), names.end());
  return names;
}

// ---- WorldEnvironment ----

const LoadedClass* WorldEnvironment::load(std::string_view name) {
  if (name == current_.parsed.name) return &current_;
  LoadedClass* klass = world_.find(name);
  if (klass == nullptr || !klass->is_good()) {
    missing_ = name;
    return nullptr;
  }
  return world_.link(klass, &missing_) ? klass : nullptr;
}

const LoadedClass* WorldEnvironment::find_super(std::string_view name) const {
  const LoadedClass* c = &current_;
  while (c != nullptr && c->parsed.name != name) c = c->super;
  return c;
}

Truth WorldEnvironment::is_interface(std::string_view name) {
  const LoadedClass* klass = load(name);
  return klass == nullptr ? Truth::kPending : truth(klass->parsed.is_interface());
}

Truth WorldEnvironment::is_subclass(std::string_view sub, std::string_view super) {
  const LoadedClass* to = load(super);
  if (to == nullptr) return Truth::kPending;
  const LoadedClass* from = load(sub);
  return from == nullptr ? Truth::kPending : truth(is_below(from, to));
}

bool WorldEnvironment::is_foreign(const LoadedClass& owner, uint16_t flags) const {
  bool same_package = owner.of_jdk == current_.of_jdk && package_of(owner.parsed.name) == package_of(current_.parsed.name);
  return (flags & classfile::kAccProtected) != 0 && !same_package;
}

std::optional<Truth> WorldEnvironment::field_of_interfaces(const LoadedClass& klass, std::string_view member, std::string_view descriptor) {
  // Breadth does not matter: a field has one declaration on these ways or the code would not link.
  std::vector<const LoadedClass*> work{&klass};
  for (size_t i = 0; i < work.size(); i++) {
    const classfile::ParsedClass& parsed = work[i]->parsed;
    for (const classfile::ParsedField& f : parsed.fields) {
      if (i != 0 && f.name == member && f.descriptor == descriptor) return truth(is_foreign(*work[i], f.access_flags));
    }
    for (size_t k = 0; k < parsed.interfaces.size(); k++) {
      const LoadedClass* interface = load(parsed.interface_name(k));
      if (interface == nullptr) return Truth::kPending;
      if (std::find(work.begin(), work.end(), interface) == work.end()) work.push_back(interface);
    }
  }
  return std::nullopt;
}

Truth WorldEnvironment::is_protected_elsewhere(std::string_view class_name, std::string_view member, std::string_view descriptor, bool is_method) {
  for (const LoadedClass* c = find_super(class_name); c != nullptr; c = c->super) {
    if (is_method) {
      for (const classfile::ParsedMethod& m : c->parsed.methods) {
        if (m.name == member && m.descriptor == descriptor) return truth(is_foreign(*c, m.access_flags));
      }
      continue;
    }
    for (const classfile::ParsedField& f : c->parsed.fields) {
      if (f.name == member && f.descriptor == descriptor) return truth(is_foreign(*c, f.access_flags));
    }
    if (auto found = field_of_interfaces(*c, member, descriptor)) return *found;
  }
  return Truth::kNo;
}

std::optional<std::string_view> WorldEnvironment::common_superclass(std::string_view a, std::string_view b) {
  const LoadedClass* first = load(a);
  if (first == nullptr) return std::nullopt;
  const LoadedClass* second = load(b);
  if (second == nullptr) return std::nullopt;
  if (first->parsed.is_interface() || second->parsed.is_interface()) return "java/lang/Object";
  while (!is_below(second, first)) first = first->super;
  return first->parsed.name;
}

}  // namespace kiln::verify
