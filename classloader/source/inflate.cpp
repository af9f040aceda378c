#include <zlib.h>

#include "classloader/source/resource.h"

namespace kiln {

bool inflate_all(std::span<const uint8_t> input, std::span<uint8_t> out, bool zlib_header) {
  if (input.size() > UINT32_MAX || out.size() > UINT32_MAX) return false;
  uint8_t nothing;
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = out.empty() ? &nothing : out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  if (inflateInit2(&stream, zlib_header ? MAX_WBITS : -MAX_WBITS) != Z_OK) return false;
  int status = inflate(&stream, Z_FINISH);
  bool complete = status == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  return complete;
}

}  // namespace kiln
