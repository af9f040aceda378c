// Finds and opens libjvm.so.
#pragma once

#include <jni.h>

#include <optional>
#include <string>

namespace kiln::launcher {

/// The invocation interface of an opened libjvm.so (JNI specification, chapter 5).
struct Libjvm {
  jint (*create_vm)(JavaVM** vm, void** env, void* arguments) = nullptr;
  jint (*default_arguments)(void* arguments) = nullptr;
};

/// Opens `path`, or if it is empty the file named by $KILN_LIBJVM, or else ../lib/libjvm.so seen from this program.
/// On failure a message is printed and nothing returned. The library stays open for ever.
std::optional<Libjvm> open_libjvm(const std::string& path);

}  // namespace kiln::launcher
