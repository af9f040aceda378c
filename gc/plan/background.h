// gc/plan/background.h - the collector's thread that works beside the program, a slice at a time.
//
// It knows nothing of the VM and holds up no safepoint; the collecting thread suspends it, waiting for the end of the slice
// under way at most, and lets it go when the pause is over.
#pragma once

#include <pthread.h>

#include <functional>

#include "vm/base/sync.h"

namespace kiln::gc {

class Background {
 public:
  // `slice` does a little of the work and says whether there is more.
  explicit Background(std::function<bool()> slice) : slice_(std::move(slice)) {}
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  // Makes the thread, if there is none yet. False: the system refuses one.
  bool start();
  // Afterwards no slice runs until resume; not nested.
  void suspend();
  void resume(bool has_work);

 private:
  static void* main(void* self);

  std::function<bool()> slice_;
  Mutex mutex_{LockRank::kHeap, "collector's background"};
  ConditionVariable changed_;
  pthread_t thread_ = {};
  bool started_ = false;
  bool suspended_ = false;
  bool has_work_ = false;
  bool busy_ = false;
  bool quit_ = false;
};

}  // namespace kiln::gc
