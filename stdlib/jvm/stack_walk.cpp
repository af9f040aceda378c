// JVM_CallStackWalk and JVM_MoreStackWalk: the VM's half of java.lang.StackWalker.
//
//   StackWalker.walk -> AbstractStackWalker.callStackWalk (native) -> JVM_CallStackWalk
//       fills the first batch of frames, then calls AbstractStackWalker.doStackWalk(anchor, ...)
//           which consumes frames and, for more of them, comes back: fetchStackFrames (native) -> JVM_MoreStackWalk
//
// The anchor is a WalkAnchor in the C++ frame of JVM_CallStackWalk. All frames that it can yield are callers of that
// frame, so they stay as they are while the walk runs; frame addresses need no root, as stacks do not move.
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/jvm/live_frames.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_call.h"
#include "vm/exec/stack_walker.h"
#include "vm/ops/invoke_dynamic.h"

namespace kiln::stdlib {
namespace {

// Bits of `mode`.
constexpr jlong kFillClassRefsOnly = 0x2, kGetCallerClass = 0x4, kShowHiddenFrames = 0x20, kFillLiveFrames = 0x100;

constexpr uint64_t kAnchorMagic = 0x6b696c6e77616c6b;

struct WalkAnchor {
  uint64_t magic;
  Thread* thread;
  StackWalker walk;  // the next frame to hand out
  Frame* inner = nullptr;  // the frame that `walk` came from
  void next() {
    inner = walk.frame();
    walk.next();
  }
  ~WalkAnchor() { magic = 0; }
};

bool is_walker_frame(const Known& known, const Method& method) {
  const Class* holder = method.holder;
  const Class* base = known.java_lang_StackStreamFactory_AbstractStackWalker;
  return holder == base || holder->super == base || holder->name_view() == "java/lang/StackWalker";
}

Expected<void> fill_frame_info(Thread& t, Handle<java::ObjectArray> frames, int32_t index, Method* method, int bci) {
  const Known& known = known_of(t);
  HandleScope scope(t);
  Handle<> info(t, load_element(frames.unsafe_ref().get(), index));
  if (info.is_null()) return throw_new(t, &Known::java_lang_InternalError, "StackWalker: no StackFrameInfo in the buffer");
  Handle<java::MemberName> member(
      t, load_ref<java::MemberName>(info.unsafe_ref().get(), known.java_lang_StackFrameInfo_memberName));
  VM_TRY_VOID(ops::init_member_name_with_method(t, member, method, method->holder, false));
  info.unsafe_ref()->set<int32_t>(known.java_lang_StackFrameInfo_bci, bci);
  return {};
}

// Hands out up to `wanted` frames into elements `start`.. of `frames`; returns the index behind the last.
Expected<int32_t> fill_frames(Thread& t, WalkAnchor& anchor, jlong mode, int32_t wanted, int32_t start,
                              Handle<java::ObjectArray> frames) {
  int32_t end = start;
  for (; !anchor.walk.done() && end - start < wanted; anchor.next()) {
    Method* method = anchor.walk.method();
    if (!(mode & kShowHiddenFrames) && method->has_flag(Method::kHidden)) continue;
    if (end >= frames.unsafe_ref()->array_length()) {
      return throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException, "frames of a stack walk");
    }
    if (mode & kFillClassRefsOnly) {
      if ((mode & kGetCallerClass) && end == start && method->has_flag(Method::kCallerSensitive)) {
        return throw_new(t, &Known::java_lang_UnsupportedOperationException,
                         "StackWalker::getCallerClass called from @CallerSensitive '{}.{}' method", external_name(*method->holder),
                         method->name());
      }
      barrier::store_element(frames.unsafe_ref().get(), end, method->holder->mirror());
    } else {
      VM_TRY_VOID(fill_frame_info(t, frames, end, method, anchor.walk.frame()->bci()));
      if (mode & kFillLiveFrames) VM_TRY_VOID(fill_live_frame(t, frames, end, *anchor.walk.frame(), anchor.inner));
    }
    end++;
  }
  return end;
}

Expected<Ref<>> call_stack_walk(Thread& t, jobject stream, jlong mode, jint skip_frames, jint frame_count, jint start_index,
                                jobjectArray frames) {
  const Known& known = known_of(t);
  if (frames == nullptr) return throw_new(t, &Known::java_lang_NullPointerException, "frame_buffer is NULL");
  WalkAnchor anchor{kAnchorMagic, &t, StackWalker(t), nullptr};
  while (!anchor.walk.done() && is_walker_frame(known, *anchor.walk.method())) anchor.next();
  for (jint i = 0; i < skip_frames && !anchor.walk.done(); i++) anchor.next();
  VM_TRY(int32_t end, fill_frames(t, anchor, mode, frame_count, start_index, handle_of<java::ObjectArray>(frames)));
  if (end <= start_index) return throw_new(t, &Known::java_lang_InternalError, "stack walk: decode failed");
  JavaArguments arguments;
  arguments.push(handle_of(stream)).push_long(reinterpret_cast<intptr_t>(&anchor)).push_int(skip_frames);
  arguments.push_int(frame_count).push_int(start_index).push_int(end);
  VM_TRY(JavaValue result, call(t, known.java_lang_StackStreamFactory_AbstractStackWalker_doStackWalk, arguments));
  return result.ref();
}

Expected<jint> more_stack_walk(Thread& t, jlong mode, jlong anchor_address, jint frame_count, jint start_index,
                               jobjectArray frames) {
  auto* anchor = reinterpret_cast<WalkAnchor*>(anchor_address);
  if (anchor == nullptr || anchor->magic != kAnchorMagic || anchor->thread != &t) {
    return throw_new(t, &Known::java_lang_InternalError, "doStackWalk: corrupted buffers");
  }
  if (frames == nullptr) return throw_new(t, &Known::java_lang_NullPointerException, "frame_buffer is NULL");
  return fill_frames(t, *anchor, mode, frame_count, start_index, handle_of<java::ObjectArray>(frames));
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jobject) JVM_CallStackWalk(JNIEnv* env, jobject stack_stream, jlong mode, jint skip_frames, jint frame_count,
                                  jint start_index, jobjectArray frames) {
  return jobject_of(env, [&](Thread& t) {
    return call_stack_walk(t, stack_stream, mode, skip_frames, frame_count, start_index, frames);
  });
}

VM_JVM(jint) JVM_MoreStackWalk(JNIEnv* env, jobject, jlong mode, jlong anchor, jint frame_count, jint start_index,
                               jobjectArray frames) {
  return value_of<jint>(env, [&](Thread& t) { return more_stack_walk(t, mode, anchor, frame_count, start_index, frames); });
}

}  // extern "C"
