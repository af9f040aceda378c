// tools/verify/class_world.h - the classes a verification asks about, read from files: no VM, no code of theirs runs.
//
// A name is looked for among the classes added by themselves, in the class library of the JDK, then on the class path; the
// first two are like the VM's boot loader and application loader as far as packages are concerned.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "classloader/parse/class_parser.h"
#include "classloader/source/class_path.h"
#include "classloader/source/jimage.h"
#include "classloader/verify/verifier.h"

namespace kiln::verify {

struct LoadedClass {
  Resource file;
  classfile::ParsedClass parsed;
  classfile::ParseError error;  // kNone: parsed is good
  bool of_jdk = false;
  const LoadedClass* super = nullptr;  // set by link()
  bool is_linked = false;
  bool is_good() const { return error.kind == classfile::ParseErrorKind::kNone; }
};

class ClassWorld {
 public:
  // The class library in `jdk_home`/lib/modules; false with *error when it cannot be read.
  bool open_jdk(const std::string& jdk_home, std::string* error);
  void append_class_path(std::string_view list) { path_.append(list); }

  // A class file given by itself; found by its name from now on, unless another with that name came before.
  LoadedClass* add(Resource file);
  // By internal name (java/lang/String); null when there is none.
  LoadedClass* find(std::string_view name);
  // Finds the super classes of `klass`. False: *missing is the name of the one that is not there, or not well formed.
  bool link(LoadedClass* klass, std::string* missing);

  // Internal names of all classes of a module of the JDK, sorted; empty: no such module.
  std::vector<std::string> classes_of_module(std::string_view module) const;

 private:
  LoadedClass* keep(Resource file, bool of_jdk);

  std::unique_ptr<Jimage> image_;
  ClassPath path_;
  std::vector<std::unique_ptr<LoadedClass>> all_;
  std::map<std::string, LoadedClass*, std::less<>> by_name_;  // null: looked for, not there
};

// The verifier's questions about classes around `current`, which is linked.
class WorldEnvironment final : public classfile::VerificationEnvironment {
 public:
  WorldEnvironment(ClassWorld& world, const LoadedClass& current) : world_(world), current_(current) {}
  classfile::Truth is_interface(std::string_view name) override;
  classfile::Truth is_subclass(std::string_view sub, std::string_view super) override;
  bool is_current_or_super(std::string_view name) override { return find_super(name) != nullptr; }
  classfile::Truth is_protected_elsewhere(std::string_view class_name, std::string_view member, std::string_view descriptor,
                                          bool is_method) override;
  std::optional<std::string_view> common_superclass(std::string_view a, std::string_view b) override;

  // Why the last question had no answer.
  const std::string& missing() const { return missing_; }

 private:
  const LoadedClass* load(std::string_view name);
  const LoadedClass* find_super(std::string_view name) const;
  std::optional<classfile::Truth> field_of_interfaces(const LoadedClass& klass, std::string_view member, std::string_view descriptor);
  bool is_foreign(const LoadedClass& owner, uint16_t flags) const;

  ClassWorld& world_;
  const LoadedClass& current_;
  std::string missing_;
};

}  // namespace kiln::verify
