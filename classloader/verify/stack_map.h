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
  // Number of the frame at `bci`, or -1.
  int find(uint32_t bci) const;

  // ---- Of frame i ----
  bool this_uninitialized(size_t i) const { return frames_[i].this_uninitialized; }
  uint32_t locals_size(size_t i) const { return frames_[i].locals_size; }
  uint32_t stack_size(size_t i) const { return frames_[i].stack_size; }
  VerificationType local(size_t i, uint32_t k) const { return unpack(types_[frames_[i].locals + k]); }
  VerificationType stack(size_t i, uint32_t k) const { return unpack(types_[frames_[i].stack + k]); }
  // Frames with the same number have the same locals, as far as both go. Below numbers().
  uint32_t locals_number(size_t i) const { return frames_[i].locals_number; }
  uint32_t numbers() const { return numbers_; }
  // For messages and observers; good until asked for another.
  FrameView view(size_t i) const;

 private:
  // A type in four bytes: the kind above, below the bci, the Class constant, or 10000 and up: a type of the first frame.
  using Packed = uint32_t;
  static constexpr Packed kOfFirstFrame = 0x10000;
  static Packed packed(TypeKind kind, uint32_t payload = 0) { return static_cast<Packed>(kind) << 24 | payload; }
  VerificationType unpack(Packed type) const;

  struct Entry {
    uint32_t bci;
    bool this_uninitialized;
    uint32_t locals, locals_size;  // range of types_
    uint32_t locals_number;
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
  std::vector<Packed> types_;
  std::vector<VerificationType> first_;  // locals of the first frame
  mutable std::vector<VerificationType> shown_;
  Entry previous_{};
  uint32_t numbers_ = 0;
  bool bad_uninitialized_ = false;
};

}  // namespace kiln::classfile
