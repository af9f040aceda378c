// vm/exec/java_call.h - calling Java methods from C++.
//
//   JavaArguments args;  args.push(receiver_handle).push_int(3);
//   VM_TRY(JavaValue result, call(t, method, args));
//
// References are passed as handles and read at the moment of the call. A reference result comes back raw in
// JavaValue::ref and must be put in a Handle before the next safepoint. State InVm; the class of a static method must
// be initialised (ops::initialize_class) by the caller. `call` is direct; `call_virtual` selects by the receiver.
#pragma once

#include <cstdint>

#include "vm/base/result.h"
#include "vm/exec/frame.h"
#include "vm/thread/handles.h"

namespace kiln {

union JavaValue {
  uint64_t bits = 0;
  int32_t i;
  int64_t j;
  float f;
  double d;
  uint32_t reference_bits;
  template <typename T = java::Object>
  Ref<T> ref() const {
    return Ref<T>(reference_bits);
  }
};

class JavaArguments {
 public:
  static constexpr int kCapacity = 260;
  template <typename T>
  JavaArguments& push(Handle<T> handle) {
    VM_DCHECK(count_ < kCapacity);
    kinds_[count_] = true;
    slots_[count_++] = reinterpret_cast<uintptr_t>(handle.slot());
    return *this;
  }
  JavaArguments& push_null() { return push_int(0); }
  JavaArguments& push_int(int32_t value) { return push_word(static_cast<uint32_t>(value)); }
  JavaArguments& push_float(float value) { return push_word(__builtin_bit_cast(uint32_t, value)); }
  JavaArguments& push_long(int64_t value) {
    push_word(static_cast<uint64_t>(value));
    return push_word(0);
  }
  JavaArguments& push_double(double value) { return push_long(__builtin_bit_cast(int64_t, value)); }
  int count() const { return count_; }
  // Slot i as the callee wants it; references are read from their handles now.
  Slot slot(int i) const { return kinds_[i] ? *reinterpret_cast<RefSlot*>(slots_[i]) : slots_[i]; }
  bool is_reference(int i) const { return kinds_[i]; }
  RefSlot* reference_slot(int i) const { return reinterpret_cast<RefSlot*>(slots_[i]); }

 private:
  JavaArguments& push_word(Slot word) {
    VM_DCHECK(count_ < kCapacity);
    kinds_[count_] = false;
    slots_[count_++] = word;
    return *this;
  }
  int count_ = 0;
  bool kinds_[kCapacity];
  Slot slots_[kCapacity];
};

// Runs exactly `method`.
VM_MAY_SAFEPOINT Expected<JavaValue> call(Thread& thread, Method* method, const JavaArguments& arguments);
// Selects the implementation of `method` (virtual or interface) by the class of argument 0, which must not be null.
VM_MAY_SAFEPOINT Expected<JavaValue> call_virtual(Thread& thread, Method* method, const JavaArguments& arguments);
// The implementation that a virtual or interface call of `method` on an instance of `receiver_class` reaches; null
// when an interface method is not implemented.
Method* select_virtual(const Class* receiver_class, Method* method);

}  // namespace kiln
