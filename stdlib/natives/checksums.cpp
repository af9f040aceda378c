// java.util.zip: CRC32, Adler32 (libzip's natives, here without a transition) and CRC32C (replacing the Java body).
#include <nmmintrin.h>
#include <string.h>
#include <zlib.h>

#include "stdlib/natives/array_args.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

const uint8_t* at_address(jlong address, jint offset) { return reinterpret_cast<const uint8_t*>(address) + offset; }

// The checksum register as Java keeps it between calls, without the inversions at either end.
uint32_t crc32c(uint32_t crc, const uint8_t* p, const uint8_t* end) {
  uint64_t wide = crc;
  for (; end - p >= 8; p += 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    wide = _mm_crc32_u64(wide, word);
  }
  crc = static_cast<uint32_t>(wide);
  for (; p < end; p++) crc = _mm_crc32_u8(crc, *p);
  return crc;
}

// Bytes of an array argument after a range check; null when an exception is pending.
const uint8_t* checked_bytes(JNIEnv* env, jbyteArray bytes, jint offset, jint length) {
  if (!none_is_null(env, bytes)) return nullptr;
  ArrayView<uint8_t> view = view_of<uint8_t>(bytes);
  return is_inside(env, offset, length, view.length) ? view.data + offset : nullptr;
}

}  // namespace

VM_NATIVE_FUNCTION(jint) CRC32_update(JNIEnv*, jclass, jint crc, jint byte) {
  uint8_t one = static_cast<uint8_t>(byte);
  return static_cast<jint>(crc32(static_cast<uint32_t>(crc), &one, 1));
}
VM_NATIVE_FUNCTION(jint) CRC32_updateBytes0(JNIEnv* env, jclass, jint crc, jbyteArray bytes, jint offset, jint length) {
  const uint8_t* p = checked_bytes(env, bytes, offset, length);
  return p == nullptr ? 0 : static_cast<jint>(crc32(static_cast<uint32_t>(crc), p, static_cast<uint32_t>(length)));
}
VM_NATIVE_FUNCTION(jint) CRC32_updateByteBuffer0(JNIEnv*, jclass, jint crc, jlong address, jint offset, jint length) {
  return static_cast<jint>(crc32(static_cast<uint32_t>(crc), at_address(address, offset), static_cast<uint32_t>(length)));
}
VM_NATIVE_FUNCTION(jint) Adler32_update(JNIEnv*, jclass, jint adler, jint byte) {
  uint8_t one = static_cast<uint8_t>(byte);
  return static_cast<jint>(adler32(static_cast<uint32_t>(adler), &one, 1));
}
VM_NATIVE_FUNCTION(jint) Adler32_updateBytes(JNIEnv* env, jclass, jint adler, jbyteArray bytes, jint offset, jint length) {
  const uint8_t* p = checked_bytes(env, bytes, offset, length);
  return p == nullptr ? 0 : static_cast<jint>(adler32(static_cast<uint32_t>(adler), p, static_cast<uint32_t>(length)));
}
VM_NATIVE_FUNCTION(jint) Adler32_updateByteBuffer(JNIEnv*, jclass, jint adler, jlong address, jint offset, jint length) {
  return static_cast<jint>(adler32(static_cast<uint32_t>(adler), at_address(address, offset), static_cast<uint32_t>(length)));
}
// The last argument is the end of the range, not its length.
VM_NATIVE_FUNCTION(jint) CRC32C_updateBytes(JNIEnv* env, jclass, jint crc, jbyteArray bytes, jint offset, jint end) {
  const uint8_t* p = checked_bytes(env, bytes, offset, end - offset);
  return p == nullptr ? 0 : static_cast<jint>(crc32c(static_cast<uint32_t>(crc), p, p + (end - offset)));
}
VM_NATIVE_FUNCTION(jint) CRC32C_updateDirectByteBuffer(JNIEnv*, jclass, jint crc, jlong address, jint offset, jint end) {
  return static_cast<jint>(crc32c(static_cast<uint32_t>(crc), at_address(address, offset), at_address(address, end)));
}
