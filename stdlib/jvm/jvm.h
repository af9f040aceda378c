// stdlib/jvm/jvm.h - the functions that the JDK 17 native libraries (libjava, libverify, libnet, libzip, ...) import
// from libjvm.so, by chapter. Names and signatures are the JDK's; tests/house/jdk_symbols.py checks that all are there.
//
// Each is called by foreign code in state kInNative and begins with `InVm in(thread_of(env));` unless it says that it
// touches no heap object. Java exceptions are left pending. All are exported (stdlib/exports.map).
// Each chapter is defined in the file of stdlib/jvm/ named in its heading.
#pragma once

#include <jni.h>

#include <cstdarg>
#include <cstdio>

// JNIEXPORT alone would lose the visibility to a namespace-level default of hidden in some compilers.
#define VM_JVM(type) JNIEXPORT type JNICALL

extern "C" {

// --- objects, strings, arrays: objects.cpp ----------------------------------------------------------------------------
VM_JVM(jint) JVM_IHashCode(JNIEnv* env, jobject object);
VM_JVM(jobject) JVM_Clone(JNIEnv* env, jobject object);
VM_JVM(void) JVM_MonitorWait(JNIEnv* env, jobject object, jlong milliseconds);
VM_JVM(void) JVM_MonitorNotify(JNIEnv* env, jobject object);
VM_JVM(void) JVM_MonitorNotifyAll(JNIEnv* env, jobject object);
VM_JVM(jstring) JVM_InternString(JNIEnv* env, jstring string);
VM_JVM(void) JVM_ArrayCopy(JNIEnv* env, jclass ignored, jobject source, jint source_index, jobject target,
                           jint target_index, jint length);
VM_JVM(jint) JVM_GetArrayLength(JNIEnv* env, jobject array);
VM_JVM(jobject) JVM_GetArrayElement(JNIEnv* env, jobject array, jint index);
VM_JVM(jvalue) JVM_GetPrimitiveArrayElement(JNIEnv* env, jobject array, jint index, jint wide_code);
VM_JVM(void) JVM_SetArrayElement(JNIEnv* env, jobject array, jint index, jobject value);
VM_JVM(void) JVM_SetPrimitiveArrayElement(JNIEnv* env, jobject array, jint index, jvalue value, unsigned char value_code);
VM_JVM(jobject) JVM_NewArray(JNIEnv* env, jclass element_class, jint length);
VM_JVM(jobject) JVM_NewMultiArray(JNIEnv* env, jclass element_class, jintArray dimensions);

// --- references: references.cpp ---------------------------------------------------------------------------------------
VM_JVM(jobject) JVM_GetAndClearReferencePendingList(JNIEnv* env);
VM_JVM(jboolean) JVM_HasReferencePendingList(JNIEnv* env);
VM_JVM(void) JVM_WaitForReferencePendingList(JNIEnv* env);
VM_JVM(jboolean) JVM_ReferenceRefersTo(JNIEnv* env, jobject reference, jobject object);
VM_JVM(void) JVM_ReferenceClear(JNIEnv* env, jobject reference);
VM_JVM(jboolean) JVM_PhantomReferenceRefersTo(JNIEnv* env, jobject reference, jobject object);

// --- exceptions and stacks: stacks.cpp --------------------------------------------------------------------------------
VM_JVM(void) JVM_FillInStackTrace(JNIEnv* env, jobject throwable);
VM_JVM(void) JVM_InitStackTraceElementArray(JNIEnv* env, jobjectArray elements, jobject throwable);
VM_JVM(void) JVM_InitStackTraceElement(JNIEnv* env, jobject element, jobject stack_frame_info);
VM_JVM(jstring) JVM_GetExtendedNPEMessage(JNIEnv* env, jthrowable throwable);
VM_JVM(jobject) JVM_CallStackWalk(JNIEnv* env, jobject stack_stream, jlong mode, jint skip_frames, jint frame_count,
                                  jint start_index, jobjectArray frames);
VM_JVM(jint) JVM_MoreStackWalk(JNIEnv* env, jobject stack_stream, jlong mode, jlong anchor, jint frame_count,
                               jint start_index, jobjectArray frames);
VM_JVM(jclass) JVM_GetCallerClass(JNIEnv* env);
VM_JVM(jobjectArray) JVM_GetClassContext(JNIEnv* env);
VM_JVM(jobject) JVM_LatestUserDefinedLoader(JNIEnv* env);
VM_JVM(jobject) JVM_GetStackAccessControlContext(JNIEnv* env, jclass ignored);
VM_JVM(jobject) JVM_GetInheritedAccessControlContext(JNIEnv* env, jclass ignored);

// --- threads: threads.cpp ---------------------------------------------------------------------------------------------
VM_JVM(void) JVM_StartThread(JNIEnv* env, jobject thread);
VM_JVM(void) JVM_StopThread(JNIEnv* env, jobject thread, jobject exception);
VM_JVM(void) JVM_SuspendThread(JNIEnv* env, jobject thread);
VM_JVM(void) JVM_ResumeThread(JNIEnv* env, jobject thread);
VM_JVM(void) JVM_SetThreadPriority(JNIEnv* env, jobject thread, jint priority);
VM_JVM(void) JVM_Yield(JNIEnv* env, jclass ignored);
VM_JVM(void) JVM_Sleep(JNIEnv* env, jclass ignored, jlong milliseconds);
VM_JVM(jobject) JVM_CurrentThread(JNIEnv* env, jclass ignored);
VM_JVM(void) JVM_Interrupt(JNIEnv* env, jobject thread);
VM_JVM(jboolean) JVM_HoldsLock(JNIEnv* env, jclass ignored, jobject object);
VM_JVM(void) JVM_DumpAllStacks(JNIEnv* env, jclass ignored);
VM_JVM(jobjectArray) JVM_GetAllThreads(JNIEnv* env, jclass ignored);
VM_JVM(void) JVM_SetNativeThreadName(JNIEnv* env, jobject thread, jstring name);
VM_JVM(jobjectArray) JVM_DumpThreads(JNIEnv* env, jclass ignored, jobjectArray threads);

// --- finding and defining classes: class_loading.cpp ------------------------------------------------------------------
VM_JVM(jclass) JVM_FindPrimitiveClass(JNIEnv* env, const char* utf);
VM_JVM(jclass) JVM_FindClassFromBootLoader(JNIEnv* env, const char* name);
VM_JVM(jclass) JVM_FindClassFromCaller(JNIEnv* env, const char* name, jboolean initialize, jobject loader, jclass caller);
VM_JVM(jclass) JVM_FindClassFromClass(JNIEnv* env, const char* name, jboolean initialize, jclass from);
VM_JVM(jclass) JVM_FindLoadedClass(JNIEnv* env, jobject loader, jstring name);
VM_JVM(jclass) JVM_DefineClass(JNIEnv* env, const char* name, jobject loader, const jbyte* bytes, jsize length,
                               jobject protection_domain);
VM_JVM(jclass) JVM_DefineClassWithSource(JNIEnv* env, const char* name, jobject loader, const jbyte* bytes, jsize length,
                                         jobject protection_domain, const char* source);
VM_JVM(jclass) JVM_LookupDefineClass(JNIEnv* env, jclass lookup, const char* name, const jbyte* bytes, jsize length,
                                     jobject protection_domain, jboolean initialize, jint flags, jobject class_data);
VM_JVM(jboolean) JVM_DesiredAssertionStatus(JNIEnv* env, jclass ignored, jclass klass);
VM_JVM(jobject) JVM_AssertionStatusDirectives(JNIEnv* env, jclass ignored);
VM_JVM(jstring) JVM_GetSystemPackage(JNIEnv* env, jstring name);
VM_JVM(jobjectArray) JVM_GetSystemPackages(JNIEnv* env);

// --- java.lang.Class: classes.cpp -------------------------------------------------------------------------------------
VM_JVM(jstring) JVM_InitClassName(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetClassInterfaces(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_IsInterface(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_IsArrayClass(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_IsPrimitiveClass(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_IsHiddenClass(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_IsRecord(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetClassSigners(JNIEnv* env, jclass klass);
VM_JVM(void) JVM_SetClassSigners(JNIEnv* env, jclass klass, jobjectArray signers);
VM_JVM(jobject) JVM_GetProtectionDomain(JNIEnv* env, jclass klass);
VM_JVM(jint) JVM_GetClassModifiers(JNIEnv* env, jclass klass);
VM_JVM(jint) JVM_GetClassAccessFlags(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetClassDeclaredMethods(JNIEnv* env, jclass klass, jboolean public_only);
VM_JVM(jobjectArray) JVM_GetClassDeclaredFields(JNIEnv* env, jclass klass, jboolean public_only);
VM_JVM(jobjectArray) JVM_GetClassDeclaredConstructors(JNIEnv* env, jclass klass, jboolean public_only);
VM_JVM(jobjectArray) JVM_GetDeclaredClasses(JNIEnv* env, jclass klass);
VM_JVM(jclass) JVM_GetDeclaringClass(JNIEnv* env, jclass klass);
VM_JVM(jstring) JVM_GetSimpleBinaryName(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetEnclosingMethodInfo(JNIEnv* env, jclass klass);
VM_JVM(jstring) JVM_GetClassSignature(JNIEnv* env, jclass klass);
VM_JVM(jbyteArray) JVM_GetClassAnnotations(JNIEnv* env, jclass klass);
VM_JVM(jbyteArray) JVM_GetClassTypeAnnotations(JNIEnv* env, jclass klass);
VM_JVM(jbyteArray) JVM_GetFieldTypeAnnotations(JNIEnv* env, jobject field);
VM_JVM(jbyteArray) JVM_GetMethodTypeAnnotations(JNIEnv* env, jobject method);
VM_JVM(jobjectArray) JVM_GetMethodParameters(JNIEnv* env, jobject method);
VM_JVM(jclass) JVM_GetNestHost(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetNestMembers(JNIEnv* env, jclass klass);
VM_JVM(jboolean) JVM_AreNestMates(JNIEnv* env, jclass klass, jclass member);
VM_JVM(jobjectArray) JVM_GetRecordComponents(JNIEnv* env, jclass klass);
VM_JVM(jobjectArray) JVM_GetPermittedSubclasses(JNIEnv* env, jclass klass);
VM_JVM(jobject) JVM_GetClassConstantPool(JNIEnv* env, jclass klass);
VM_JVM(jobject) JVM_InvokeMethod(JNIEnv* env, jobject method, jobject receiver, jobjectArray arguments);
VM_JVM(jobject) JVM_NewInstanceFromConstructor(JNIEnv* env, jobject constructor, jobjectArray arguments);

// --- jdk.internal.reflect.ConstantPool: constant_pool.cpp -------------------------------------------------------------
// `unused` is the ConstantPool object, `pool` its constantPoolOop: the mirror of the class.
VM_JVM(jint) JVM_ConstantPoolGetSize(JNIEnv* env, jobject unused, jobject pool);
VM_JVM(jclass) JVM_ConstantPoolGetClassAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jclass) JVM_ConstantPoolGetClassAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jint) JVM_ConstantPoolGetClassRefIndexAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobject) JVM_ConstantPoolGetMethodAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobject) JVM_ConstantPoolGetMethodAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobject) JVM_ConstantPoolGetFieldAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobject) JVM_ConstantPoolGetFieldAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobjectArray) JVM_ConstantPoolGetMemberRefInfoAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jint) JVM_ConstantPoolGetNameAndTypeRefIndexAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jobjectArray) JVM_ConstantPoolGetNameAndTypeRefInfoAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jint) JVM_ConstantPoolGetIntAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jlong) JVM_ConstantPoolGetLongAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jfloat) JVM_ConstantPoolGetFloatAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jdouble) JVM_ConstantPoolGetDoubleAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jstring) JVM_ConstantPoolGetStringAt(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jstring) JVM_ConstantPoolGetUTF8At(JNIEnv* env, jobject unused, jobject pool, jint index);
VM_JVM(jbyte) JVM_ConstantPoolGetTagAt(JNIEnv* env, jobject unused, jobject pool, jint index);

