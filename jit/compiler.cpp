#include "jit/compiler.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>

#include "jit/baseline/baseline_compiler.h"
#include "jit/code/code_cache.h"
#include "jit/compile_command.h"
#include "jit/view/method_view.h"
#include "vm/base/log.h"
#include "vm/exec/call_shape.h"

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

class Compiler final : public MethodCompiler {
 public:
  Compiler(Vm& vm, const EntryPoints& entries, CompilerOptions options)
      : vm_(vm),
        entries_(entries),
        options_(std::move(options)),
        reports_(options_.reports),
        cache_(static_cast<size_t>(vm.flags.reserved_code_cache_size)),
        start_(std::chrono::steady_clock::now()) {
    compile_options_.deoptimize_every = vm.flags.deoptimize_every;
    for (const std::string& text : options_.commands) options_.print(options_.print_context, commands_.add(text));
    compile_options_.has_bmi2 = asmjit::CpuInfo::host().features().x86().hasBMI2();
    // No frame runs a method of the class any more, so nobody is in its code. Code of other classes may name the class
    // only as their resolved constants do, and those keep it.
    vm.class_unload_listeners.emplace_back([this](Class& klass) {
      for (uint32_t i = 0; i < klass.method_count; i++) forget(klass.methods.get()[i]);
    });
  }

  bool is_usable() const { return cache_.is_usable(); }
  bool compiles_at_first_call() const override { return options_.compile_at_first_call; }

  bool compile(Method& method) override {
    // A thread that finds another one compiling goes on interpreting and comes again.
    if (!mutex_.try_lock()) return false;
    bool done = method.compiled.load(std::memory_order_relaxed) != nullptr || compile_locked(method);
    mutex_.unlock();
    return done;
  }

  // What was unresolved has been resolved by now: worth compiling again, but less and less often.
  void note_uncommon_exit(Method& method) override {
    CompiledCode* code = method.compiled.load(std::memory_order_acquire);
    if (code == nullptr || code->exits_left.fetch_sub(1, std::memory_order_relaxed) != 1) return;
    MutexLock lock(mutex_);
    if (method.compiled.load(std::memory_order_relaxed) != code || !compile_locked(method)) return;
    CompiledCode* fresh = method.compiled.load(std::memory_order_relaxed);
    fresh->exits_allowed = code->exits_allowed < 1 << 20 ? code->exits_allowed * 2 : code->exits_allowed;
    fresh->exits_left.store(fresh->exits_allowed, std::memory_order_relaxed);
  }

  void forget(Method& method) override {
    MutexLock lock(mutex_);
    CompiledCode* code = method.compiled.load(std::memory_order_relaxed);
    method.compiled.store(nullptr, std::memory_order_release);
    if (code != nullptr) {
      set_method_entry(method);
      is_full_ = false;
    }
    while (code != nullptr) {
      CompiledCode* replaced = code->replaced;
      reports_.removed(code->start);
      cache_.release(code->start, code->size_bytes);
      delete code;
      code = replaced;
    }
    refused_.erase(&method);
  }

 private:
  bool is_compilable(const Method& method) const {
    // Huge methods are mostly class initialisers, which run once.
    constexpr uint32_t kLargestMethod = 8000;
    if (method.code.get() == nullptr || method.info->original_code.get() == nullptr || method.polymorphic != Polymorphic::kNone) return false;
    if (method.info->code_length > kLargestMethod || is_full_) return false;
    // Generated code names methods and their bytecode by 31-bit immediates.
    if (reinterpret_cast<uintptr_t>(&method) > INT32_MAX || reinterpret_cast<uintptr_t>(method.code.get()) > INT32_MAX) return false;
    return !commands_.excludes(method.holder->name_view(), method.name());
  }

