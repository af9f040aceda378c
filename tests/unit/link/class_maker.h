// tests/unit/link/class_maker.h - the parts of a Vm that building classes needs, and two ways to build some.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "classloader/link/class_builder.h"
#include "classloader/parse/class_parser.h"
#include "classloader/source/jimage.h"
#include "vm/base/memory.h"

namespace kiln {

class ClassWorld {
 public:
  ClassWorld() : class_space_("test classes", 64 * kMiB, 0), meta_space_("test metadata", 512 * kMiB, 0), symbols_(meta_space_) {
    vm.class_space = &class_space_;
    vm.meta_space = &meta_space_;
    vm.symbols = &symbols_;
    vm.classes = &classes_;
    boot = &classes_.add_loader(vm, 0);
  }

  Symbol* symbol(std::string_view text) { return symbols_.intern(text); }

  Vm vm;
  LoaderData* boot;

 private:
  MetaSpace class_space_, meta_space_;
  SymbolTable symbols_;
  ClassRegistry classes_;
};

// Builds the JDK's java.base classes out of lib/modules, supers first; no heap, nothing runs.
class JdkClasses {
 public:
  explicit JdkClasses(ClassWorld& world) : world_(world) {
    std::string error;
    const char* home = getenv("JAVA_HOME");
    image = Jimage::open(std::string(home != nullptr ? home : "/usr/lib/jvm/java-17-openjdk-amd64") + "/lib/modules", &error);
  }

  // Null when there is no such class or it cannot be parsed.
  Class* load(std::string_view name) {
    auto known = classes_.find(std::string(name));
    if (known != classes_.end()) return known->second;
    Resource resource;
    std::string text;
    if (image->read("java.base", std::string(name) + ".class", &resource, &text) != Lookup::kFound) return nullptr;
    classfile::ParsedClass parsed;
    classfile::ParseError error;
    classfile::ParseOptions options;
    options.privileged_annotations = true;
    if (!classfile::parse_class(resource.bytes(), options, &parsed, &error)) return nullptr;
    ClassBlueprint blueprint;
    blueprint.parsed = &parsed;
    blueprint.name = world_.symbol(name);
    blueprint.loader = world_.boot;
    blueprint.package = package_of(name);
    if (!parsed.super_name.empty()) blueprint.super = load(parsed.super_name);
    for (size_t i = 0; i < parsed.interfaces.size(); i++) blueprint.interfaces.push_back(load(parsed.interface_name(i)));
    if (mirror_base != 0) blueprint.mirror_base = mirror_base;
    ClassBuilder builder(world_.vm, blueprint);
    Class* klass = builder.build() == BuildOutcome::kBuilt ? builder.result() : nullptr;
    if (klass != nullptr && name == "java/lang/Class") mirror_base = klass->shape.instance_size;
    classes_[std::string(name)] = klass;
    return klass;
  }

  std::unique_ptr<Jimage> image;
  uint32_t mirror_base = 0;

 private:
  // Never looked into by the builder: any distinct address does.
  PackageEntry* package_of(std::string_view name) {
    size_t slash = name.rfind('/');
    auto& slot = packages_[std::string(name.substr(0, slash == std::string_view::npos ? 0 : slash))];
    if (slot == nullptr) slot = static_cast<PackageEntry*>(world_.vm.meta_space->allocate(8, 8));
    return slot;
  }

  ClassWorld& world_;
  std::map<std::string, Class*> classes_;
  std::map<std::string, PackageEntry*> packages_;
};

}  // namespace kiln
