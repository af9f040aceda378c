#include "vm/start/create_vm.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "classloader/boot_loader.h"
#include "classloader/dictionary/dictionary.h"
#include "classloader/loading.h"
#include "classloader/modules.h"
#include "gc/heap.h"
#include "gc/heap/machine_memory.h"
#include "interpreter/interpreter.h"
#include "jit/compiler.h"
#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/diagnostic/out_of_memory.h"
#include "stdlib/foreign_calls.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/memory_service.h"
#include "stdlib/registry.h"
#include "vm/base/log.h"
#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/exec/backtrace.h"
#include "vm/exec/pending_references.h"
#include "vm/jni/functions.h"
#include "vm/jni/globals.h"
#include "vm/jni/invocation.h"
#include "vm/meta/known.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"
#include "vm/ops/method_handle_table.h"
#include "vm/start/boot.h"
#include "vm/start/crash_report.h"
#include "vm/start/heap_binding.h"
#include "vm/start/jdk_home.h"
#include "vm/start/null_checks.h"
#include "vm/start/options.h"
#include "vm/start/shutdown.h"
#include "vm/start/threads.h"
#include "vm/start/vm_status.h"
#include "vm/thread/monitor_table.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {

constexpr size_t kLargestClassSpace = kGiB;  // larger ones hardly fit below 4 GB
constexpr uintptr_t kClassSpaceBase = 0x1000'0000;
constexpr size_t kMetaSpaceBytes = 768 * kMiB;
constexpr uintptr_t kMetaSpaceBase = 0x2000'0000;

// --patch-module has become jdk.module.patch.N=module=path; the class library sees to the other loaders' modules.
void patch_boot_modules(Vm& vm, const VmOptions& options) {
  for (const SystemProperty& property : options.properties) {
    size_t equals = property.value.find('=');
    if (!property.key.starts_with("jdk.module.patch.") || equals == std::string::npos) continue;
    vm.boot_loader->patch_module(property.value.substr(0, equals), property.value.substr(equals + 1));
  }
}

// The JavaVM handles of this process: JNI_GetCreatedJavaVMs asks for all of them, so they are process-wide by nature.
struct CreatedVms {
  Mutex mutex{LockRank::kOutermost, "created VMs"};
  std::vector<JavaVM*> handles;
};
CreatedVms& all_vms() {
  static CreatedVms vms;
  return vms;
}

// JVM_GetProperties and others fill in the rest; these depend on the start.
void set_vm_properties(VmOptions& options, const std::string& java_home) {
  options.set_property("java.home", java_home);
  options.set_property("sun.boot.library.path", java_home + "/lib");
  options.set_property("java.vm.specification.name", "Java Virtual Machine Specification");
  options.set_property("java.vm.specification.vendor", "Oracle Corporation");
  options.set_property("java.vm.specification.version", "17");
  options.set_property("java.vm.name", "Kiln 64-Bit Server VM");
  options.set_property("java.vm.vendor", "The Kiln team");
  options.set_property("java.vm.version", KILN_VERSION);
  options.set_property("java.vm.info", "interpreted mode");
  options.set_property("java.vm.compressedOopsMode", "Zero based");
  options.set_property("jdk.debug", "release");
  if (options.find_property("java.class.path") == nullptr) {
    const char* class_path = std::getenv("CLASSPATH");
    options.set_property("java.class.path", class_path != nullptr ? class_path : ".");
  }
  if (options.find_property("java.library.path") == nullptr) {
    const char* paths = std::getenv("LD_LIBRARY_PATH");
    std::string value = paths != nullptr ? std::string(paths) + ":" : "";
    options.set_property("java.library.path",
                         value + "/usr/java/packages/lib:/usr/lib/x86_64-linux-gnu/jni:/lib/x86_64-linux-gnu:"
                                 "/usr/lib/x86_64-linux-gnu:/usr/lib/jni:/lib:/usr/lib");
  }
}

const char* compiler_options_mode(const VmOptions& options) {
  return options.mode == ExecutionMode::kCompiled ? "compiled mode" : "mixed mode";
}

