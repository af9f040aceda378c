// jit/compile_queue.h - large methods wait here to be compiled by a thread of their own, while their callers go on interpreting.
//
// The thread is a system thread that the VM does not know: it has no Thread, touches no Java object and takes no part in
// safepoints. Metadata stays while it reads: classes are unloaded through forget(), which waits for the compilation at hand and
// lets no other begin while the world stands.
#pragma once

#include <deque>
#include <functional>
#include <unordered_set>

#include "vm/base/sync.h"
#include "vm/exec/tiering.h"

namespace kiln {
class Method;
}

namespace kiln::jit {

class CompileQueue {
 public:
  // `compile` is called in the queue's thread, for one method at a time.
  explicit CompileQueue(std::function<void(Method&)> compile) : compile_(std::move(compile)) {}
  // Ends the thread. Nobody may use the queue any more.
  ~CompileQueue();
  CompileQueue(const CompileQueue&) = delete;
  CompileQueue& operator=(const CompileQueue&) = delete;

  // Adds a method unless it waits already. Any thread; the first call starts the queue's. False: no thread could be started.
  bool add(Method& method);
  // Any thread.
  CompileQueueView view();
  // The method goes away, with others: when this returns, it does not wait and nothing is being compiled, nor will be until
  // somebody adds a method, which is when the world runs again. World stopped.
  void forget(Method& method);

 private:
  static void* run(void* self);
  bool start() VM_REQUIRES(queue_mutex_);
  void serve();
  bool wait_for_work();

  std::function<void(Method&)> compile_;
  Mutex compiling_mutex_{LockRank::kSymbols, "compilation in the background"};  // held while a method is compiled
  Mutex queue_mutex_{LockRank::kCode, "compile queue"};
  ConditionVariable changed_;
  std::deque<Method*> waiting_ VM_GUARDED_BY(queue_mutex_);
  std::unordered_set<const Method*> known_ VM_GUARDED_BY(queue_mutex_);  // those waiting and the one being compiled
  bool is_started_ VM_GUARDED_BY(queue_mutex_) = false;
  bool is_refused_ VM_GUARDED_BY(queue_mutex_) = false;  // the system gives no thread
  bool is_held_ VM_GUARDED_BY(queue_mutex_) = false;     // since forget
  bool is_ending_ VM_GUARDED_BY(queue_mutex_) = false;
  pthread_t thread_ = {};
};

}  // namespace kiln::jit
