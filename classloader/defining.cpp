// Defining a class from bytes (JVMS 5.3.5): parse, load the supers, check them, build, publish.
#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "classloader/class_access.h"
#include "classloader/constraint_checks.h"
#include "classloader/dictionary/dictionary.h"
#include "classloader/link/class_builder.h"
#include "classloader/loading.h"
#include "classloader/mirrors.h"
#include "classloader/modules.h"
#include "classloader/parse/class_parser.h"
#include "gc/heap.h"
#include "vm/base/log.h"
#include "vm/exec/native_call.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"

namespace kiln {

namespace {

using classfile::ParsedClass;

Class* Known::* throwable_of(classfile::ParseErrorKind kind) {
  switch (kind) {
    case classfile::ParseErrorKind::kClassFormatError:
      return &Known::java_lang_ClassFormatError;
    case classfile::ParseErrorKind::kUnsupportedClassVersionError:
      return &Known::java_lang_UnsupportedClassVersionError;
    case classfile::ParseErrorKind::kNoClassDefFoundError:
      return &Known::java_lang_NoClassDefFoundError;
    case classfile::ParseErrorKind::kIncompatibleClassChangeError:
      return &Known::java_lang_IncompatibleClassChangeError;
    case classfile::ParseErrorKind::kVerifyError:
      return &Known::java_lang_VerifyError;
    case classfile::ParseErrorKind::kNone:
    case classfile::ParseErrorKind::kStopped:
      break;
  }
  VM_UNREACHABLE();
}

// The work of one define_class call.
class Definer final : classfile::ParseListener {
 public:
  Definer(Thread& thread, const ClassDefinition& definition)
      : thread_(thread), vm_(thread.vm()), in_(definition), loader_(loader_data_of(thread, definition.loader)) {}

  Expected<Class*> run() {
    VM_TRY_VOID(check_room());
    VM_TRY_VOID(parse());
    VM_TRY_VOID(check_package());
    VM_TRY_VOID(load_superclass());
    VM_TRY_VOID(check_superclass());
    for (Class* interface : blueprint_.interfaces) VM_TRY_VOID(check_interface(*interface));
    if (!in_.is_hidden && vm_.dictionary->find(loader_, blueprint_.name) != nullptr) return throw_duplicate();
    VM_TRY_VOID(build());
    return publish();
  }

 private:
  // What there is too little room in, or null.
  const OutOfMemoryKind* exhausted() const;
  Expected<void> check_room();
  Expected<void> parse();
  Expected<void> check_package();
  Expected<void> load_superclass();
  Expected<void> load_interface(std::string_view name);
  // Interfaces are loaded while the file is parsed, as on the reference VM: what is wrong behind them is told later.
  bool interface_named(std::string_view name) override { return load_interface(name).ok(); }
  Expected<void> check_superclass();
  Expected<void> check_interface(Class& interface);
  Expected<void> check_sealed(Class& super);
  Expected<void> check_access(Class& super, bool is_interface);
  bool is_permitted_by(const Class& super) const;
  Expected<void> build();
  Expected<Class*> publish();
  Pending throw_duplicate();
  void log_load();
  bool is_platform_loader() const;
  std::string name() const { return external_name(parsed_.name); }

