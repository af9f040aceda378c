// JVM_* functions about -ea and -esa (Class.desiredAssertionStatus, ClassLoader's assertion directives).
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/base/assertion_directives.h"
#include "vm/exec/java_string.h"

namespace kiln::stdlib {
namespace {

// String[] of the names and boolean[] of the settings, into two fields of `directives`.
Expected<void> store_directives(Thread& t, Handle<> directives, const std::vector<AssertionDirective>& list,
                                uint32_t names_offset, uint32_t enabled_offset) {
  HandleScope scope(t);
  VM_TRY(Ref<java::ObjectArray> names_array, new_array_of(t, known_of(t).java_lang_String, list.size()));
  Handle<java::ObjectArray> names(t, names_array);
  VM_TRY(Ref<java::Array> enabled_array,
         allocate_primitive_array(t, BasicType::kBoolean, static_cast<int32_t>(list.size())));
  Handle<java::Array> enabled(t, enabled_array);
  for (size_t i = 0; i < list.size(); i++) {
    VM_TRY(Ref<java::String> name, make_string(t, list[i].name));
    barrier::store_element(names.unsafe_ref().get(), static_cast<int32_t>(i), name);
    enabled.unsafe_ref()->elements<uint8_t>()[i] = list[i].enabled;
  }
  barrier::store_field(directives.unsafe_ref().get(), names_offset, names.unsafe_ref());
  barrier::store_field(directives.unsafe_ref().get(), enabled_offset, enabled.unsafe_ref());
  return {};
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jboolean) JVM_DesiredAssertionStatus(JNIEnv* env, jclass, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_instance_class(in.thread, mirror);
  const AssertionDirectives* assertions = in.thread.vm().assertions;
  if (klass == nullptr || assertions == nullptr) return JNI_FALSE;
  return assertions->enabled_for(klass->name_view(), klass->loader->is_boot);
}

VM_JVM(jobject) JVM_AssertionStatusDirectives(JNIEnv* env, jclass) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    const Known& known = known_of(t);
    const AssertionDirectives none;
    const AssertionDirectives& asked = t.vm().assertions != nullptr ? *t.vm().assertions : none;
    VM_TRY(Ref<> object, allocate_instance(t, known.java_lang_AssertionStatusDirectives));
    Handle<> directives(t, object);
    VM_TRY_VOID(store_directives(t, directives, asked.classes, known.java_lang_AssertionStatusDirectives_classes,
                                 known.java_lang_AssertionStatusDirectives_classEnabled));
    VM_TRY_VOID(store_directives(t, directives, asked.packages, known.java_lang_AssertionStatusDirectives_packages,
                                 known.java_lang_AssertionStatusDirectives_packageEnabled));
    directives.unsafe_ref()->set<uint8_t>(known.java_lang_AssertionStatusDirectives_deflt, asked.application_default);
    return directives.unsafe_ref();
  });
}

}  // extern "C"
