// gc/plan/helper.h - the collector's second thread. It knows nothing of the VM, only runs what it is given while the
// collecting thread does its part of the same work.
#pragma once

#include <pthread.h>

#include <functional>

#include "vm/base/sync.h"

namespace kiln::gc {

class Helper {
 public:
  Helper() = default;
  ~Helper();
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  // Runs `mine` on the calling thread and meanwhile `work` on the helper, if the system runs it before `mine` ends;
  // returns when neither is running. The helper is made at the first call; without it (the system may refuse) only
  // `mine` runs.
  void run(const std::function<void()>& work, const std::function<void()>& mine);

 private:
  static void* main(void* self);
  bool start();

  Mutex mutex_{LockRank::kHeap, "collector's helper"};
  ConditionVariable changed_;
  const std::function<void()>* work_ = nullptr;
  pthread_t thread_ = {};
  bool busy_ = false;
  bool started_ = false;
  bool quit_ = false;
};

}  // namespace kiln::gc
