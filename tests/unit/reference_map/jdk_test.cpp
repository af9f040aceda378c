// The reference maps of every method of the JDK against an independent statement of the same facts: its StackMapTable.
//
// At each frame of the table the operand stack must have the same depth and the same references. A local that the
// table calls a reference must be one in the map, and one that it calls a number must not; where the table says
// nothing (top) the map may know more.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

#include "classloader/parse/class_parser.h"
#include "classloader/source/jimage.h"
#include "vm/bytecode/reference_map.h"

namespace kiln {
namespace {

using bytecode::HandlerRange;
using bytecode::ReferenceMap;
using bytecode::ReferenceMapAnalysis;
using bytecode::ReferenceMapInput;
using classfile::ConstantPool;
using classfile::ParsedClass;
using classfile::ParsedMethod;
using classfile::Tag;

std::string_view member_descriptor(void* context, uint16_t index) {
  const auto& pool = *static_cast<const ConstantPool*>(context);
  for (Tag tag : {Tag::kFieldref, Tag::kMethodref, Tag::kInterfaceMethodref, Tag::kInvokeDynamic}) {
    if (pool.is(index, tag)) return pool.member_descriptor(index);
  }
  return {};
}

char constant_type(void* context, uint16_t index) {
  const auto& pool = *static_cast<const ConstantPool*>(context);
  if (pool.is(index, Tag::kInteger)) return 'I';
  if (pool.is(index, Tag::kFloat)) return 'F';
  if (pool.is(index, Tag::kLong)) return 'J';
  if (pool.is(index, Tag::kDouble)) return 'D';
  if (pool.is(index, Tag::kDynamic)) return pool.member_descriptor(index)[0];
  return 'L';
}

// Kinds of a slot as a StackMapTable knows them.
enum Kind : uint8_t { kUnknown, kNumber, kReference };

class FrameReader {
 public:
  FrameReader(const ParsedMethod& method) : rest_(method.stack_map_table) {
    bytecode::ArgumentTypes types(method.descriptor);
    if (!method.is_static()) locals.push_back({kReference});
    while (char type = types.next()) add_type(locals, type);
    frames_left_ = u2();
  }
  // Advances to the next frame; false at the end.
  bool next() {
    if (frames_left_-- == 0) return false;
    uint8_t type = u1();
    stack.clear();
    uint32_t delta = type & 63;
    if (type >= 247) delta = u2();
    if ((type >= 64 && type < 128) || type == 247) read_type(stack);
    if (type >= 248 && type < 251) locals.resize(locals.size() - (251 - type));
    if (type > 251 && type < 255) {
      for (int i = 251; i < type; i++) read_type(locals);
    }
    if (type == 255) {
      locals.clear();
      for (int i = u2(); i > 0; i--) read_type(locals);
      for (int i = u2(); i > 0; i--) read_type(stack);
    }
    bci += delta + (first_ ? 0 : 1);
    first_ = false;
    return true;
  }
  static std::vector<Kind> slots(const std::vector<std::vector<Kind>>& values) {
    std::vector<Kind> result;
    for (const auto& value : values) result.insert(result.end(), value.begin(), value.end());
    return result;
  }
  uint32_t bci = 0;
  std::vector<std::vector<Kind>> locals, stack;  // one element a value, of one or two slots

