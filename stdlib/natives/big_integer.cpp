// java.math.BigInteger: schoolbook arithmetic on magnitudes, which are int[] with the most significant digit first.
// They replace Java bodies; lengths are below the thresholds from which Java splits numbers.
#include "stdlib/natives/array_args.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

// product[0, x_length + y_length) = x * y.
void multiply(const uint32_t* x, int32_t x_length, const uint32_t* y, int32_t y_length, uint32_t* product) {
  for (int32_t k = 0; k < x_length + y_length; k++) product[k] = 0;
  for (int32_t i = x_length - 1; i >= 0; i--) {
    uint64_t carry = 0;
    for (int32_t j = y_length - 1; j >= 0; j--) {
      uint64_t sum = uint64_t{x[i]} * y[j] + product[i + j + 1] + carry;
      product[i + j + 1] = static_cast<uint32_t>(sum);
      carry = sum >> 32;
    }
    product[i] = static_cast<uint32_t>(carry);
  }
}

}  // namespace

VM_NATIVE_FUNCTION(jintArray) BigInteger_multiplyToLen(JNIEnv* env, jclass, jintArray x, jint x_length, jintArray y, jint y_length,
                                                       jintArray product) {
  if (!none_is_null(env, x, y) || !is_inside(env, 0, x_length, view_of<uint32_t>(x).length) ||
      !is_inside(env, 0, y_length, view_of<uint32_t>(y).length)) {
    return nullptr;
  }
  return jobject_of<jintArray>(env, [&](Thread& t) -> Expected<Ref<>> {
    Handle<> result = handle_of(product);
    if (product == nullptr || view_of<uint32_t>(product).length < x_length + y_length) {
      VM_TRY(Ref<java::Array> fresh, allocate_primitive_array(t, BasicType::kInt, x_length + y_length));
      result = Handle<>(t, fresh);
    }
    multiply(view_of<uint32_t>(x).data, x_length, view_of<uint32_t>(y).data, y_length, result.unsafe_ref()->elements<uint32_t>());
    return result.unsafe_ref();
  });
}

VM_NATIVE_FUNCTION(jintArray) BigInteger_squareToLen(JNIEnv* env, jclass, jintArray x, jint length, jintArray square, jint square_length) {
  if (!none_is_null(env, x, square) || !is_inside(env, 0, length, view_of<uint32_t>(x).length) ||
      !is_inside(env, 0, 2 * int64_t{length}, view_of<uint32_t>(square).length)) {
    return nullptr;
  }
  const uint32_t* digits = view_of<uint32_t>(x).data;
  multiply(digits, length, digits, length, view_of<uint32_t>(square).data);
  return square;
}

// Adds in[0, length) * factor to the digits of `out` that end `offset` digits before its last; returns the carry.
VM_NATIVE_FUNCTION(jint) BigInteger_mulAdd(JNIEnv* env, jclass, jintArray out, jintArray in, jint offset, jint length, jint factor) {
  if (!none_is_null(env, out, in)) return 0;
  ArrayView<uint32_t> sum = view_of<uint32_t>(out), digits = view_of<uint32_t>(in);
  if (!is_inside(env, 0, length, digits.length) || !is_inside(env, int64_t{sum.length} - offset - length, length, sum.length)) return 0;
  uint32_t* last = sum.data + sum.length - offset - 1;
  uint64_t carry = 0;
  for (int32_t j = length - 1; j >= 0; j--) {
    uint64_t digit = uint64_t{digits.data[j]} * static_cast<uint32_t>(factor) + *last + carry;
    *last-- = static_cast<uint32_t>(digit);
    carry = digit >> 32;
  }
  return static_cast<jint>(carry);
}
