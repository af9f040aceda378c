#include "classloader/first_call.h"

#include <cstring>

#include "classloader/link/combiner.h"
#include "classloader/link/rewriter.h"
#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/tiering.h"
#include "vm/meta/class.h"
#include "vm/meta/lifetime.h"
#include "vm/meta/names.h"

namespace kiln {

namespace {

std::span<const uint8_t> original_code(const Method& method) {
  return {method.info->original_code.get(), method.info->code_length};
}

// Number of the first call site of `method` among those of its class.
uint32_t first_call_site(const Class& klass, const Method& method) {
  uint32_t count = 0;
  if (klass.call_site_count == 0) return count;
  for (const Method* m = klass.methods.get(); m != &method; m++) {
    if (m->info->original_code.get() != nullptr) count += count_call_sites(original_code(*m));
  }
  return count;
}

enum class Outcome { kReady, kMalformed, kOutOfMemory };

Outcome make_code(Vm& vm, Method& method) {
  MutexLock lock(vm.first_calls);
  if (method.code.get() != nullptr) return Outcome::kReady;
  const Class& klass = *method.holder;
  std::span<const uint8_t> original = original_code(method);
  auto* copy = static_cast<uint8_t*>(klass.state->lifetime->allocate(original.size(), 4));
  if (copy == nullptr) return Outcome::kOutOfMemory;
  std::memcpy(copy, original.data(), original.size());
  uint32_t call_site = first_call_site(klass, method);
  bool is_object_constructor = klass.super.get() == nullptr && method.is_initializer();
  bool has_subroutines;
  if (!rewrite_code(original, copy, *klass.constants, is_object_constructor, &call_site, &has_subroutines)) return Outcome::kMalformed;
  if (vm.flags.combine_bytecodes && !vm.flags.trace_bytecodes) {
    combine_instructions(original, {method.info->handlers.get(), method.info->handler_count}, copy);
  }
  if (has_subroutines) method.extra_flags |= Method::kHasJsr;
  // A thread that is on its way through the old entry word may see the new start kind with or without the new code: all
  // kinds that stand behind kFirstCall read Method::code again.
  method.code = copy;
  std::atomic_thread_fence(std::memory_order_release);
  start_counting(vm, method);
  method.start_kind = method.code_start_kind;
  set_method_entry(method);
  return Outcome::kReady;
}

}  // namespace

void postpone_code(Vm& vm, Method& method) {
  method.code_start_kind = method.start_kind;
  method.start_kind = static_cast<uint8_t>(StartKind::kFirstCall);
  prepare_method_entry(vm, method);
}

Expected<void> prepare_code(Thread& thread, Method& method) {
  switch (make_code(thread.vm(), method)) {
    case Outcome::kReady:
      return {};
    case Outcome::kOutOfMemory:
      return throw_out_of_memory(thread, OutOfMemoryKind::kMetaspace);
    case Outcome::kMalformed:
      return throw_new(thread, &Known::java_lang_VerifyError, "Bad instruction in unverified method {}.{}{}",
                       external_name(*method.holder), method.name(), method.descriptor());
  }
  VM_UNREACHABLE();
}

}  // namespace kiln