 private:
  static void add_type(std::vector<std::vector<Kind>>& to, char type) {
    if (type == 'J' || type == 'D') {
      to.push_back({kNumber, kNumber});
    } else {
      to.push_back({type == 'L' || type == '[' ? kReference : kNumber});
    }
  }
  void read_type(std::vector<std::vector<Kind>>& to) {
    switch (uint8_t tag = u1()) {
      case 0: to.push_back({kUnknown}); break;
      case 1:
      case 2: to.push_back({kNumber}); break;
      case 3:
      case 4: to.push_back({kNumber, kNumber}); break;
      default:
        if (tag >= 7) u2();
        to.push_back({kReference});
    }
  }
  uint8_t u1() {
    uint8_t value = rest_[0];
    rest_ = rest_.subspan(1);
    return value;
  }
  uint16_t u2() {
    uint16_t high = u1();
    return static_cast<uint16_t>(high << 8 | u1());
  }
  classfile::Bytes rest_;
  uint32_t frames_left_;
  bool first_ = true;
};

struct Totals {
  size_t methods = 0, frames = 0, unreached = 0, code_bytes = 0;
  std::chrono::nanoseconds time{0};
};

void check_method(const ParsedClass& parsed, const ParsedMethod& method, Totals& totals) {
  SCOPED_TRACE(std::string(parsed.name) + "." + std::string(method.name) + std::string(method.descriptor));
  std::vector<HandlerRange> handlers;
  for (const auto& handler : parsed.handlers(method)) {
    handlers.push_back({handler.start_pc, handler.end_pc, handler.handler_pc});
  }
  ReferenceMapInput input;
  input.code = method.code;
  input.max_locals = method.max_locals;
  input.max_stack = method.max_stack;
  input.is_static = method.is_static();
  input.descriptor = method.descriptor;
  input.handlers = handlers;
  input.context = const_cast<ConstantPool*>(&parsed.constants);
  input.member_descriptor = member_descriptor;
  input.constant_type = constant_type;

  auto start = std::chrono::steady_clock::now();
  ReferenceMapAnalysis analysis(input);
  totals.time += std::chrono::steady_clock::now() - start;
  totals.methods++;
  totals.code_bytes += method.code.size();
  ASSERT_EQ(analysis.error(), nullptr);
  if (!method.has_stack_map_table) return;
  ReferenceMap map;
  for (FrameReader frames(method); frames.next();) {
    totals.frames++;
    if (!analysis.map_at(frames.bci, nullptr, &map)) {
      totals.unreached++;
      continue;
    }
    std::vector<Kind> locals = FrameReader::slots(frames.locals), stack = FrameReader::slots(frames.stack);
    ASSERT_EQ(map.stack_depth, stack.size()) << frames.bci;
    for (uint32_t i = 0; i < stack.size(); i++) {
      ASSERT_EQ(map.stack_is_reference(i), stack[i] == kReference) << frames.bci << " stack " << i;
    }
    for (uint32_t i = 0; i < locals.size(); i++) {
      if (locals[i] != kUnknown) {
        ASSERT_EQ(map.local_is_reference(i), locals[i] == kReference) << frames.bci << " local " << i;
      }
    }
  }
}

TEST(ReferenceMapOfTheJdk, AgreesWithStackMapTables) {
  std::string path;
  for (const char* home : {"/usr/lib/jvm/java-17-openjdk-amd64", "/usr/lib/jvm/java-17-openjdk-arm64"}) {
    if (access((std::string(home) + "/lib/modules").c_str(), R_OK) == 0) path = std::string(home) + "/lib/modules";
  }
  if (path.empty()) GTEST_SKIP() << "no JDK 17 here";
  std::string error;
  auto image = Jimage::open(path, &error);
  ASSERT_NE(image, nullptr) << error;
  Totals totals;
  for (size_t i = 0; i < image->size(); i++) {
    auto location = image->location(i);
    if (!location || location->extension != "class" || location->base == "module-info") continue;
    Resource resource;
    ASSERT_EQ(image->read(*location, &resource, &error), Lookup::kFound) << error;
    ParsedClass parsed;
    classfile::ParseError parse_error;
    classfile::ParseOptions options;
    options.check_format = false;
    ASSERT_TRUE(classfile::parse_class(resource.bytes(), options, &parsed, &parse_error)) << parse_error.message;
    for (const ParsedMethod& method : parsed.methods) {
      if (method.has_code) check_method(parsed, method, totals);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(totals.methods, 50000u);
  printf("%zu methods, %zu frames (%zu never reached), %zu bytes of code, %.1f ns a byte\n", totals.methods, totals.frames,
         totals.unreached, totals.code_bytes,
         static_cast<double>(totals.time.count()) / static_cast<double>(totals.code_bytes));
}

}  // namespace
}  // namespace kiln
