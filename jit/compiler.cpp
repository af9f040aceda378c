#include "jit/compiler.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <optional>
#include <unordered_set>

#include "gc/heap.h"
#include "jit/baseline/baseline_compiler.h"
#include "jit/code/code_cache.h"
#include "jit/code/installed_code.h"
#include "jit/compile_command.h"
#include "jit/compile_queue.h"
#include "jit/report/compilation_lines.h"
#include "jit/view/method_view.h"
#include "vm/base/log.h"
#include "vm/exec/call_shape.h"
#include "vm/exec/stack_walker.h"
#include "vm/thread/registry.h"

namespace kiln::jit {

namespace {

// An operand that the processor does not know must not pass as a missing instruction.
class Errors final : public asmjit::ErrorHandler {
 public:
  void handleError(asmjit::Error error, const char* message, asmjit::BaseEmitter*) override {
    if (!first.empty()) return;
    first = message;
  }
  std::string first;
};

class Compiler final : public MethodCompiler, private CodeListener {
 public:
  Compiler(Vm& vm, const EntryPoints& entries, CompilerOptions options)
      : vm_(vm),
        entries_(entries),
        options_(std::move(options)),
        reports_(options_.reports),
        cache_(static_cast<size_t>(vm.flags.reserved_code_cache_size)),
        start_(std::chrono::steady_clock::now()) {
    uses_implicit_null_checks_ = kCanFault && vm.flags.implicit_null_checks && vm.flags.use_fault_signals;
    compile_options_.deoptimize_every = vm.flags.deoptimize_every;
    for (const std::string& text : options_.commands) options_.print(options_.print_context, commands_.add(text));
    compile_options_.logs_stores = vm.heap->logs_stores();
    compile_options_.inlining = {vm.flags.inline_methods, static_cast<int>(vm.flags.max_inline_size)};
    compile_options_.features = ProcessorFeatures::of_this_machine();
    // No frame runs a method of the class any more, so nobody is in its code. Code of other classes may name the class
    // only as their resolved constants do, and those keep it.
    vm.class_unload_listeners.emplace_back([this](Class& klass) {
      receivers.clear();
      {
        MutexLock lock(mutex_);
        installed_.forget(klass);
      }
      for (uint32_t i = 0; i < klass.method_count; i++) forget(klass.methods.get()[i]);
    });
  }

  bool is_usable() const { return cache_.is_usable(); }
  bool compiles_at_first_call() const override { return options_.compile_at_first_call; }

  bool compile(Method& method) override {
    if (is_for_background(method) && queue_.add(method)) return false;
    // A thread that finds another one compiling goes on interpreting and comes again.
    if (!mutex_.try_lock()) return false;
    bool done = method.compiled.load(std::memory_order_relaxed) != nullptr || compile_locked(method);
    mutex_.unlock();
    return done;
  }

  CodeMemory code_memory() const override {
    return {cache_.used_bytes(), cache_.touched_bytes(), cache_.capacity_bytes()};
  }
  CompileQueueView queue_view() override { return queue_.view(); }
  int64_t compilation_count() const override { return compilation_count_.load(std::memory_order_relaxed); }
  int64_t compile_time_ns() const override { return compile_time_ns_.load(std::memory_order_relaxed); }

  // What was unresolved has been resolved by now: worth compiling again, but less and less often.
  void note_uncommon_exit(Method& method) override {
    CompiledCode* code = method.compiled.load(std::memory_order_acquire);
    if (code == nullptr || code->exits_left.fetch_sub(1, std::memory_order_relaxed) != 1) return;
    MutexLock lock(mutex_);
    if (method.compiled.load(std::memory_order_relaxed) != code) return;
    int32_t exits_allowed = code->exits_allowed < 1 << 20 ? code->exits_allowed * 2 : code->exits_allowed;
    recompile(method, exits_allowed, exits_allowed);
  }

