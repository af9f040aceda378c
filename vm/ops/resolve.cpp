#include "vm/ops/resolve.h"

#include "classloader/class_access.h"
#include "classloader/constraint_checks.h"
#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/meta/names.h"
#include "vm/ops/class_init.h"
#include "vm/ops/invoke_dynamic.h"

namespace kiln::ops {

namespace {

Handle<java::ClassLoader> loader_handle(Class* klass) { return Handle<java::ClassLoader>::of_slot(&klass->loader->loader); }

// Two classes and where they come from, as access errors end.
std::string both_places(const Class& from, const Class& to) {
  if (from.module == to.module && from.loader == to.loader) {
    return fmt::format("({} and {})", external_name(from), class_in_module_of_loader(to, true));
  }
  return fmt::format("({}; {})", class_in_module_of_loader(from), class_in_module_of_loader(to));
}

// Keeps the pending exception, so that later resolutions of the entry fail alike.
Pending record_failure(Thread& thread, Class* klass, int index) {
  HandleScope scope(thread);
  Handle<java::Throwable> exception(thread, take_exception(thread));
  auto refs = resolved_refs_of(thread, klass);
  if (refs.ok()) {
    barrier::store_element(refs.value().get(), index, exception.unsafe_ref());
    klass->publish_resolved(index, ResolvedEntry(uint64_t{ResolvedEntry::kFailed} << 32));
  } else {
    thread.exception = 0;
  }
  return throw_object(thread, exception.unsafe_ref());
}

bool is_linkage_error(Thread& thread) {
  return class_of(Ref<>(thread.exception).get())->is_subclass_of(thread.vm().known->java_lang_LinkageError);
}

}  // namespace

namespace {

// Class and message of a recorded exception, if its class has the constructor that makes another one like it.
struct ExceptionModel {
  Class* klass = nullptr;
  std::string message;
  bool has_message = false;
  const char* text() const { return has_message ? message.c_str() : nullptr; }
};

ExceptionModel model_of(const Known& known, Object* exception) {
  ExceptionModel model;
  Ref<> message = load_ref(exception, known.java_lang_Throwable_detailMessage);
  model.has_message = !message.is_null();
  if (model.has_message) model.message = string_to_utf8(known, message.get());
  const char* descriptor = model.has_message ? "(Ljava/lang/String;)V" : "()V";
  if (class_of(exception)->find_declared_method("<init>", descriptor) != nullptr) model.klass = class_of(exception);
  return model;
}

}  // namespace

Pending throw_recorded_failure(Thread& thread, Class* klass, int index) {
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  Handle<java::Throwable> recorded(thread, load_element<java::Throwable>(Ref<>(klass->state->resolved_refs).get(), index));
  ExceptionModel error = model_of(known, recorded.unsafe_ref().get());
  if (error.klass == nullptr) return throw_object(thread, recorded.unsafe_ref());
  Ref<> cause = load_ref(recorded.unsafe_ref().get(), known.java_lang_Throwable_cause);
  // A call site forgets the cause, as on HotSpot.
  const bool has_cause = !cause.is_null() && !(cause == recorded.unsafe_ref()) && index < klass->constants->size();
  if (!has_cause) return throw_message(thread, error.klass, error.text());
  ExceptionModel inner = model_of(known, cause.get());
  Handle<java::Throwable> new_cause(thread, cause.as<java::Throwable>());
  if (inner.klass != nullptr) {
    VM_TRY(Ref<java::Throwable> made, make_exception(thread, inner.klass, inner.text()));
    new_cause.set(made);
  }
  return throw_with_cause(thread, error.klass, error.text(), new_cause);
}

Pending throw_class_access(Thread& thread, const Class& from, const Class& named) {
  const Class* element = &named;
  while (element->component.get() != nullptr) element = element->component;
  const Class& to = *element;
  ClassAccess access = class_access(thread.vm(), from, to);
  if (access == ClassAccess::kModuleNotRead || access == ClassAccess::kPackageNotExported) {
    return throw_message(thread, thread.vm().known->java_lang_IllegalAccessError,
                         module_access_text(thread.vm(), from, to, access).c_str());
  }
  return throw_new(thread, &Known::java_lang_IllegalAccessError, "failed to access class {} from class {} {}", external_name(to),
                   external_name(from), both_places(to, from));
}

namespace {

// Why a class that names a nest host is its own host nevertheless (JVMS 5.4.4); empty when there is nothing to tell.
std::string nest_problem(Thread& thread, const Class& klass) {
  uint16_t index = klass.attributes == nullptr ? 0 : klass.attributes->nest_host_index;
  auto self = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&klass));
  if (index == 0 || klass.state->nest_host.load(std::memory_order_relaxed) != self) return {};
  auto* mutable_class = const_cast<Class*>(&klass);
  auto host = resolve_class(thread, mutable_class, index);
  if (!host.ok()) {
    HandleScope scope(thread);
    Handle<java::Throwable> error(thread, take_exception(thread));
    ExceptionModel model = model_of(*thread.vm().known, error.unsafe_ref().get());
    return fmt::format("Nest host resolution of {} with host {} failed: {}{}{}", external_name(klass),
                       external_name(klass.constants->class_name(index)->view()), external_name(*class_of(error.unsafe_ref().get())),
                       model.has_message ? ": " : "", model.message);
  }
  const Class& candidate = *host.value();
  const char* reason = candidate.is_array()               ? "host is not an instance class"
                       : !same_package(&klass, &candidate) ? "types are in different packages"
                                                           : "current type is not listed as a nest member";
  return fmt::format("Type {} (loader: {}) is not a nest member of type {} (loader: {}): {}", external_name(klass),
                     loader_name_and_id(*klass.loader), external_name(candidate), loader_name_and_id(*candidate.loader), reason);
}

