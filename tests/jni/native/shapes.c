/* Calls of native methods by shape, for NativeShapes.java: each folds its arguments into a number, and Java does the same. */
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include "jnitest.h"

static jclass shapes, box_class;
static jfieldID box_value;
static jmethodID up_call;
static jobject global;
static jweak weak;

JNIEXPORT void JNICALL Java_NativeShapes_prepare(JNIEnv* env, jclass klass, jobject kept) {
  shapes = (*env)->NewGlobalRef(env, klass);
  box_class = (*env)->NewGlobalRef(env, (*env)->FindClass(env, "NativeShapes$Box"));
  box_value = (*env)->GetFieldID(env, box_class, "value", "I");
  up_call = (*env)->GetStaticMethodID(env, klass, "upCall", "(I)Ljava/lang/Object;");
  global = (*env)->NewGlobalRef(env, kept);
  weak = (*env)->NewWeakGlobalRef(env, kept);
}

static jlong fold(jlong hash, jlong value) { return (jlong)((uint64_t)hash * 31 + (uint64_t)value); }

/* kinds: I (int and smaller, as C promotes them), J, F (promoted to double), D, A (a Box or null). */
static jlong hash(JNIEnv* env, const char* kinds, ...) {
  jlong result = 1;
  va_list a;
  va_start(a, kinds);
  for (; *kinds != 0; kinds++) {
    if (*kinds == 'I') result = fold(result, va_arg(a, int));
    if (*kinds == 'J') result = fold(result, va_arg(a, jlong));
    if (*kinds == 'D') {
      union { double d; jlong l; } bits = {va_arg(a, double)};
      result = fold(result, bits.l);
    }
    if (*kinds == 'F') {
      union { float f; jint i; } bits = {(float)va_arg(a, double)};
      result = fold(result, bits.i);
    }
    if (*kinds == 'A') {
      jobject box = va_arg(a, jobject);
      result = fold(result, box == NULL ? -1 : (*env)->GetIntField(env, box, box_value));
    }
  }
  va_end(a);
  return result;
}

/* NativeShapes.upCall(which). */
static jobject up(JNIEnv* env, jint which) {
  jobject result = (*env)->CallStaticObjectMethod(env, shapes, up_call, which);
  return (*env)->ExceptionCheck(env) ? NULL : result;
}

#define SHAPE(type, name) JNIEXPORT type JNICALL Java_NativeShapes_##name
#define SHAPE_I(type, name) JNIEXPORT type JNICALL Java_NativeShapesInstance_##name