  void note_null_fault(Method& method) override {
    constexpr int kFaultsOfAMethod = 4;  // a signal costs more than a thousand tests
    CompiledCode* code = method.compiled.load(std::memory_order_acquire);
    if (code == nullptr || code->null_faults.fetch_add(1, std::memory_order_relaxed) + 1 != kFaultsOfAMethod) return;
    MutexLock lock(mutex_);
    if (method.compiled.load(std::memory_order_relaxed) != code) return;
    explicit_null_checks_.insert(&method);
    recompile(method, code->exits_left.load(std::memory_order_relaxed), code->exits_allowed);
  }

  // The thread runs Java code, so nothing that is reached from here is freed meanwhile (sweep, forget: world stopped).
  const void* continue_after_fault(const Frame& frame, uintptr_t pc, uintptr_t address) const override {
    if (address >= kProtectedBytes || !cache_.contains(pc) || !uses_implicit_null_checks_) return nullptr;
    const CompiledCode* code = frame.method()->compiled.load(std::memory_order_acquire);
    for (; code != nullptr; code = code->replaced) {
      if (const void* target = code->find_null_check(pc)) return target;
    }
    return nullptr;
  }

  void forget(Method& method) override {
    queue_.forget(method);
    MutexLock lock(mutex_);
    if (method.compiled.load(std::memory_order_relaxed) != nullptr) is_full_ = false;
    installed_.forget(method);
    refused_.erase(&method);
    explicit_null_checks_.erase(&method);
    losses_.erase(&method);
  }

  void link(Method& method) override {
    MutexLock lock(mutex_);
    CompiledCode* code = method.compiled.load(std::memory_order_relaxed);
    if (code == nullptr || code->is_linked.exchange(true)) return;
    method.entry.store(code->start, std::memory_order_release);
  }

  void choose_thresholds(const Method& method, Thresholds* thresholds) const override {
    if (options_.thresholds_seed == 0) return;
    uint64_t mixed = static_cast<uint64_t>(options_.thresholds_seed) * 0x9e37'79b9'7f4a'7c15u;
    for (std::string_view text : {method.holder->name_view(), method.name(), method.descriptor()}) {
      for (char c : text) mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3u;
    }
    auto choose = [&](int64_t threshold) {
      mixed = (mixed ^ mixed >> 32) * 0xd6e8'feb8'6659'fd93u;
      return 1 + static_cast<int64_t>((mixed >> 8) % static_cast<uint64_t>(2 * std::max<int64_t>(threshold, 1)));
    };
    *thresholds = {choose(thresholds->calls), choose(thresholds->back_edges)};
  }

  bool wants_sweep() const override { return is_full_ || is_stress_due_.load(std::memory_order_relaxed); }

  void sweep(Thread& thread) override {
    vm_.threads->stop_the_world(thread);
    {
      MutexLock lock(mutex_);
      if (is_stress_due_.exchange(false)) installed_.give_up_running();
      if (is_full_.exchange(false)) {
        installed_.evict();
        VM_LOG(*vm_.log, info, (jit, compilation), "Code cache swept: {} methods stay, {} of {} bytes used", installed_.method_count(),
               cache_.used_bytes(), cache_.capacity_bytes());
      }
    }
    vm_.threads->resume_the_world(thread);
  }

  void class_linked(Thread& thread, Class& klass) override {
    bool is_stressed = counts_to_stress();
    {
      MutexLock lock(mutex_);
      if (!is_stressed && installed_.broken_by(klass).empty()) return;
    }
    vm_.threads->stop_the_world(thread);
    {
      MutexLock lock(mutex_);
      for (Method* method : installed_.broken_by(klass)) {
        VM_LOG(*vm_.log, info, (jit, compilation), "{}::{} rested on the class hierarchy before {}", method->holder->name_view(),
               method->name(), klass.name_view());
        losses_[method]++;
        installed_.give_up(*method);
      }
      is_stressed ? installed_.give_up_running() : installed_.leave_given_up();
    }
    vm_.threads->resume_the_world(thread);
  }