std::string nest_problems(Thread& thread, const Class& from, const Class& to) {
  std::string first = nest_problem(thread, from), second = nest_problem(thread, to);
  if (first.empty() && second.empty()) return {};
  return fmt::format(", ({}{}{})", first, first.empty() || second.empty() ? "" : ", ", second);
}

}  // namespace

Pending throw_field_access(Thread& thread, const Class& from, const Field& field) {
  return throw_new(thread, &Known::java_lang_IllegalAccessError, "class {} tried to access {}field {}.{} {}{}", external_name(from),
                   access_word(field.access_flags), external_name(*field.holder), field.name->view(), both_places(from, *field.holder),
                   field.access_flags & kAccPrivate ? nest_problems(thread, from, *field.holder) : "");
}

Pending throw_method_access(Thread& thread, const Class& from, const Method& method) {
  return throw_new(thread, &Known::java_lang_IllegalAccessError, "class {} tried to access {}method '{}' {}{}", external_name(from),
                   access_word(method.access_flags), method_text(method), both_places(from, *method.holder),
                   method.access_flags & kAccPrivate ? nest_problems(thread, from, *method.holder) : "");
}

bool is_direct_interface(const Class& from, const Class& interface) {
  if (&from == &interface || from.has_flag(Class::kIsMagicAccessor)) return true;
  for (int i = 0; i < from.interface_count; i++) {
    if (from.interfaces[i].get() == &interface) return true;
  }
  return false;
}

Pending throw_indirect_interface(Thread& thread, const Class& from, const Method& method) {
  return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError,
                   "Interface method reference: '{}', is in an indirect superinterface of {}", method_text(method), external_name(from));
}

