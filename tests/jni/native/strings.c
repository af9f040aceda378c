#include "jnitest.h"

static void say_units(const char* what, const jchar* units, int length) {
  char line[400];
  int at = snprintf(line, sizeof line, "%s:", what);
  for (int i = 0; i < length; i++) at += snprintf(line + at, sizeof line - at, " %04x", units[i]);
  say("%s", line);
}
static void say_bytes(const char* what, const char* bytes) {
  char line[400];
  int at = snprintf(line, sizeof line, "%s:", what);
  for (; *bytes != 0; bytes++) at += snprintf(line + at, sizeof line - at, " %02x", (unsigned char)*bytes);
  say("%s", line);
}

static void look_at(JNIEnv* env, jstring string) {
  jsize length = (*env)->GetStringLength(env, string);
  jsize utf_length = (*env)->GetStringUTFLength(env, string);
  say("length %d, utf length %d", length, utf_length);
  jboolean is_copy = 7;
  const jchar* units = (*env)->GetStringChars(env, string, &is_copy);
  say("is_copy %d, terminated %d", is_copy == JNI_TRUE || is_copy == JNI_FALSE, units[length] == 0);
  say_units("units", units, length);
  (*env)->ReleaseStringChars(env, string, units);
  units = (*env)->GetStringCritical(env, string, NULL);
  say_units("critical", units, length);
  (*env)->ReleaseStringCritical(env, string, units);
  const char* utf = (*env)->GetStringUTFChars(env, string, NULL);
  say_bytes("utf", utf);
  (*env)->ReleaseStringUTFChars(env, string, utf);
}

CHAPTER(strings) {
  static const jchar kMixed[] = {'a', 0, 0xe9, 0x20ac, 0xd83d, 0xde00, 'z'};
  static const jchar kNarrow[] = {'K', 'i', 'l', 'n', 0xff};
  jstring mixed = (*env)->NewString(env, kMixed, 7);
  look_at(env, mixed);
  jstring narrow = (*env)->NewString(env, kNarrow, 5);
  look_at(env, narrow);
  jstring empty = (*env)->NewString(env, kNarrow, 0);
  look_at(env, empty);
  jstring from_utf = (*env)->NewStringUTF(env, "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xc0\x80 \xed\xa0\xbd\xed\xb8\x80");
  look_at(env, from_utf);
  say("NewStringUTF(NULL) %p", (void*)(*env)->NewStringUTF(env, NULL));

  jchar buffer[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  (*env)->GetStringRegion(env, mixed, 2, 3, buffer);
  say_units("region", buffer, 8);
  (*env)->GetStringRegion(env, mixed, 7, 0, buffer);
  report(env, "empty region at the end");
  (*env)->GetStringRegion(env, mixed, 5, 3, buffer);
  say("beyond the end %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionClear(env);
  (*env)->GetStringRegion(env, mixed, -1, 3, buffer);
  say("before the start %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionClear(env);
  char bytes[32];
  memset(bytes, 'x', sizeof bytes);
  (*env)->GetStringUTFRegion(env, mixed, 1, 3, bytes);
  say_bytes("utf region", bytes);
  (*env)->GetStringUTFRegion(env, mixed, 0, 8, bytes);
  say("beyond the end %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionClear(env);
}