  void invalidate(Thread& thread, Method& method) override {
    vm_.threads->stop_the_world(thread);
    {
      MutexLock lock(mutex_);
      installed_.give_up(method);
      installed_.leave_given_up();
    }
    vm_.threads->resume_the_world(thread);
  }

 private:
#ifdef KILN_SANITIZED
  static constexpr bool kCanFault = false;  // faults are the sanitizer's
#else
  static constexpr bool kCanFault = true;
#endif

  void recompile(Method& method, int32_t exits_left, int32_t exits_allowed) VM_REQUIRES(mutex_) {
    if (!compile_locked(method)) return;
    CompiledCode* fresh = method.compiled.load(std::memory_order_relaxed);
    fresh->exits_allowed = exits_allowed;
    fresh->exits_left.store(exits_left, std::memory_order_relaxed);
  }

  bool is_for_background(const Method& method) const {
    return options_.in_background && !options_.compile_at_first_call && method.info->code_length >= vm_.flags.background_compile_size &&
           method.info->code_length <= kLargestMethod && method.compiled.load(std::memory_order_relaxed) == nullptr;
  }

  // Huge methods are mostly class initialisers, which run once.
  static constexpr uint32_t kLargestMethod = 8000;

  bool is_compilable(const Method& method) const {
    if (method.code.get() == nullptr || method.info->original_code.get() == nullptr || method.polymorphic != Polymorphic::kNone) return false;
    if (method.info->code_length > kLargestMethod || is_full_) return false;
    // Generated code names methods and their bytecode by 31-bit immediates.
    if (reinterpret_cast<uintptr_t>(&method) > INT32_MAX || reinterpret_cast<uintptr_t>(method.code.get()) > INT32_MAX) return false;
    return !commands_.excludes(method.holder->name_view(), method.name());
  }

  void given_up(const CompiledCode& code) override {
    if (vm_.flags.print_compilation) print(compilation_line(code, elapsed_ms(), false, "   made not entrant"));
  }
  void freed(const CompiledCode& code) override { reports_.removed(code.start); }

  // -XX:InvalidateEvery: a compilation or the linking of a class. True: it is time.
  bool counts_to_stress() {
    int64_t every = vm_.flags.invalidate_every;
    return every != 0 && (stress_events_.fetch_add(1, std::memory_order_relaxed) + 1) % every == 0;
  }

  // One run of the compiler over a method. It needs no lock; what it has made is installed under one.
  struct Pass {
    Pass(Compiler& owner, Method& method_, const CompileOptions& options_)
        : method(method_), options(options_), view(owner.vm_, method_, options_.assumes_hierarchy), compiler(view, owner.entries_, options, prepare()) {}
    asmjit::CodeHolder& prepare() {
      asmjit::Environment environment = asmjit::Environment::host();
      holder.init(environment);
      holder.setErrorHandler(&errors);
      return holder;
    }

    Method& method;
    CompileOptions options;
    Errors errors;
    asmjit::CodeHolder holder;
    MethodView view;
    BaselineCompiler compiler;
    bool is_in_background = false;
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    int64_t cpu_begin_ns = 0;  // of the compiling thread; if somebody is told
  };

  static int64_t thread_cpu_ns() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
  }

  // A method whose code was given up so often for a class that came does without assumptions.
  static constexpr int kMostLosses = 2;

  bool wants_compilation(const Method& method) VM_REQUIRES(mutex_) { return is_compilable(method) && !refused_.contains(&method); }

  CompileOptions options_for(const Method& method) VM_REQUIRES(mutex_) {
    CompileOptions options = compile_options_;
    options.implicit_null_checks = uses_implicit_null_checks_ && !explicit_null_checks_.contains(&method);
    auto losses = losses_.find(&method);
    options.assumes_hierarchy = vm_.flags.use_class_hierarchy && (losses == losses_.end() || losses->second < kMostLosses);
    options.record_points = reports_.want_points() || wants_listing(method);
    return options;
  }

