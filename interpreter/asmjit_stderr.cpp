// interpreter/asmjit_stderr.cpp - the name under which the archive of asmjit finds stderr (cmake/KilnDependencies.cmake).
#include <cstdio>

extern "C" FILE* kiln_asmjit_stderr;
FILE* kiln_asmjit_stderr = stderr;
