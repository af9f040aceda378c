// gc/plan/pause_model.h - how long a collection of the nursery takes, as a function of what it has to look at:
//
//   pause = fixed + slots x cost of a logged slot + bytes x cost of a surviving byte
//
// Slots and bytes are proportional to the nursery, as far as one can know in advance. The costs and the shares are
// learned from past collections. A pause that the system has interrupted says little about the costs, so they follow
// what is cheaper than expected at once, and what is dearer slowly.
#pragma once

#include <cstdint>

namespace kiln::gc {

// One collection of the nursery.
struct PauseSample {
  uint64_t nursery_bytes = 0;   // how much had been allocated
  uint64_t fixed_ns = 0;        // roots
  uint64_t logged_ns = 0;       // slots of the log, and what they lead to at once
  uint64_t trace_ns = 0;        // everything else
  uint64_t logged_slots = 0;
  uint64_t survived_bytes = 0;  // copied, or marked where they are
};

class PauseModel {
 public:
  void learn(const PauseSample& sample) {
    double nursery = static_cast<double>(sample.nursery_bytes);
    if (nursery == 0) return;
    follow(fixed_ns_, static_cast<double>(sample.fixed_ns));
    if (sample.logged_slots >= kSomeSlots) {
      follow(slot_ns_, static_cast<double>(sample.logged_ns) / static_cast<double>(sample.logged_slots));
    }
    if (sample.survived_bytes >= kSomeBytes) {
      follow(byte_ns_, static_cast<double>(sample.trace_ns) / static_cast<double>(sample.survived_bytes));
    } else {
      follow(fixed_ns_, static_cast<double>(sample.fixed_ns + sample.trace_ns));
    }
    slot_share_ = average(slot_share_, static_cast<double>(sample.logged_slots) / nursery);
    survival_ = average(survival_, static_cast<double>(sample.survived_bytes) / nursery);
    samples_++;
  }

  // Of a nursery's bytes, those that survive (survivors of the one before count as well).
  double survival() const { return survival_; }
  double fixed_ns() const { return fixed_ns_; }
  double predict_ns(uint64_t nursery_bytes) const { return fixed_ns_ + static_cast<double>(nursery_bytes) * ns_of_byte(); }
  // The largest nursery that is expected to be collected within the goal; 0: none is.
  uint64_t nursery_for(double goal_ns) const {
    if (goal_ns <= fixed_ns_) return 0;
    double bytes = (goal_ns - fixed_ns_) / (ns_of_byte() + 1e-9);
    return static_cast<uint64_t>(bytes < 1e18 ? bytes : 1e18);
  }

 private:
  static constexpr uint64_t kSomeSlots = 64;
  static constexpr uint64_t kSomeBytes = 16 * 1024;

  double ns_of_byte() const { return slot_share_ * slot_ns_ + survival_ * byte_ns_; }
  void follow(double& cost, double sample) const {
    if (samples_ == 0 || cost == 0) {
      cost = sample;
    } else if (sample < cost) {
      cost = (cost + sample) / 2;
    } else {
      double bounded = sample < 2 * cost ? sample : 2 * cost;
      cost += (bounded - cost) / 8;
    }
  }
  double average(double old, double sample) const { return samples_ == 0 ? sample : (old + sample) / 2; }

  uint64_t samples_ = 0;
  double fixed_ns_ = 0;
  double slot_ns_ = 0;
  double byte_ns_ = 0;
  double slot_share_ = 0;
  double survival_ = 0;
};

}  // namespace kiln::gc
