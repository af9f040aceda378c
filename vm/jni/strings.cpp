// vm/jni/strings.cpp - java.lang.String to and from C: UTF-16 and modified UTF-8. Native code always gets copies.
#include <algorithm>
#include <vector>

#include "vm/base/memory.h"
#include "vm/exec/java_string.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"

namespace kiln::jni {

namespace {

Object* string_of(jstring string, const NoSafepoint& here) { return ref_of(string, here).get(); }

// Copies units [start, start + length) of the string; the caller has checked the range.
void copy_units(const Known& known, Object* string, jsize start, jsize length, jchar* to) {
  for (jsize i = 0; i < length; i++) to[i] = string_unit(known, string, start + i);
}

jchar* copy_of_units(JNIEnv* env, jstring string, jboolean* is_copy) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  const Known& known = *t.vm().known;
  Object* s = string_of(string, here);
  const jsize length = string_length(known, s);
  auto* copy = static_cast<jchar*>(try_native_allocate((static_cast<size_t>(length) + 1) * sizeof(jchar)));
  if (copy == nullptr) return nullptr;
  copy_units(known, s, 0, length, copy);
  copy[length] = 0;
  if (is_copy != nullptr) *is_copy = JNI_TRUE;
  return copy;
}

// `copy(known, string)` when units [start, start + length) lie in the string, else StringIndexOutOfBoundsException.
template <typename Copy>
void with_region(JNIEnv* env, jstring string, jsize start, jsize length, Copy copy) {
  Thread& t = thread_of(env);
  InVm in(t);
  const Known& known = *t.vm().known;
  Handle<> s = handle_of(string);
  const jsize whole = string_length(known, s.unsafe_ref().get());
  if (start >= 0 && length >= 0 && start <= whole - length) return copy(known, s.unsafe_ref().get());
  throw_new(t, &Known::java_lang_StringIndexOutOfBoundsException, "Region range [{}, {}) out of bounds for length {}",
            start, int64_t{start} + length, whole);
}

}  // namespace

jstring NewString(JNIEnv* env, const jchar* units, jsize length) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jstring>(leave_scope(scope, make_string_utf16(t, units, length).value_or(nullptr)));
}

jsize GetStringLength(JNIEnv* env, jstring string) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return string_length(*t.vm().known, string_of(string, here));
}

const jchar* GetStringChars(JNIEnv* env, jstring string, jboolean* is_copy) {
  return copy_of_units(env, string, is_copy);
}
void ReleaseStringChars(JNIEnv* env, jstring string, const jchar* units) { native_free(const_cast<jchar*>(units)); }

const jchar* GetStringCritical(JNIEnv* env, jstring string, jboolean* is_copy) {
  return copy_of_units(env, string, is_copy);
}
void ReleaseStringCritical(JNIEnv* env, jstring string, const jchar* units) { native_free(const_cast<jchar*>(units)); }

jstring NewStringUTF(JNIEnv* env, const char* utf) {
  if (utf == nullptr) return nullptr;
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jstring>(leave_scope(scope, make_string(t, utf).value_or(nullptr)));
}

jsize GetStringUTFLength(JNIEnv* env, jstring string) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return static_cast<jsize>(string_to_utf8(*t.vm().known, string_of(string, here)).size());
}

const char* GetStringUTFChars(JNIEnv* env, jstring string, jboolean* is_copy) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  std::string text = string_to_utf8(*t.vm().known, string_of(string, here));
  auto* copy = static_cast<char*>(try_native_allocate(text.size() + 1));
  if (copy == nullptr) return nullptr;
  memcpy(copy, text.c_str(), text.size() + 1);
  if (is_copy != nullptr) *is_copy = JNI_TRUE;
  return copy;
}
void ReleaseStringUTFChars(JNIEnv* env, jstring string, const char* utf) { native_free(const_cast<char*>(utf)); }

void GetStringRegion(JNIEnv* env, jstring string, jsize start, jsize length, jchar* buffer) {
  with_region(env, string, start, length, [&](const Known& known, Object* text) {
    copy_units(known, text, start, length, buffer);
  });
}

void GetStringUTFRegion(JNIEnv* env, jstring string, jsize start, jsize length, char* buffer) {
  with_region(env, string, start, length, [&](const Known& known, Object* text) {
    std::vector<jchar> units(static_cast<size_t>(length));
    copy_units(known, text, start, length, units.data());
    std::string utf = utf16_to_utf8(units.data(), units.size());
    memcpy(buffer, utf.c_str(), utf.size() + 1);
  });
}

}  // namespace kiln::jni
