// JNI calls to LauncherHelper. See launcher_helper.h.
#include "tools/launcher/launcher_helper.h"

#include <cstdarg>
#include <cstdio>

namespace kiln::launcher {
namespace {

constexpr const char* kProgramName = "vm";

/// What `vm` adds to the help text of the `java` command.
constexpr const char* kKilnHelp =
    "Kiln's own:\n\n"
    "    <classfile>   a path to a .class file is run as the class it holds; without\n"
    "                  -cp the folder above its package becomes the class path\n"
    "    --jdk <folder>\n"
    "                  take the class library from this JDK 17\n\n";

}  // namespace

bool LauncherHelper::failed() {
  if (!env_->ExceptionCheck()) return false;
  env_->ExceptionDescribe();
  env_->ExceptionClear();
  return true;
}

jclass LauncherHelper::find(const char* name) { return env_->ExceptionCheck() ? nullptr : env_->FindClass(name); }

void LauncherHelper::call(jclass where, const char* name, const char* signature, ...) {
  if (where == nullptr) return;
  jmethodID method = env_->GetStaticMethodID(where, name, signature);
  if (method == nullptr) return;
  va_list arguments;
  va_start(arguments, signature);
  env_->CallStaticVoidMethodV(where, method, arguments);
  va_end(arguments);
}

jobject LauncherHelper::call_for_object(jclass where, const char* name, const char* signature, ...) {
  if (where == nullptr) return nullptr;
  jmethodID method = env_->GetStaticMethodID(where, name, signature);
  if (method == nullptr) return nullptr;
  va_list arguments;
  va_start(arguments, signature);
  jobject result = env_->CallStaticObjectMethodV(where, method, arguments);
  va_end(arguments);
  return env_->ExceptionCheck() ? nullptr : result;
}

/// Bytes of the command line become a String in the charset the JDK found for this locale.
jstring LauncherHelper::platform_string(const std::string& text) {
  jsize length = static_cast<jsize>(text.size());
  jbyteArray bytes = env_->NewByteArray(length);
  if (bytes == nullptr) return nullptr;
  env_->SetByteArrayRegion(bytes, 0, length, reinterpret_cast<const jbyte*>(text.data()));
  jobject string =
      call_for_object(helper(), "makePlatformString", "(Z[B)Ljava/lang/String;", jboolean{JNI_TRUE}, bytes);
  env_->DeleteLocalRef(bytes);
  return static_cast<jstring>(string);
}

jobjectArray LauncherHelper::platform_strings(const std::vector<std::string>& texts) {
  jclass string_class = find("java/lang/String");
  if (string_class == nullptr) return nullptr;
  jobjectArray array = env_->NewObjectArray(static_cast<jsize>(texts.size()), string_class, nullptr);
  for (size_t i = 0; array != nullptr && i < texts.size(); i++) {
    jstring string = platform_string(texts[i]);
    if (string == nullptr) return nullptr;
    env_->SetObjectArrayElement(array, static_cast<jsize>(i), string);
    env_->DeleteLocalRef(string);
  }
  return array;
}

void LauncherHelper::show_settings(const Launch& launch) {
  // A size of 0 means that the command line named none.
  jstring what = platform_string(launch.show_settings);
  if (what == nullptr) return;
  call(helper(), "showSettings", "(ZLjava/lang/String;JJJ)V", jboolean{JNI_TRUE}, what, jlong{launch.initial_heap_size},
       jlong{launch.max_heap_size}, jlong{launch.stack_size});
}

void LauncherHelper::describe_module(const std::string& name) {
  jstring module = platform_string(name);
  if (module != nullptr) call(helper(), "describeModule", "(Ljava/lang/String;)V", module);
}

void LauncherHelper::print_version(bool to_stderr, bool blank_line) {
  call(find("java/lang/VersionProps"), blank_line ? "println" : "print", "(Z)V", static_cast<jboolean>(to_stderr));
}

void LauncherHelper::print_full_version(bool to_stderr) {
  jclass system = find("java/lang/System");
  jstring key = env_->ExceptionCheck() ? nullptr : env_->NewStringUTF("java.runtime.version");
  if (key == nullptr) return;
  jobject value = call_for_object(system, "getProperty", "(Ljava/lang/String;)Ljava/lang/String;", key);
  if (value == nullptr) return;
  const char* text = env_->GetStringUTFChars(static_cast<jstring>(value), nullptr);
  if (text == nullptr) return;
  if (to_stderr) {
    std::fprintf(stderr, "openjdk full version \"%s\"\n", text);
  } else {
    std::printf("openjdk %s\n", text);
    std::fflush(stdout);
  }
  env_->ReleaseStringUTFChars(static_cast<jstring>(value), text);
}

void LauncherHelper::print_help(bool to_stderr) {
  jstring program = platform_string(kProgramName);
  if (program == nullptr) return;
  call(helper(), "initHelpMessage", "(Ljava/lang/String;)V", program);
  if (env_->ExceptionCheck()) return;
  call(helper(), "printHelpMessage", "(Z)V", static_cast<jboolean>(to_stderr));
  if (env_->ExceptionCheck()) return;
  FILE* stream = to_stderr ? stderr : stdout;
  std::fputs(kKilnHelp, stream);
  std::fflush(stream);
}

void LauncherHelper::print_extra_help(bool to_stderr) {
  call(helper(), "printXUsageMessage", "(Z)V", static_cast<jboolean>(to_stderr));
}

jclass LauncherHelper::load_main(Mode mode, const std::string& what) {
  jstring name = platform_string(what);
  if (name == nullptr) return nullptr;
  return static_cast<jclass>(call_for_object(helper(), "checkAndLoadMain", "(ZILjava/lang/String;)Ljava/lang/Class;",
                                             jboolean{JNI_TRUE}, static_cast<jint>(mode), name));
}

}  // namespace kiln::launcher