  bool compile_locked(Method& method) VM_REQUIRES(mutex_) {
    if (!wants_compilation(method)) return false;
    Pass pass(*this, method, options_for(method));
    return finish(pass, run(pass));
  }

  // In the queue's thread. Others compile and look for code meanwhile.
  void compile_in_background(Method& method) {
    std::optional<Pass> pass;
    {
      MutexLock lock(mutex_);
      if (method.compiled.load(std::memory_order_relaxed) != nullptr || !wants_compilation(method)) return;
      pass.emplace(*this, method, options_for(method));
    }
    pass->is_in_background = true;
    bool done = run(*pass);
    MutexLock lock(mutex_);
    if (method.compiled.load(std::memory_order_relaxed) == nullptr) (void)finish(*pass, done);
  }

  bool run(Pass& pass) {
    if (reports_.is_anybody_there()) pass.cpu_begin_ns = thread_cpu_ns();
    return pass.compiler.compile() && pass.errors.first.empty();
  }

  bool finish(Pass& pass, bool done) VM_REQUIRES(mutex_) {
    Method& method = pass.method;
    const std::string& error = pass.errors.first;
    if (!error.empty()) VM_LOG(*vm_.log, warning, (jit, compilation), "{}::{}: {}", method.holder->name_view(), method.name(), error);
    VM_DCHECK(error.empty());
    if (!done) {
      if (pass.compiler.refusal() != nullptr)
        VM_LOG(*vm_.log, debug, (jit, compilation), "{}::{} stays interpreted: {}", method.holder->name_view(),
               method.name(), pass.compiler.refusal());
      refused_.insert(&method);
      return false;
    }
    done = install(pass);
    using std::chrono::duration_cast, std::chrono::nanoseconds;
    compile_time_ns_.fetch_add(duration_cast<nanoseconds>(std::chrono::steady_clock::now() - pass.begin).count(), std::memory_order_relaxed);
    return done;
  }

  bool install(Pass& pass) VM_REQUIRES(mutex_) {
    Method& method = pass.method;
    asmjit::CodeHolder& holder = pass.holder;
    const BaselineCompiler& compiler = pass.compiler;
    using asmjit::kErrorOk;
    // A class may have come meanwhile: then it is compiled another time.
    if (!std::ranges::all_of(compiler.dependencies(), holds)) return false;
    if (holder.flatten() != kErrorOk || holder.resolveUnresolvedLinks() != kErrorOk) VM_FATAL("cannot lay out the code of {}", method.name());
    size_t size = holder.codeSize();
    const uint8_t* start = cache_.allocate(size);
    if (start == nullptr) {
      if (size > cache_.capacity_bytes() / 4) {
        refused_.insert(&method);
      } else {
        is_full_ = true;
      }
      return false;
    }
    if (holder.relocateToBase(reinterpret_cast<uintptr_t>(start)) != kErrorOk) VM_FATAL("cannot relocate the code of {}", method.name());
    size_t used = holder.codeSize();
    holder.copyFlattenedData(cache_.writable(start), size);
    cache_.shrink(start, size, used);
    auto* code = new CompiledCode;
    code->method = &method;
    code->start = start;
    code->size_bytes = static_cast<uint32_t>(used);
    code->compilation_id = ++last_id_;
    compilation_count_.fetch_add(1, std::memory_order_relaxed);
    for (const BaselineCompiler::ReentryLabel& reentry : compiler.reentries()) {
      code->reentries.push_back({reentry.bci, static_cast<uint32_t>(holder.labelOffsetFromBase(reentry.label))});
    }
    for (const BaselineCompiler::NullCheckLabel& check : compiler.null_checks()) {
      code->null_checks.push_back({check.begin, check.end, static_cast<uint32_t>(holder.labelOffsetFromBase(check.target))});
    }
    if (compiler.invalid_flag().isValid()) code->invalid_flag = static_cast<uint32_t>(holder.labelOffsetFromBase(compiler.invalid_flag()));
    if (reports_.is_anybody_there() || wants_listing(method)) report(*code, pass);
    installed_.add(*code, compiler.dependencies());
    if (counts_to_stress()) is_stress_due_ = true;
    if (vm_.flags.print_compilation) print(compilation_line(*code, elapsed_ms(), !pass.is_in_background));
    if (vm_.flags.print_inlining) print(inlining_lines(compiler.inlined_calls()));
    return true;
  }

