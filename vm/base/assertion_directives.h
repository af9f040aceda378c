// vm/base/assertion_directives.h - what -ea, -da, -esa and -dsa asked for, and the answer for one class.
//
//   -ea                everything of application loaders     -ea:a.b...   package a.b and below
//   -esa               classes of the boot loader            -ea:...      the unnamed package
//   -ea:a.b.C          one class
//
// The most specific directive decides: class, then the nearest package, then the default; among equals the last given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiln {

struct AssertionDirective {
  std::string name;  // with dots; the unnamed package is empty
  bool enabled;
};

struct AssertionDirectives {
  bool application_default = false;
  bool system_default = false;
  std::vector<AssertionDirective> classes;   // in the order given, as java.lang.AssertionStatusDirectives wants them
  std::vector<AssertionDirective> packages;

  // Adds what follows "-ea:" or "-da:": a class, or a package with "...".
  void add(std::string_view what, bool enabled);
  // Class.desiredAssertionStatus for a class (name with dots or slashes). `is_system`: defined by the boot loader.
  bool enabled_for(std::string_view class_name, bool is_system) const;
};

}  // namespace kiln
