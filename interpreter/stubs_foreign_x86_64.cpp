// interpreter/stubs_foreign_x86_64.cpp - generates the stubs of interpreter/stubs_foreign.h with asmjit.
#include "interpreter/stubs_foreign.h"

#include <asmjit/x86.h>

#include "interpreter/stubs_code.h"

namespace kiln::interpreter {

namespace {

using namespace asmjit;  // NOLINT: the assembler's names, in this file only
using x86::ptr;

using Registers = std::vector<ForeignAbi::Register>;

// `base` may be among the general registers: it is loaded last.
void load(x86::Assembler& a, const Registers& registers, const x86::Gp& base) {
  for (const auto& r : registers) {
    if (r.is_vector) a.movups(x86::xmm(r.number), ptr(base, r.offset));
  }
  const ForeignAbi::Register* last = nullptr;
  for (const auto& r : registers) {
    if (r.is_vector) continue;
    if (r.number == base.id()) {
      last = &r;
    } else {
      a.mov(x86::gpq(r.number), ptr(base, r.offset));
    }
  }
  if (last != nullptr) a.mov(base, ptr(base, last->offset));
}

void store(x86::Assembler& a, const Registers& registers, const x86::Gp& base) {
  for (const auto& r : registers) {
    if (r.is_vector) {
      a.movups(ptr(base, r.offset), x86::xmm(r.number));
    } else {
      a.mov(ptr(base, r.offset), x86::gpq(r.number));
    }
  }
}

// C: rdi the buffer, kept in rbx.
void emit_downcall(x86::Assembler& a, const ForeignAbi& abi) {
  a.push(x86::rbp);
  a.mov(x86::rbp, x86::rsp);
  a.push(x86::rbx);
  a.sub(x86::rsp, 8);
  a.mov(x86::rbx, x86::rdi);
  a.mov(x86::rcx, ptr(x86::rbx, abi.stack_bytes_offset));
  Label copied = a.newLabel();
  a.test(x86::rcx, x86::rcx);
  a.jz(copied);
  a.mov(x86::rsi, ptr(x86::rbx, abi.stack_arguments_offset));
  a.sub(x86::rsp, x86::rcx);
  a.and_(x86::rsp, -abi.stack_alignment);
  a.mov(x86::rdi, x86::rsp);
  a.shr(x86::rcx, 3);
  a.rep().movsq();
  a.bind(copied);
  if (abi.shadow_space != 0) a.sub(x86::rsp, abi.shadow_space);
  load(a, abi.inputs, x86::rbx);
  a.call(ptr(x86::rbx, abi.target_offset));
  store(a, abi.outputs, x86::rbx);
  a.mov(x86::rbx, ptr(x86::rbp, -8));
  a.leave();
  a.ret();
}

void emit_upcall(x86::Assembler& a, const ForeignAbi& abi, ForeignUpcall enter, void* record) {
  a.push(x86::rbp);
  a.mov(x86::rbp, x86::rsp);
  a.sub(x86::rsp, (abi.buffer_size + 15) & ~15);
  store(a, abi.inputs, x86::rsp);
  a.lea(x86::rax, ptr(x86::rbp, 16 + abi.shadow_space));
  a.mov(ptr(x86::rsp, abi.stack_arguments_offset), x86::rax);
  a.mov(x86::rdi, imm(reinterpret_cast<uintptr_t>(record)));
  a.mov(x86::rsi, x86::rsp);
  a.mov(x86::rax, imm(reinterpret_cast<uintptr_t>(enter)));
  a.call(x86::rax);
  load(a, abi.outputs, x86::rsp);
  a.leave();
  a.ret();
}

class Stubs final : public ForeignStubs {
 public:
  ForeignDowncall make_downcall(const ForeignAbi& abi) override {
    return reinterpret_cast<ForeignDowncall>(make_code(runtime_, [&](x86::Assembler& a) { emit_downcall(a, abi); }));
  }
  void* make_upcall(const ForeignAbi& abi, ForeignUpcall enter, void* record) override {
    return make_code(runtime_, [&](x86::Assembler& a) { emit_upcall(a, abi, enter, record); });
  }
  void release(void* code) override { runtime_.release(code); }

 private:
  JitRuntime runtime_;
};

}  // namespace

std::unique_ptr<ForeignStubs> make_foreign_stubs() { return std::make_unique<Stubs>(); }

}  // namespace kiln::interpreter
