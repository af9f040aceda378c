// classloader/link/dispatch_tables.h - vtable and itables of a class (JVMS 5.4.5 overriding, 5.4.6 selection).
//
//   vtable   the superclass's entries in the same places, overridden ones replaced, new virtual methods behind them.
//            Only methods of classes stand there. Private, static, <init> and not overriding final methods have none.
//   itable   for every interface of the class, inherited ones too, one entry per virtual method of the interface, in
//            the interface's order (Method::itable_index): what a call selects in this class. Never null:
//              a method of the class or its superclasses   first of all, even an abstract one
//              the only non-abstract maximally specific method of an interface (a default method)
//              an abstract method        a call of it throws AbstractMethodError
//              a conflict method         made here: IncompatibleClassChangeError (Method::kConflict)
//
// A method that is only declared by interfaces of an abstract class has no vtable entry ("miranda"): a call of it goes
// by the itable, whatever instruction it comes from.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "vm/meta/class.h"

namespace kiln {

// The class that gets the tables; its Class structure need not exist yet, and Method::holder of `methods` is not read.
struct DispatchInput {
  const Class* super;                          // null: java.lang.Object
  bool is_interface;
  bool is_final;
  std::span<Method> methods;                   // declared, in order
  std::span<const Ptr32<Class>> interfaces;    // all, inherited ones included
  bool has_direct_interfaces;
  const LoaderData* loader;
  const PackageEntry* package;
  // Makes the method that throws because of a conflict; null when there is no memory.
  std::function<Method*(const Method& model)> make_conflict_method;
};

struct DispatchTables {
  std::vector<Ptr32<Method>> vtable;
  std::vector<ItableEntry> itable;
  std::vector<Ptr32<Method>> itable_methods;
  // Not null: the class is illegal because `overrider` overrides this final method.
  const Method* overridden_final = nullptr;
  const Method* overrider = nullptr;
  bool is_out_of_memory = false;
};

// Also sets vtable_index and itable_index of the declared methods. Pure but for those and make_conflict_method.
DispatchTables make_dispatch_tables(const DispatchInput& input);

// Methods named so of the interfaces that no other such method overrides (JVMS 5.4.3.3), private and static ones left out.
std::vector<Method*> maximally_specific_methods(std::span<const Ptr32<Class>> interfaces, const Symbol* name,
                                                const Symbol* descriptor);

// True for methods that virtual or interface calls select: not static, private, <init> or <clinit>.
bool is_virtual(const Method& method);

}  // namespace kiln
