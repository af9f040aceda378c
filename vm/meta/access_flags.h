// vm/meta/access_flags.h - access and property flags of class files (JVMS tables 4.1-B, 4.5-A, 4.6-A).
#pragma once

#include <cstdint>

namespace kiln {
inline constexpr uint16_t kAccPublic = 0x0001;
inline constexpr uint16_t kAccPrivate = 0x0002;
inline constexpr uint16_t kAccProtected = 0x0004;
inline constexpr uint16_t kAccStatic = 0x0008;
inline constexpr uint16_t kAccFinal = 0x0010;
inline constexpr uint16_t kAccSuper = 0x0020;
inline constexpr uint16_t kAccSynchronized = 0x0020;
inline constexpr uint16_t kAccVolatile = 0x0040;
inline constexpr uint16_t kAccBridge = 0x0040;
inline constexpr uint16_t kAccTransient = 0x0080;
inline constexpr uint16_t kAccVarargs = 0x0080;
inline constexpr uint16_t kAccNative = 0x0100;
inline constexpr uint16_t kAccInterface = 0x0200;
inline constexpr uint16_t kAccAbstract = 0x0400;
inline constexpr uint16_t kAccStrict = 0x0800;
inline constexpr uint16_t kAccSynthetic = 0x1000;
inline constexpr uint16_t kAccAnnotation = 0x2000;
inline constexpr uint16_t kAccEnum = 0x4000;
inline constexpr uint16_t kAccModule = 0x8000;
}  // namespace kiln
