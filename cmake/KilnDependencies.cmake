# Everything comes from Debian packages; see the dependency table in README.md.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED CONFIG)
if(NOT KILN_SANITIZE)
  find_package(mimalloc REQUIRED CONFIG)
  set(kiln_allocator mimalloc)
endif()
find_package(ZLIB REQUIRED)
find_path(JNI_INCLUDE jni.h HINTS ENV JAVA_HOME /usr/lib/jvm/java-17-openjdk-amd64 /usr/lib/jvm/java-17-openjdk-arm64
          PATH_SUFFIXES include REQUIRED)

# Debian's libasmjit.a is built for executables: it reaches `stderr` directly, which a shared library may not. A copy
# with that one symbol renamed links into libjvm.so (interpreter/asmjit_stderr.cpp defines it).
find_program(OBJCOPY NAMES objcopy llvm-objcopy-19 REQUIRED)
find_library(ASMJIT_ARCHIVE asmjit REQUIRED)
set(asmjit_copy ${CMAKE_BINARY_DIR}/libasmjit_shared.a)
execute_process(COMMAND ${OBJCOPY} --redefine-sym stderr=kiln_asmjit_stderr ${ASMJIT_ARCHIVE} ${asmjit_copy} COMMAND_ERROR_IS_FATAL ANY)

add_library(kiln_deps INTERFACE)
target_include_directories(kiln_deps SYSTEM INTERFACE ${JNI_INCLUDE} ${JNI_INCLUDE}/linux)
target_compile_definitions(kiln_deps INTERFACE ASMJIT_STATIC)
target_link_libraries(kiln_deps INTERFACE fmt::fmt ${kiln_allocator} ZLIB::ZLIB ${asmjit_copy} rt Threads::Threads ${CMAKE_DL_LIBS})
