// GC.finalizer_info and ManagementAgent.*: commands that Java code of the class library answers.
#include <fmt/format.h>

#include "stdlib/diagnostic/command_functions.h"
#include "stdlib/mirror_args.h"
#include "stdlib/static_call.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"

namespace kiln::diagnostic {

namespace {

constexpr const char* kAgent = "jdk/internal/agent/Agent";

// The agent's module need not be among those that the program asked for.
Expected<void> load_agent(Thread& t) {
  HandleScope scope(t);
  VM_TRY(Ref<java::String> fresh, make_string(t, "jdk.management.agent"));
  Handle<java::String> name(t, fresh);
  JavaArguments arguments;
  arguments.push(name);
  VM_TRY_VOID(stdlib::call_static(t, "jdk/internal/module/Modules", "loadModule", "(Ljava/lang/String;)Ljava/lang/Module;", arguments));
  return {};
}

Expected<void> call_agent(Thread& t, const char* method) {
  VM_TRY_VOID(load_agent(t));
  VM_TRY_VOID(stdlib::call_static(t, kAgent, method, "()V", JavaArguments()));
  return {};
}

constexpr Parameter remote(const char* name, const char* description, const char* type = "STRING") {
  return {name, description, type, nullptr, false, true};
}
constexpr Parameter kRemote[] = {
    remote("config.file", "set com.sun.management.config.file"),
    remote("jmxremote.host", "set com.sun.management.jmxremote.host"),
    remote("jmxremote.port", "set com.sun.management.jmxremote.port"),
    remote("jmxremote.rmi.port", "set com.sun.management.jmxremote.rmi.port"),
    remote("jmxremote.ssl", "set com.sun.management.jmxremote.ssl"),
    remote("jmxremote.registry.ssl", "set com.sun.management.jmxremote.registry.ssl"),
    remote("jmxremote.authenticate", "set com.sun.management.jmxremote.authenticate"),
    remote("jmxremote.password.file", "set com.sun.management.jmxremote.password.file"),
    remote("jmxremote.access.file", "set com.sun.management.jmxremote.access.file"),
    remote("jmxremote.login.config", "set com.sun.management.jmxremote.login.config"),
    remote("jmxremote.ssl.enabled.cipher.suites", "set com.sun.management.jmxremote.ssl.enabled.cipher.suite"),
    remote("jmxremote.ssl.enabled.protocols", "set com.sun.management.jmxremote.ssl.enabled.protocols"),
    remote("jmxremote.ssl.need.client.auth", "set com.sun.management.jmxremote.need.client.auth"),
    remote("jmxremote.ssl.config.file", "set com.sun.management.jmxremote.ssl.config.file"),
    remote("jmxremote.autodiscovery", "set com.sun.management.jmxremote.autodiscovery"),
    remote("jdp.port", "set com.sun.management.jdp.port", "INT"),
    remote("jdp.address", "set com.sun.management.jdp.address"),
    remote("jdp.source_addr", "set com.sun.management.jdp.source_addr"),
    remote("jdp.ttl", "set com.sun.management.jdp.ttl", "INT"),
    remote("jdp.pause", "set com.sun.management.jdp.pause", "INT"),
    remote("jdp.name", "set com.sun.management.jdp.name"),
};

}  // namespace

const std::span<const Parameter> kRemoteAgentParameters = kRemote;

Expected<void> print_finalizer_queue(Thread& t, const Arguments&, std::string* answer) {
  VM_TRY(JavaValue value, stdlib::call_static(t, "java/lang/ref/FinalizerHistogram", "getFinalizerHistogram",
                                              "()[Ljava/lang/ref/FinalizerHistogram$Entry;", JavaArguments()));
  const Object* entries = value.ref().get();
  if (entries == nullptr || entries->array_length() == 0) {
    *answer += "No instances waiting for finalization found\n";
    return {};
  }
  *answer += "Unreachable instances waiting for finalization\n#instances  class name\n-----------------------\n";
  for (int32_t i = 0; i < entries->array_length(); i++) {
    const Object* entry = load_element(entries, i).get();
    const Field* count = class_of(entry)->find_declared_field("instanceCount", "I");
    const Field* name = class_of(entry)->find_declared_field("className", "Ljava/lang/String;");
    if (count == nullptr || name == nullptr) VM_FATAL("{} has other fields than expected", class_of(entry)->name_view());
    *answer += fmt::format("{:10}  {}\n", entry->get<int32_t>(count->offset),
                           string_to_utf8(*t.vm().known, load_ref(entry, name->offset).get()));
  }
  return {};
}

Expected<void> start_remote_agent(Thread& t, const Arguments& arguments, std::string*) {
  std::string options;
  for (const Parameter& parameter : kRemote) {
    if (!arguments.is_given(parameter.name)) continue;
    options += fmt::format("{}com.sun.management.{}={}", options.empty() ? "" : ",", parameter.name, arguments.text(parameter.name));
  }
  VM_TRY_VOID(load_agent(t));
  HandleScope scope(t);
  VM_TRY(Ref<java::String> fresh, make_string(t, options));
  Handle<java::String> text(t, fresh);
  JavaArguments of_call;
  of_call.push(text);
  VM_TRY_VOID(stdlib::call_static(t, kAgent, "startRemoteManagementAgent", "(Ljava/lang/String;)V", of_call));
  return {};
}

Expected<void> start_local_agent(Thread& t, const Arguments&, std::string*) { return call_agent(t, "startLocalManagementAgent"); }

Expected<void> stop_remote_agent(Thread& t, const Arguments&, std::string*) { return call_agent(t, "stopRemoteManagementAgent"); }

Expected<void> print_agent_status(Thread& t, const Arguments&, std::string* answer) {
  VM_TRY_VOID(load_agent(t));
  VM_TRY(JavaValue status, stdlib::call_static(t, kAgent, "getManagementAgentStatus", "()Ljava/lang/String;", JavaArguments()));
  if (status.reference_bits != 0) *answer += string_to_utf8(*t.vm().known, status.ref().get()) + "\n";
  return {};
}

}  // namespace kiln::diagnostic
