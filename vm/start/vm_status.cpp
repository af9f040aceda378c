#include "vm/start/vm_status.h"

#include <sys/mman.h>
#include <unistd.h>

#include "vm/start/crash_sections.h"
#include "vm/thread/registry.h"

namespace kiln {

std::string vm_status_text(Thread& self) {
  // The sections write to a file, because that is what a crash leaves usable.
  int file = memfd_create("vm status", MFD_CLOEXEC);
  if (file < 0) return "VM.info: no memory for the text\n";
  CrashInfo info;
  info.vm = &self.vm();
  info.thread = &self;
  info.thread_id = self.os_id;
  ThreadRegistry& threads = *self.vm().threads;
  threads.stop_the_world(self);
  {
    CrashOutput out(file);
    for (const CrashSection& section : status_sections()) section.print(out, info);
  }
  threads.resume_the_world(self);
  std::string text(static_cast<size_t>(lseek(file, 0, SEEK_END)), '\0');
  size_t done = 0;
  while (done < text.size()) {
    ssize_t n = pread(file, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (n <= 0) break;
    done += static_cast<size_t>(n);
  }
  text.resize(done);
  close(file);
  return text;
}

}  // namespace kiln
