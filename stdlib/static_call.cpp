#include "stdlib/static_call.h"

#include "classloader/loading.h"
#include "vm/exec/exceptions.h"
#include "vm/meta/names.h"
#include "vm/ops/class_init.h"

namespace kiln::stdlib {

Expected<Class*> initialized_boot_class(Thread& t, std::string_view name) {
  VM_TRY(Class * klass, find_boot_class(t, t.vm().symbols->intern(name)));
  if (klass == nullptr) return throw_new(t, &Known::java_lang_NoClassDefFoundError, "{}", name);
  VM_TRY_VOID(ops::initialize_class(t, klass));
  return klass;
}

Expected<JavaValue> call_static(Thread& t, std::string_view class_name, std::string_view method, std::string_view descriptor,
                                const JavaArguments& arguments) {
  VM_TRY(Class * klass, initialized_boot_class(t, class_name));
  Method* target = klass->find_declared_method(method, descriptor);
  if (target == nullptr) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "{}.{}{}", external_name(*klass), method, descriptor);
  }
  return call(t, target, arguments);
}

}  // namespace kiln::stdlib