Expected<Ref<java::ObjectArray>> resolved_refs_of(Thread& thread, Class* klass) {
  std::atomic_ref<uint32_t> slot(klass->state->resolved_refs);
  if (uint32_t made = slot.load(std::memory_order_acquire); made != 0) return Ref<java::ObjectArray>(made);
  int32_t length = klass->constants->size() + static_cast<int32_t>(klass->call_site_count);
  VM_TRY(Ref<java::ObjectArray> array, allocate_object_array(thread, length));
  uint32_t winner = 0;
  return slot.compare_exchange_strong(winner, array.bits()) ? array : Ref<java::ObjectArray>(winner);
}

Expected<Class*> resolve_class(Thread& thread, Class* from, int index) {
  ResolvedEntry entry = from->resolved(index);
  if (entry.has(ResolvedEntry::kGet)) return entry.klass();
  if (entry.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, index);
  Symbol* name = from->constants->class_name(index);
  auto loaded = load_class(thread, name, loader_handle(from), true);
  if (!loaded.ok()) {
    if (is_linkage_error(thread)) return record_failure(thread, from, index);
    return kPending;
  }
  Class* klass = loaded.value();
  if (!can_access_class(thread, from, klass)) {
    (void)throw_class_access(thread, *from, *klass);
    return record_failure(thread, from, index);
  }
  from->publish_resolved(index, ResolvedEntry::make(klass, ResolvedEntry::kGet, 0));
  return klass;
}

namespace {

bool is_put(FieldUse use) { return use == FieldUse::kPutField || use == FieldUse::kPutStatic; }
bool is_static_use(FieldUse use) { return use == FieldUse::kGetStatic || use == FieldUse::kPutStatic; }

// JVMS 5.4.3.2 and the linking exceptions of getfield, putfield, getstatic, putstatic.
Expected<const Field*> find_field(Thread& thread, Method* current, int index, FieldUse use) {
  Class* from = current->holder;
  const ConstantPool& pool = *from->constants;
  VM_TRY(Class * named, resolve_class(thread, from, pool.member_class_index(index)));
  Symbol* name = pool.member_name(index);
  const Field* field = lookup_field(named, name, pool.member_descriptor(index));
  if (field == nullptr) return throw_new(thread, &Known::java_lang_NoSuchFieldError, "{}", name->view());
  Class* holder = field->holder;
  VM_TRY(bool accessible, can_access_member(thread, from, named, holder, field->access_flags));
  if (!accessible) {
    return throw_field_access(thread, *from, *field);
  }
  if (field->is_static() != is_static_use(use)) {
    return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "Expected {} field {}.{}",
                     is_static_use(use) ? "static" : "non-static", external_name(*named), name->view());
  }
  if (is_put(use) && field->is_final()) {
    if (from != holder) {
      return throw_new(thread, &Known::java_lang_IllegalAccessError,
                       "Update to {} final field {}.{} attempted from a different class ({}) than the field's declaring class",
                       field->is_static() ? "static" : "non-static", external_name(*named), name->view(), external_name(*from));
    }
    bool in_initializer = field->is_static() ? current->is_class_initializer() : current->is_initializer();
    // The rule binds class files from version 53 on.
    if (!in_initializer && from->attributes->major_version >= 53) {
      return throw_new(thread, &Known::java_lang_IllegalAccessError,
                       "Update to {} final field {}.{} attempted from a different method ({}) than the initializer method {} ",
                       field->is_static() ? "static" : "non-static", external_name(*named), name->view(), current->name(),
                       field->is_static() ? "<clinit>" : "<init>");
    }
  }
  return field;
}

}  // namespace

