# Derives the build from cmake/layers.txt: folder `vm/object` becomes the object library `kiln_vm_object`.
file(STRINGS ${CMAKE_SOURCE_DIR}/cmake/layers.txt kiln_layer_lines REGEX "^[a-z]")
list(FILTER kiln_layer_lines EXCLUDE REGEX "^(allow|inside|only) |^tools")
string(REPLACE "|" ";" kiln_layer_folders "${kiln_layer_lines}")
list(TRANSFORM kiln_layer_folders STRIP)

set(KILN_LAYER_TARGETS "")
function(kiln_add_layers)
  foreach(folder IN LISTS kiln_layer_folders)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
    if(NOT sources)
      continue()
    endif()
    string(REPLACE "/" "_" name "kiln_${folder}")
    add_library(${name} OBJECT ${sources})
    target_link_libraries(${name} PUBLIC kiln_flags kiln_deps)
    list(APPEND KILN_LAYER_TARGETS ${name})
  endforeach()
  set(KILN_LAYER_TARGETS ${KILN_LAYER_TARGETS} PARENT_SCOPE)
  if(KILN_PORTABLE_INTERPRETER)
    # Handlers are plain functions: frame pointers and sanitizers as everywhere.
    target_compile_definitions(kiln_interpreter PUBLIC KILN_PORTABLE_INTERPRETER=1)
    return()
  endif()
  # Bytecode handlers end by jumps, so a frame pointer of their own tells nobody anything: rbp is the Java frame.
  file(GLOB handlers ${CMAKE_SOURCE_DIR}/interpreter/handlers/*.cpp)
  set_source_files_properties(${handlers} PROPERTIES COMPILE_OPTIONS "-fomit-frame-pointer;-fno-jump-tables")
  # Nor can they be sanitized: clang gives instrumented ones stack frames, which their calling convention does not allow.
  # What they touch, Java frames and heap, a sanitizer knows nothing about anyway.
  if(KILN_SANITIZE)
    set_property(SOURCE ${handlers} ${CMAKE_SOURCE_DIR}/interpreter/interpreter.cpp
      APPEND PROPERTY COMPILE_OPTIONS -fno-sanitize=all)
  endif()
endfunction()

# lib/libjvm.so: every layer, exporting only what stdlib/exports.map lists.
function(kiln_add_libjvm)
  set(map ${CMAKE_SOURCE_DIR}/stdlib/exports.map)
  add_library(jvm SHARED)
  foreach(layer IN LISTS KILN_LAYER_TARGETS)
    target_link_libraries(jvm PRIVATE ${layer})
  endforeach()
  target_link_options(jvm PRIVATE -Wl,--version-script=${map} -Wl,--exclude-libs,ALL -Wl,-Bsymbolic
    -Wl,-z,nodelete -Wl,-z,now)
  if(NOT KILN_SANITIZE)
    target_link_options(jvm PRIVATE -Wl,-z,defs)
  endif()
  set_target_properties(jvm PROPERTIES LINKER_LANGUAGE CXX LINK_DEPENDS ${map})
  # The same objects for in-process tests and fuzzers.
  add_library(kiln_all INTERFACE)
  foreach(layer IN LISTS KILN_LAYER_TARGETS)
    target_link_libraries(kiln_all INTERFACE ${layer} $<TARGET_OBJECTS:${layer}>)
  endforeach()
endfunction()
