// sun.security.provider: one block of MD5 (RFC 1321), SHA-1, SHA-256 and SHA-512 (FIPS 180-4). They replace Java bodies;
// the digest's state stays in the Java object's field `state`.
#include <string.h>

#include <array>
#include <bit>
#include <cmath>

#include "stdlib/natives/array_args.h"
#include "stdlib/natives/digest_constants.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

const std::array<uint64_t, 80>& sha2_constants() {
  static const auto constants = make_sha2_constants();
  return constants;
}

template <typename T>
T big_endian(const uint8_t* p) {
  T value;
  memcpy(&value, p, sizeof value);
  return std::byteswap(value);
}

const std::array<uint32_t, 64>& md5_constants() {
  static const auto constants = [] {
    std::array<uint32_t, 64> table;
    for (size_t i = 0; i < table.size(); i++) table[i] = static_cast<uint32_t>(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0);
    return table;
  }();
  return constants;
}

void md5_block(uint32_t* state, const uint8_t* block) {
  static constexpr uint8_t kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  const std::array<uint32_t, 64>& constants = md5_constants();
  uint32_t x[16];
  memcpy(x, block, sizeof x);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  for (uint32_t i = 0; i < 64; i++) {
    uint32_t f, word;
    switch (i / 16) {
      case 0: f = (b & c) | (~b & d), word = i; break;
      case 1: f = (d & b) | (~d & c), word = (5 * i + 1) % 16; break;
      case 2: f = b ^ c ^ d, word = (3 * i + 5) % 16; break;
      default: f = c ^ (b | ~d), word = (7 * i) % 16; break;
    }
    uint32_t rotated = std::rotl(a + f + constants[i] + x[word], kShifts[i / 16][i % 4]);
    a = d, d = c, c = b, b += rotated;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

void sha1_block(uint32_t* state, const uint8_t* block) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++) w[i] = big_endian<uint32_t>(block + 4 * i);
  for (int i = 16; i < 80; i++) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f, k;
    switch (i / 20) {
      case 0: f = (b & c) | (~b & d), k = 0x5a827999; break;
      case 1: f = b ^ c ^ d, k = 0x6ed9eba1; break;
      case 2: f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdc; break;
      default: f = b ^ c ^ d, k = 0xca62c1d6; break;
    }
    uint32_t next = std::rotl(a, 5) + f + e + k + w[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

// SHA-256 and SHA-512 differ in word size, rounds and rotations.
template <typename T>
struct Sha2;
template <>
struct Sha2<uint32_t> {
  static constexpr int kRounds = 64;
  static uint32_t constant(uint64_t k) { return static_cast<uint32_t>(k >> 32); }
  static uint32_t big0(uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
  static uint32_t big1(uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }
  static uint32_t small0(uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3); }
  static uint32_t small1(uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ (x >> 10); }
};
template <>
struct Sha2<uint64_t> {
  static constexpr int kRounds = 80;
  static uint64_t constant(uint64_t k) { return k; }
  static uint64_t big0(uint64_t x) { return std::rotr(x, 28) ^ std::rotr(x, 34) ^ std::rotr(x, 39); }
  static uint64_t big1(uint64_t x) { return std::rotr(x, 14) ^ std::rotr(x, 18) ^ std::rotr(x, 41); }
  static uint64_t small0(uint64_t x) { return std::rotr(x, 1) ^ std::rotr(x, 8) ^ (x >> 7); }
  static uint64_t small1(uint64_t x) { return std::rotr(x, 19) ^ std::rotr(x, 61) ^ (x >> 6); }
};

template <typename T>
void sha2_block(T* state, const uint8_t* block) {
  using S = Sha2<T>;
  const std::array<uint64_t, 80>& constants = sha2_constants();
  T w[S::kRounds];
  for (int i = 0; i < 16; i++) w[i] = big_endian<T>(block + i * static_cast<int>(sizeof(T)));
  for (int i = 16; i < S::kRounds; i++) w[i] = S::small1(w[i - 2]) + w[i - 7] + S::small0(w[i - 15]) + w[i - 16];
  T v[8];
  memcpy(v, state, sizeof v);
  for (int i = 0; i < S::kRounds; i++) {
    T choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
    T majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
    T first = v[7] + S::big1(v[4]) + choice + S::constant(constants[static_cast<size_t>(i)]) + w[i];
    T second = S::big0(v[0]) + majority;
    memmove(v + 1, v, sizeof(T) * 7);
    v[4] += first;
    v[0] = first + second;
  }
  for (int i = 0; i < 8; i++) state[i] += v[i];
}

// Runs `compress` over one block of the array on the digest's state; JVM checks all ranges itself.
template <typename T>
void compress_block(JNIEnv* env, jobject digest, jbyteArray bytes, jint offset, const char* class_name, int state_words,
                    int block_bytes, void (*compress)(T*, const uint8_t*)) {
  if (!none_is_null(env, bytes)) return;
  ArrayView<uint8_t> view = view_of<uint8_t>(bytes);
  if (!is_inside(env, offset, block_bytes, view.length)) return;
  Object* object = Ref<>(*slot_of(digest)).get();
  const Class* klass = class_of(object);
  while (klass->name_view() != class_name) klass = klass->super;
  const Field* field = klass->find_declared_field("state", sizeof(T) == 4 ? "[I" : "[J");
  VM_CHECK(field != nullptr);
  Ref<> state = load_ref(object, field->offset);
  if (state.is_null() || !is_inside(env, 0, state_words, state->array_length())) return;
  compress(state->elements<T>(), view.data + offset);
}

}  // namespace

VM_NATIVE_FUNCTION(void) MD5_implCompress0(JNIEnv* env, jobject digest, jbyteArray bytes, jint offset) {
  compress_block<uint32_t>(env, digest, bytes, offset, "sun/security/provider/MD5", 4, 64, md5_block);
}
VM_NATIVE_FUNCTION(void) SHA_implCompress0(JNIEnv* env, jobject digest, jbyteArray bytes, jint offset) {
  compress_block<uint32_t>(env, digest, bytes, offset, "sun/security/provider/SHA", 5, 64, sha1_block);
}
VM_NATIVE_FUNCTION(void) SHA2_implCompress0(JNIEnv* env, jobject digest, jbyteArray bytes, jint offset) {
  compress_block<uint32_t>(env, digest, bytes, offset, "sun/security/provider/SHA2", 8, 64, sha2_block<uint32_t>);
}
VM_NATIVE_FUNCTION(void) SHA5_implCompress0(JNIEnv* env, jobject digest, jbyteArray bytes, jint offset) {
  compress_block<uint64_t>(env, digest, bytes, offset, "sun/security/provider/SHA5", 8, 128, sha2_block<uint64_t>);
}
