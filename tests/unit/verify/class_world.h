// tests/unit/verify/class_world.h - a verification environment over class files alone: the JDK's image and whatever
// classes a test adds. Nothing is linked; a missing class answers "pending" and is remembered.
#pragma once

#include <unistd.h>

#include <map>
#include <memory>
#include <string>

#include "classloader/parse/class_parser.h"
#include "classloader/source/jimage.h"
#include "classloader/verify/verifier.h"

namespace kiln::test {

class ClassWorld {
 public:
  static std::string jdk_modules() {
    if (const char* home = std::getenv("JAVA_HOME")) return std::string(home) + "/lib/modules";
    for (const char* home : {"/usr/lib/jvm/java-17-openjdk-amd64", "/usr/lib/jvm/java-17-openjdk-arm64"}) {
      if (access((std::string(home) + "/lib/modules").c_str(), R_OK) == 0) return std::string(home) + "/lib/modules";
    }
    return "";
  }
  explicit ClassWorld(const Jimage* image) : image_(image) {}

  struct Known {
    std::vector<uint8_t> bytes;
    classfile::ParsedClass parsed;
    bool added = false;  // by the test: one run-time package per name; else of the boot loader
  };
  // Later classes hide earlier ones of the same name. Null if it does not parse.
  Known* add(std::vector<uint8_t> bytes) {
    auto known = std::make_unique<Known>();
    known->bytes = std::move(bytes);
    known->added = true;
    classfile::ParseError error;
    if (!parse_class(known->bytes, {}, &known->parsed, &error)) return nullptr;
    auto& slot = classes_[std::string(known->parsed.name)];
    slot = std::move(known);
    return slot.get();
  }
  Known* find(std::string_view name) {
    auto found = classes_.find(name);
    if (found != classes_.end()) return found->second.get();
    auto& slot = classes_[std::string(name)];
    size_t slash = name.rfind('/');
    if (image_ == nullptr || slash == std::string_view::npos) return nullptr;
    std::string_view module = image_->module_of_package(name.substr(0, slash));
    Resource resource;
    std::string error;
    if (module.empty() || image_->read(module, std::string(name) + ".class", &resource, &error) != Lookup::kFound)
      return nullptr;
    auto known = std::make_unique<Known>();
    known->bytes.assign(resource.bytes().begin(), resource.bytes().end());
    classfile::ParseError parse_error;
    classfile::ParseOptions options;
    options.check_format = false;
    if (!parse_class(known->bytes, options, &known->parsed, &parse_error)) return nullptr;
    slot = std::move(known);
    return slot.get();
  }

 private:
  const Jimage* image_;
  std::map<std::string, std::unique_ptr<Known>, std::less<>> classes_;
};

class WorldEnvironment final : public classfile::VerificationEnvironment {
 public:
  using Truth = classfile::Truth;
  WorldEnvironment(ClassWorld& world, const classfile::ParsedClass& current, bool added)
      : world_(world), current_(current), added_(added) {}

  std::string missing;  // the class that could not be found

  Truth is_interface(std::string_view name) override {
    const classfile::ParsedClass* c = parsed(name);
    return c == nullptr ? Truth::kPending : c->is_interface() ? Truth::kYes : Truth::kNo;
  }
  Truth is_subclass(std::string_view sub, std::string_view super) override {
    if (parsed(super) == nullptr) return Truth::kPending;
    for (std::string_view at = sub; !at.empty();) {
      if (at == super) return Truth::kYes;
      const classfile::ParsedClass* c = parsed(at);
      if (c == nullptr) return Truth::kPending;
      at = c->super_name;
    }
    return Truth::kNo;
  }
  bool is_current_or_super(std::string_view name) override {
    for (const classfile::ParsedClass* c = &current_; c != nullptr;
         c = c->super_name.empty() ? nullptr : parsed(c->super_name)) {
      if (c->name == name) return true;
    }
    return false;
  }
  Truth is_protected_elsewhere(std::string_view class_name, std::string_view member, std::string_view descriptor,
                               bool is_method) override {
    for (std::string_view at = class_name; !at.empty();) {
      const classfile::ParsedClass* c = parsed(at);
      if (c == nullptr) return Truth::kPending;
      int flags = -1;
      if (is_method) {
        for (auto& m : c->methods) {
          if (m.name == member && m.descriptor == descriptor) flags = m.access_flags;
        }
      } else {
        for (auto& f : c->fields) {
          if (f.name == member && f.descriptor == descriptor) flags = f.access_flags;
        }
      }
      if (flags >= 0) {
        bool is_added = c == &current_ ? added_ : world_.find(at)->added;
        bool same = is_added == added_ && package(c->name) == package(current_.name);
        return (flags & classfile::kAccProtected) && !same ? Truth::kYes : Truth::kNo;
      }
      at = c->super_name;
    }
    return Truth::kNo;
  }
  std::optional<std::string_view> common_superclass(std::string_view a, std::string_view b) override {
    std::string_view at = a;
    while (!at.empty()) {
      Truth above = is_subclass(b, at);
      if (above == Truth::kPending) return std::nullopt;
      if (above == Truth::kYes) return at;
      at = parsed(at)->super_name;
    }
    return "java/lang/Object";
  }

 private:
  static std::string_view package(std::string_view name) {
    return name.substr(0, name.rfind('/') == name.npos ? 0 : name.rfind('/'));
  }
  const classfile::ParsedClass* parsed(std::string_view name) {
    if (name == current_.name) return &current_;
    auto* known = world_.find(name);
    if (known == nullptr) missing = name;
    return known == nullptr ? nullptr : &known->parsed;
  }
  ClassWorld& world_;
  const classfile::ParsedClass& current_;
  bool added_;
};

}  // namespace kiln::test