  Thread& thread_;
  Vm& vm_;
  const ClassDefinition& in_;
  LoaderData& loader_;
  ParsedClass parsed_;
  ClassBlueprint blueprint_;
  std::unique_ptr<Lifetime> own_lifetime_;  // of a hidden class that its loader does not keep, until it is published
  Class* class_ = nullptr;
};

bool Definer::is_platform_loader() const {
  return loader_.is_builtin && !loader_.is_boot &&
         class_of(Ref<>(loader_.loader).get())->name_view() == "jdk/internal/loader/ClassLoaders$PlatformClassLoader";
}

namespace {

size_t unloadable_bytes(const Vm& vm) { return vm.meta_space->block_bytes() + vm.class_space->block_bytes(); }

// Many classes that may be dead: looks once before there are more. Like heap, metadata may double until the next time.
VM_MAY_SAFEPOINT void collect_metadata_at_times(Thread& thread) {
  Vm& vm = thread.vm();
  std::atomic<size_t>& trigger = vm.dictionary->metadata_trigger_bytes;
  size_t limit = trigger.load(std::memory_order_relaxed);
  // Only one of racing threads collects.
  if (unloadable_bytes(vm) < limit || !trigger.compare_exchange_strong(limit, SIZE_MAX)) return;
  vm.heap->collect(thread.mutator, GcCause::kMetadata);
  trigger.store(std::max(Dictionary::kFirstMetadataTrigger, 2 * unloadable_bytes(vm)), std::memory_order_relaxed);
}

}  // namespace

// Structures take about three times the class file. Symbols have no way to report exhaustion, so room is asked for first.
// The boot loader has a reserve, so that the JDK's code for handling the error can still be loaded.
const OutOfMemoryKind* Definer::exhausted() const {
  static constexpr OutOfMemoryKind kMetaspace = OutOfMemoryKind::kMetaspace, kClassSpace = OutOfMemoryKind::kClassSpace;
  constexpr size_t kMargin = 64 * kKiB, kBootReserve = 4 * kMiB;
  size_t reserve = loader_.is_boot ? 0 : kBootReserve;
  size_t needed = 4 * in_.bytes.size() + kMargin + reserve;
  size_t used = vm_.meta_space->used_bytes() + vm_.class_space->used_bytes();
  auto limit = static_cast<size_t>(vm_.flags.max_metaspace_size);
  if (vm_.class_space->room_bytes() < kMargin + reserve / 16) return &kClassSpace;
  bool fits = needed <= vm_.meta_space->room_bytes() && (limit == 0 || used + needed <= limit + kBootReserve);
  return fits ? nullptr : &kMetaspace;
}

// Classes that nobody uses any more go first; then those that only soft references keep.
Expected<void> Definer::check_room() {
  collect_metadata_at_times(thread_);
  for (GcCause cause : {GcCause::kMetadata, GcCause::kLastDitch}) {
    if (exhausted() == nullptr) return {};
    vm_.heap->collect(thread_.mutator, cause);
  }
  if (const OutOfMemoryKind* kind = exhausted()) return throw_out_of_memory(thread_, *kind);
  return {};
}

Expected<void> Definer::parse() {
  classfile::ParseOptions options;
  bool verify = loader_.is_boot ? vm_.flags.verify_local : vm_.flags.verify_remote;
  bool is_trusted = loader_.is_boot || is_platform_loader();
  options.expected_name = in_.name;
  options.check_format = verify;
  options.relax_names = is_trusted;
  options.privileged_annotations = is_trusted || in_.is_access_vm_annotations;
  options.hidden = in_.is_hidden;
  options.enable_preview = vm_.enable_preview;
  options.listener = this;
  classfile::ParseError error;
  if (!classfile::parse_class(in_.bytes, options, &parsed_, &error)) {
    if (error.kind == classfile::ParseErrorKind::kStopped) return kPending;
    return throw_new(thread_, throwable_of(error.kind), "{}", error.message);
  }
  // A hidden class may be made from a template: it has the name that was asked for, not the one in its bytes.
  if (in_.is_hidden && !in_.name.empty()) parsed_.name = in_.name;
  std::string full_name(parsed_.name);
  if (in_.is_hidden) full_name += fmt::format("+0x{:016x}", vm_.dictionary->next_hidden_number());
  if (full_name.size() > UINT16_MAX) {
    return throw_new(thread_, &Known::java_lang_NoClassDefFoundError, "Class name exceeds maximum length of {}: {}", UINT16_MAX, full_name);
  }
  blueprint_.parsed = &parsed_;
  blueprint_.loader = &loader_;
  blueprint_.is_hidden = in_.is_hidden;
  if (in_.is_hidden && !in_.is_strong) {
    own_lifetime_ = std::make_unique<Lifetime>(vm_, Lifetime::Kind::kHiddenClass);
    own_lifetime_->loader = &loader_;
    blueprint_.lifetime = own_lifetime_.get();
  }
  if (in_.is_hidden) {
    // Many come and go, and no look-up finds them.
    Lifetime& lifetime = blueprint_.lifetime != nullptr ? *blueprint_.lifetime : *loader_.lifetime;
    void* memory = lifetime.allocate(SymbolTable::symbol_bytes(full_name.size()), alignof(Symbol));
    if (memory == nullptr) return throw_out_of_memory(thread_, OutOfMemoryKind::kMetaspace);
    blueprint_.name = SymbolTable::make_unlisted(memory, full_name);
  } else {
    blueprint_.name = vm_.symbols->intern(full_name);
  }
  // As in the reference VM, classes of all loaders are verified for the boot loader's flag; their format is not checked.
  blueprint_.needs_verification = (verify || vm_.flags.verify_local) && !in_.skip_verification;
  return {};
}

Expected<void> Definer::check_package() {
  size_t slash = parsed_.name.rfind('/');
  if (slash == std::string_view::npos) {
    blueprint_.module = &vm_.modules->unnamed_module(loader_);
    return {};
  }
  std::string_view package = parsed_.name.substr(0, slash);
  if (package.starts_with("java") && (package.size() == 4 || package[4] == '/') && !loader_.is_boot && !is_platform_loader()) {
    return throw_new(thread_, &Known::java_lang_SecurityException,
                     "Class loader (instance of): {} tried to load prohibited package name: {}", loader_name_and_id(loader_),
                     external_name(package));
  }
  blueprint_.package = &vm_.modules->package_for_class(loader_, package);
  blueprint_.module = blueprint_.package->module;
  return {};
}

Expected<void> Definer::load_superclass() {
  if (parsed_.super_name.empty()) return {};
  // A hidden class cannot be named, so it cannot be its own super.
  std::optional<SuperLoading> guard;
  if (!in_.is_hidden) guard.emplace(*vm_.dictionary, thread_, loader_, blueprint_.name);
  VM_TRY(blueprint_.super, load_class(thread_, vm_.symbols->intern(parsed_.super_name), in_.loader, true));
  if (blueprint_.super->is_interface()) {
    return throw_new(thread_, &Known::java_lang_IncompatibleClassChangeError, "class {} has interface {} as super class", name(),
                     external_name(*blueprint_.super));
  }
  return {};
}

Expected<void> Definer::load_interface(std::string_view interface_name) {
  std::optional<SuperLoading> guard;
  if (!in_.is_hidden) guard.emplace(*vm_.dictionary, thread_, loader_, vm_.symbols->intern(parsed_.name));
  VM_TRY(Class * interface, load_class(thread_, vm_.symbols->intern(interface_name), in_.loader, true));
  if (!interface->is_interface()) {
    constexpr size_t kLongest = 255;  // the reference VM cuts this message
    std::string text = fmt::format("class {} can not implement {}, because it is not an interface ({})", name(), external_name(*interface),
                                   class_in_module_of_loader(*interface));
    text.resize(std::min(text.size(), kLongest));
    return throw_message(thread_, vm_.known->java_lang_IncompatibleClassChangeError, text.c_str());
  }
  blueprint_.interfaces.push_back(interface);
  return {};
}

Expected<void> Definer::check_superclass() {
  if (blueprint_.super == nullptr) return {};
  Class& super = *blueprint_.super;
  if (super.is_final()) {
    return throw_new(thread_, &Known::java_lang_IncompatibleClassChangeError, "class {} cannot inherit from final class {}", name(),
                     external_name(super));
  }
  VM_TRY_VOID(check_sealed(super));
  // The accessors that core reflection makes are not verified and may access everything: nobody else may extend theirs.
  constexpr std::string_view kReflection = "jdk/internal/reflect/";
  std::string_view super_name = super.name_view();
  bool is_reflections = super_name.starts_with(kReflection) && super_name.find('/', kReflection.size()) == std::string_view::npos;
  if (is_reflections && !loader_.is_boot && class_of(Ref<>(loader_.loader).get()) != vm_.known->jdk_internal_reflect_DelegatingClassLoader) {
    return throw_new(thread_, &Known::java_lang_IllegalAccessError, "class {} loaded by {} cannot access jdk/internal/reflect superclass {}",
                     name(), loader_name_and_id(loader_), external_name(super));
  }
  if (super.has_flag(Class::kIsMagicAccessor)) return {};
  return check_access(super, false);
}

Expected<void> Definer::check_interface(Class& interface) {
  VM_TRY_VOID(check_sealed(interface));
  return check_access(interface, true);
}

// The new class has no Class structure yet: a stand-in with what access depends on.
Expected<void> Definer::check_access(Class& super, bool is_interface) {
  Class self{};
  self.name = blueprint_.name;
  self.loader = blueprint_.loader;
  self.package = blueprint_.package;
  self.module = blueprint_.module;
  if (in_.is_hidden) self.flags = Class::kIsHidden;
  ClassAccess access = class_access(vm_, self, super);
  if (access == ClassAccess::kAllowed) return {};
  if (access != ClassAccess::kNotPublic) {
    return throw_new(thread_, &Known::java_lang_IllegalAccessError, "{} failed: {}",
                     is_interface ? "superinterface check" : "superclass access check",
                     module_access_text(vm_, self, super, access));
  }
  return throw_new(thread_, &Known::java_lang_IllegalAccessError, "class {} cannot access its {}{} {} ({})", name(),
                   !is_interface && super.is_abstract() ? "abstract " : "", is_interface ? "superinterface" : "superclass",
                   external_name(super), two_classes_in_modules(self, super));
}

// JVMS 5.3.5: named in PermittedSubclasses, of the same module, and of the same package unless public.
bool Definer::is_permitted_by(const Class& super) const {
  if (super.module.get() != blueprint_.module) return false;
  bool same_package = super.loader.get() == blueprint_.loader && super.package.get() == blueprint_.package;
  if (!(parsed_.access_flags & kAccPublic) && !same_package) return false;
  for (int i = 0; i < super.attributes->permitted_subclass_count; i++) {
    if (super.constants->class_name(super.attributes->permitted_subclasses[i]) == blueprint_.name) return true;
  }
  return false;
}

Expected<void> Definer::check_sealed(Class& super) {
  if (!super.attributes->is_sealed || is_permitted_by(super)) return {};
  const char* verb = !super.is_interface()          ? "inherit from sealed class"
                     : parsed_.is_interface() ? "extend sealed interface"
                                              : "implement sealed interface";
  return throw_new(thread_, &Known::java_lang_IncompatibleClassChangeError, "class {} cannot {} {}", name(), verb, external_name(super));
}

namespace {
// Methods of the class library for which the VM has a function that does what their bytecode does (rows of
// stdlib/registry.def for methods that are not native).
void replace_bodies(Vm& vm, Class& klass) {
  if (vm.find_vm_native == nullptr || vm.find_vm_native(klass.name_view(), "", "") == nullptr) return;
  for (uint32_t i = 0; i < klass.method_count; i++) {
    Method& method = klass.methods.get()[i];
    if (method.is_native() || method.is_abstract()) continue;
    void* function = vm.find_vm_native(klass.name_view(), method.name(), method.descriptor());
    if (function != nullptr) bind_native(method, function, true);
  }
}
}  // namespace

Expected<void> Definer::build() {
  const Known& known = *vm_.known;
  if (known.java_lang_Class != nullptr) blueprint_.mirror_base = known.java_lang_Class->shape.instance_size;
  ClassBuilder builder(vm_, blueprint_);
  switch (builder.build()) {
    case BuildOutcome::kBuilt:
      class_ = builder.result();
      if (loader_.is_boot) replace_bodies(vm_, *class_);
      return {};
    case BuildOutcome::kOutOfMemory:
      return throw_out_of_memory(thread_, OutOfMemoryKind::kMetaspace);
    case BuildOutcome::kTooManyCallSites:
      return throw_new(thread_, &Known::java_lang_InternalError, "class {} has more than 65535 invokedynamic instructions", name());
    case BuildOutcome::kOverridesFinal: {
      const Method& method = *builder.overridden_final();
      return throw_new(thread_, &Known::java_lang_IncompatibleClassChangeError, "class {} overrides final method {}.{}{}", name(),
                       external_name(*method.holder), method.name(), method.descriptor());
    }
  }
  VM_UNREACHABLE();
}

Pending Definer::throw_duplicate() {
  Class* other = vm_.dictionary->find(loader_, blueprint_.name);
  return throw_new(thread_, &Known::java_lang_LinkageError, "loader {} attempted duplicate {} definition for {}. ({})",
                   loader_name_and_id(loader_), parsed_.is_interface() ? "interface" : "class", name(),
                   class_in_module_of_loader(*other, false, true));
}

Expected<Class*> Definer::publish() {
  const Known& known = *vm_.known;
  HandleScope scope(thread_);
  MirrorParts parts;
  // Classes that java.lang.Class itself needs get their mirrors later (load_known_classes).
  if (known.java_lang_Class != nullptr) {
    VM_TRY(parts, make_mirror(thread_, class_, in_.loader, in_.protection_domain, in_.class_data));
    if (!loader_.is_boot && !in_.is_hidden) {
      JavaArguments arguments;
      arguments.push(in_.loader).push(parts.mirror);
      VM_TRY_VOID(call(thread_, known.java_lang_ClassLoader_addClass, arguments));
    }
  }
  if (class_->more_flags & Class::kNeedsVerification) {
    auto* copy = static_cast<uint8_t*>(native_allocate(in_.bytes.size()));
    std::memcpy(copy, in_.bytes.data(), in_.bytes.size());
    class_->state->file = copy;
    class_->state->file_size = in_.bytes.size();
  }
  if (in_.nest_host != nullptr) {
    class_->state->nest_host.store(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(in_.nest_host)), std::memory_order_relaxed);
  }
  auto make_visible = [&] {
    attach_mirror(*class_, parts);
    vm_.classes->add(*class_);
    if (Class* super = class_->super) {
      class_->state->next_sibling = super->first_subclass();
      super->set_first_subclass(class_);
    }
  };
  if (in_.is_hidden) {
    Lifetime& lifetime = *class_->state->lifetime;
    vm_.classes->keep(lifetime, *loader_.lifetime);
    if (in_.nest_host != nullptr) vm_.classes->keep(lifetime, *in_.nest_host->state->lifetime);
    if (own_lifetime_ != nullptr) vm_.classes->adopt(std::move(own_lifetime_));
    vm_.dictionary->synchronized(make_visible);
  } else {
    Dictionary::Entered entered = vm_.dictionary->enter_and(loader_, blueprint_.name, *class_, make_visible);
    if (entered.required != nullptr) return throw_not_required_class(thread_, loader_, *class_, *entered.required);
    if (entered.klass != class_) return throw_duplicate();
  }
  log_load();
  return class_;
}

void Definer::log_load() {
  if (!VM_LOG_ENABLED(*vm_.log, info, (class, load))) return;
  std::string source(in_.source);
  if (source.empty() && in_.lookup_class != nullptr) {
    bool is_of_invoke = in_.lookup_class->name_view().starts_with("java/lang/invoke/");
    source = is_of_invoke ? "__JVM_LookupDefineClass__" : external_name(*in_.lookup_class);
  }
  VM_LOG(*vm_.log, info, (class, load), "{}{}{}", external_name(*class_), source.empty() ? "" : " source: ", source);
}

}  // namespace

Expected<Class*> define_class(Thread& thread, const ClassDefinition& definition) {
  HandleScope scope(thread);
  return Definer(thread, definition).run();
}

}  // namespace kiln