// --- the old verifier's view of a class: verifier_view.cpp ------------------------------------------------------------
// Strings are modified UTF-8, to be given back with JVM_ReleaseUTF.
struct JVM_ExceptionTableEntryType {
  jint start_pc, end_pc, handler_pc, catchType;
};
VM_JVM(const char*) JVM_GetClassNameUTF(JNIEnv* env, jclass klass);
VM_JVM(void) JVM_GetClassCPTypes(JNIEnv* env, jclass klass, unsigned char* types);
VM_JVM(jint) JVM_GetClassCPEntriesCount(JNIEnv* env, jclass klass);
VM_JVM(jint) JVM_GetClassFieldsCount(JNIEnv* env, jclass klass);
VM_JVM(jint) JVM_GetClassMethodsCount(JNIEnv* env, jclass klass);
VM_JVM(void) JVM_GetMethodIxExceptionIndexes(JNIEnv* env, jclass klass, jint method, unsigned short* exceptions);
VM_JVM(jint) JVM_GetMethodIxExceptionsCount(JNIEnv* env, jclass klass, jint method);
VM_JVM(void) JVM_GetMethodIxByteCode(JNIEnv* env, jclass klass, jint method, unsigned char* code);
VM_JVM(jint) JVM_GetMethodIxByteCodeLength(JNIEnv* env, jclass klass, jint method);
VM_JVM(void) JVM_GetMethodIxExceptionTableEntry(JNIEnv* env, jclass klass, jint method, jint entry_index,
                                                JVM_ExceptionTableEntryType* entry);
