#include "vm/start/crash_stack.h"

#include <unwind.h>

#include "gc/heap.h"
#include "vm/start/native_symbols.h"

namespace kiln {

namespace {

constexpr size_t kFrameHeaderWords = 5;  // method, pc, sp, lock slot, first local: below rbp

bool is_whole_record(const MetaSpace& space, uintptr_t address, size_t size, size_t alignment) {
  return is_aligned(address, alignment) && space.is_readable(address, size);
}

bool is_symbol(const Vm& vm, const Symbol* symbol) {
  auto address = reinterpret_cast<uintptr_t>(symbol);
  return is_whole_record(*vm.meta_space, address, sizeof(Symbol), 1) &&
         address + sizeof(Symbol) + symbol->length() <= vm.meta_space->end();
}

// Fills *frame when `address` is the rbp of a canonical frame or an entry frame.
bool recognise(const Vm& vm, uintptr_t address, CrashFrame* frame) {
  Slot words[kFrameHeaderWords];
  if (!is_aligned(address, 8) || !read_memory(address - sizeof words, &words)) return false;
  Slot method_word = words[kFrameHeaderWords - 1], pc = words[kFrameHeaderWords - 2], sp = words[kFrameHeaderWords - 3];
  *frame = {CrashFrame::Kind::kEntry, 0, address, nullptr, 0};
  if (method_word == kEntryFrame) {
    // The word below is the previous last_frame: none, or further out.
    return pc == 0 || (pc > address && is_aligned(pc, 8));
  }
  const Method* method = as_method(vm, method_word);
  if (method == nullptr || sp >= address || sp + method->frame_size < address) return false;
  if (method->code.get() != nullptr) {
    auto code = reinterpret_cast<uintptr_t>(method->code.get());
    if (pc < code || pc >= code + method->info->code_length) return false;
    frame->bci = static_cast<int>(pc - code);
  }
  frame->kind = CrashFrame::Kind::kJava;
  frame->method = method;
  return true;
}

// The unwinder reads the registers from where the kernel has put them.
void set_machine_state(const ucontext_t& context, uintptr_t pc, uintptr_t sp) {
#if defined(__x86_64__)
  auto& registers = const_cast<ucontext_t&>(context).uc_mcontext.gregs;
  registers[REG_RIP] = static_cast<greg_t>(pc);
  registers[REG_RSP] = static_cast<greg_t>(sp);
#endif
}

class Climber {
 public:
  Climber(const Vm& vm, const Thread* thread, CrashStack* stack) : vm_(vm), thread_(thread), stack_(*stack) {
    own_code_ = library_range(reinterpret_cast<uintptr_t>(&walk_crashed_stack));
    if (thread != nullptr) known_further_out_ = reinterpret_cast<uintptr_t>(thread->last_frame);
  }

  void climb(const ucontext_t& context) {
    MachineState state = machine_state(context);
    sp_ = state.sp;
    crash_pc_ = pc_ = state.pc;
    fp_ = state.fp;
    add_native(pc_);
    if (!mapping_of(pc_).is_executable) {
      // A call of a wild address: the return address is still on top of the stack. Go on as if the call had returned.
      uintptr_t caller;
      if (!read_memory(sp_, &caller)) return follow_frame_pointers();
      add_native(pc_ = crash_pc_ = caller);
      set_machine_state(context, caller, sp_ + sizeof caller);
      if (is_foreign(pc_)) unwind_by_tables();
      set_machine_state(context, state.pc, state.sp);
    } else if (is_foreign(pc_)) {
      unwind_by_tables();
    }
    CrashFrame frame;
    if (!is_plausible(fp_) && recognise(vm_, state.java_frame, &frame)) fp_ = state.java_frame;
    follow_frame_pointers();
    while (jump_over_gap()) follow_frame_pointers();
  }

