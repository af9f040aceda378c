#include "vm/start/null_checks.h"

#include <ucontext.h>

#include "vm/exec/tiering.h"

namespace kiln {

bool claim_null_check(int signal, siginfo_t* info, void* context) {
  // (Addresses that the processor does not allow come as SI_KERNEL, without the address.)
  if (signal != SIGSEGV || (info->si_code != SEGV_MAPERR && info->si_code != SEGV_ACCERR)) return false;
  const Thread* thread = Thread::current();
  if (thread == nullptr || thread->state.load(std::memory_order_relaxed) != ThreadState::kInJava) return false;
  const MethodCompiler* compiler = thread->vm().compiler;
  if (compiler == nullptr) return false;
  greg_t* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  auto* frame = reinterpret_cast<const Frame*>(registers[REG_RBP]);
  const void* target = compiler->continue_after_fault(*frame, static_cast<uintptr_t>(registers[REG_RIP]),
                                                      reinterpret_cast<uintptr_t>(info->si_addr));
  if (target == nullptr) return false;
  registers[REG_RIP] = reinterpret_cast<greg_t>(target);
  return true;
}

}  // namespace kiln
