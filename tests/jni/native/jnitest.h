/* tests/jni/native/jnitest.h - what the chapters of the JNI test share. Each chapter prints what it sees; the same
   program run on the reference java gives the expected text. */
#pragma once

#include <jni.h>
#include <stdlib.h>
#include <string.h>

#include "../say.h"

/* "<what>: ok", or the pending exception as text; clears it. Returns whether there was one. */
int report(JNIEnv* env, const char* what);
/* toString() of an object, "null" for null; the caller frees it. */
char* text_of(JNIEnv* env, jobject object);
void say_object(JNIEnv* env, const char* what, jobject object);

#define CHAPTER(name) JNIEXPORT void JNICALL Java_JniTest_##name(JNIEnv* env, jclass test)
