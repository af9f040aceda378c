/* A program that hosts a VM: embed <libjvm.so> <class path> <chapter>. Prints what the invocation API answers; run with
   the reference libjvm.so it gives the expected text. */
#include <dlfcn.h>
#include <jni.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../say.h"

typedef jint (*CreateVm)(JavaVM**, void**, void*);
typedef jint (*GetDefaults)(void*);
typedef jint (*GetCreated)(JavaVM**, jsize, jsize*);

static CreateVm create_vm;
static GetDefaults get_defaults;
static GetCreated get_created;
static const char* class_path;
static JavaVM* vm;

static jint create(JNIEnv** env, JavaVMOption* more, int count, jboolean ignore, jint version) {
  char path[4096];
  snprintf(path, sizeof path, "-Djava.class.path=%s", class_path);
  JavaVMOption options[8] = {{path, NULL}};
  for (int i = 0; i < count; i++) options[i + 1] = more[i];
  JavaVMInitArgs arguments = {version, count + 1, options, ignore};
  return create_vm(&vm, (void**)env, &arguments);
}

static void call_void(JNIEnv* env, const char* method) {
  jclass host = (*env)->FindClass(env, "Embedded");
  if (host == NULL) {
    (*env)->ExceptionDescribe(env);
    exit(3);
  }
  (*env)->CallStaticVoidMethod(env, host, (*env)->GetStaticMethodID(env, host, method, "()V"));
}

static void say_created(void) {
  JavaVM* vms[4] = {0};
  jsize count = -1;
  jint status = get_created(vms, 4, &count);
  say("created %d: count %d, the same %d", status, count, count > 0 && vms[0] == vm);
}

static void defaults(void) {
  static const jint versions[] = {JNI_VERSION_1_1, JNI_VERSION_1_2, JNI_VERSION_1_4, JNI_VERSION_1_6, JNI_VERSION_1_8,
                                  JNI_VERSION_9, JNI_VERSION_10, 0x00010003, 0, 0x7fffffff};
  for (unsigned i = 0; i < sizeof versions / sizeof *versions; i++) {
    long space[16] = {versions[i]};
    say("defaults of %x: %d", versions[i], get_defaults(space));
  }
  say_created();
}

static void simple(void) {
  JNIEnv* env = NULL;
  say("create %d", create(&env, NULL, 0, JNI_FALSE, JNI_VERSION_10));
  say_created();
  JNIEnv* again = NULL;
  say("get env %d %d", (*vm)->GetEnv(vm, (void**)&again, JNI_VERSION_1_6), env == again);
  call_void(env, "hello");
  JavaVM* first = vm;
  JavaVM* second = NULL;
  JavaVMInitArgs arguments = {JNI_VERSION_10, 0, NULL, JNI_FALSE};
  say("second on the same thread %d", create_vm(&second, (void**)&again, &arguments) < 0);
  vm = first;
  call_void(env, "throwing");
  say("exception pending %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionDescribe(env);
  say("destroy %d", (*vm)->DestroyJavaVM(vm));
}

static void* worker(void* unused) {
  JNIEnv* env = NULL;
  JavaVMAttachArgs arguments = {JNI_VERSION_1_6, (char*)"worker", NULL};
  say("attach %d", (*vm)->AttachCurrentThread(vm, (void**)&env, &arguments));
  call_void(env, "describeThread");
  for (int i = 0; i < 2000; i++) {
    jobject text = (*env)->NewStringUTF(env, "garbage garbage garbage garbage");
    (*env)->DeleteLocalRef(env, text);
  }
  say("detach %d", (*vm)->DetachCurrentThread(vm));
  return NULL;
}

static void threads(void) {
  JNIEnv* env = NULL;
  say("create %d", create(&env, NULL, 0, JNI_FALSE, JNI_VERSION_1_8));
  for (int i = 0; i < 3; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    pthread_join(thread, NULL);
  }
  /* Destroying waits for the thread that this starts, and runs its shutdown hook. */
  call_void(env, "startWorkAndHook");
  say("destroy %d", (*vm)->DestroyJavaVM(vm));
}

static void* destroyer(void* unused) {
  say("destroy from another thread %d", (*vm)->DestroyJavaVM(vm));
  return NULL;
}
static void elsewhere(void) {
  JNIEnv* env = NULL;
  say("create %d", create(&env, NULL, 0, JNI_FALSE, JNI_VERSION_10));
  call_void(env, "hello");
  say("detach %d", (*vm)->DetachCurrentThread(vm));
  say("env is gone %d", (*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_10));
  pthread_t thread;
  pthread_create(&thread, NULL, destroyer, NULL);
  pthread_join(thread, NULL);
}

static jint JNICALL print_hook(FILE* stream, const char* format, va_list arguments) {
  fputs("[hook] ", stdout);
  jint result = vfprintf(stdout, format, arguments);
  fflush(stdout);
  return result;
}
static void JNICALL exit_hook(jint code) { say("[exit hook %d]", code); }

static void refused(void) {
  JNIEnv* env = NULL;
  JavaVMOption bad[] = {{"-Xnosuchoption", NULL}};
  say("unknown option %d", create(&env, bad, 1, JNI_FALSE, JNI_VERSION_10) < 0);
  say_created();
}

static void version(void) {
  JNIEnv* env = NULL;
  say("bad version %d", create(&env, NULL, 0, JNI_FALSE, 0x00010003));
  say_created();
}

static void options(void) {
  JNIEnv* env = NULL;
  JavaVMOption more[] = {{"-Xnosuchoption", NULL}, {"-Dembedded.key=some value", NULL}, {"vfprintf", (void*)print_hook},
                         {"exit", (void*)exit_hook}};
  say("ignored option %d", create(&env, more, 4, JNI_TRUE, JNI_VERSION_10));
  call_void(env, "showProperty");
  call_void(env, "exit");
  say("not reached");
}

/* Null checks by fault, beside a host that handles faults of its own: each gets its own ones. */
static sigjmp_buf out_of_fault;
static volatile int host_faults;
static void on_host_fault(int signal, siginfo_t* info, void* context) {
  (void)signal, (void)info, (void)context;
  host_faults++;
  siglongjmp(out_of_fault, 1);
}

static void fault_in_host(void) {
  volatile char* page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (sigsetjmp(out_of_fault, 1) == 0) page[100] = 1;
  munmap((void*)page, 4096);
}

static void handle_faults(void) {
  struct sigaction mine;
  memset(&mine, 0, sizeof mine);
  mine.sa_sigaction = on_host_fault;
  mine.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &mine, NULL);
}

