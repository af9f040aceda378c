# Everything comes from Debian packages; see the dependency table in README.md.
find_package(Threads REQUIRED)
find_package(asmjit REQUIRED CONFIG)
find_package(fmt REQUIRED CONFIG)
if(NOT KILN_SANITIZE)
  find_package(mimalloc REQUIRED CONFIG)
  set(kiln_allocator mimalloc)
endif()
find_package(ZLIB REQUIRED)
find_library(LIBFFI ffi_pic REQUIRED)
find_path(LIBFFI_INCLUDE ffi.h REQUIRED)
find_path(JNI_INCLUDE jni.h HINTS ENV JAVA_HOME /usr/lib/jvm/java-17-openjdk-amd64 /usr/lib/jvm/java-17-openjdk-arm64
          PATH_SUFFIXES include REQUIRED)

add_library(kiln_deps INTERFACE)
target_include_directories(kiln_deps SYSTEM INTERFACE ${LIBFFI_INCLUDE} ${JNI_INCLUDE} ${JNI_INCLUDE}/linux)
target_link_libraries(kiln_deps INTERFACE fmt::fmt ${kiln_allocator} ZLIB::ZLIB asmjit::asmjit ${LIBFFI} Threads::Threads ${CMAKE_DL_LIBS})
