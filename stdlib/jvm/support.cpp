// stdlib/jvm/support.cpp - small C services for the JDK's native libraries: raw monitors, printing, paths. None touches
// a Java object.
#include <pthread.h>

#include <cstdint>

#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "vm/base/check.h"
#include "vm/base/memory.h"
#include "vm/thread/thread.h"

// --- raw monitors: recursive mutexes that libzip takes around its tables ----------------------------------------------

VM_JVM(void*) JVM_RawMonitorCreate() {
  auto* mutex = static_cast<pthread_mutex_t*>(kiln::native_allocate(sizeof(pthread_mutex_t)));
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  return mutex;
}
VM_JVM(void) JVM_RawMonitorDestroy(void* monitor) {
  pthread_mutex_destroy(static_cast<pthread_mutex_t*>(monitor));
  kiln::native_free(monitor);
}
VM_JVM(jint) JVM_RawMonitorEnter(void* monitor) { return pthread_mutex_lock(static_cast<pthread_mutex_t*>(monitor)); }
VM_JVM(void) JVM_RawMonitorExit(void* monitor) {
  VM_CHECK(pthread_mutex_unlock(static_cast<pthread_mutex_t*>(monitor)) == 0);
}

// A path as the system wants it: on Linux it is that already.
VM_JVM(char*) JVM_NativePath(char* path) { return path; }

// --- printing: -1 when the text did not fit, unlike C ------------------------------------------------------------------

int jio_vsnprintf(char* buffer, size_t size, const char* format, va_list arguments) {
  if (static_cast<intptr_t>(size) <= 0) return -1;
  const int length = vsnprintf(buffer, size, format, arguments);
  buffer[size - 1] = 0;
  return length >= 0 && static_cast<size_t>(length) >= size ? -1 : length;
}
int jio_snprintf(char* buffer, size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int result = jio_vsnprintf(buffer, size, format, arguments);
  va_end(arguments);
  return result;
}
int jio_vfprintf(FILE* file, const char* format, va_list arguments) {
  kiln::Thread* thread = kiln::Thread::current();
  const kiln::LibraryEnvironment* environment = thread != nullptr ? thread->vm().library : nullptr;
  if (environment != nullptr && environment->print != nullptr) return environment->print(file, format, arguments);
  return vfprintf(file, format, arguments);
}
int jio_fprintf(FILE* file, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int result = jio_vfprintf(file, format, arguments);
  va_end(arguments);
  return result;
}
int jio_printf(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int result = jio_vfprintf(stdout, format, arguments);
  va_end(arguments);
  return result;
}