/* A host that sets its handler after the VM has; with libjsig both still get what is theirs. */
static void chained(void) {
  JNIEnv* env = NULL;
  say("create %d", create(&env, NULL, 0, JNI_FALSE, JNI_VERSION_10));
  handle_faults();
  for (int i = 0; i < 3; i++) {
    call_void(env, "meetNull");
    fault_in_host();
    say("faults of the host %d", host_faults);
  }
}

static void faults(const char* option, int is_blocked) {
  handle_faults();
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGSEGV);
  if (is_blocked) pthread_sigmask(SIG_BLOCK, &blocked, NULL); /* the VM undoes that for its threads */
  JNIEnv* env = NULL;
  JavaVMOption more[] = {{(char*)option, NULL}};
  say("create %d", create(&env, more, 1, JNI_TRUE, JNI_VERSION_10));
  for (int i = 0; i < 3; i++) {
    call_void(env, "meetNull");
    fault_in_host();
    say("faults of the host %d", host_faults);
  }
}

int main(int count, char** words) {
  if (count != 4) return 2;
  void* library = dlopen(words[1], RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) {
    say("%s", dlerror());
    return 2;
  }
  create_vm = (CreateVm)dlsym(library, "JNI_CreateJavaVM");
  get_defaults = (GetDefaults)dlsym(library, "JNI_GetDefaultJavaVMInitArgs");
  get_created = (GetCreated)dlsym(library, "JNI_GetCreatedJavaVMs");
  class_path = words[2];
  const char* chapter = words[3];
  if (strcmp(chapter, "defaults") == 0) defaults();
  if (strcmp(chapter, "simple") == 0) simple();
  if (strcmp(chapter, "threads") == 0) threads();
  if (strcmp(chapter, "elsewhere") == 0) elsewhere();
  if (strcmp(chapter, "refused") == 0) refused();
  if (strcmp(chapter, "version") == 0) version();
  if (strcmp(chapter, "options") == 0) options();
  if (strcmp(chapter, "chained") == 0) chained();
  if (strcmp(chapter, "faults") == 0) faults("-XX:+UseCompiler", 1);
  if (strcmp(chapter, "signal-free") == 0) faults("-XX:-UseFaultSignals", 0);
  return 0;
}
