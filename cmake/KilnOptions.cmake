# Language level, warnings, output folders, sanitizers.
option(KILN_TESTS "build the tests" ON)
option(KILN_BENCH "build the native benchmarks" OFF)
option(KILN_PORTABLE_INTERPRETER "bytecode handlers as plain functions under a switch, without clang's musttail" OFF)
set(KILN_SANITIZE "" CACHE STRING "sanitizers, e.g. address,undefined | thread | fuzzer")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

find_program(CCACHE ccache)
if(CCACHE)
  # Depend mode reads a source once. Otherwise ccache preprocesses, names the result after that text and then compiles: a
  # header that changes in between (a rebase during a build) leaves an object in the cache under the wrong name for good.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_DEPEND=1 ${CCACHE})
endif()

add_library(kiln_flags INTERFACE)
target_include_directories(kiln_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/include)
target_compile_definitions(kiln_flags INTERFACE KILN_VERSION="${PROJECT_VERSION}" $<$<CONFIG:Debug>:KILN_DEBUG=1>)
target_compile_options(kiln_flags INTERFACE
  -fno-exceptions -fno-rtti -fno-omit-frame-pointer -fno-strict-aliasing -fno-plt
  -mcx16 -msse4.2 -mpopcnt
  -Wall -Wextra -Wshadow -Wimplicit-fallthrough -Wswitch-enum -Wno-unused-parameter -Wno-gnu -Wthread-safety -Werror)
target_link_options(kiln_flags INTERFACE -fuse-ld=lld-19)

if(KILN_SANITIZE)
  # Their own malloc: one they cannot see into hides errors and reports races that are none.
  add_compile_definitions(KILN_SANITIZED=1)
  # 'fuzzer' links a main; object code shared by other targets only wants the coverage hooks.
  string(REPLACE "fuzzer," "fuzzer-no-link," sanitize_objects "${KILN_SANITIZE}")
  add_compile_options(-fsanitize=${sanitize_objects} -fno-sanitize-recover=all -fno-sanitize=alignment,vptr,function)  # generated code has no type signature
  add_link_options(-fsanitize=${sanitize_objects})
  if(KILN_SANITIZE MATCHES "address|thread")
    # One shared runtime for vm, libjvm.so and a foreign launcher that preloads it.
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libclang_rt.asan-x86_64.so
      OUTPUT_VARIABLE runtime OUTPUT_STRIP_TRAILING_WHITESPACE)
    get_filename_component(KILN_SANITIZER_RUNTIME_DIR ${runtime} DIRECTORY)
    add_compile_options(-shared-libsan)
    add_link_options(-shared-libsan -Wl,-rpath,${KILN_SANITIZER_RUNTIME_DIR})
  endif()
endif()
