// classloader/verify/stack_map.h - the StackMapTable attribute, unpacked (JVMS 4.7.4, 4.10.1.4).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "classloader/parse/byte_reader.h"
#include "classloader/parse/parsed_class.h"
#include "classloader/verify/frame.h"

namespace kiln::classfile {

// What the bytes of a method's code are.
enum class CodeByte : uint8_t { kInside, kInstruction, kNew };

class StackMap {
 public:
  enum class Problem : uint8_t {
    kNone,
    kFormat,    // `message`: ClassFormatError
    kInMethod,  // `message`: ClassFormatError naming the method
    kOffset,    // frame(size() - 1) does not stand at an instruction: VerifyError
  };

  // Unpacks the table of `method`. `first` is the frame at method entry; `code_bytes` has one element per code byte.
  Problem read(const ParsedClass& parsed, const ParsedMethod& method, const Frame& first,
               std::span<const CodeByte> code_bytes, std::string* message);

  size_t size() const { return frames_.size(); }
  uint32_t bci(size_t i) const { return frames_[i].bci; }
  FrameView frame(size_t i) const;
  // Number of the frame at `bci`, or -1.
  int find(uint32_t bci) const;

 private:
  struct Entry {
    uint32_t bci;
    bool this_uninitialized;
    uint32_t locals, locals_size;  // range of types_
    uint32_t stack, stack_size;
  };
  bool read_type(ByteReader& in, bool* this_uninitialized, std::string* message);
  Problem read_frame(ByteReader& in, bool is_first, std::string* message);
  bool drop_locals(Entry& entry, int count) const;
  void own_locals(Entry& entry);

  const ParsedClass* parsed_ = nullptr;
  const ParsedMethod* method_ = nullptr;
  std::span<const CodeByte> code_bytes_;
  std::vector<Entry> frames_;
  std::vector<VerificationType> types_;
  Entry previous_{};
  bool bad_uninitialized_ = false;
};

}  // namespace kiln::classfile
