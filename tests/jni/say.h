/* tests/jni/say.h - how the C parts of the JNI tests print. */
#pragma once

#include <stdarg.h>
#include <stdio.h>

/* A line on stdout, written at once so that it keeps its place among Java's lines. */
__attribute__((format(printf, 1, 2))) static inline void say(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  putchar('\n');
  fflush(stdout);
}
