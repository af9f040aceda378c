#include "classloader/verification.h"

#include "classloader/loading.h"
#include "classloader/parse/class_parser.h"
#include "classloader/verify/verifier.h"
#include "vm/base/log.h"
#include "vm/exec/exceptions.h"

namespace kiln {

namespace {

using classfile::Truth;

// Answers the verifier's questions by loading with the verified class's defining loader.
class Environment final : public classfile::VerificationEnvironment {
 public:
  Environment(Thread& thread, Class* current)
      : thread_(thread), current_(current), loader_(thread, Ref<java::ClassLoader>(current->loader->loader)) {}

  Truth is_interface(std::string_view name) override {
    Class* klass = load(name);
    return klass == nullptr ? Truth::kPending : truth(klass->is_interface());
  }

  Truth is_subclass(std::string_view sub, std::string_view super) override {
    Class* to = load(super);
    if (to == nullptr) return Truth::kPending;
    Class* from = load(sub);
    return from == nullptr ? Truth::kPending : truth(from->is_subclass_of(to));
  }

  bool is_current_or_super(std::string_view name) override { return find_super(name) != nullptr; }

  Truth is_protected_elsewhere(std::string_view class_name, std::string_view member, std::string_view descriptor,
                               bool is_method) override {
    const Class* start = find_super(class_name);
    for (const Class* c = start; c != nullptr; c = c->super) {
      uint16_t flags;
      if (is_method) {
        const Method* method = c->find_declared_method(member, descriptor);
        if (method == nullptr) continue;
        flags = method->access_flags;
      } else {
        const Field* field = c->find_declared_field(member, descriptor);
        if (field == nullptr) field = field_of_interfaces(*c, member, descriptor);
        if (field == nullptr) continue;
        flags = field->access_flags;
        c = field->holder;
      }
      bool same_package = c->loader.get() == current_->loader.get() && c->package.get() == current_->package.get();
      return truth((flags & kAccProtected) && !same_package);
    }
    return Truth::kNo;
  }

  std::optional<std::string_view> common_superclass(std::string_view a, std::string_view b) override {
    Class* first = load(a);
    if (first == nullptr) return std::nullopt;
    Class* second = load(b);
    if (second == nullptr) return std::nullopt;
    if (first->is_interface() || second->is_interface()) return "java/lang/Object";
    const Class* c = first;
    while (!second->is_subclass_of(c)) c = c->super;
    return c->name_view();
  }

 private:
  static Truth truth(bool value) { return value ? Truth::kYes : Truth::kNo; }

  Class* load(std::string_view name) {
    if (name == current_->name_view()) return current_;
    return load_class(thread_, thread_.vm().symbols->intern(name), loader_, true).value_or(nullptr);
  }

  const Class* find_super(std::string_view name) const {
    for (const Class* c = current_; c != nullptr; c = c->super) {
      if (c->name_view() == name) return c;
    }
    return nullptr;
  }

  static const Field* field_of_interfaces(const Class& klass, std::string_view name, std::string_view descriptor) {
    for (uint32_t i = 0; i < klass.interface_count; i++) {
      const Class* interface = klass.interfaces[i];
      if (const Field* field = interface->find_declared_field(name, descriptor)) return field;
      if (const Field* field = field_of_interfaces(*interface, name, descriptor)) return field;
    }
    return nullptr;
  }

  Thread& thread_;
  Class* current_;
  Handle<java::ClassLoader> loader_;
};

// A hidden class knows itself by its run-time name.
void rename(classfile::ParsedClass& parsed, std::string_view name) {
  auto& entries = parsed.constants.entries();
  classfile::ConstantPoolEntry text;
  text.tag = classfile::Tag::kUtf8;
  text.text = name;
  entries[parsed.this_class].first = static_cast<uint16_t>(entries.size());
  entries.push_back(text);
  parsed.name = name;
}

}  // namespace

Expected<void> verify_class(Thread& thread, Class* klass) {
  ClassState& state = *klass->state;
  HandleScope scope(thread);
  classfile::ParsedClass parsed;
  classfile::ParseError parse_error;
  classfile::ParseOptions parse_options;
  parse_options.hidden = klass->is_hidden();
  parse_options.enable_preview = thread.vm().enable_preview;
  parse_options.relax_names = true;  // they were checked the first time
  if (!classfile::parse_class({state.file, state.file_size}, parse_options, &parsed, &parse_error)) {
    VM_FATAL("class {} was parsed once, but not twice: {}", klass->name_view(), parse_error.message);
  }
  if (klass->is_hidden() && parsed.constants.size() < UINT16_MAX) rename(parsed, klass->name_view());

  VM_LOG(*thread.vm().log, info, (class, init), "Start class verification for: {}", external_name(*klass));
  Environment environment(thread, klass);
  classfile::VerifyError error;
  switch (classfile::verify_class(parsed, environment, {}, &error)) {
    case classfile::Verdict::kPassed:
      VM_LOG(*thread.vm().log, info, (class, init), "End class verification for: {}", external_name(*klass));
      native_free(const_cast<uint8_t*>(state.file));
      state.file = nullptr;
      return {};
    case classfile::Verdict::kPending:
      return kPending;
    case classfile::Verdict::kFailed:
      break;
  }
  Class* kind = error.kind == classfile::ParseErrorKind::kClassFormatError ? thread.vm().known->java_lang_ClassFormatError
                                                                           : thread.vm().known->java_lang_VerifyError;
  return throw_message(thread, kind, error.message.c_str());
}

}  // namespace kiln