Expected<ResolvedEntry> resolve_field(Thread& thread, Method* current, int index, FieldUse use) {
  Class* from = current->holder;
  ResolvedEntry old = from->resolved(index);
  if (old.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, index);
  auto found = find_field(thread, current, index, use);
  if (!found.ok()) {
    // A put may fail where a get succeeds (final fields): such failures are found again each time.
    if (!is_put(use) && is_linkage_error(thread)) return record_failure(thread, from, index);
    return kPending;
  }
  const Field* field = found.value();
  Class* holder = field->holder;
  auto flags = static_cast<uint8_t>(is_put(use) ? ResolvedEntry::kPut : ResolvedEntry::kGet);
  if (field->is_volatile()) flags |= ResolvedEntry::kVolatile;
  if (is_static_use(use)) VM_TRY_VOID(initialize_class(thread, holder));
  VM_TRY_VOID(constrain_field(thread, *from, *field));
  if (is_static_use(use)) {
    // While this thread runs the initialiser, others must still come here and wait: do not publish.
    if (!holder->is_initialized()) return ResolvedEntry::make(holder, flags, field->offset);
  }
  // A put of a final field is fine only in its initialiser: other methods must be checked again.
  if (is_put(use) && field->is_final()) return ResolvedEntry::make(holder, flags, field->offset);
  flags |= old.flags() & (ResolvedEntry::kGet | ResolvedEntry::kPut);
  ResolvedEntry entry = ResolvedEntry::make(holder, flags, field->offset);
  from->publish_resolved(index, entry);
  return entry;
}

namespace {

Pending throw_no_such_method(Thread& thread, const ConstantPool& pool, int index) {
  return throw_new(thread, &Known::java_lang_NoSuchMethodError, "'{}'",
                   method_text(pool.member_class_name(index)->view(), pool.member_name(index)->view(),
                               pool.member_descriptor(index)->view()));
}

// JVMS 5.4.3.3, 5.4.3.4: finds the method and checks access.
Expected<Method*> find_method(Thread& thread, Class* from, int index, Class* named, InvokeKind kind) {
  const ConstantPool& pool = *from->constants;
  Symbol* name = pool.member_name(index);
  Symbol* descriptor = pool.member_descriptor(index);
  bool is_interface_ref = pool.tag(index) == ConstantTag::kInterfaceMethodref;
  if (is_interface_ref != named->is_interface()) {
    if (kind == InvokeKind::kStatic || kind == InvokeKind::kSpecial) {
      return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "Method '{}' must be {}",
                       method_text(named->name_view(), name->view(), descriptor->view()),
                       named->is_interface() ? "InterfaceMethodref constant" : "Methodref constant");
    }
    return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "Found {} {}, but {} was expected",
                     named->is_interface() ? "interface" : "class", external_name(*named),
                     named->is_interface() ? "class" : "interface");
  }
  Method* method = is_interface_ref ? lookup_interface_method(named, name, descriptor) : lookup_method(named, name, descriptor);
  if (method == nullptr) return throw_no_such_method(thread, pool, index);
  // Array classes have a public clone.
  bool is_array_clone = named->is_array() && name->view() == "clone";
  if (!is_array_clone) {
    VM_TRY(bool accessible, can_access_member(thread, from, named, method->holder, method->access_flags));
    if (!accessible) {
      return throw_method_access(thread, *from, *method);
    }
  }
  if (method->polymorphic == Polymorphic::kNone) VM_TRY_VOID(constrain_method(thread, *from, *named, *method));
  return method;
}

Pending throw_static_mismatch(Thread& thread, const Method& method, InvokeKind kind) {
  const char* expectation = kind == InvokeKind::kStatic      ? "Expected static"
                            : kind == InvokeKind::kInterface ? "Expected instance not static"
                                                             : "Expecting non-static";
  return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "{} method '{}'", expectation, method_text(method));
}

Expected<ResolvedEntry> link_virtual(Thread& thread, Method* method) {
  if (method->is_static()) return throw_static_mismatch(thread, *method, InvokeKind::kVirtual);
  if (method->is_vtable_method()) {
    if (method->is_final() || method->holder->is_final()) return ResolvedEntry::make(method, ResolvedEntry::kGet, 0);
    return ResolvedEntry::make(method, ResolvedEntry::kGet | ResolvedEntry::kVirtual, static_cast<uint32_t>(method->vtable_index));
  }
  if (method->vtable_index == Method::kItable) {
    // An interface method reached through a class that does not declare it: vtables have no entries for those.
    return ResolvedEntry::make(method, ResolvedEntry::kGet | ResolvedEntry::kInterface, method->itable_index);
  }
  return ResolvedEntry::make(method, ResolvedEntry::kGet, 0);
}

