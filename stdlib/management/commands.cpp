// stdlib/management/commands.cpp - DiagnosticCommandMBean, and HotSpotDiagnosticMXBean.dumpHeap.
#include <cerrno>
#include <cstring>

#include "gc/barrier.h"
#include "stdlib/diagnostic/command.h"
#include "stdlib/diagnostic/heap_dump.h"
#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "stdlib/static_call.h"
#include "vm/exec/java_string.h"

namespace kiln::management {

using diagnostic::Command;
using stdlib::jobject_of;
using stdlib::known_of;
using stdlib::new_array_of;
using stdlib::VmEntry;

namespace {

std::string text_of(Thread& t, jobject string) { return string_to_utf8(known_of(t), Ref<>(*slot_of(string)).get()); }

Expected<const Command*> command_of(Thread& t, const std::string& name) {
  const Command* command = diagnostic::find_command(name, diagnostic::Source::kJava);
  if (command == nullptr) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Unknown diagnostic command");
  return command;
}

}  // namespace

jobjectArray get_commands(JNIEnv* env) {
  return jobject_of<jobjectArray>(env, [](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    std::vector<Command> commands(diagnostic::commands().begin(), diagnostic::commands().end());
    std::erase_if(commands, [](const Command& command) { return !command.is_for_java; });
    VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, known_of(t).java_lang_String, commands.size()));
    Handle<java::ObjectArray> names(t, fresh);
    for (size_t i = 0; i < commands.size(); i++) {
      VM_TRY(Ref<java::String> name, make_string(t, commands[i].name));
      barrier::store_element(names.unsafe_ref().get(), static_cast<int32_t>(i), name);
    }
    return names.unsafe_ref();
  });
}

void get_command_infos(JNIEnv* env, jobjectArray names, CommandInfo* infos) {
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    HandleScope scope(t);
    Handle<> array(t, Ref<>(*slot_of(names)));
    const int32_t length = array.unsafe_ref()->array_length();
    for (int32_t i = 0; i < length; i++) {
      Ref<> name = load_element(array.unsafe_ref().get(), i);
      if (name.is_null()) return throw_new(t, &Known::java_lang_NullPointerException, "Command name cannot be null.");
      VM_TRY(const Command* command, command_of(t, string_to_utf8(known_of(t), name.get())));
      infos[i] = {.name = command->name,
                  .description = command->description,
                  .impact = command->impact,
                  .permission_class = command->permission[0],
                  .permission_name = command->permission[1],
                  .permission_action = command->permission[2],
                  .parameter_count = static_cast<jint>(command->parameters.size()),
                  .is_enabled = JNI_TRUE};
    }
    return {};
  });
}

void get_parameter_infos(JNIEnv* env, jstring name, ParameterInfo* infos) {
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (name == nullptr) return throw_new(t, &Known::java_lang_NullPointerException, "Command name cannot be null.");
    VM_TRY(const Command* command, command_of(t, text_of(t, name)));
    jint position = 0;
    for (const diagnostic::Parameter& parameter : command->parameters) {
      *infos++ = {.name = parameter.name,
                  .description = parameter.description,
                  .type = parameter.type,
                  .default_text = parameter.default_text,
                  .is_mandatory = parameter.is_mandatory,
                  .is_option = parameter.is_option,
                  .is_multiple = JNI_FALSE,
                  .position = parameter.is_option ? -1 : position++};
    }
    return {};
  });
}

jstring execute_command(JNIEnv* env, jstring line) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    if (line == nullptr) return throw_new(t, &Known::java_lang_NullPointerException, "Command line cannot be null.");
    std::string answer;
    VM_TRY_VOID(diagnostic::run_commands(t, text_of(t, line), diagnostic::Source::kJava, &answer));
    return make_string(t, answer);
  });
}

// The Java side has checked the name; an error becomes an IOException there.
jint dump_heap(JNIEnv* env, jstring file, jboolean live) {
  return stdlib::value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    if (file == nullptr) return throw_new(t, &Known::java_lang_NullPointerException, "Output file name cannot be null.");
    diagnostic::HeapDumpResult result = diagnostic::dump_heap(t, text_of(t, file), {.live_only = live != JNI_FALSE});
    if (result.error == 0) return jint{0};
    VM_TRY(Class * klass, stdlib::initialized_boot_class(t, "java/io/IOException"));
    return throw_message(t, klass, strerror(result.error));
  });
}

}  // namespace kiln::management
