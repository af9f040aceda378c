// classloader/parse/class_parser.h - bytes in, ParsedClass or ParseError out (JVMS chapter 4, as HotSpot 17 applies
// it).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "classloader/parse/parsed_class.h"

namespace kiln::classfile {

// The newest class file version understood.
inline constexpr uint16_t kMaxMajorVersion = 61;
inline constexpr uint16_t kPreviewMinorVersion = 65535;

// Told what the parser finds, while it parses.
class ParseListener {
 public:
  virtual ~ParseListener() = default;
  // A direct super interface, before anything behind it in the file is looked at. False ends parsing with kStopped.
  virtual bool interface_named(std::string_view name) = 0;
};

struct ParseOptions {
  // Name the loader asked for, internal form (java/lang/Object); empty: whatever the file says.
  std::string_view expected_name;
  // Full format checks: modified UTF-8, names, descriptors, flag combinations, duplicates. Off for the boot
  // loader's classes, as in HotSpot; memory safety of the parser never depends on it.
  bool check_format = true;
  // Do not check the characters of names (boot and platform loader).
  bool relax_names = false;
  // Obey jdk.internal annotations (boot and platform loader).
  bool privileged_annotations = false;
  // Defined by Lookup.defineHiddenClass: the name in the file need not equal expected_name.
  bool hidden = false;
  bool enable_preview = false;
  ParseListener* listener = nullptr;
};

enum class ParseErrorKind : uint8_t {
  kNone,
  kClassFormatError,
  kUnsupportedClassVersionError,
  kNoClassDefFoundError,  // wrong name, or a module-info
  kIncompatibleClassChangeError,
  kVerifyError,
  kStopped,  // by the listener, which knows why
};

struct ParseError {
  ParseErrorKind kind = ParseErrorKind::kNone;
  std::string message;      // the Java exception's message
  size_t byte_offset = 0;   // where in the file reading had arrived
};

// The internal name of the Throwable class for `kind`, e.g. java/lang/ClassFormatError.
const char* throwable_class(ParseErrorKind kind);

// Parses one class file. True: *result is filled (its previous content is lost). False: *error says why and
// *result is unusable. `bytes` must outlive *result. Needs no Java thread; time linear in the size.
[[nodiscard]] bool parse_class(Bytes bytes, const ParseOptions& options, ParsedClass* result, ParseError* error);

}  // namespace kiln::classfile
