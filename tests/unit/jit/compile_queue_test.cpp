#include "jit/compile_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>

#include "vm/meta/method.h"

namespace kiln::jit {
namespace {

using namespace std::chrono_literals;

// The queue passes methods on and never looks at them.
struct Methods {
  alignas(Method) std::byte bytes[4 * sizeof(Method)];
  Method& at(size_t i) { return *reinterpret_cast<Method*>(bytes + i * sizeof(Method)); }
};

void wait_until(const std::atomic<int>& counter, int value) {
  for (int i = 0; i < 5000 && counter.load() != value; i++) std::this_thread::sleep_for(1ms);
  ASSERT_EQ(counter.load(), value);
}

TEST(CompileQueue, CompilesEachOnceAndInOrder) {
  Methods methods;
  std::atomic<int> count{0};
  std::atomic<bool> may_go{false};
  std::atomic<Method*> order[4] = {};
  CompileQueue queue([&](Method& method) {
    while (!may_go.load()) std::this_thread::sleep_for(1ms);
    order[count.load()].store(&method);
    count.fetch_add(1);
  });
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 3; i++) EXPECT_TRUE(queue.add(methods.at(i)));
  }
  may_go.store(true);
  wait_until(count, 3);
  for (int i = 0; i < 3; i++) EXPECT_EQ(order[i].load(), &methods.at(i));
}

TEST(CompileQueue, ForgottenMethodsAreNotCompiledAndForgettingWaits) {
  Methods methods;
  std::atomic<int> started{0}, ended{0};
  std::atomic<bool> was_forgotten_compiled{false};
  CompileQueue queue([&](Method& method) {
    started.fetch_add(1);
    if (&method == &methods.at(1)) was_forgotten_compiled.store(true);
    std::this_thread::sleep_for(50ms);
    ended.fetch_add(1);
  });
  queue.add(methods.at(0));
  wait_until(started, 1);
  queue.add(methods.at(1));
  queue.add(methods.at(2));
  queue.forget(methods.at(1));
  EXPECT_EQ(ended.load(), 1);  // the compilation that was going on has ended, and no other begun
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(started.load(), 1);
  queue.add(methods.at(2));
  wait_until(ended, 2);
  EXPECT_FALSE(was_forgotten_compiled.load());
}

TEST(CompileQueue, EndsWithWorkLeft) {
  Methods methods;
  CompileQueue queue([&](Method&) { std::this_thread::sleep_for(5ms); });
  for (int i = 0; i < 4; i++) queue.add(methods.at(i));
}

}  // namespace
}  // namespace kiln::jit