VM_JVM(jint) JVM_GetMethodIxExceptionTableLength(JNIEnv* env, jclass klass, jint method);
VM_JVM(jint) JVM_GetFieldIxModifiers(JNIEnv* env, jclass klass, jint field);
VM_JVM(jint) JVM_GetMethodIxModifiers(JNIEnv* env, jclass klass, jint method);
VM_JVM(jint) JVM_GetMethodIxLocalsCount(JNIEnv* env, jclass klass, jint method);
VM_JVM(jint) JVM_GetMethodIxArgsSize(JNIEnv* env, jclass klass, jint method);
VM_JVM(jint) JVM_GetMethodIxMaxStack(JNIEnv* env, jclass klass, jint method);
VM_JVM(jboolean) JVM_IsConstructorIx(JNIEnv* env, jclass klass, jint method);
VM_JVM(jboolean) JVM_IsVMGeneratedMethodIx(JNIEnv* env, jclass klass, jint method);
VM_JVM(const char*) JVM_GetMethodIxNameUTF(JNIEnv* env, jclass klass, jint method);
VM_JVM(const char*) JVM_GetMethodIxSignatureUTF(JNIEnv* env, jclass klass, jint method);
VM_JVM(const char*) JVM_GetCPFieldNameUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPMethodNameUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPMethodSignatureUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPFieldSignatureUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPClassNameUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPFieldClassNameUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(const char*) JVM_GetCPMethodClassNameUTF(JNIEnv* env, jclass klass, jint index);
VM_JVM(jint) JVM_GetCPFieldModifiers(JNIEnv* env, jclass klass, jint index, jclass called_class);
VM_JVM(jint) JVM_GetCPMethodModifiers(JNIEnv* env, jclass klass, jint index, jclass called_class);
VM_JVM(void) JVM_ReleaseUTF(const char* utf);
VM_JVM(jboolean) JVM_IsSameClassPackage(JNIEnv* env, jclass class1, jclass class2);

