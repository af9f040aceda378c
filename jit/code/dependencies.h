// jit/code/dependencies.h - which code rests on which facts about the class hierarchy, found by the class that ends them.
//
// Why no thread runs a call that rests on "all classes below C have this target" with a receiver of a class K that has another:
//
//   1. K is entered in its superclass's list when it is defined, and later linked; only then can it be initialised and have
//      instances. Linking ends so: K's state becomes "being linked", which makes it count here; the compiler is told
//      (MethodCompiler::class_linked); K's state becomes "linked".
//   2. Code is installed under the compiler's mutex, after its facts were looked at again under it. class_linked looks at the
//      recorded facts under the same mutex. So either the code was installed first, and class_linked finds its fact; or
//      class_linked was there first, and the look before the installation sees that K counts.
//   3. What class_linked finds is invalidated while the world stands still, before there is any instance of K. A thread that
//      stands in such code is in a call of Java (its return address is changed) or of the VM (the code looks at its flag
//      when it comes back): it goes on in the interpreter before its code can load another receiver. Receivers that are in
//      the frame already are older than K.
//
// Not synchronised: used under the compiler's mutex.
#pragma once

#include <unordered_map>
#include <vector>

#include "jit/view/class_hierarchy.h"

namespace kiln {
struct CompiledCode;
}

namespace kiln::jit {

class Dependencies {
 public:
  // `code` rests on these facts from now on. Once for each code.
  void add(CompiledCode& code, const std::vector<OnlyTarget>& facts);
  // The code is invalid or freed. Nothing happens if it rests on nothing.
  void remove(const CompiledCode& code);
  // The class goes away, and with it, now or earlier, all code that names it.
  void forget(const Class& klass) { by_root_.erase(&klass); }
  // Code that is wrong once there are instances of `klass`.
  std::vector<CompiledCode*> broken_by(const Class& klass) const;
  size_t code_count() const { return facts_.size(); }

 private:
  std::unordered_map<const CompiledCode*, std::vector<OnlyTarget>> facts_;
  std::unordered_map<const Class*, std::vector<CompiledCode*>> by_root_;
};

}  // namespace kiln::jit