// -Xint, -XX:-UseCompiler and tracing of bytecodes leave the VM without a compiler.
void start_compiler(Vm& vm, VmOptions& options) {
#ifndef KILN_PORTABLE_INTERPRETER
  const bool is_wanted = vm.flags.use_compiler || options.mode == ExecutionMode::kCompiled;
  if (!is_wanted || options.mode == ExecutionMode::kInterpreted || vm.flags.trace_bytecodes) return;
  jit::CompilerOptions compiler_options;
  compiler_options.compile_at_first_call = options.mode == ExecutionMode::kCompiled;
  compiler_options.in_background = options.background_compilation && vm.flags.background_compilation;
  compiler_options.commands = options.compile_commands;
  compiler_options.thresholds_seed = vm.flags.stress_thresholds_seed;
  if (compiler_options.thresholds_seed < 0) {
    compiler_options.thresholds_seed = std::chrono::steady_clock::now().time_since_epoch().count() % 1'000'000 + 1;
    options.print(stderr, "-XX:StressThresholdsSeed=" + std::to_string(compiler_options.thresholds_seed) + "\n");
  }
  compiler_options.print = [](void* context, const std::string& line) { static_cast<VmOptions*>(context)->print(stdout, line); };
  compiler_options.print_context = &options;
  compiler_options.reports.perf_map = vm.flags.dump_perf_map;
  compiler_options.reports.jitdump = vm.flags.perf_jit_dump;
  compiler_options.reports.gdb = vm.flags.gdb_jit_interface;
  compiler_options.reports.assembly = vm.flags.print_assembly;
  compiler_options.reports.log = vm.flags.log_compilation;
  compiler_options.reports.log_file = options.compilation_log_file;
  compiler_options.reports.print = compiler_options.print;
  compiler_options.reports.print_context = &options;
  const char* reason = nullptr;
  vm.compiler = jit::make_compiler(vm, interpreter::entry_points(), std::move(compiler_options), &reason).release();
  if (vm.compiler != nullptr) {
    add_fault_claim(&claim_null_check);
    options.set_property("java.vm.info", compiler_options_mode(options));
    options.set_property("sun.management.compiler", "Kiln 64-Bit Baseline Compiler");  // CompilationMXBean's name
  }
  if (vm.compiler == nullptr) VM_LOG(*vm.log, warning, (jit, compilation), "Everything is interpreted: {}.", reason);
#endif
}

// To the standard output, as the reference does.
jint fail(const VmOptions& options, const std::string& message) {
  options.print(stdout, "Error occurred during initialization of VM\n" + message + "\n");
  return JNI_ERR;
}

void end_without_memory(Thread& thread, const char* message) {
  const VmOptions& options = *thread.vm().options;
  static_cast<void>(fail(options, fmt::format("java.lang.OutOfMemoryError: {}", message)));
  halt_process(thread, 1);
}

LibraryEnvironment* make_library_environment(const VmOptions& options) {
  auto* environment = new LibraryEnvironment;
  for (const SystemProperty& property : options.properties) environment->properties.emplace_back(property.key, property.value);
  environment->vm_arguments = options.arguments;
  environment->diagnostic = options.diagnostic;
  for (const std::string& argument : options.arguments) {
    if (is_from_launcher(argument)) continue;
    environment->vm_arguments_text += (environment->vm_arguments_text.empty() ? "" : " ") + argument;
  }
  if (const std::string* command = options.find_property("sun.java.command")) environment->java_command = *command;
  environment->reduced_signals = options.reduced_signals;
  environment->halt = halt_process;
  environment->status_text = vm_status_text;
  environment->print = options.hooks.print;
  return environment;
}

// What went wrong in Java code during the boot.
void report_boot_failure(Thread& thread, const VmOptions& options) {
  HandleScope scope(thread);
  Handle<java::Throwable> exception(thread, take_exception(thread));
  const Known& known = *thread.vm().known;
  std::string text = "Error occurred during initialization of VM\n" + exception_text(known, exception.unsafe_ref().get()) + "\n";
  Ref<java::Array> backtrace = backtrace_words(load_ref(exception.unsafe_ref().get(), known.java_lang_Throwable_backtrace));
  for (int32_t i = 0; !backtrace.is_null() && i < backtrace->array_length(); i++) {
    uint64_t word = backtrace->elements<uint64_t>()[i];
    Method* method = backtrace_method(word);
    text += fmt::format("\tat {}.{}({}:{})\n", external_name(*method->holder), method->name(), method->holder->name_view(),
                        method->line_of(static_cast<int>(word & 0xffff)));
  }
  options.print(stdout, text);
}

}  // namespace

jint created_vms(JavaVM** buffer, jsize length, jsize* count) {
  CreatedVms& all = all_vms();
  MutexLock lock(all.mutex);
  *count = static_cast<jsize>(all.handles.size());
  for (jsize i = 0; i < length && i < *count; i++) buffer[i] = all.handles[static_cast<size_t>(i)];
  return JNI_OK;
}

