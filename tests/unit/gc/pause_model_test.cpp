// The model of a pause, and the nursery that follows from it.
#include <gtest/gtest.h>

#include "gc/plan/generational_sizing.h"
#include "vm/base/memory.h"

namespace kiln::test {
namespace {

using gc::GenerationalSizing;
using gc::PauseModel;
using gc::PauseSample;

constexpr uint64_t kMilli = 1'000'000;

// A program of which a share of the nursery survives, at a nanosecond a byte, with 100 us for roots and one logged slot of
// 100 ns in each 16 KB.
PauseSample sample(uint64_t nursery_bytes, double survival) {
  PauseSample result;
  result.nursery_bytes = nursery_bytes;
  result.fixed_ns = 100'000;
  result.logged_slots = nursery_bytes / (16 * kKiB);
  result.logged_ns = result.logged_slots * 100;
  result.survived_bytes = static_cast<uint64_t>(static_cast<double>(nursery_bytes) * survival);
  result.trace_ns = result.survived_bytes;
  return result;
}
uint64_t pause_ns(const PauseSample& s) { return s.fixed_ns + s.logged_ns + s.trace_ns; }

// Collections of a program that fills `bytes_of_us` a microsecond.
void run(GenerationalSizing& sizing, int collections, uint64_t bytes_of_us, double (*survival)(uint64_t nursery_bytes)) {
  for (int i = 0; i < collections; i++) {
    PauseSample s = sample(sizing.nursery_bytes(), survival(sizing.nursery_bytes()));
    sizing.after_young(s, pause_ns(s), sizing.nursery_bytes() / bytes_of_us * 1000);
  }
}

TEST(PauseModel, LearnsWhatThingsCost) {
  PauseModel model;
  for (int i = 0; i < 10; i++) model.learn(sample(16 * kMiB, 0.1));
  PauseSample expected = sample(4 * kMiB, 0.1);
  EXPECT_NEAR(static_cast<double>(pause_ns(expected)), model.predict_ns(4 * kMiB), 10'000);
  EXPECT_NEAR(static_cast<double>(4 * kMiB), static_cast<double>(model.nursery_for(model.predict_ns(4 * kMiB))), 1000);
  EXPECT_EQ(0u, model.nursery_for(50'000));  // less than the roots cost
}

TEST(PauseModel, OneInterruptedPauseChangesLittle) {
  PauseModel model;
  for (int i = 0; i < 10; i++) model.learn(sample(16 * kMiB, 0.1));
  double before = model.predict_ns(16 * kMiB);
  PauseSample interrupted = sample(16 * kMiB, 0.1);
  interrupted.trace_ns += 100 * kMilli;
  model.learn(interrupted);
  EXPECT_LT(model.predict_ns(16 * kMiB), before * 1.2);
}

TEST(GenerationalSizing, FollowsTheGoal) {
  for (uint64_t goal_ms : {1, 5}) {
    GenerationalSizing sizing({64 * kMiB, 1024 * kMiB}, 0, goal_ms);
    uint64_t first = sizing.nursery_bytes();
    run(sizing, 100, 300, [](uint64_t) { return 0.1; });
    EXPECT_LE(sizing.expected_pause_ns(), static_cast<double>(goal_ms * kMilli));
    EXPECT_GE(sizing.expected_pause_ns(), static_cast<double>(goal_ms * kMilli) * (sizing.nursery_bytes() < first ? 0.5 : 0));
    EXPECT_LE(sizing.nursery_bytes(), first);
  }
}

TEST(GenerationalSizing, RootsAreNotLookedAtAllTheTime) {
  GenerationalSizing sizing({64 * kMiB, 1024 * kMiB}, 0, 1);
  run(sizing, 100, 300, [](uint64_t) { return 0.9; });  // the goal asks for less than a megabyte
  EXPECT_GE(sizing.nursery_bytes(), 1 * kMiB);
  double roots = 100'000.0 / (static_cast<double>(sizing.nursery_bytes()) / 300 * 1000);
  EXPECT_LE(roots, 0.03);
}

TEST(GenerationalSizing, ALargerNurseryStaysIfLessSurvives) {
  GenerationalSizing useful({64 * kMiB, 1024 * kMiB}, 0, 1);
  run(useful, 20, 5000, [](uint64_t nursery_bytes) { return nursery_bytes > 16 * kMiB ? 0.05 : 0.4; });
  EXPECT_GT(useful.nursery_bytes(), 16 * kMiB);
  GenerationalSizing useless({64 * kMiB, 1024 * kMiB}, 0, 1);
  run(useless, 20, 5000, [](uint64_t) { return 0.4; });
  EXPECT_LE(useless.nursery_bytes(), 16 * kMiB);
}

// When a heap has been built, less survives; that is no merit of the nursery which is on trial then.
TEST(GenerationalSizing, TheEndOfGrowthIsNoProofForALargerNursery) {
  GenerationalSizing sizing({64 * kMiB, 1024 * kMiB}, 0, 1);
  run(sizing, 20, 5000, [](uint64_t) { return 0.95; });
  for (int i = 0; i < 20; i++) {
    run(sizing, 1, 5000, [](uint64_t) { return 0.05; });
    EXPECT_LE(sizing.nursery_bytes(), 32 * kMiB);
  }
  run(sizing, 10, 300, [](uint64_t) { return 0.05; });
  EXPECT_LE(sizing.nursery_bytes(), 16 * kMiB);
}

// The system may take the processor away in a pause: such pauses are long, but not dear.
TEST(GenerationalSizing, InterruptedPausesAreNoReasonForALargerNursery) {
  GenerationalSizing sizing({64 * kMiB, 1024 * kMiB}, 0, 1);
  run(sizing, 20, 300, [](uint64_t) { return 0.05; });
  uint64_t before = sizing.nursery_bytes();
  for (int i = 0; i < 20; i++) {
    PauseSample s = sample(sizing.nursery_bytes(), 0.05);
    sizing.after_young(s, pause_ns(s) + (i % 2 == 0 ? 0 : 20 * kMilli), sizing.nursery_bytes() / 300 * 1000);
  }
  EXPECT_LE(sizing.nursery_bytes(), before * 5 / 4);
}

TEST(GenerationalSizing, XmnIsKept) {
  GenerationalSizing sizing({64 * kMiB, 1024 * kMiB}, 10 * kMiB, 1);
  run(sizing, 100, 300, [](uint64_t) { return 0.3; });
  EXPECT_EQ(10 * kMiB, sizing.nursery_bytes());
}

}  // namespace
}  // namespace kiln::test
