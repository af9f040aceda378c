#include "vm/ops/invoke_dynamic.h"

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/meta/names.h"
#include "vm/ops/bootstrap.h"
#include "vm/ops/class_init.h"
#include "vm/ops/member_name.h"
#include "vm/ops/method_handle_table.h"
#include "vm/ops/reflection.h"

namespace kiln::ops {

namespace {

Handle<java::ClassLoader> loader_handle(Class* klass) {
  return Handle<java::ClassLoader>::of_slot(&klass->loader->loader);
}

// Calls a static method of MethodHandleNatives.
Expected<JavaValue> upcall(Thread& thread, Method* method, const JavaArguments& arguments) {
  VM_TRY_VOID(initialize_class(thread, method->holder));
  return call(thread, method, arguments);
}

bool is_linkage_error(Thread& thread) {
  return class_of(Ref<>(thread.exception).get())->is_subclass_of(thread.vm().known->java_lang_LinkageError);
}

// Publishes `entry` with its reference at `index` unless another thread was first; returns what holds.
Expected<ResolvedEntry> publish_with_ref(Thread& thread, Class* from, int index, ResolvedEntry entry, Handle<> ref) {
  VM_TRY(Ref<java::ObjectArray> refs, resolved_refs_of(thread, from));
  {
    MutexLock lock(thread.vm().method_handles->publication());
    ResolvedEntry found = from->resolved(index);
    if (found.bits() == 0) {
      barrier::store_element(refs.get(), index, ref.unsafe_ref());
      from->publish_resolved(index, entry);
      return entry;
    }
    entry = found;
  }
  if (entry.has(ResolvedEntry::kFailed)) return throw_recorded_failure(thread, from, index);
  return entry;
}

// Linking of a call site or dynamic constant has failed with the pending exception: linkage errors stay for ever,
// unless another thread has come to an end before (then its result holds).
Expected<ResolvedEntry> fail_bootstrap(Thread& thread, Class* from, int index) {
  (void)wrap_bootstrap_exception(thread);
  if (!is_linkage_error(thread)) return kPending;
  HandleScope scope(thread);
  Handle<java::Throwable> error(thread, take_exception(thread));
  VM_TRY(ResolvedEntry entry,
         publish_with_ref(thread, from, index, ResolvedEntry(uint64_t{ResolvedEntry::kFailed} << 32), error));
  if (entry.has(ResolvedEntry::kFailed)) return throw_object(thread, error.unsafe_ref());
  return entry;
}

// Method and appendix of an adapter that an upcall made.
Expected<ResolvedEntry> publish_adapter(Thread& thread, Class* from, int index, Ref<> member_name,
                                        Handle<java::ObjectArray> box) {
  Method* adapter = target_of_member_name(thread, member_name.get());
  if (adapter == nullptr)
    return throw_new(thread, &Known::java_lang_LinkageError, "bad value from MethodHandleNatives");
  thread.vm().classes->keep(*from->state->lifetime, *adapter->holder->state->lifetime);
  HandleScope scope(thread);
  Handle<> appendix(thread, load_element(box.unsafe_ref().get(), 0));
  return publish_with_ref(thread, from, index,
                          ResolvedEntry::make(adapter, ResolvedEntry::kGet | ResolvedEntry::kAppendix, 0), appendix);
}

Expected<void> check_type_access(Thread& thread, Class* from, const Object* mirror) {
  Class* klass = class_of_mirror(*thread.vm().known, mirror);
  if (klass == nullptr || can_access_class(thread, from, klass)) return {};
  return throw_class_access(thread, *from, *klass);
}

}  // namespace

Expected<Ref<java::MethodType>> method_type_of(Thread& thread, Symbol* descriptor, Class* from) {
  HandleScope scope(thread);
  Handle<java::Class> result(thread, Ref<java::Class>());
  VM_TRY(Ref<java::ObjectArray> fresh, make_parameter_types(thread, descriptor->view(), from, result.slot()));
  Handle<java::ObjectArray> parameters(thread, fresh);
  for (int32_t i = 0; i < parameters.unsafe_ref()->array_length(); i++) {
    VM_TRY_VOID(check_type_access(thread, from, load_element(parameters.unsafe_ref().get(), i).get()));
  }
  VM_TRY_VOID(check_type_access(thread, from, result.unsafe_ref().get()));
  JavaArguments arguments;
  arguments.push(result).push(parameters);
  VM_TRY(JavaValue type,
         upcall(thread, thread.vm().known->java_lang_invoke_MethodHandleNatives_findMethodHandleType, arguments));
  return type.ref<java::MethodType>();
}

Expected<ResolvedEntry> link_invokehandle(Thread& thread, Class* from, int index, Method* generic) {
  HandleScope scope(thread);
  const ConstantPool& pool = *from->constants;
  Handle<java::Class> caller(thread, from->mirror());
  Handle<java::Class> callee(thread, generic->holder->mirror());
  VM_TRY(Ref<java::String> text, intern_string(thread, generic->name()));
  Handle<java::String> name(thread, text);
  VM_TRY(Ref<java::MethodType> found, method_type_of(thread, pool.member_descriptor(index), from));
  Handle<java::MethodType> type(thread, found);
  VM_TRY(Ref<java::ObjectArray> fresh, allocate_object_array(thread, 1));
  Handle<java::ObjectArray> appendix(thread, fresh);
  JavaArguments arguments;
  arguments.push(caller)
      .push_int(static_cast<int32_t>(ReferenceKind::kInvokeVirtual))
      .push(callee)
      .push(name)
      .push(type)
      .push(appendix);
  VM_TRY(JavaValue adapter,
         upcall(thread, thread.vm().known->java_lang_invoke_MethodHandleNatives_linkMethod, arguments));
  return publish_adapter(thread, from, index, adapter.ref(), appendix);
}

Method* polymorphic_method(Thread& thread, Method* declared, Symbol* descriptor) {
  Method* method = thread.vm().method_handles->intrinsic(thread.vm(), *declared, descriptor);
  if (method == nullptr) VM_FATAL("metaspace exhausted by MethodHandle.{}{}", declared->name(), descriptor->view());
  return method;
}

namespace {

Expected<ResolvedEntry> run_call_site(Thread& thread, const BootstrapSpecifier& specifier, int entry_index) {
  BootstrapObjects objects;
  VM_TRY_VOID(resolve_bootstrap(thread, specifier, objects));
  Handle<java::Class> caller(thread, specifier.from->mirror());
  VM_TRY(Ref<java::ObjectArray> fresh, allocate_object_array(thread, 1));
  Handle<java::ObjectArray> appendix(thread, fresh);
  JavaArguments arguments;
  arguments.push(caller).push_int(specifier.pool_index).push(objects.method).push(objects.name).push(objects.type);
  arguments.push(objects.arguments).push(appendix);
  VM_TRY(JavaValue adapter,
         upcall(thread, thread.vm().known->java_lang_invoke_MethodHandleNatives_linkCallSite, arguments));
  return publish_adapter(thread, specifier.from, entry_index, adapter.ref(), appendix);
}

Expected<ResolvedEntry> run_dynamic_constant(Thread& thread, const BootstrapSpecifier& specifier) {
  BootstrapObjects objects;
  VM_TRY_VOID(resolve_bootstrap(thread, specifier, objects));
  Handle<java::Class> caller(thread, specifier.from->mirror());
  JavaArguments arguments;
  arguments.push(caller).push_int(specifier.pool_index).push(objects.method).push(objects.name).push(objects.type);
  arguments.push(objects.arguments);
  VM_TRY(JavaValue constant,
         upcall(thread, thread.vm().known->java_lang_invoke_MethodHandleNatives_linkDynamicConstant, arguments));
  Handle<> value(thread, constant.ref());
  return publish_with_ref(thread, specifier.from, specifier.pool_index,
                          ResolvedEntry(uint64_t{ResolvedEntry::kGet} << 32), value);
}

}  // namespace

Expected<ResolvedEntry> link_call_site(Thread& thread, Class* from, int index, int call_site) {
  HandleScope scope(thread);
  int entry_index = from->constants->size() + call_site;
  auto linked = run_call_site(thread, BootstrapSpecifier(from, index), entry_index);
  return linked.ok() ? linked : fail_bootstrap(thread, from, entry_index);
}

Expected<Ref<>> link_dynamic_constant(Thread& thread, Class* from, int index) {
  HandleScope scope(thread);
  auto linked = run_dynamic_constant(thread, BootstrapSpecifier(from, index));
  if (!linked.ok()) {
    VM_TRY_VOID(fail_bootstrap(thread, from, index));
  }
  return load_element(Ref<>(from->state->resolved_refs).get(), index);
}

Expected<Ref<java::MethodHandle>> method_handle_constant(Thread& thread, Class* from, int index) {
  HandleScope scope(thread);
  const ConstantPool& pool = *from->constants;
  const int member = pool.handle_ref(index);
  const auto kind = static_cast<ReferenceKind>(pool.handle_kind(index));
  VM_TRY(Class * callee, resolve_class(thread, from, pool.member_class_index(member)));
  const ConstantTag tag = pool.tag(member);
  Symbol* member_name = pool.member_name(member);
  Symbol* descriptor = pool.member_descriptor(member);
  if ((callee->is_interface() && tag == ConstantTag::kMethodref) ||
      (!callee->is_interface() && tag == ConstantTag::kInterfaceMethodref)) {
    const char* is = callee->is_interface() ? "CONSTANT_MethodRef" : "CONSTANT_InterfaceMethodRef";
    const char* should_be = callee->is_interface() ? "CONSTANT_InterfaceMethodRef" : "CONSTANT_MethodRef";
    std::string text = method_text(callee->name_view(), member_name->view(), descriptor->view());
    std::string holder = fmt::format(" {}.", external_name(*callee));
    if (size_t at = text.find(holder); at != std::string::npos) text.replace(at, holder.size(), " ");
    return throw_new(
        thread, &Known::java_lang_IncompatibleClassChangeError,
        "Inconsistent constant pool data in classfile for class {}. Method '{}' at index {} is {} and should be {}",
        callee->name_view(), text, index, is, should_be);
  }
  VM_TRY_VOID(check_member_reference(thread, kind, callee, member_name, descriptor, from));
  Handle<java::Class> caller(thread, from->mirror());
  Handle<java::Class> holder(thread, callee->mirror());
  VM_TRY(Ref<java::String> text, intern_string(thread, member_name->view()));
  Handle<java::String> name(thread, text);
  Handle<> type;
  if (tag == ConstantTag::kFieldref) {
    VM_TRY(Ref<java::Class> mirror, mirror_of_descriptor(thread, descriptor->view(), loader_handle(from)));
    type = Handle<>(thread, mirror);
  } else {
    VM_TRY(Ref<java::MethodType> found, method_type_of(thread, descriptor, from));
    type = Handle<>(thread, found);
  }
  JavaArguments arguments;
  arguments.push(caller).push_int(static_cast<int32_t>(kind)).push(holder).push(name).push(type);
  VM_TRY(JavaValue handle,
         upcall(thread, thread.vm().known->java_lang_invoke_MethodHandleNatives_linkMethodHandleConstant, arguments));
  return handle.ref<java::MethodHandle>();
}

}  // namespace kiln::ops
