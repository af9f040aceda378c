#include "vm/exec/backtrace.h"

#include <algorithm>
#include <vector>

#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/stack_walker.h"
#include "vm/meta/lifetime.h"

namespace kiln {

namespace {

// Frames of fillInStackTrace and of the constructors of the exception itself are not part of its trace.
bool is_construction_frame(const Class* exception_class, const Known& known, const Method* method) {
  if (method->name() == "fillInStackTrace") return exception_class->is_subclass_of(method->holder);
  return method->is_initializer() && exception_class->is_subclass_of(method->holder) &&
         method->holder->is_subclass_of(known.java_lang_Throwable);
}

// Wraps the words together with the mirrors of classes that may be unloaded, if there are any.
Expected<Ref<>> keep_classes(Thread& thread, const std::vector<uint64_t>& words, Ref<java::Array> array) {
  std::vector<Class*> holders;
  for (uint64_t word : words) {
    Class* holder = backtrace_method(word)->holder;
    if (holder->state->lifetime->is_permanent()) continue;
    if (std::find(holders.begin(), holders.end(), holder) == holders.end()) holders.push_back(holder);
  }
  if (holders.empty()) return Ref<>(array);
  HandleScope scope(thread);
  Handle<> kept(thread, Ref<>(array));
  VM_TRY(Ref<java::ObjectArray> box, allocate_object_array(thread, static_cast<int32_t>(holders.size()) + 1));
  barrier::store_element(box.get(), 0, kept.unsafe_ref());
  for (size_t i = 0; i < holders.size(); i++) barrier::store_element(box.get(), static_cast<int32_t>(i) + 1, holders[i]->mirror());
  return Ref<>(box);
}

}  // namespace

Ref<java::Array> backtrace_words(Ref<> backtrace) {
  if (!backtrace.is_null() && class_of(backtrace.get())->is_object_array()) backtrace = load_element(backtrace.get(), 0);
  return backtrace.as<java::Array>();
}

Expected<void> fill_in_stack_trace(Thread& thread, Handle<java::Throwable> exception) {
  const Known& known = *thread.vm().known;
  if (known.java_lang_Throwable_backtrace == 0 || known.primitive_arrays[static_cast<int>(BasicType::kLong)] == nullptr) return {};
  const Class* exception_class = class_of(exception.unsafe_ref().get());
  int64_t limit = thread.vm().flags.max_java_stack_trace_depth;
  if (limit == 0) limit = INT32_MAX;
  std::vector<uint64_t> words;
  bool skipping = true;
  uint64_t hidden_above = 0;
  for (StackWalker walk(thread); !walk.done() && static_cast<int64_t>(words.size()) < limit; walk.next()) {
    Method* method = walk.method();
    if (skipping && is_construction_frame(exception_class, known, method)) continue;
    skipping = false;
    if (method->has_flag(Method::kHidden)) {
      if (words.empty()) hidden_above = kHiddenFramesAbove;
      continue;
    }
    int bci = method->is_native() ? 0 : walk.bci();
    words.push_back(reinterpret_cast<uintptr_t>(method) << 16 | static_cast<uint16_t>(bci));
  }
  if (!words.empty()) words[0] |= hidden_above;
  VM_TRY(Ref<java::Array> array, allocate_primitive_array(thread, BasicType::kLong, static_cast<int32_t>(words.size())));
  std::copy(words.begin(), words.end(), array->elements<uint64_t>());
  VM_TRY(Ref<> backtrace, keep_classes(thread, words, array));
  Object* object = exception.unsafe_ref().get();
  barrier::store_field(object, known.java_lang_Throwable_backtrace, backtrace);
  object->set<int32_t>(known.java_lang_Throwable_depth, static_cast<int32_t>(words.size()));
  barrier::store_field(object, known.java_lang_Throwable_stackTrace,
                       load_ref(known.java_lang_Throwable->mirror().get(), known.java_lang_Throwable_UNASSIGNED_STACK));
  return {};
}

}  // namespace kiln
