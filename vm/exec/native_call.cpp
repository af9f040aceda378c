#include "vm/exec/native_call.h"

#include <dlfcn.h>

#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/base/log.h"
#include "vm/base/vm.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {

// JNI name mangling (JNI specification, "Resolving Native Method Names").
void append_mangled(std::string& out, std::string_view utf8) {
  std::u16string units(utf16_length_of_utf8(utf8), 0);
  utf8_to_utf16(utf8, reinterpret_cast<uint16_t*>(units.data()));
  for (char16_t c : units) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      out += static_cast<char>(c);
    } else if (c == '/') {
      out += '_';
    } else if (c == '_') {
      out += "_1";
    } else if (c == ';') {
      out += "_2";
    } else if (c == '[') {
      out += "_3";
    } else {
      out += fmt::format("_0{:04x}", static_cast<uint32_t>(c));
    }
  }
}

// Address of a JNI name in the libraries of the method's loader, 0 when none has it.
Expected<void*> find_in_libraries(Thread& thread, Method& method, const std::string& name) {
  Vm& vm = thread.vm();
  RefSlot loader = method.holder->loader->loader;
  if (loader == 0) {
    // The boot loader's libraries are opened for everyone: java.base's own first.
    if (void* address = dlsym(vm.java_library, name.c_str())) return address;
  }
  HandleScope scope(thread);
  Handle<java::ClassLoader> loader_handle(thread, Ref<java::ClassLoader>(loader));
  VM_TRY(Ref<java::String> text, make_string(thread, name));
  Handle<java::String> java_name(thread, text);
  JavaArguments arguments;
  arguments.push(loader_handle).push(java_name);
  VM_TRY(JavaValue address, call(thread, vm.known->java_lang_ClassLoader_findNative, arguments));
  return reinterpret_cast<void*>(address.j);
}

}  // namespace

std::string jni_short_name(const Method& method) {
  std::string name = "Java_";
  append_mangled(name, method.holder->name_view());
  name += '_';
  append_mangled(name, method.name());
  return name;
}

std::string jni_long_name(const Method& method) {
  std::string name = jni_short_name(method) + "__";
  std::string_view descriptor = method.descriptor();
  append_mangled(name, descriptor.substr(1, descriptor.find(')') - 1));
  return name;
}

void bind_native(Method& method, void* function, bool is_vm_function) {
  method.start_kind = static_cast<uint8_t>(is_vm_function ? StartKind::kVmNative : StartKind::kNative);
  method.native_function.store(function, std::memory_order_release);
  if (method.shape.get() != nullptr) set_method_entry(method);  // a wrapper is for one start kind
}

Expected<void> link_native(Thread& thread, Method& method) {
  Vm& vm = thread.vm();
  if (method.holder->loader->loader == 0 && vm.find_vm_native != nullptr) {
    if (void* function = vm.find_vm_native(method.holder->name_view(), method.name(), method.descriptor())) {
      bind_native(method, function, true);
      return {};
    }
  }
  for (const std::string& name : {jni_short_name(method), jni_long_name(method)}) {
    VM_TRY(void* address, find_in_libraries(thread, method, name));
    if (address != nullptr) {
      VM_LOG(*vm.log, debug, (jni, resolve), "[Dynamic-linking native method {}.{} ... JNI]", external_name(*method.holder), method.name());
      // Another thread may have registered a function meanwhile: that one stays.
      if (method.native_function.load(std::memory_order_acquire) == nullptr) bind_native(method, address, false);
      return {};
    }
  }
  return throw_new(thread, &Known::java_lang_UnsatisfiedLinkError, "'{}'", method_text(method));
}

}  // namespace kiln
