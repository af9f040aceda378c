// tools/launcher/sanitizer_options.cpp - what a sanitized launcher tells the sanitizer's runtime at start; the variables
// ASAN_OPTIONS and TSAN_OPTIONS still win.
//
// Leaks are not looked for: a virtual machine lives as long as its process, and daemon threads may use all it owns
// until the process ends, so nothing is given back. The unit tests, which take structures down again, keep the check.
//
// Races for the contents of Java objects are the program's: it orders them by the Java memory model, mostly in bytecode
// handlers and generated code, which are not instrumented. Named here are the functions that read and write these
// contents. The rest of the VM, the collector's and the monitors' structures included, is checked.
#ifdef KILN_SANITIZED

extern "C" {
__attribute__((visibility("default"), used)) const char* __asan_default_options();
const char* __asan_default_options() { return "detect_leaks=0"; }

__attribute__((visibility("default"), used)) const char* __tsan_default_suppressions();
const char* __tsan_default_suppressions() {
  return "race_top:kiln::Object::*\n"
         "race:kiln::gc::CopyingHeap::try_allocate\n"  // zeroes what is published by a Java store
         "race:kiln::gc::GenerationalHeap::try_allocate\n"
         "race:kiln::gc::GenerationalPlan::allocate_shared\n"
         "race:kiln::clone_object\n"
         "race:kiln::ops::array_copy\n"
         "race:kiln::barrier::*\n"
         "race:Arrays_fill*\n"
         "race:StringLatin1_*\n"
         "race:StringUTF16_*\n"
         "race:Unsafe_get*\n"
         "race:Unsafe_put*\n"
         "race:Unsafe_compareAnd*\n";
}
}

#endif
