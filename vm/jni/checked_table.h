// vm/jni/checked_table.h - -Xcheck:jni: the JNI functions behind checks of how native code uses them.
#pragma once

#include <jni.h>

namespace kiln::jni {

// Same slots as function_table(). A mistake that would corrupt the VM ends the process with
// "FATAL ERROR in native method: <what>" and the Java stack; a doubtful call prints "WARNING in native method: <what>"
// and goes on.
const JNINativeInterface_* checked_function_table();

}  // namespace kiln::jni
