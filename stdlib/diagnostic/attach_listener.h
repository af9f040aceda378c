// stdlib/diagnostic/attach_listener.h - other processes ask this VM: jcmd, jstack, jmap, jinfo, VirtualMachine.attach.
//
// The protocol of JDK 17's module jdk.attach on Linux:
//
//   client                                       VM
//   makes .attach_pid<P> in the VM's working
//   folder, or in /tmp; sends SIGQUIT
//                                                sees the file, opens a socket /tmp/.java_pid<P>, starts a thread
//   connects; writes "1\0name\0arg\0arg\0arg\0"
//                                                checks that the client has its user; runs the operation
//                                                writes "<status>\n" and the answer, closes
//
// Nothing listens before the first request. If somebody deletes the socket, the next request makes it again.
#pragma once

#include <atomic>
#include <string>

#include "vm/base/annotations.h"
#include "vm/base/sync.h"
#include "vm/thread/thread.h"

namespace kiln {
struct Vm;
}

namespace kiln::diagnostic {

class AttachListener {
 public:
  // Called for each SIGQUIT, by the signal dispatcher (state InVm): true when it was a client's request, which has been
  // seen to; false when it asks for a thread dump.
  VM_MAY_SAFEPOINT bool handle_quit(Thread& self);
  // -XX:+StartAttachListener.
  VM_MAY_SAFEPOINT void start(Thread& self);
  // Removes the socket file; at the end of the process. Any thread.
  void stop();

 private:
  static void body(Thread& self);
  void serve(Thread& self);
  bool open_socket();

  std::atomic<int> socket_{-1};
  std::string path_;       // of the socket; set before the thread starts
  bool is_started_ = false;  // only the signal dispatcher's
};

// --- attach_operations.cpp -------------------------------------------------------------------------------------------

inline constexpr int kAttachArguments = 3;
struct AttachRequest {
  std::string operation;
  std::string arguments[kAttachArguments];
};
inline constexpr int kAttachOk = 0;
inline constexpr int kAttachError = -1;
inline constexpr int kAttachBadVersion = 101;

// Carries a request out; the status for the client, and *answer. State InVm; no exception is pending afterwards.
VM_MAY_SAFEPOINT int run_attach_request(Thread& self, const AttachRequest& request, std::string* answer);

}  // namespace kiln::diagnostic