  void follow_frame_pointers() {
    CrashFrame frame;
    bool is_first = true;
    while (!is_full() && is_plausible(fp_)) {
      uintptr_t words[2];
      if (!read_memory(fp_, &words)) return;
      if (recognise(vm_, fp_, &frame)) {
        add(frame);
        if (frame.kind == CrashFrame::Kind::kEntry) (void)read_memory(fp_ - 2 * sizeof(Slot), &known_further_out_);
        if (frame.kind == CrashFrame::Kind::kJava) known_further_out_ = 0;
      } else if (!is_first) {
        add_native(pc_);
      }
      is_first = false;
      pc_ = words[1];
      if (words[0] <= fp_) break;
      fp_ = words[0];
    }
    if (!is_first && !is_full() && mapping_of(pc_).is_executable) add_native(pc_);
  }

 private:
  bool is_foreign(uintptr_t pc) const { return library_range(pc).end != 0 && !(pc >= own_code_.start && pc < own_code_.end); }
  bool is_plausible(uintptr_t fp) const {
    if (!is_aligned(fp, 8) || fp < sp_ || fp < kPageSize) return false;
    return thread_ == nullptr || thread_->stack_base == 0 || sp_ > thread_->stack_base || fp < thread_->stack_base;
  }
  bool is_full() const { return stack_.count == kMostCrashFrames; }
  void add(const CrashFrame& frame) {
    if (!is_full()) stack_.frames[stack_.count++] = frame;
  }
  void add_native(uintptr_t pc) {
    CrashFrame* last = stack_.count > 0 ? &stack_.frames[stack_.count - 1] : nullptr;
    if (last != nullptr && last->kind == CrashFrame::Kind::kNative && last->pc == pc) last->repeats++;
    else add({CrashFrame::Kind::kNative, pc, fp_});
  }
  // Native code without frame pointers has broken the chain: goes on at the Java frame that called it, if that is known.
  bool jump_over_gap() {
    CrashFrame frame;
    uintptr_t next = known_further_out_;
    known_further_out_ = 0;
    if (is_full() || next < sp_ || !recognise(vm_, next, &frame)) return false;
    add({CrashFrame::Kind::kGap});
    fp_ = next;
    return true;
  }

  void unwind_by_tables() {
    state_ = kSeeking;
    _Unwind_Backtrace(&Climber::on_frame, this);
  }
  // Frames of this handler come first, then the crashed ones.
  static _Unwind_Reason_Code on_frame(_Unwind_Context* context, void* self) {
    return static_cast<Climber*>(self)->on_frame(context);
  }
  _Unwind_Reason_Code on_frame(_Unwind_Context* context) {
    uintptr_t pc = _Unwind_GetIP(context);
    constexpr int kRbp = 6;
    if (state_ == kSeeking) {
      if (pc == crash_pc_) state_ = kFound;
      return _URC_NO_REASON;
    }
    if (pc == 0) return _URC_END_OF_STACK;
    pc_ = pc;
    fp_ = _Unwind_GetGR(context, kRbp);
    add_native(pc);
    // From here on there are frame pointers.
    return is_foreign(pc) && !is_full() ? _URC_NO_REASON : _URC_END_OF_STACK;
  }