jint create_vm(const JavaVMInitArgs& arguments, Vm** result) {
  auto* vm = new Vm;
  vm->log = new Log;
  auto* options = new VmOptions;
  vm->options = options;
  OptionsResult parsed = parse_options(OptionInput::from_jni(arguments), *vm->log, options);
  for (const OptionMessage& message : parsed.messages) options->print(message.to_stdout ? stdout : stderr, message.text);
  auto leave = [&](int code) {
    if (options->hooks.exit != nullptr) options->hooks.exit(code);
    std::exit(code);
  };
  switch (parsed.outcome) {
    case OptionsOutcome::kOk:
      break;
    case OptionsOutcome::kRefused:
      return JNI_EINVAL;
    case OptionsOutcome::kFatal:
      leave(1);
      break;
    case OptionsOutcome::kDone:
      leave(0);
      break;
  }
  if (options->flags.use_fault_signals) install_crash_handler(*vm);
  std::string error;
  vm->java_home = find_jdk_home(options->jdk_home, options->find_property("java.home"), &error);
  if (vm->java_home.empty()) return fail(*options, "Kiln: " + error);
  set_vm_properties(*options, vm->java_home);
  vm->flags = options->flags;
  if (const char* problem = apply_process_budget(&vm->flags)) return fail(*options, problem);

  vm->class_space = new MetaSpace("class space", std::min(static_cast<size_t>(options->class_space_bytes), kLargestClassSpace), kClassSpaceBase);
  vm->meta_space = new MetaSpace("metadata", kMetaSpaceBytes, kMetaSpaceBase);
  vm->symbols = new SymbolTable(*vm->meta_space);
  vm->strings = new StringTable;
  vm->known = new Known;
  vm->classes = new ClassRegistry;
  vm->dictionary = new Dictionary;
  vm->threads = new ThreadRegistry;
  vm->monitors = new MonitorTable;
  vm->jni_globals = new JniGlobals;
  vm->method_handles = new MethodHandleTable;
  vm->pending_references = new PendingReferences;
  vm->call_shapes = new CallShapes(*vm, interpreter::make_stub_generator());
  vm->find_vm_native = &find_vm_native;
  apply_ram_shares(options->ram_shares, gc::machine_memory_bytes(vm->flags.use_container_support), &vm->flags);
  if (vm->flags.fail_allocation != 0) {
    vm->allocations_until_failure = vm->flags.fail_allocation;
    // The stress mode keeps allocation buffers empty: with this interval it does nothing else.
    if (vm->flags.stress_gc_interval == 0) vm->flags.stress_gc_interval = INT32_MAX;
  }
  const char* heap_error = nullptr;
  HeapChoice choice{.generational = !options->copying_collector,
                    .nursery_bytes = static_cast<uint64_t>(options->young_size_bytes)};
  vm->heap = Heap::create(vm->flags, choice, vm->log, *new HeapBinding(*vm), &heap_error).release();
  if (vm->heap == nullptr) return fail(*options, heap_error);
  options->note_heap_sizes(static_cast<int64_t>(vm->heap->usage().max_bytes),
                           static_cast<int64_t>(vm->heap->usage().initial_bytes));
  start_compiler(*vm, *options);  // compiled code depends on the collector
  if (vm->flags.print_flags_final) options->print(stdout, options->flags_text());

  vm->assertions = &options->assertions;
  LibraryEnvironment* library = make_library_environment(*options);
  library->memory = new management::MemoryService(*vm);
  library->foreign = new ForeignCalls;
  vm->library = library;
  vm->library->diagnostics = new Diagnostics;
  vm->library->diagnostics->set_heap_dump_path(options->diagnostic.heap_dump_path);
  vm->library->diagnostics->perf.open(*vm);
  install_thread_hooks(*vm);
  vm->threads->hooks.on_out_of_memory = diagnostic::report_out_of_memory;
  vm->threads->hooks.on_out_of_memory_at_start = end_without_memory;
  Thread* thread = adopt_main_thread(*vm);
  auto* handle = new JavaVmHandle(*vm, invocation_hooks());
  vm->java_vm = handle;
  if (!open_boot_loader(*vm, vm->java_home, options->boot_append_path, &error)) return fail(*options, error);
  vm->enable_preview = options->enable_preview;
  patch_boot_modules(*vm, *options);
  vm->modules = new ModuleTable(*vm);
  // The JDK's native half of java.base; it finds this library by its SONAME.
  std::string java_library = vm->java_home + "/lib/libjava.so";
  vm->java_library = dlopen(java_library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (vm->java_library == nullptr) return fail(*options, fmt::format("cannot load {}: {}", java_library, dlerror()));

  if (!boot_class_library(*thread).ok()) {
    report_boot_failure(*thread, *options);
    return JNI_ERR;
  }
  start_service_threads(*thread);
  vm->library->diagnostics->perf.note_started();
  vm->library->diagnostics->perf.start_sampling(*vm);
  {
    CreatedVms& all = all_vms();
    MutexLock lock(all.mutex);
    all.handles.push_back(handle);
  }
  leave_to_safe_state(*thread, ThreadState::kInNative);
  *result = vm;
  return JNI_OK;
}

}  // namespace kiln
