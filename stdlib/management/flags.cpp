// stdlib/management/flags.cpp - the VM's flags for HotSpotDiagnosticMXBean. Read-only: flags do not change after start.
#include "gc/barrier.h"
#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"

namespace kiln::management {

using stdlib::jobject_of;
using stdlib::known_of;
using stdlib::new_array_of;
using stdlib::VmEntry;

namespace {

struct Row {
  const char* name;
  bool is_bool;
  int64_t (*value)(const Flags& flags);
};
constexpr Row kRows[] = {
#define VM_FLAG(audience, type, field, name, value, low, high, help) \
  {name, std::string_view(#type) == "bool", [](const Flags& flags) { return static_cast<int64_t>(flags.field); }},
#include "vm/base/flags.def"
#undef VM_FLAG
};

void fill(Thread& t, const Row& row, jstring name, FlagValue* to) {
  const Flags defaults;
  const int64_t value = row.value(t.vm().flags);
  *to = {};
  to->name = name;
  to->type = row.is_bool ? kFlagBool : kFlagLong;
  if (row.is_bool)
    to->value.z = value != 0;
  else
    to->value.j = value;
  to->origin = value == row.value(defaults) ? kOriginDefault : kOriginCommandLine;
}

}  // namespace

jlong flag_count() { return std::size(kRows); }

jobjectArray get_flag_names(JNIEnv* env) {
  return jobject_of<jobjectArray>(env, [](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, known_of(t).java_lang_String, std::size(kRows)));
    Handle<java::ObjectArray> names(t, fresh);
    for (size_t i = 0; i < std::size(kRows); i++) {
      VM_TRY(Ref<java::String> name, make_string(t, kRows[i].name));
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
    for (; known < count && known < flag_count(); known++) {
      Expected<Ref<java::String>> name = make_string(t, kRows[known].name);
      if (!name.ok()) return known;
      fill(t, kRows[known], static_cast<jstring>(make_local(t, name.value())), &values[known]);
    }
    return known;
  }
  for (jint i = 0; i < count; i++) {
    values[i] = {};
    Ref<> wanted = load_element(Ref<>(*slot_of(names)).get(), i);
    if (wanted.is_null()) continue;
    const std::string text = string_to_utf8(known_of(t), wanted.get());
    for (const Row& row : kRows) {
      if (text != row.name) continue;
      fill(t, row, static_cast<jstring>(make_local(t, wanted)), &values[i]);
      known++;
    }
  }
  return known;
}

}  // namespace kiln::management
