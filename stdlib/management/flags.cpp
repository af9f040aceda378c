// stdlib/management/flags.cpp - the VM's flags for HotSpotDiagnosticMXBean.
#include "gc/barrier.h"
#include "stdlib/diagnostic/flag_access.h"
#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"

namespace kiln::management {

using diagnostic::FlagKind;
using diagnostic::FlagView;
using stdlib::jobject_of;
using stdlib::known_of;
using stdlib::new_array_of;
using stdlib::VmEntry;

namespace {

// False: an exception is pending.
bool fill(Thread& t, const FlagView& flag, jstring name, FlagValue* to) {
  *to = {};
  to->name = name;
  to->origin = flag.is_changed ? kOriginCommandLine : kOriginDefault;
  to->is_writeable = flag.is_writeable;
  to->is_external = flag.is_writeable;
  switch (flag.kind) {
    case FlagKind::kBool:
      to->type = kFlagBool;
      to->value.z = flag.number != 0;
      return true;
    case FlagKind::kNumber:
      to->type = kFlagLong;
      to->value.j = flag.number;
      return true;
    case FlagKind::kText: {
      to->type = kFlagString;
      Expected<Ref<java::String>> text = make_string(t, flag.text);
      if (text.ok()) to->value.l = make_local(t, text.value());
      return text.ok();
    }
  }
  VM_UNREACHABLE();
}

}  // namespace

jlong flag_count(Vm& vm) { return static_cast<jlong>(diagnostic::all_flags(vm).size()); }

jobjectArray get_flag_names(JNIEnv* env) {
  return jobject_of<jobjectArray>(env, [](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    std::vector<FlagView> flags = diagnostic::all_flags(t.vm());
    VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, known_of(t).java_lang_String, flags.size()));
    Handle<java::ObjectArray> names(t, fresh);
    for (size_t i = 0; i < flags.size(); i++) {
      VM_TRY(Ref<java::String> name, make_string(t, flags[i].name));
      barrier::store_element(names.unsafe_ref().get(), static_cast<int32_t>(i), name);
    }
    return names.unsafe_ref();
  });
}

// For the names given (unknown ones get a null name), or all when `names` is null; returns how many are known.
jint get_flags(JNIEnv* env, jobjectArray names, FlagValue* values, jint count) {
  VmEntry in(env);
  Thread& t = in.thread;
  jint known = 0;
  if (names == nullptr) {
    for (const FlagView& flag : diagnostic::all_flags(t.vm())) {
      if (known == count) break;
      Expected<Ref<java::String>> name = make_string(t, flag.name);
      if (!name.ok() || !fill(t, flag, static_cast<jstring>(make_local(t, name.value())), &values[known])) return known;
      known++;
    }
    return known;
  }
  for (jint i = 0; i < count; i++) {
    values[i] = {};
    Ref<> wanted = load_element(Ref<>(*slot_of(names)).get(), i);
    if (wanted.is_null()) continue;
    const std::string text = string_to_utf8(known_of(t), wanted.get());
    std::optional<FlagView> flag = diagnostic::find_flag(t.vm(), text);
    if (!flag) continue;
    if (!fill(t, *flag, static_cast<jstring>(make_local(t, wanted)), &values[i])) return known;
    known++;
  }
  return known;
}

// Java has looked the flag up and checked that it is writeable and of that type.
void set_flag(JNIEnv* env, jstring name, jvalue value) {
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    const std::string text = string_to_utf8(known_of(t), Ref<>(*slot_of(name)).get());
    std::optional<FlagView> flag = diagnostic::find_flag(t.vm(), text);
    std::string wanted;
    if (flag && flag->kind == FlagKind::kBool) wanted = value.z ? "true" : "false";
    if (flag && flag->kind == FlagKind::kText && value.l != nullptr) wanted = string_to_utf8(known_of(t), Ref<>(*slot_of(value.l)).get());
    if (diagnostic::change_flag(t.vm(), text, wanted.c_str()) == diagnostic::FlagChange::kDone) return {};
    return throw_new(t, &Known::java_lang_IllegalArgumentException, "This flag is not writeable.");
  });
}

}  // namespace kiln::management
