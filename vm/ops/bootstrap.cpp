#include "vm/ops/bootstrap.h"

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/ops/class_init.h"
#include "vm/ops/invoke_dynamic.h"
#include "vm/ops/type_check.h"

namespace kiln::ops {

BootstrapSpecifier::BootstrapSpecifier(Class* klass, int index) : from(klass), pool_index(index) {
  const ConstantPool& pool = *klass->constants;
  bootstrap_index = pool.bootstrap_index(index);
  argument_count = pool.bootstrap_methods().argument_count(bootstrap_index);
  name = pool.member_name(index);
  descriptor = pool.member_descriptor(index);
  is_call_site = pool.tag(index) == ConstantTag::kInvokeDynamic;
}

namespace {

Handle<java::ClassLoader> loader_handle(Class* klass) {
  return Handle<java::ClassLoader>::of_slot(&klass->loader->loader);
}

// Type of a constant that stands in the pool itself; kObject for those that are resolved.
BasicType plain_type(ConstantTag tag) {
  if (tag == ConstantTag::kInteger) return BasicType::kInt;
  if (tag == ConstantTag::kFloat) return BasicType::kFloat;
  if (tag == ConstantTag::kLong) return BasicType::kLong;
  return tag == ConstantTag::kDouble ? BasicType::kDouble : BasicType::kObject;
}

Expected<Ref<>> loadable_constant(Thread& thread, Class* from, int index) {
  BasicType plain = plain_type(from->constants->tag(index));
  return plain == BasicType::kObject ? resolve_constant(thread, from, index)
                                     : box(thread, plain, from->constants->word(index));
}

// Is the constant there without running anything?
bool is_available(Class* from, int index) {
  return plain_type(from->constants->tag(index)) != BasicType::kObject ||
         from->resolved(index).has(ResolvedEntry::kGet);
}

int argument_index(const BootstrapSpecifier& s, int n) {
  return s.from->constants->bootstrap_methods().argument(s.bootstrap_index, n);
}

Expected<Ref<>> bootstrap_method(Thread& thread, const BootstrapSpecifier& s) {
  return resolve_constant(thread, s.from, s.from->constants->bootstrap_methods().method_ref(s.bootstrap_index));
}

Expected<Ref<>> bootstrap_type(Thread& thread, const BootstrapSpecifier& s) {
  if (s.is_call_site) {
    VM_TRY(Ref<java::MethodType> type, method_type_of(thread, s.descriptor, s.from));
    return Ref<>(type);
  }
  VM_TRY(Ref<java::Class> type, mirror_of_descriptor(thread, s.descriptor->view(), loader_handle(s.from)));
  return Ref<>(type);
}

// Java fetches the arguments itself when the bootstrap method has just two parameters (it may want to be lazy), and
// when a dynamic constant needs another one: a cycle then ends in Java, in StackOverflowError.
bool should_pull(Thread& thread, const BootstrapSpecifier& s, Handle<> method) {
  const Known& k = *thread.vm().known;
  Ref<> type = load_ref(method.unsafe_ref().get(), k.java_lang_invoke_MethodHandle_type);
  if (load_ref(type.get(), k.java_lang_invoke_MethodType_ptypes)->array_length() == 2) return true;
  if (s.is_call_site) return false;
  for (int i = 0; i < s.argument_count; i++) {
    int index = argument_index(s, i);
    if (s.from->constants->tag(index) == ConstantTag::kDynamic && !is_available(s.from, index)) return true;
  }
  return false;
}

Expected<Ref<>> bootstrap_arguments(Thread& thread, const BootstrapSpecifier& s, Handle<> method) {
  if (s.argument_count == 0) return Ref<>();
  HandleScope scope(thread);
  if (should_pull(thread, s, method)) {
    VM_TRY(Ref<java::Array> info, allocate_primitive_array(thread, BasicType::kInt, 2));
    info->elements<int32_t>()[0] = s.argument_count;
    info->elements<int32_t>()[1] = s.pool_index;
    return Ref<>(info);
  }
  VM_TRY(Ref<java::ObjectArray> fresh, allocate_object_array(thread, s.argument_count));
  Handle<java::ObjectArray> arguments(thread, fresh);
  for (int i = 0; i < s.argument_count; i++) {
    VM_TRY(Ref<> argument, loadable_constant(thread, s.from, argument_index(s, i)));
    barrier::store_element(arguments.unsafe_ref().get(), i, argument);
  }
  if (s.argument_count == 1) {
    Ref<> only = load_element(arguments.unsafe_ref().get(), 0);
    if (!only.is_null() && !class_of(only.get())->is_array()) return only;
  }
  return Ref<>(arguments.unsafe_ref());
}

}  // namespace

Expected<void> resolve_bootstrap(Thread& thread, const BootstrapSpecifier& s, BootstrapObjects& result) {
  VM_TRY(Ref<> method, bootstrap_method(thread, s));
  result.method = Handle<>(thread, method);
  VM_TRY(Ref<java::String> name, make_string(thread, s.name->view()));
  result.name = Handle<>(thread, name);
  VM_TRY(Ref<> type, bootstrap_type(thread, s));
  result.type = Handle<>(thread, type);
  VM_TRY(Ref<> arguments, bootstrap_arguments(thread, s, result.method));
  result.arguments = Handle<>(thread, arguments);
  return {};
}

Expected<void> copy_out_bootstrap_arguments(Thread& thread, Class* caller, Handle<java::Array> index_info,
                                            int32_t start, int32_t end, Handle<java::ObjectArray> buffer,
                                            int32_t position, bool resolve, Handle<> if_not_available) {
  if (caller == nullptr || index_info.is_null() || index_info.unsafe_ref()->array_length() < 2) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "bad index info (0)");
  }
  const int32_t count = index_info.unsafe_ref()->elements<int32_t>()[0];
  const int32_t index = index_info.unsafe_ref()->elements<int32_t>()[1];
  const ConstantPool* pool = caller->constants;
  bool is_dynamic = pool != nullptr && index > 0 && index < pool->size() &&
                    (pool->tag(index) == ConstantTag::kInvokeDynamic || pool->tag(index) == ConstantTag::kDynamic);
  if (!is_dynamic) return throw_new(thread, &Known::java_lang_IllegalArgumentException, "bad index info (1)");
  BootstrapSpecifier s(caller, index);
  if (s.argument_count != count)
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "bad index info (1)");
  if (buffer.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException);
  const int64_t room = int64_t{buffer.unsafe_ref()->array_length()} - position;
  if (start < -4 || start > end || end > count || position < 0 || int64_t{end} - start > room) {
    return throw_new(thread, &Known::java_lang_ArrayIndexOutOfBoundsException);
  }
  for (int32_t i = start; i < end; i++) {
    Ref<> value;
    switch (i) {
      case -4: {
        VM_TRY(value, bootstrap_method(thread, s));
        break;
      }
      case -3: {
        VM_TRY(value, make_string(thread, s.name->view()));
        break;
      }
      case -2: {
        VM_TRY(value, bootstrap_type(thread, s));
        break;
      }
      case -1: {
        VM_TRY(value, box(thread, BasicType::kInt, static_cast<uint64_t>(count)));
        break;
      }
      default: {
        int constant = argument_index(s, i);
        if (!resolve && !is_available(caller, constant)) {
          value = if_not_available.unsafe_ref();
        } else {
          VM_TRY(value, loadable_constant(thread, caller, constant));
        }
      }
    }
    barrier::store_element(buffer.unsafe_ref().get(), position + (i - start), value);
  }
  return {};
}

Pending wrap_bootstrap_exception(Thread& thread) {
  const Known& k = *thread.vm().known;
  if (class_of(Ref<>(thread.exception).get())->is_subclass_of(k.java_lang_Error)) return kPending;
  HandleScope scope(thread);
  Handle<java::Throwable> cause(thread, take_exception(thread));
  VM_TRY_VOID(initialize_class(thread, k.java_lang_BootstrapMethodError));
  VM_TRY(Ref<> fresh, allocate_instance(thread, k.java_lang_BootstrapMethodError));
  Handle<java::Throwable> error(thread, fresh.as<java::Throwable>());
  // BootstrapMethodError(Throwable): its message is the cause's toString().
  Method* constructor = k.java_lang_BootstrapMethodError->find_declared_method("<init>", "(Ljava/lang/Throwable;)V");
  VM_CHECK(constructor != nullptr);
  JavaArguments arguments;
  arguments.push(error).push(cause);
  VM_TRY_VOID(call(thread, constructor, arguments));
  return throw_object(thread, error.unsafe_ref());
}

}  // namespace kiln::ops