  bool wants_listing(const Method& method) const { return commands_.prints(method.holder->name_view(), method.name()); }

  void report(const CompiledCode& code, const Pass& pass) VM_REQUIRES(mutex_) {
    using std::chrono::duration_cast, std::chrono::nanoseconds;
    const Method& method = *code.method;
    const MethodView& view = pass.view;
    Compilation c;
    c.start = code.start;
    c.size_bytes = code.size_bytes;
    c.id = code.compilation_id;
    c.class_name = view.class_name();
    c.method_name = view.method_name();
    c.descriptor = view.descriptor();
    c.source_file = view.source_file();
    c.bytecode_bytes = method.info->code_length;
    c.begin_ns = duration_cast<nanoseconds>(pass.begin - start_).count();
    c.duration_ns = duration_cast<nanoseconds>(std::chrono::steady_clock::now() - pass.begin).count();
    c.cpu_ns = pass.cpu_begin_ns == 0 ? 0 : thread_cpu_ns() - pass.cpu_begin_ns;
    c.is_in_background = pass.is_in_background;
    for (const BaselineCompiler::Point& point : pass.compiler.points()) {
      c.points.push_back({point.offset, point.bci, point.bci >= 0 ? view.line_of(point.bci) : 0});
    }
    c.is_listed = wants_listing(method);
    if (c.is_listed || reports_.want_instructions()) {
      c.instructions.resize(c.bytecode_bytes);
      for (const CodePoint& point : c.points) {
        if (point.bci >= 0) c.instructions[static_cast<size_t>(point.bci)] = view.instruction_text(point.bci);
      }
    }
    reports_.installed(c);
  }

  int64_t elapsed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_).count();
  }
  void print(const std::string& text) { options_.print(options_.print_context, text); }

  Vm& vm_;
  EntryPoints entries_;
  CompilerOptions options_;
  CompileCommands commands_;
  Reports reports_;
  CompileOptions compile_options_;
  Mutex mutex_{LockRank::kCode, "compiler"};
  CodeCache cache_;
  std::chrono::steady_clock::time_point start_;
  std::unordered_set<const Method*> refused_ VM_GUARDED_BY(mutex_);
  std::unordered_set<const Method*> explicit_null_checks_ VM_GUARDED_BY(mutex_);
  InstalledCode installed_ VM_GUARDED_BY(mutex_){vm_, cache_, entries_.return_point, *this};
  std::unordered_map<const Method*, int> losses_ VM_GUARDED_BY(mutex_);  // how often its code was given up for a class
  std::atomic<int64_t> stress_events_{0};
  std::atomic<bool> is_stress_due_{false};
  bool uses_implicit_null_checks_ = false;
  std::atomic<int64_t> compile_time_ns_{0}, compilation_count_{0};
  int32_t last_id_ = 0;
  std::atomic<bool> is_full_{false};
  CompileQueue queue_{[this](Method& method) { compile_in_background(method); }};  // last: its thread uses the rest
};

}  // namespace

std::unique_ptr<MethodCompiler> make_compiler(Vm& vm, const EntryPoints& entries, CompilerOptions options, const char** reason) {
  auto compiler = std::make_unique<Compiler>(vm, entries, std::move(options));
  if (!compiler->is_usable()) {
    *reason = "no memory that can be made executable";
    return nullptr;
  }
  return compiler;
}

}  // namespace kiln::jit
