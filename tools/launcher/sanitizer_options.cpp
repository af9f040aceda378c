// tools/launcher/sanitizer_options.cpp - what a sanitized launcher tells the sanitizer's runtime at start; the variables
// ASAN_OPTIONS and TSAN_OPTIONS still win.
//
// Leaks are not looked for: a virtual machine lives as long as its process, and daemon threads may use all it owns
// until the process ends, so nothing is given back. The unit tests, which take structures down again, keep the check.
#ifdef KILN_SANITIZED

extern "C" {
__attribute__((visibility("default"), used)) const char* __asan_default_options();
const char* __asan_default_options() { return "detect_leaks=0"; }
}

#endif