// --- modules: modules.cpp ---------------------------------------------------------------------------------------------
// Package names are internal (java/lang). A null target of JVM_AddModuleExports is an error.
VM_JVM(void) JVM_DefineModule(JNIEnv* env, jobject module, jboolean is_open, jstring version, jstring location,
                              jobjectArray packages);
VM_JVM(void) JVM_SetBootLoaderUnnamedModule(JNIEnv* env, jobject module);
VM_JVM(void) JVM_AddModuleExports(JNIEnv* env, jobject from, jstring package, jobject to);
VM_JVM(void) JVM_AddModuleExportsToAllUnnamed(JNIEnv* env, jobject from, jstring package);
VM_JVM(void) JVM_AddModuleExportsToAll(JNIEnv* env, jobject from, jstring package);
VM_JVM(void) JVM_AddReadsModule(JNIEnv* env, jobject from, jobject source);

// --- process and memory: process.cpp ----------------------------------------------------------------------------------
VM_JVM(jlong) JVM_CurrentTimeMillis(JNIEnv* env, jclass ignored);
VM_JVM(jlong) JVM_NanoTime(JNIEnv* env, jclass ignored);
VM_JVM(jlong) JVM_GetNanoTimeAdjustment(JNIEnv* env, jclass ignored, jlong offset_seconds);
VM_JVM(void) JVM_BeforeHalt();
VM_JVM(void) JVM_Halt(jint code);
VM_JVM(void) JVM_GC();
VM_JVM(jlong) JVM_TotalMemory();
VM_JVM(jlong) JVM_FreeMemory();
VM_JVM(jlong) JVM_MaxMemory();
VM_JVM(jint) JVM_ActiveProcessorCount();
VM_JVM(jboolean) JVM_IsUseContainerSupport();
VM_JVM(jlong) JVM_MaxObjectInspectionAge();
VM_JVM(jobjectArray) JVM_GetProperties(JNIEnv* env);
VM_JVM(jobject) JVM_InitAgentProperties(JNIEnv* env, jobject properties);
VM_JVM(jobjectArray) JVM_GetVmArguments(JNIEnv* env);
VM_JVM(jstring) JVM_GetTemporaryDirectory(JNIEnv* env);
VM_JVM(jboolean) JVM_SupportsCX8();
VM_JVM(void*) JVM_GetManagement(jint version);

