// The life of a Java program as its launcher sees it: create the VM, print what was asked, load the main class, call
// main, detach (this reports an uncaught exception), wait for the other threads, done.
//
// All of it happens on a new thread: the stack of the primordial thread has a size the shell decides, and a guard
// page nobody controls.
#include "tools/launcher/run.h"

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <vector>

#include "tools/launcher/launcher_helper.h"

namespace kiln::launcher {
namespace {

constexpr size_t kSmallestStackBytes = 64 * 1024;
constexpr size_t kDefaultStackBytes = 8 * 1024 * 1024;

/// The answer of JNI_GetDefaultJavaVMInitArgs to version 1.1, the only one that tells a stack size. Padded, because
/// a VM may fill fields behind it.
struct InitArguments11 {
  jint version;
  char** properties;
  jint check_source;
  jint native_stack_size;
  jint java_stack_size;
  jint rest[64];
};

size_t default_stack_bytes(const Libjvm& jvm) {
  InitArguments11 arguments{};
  arguments.version = JNI_VERSION_1_1;
  jvm.default_arguments(&arguments);  // by specification an error for 1.1, but the size is filled in
  return arguments.java_stack_size > 0 ? static_cast<size_t>(arguments.java_stack_size) : kDefaultStackBytes;
}

int fail_to_start() {
  std::fprintf(stderr,
               "Error: Could not create the Java Virtual Machine.\n"
               "Error: A fatal exception has occurred. Program will exit.\n");
  return 1;
}

/// What is printed before, or instead of, running a program. Returns an exit code if the program ends here.
std::optional<int> print_what_was_asked(LauncherHelper& helper, const Launch& launch) {
  if (!launch.show_settings.empty()) {
    helper.show_settings(launch);
    if (helper.failed()) return 1;
  }
  if (launch.task == Task::kPrintFullVersion) {
    helper.print_full_version(launch.task_to_stderr);
    return helper.failed() ? 1 : 0;
  }
  if (launch.list_modules) {
    helper.list_modules();
    return helper.failed() ? 1 : 0;
  }
  if (launch.describe_module) {
    helper.describe_module(*launch.describe_module);
    return helper.failed() ? 1 : 0;
  }
  if (launch.task == Task::kPrintVersion) {
    helper.print_version(launch.task_to_stderr, false);
    return helper.failed() ? 1 : 0;
  }
  if (launch.show_version) {
    helper.print_version(launch.show_version_to_stderr, true);
    if (helper.failed()) return 1;
  }
  if (launch.validate_modules) return 0;  // booting did it
  if (launch.task == Task::kPrintExtraHelp) {
    helper.print_extra_help(launch.task_to_stderr);
    return helper.failed() ? 1 : 0;
  }
  if (launch.task == Task::kPrintHelp) {
    helper.print_help(launch.task_to_stderr);
    return helper.failed() ? 1 : launch.help_exit_code;
  }
  return std::nullopt;
}

/// Loads the main class and calls its main method. Returns the exit code; an exception thrown by main stays pending.
int run_main(JNIEnv* env, LauncherHelper& helper, const Launch& launch) {
  jclass main_class = helper.load_main(launch.mode, launch.main);
  if (helper.failed() || main_class == nullptr) return 1;
  jobjectArray arguments = helper.platform_strings(launch.arguments);
  if (helper.failed() || arguments == nullptr) return 1;
  if (launch.dry_run) return 0;
  jmethodID main_method = env->GetStaticMethodID(main_class, "main", "([Ljava/lang/String;)V");
  if (helper.failed() || main_method == nullptr) return 1;
  env->CallStaticVoidMethod(main_class, main_method, arguments);
  return env->ExceptionCheck() ? 1 : 0;
}

int create_and_run(const Libjvm& jvm, const Launch& launch) {
  std::vector<JavaVMOption> options;
  for (const std::string& text : launch.vm_options) {
    options.push_back({const_cast<char*>(text.c_str()), nullptr});
  }
  JavaVMInitArgs arguments{};
  arguments.version = JNI_VERSION_10;
  arguments.nOptions = static_cast<jint>(options.size());
  arguments.options = options.data();
  arguments.ignoreUnrecognized = JNI_FALSE;

  JavaVM* vm = nullptr;
  JNIEnv* env = nullptr;
  if (jvm.create_vm(&vm, reinterpret_cast<void**>(&env), &arguments) != JNI_OK) return fail_to_start();

  LauncherHelper helper(env);
  std::optional<int> ended = print_what_was_asked(helper, launch);
  int code = ended ? *ended : run_main(env, helper, launch);
  if (vm->DetachCurrentThread() != JNI_OK) code = 1;
  vm->DestroyJavaVM();
  return code;
}

struct Work {
  const Libjvm& jvm;
  const Launch& launch;
  int code;
};

void* work(void* argument) {
  Work& work = *static_cast<Work*>(argument);
  work.code = create_and_run(work.jvm, work.launch);
  return nullptr;
}

}  // namespace

int run_java(const Libjvm& jvm, const Launch& launch) {
  size_t stack = launch.stack_size > 0 ? static_cast<size_t>(launch.stack_size) : default_stack_bytes(jvm);
  if (stack < kSmallestStackBytes) stack = kSmallestStackBytes;
  size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  stack = (stack + page - 1) / page * page;

  Work todo{jvm, launch, 1};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack);
  pthread_t thread;
  if (pthread_create(&thread, &attributes, work, &todo) == 0) {
    pthread_join(thread, nullptr);
  } else {
    work(&todo);  // no memory for that stack: the present thread must do
  }
  pthread_attr_destroy(&attributes);
  return todo.code;
}

}  // namespace kiln::launcher