  bool compile_locked(Method& method) VM_REQUIRES(mutex_) {
    if (!is_compilable(method) || refused_.contains(&method)) return false;
    Errors errors;
    asmjit::CodeHolder holder;
    asmjit::Environment environment = asmjit::Environment::host();
    holder.init(environment);
    holder.setErrorHandler(&errors);
    compile_options_.record_points = reports_.want_points() || wants_listing(method);
    auto begin = std::chrono::steady_clock::now();
    MethodView view(vm_, method);
    BaselineCompiler compiler(view, entries_, compile_options_, holder);
    bool done = compiler.compile();
    if (!errors.first.empty()) VM_LOG(*vm_.log, warning, (jit, compilation), "{}::{}: {}", method.holder->name_view(), method.name(), errors.first);
    VM_DCHECK(errors.first.empty());
    if (!done || !errors.first.empty()) {
      if (!done)
        VM_LOG(*vm_.log, debug, (jit, compilation), "{}::{} stays interpreted: {}", method.holder->name_view(),
               method.name(), compiler.refusal());
      refused_.insert(&method);
      return false;
    }
    return install(method, holder, compiler, begin);
  }

  using Moment = std::chrono::steady_clock::time_point;

  bool install(Method& method, asmjit::CodeHolder& holder, const BaselineCompiler& compiler, Moment begin) VM_REQUIRES(mutex_) {
    using asmjit::kErrorOk;
    if (holder.flatten() != kErrorOk || holder.resolveUnresolvedLinks() != kErrorOk) VM_FATAL("cannot lay out the code of {}", method.name());
    size_t size = holder.codeSize();
    const uint8_t* start = cache_.allocate(size);
    if (start == nullptr) {
      is_full_ = true;
      VM_LOG(*vm_.log, warning, (jit, compilation),
             "The code cache is full: what is not compiled yet stays interpreted. Try a larger "
             "-XX:ReservedCodeCacheSize.");
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
    for (const BaselineCompiler::ReentryLabel& reentry : compiler.reentries()) {
      code->reentries.push_back({reentry.bci, static_cast<uint32_t>(holder.labelOffsetFromBase(reentry.label))});
    }
    code->replaced = method.compiled.load(std::memory_order_relaxed);
    if (reports_.is_anybody_there() || wants_listing(method)) report(*code, compiler, begin);
    method.compiled.store(code, std::memory_order_release);
    method.entry.store(start, std::memory_order_release);
    if (vm_.flags.print_compilation) print(*code);
    return true;
  }

  bool wants_listing(const Method& method) const { return commands_.prints(method.holder->name_view(), method.name()); }

  void report(const CompiledCode& code, const BaselineCompiler& compiler, Moment begin) VM_REQUIRES(mutex_) {
    using std::chrono::duration_cast, std::chrono::nanoseconds;
    const Method& method = *code.method;
    MethodView view(vm_, *code.method);
    Compilation c;
    c.start = code.start;
    c.size_bytes = code.size_bytes;
    c.id = code.compilation_id;
    c.class_name = view.class_name();
    c.method_name = view.method_name();
    c.descriptor = view.descriptor();
    c.source_file = view.source_file();
    c.bytecode_bytes = method.info->code_length;
    c.begin_ns = duration_cast<nanoseconds>(begin - start_).count();
    c.duration_ns = duration_cast<nanoseconds>(std::chrono::steady_clock::now() - begin).count();
    for (const BaselineCompiler::Point& point : compiler.points()) {
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

  // HotSpot's columns: time, id, attributes (OSR, synchronized, exceptions, blocking, native), tier, method, bytes.
  void print(const CompiledCode& code) {
    const Method& method = *code.method;
    auto elapsed = std::chrono::steady_clock::now() - start_;
    auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
    std::string name(method.holder->name_view());
    std::replace(name.begin(), name.end(), '/', '.');
    options_.print(options_.print_context,
                   fmt::format("{:7} {:4}  {}{}{}{}{} {:3}       {}::{} ({} bytes)\n", ms, code.compilation_id, ' ',
                               method.is_synchronized() ? 's' : ' ', method.info->handler_count != 0 ? '!' : ' ', 'b', ' ', 1,
                               name, method.name(), method.info->code_length));
  }

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
  int32_t last_id_ = 0;
  bool is_full_ = false;
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