// JVMS 6.5 invokespecial: a superclass call selects from the direct superclass of the current class.
Expected<ResolvedEntry> link_special(Thread& thread, Class* from, int index, Class* named, Method* method) {
  if (method->is_initializer() && method->holder.get() != named) return throw_no_such_method(thread, *from->constants, index);
  if (named->is_interface() && !is_direct_interface(*from, *named)) return throw_indirect_interface(thread, *from, *method);
  if (method->is_static()) return throw_static_mismatch(thread, *method, InvokeKind::kSpecial);
  if (!method->is_initializer() && !method->is_private() && named != from && !named->is_interface() && from->is_subclass_of(named)) {
    Method* selected = from->super->find_method_in_supers(method->info->name, method->info->descriptor);
    if (selected == nullptr) selected = lookup_method(from->super, method->info->name, method->info->descriptor);
    if (selected != nullptr) method = selected;
  }
  if (method->is_abstract()) {
    return throw_new(thread, &Known::java_lang_AbstractMethodError, "'{}'", method_text(*method));
  }
  return ResolvedEntry::make(method, ResolvedEntry::kPut, 0);
}

Expected<ResolvedEntry> link_interface(Thread& thread, Method* method) {
  if (method->is_static()) return throw_static_mismatch(thread, *method, InvokeKind::kInterface);
  if (method->is_vtable_method()) {
    return ResolvedEntry::make(method, ResolvedEntry::kGet | ResolvedEntry::kVirtual, static_cast<uint32_t>(method->vtable_index));
  }
  return ResolvedEntry::make(method, ResolvedEntry::kGet | ResolvedEntry::kInterface, method->itable_index);
}

Expected<ResolvedEntry> link_static(Thread& thread, Method* method) {
  if (!method->is_static()) return throw_static_mismatch(thread, *method, InvokeKind::kStatic);
  VM_TRY_VOID(initialize_class(thread, method->holder));
  return ResolvedEntry::make(method, ResolvedEntry::kGet, 0);
}

Expected<ResolvedEntry> link_method(Thread& thread, Class* from, int index, InvokeKind kind) {
  VM_TRY(Class * named, resolve_class(thread, from, from->constants->member_class_index(index)));
  VM_TRY(Method * method, find_method(thread, from, index, named, kind));
  switch (method->polymorphic) {
    case Polymorphic::kNone:
      break;
    case Polymorphic::kInvokeGeneric:
      return link_invokehandle(thread, from, index, method);
    case Polymorphic::kInvokeBasic:
    case Polymorphic::kLinkToVirtual:
    case Polymorphic::kLinkToStatic:
    case Polymorphic::kLinkToSpecial:
    case Polymorphic::kLinkToInterface:
      return ResolvedEntry::make(polymorphic_method(thread, method, from->constants->member_descriptor(index)),
                                 ResolvedEntry::kGet | ResolvedEntry::kPolymorphic, 0);
    case Polymorphic::kLinkToNative:
      return ResolvedEntry::make(polymorphic_method(thread, method, from->constants->member_descriptor(index)), ResolvedEntry::kGet, 0);
  }
  switch (kind) {
    case InvokeKind::kVirtual:
      return link_virtual(thread, method);
    case InvokeKind::kSpecial:
      return link_special(thread, from, index, named, method);
    case InvokeKind::kStatic:
      return link_static(thread, method);
    case InvokeKind::kInterface:
      return link_interface(thread, method);
  }
  VM_UNREACHABLE();
}

}  // namespace

