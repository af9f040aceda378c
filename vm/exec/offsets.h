// vm/exec/offsets.h - the only place that says offsetof for generated code.
#pragma once

#include <cstddef>

#include "vm/exec/call_shape.h"
#include "vm/exec/frame.h"
#include "vm/meta/class.h"
#include "vm/meta/method.h"
#include "vm/thread/thread.h"

namespace kiln {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winvalid-offsetof"
struct Offsets {
  static constexpr int kThreadStackLimit = offsetof(Thread, stack_limit);
  static constexpr int kThreadException = offsetof(Thread, exception);
  static constexpr int kThreadLastFrame = offsetof(Thread, last_frame);
  static constexpr int kThreadStartHandlers = offsetof(Thread, start_handlers);
  static constexpr int kThreadDispatch = offsetof(Thread, dispatch);
  static constexpr int kThreadMutator = offsetof(Thread, mutator);
  static constexpr int kThreadAllocationTop = kThreadMutator + static_cast<int>(offsetof(Mutator, top));
  static constexpr int kThreadAllocationEnd = kThreadMutator + static_cast<int>(offsetof(Mutator, end));
  static constexpr int kThreadLogBits = kThreadMutator + static_cast<int>(offsetof(Mutator, log_bits));
  static constexpr int kMethodEntry = offsetof(Method, entry);
  static constexpr int kMethodCode = offsetof(Method, code);
  static constexpr int kMethodFrameSize = offsetof(Method, frame_size);
  static constexpr int kMethodMaxLocals = offsetof(Method, max_locals);
  static constexpr int kMethodStartKind = offsetof(Method, start_kind);
  static constexpr int kMethodInvocations = offsetof(Method, invocations);
  static constexpr int kMethodHolder = offsetof(Method, holder);
  static constexpr int kMethodShape = offsetof(Method, shape);
  static constexpr int kMethodNativeFunction = offsetof(Method, native_function);
  static constexpr int kShapeEnter = offsetof(CallShape, enter);
  static constexpr int kThreadState = offsetof(Thread, state);
  static constexpr int kThreadUncheckedJniCall = offsetof(Thread, unchecked_jni_call);
  static constexpr int kThreadHandlesChunk = offsetof(Thread, handles) + offsetof(HandleArea, chunk_);
  static constexpr int kThreadHandlesTop = offsetof(Thread, handles) + offsetof(HandleArea, top_);
  static constexpr int kThreadLocalBase = offsetof(Thread, handles) + offsetof(HandleArea, local_base_);
  static constexpr int kThreadDeletedLimit = offsetof(Thread, handles) + offsetof(HandleArea, deleted_limit_);
  static constexpr int kThreadLocalFrames = offsetof(Thread, handles) + offsetof(HandleArea, frame_count_);
  static constexpr int kChunkFirstPosition = offsetof(HandleArea::Chunk, first_position);
  static constexpr int kThreadPoll = offsetof(Thread, poll);
  static constexpr int kThreadMutatorTop = offsetof(Thread, mutator) + offsetof(Mutator, top);
  static constexpr int kThreadMutatorEnd = offsetof(Thread, mutator) + offsetof(Mutator, end);
  static constexpr int kThreadInterfaceCache = offsetof(Thread, interface_cache);
  static constexpr int kThreadLockStack = offsetof(Thread, lock_stack);
  static constexpr int kThreadLockStackSize = offsetof(Thread, lock_stack_size);
  static constexpr int kThreadDeoptimizeCountdown = offsetof(Thread, deoptimize_countdown);
  static constexpr int kThreadJavaThread = offsetof(Thread, java_thread);
  static constexpr int kClassState = offsetof(Class, state);
  static constexpr int kClassSuperDisplay = offsetof(Class, super_display);
  static constexpr int kClassFlags = offsetof(Class, flags);
  static constexpr int kClassDepth = offsetof(Class, depth);
  static constexpr int kClassAccessFlags = offsetof(Class, access_flags);
  static constexpr int kClassArrayDimensions = offsetof(Class, array_dimensions);
  static constexpr int kClassComponent = offsetof(Class, component);
  static constexpr int kClassInstanceSize = offsetof(Class, shape) + offsetof(Shape, instance_size);
  static constexpr int kClassVtable = sizeof(Class);
  static constexpr int kStateSecondaryHit = offsetof(ClassState, secondary_hit);
  static constexpr int kStateInitState = offsetof(ClassState, init_state);
  static constexpr int kStateMirror = offsetof(ClassState, mirror);
  // Canonical frame, from rbp.
  static constexpr int kFrameMethod = -8;
  static constexpr int kFramePc = -16;
  static constexpr int kFrameSp = -24;
  static constexpr int kFrameLock = -32;
  static constexpr int kFrameLocals = -40;  // local 0; local i is 8 * i below
  // Entry frame, from rbp: marker and previous last_frame where the method and pc are, then saved registers.
  static constexpr int kEntryMarker = -8;
  static constexpr int kEntryPrevious = -16;
  static constexpr int kEntrySavedRegisters = -24;  // rbx r12 r13 r14 r15
  static constexpr int kEntryFrameSize = 64;
};
#pragma clang diagnostic pop

}  // namespace kiln