// --- native libraries and signals: libraries.cpp, signals.cpp ----------------------------------------------------------
VM_JVM(void*) JVM_LoadLibrary(const char* name, jboolean throw_exception);
VM_JVM(void) JVM_UnloadLibrary(void* handle);
VM_JVM(void*) JVM_FindLibraryEntry(void* handle, const char* name);
VM_JVM(jboolean) JVM_IsSupportedJNIVersion(jint version);
VM_JVM(jint) JVM_FindSignal(const char* name);
VM_JVM(void*) JVM_RegisterSignal(jint signal, void* handler);
VM_JVM(jboolean) JVM_RaiseSignal(jint signal);

// --- words shared with the C libraries: support.cpp --------------------------------------------------------------------
VM_JVM(void*) JVM_RawMonitorCreate();
VM_JVM(void) JVM_RawMonitorDestroy(void* monitor);
VM_JVM(jint) JVM_RawMonitorEnter(void* monitor);
VM_JVM(void) JVM_RawMonitorExit(void* monitor);
VM_JVM(char*) JVM_NativePath(char* path);
JNIEXPORT int jio_vsnprintf(char* buffer, size_t size, const char* format, va_list arguments);
JNIEXPORT int jio_snprintf(char* buffer, size_t size, const char* format, ...);
JNIEXPORT int jio_fprintf(FILE* file, const char* format, ...);
JNIEXPORT int jio_vfprintf(FILE* file, const char* format, va_list arguments);
JNIEXPORT int jio_printf(const char* format, ...);

// --- class data sharing: sharing.cpp -----------------------------------------------------------------------------------
VM_JVM(jboolean) JVM_IsCDSDumpingEnabled(JNIEnv* env);
VM_JVM(jboolean) JVM_IsSharingEnabled(JNIEnv* env);
VM_JVM(jboolean) JVM_IsDumpingClassList(JNIEnv* env);
VM_JVM(jlong) JVM_GetRandomSeedForDumping();
VM_JVM(void) JVM_LogLambdaFormInvoker(JNIEnv* env, jstring line);
VM_JVM(void) JVM_InitializeFromArchive(JNIEnv* env, jclass klass);
VM_JVM(void) JVM_DefineArchivedModules(JNIEnv* env, jobject platform_loader, jobject system_loader);
VM_JVM(void) JVM_RegisterLambdaProxyClassForArchiving(JNIEnv* env, jclass caller, jstring interface_method_name,
                                                      jobject factory_type, jobject interface_method_type,
                                                      jobject implementation_member, jobject dynamic_method_type,
                                                      jclass lambda_proxy_class);
VM_JVM(jclass) JVM_LookupLambdaProxyClassFromArchive(JNIEnv* env, jclass caller, jstring interface_method_name,
                                                     jobject factory_type, jobject interface_method_type,
                                                     jobject implementation_member, jobject dynamic_method_type);
VM_JVM(void) JVM_DumpClassListToFile(JNIEnv* env, jstring file_name);
VM_JVM(void) JVM_DumpDynamicArchive(JNIEnv* env, jstring archive_name);

}  // extern "C"