Expected<ResolvedEntry> resolve_method(Thread& thread, Method* current, int index, InvokeKind kind) {
  Class* from = current->holder;
  ResolvedEntry old = from->resolved(index);
  if (old.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, index);
  auto linked = link_method(thread, from, index, kind);
  if (!linked.ok()) {
    // The same Methodref may serve another kind of invoke, so failures of linking are found again each time.
    return kPending;
  }
  ResolvedEntry entry = linked.value();
  if (kind == InvokeKind::kStatic && !entry.has(ResolvedEntry::kPolymorphic) && !entry.method()->holder->is_initialized()) return entry;
  if (entry.has(ResolvedEntry::kAppendix)) return entry;  // published by its linker
  if (old.bits() != 0 && old.method() == entry.method()) {
    // Virtual and special uses of one Methodref: both facts in one entry.
    bool special = kind == InvokeKind::kSpecial;
    auto flags = static_cast<uint8_t>(entry.flags() | old.flags());
    from->publish_resolved(index, ResolvedEntry::make(entry.method(), flags, special ? old.payload() : entry.payload()));
  } else if (old.bits() == 0) {
    from->publish_resolved(index, entry);
  }
  return entry;
}

Expected<ResolvedEntry> resolve_invokedynamic(Thread& thread, Method* current, int index, int call_site) {
  Class* from = current->holder;
  int entry_index = from->constants->size() + call_site;
  ResolvedEntry entry = from->resolved(entry_index);
  if (entry.has(ResolvedEntry::kGet)) return entry;
  if (entry.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, entry_index);
  return link_call_site(thread, from, index, call_site);
}

namespace {

// Stores a resolved constant so that the first of racing threads wins; returns the winner.
Expected<Ref<>> publish_constant(Thread& thread, Class* from, int index, Ref<> fresh) {
  HandleScope scope(thread);
  Handle<> value(thread, fresh);
  VM_TRY(Ref<java::ObjectArray> refs, resolved_refs_of(thread, from));
  uint32_t offset = kArrayElementsOffset + static_cast<uint32_t>(index) * kReferenceSize;
  Ref<> found = barrier::compare_exchange(refs.get(), offset, Ref<>(), value.unsafe_ref());
  from->publish_resolved(index, ResolvedEntry(uint64_t{ResolvedEntry::kGet} << 32));
  return found.is_null() ? value.unsafe_ref() : found;
}

}  // namespace

Expected<Ref<>> resolve_constant(Thread& thread, Class* from, int index) {
  ResolvedEntry entry = from->resolved(index);
  ConstantTag tag = from->constants->tag(index);
  if (tag == ConstantTag::kClass) {
    VM_TRY(Class * klass, resolve_class(thread, from, index));
    return Ref<>(klass->mirror());
  }
  if (entry.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, index);
  if (entry.has(ResolvedEntry::kGet)) return load_element(Ref<>(from->state->resolved_refs).get(), index);
  if (tag == ConstantTag::kString) {
    VM_TRY(Ref<java::String> string, intern_string(thread, from->constants->symbol(index)->view()));
    return publish_constant(thread, from, index, string);
  }
  if (tag == ConstantTag::kMethodHandle) {
    auto handle = method_handle_constant(thread, from, index);
    if (!handle.ok()) return is_linkage_error(thread) ? Expected<Ref<>>(record_failure(thread, from, index)) : kPending;
    return publish_constant(thread, from, index, handle.value());
  }
  if (tag == ConstantTag::kMethodType) {
    auto type = method_type_of(thread, from->constants->symbol(index), from);
    if (!type.ok()) return is_linkage_error(thread) ? Expected<Ref<>>(record_failure(thread, from, index)) : kPending;
    return publish_constant(thread, from, index, type.value());
  }
  if (tag == ConstantTag::kDynamic) return link_dynamic_constant(thread, from, index);
  VM_FATAL("constant {} of {} is not loadable", index, from->name_view());
}

}  // namespace kiln::ops