SHAPE(jlong, none)(JNIEnv* env, jclass k) { return hash(env, ""); }
SHAPE(jlong, small)(JNIEnv* env, jclass k, jboolean a, jbyte b, jchar c, jshort d) { return hash(env, "IIII", a, b, c, d); }
SHAPE_I(jlong, smallI)(JNIEnv* env, jobject self, jboolean a, jbyte b, jchar c, jshort d, jbyte e, jshort f, jboolean g) {
  return hash(env, "AIIIIIII", self, a, b, c, d, e, f, g);
}
SHAPE(jlong, ints)(JNIEnv* env, jclass k, jint a, jint b, jint c, jint d, jint e, jint f, jint g, jint h, jint i) {
  return hash(env, "IIIIIIIII", a, b, c, d, e, f, g, h, i);
}
SHAPE_I(jlong, intsI)(JNIEnv* env, jobject self, jint a, jint b, jint c, jint d, jint e, jint f, jint g, jint h, jint i) {
  return hash(env, "AIIIIIIIII", self, a, b, c, d, e, f, g, h, i);
}
SHAPE(jlong, longs)(JNIEnv* env, jclass k, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f, jlong g) {
  return hash(env, "JJJJJJJ", a, b, c, d, e, f, g);
}
SHAPE_I(jlong, longsI)(JNIEnv* env, jobject self, jlong a, jlong b, jlong c, jlong d, jlong e, jlong f, jlong g) {
  return hash(env, "AJJJJJJJ", self, a, b, c, d, e, f, g);
}
SHAPE(jlong, doubles)(JNIEnv* env, jclass k, jdouble a, jdouble b, jdouble c, jdouble d, jdouble e, jdouble f, jdouble g,
                      jdouble h, jdouble i, jdouble j, jdouble l) {
  return hash(env, "DDDDDDDDDDD", a, b, c, d, e, f, g, h, i, j, l);
}
SHAPE_I(jlong, floatsI)(JNIEnv* env, jobject self, jfloat a, jfloat b, jfloat c, jfloat d, jfloat e, jfloat f, jfloat g, jfloat h,
                      jfloat i, jfloat j) {
  return hash(env, "AFFFFFFFFFF", self, a, b, c, d, e, f, g, h, i, j);
}
SHAPE(jlong, refs)(JNIEnv* env, jclass k, jobject a, jobject b, jobject c, jobject d, jobject e, jobject f, jobject g, jobject h) {
  return hash(env, "AAAAAAAA", a, b, c, d, e, f, g, h);
}
SHAPE_I(jlong, refsI)(JNIEnv* env, jobject self, jobject a, jobject b, jobject c, jobject d, jobject e, jobject f, jobject g,
                    jobject h) {
  return hash(env, "AAAAAAAAA", self, a, b, c, d, e, f, g, h);
}
SHAPE(jlong, mixed)(JNIEnv* env, jclass k, jint a, jlong b, jfloat c, jdouble d, jbyte e, jshort f, jchar g, jboolean h, jobject i,
                    jint j, jlong l, jfloat m, jdouble n, jfloat o, jfloat p, jfloat q, jfloat r, jfloat s, jdouble t, jint u,
                    jobject v) {
  return hash(env, "IJFDIIIIAIJFDFFFFFDIA", a, b, c, d, e, f, g, h, i, j, l, m, n, o, p, q, r, s, t, u, v);
}
SHAPE_I(jlong, mixedI)(JNIEnv* env, jobject self, jobject a, jdouble b, jint c, jobject d, jlong e, jlong f, jobject g, jfloat h,
                     jobject i, jint j) {
  return hash(env, "AADIAJJAFAI", self, a, b, c, d, e, f, g, h, i, j);
}
/* The same behind a collection that moves what the arguments refer to. */
SHAPE_I(jlong, collecting)(JNIEnv* env, jobject self, jobject a, jint b, jobject c, jdouble d, jobject e, jobject f, jobject g, jobject h) {
  up(env, 0);
  return hash(env, "AAIADAAAA", self, a, b, c, d, e, f, g, h);
}
SHAPE(jlong, collectingS)(JNIEnv* env, jclass k, jobject a, jint b, jobject c, jdouble d, jobject e, jobject f, jobject g, jobject h) {
  up(env, 0);
  return hash(env, "AIADAAAA", a, b, c, d, e, f, g, h);
}

/* Results. What Java takes for a small type comes with other bits above it. */
SHAPE(jlong, resultZ)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jlong, resultB)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jlong, resultC)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jlong, resultS)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jlong, resultI)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jlong, resultJ)(JNIEnv* env, jclass k, jlong bits) { return bits; }
SHAPE(jfloat, resultF)(JNIEnv* env, jclass k, jfloat value) { return value; }
SHAPE(jdouble, resultD)(JNIEnv* env, jclass k, jdouble value) { return value; }
SHAPE(jobject, resultA)(JNIEnv* env, jclass k, jobject a, jint which) {
  switch (which) {
    case 0: return NULL;
    case 1: return a;
    case 2: return global;
    case 3: return weak;
    case 4: return (*env)->NewLocalRef(env, a);
    case 5: return k;
  }
  return up(env, which);
}

/* Slow ones: the world is often stopped when they return. */
SHAPE(jdouble, slowD)(JNIEnv* env, jclass k, jdouble value) { usleep(300); return value; }
SHAPE(jfloat, slowF)(JNIEnv* env, jclass k, jfloat value) { usleep(300); return value; }
SHAPE(jshort, slowS)(JNIEnv* env, jclass k, jshort value) { usleep(300); return value; }
SHAPE(jlong, slowJ)(JNIEnv* env, jclass k, jlong value) { usleep(300); return value; }
SHAPE(jobject, slowA)(JNIEnv* env, jclass k, jobject a, jboolean fresh) {
  usleep(300);
  return fresh ? (*env)->NewLocalRef(env, a) : a;
}