  const Vm& vm_;
  const Thread* thread_;
  CrashStack& stack_;
  MappedRange own_code_;
  uintptr_t sp_ = 0, pc_ = 0, fp_ = 0, crash_pc_ = 0;
  uintptr_t known_further_out_ = 0;  // a Java frame beyond the native code that is being climbed; 0: none
  enum { kSeeking, kFound } state_ = kSeeking;
};

}  // namespace

const Method* as_method(const Vm& vm, uintptr_t address) {
  if (vm.meta_space == nullptr || !is_whole_record(*vm.meta_space, address, sizeof(Method), 8)) return nullptr;
  const auto* method = reinterpret_cast<const Method*>(address);
  if (as_class(vm, method->holder.address()) == nullptr) return nullptr;
  if (!is_whole_record(*vm.meta_space, method->info.address(), sizeof(MethodInfo), alignof(MethodInfo))) return nullptr;
  if (!is_symbol(vm, method->info->name) || !is_symbol(vm, method->info->descriptor)) return nullptr;
  const Class* holder = method->holder;
  return method >= holder->methods.get() && method < holder->methods.get() + holder->method_count ? method : nullptr;
}

const Class* as_class(const Vm& vm, uintptr_t address) {
  if (vm.class_space == nullptr || !is_whole_record(*vm.class_space, address, sizeof(Class), kClassAlignment)) return nullptr;
  const auto* klass = reinterpret_cast<const Class*>(address);
  return is_symbol(vm, klass->name) ? klass : nullptr;
}

const Class* class_of_object_at(const Vm& vm, uintptr_t address) {
  uint32_t header;
  if (vm.heap == nullptr || !is_aligned(address, kObjectAlignment) || !vm.heap->contains(reinterpret_cast<const void*>(address))) return nullptr;
  return read_memory(address, &header) ? as_class(vm, header & kClassMask) : nullptr;
}

MachineState machine_state(const ucontext_t& context) {
#if defined(__x86_64__)
  const auto& registers = context.uc_mcontext.gregs;
  return {static_cast<uintptr_t>(registers[REG_RIP]), static_cast<uintptr_t>(registers[REG_RSP]),
          static_cast<uintptr_t>(registers[REG_RBP]), static_cast<uintptr_t>(registers[REG_R14])};
#elif defined(__aarch64__)
  return {context.uc_mcontext.pc, context.uc_mcontext.sp, context.uc_mcontext.regs[29], 0};
#else
#error "say where this machine keeps pc, sp and fp"
#endif
}

void walk_crashed_stack(const Vm& vm, const Thread* thread, const ucontext_t& context, CrashStack* stack) {
  stack->count = 0;
  Climber(vm, thread, stack).climb(context);
}

void print_code_address(CrashOutput& out, uintptr_t pc) {
  NativeSymbol symbol;
  if (!find_native_symbol(pc, &symbol)) {
    out.print("{:#018x}{}", pc, mapping_of(pc).is_executable ? "  (generated code)" : "");
    return;
  }
  if (symbol.library[0] == '[') {
    out.print("{}+{:#x}", symbol.library, pc - symbol.library_base);
    return;
  }
  out.print("[{}+{:#x}]", symbol.file_name(), pc - symbol.library_base);
  if (symbol.address != 0) out.print("  {}+{:#x}", symbol.name, pc - symbol.address);
}

void print_frame(CrashOutput& out, const CrashFrame& frame) {
  if (frame.kind == CrashFrame::Kind::kEntry) {
    out.put("v  ~call from the VM into Java\n");
    return;
  }
  if (frame.kind == CrashFrame::Kind::kGap) {
    out.put("   ...\n");
    return;
  }
  if (frame.kind == CrashFrame::Kind::kNative) {
    bool is_ours = library_range(frame.pc).start == library_range(reinterpret_cast<uintptr_t>(&print_frame)).start;
    bool is_generated = mapping_of(frame.pc).is_executable && library_range(frame.pc).end == 0;
    out.put(is_ours ? "V  " : is_generated ? "v  " : "C  ");
    print_code_address(out, frame.pc);
    out.put("\n");
    if (frame.repeats > 0) out.print("   ... the same {} more times\n", frame.repeats);
    return;
  }
  const Method& method = *frame.method;
  out.put("j  ");
  for (char c : method.holder->name->view()) out.put(c == '/' ? std::string_view(".") : std::string_view(&c, 1));
  out.print(".{}{}", method.name(), method.descriptor());
  if (method.is_native()) {
    out.put("  (native)\n");
    return;
  }
  out.print("+{}", frame.bci);
  if (const ClassAttributes* attributes = method.holder->attributes.get(); attributes != nullptr && attributes->source_file.get() != nullptr) {
    out.print("  {}:{}", attributes->source_file->view(), method.line_of(frame.bci));
  }
  out.put("\n");
}

}  // namespace kiln
