// jit/code/installed_code.h - the code that methods have, from its installation until no frame is left in it.
//
//   installed   calls and reentries enter it; frames may still run what it has replaced
//   given up    nobody enters it any more: something it rests on has ended, or a stress mode wants it so
//   freed       no frame was left in it
//
// Frames are canonical, so a walk over the stacks finds all that run a method. Not synchronised: used under the compiler's mutex.
#pragma once

#include <string_view>
#include <vector>

#include "jit/code/code_cache.h"
#include "jit/code/dependencies.h"
#include "jit/code/leave_code.h"
#include "vm/exec/compiled_code.h"

namespace kiln::jit {

// Told what becomes of code; both under the compiler's mutex.
class CodeListener {
 public:
  virtual void given_up(const CompiledCode& code) = 0;
  virtual void freed(const CompiledCode& code) = 0;

 protected:
  ~CodeListener() = default;
};

class InstalledCode {
 public:
  // The other ones outlive it.
  InstalledCode(Vm& vm, CodeCache& cache, ReturnPoint return_point, CodeListener& listener)
      : vm_(vm), cache_(cache), return_point_(return_point), listener_(listener) {}

  // `code`, complete in the cache and resting on `facts`, is its method's from now on, before what the method had. Takes it over.
  void add(CompiledCode& code, const std::vector<OnlyTarget>& facts);
  // Methods whose code is wrong once there are instances of `klass`.
  std::vector<Method*> broken_by(const Class& klass) const;

  // The rest needs a stopped world.

  // The method is interpreted from now on; its frames leave its code by leave_given_up.
  void give_up(Method& method);
  // All methods that have frames.
  void give_up_running();
  // Frames go on in the interpreter when they come back to code that was given up. Frees what no frame can come back to.
  void leave_given_up();
  // Frees code until half of the cache is free, of methods that no frame runs: first those that were not called since the last
  // time, then the oldest. The rest is unlinked: methods that are called again come back by their counters.
  void evict();
  // The method, or the class, goes away; no frame runs the method, nor any of the class.
  void forget(Method& method);
  void forget(const Class& klass) { dependencies_.forget(klass); }

  size_t method_count() const { return methods_.size(); }

 private:
  void free(CompiledCode* code);
  void unlist(const CompiledCode& code);
  template <typename Predicate>
  void free_given_up(Predicate&& is_free);

  Vm& vm_;
  CodeCache& cache_;
  ReturnPoint return_point_;
  CodeListener& listener_;
  Dependencies dependencies_;
  std::vector<Method*> methods_;         // that have code; CompiledCode::list_index points back
  std::vector<CompiledCode*> given_up_;  // with what each replaced
};

}  // namespace kiln::jit
