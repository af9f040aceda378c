// vm/jni/function_table.cpp - the table of JNI functions, out of functions.def.
#include "vm/jni/functions.h"

namespace kiln::jni {

namespace {
constexpr int kReservedSlots = 4;
constexpr int kFunctions = 0
#define VM_JNI(name) +1
#include "vm/jni/functions.def"
#undef VM_JNI
    ;
static_assert(sizeof(JNINativeInterface_) == (kReservedSlots + kFunctions) * sizeof(void*), "functions.def is complete");
static_assert(kReservedSlots + kFunctions == 234);

// The designators make the compiler check the order of functions.def as well.
constexpr JNINativeInterface_ kTable = {
    .reserved0 = nullptr,
    .reserved1 = nullptr,
    .reserved2 = nullptr,
    .reserved3 = nullptr,
#define VM_JNI(name) .name = &jni::name,
#include "vm/jni/functions.def"
#undef VM_JNI
};
}  // namespace

const JNINativeInterface_* function_table() { return &kTable; }

}  // namespace kiln::jni
