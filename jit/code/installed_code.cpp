#include "jit/code/installed_code.h"

#include <algorithm>
#include <utility>

#include "vm/exec/call_shape.h"
#include "vm/exec/tiering.h"

namespace kiln::jit {

namespace {

// A method without code must be called again so often before it asks for some.
constexpr uint32_t kCallsToComeBack = 16;

CompiledCode* code_of(const Method& method) { return method.compiled.load(std::memory_order_relaxed); }
void make_count_again(Method& method) { method.invocations.store(0 - kCallsToComeBack, std::memory_order_relaxed); }

}  // namespace

void InstalledCode::add(CompiledCode& code, const std::vector<OnlyTarget>& facts) {
  Method& method = *code.method;
  dependencies_.add(code, facts);
  code.replaced = code_of(method);
  code.list_index = code.replaced != nullptr ? code.replaced->list_index : methods_.size();
  if (code.replaced == nullptr) methods_.push_back(&method);
  method.compiled.store(&code, std::memory_order_release);
  method.entry.store(code.start, std::memory_order_release);
}

std::vector<Method*> InstalledCode::broken_by(const Class& klass) const {
  std::vector<Method*> methods;
  for (const CompiledCode* code : dependencies_.broken_by(klass)) {
    if (std::ranges::find(methods, code->method) == methods.end()) methods.push_back(code->method);
  }
  return methods;
}

void InstalledCode::give_up(Method& method) {
  CompiledCode* code = method.compiled.exchange(nullptr, std::memory_order_acq_rel);
  if (code == nullptr) return;
  set_method_entry(method);
  start_counting(vm_, method);
  make_count_again(method);
  unlist(*code);
  for (CompiledCode* each = code; each != nullptr; each = each->replaced) {
    dependencies_.remove(*each);
    if (each->invalid_flag != 0) *cache_.writable(each->start + each->invalid_flag) = 1;
    listener_.given_up(*each);
  }
  given_up_.push_back(code);
}

void InstalledCode::give_up_running() {
  for (const Method* method : redirect_returns(vm_, {}, return_point_).all) give_up(*const_cast<Method*>(method));
  leave_given_up();
}

void InstalledCode::leave_given_up() {
  std::vector<CodeRange> ranges;
  for (const CompiledCode* code : given_up_) {
    for (; code != nullptr; code = code->replaced) {
      auto start = reinterpret_cast<uintptr_t>(code->start);
      ranges.push_back({start, start + code->size_bytes});
    }
  }
  RunningMethods running = redirect_returns(vm_, std::move(ranges), return_point_);
  free_given_up([&](const Method* method) { return !running.tops.contains(method); });
}

void InstalledCode::evict() {
  RunningMethods running = redirect_returns(vm_, {}, return_point_);
  free_given_up([&](const Method* method) { return !running.tops.contains(method); });
  std::vector<Method*> idle;
  for (Method* method : methods_) {
    if (running.all.contains(method)) continue;
    free(std::exchange(code_of(*method)->replaced, nullptr));
    idle.push_back(method);
  }
  std::ranges::sort(idle, {}, [](const Method* method) {
    const CompiledCode* code = code_of(*method);
    return std::pair(code->is_linked.load(std::memory_order_relaxed), code->compilation_id);
  });
  for (size_t i = 0; i < idle.size() && cache_.used_bytes() > cache_.capacity_bytes() / 2; i++) forget(*idle[i]);
  for (Method* method : methods_) {
    set_method_entry(*method);
    make_count_again(*method);
    code_of(*method)->is_linked.store(false, std::memory_order_relaxed);
  }
}

void InstalledCode::forget(Method& method) {
  if (CompiledCode* code = method.compiled.exchange(nullptr, std::memory_order_acq_rel); code != nullptr) {
    set_method_entry(method);
    unlist(*code);
    free(code);
  }
  free_given_up([&](const Method* other) { return other == &method; });
}

void InstalledCode::free(CompiledCode* code) {
  while (code != nullptr) {
    CompiledCode* replaced = code->replaced;
    dependencies_.remove(*code);
    listener_.freed(*code);
    cache_.release(code->start, code->size_bytes);
    delete code;
    code = replaced;
  }
}

void InstalledCode::unlist(const CompiledCode& code) {
  Method* last = methods_.back();
  methods_.pop_back();
  if (last == code.method) return;
  methods_[code.list_index] = last;
  code_of(*last)->list_index = code.list_index;
}

template <typename Predicate>
void InstalledCode::free_given_up(Predicate&& is_free) {
  std::erase_if(given_up_, [&](CompiledCode* code) {
    if (!is_free(code->method)) return false;
    free(code);
    return true;
  });
}

}  // namespace kiln::jit
