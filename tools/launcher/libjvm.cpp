// dlopen and dlsym. The library goes into the global scope, because agents and JNI wrappers look up its symbols
// there; the JDK's own libraries find it by its SONAME.
#include "tools/launcher/libjvm.h"

#include <dlfcn.h>
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstdlib>

namespace kiln::launcher {
namespace {

std::string path_beside_this_program() {
  char self[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self);
  if (length <= 0) return "libjvm.so";
  std::string path(self, static_cast<size_t>(length));
  path.resize(path.rfind('/'));  // .../bin
  path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  return path + "/lib/libjvm.so";
}

}  // namespace

std::optional<Libjvm> open_libjvm(const std::string& path) {
  std::string file = path;
  if (file.empty()) {
    const char* variable = std::getenv("KILN_LIBJVM");
    file = variable != nullptr ? variable : path_beside_this_program();
  }
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (library == nullptr) {
    std::fprintf(stderr, "Error: cannot open the Java virtual machine: %s\n", dlerror());
    return std::nullopt;
  }
  Libjvm jvm;
  jvm.create_vm = reinterpret_cast<decltype(jvm.create_vm)>(dlsym(library, "JNI_CreateJavaVM"));
  jvm.default_arguments =
      reinterpret_cast<decltype(jvm.default_arguments)>(dlsym(library, "JNI_GetDefaultJavaVMInitArgs"));
  if (jvm.create_vm == nullptr || jvm.default_arguments == nullptr) {
    std::fprintf(stderr, "Error: %s is not a Java virtual machine: %s\n", file.c_str(), dlerror());
    return std::nullopt;
  }
  return jvm;
}

}  // namespace kiln::launcher
