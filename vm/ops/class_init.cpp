#include "vm/ops/class_init.h"

#include <string>
#include <vector>

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/base/log.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/meta/known.h"
#include "vm/thread/monitor.h"

namespace kiln::ops {

namespace {

// The initialisation lock LC of JVMS 5.5: an object of its own, so that Java code cannot interfere.
class InitLock {
 public:
  InitLock(Thread& thread, Class* klass) : thread_(thread), lock_(thread, Ref<>(klass->state->init_lock)) {
    if (!lock_.is_null()) monitor_enter(thread, lock_);
  }
  ~InitLock() {
    if (!lock_.is_null()) (void)monitor_exit(thread_, lock_.unsafe_ref().get());
  }
  void wait() { (void)monitor_wait(thread_, lock_, 0); }
  void notify_all() { (void)monitor_notify(thread_, lock_, true); }

 private:
  Thread& thread_;
  Handle<> lock_;
};

Pending throw_recorded_failure(Thread& thread, Class* klass) {
  HandleScope scope(thread);
  Handle<java::Throwable> cause(thread, Ref<java::Throwable>(klass->state->init_error));
  std::string message = "Could not initialize class " + external_name(*klass);
  return throw_with_cause(thread, thread.vm().known->java_lang_NoClassDefFoundError, message.c_str(), cause);
}

// What later attempts name as their cause: an ExceptionInInitializerError that says what and where, without keeping
// the original exception (and all it refers to) alive.
void record_failure(Thread& thread, Class* klass, Handle<java::Throwable> original) {
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  std::string text = "Exception " + exception_text(known, original.unsafe_ref().get());
  Handle<> java_name(thread, load_ref(Ref<>(thread.java_thread).get(), known.java_lang_Thread_name));
  text += " [in thread \"" + string_to_utf8(thread, java_name.as<java::String>()) + "\"]";
  auto error = make_exception(thread, known.java_lang_ExceptionInInitializerError, text.c_str());
  if (!error.ok()) {
    thread.exception = 0;
    return;
  }
  Handle<java::Throwable> recorded(thread, error.value());
  // It shows where the initialiser failed.
  Object* to = recorded.unsafe_ref().get();
  Object* from = original.unsafe_ref().get();
  barrier::store_field(to, known.java_lang_Throwable_backtrace, load_ref(from, known.java_lang_Throwable_backtrace));
  barrier::store_field(to, known.java_lang_Throwable_stackTrace, load_ref(from, known.java_lang_Throwable_stackTrace));
  to->set<int32_t>(known.java_lang_Throwable_depth, from->get<int32_t>(known.java_lang_Throwable_depth));
  klass->state->init_error = recorded.unsafe_ref().bits();
}

Expected<Ref<java::Throwable>> wrap_initializer_exception(Thread& thread, Handle<java::Throwable> cause) {
  HandleScope scope(thread);
  VM_TRY(Ref<> object, allocate_instance(thread, thread.vm().known->java_lang_ExceptionInInitializerError));
  Handle<java::Throwable> error(thread, object.as<java::Throwable>());
  Method* constructor =
      thread.vm().known->java_lang_ExceptionInInitializerError->find_declared_method("<init>", "(Ljava/lang/Throwable;)V");
  JavaArguments arguments;
  arguments.push(error).push(cause);
  VM_TRY_VOID(call(thread, constructor, arguments));
  return error.unsafe_ref();
}

void finish(Thread& thread, Class* klass, InitState state) {
  HandleScope scope(thread);
  InitLock lock(thread, klass);
  klass->state->init_thread = nullptr;
  klass->state->init_state.store(state, std::memory_order_release);
  lock.notify_all();
}

// Step 7: superclass, then superinterfaces that declare default methods.
Expected<void> initialize_supers(Thread& thread, Class* klass) {
  if (klass->is_interface()) return {};
  if (klass->super != nullptr) VM_TRY_VOID(initialize_class(thread, klass->super));
  if (!klass->has_flag(Class::kInheritsDefaults)) return {};
  // Depth first in the order of the interfaces clauses, superinterfaces before the interface itself.
  struct Step {
    Class* interface;
    bool expanded;
  };
  std::vector<Step> work;
  auto push_interfaces = [&](Class* c) {
    for (int i = c->interface_count - 1; i >= 0; i--) work.push_back({c->interfaces[i], false});
  };
  push_interfaces(klass);
  while (!work.empty()) {
    Step step = work.back();
    work.pop_back();
    if (step.interface->is_initialized()) continue;
    if (!step.expanded) {
      work.push_back({step.interface, true});
      push_interfaces(step.interface);
    } else if (step.interface->has_flag(Class::kHasDefaultMethods)) {
      VM_TRY_VOID(initialize_class(thread, step.interface));
    }
  }
  return {};
}

}  // namespace

Expected<void> initialize_class_slow(Thread& thread, Class* klass) {
  VM_TRY_VOID(link_class(thread, klass));
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  ClassState& state = *klass->state;
  {
    InitLock lock(thread, klass);  // step 1
    while (state.init_state.load(std::memory_order_acquire) == InitState::kBeingInitialized && state.init_thread != &thread) {
      lock.wait();  // step 2
    }
    InitState now = state.init_state.load(std::memory_order_acquire);
    if (now == InitState::kBeingInitialized || now == InitState::kInitialized) return {};  // steps 3, 4
    if (now == InitState::kErroneous) return throw_recorded_failure(thread, klass);        // step 5
    state.init_thread = &thread;                                                           // step 6
    state.init_state.store(InitState::kBeingInitialized, std::memory_order_release);
  }
  // (Constant fields of step 6 were set when the class was prepared.)
  if (!initialize_supers(thread, klass).ok()) {
    Handle<java::Throwable> exception(thread, take_exception(thread));
    record_failure(thread, klass, exception);
    finish(thread, klass, InitState::kErroneous);
    return throw_object(thread, exception.unsafe_ref());
  }
  // Steps 8, 9.
  if (klass->class_initializer != nullptr) {
    VM_LOG(*thread.vm().log, info, (class, init), "{} Initializing '{}'", klass->serial, klass->name_view());
    if (!call(thread, klass->class_initializer, JavaArguments()).ok()) {
      Handle<java::Throwable> exception(thread, take_exception(thread));
      record_failure(thread, klass, exception);
      // Step 10: an exception that is no Error is wrapped.
      if (!class_of(exception.unsafe_ref().get())->is_subclass_of(known.java_lang_Error)) {
        auto wrapped = wrap_initializer_exception(thread, exception);
        exception.set(wrapped.ok() ? wrapped.value() : take_exception(thread));
      }
      finish(thread, klass, InitState::kErroneous);  // step 11
      return throw_object(thread, exception.unsafe_ref());
    }
  }
  finish(thread, klass, InitState::kInitialized);
  return {};
}

}  // namespace kiln::ops