/* Exceptions. */
static void throw_it(JNIEnv* env) { (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/ArithmeticException"), "from native"); }
SHAPE(jint, throwI)(JNIEnv* env, jclass k, jboolean now) { if (now) throw_it(env); return 17; }
SHAPE_I(jdouble, throwD)(JNIEnv* env, jobject self, jboolean now) { if (now) throw_it(env); return 1.5; }
SHAPE(jobject, throwA)(JNIEnv* env, jclass k, jobject a, jboolean now) { if (now) throw_it(env); return a; }
SHAPE(void, throwV)(JNIEnv* env, jclass k, jboolean now) { if (now) throw_it(env); }

/* References of its own: `untidy` leaves some in every way, and the caller's stay. */
static jobject leave_references(JNIEnv* env, jobject a, jint kind) {
  jobject result = a;
  if (kind & 1) {
    jobject first = (*env)->NewLocalRef(env, a);
    result = (*env)->NewLocalRef(env, a);
    (*env)->DeleteLocalRef(env, first);
  }
  if (kind & 2) {
    (*env)->EnsureLocalCapacity(env, 700);
    for (int i = 0; i < 600; i++) result = (*env)->NewLocalRef(env, a);
  }
  if (kind & 4) {
    (*env)->PushLocalFrame(env, 10);
    (*env)->PushLocalFrame(env, 10);
    result = (*env)->NewLocalRef(env, a);
  }
  return result;
}
SHAPE(jobject, untidyA)(JNIEnv* env, jclass k, jobject a, jint kind) { return leave_references(env, a, kind); }
SHAPE(jdouble, untidyD)(JNIEnv* env, jclass k, jobject a, jint kind, jdouble value) {
  leave_references(env, a, kind);
  return value;
}
SHAPE_I(jlong, untidyJ)(JNIEnv* env, jobject self, jint kind, jlong value) {
  leave_references(env, self, kind);
  return value;
}
/* Calls Java, which calls this again, with references on each level that are looked at afterwards. */
SHAPE(jlong, nested)(JNIEnv* env, jclass k, jobject a, jint depth) {
  jobject first = (*env)->NewLocalRef(env, a);
  jobject second = (*env)->NewLocalRef(env, a);
  if (depth % 3 == 0) (*env)->DeleteLocalRef(env, first);
  if (depth % 5 == 0) (*env)->PushLocalFrame(env, 4);
  jobject third = (*env)->NewLocalRef(env, a);
  jmethodID again = (*env)->GetStaticMethodID(env, k, "nestedAgain", "(I)J");
  jlong inner = depth == 0 ? 0 : (*env)->CallStaticLongMethod(env, k, again, depth - 1);
  if ((*env)->ExceptionCheck(env)) return 0;
  if (depth % 7 == 0) throw_it(env);
  if (depth % 7 == 0) (*env)->ExceptionClear(env);
  return fold(inner, hash(env, "AAA", a, second, third));
}

/* Binding. */
static jint JNICALL bound_one(JNIEnv* env, jclass k, jint a) { return a + 1000; }
static jint JNICALL bound_two(JNIEnv* env, jclass k, jint a) { return a + 2000; }
static jint JNICALL found_one(JNIEnv* env, jclass k, jobject a) { return a == NULL ? 1 : 2; }
SHAPE(void, bind)(JNIEnv* env, jclass k, jclass target, jint which) {
  JNINativeMethod rows[] = {{"bound", "(I)I", which == 1 ? (void*)bound_one : (void*)bound_two},
                            {"notFound", "(Ljava/lang/Object;)I", (void*)found_one}};
  if (which == 0) {
    (*env)->UnregisterNatives(env, target);
  } else {
    (*env)->RegisterNatives(env, target, rows, 2);
  }
}
JNIEXPORT jint JNICALL Java_NativeShapes_00024Bound_bound(JNIEnv* env, jclass k, jint a) { return a; }

/* Locks. */
SHAPE(jobject, locked)(JNIEnv* env, jclass k, jint which) { return up(env, which); }
SHAPE_I(jobject, lockedI)(JNIEnv* env, jobject self, jint which) { return up(env, which); }

/* While these run, Java makes the code of their callers wrong. */
static void load(JNIEnv* env, jint which) { if (which != 0) up(env, which); }
SHAPE(jint, loadI)(JNIEnv* env, jclass k, jint which, jint value) { load(env, which); return value; }
SHAPE(jlong, loadJ)(JNIEnv* env, jclass k, jint which, jlong value) { load(env, which); return value; }
SHAPE(jfloat, loadF)(JNIEnv* env, jclass k, jint which, jfloat value) { load(env, which); return value; }
SHAPE(jdouble, loadD)(JNIEnv* env, jclass k, jint which, jdouble value) { load(env, which); return value; }
SHAPE(void, loadV)(JNIEnv* env, jclass k, jint which) { load(env, which); }
SHAPE(jobject, loadA)(JNIEnv* env, jclass k, jint which, jobject value) {
  return which == 0 ? value : up(env, which);
}
