// JVM_GetExtendedNPEMessage: what was null, in words (JEP 358).
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"

extern "C" {

VM_JVM(jstring) JVM_GetExtendedNPEMessage(JNIEnv*, jthrowable) { return nullptr; }

}  // extern "C"
