// vm/base/vm.h - the root object: one virtual machine, all its parts.
//
// There are no mutable globals in Kiln: everything hangs off a `Vm`, a thread reaches its Vm through
// `Thread::vm()`. This header only names the parts; a file that uses a part includes that part's header,
// so lower layers stay ignorant of higher ones. vm/start/create_vm.cpp builds and wires the parts.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "vm/base/flags.h"
#include "vm/base/sync.h"

namespace kiln {

class Log;
class MetaSpace;
class Heap;
class SymbolTable;
class StringTable;
class ThreadRegistry;
class MonitorTable;
class JniGlobals;
class ClassRegistry;
class Dictionary;
class BootLoader;
class ModuleTable;
class MethodHandleTable;
class Class;
class CallShapes;
class MethodCompiler;
class PendingReferences;
class VmBinding;
struct Known;
struct VmOptions;
struct AssertionDirectives;
struct LibraryEnvironment;

struct Vm {
  Flags flags;
  VmOptions* options = nullptr;
  const AssertionDirectives* assertions = nullptr;  // -ea, -esa; part of the options
  Log* log = nullptr;
  MetaSpace* class_space = nullptr;   // Class structures, 256-byte aligned, below 4 GB
  MetaSpace* meta_space = nullptr;    // method records, constant pools, symbols, below 4 GB
  Heap* heap = nullptr;
  SymbolTable* symbols = nullptr;
  ThreadRegistry* threads = nullptr;
  MonitorTable* monitors = nullptr;
  JniGlobals* jni_globals = nullptr;
  ClassRegistry* classes = nullptr;   // every class of the VM, for roots and walks
  StringTable* strings = nullptr;     // interned java.lang.String, weak
  Dictionary* dictionary = nullptr;   // (loader, name) -> class
  BootLoader* boot_loader = nullptr;
  ModuleTable* modules = nullptr;
  MethodHandleTable* method_handles = nullptr;
  CallShapes* call_shapes = nullptr;  // generated call and entry stubs, by signature shape
  std::atomic<int64_t> allocations_until_failure{0};  // -XX:FailAllocation: counts down
  MethodCompiler* compiler = nullptr; // null: everything is interpreted
  LibraryEnvironment* library = nullptr;  // what the class library asks of the start-up code (stdlib)
  PendingReferences* pending_references = nullptr;
  Known* known = nullptr;             // well-known classes, fields and methods
  // The VM's own native methods (stdlib/registry.def): address of the function or null.
  void* (*find_vm_native)(std::string_view class_name, std::string_view method_name, std::string_view descriptor) = nullptr;
  void* java_library = nullptr;       // dlopen handle of the JDK's libjava.so
  // Told of each class that is unloaded, while its structures are still whole and the world is stopped: engines throw away
  // code of its methods, and code that assumed something about it.
  std::vector<std::function<void(Class&)>> class_unload_listeners;
  bool enable_preview = false;        // class files of preview features are accepted (--enable-preview)
  std::string java_home;              // of the JDK that supplies the class library
  Mutex first_calls{LockRank::kCode, "first calls"};  // methods getting the code that runs
  void* java_vm = nullptr;            // JavaVM* handed to native code (vm/jni)
};

}  // namespace kiln
