#include "vm/base/system_thread.h"

namespace kiln {

bool start_system_thread(pthread_t* thread, const char* name, void* (*body)(void*), void* argument, size_t stack_bytes) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  if (stack_bytes != 0) pthread_attr_setstacksize(&attributes, stack_bytes);
  sigset_t blocked, before;
  sigfillset(&blocked);
  for (int fault : kFaultSignals) sigdelset(&blocked, fault);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);  // the new thread inherits it
  const bool is_started = pthread_create(thread, &attributes, body, argument) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (is_started) pthread_setname_np(*thread, name);
  return is_started;
}

}  // namespace kiln
