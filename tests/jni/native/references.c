#include "jnitest.h"

static jweak weak;
static jobject global;

CHAPTER(references) {
  jstring text = (*env)->NewStringUTF(env, "kept");
  say("type of local %d", (*env)->GetObjectRefType(env, text));
  jobject other = (*env)->NewLocalRef(env, text);
  say("same %d, other slot %d", (*env)->IsSameObject(env, text, other), text != other);
  (*env)->DeleteLocalRef(env, other);
  (*env)->DeleteLocalRef(env, NULL);
  say("NewLocalRef(NULL) %p", (void*)(*env)->NewLocalRef(env, NULL));
  say("null is null %d, text is null %d", (*env)->IsSameObject(env, NULL, NULL), (*env)->IsSameObject(env, text, NULL));

  global = (*env)->NewGlobalRef(env, text);
  weak = (*env)->NewWeakGlobalRef(env, text);
  say("types %d %d, null %d", (*env)->GetObjectRefType(env, global), (*env)->GetObjectRefType(env, weak),
      (*env)->GetObjectRefType(env, NULL));
  say("same %d %d", (*env)->IsSameObject(env, global, text), (*env)->IsSameObject(env, weak, text));
  say_object(env, "global", global);
  jobject revived = (*env)->NewLocalRef(env, weak);
  say_object(env, "weak", revived);
  say("NewGlobalRef(NULL) %p, NewWeakGlobalRef(NULL) %p", (void*)(*env)->NewGlobalRef(env, NULL),
      (void*)(*env)->NewWeakGlobalRef(env, NULL));

  say("capacity %d", (*env)->EnsureLocalCapacity(env, 100));
  say("push %d", (*env)->PushLocalFrame(env, 10));
  jobject inner = NULL;
  for (int i = 0; i < 100; i++) inner = (*env)->NewStringUTF(env, i == 99 ? "last" : "inner");
  say("push %d", (*env)->PushLocalFrame(env, 1));
  (*env)->NewStringUTF(env, "innermost");
  say("pop %p", (void*)(*env)->PopLocalFrame(env, NULL));
  jobject kept = (*env)->PopLocalFrame(env, inner);
  say_object(env, "kept", kept);
  say_object(env, "text still", text);

  /* Loops that delete what they make must not grow; references stay right in any order of deletion. */
  jobject ring[64] = {0};
  for (int i = 0; i < 200000; i++) {
    int at = (i * 7919) % 64;
    if (ring[at] != NULL) (*env)->DeleteLocalRef(env, ring[at]);
    ring[at] = (*env)->NewLocalRef(env, i % 2 == 0 ? (jobject)text : kept);
  }
  int right = 1;
  for (int i = 200000 - 64; i < 200000; i++) {
    right &= (*env)->IsSameObject(env, ring[(i * 7919) % 64], i % 2 == 0 ? (jobject)text : kept);
  }
  say("ring right %d", right);
  for (int i = 0; i < 2000; i++) {
    jobject g = (*env)->NewGlobalRef(env, text);
    jweak w = (*env)->NewWeakGlobalRef(env, text);
    (*env)->DeleteGlobalRef(env, g);
    (*env)->DeleteWeakGlobalRef(env, w);
  }
  say("globals made and deleted");
}

/* In two more calls, because local references must be gone in between. */
JNIEXPORT void JNICALL Java_JniTest_dropGlobal(JNIEnv* env, jclass test) {
  say("weak alive %d", !(*env)->IsSameObject(env, weak, NULL));
  (*env)->DeleteGlobalRef(env, global);
}
JNIEXPORT jboolean JNICALL Java_JniTest_weakIsGone(JNIEnv* env, jclass test) {
  jobject object = (*env)->NewLocalRef(env, weak);
  if (object != NULL) return JNI_FALSE;
  say("weak gone: same as null %d", (*env)->IsSameObject(env, weak, NULL));
  (*env)->DeleteWeakGlobalRef(env, weak);
  return JNI_TRUE;
}
