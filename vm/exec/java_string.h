// vm/exec/java_string.h - between java.lang.String and C++ text.
//
// `utf8` means modified UTF-8 (JVMS 4.4.7): what class files, symbols and JNI use.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "vm/base/result.h"
#include "vm/base/sync.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln {

class Symbol;
class WeakVisitor;

VM_MAY_SAFEPOINT Expected<Ref<java::String>> make_string(Thread& thread, std::string_view utf8);
VM_MAY_SAFEPOINT Expected<Ref<java::String>> make_string_utf16(Thread& thread, const uint16_t* units, int32_t length);
// Interned (String.intern, string constants).
VM_MAY_SAFEPOINT Expected<Ref<java::String>> intern_string(Thread& thread, Handle<java::String> string);
VM_MAY_SAFEPOINT Expected<Ref<java::String>> intern_string(Thread& thread, std::string_view utf8);
// "java/lang/Object" -> interned-or-not String "java.lang.Object".
VM_MAY_SAFEPOINT Expected<Ref<java::String>> make_external_name(Thread& thread, std::string_view internal_name);

// Not safepoints.
int32_t string_length(const Known& known, Object* string);               // UTF-16 units
uint16_t string_unit(const Known& known, Object* string, int32_t index);
std::string string_to_utf8(const Known& known, Object* string);          // modified UTF-8
std::string string_to_utf8(Thread& thread, Handle<java::String> string); // same; "null" for null
bool strings_equal(const Known& known, Object* a, Object* b);

// Interned strings by content; weak: the collector drops dead ones through update_weak.
class StringTable {
 public:
  StringTable();
  ~StringTable();
  void update_weak(WeakVisitor& visitor);  // world stopped
  size_t count() const { return count_; }
  // For reports; `visit` stays away from this table, and from safepoints.
  size_t capacity() const { return capacity_; }
  static constexpr size_t kEntryBytes = 8;
  void for_each(const std::function<void(Object*)>& visit);

 private:
  friend Expected<Ref<java::String>> intern_string(Thread& thread, Handle<java::String> string);
  struct Entry {
    RefSlot string;
    uint32_t hash;
  };
  void grow();
  Mutex mutex_{LockRank::kSymbols, "interned strings"};
  Entry* entries_;
  size_t capacity_;
  size_t count_ = 0;
};

// Modified UTF-8 <-> UTF-16 helpers.
size_t utf16_length_of_utf8(std::string_view utf8);
void utf8_to_utf16(std::string_view utf8, uint16_t* units);
std::string utf16_to_utf8(const uint16_t* units, size_t length);

}  // namespace kiln
