// stdlib/security_frames.h - which frames "who called me?" questions pass over.
#pragma once

#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/meta/method.h"

namespace kiln::stdlib {

// Bytecode of a lambda form: generated at run time (LambdaForm$MH+0x..., $DMH, $BMH) or by jlink ($Holder classes).
inline bool is_compiled_lambda_form(const Method& method) {
  constexpr std::string_view kPackage = "java/lang/invoke/";
  std::string_view holder = method.holder->name_view();
  if (!method.has_flag(Method::kHidden) || !holder.starts_with(kPackage)) return false;
  return holder.substr(kPackage.size()).starts_with("LambdaForm$") || holder.ends_with("$Holder");
}

// Frames of reflection and of method-handle plumbing: Method.invoke, the accessors below it, linkTo* and lambda
// forms. Reflection.getCallerClass, SecurityManager.getClassContext and the access controller pass over them.
inline bool is_ignored_by_security_stack_walk(const Known& known, const Method& method) {
  const Class* holder = method.holder;
  if (holder == known.java_lang_reflect_Method && method.name() == "invoke") return true;
  if (holder->is_subclass_of(known.jdk_internal_reflect_MethodAccessorImpl)) return true;
  return method.polymorphic != Polymorphic::kNone || is_compiled_lambda_form(method);
}

}  // namespace kiln::stdlib
