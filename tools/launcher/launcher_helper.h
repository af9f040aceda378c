// The Java half of every Java launcher: static methods of sun.launcher.LauncherHelper and java.lang.VersionProps in
// java.base. Help texts, error messages and the search for the main class come from there, so they are the JDK's.
#pragma once

#include <jni.h>

#include <string>
#include <vector>

#include "tools/launcher/options.h"

namespace kiln::launcher {

/// All members: attached thread, no pending exception on entry. After each call a Java exception may be pending;
/// `failed()` tells. Class and method names are JDK 17's.
class LauncherHelper {
 public:
  explicit LauncherHelper(JNIEnv* env) : env_(env) {}

  /// True if a Java exception is pending; it is printed and cleared.
  bool failed();

  void show_settings(const Launch& launch);
  void list_modules() { call(helper(), "listModules", "()V"); }
  void describe_module(const std::string& name);

  /// Prints the version as `-version` does; with `blank_line` as `-showversion` before a program does.
  void print_version(bool to_stderr, bool blank_line);
  /// Prints the class library's full version (`-fullversion`).
  void print_full_version(bool to_stderr);
  void print_help(bool to_stderr);
  void print_extra_help(bool to_stderr);

  /// The main class, initialised and checked, or null. May run Java code of the program (a custom system loader).
  jclass load_main(Mode mode, const std::string& what);
  /// A String[] of the program's arguments, or null.
  jobjectArray platform_strings(const std::vector<std::string>& texts);

 private:
  jclass find(const char* name);
  jclass helper() { return find("sun/launcher/LauncherHelper"); }
  void call(jclass where, const char* name, const char* signature, ...);
  jobject call_for_object(jclass where, const char* name, const char* signature, ...);
  jstring platform_string(const std::string& text);

  JNIEnv* env_;
};

}  // namespace kiln::launcher
