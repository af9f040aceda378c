#include <gtest/gtest.h>

#include "classloader/parse/descriptors.h"
#include "classloader/parse/modified_utf8.h"

namespace kiln::classfile {
namespace {

TEST(Descriptors, Fields) {
  for (auto good : {"I", "[[J", "Ljava/lang/String;", "[La;"}) EXPECT_TRUE(is_field_descriptor(good)) << good;
  for (auto bad : {"", "V", "[", "L;", "La", "II", "La//b;", "L/a;", "La.b;", "[V"})
    EXPECT_FALSE(is_field_descriptor(bad)) << bad;
  EXPECT_TRUE(is_field_descriptor(std::string(255, '[') + "I"));
  EXPECT_EQ(check_field_descriptor(std::string(256, '[') + "I", NameRule::kUnqualified),
            DescriptorError::kTooManyDimensions);
}

TEST(Descriptors, Methods) {
  int slots = -1;
  EXPECT_TRUE(is_method_descriptor("(IJ[DLa/B;D)V", &slots));
  EXPECT_EQ(slots, 1 + 2 + 1 + 1 + 2);
  for (auto bad : {"", "()", "I", "(V)V", "()VV", "(I", "()[V", "(La)V"})
    EXPECT_FALSE(is_method_descriptor(bad)) << bad;
}

TEST(Descriptors, Walk) {
  std::string seen;
  for (DescriptorTypes t("(I[[JLa)B;)[V;"); !t.at_end(); t.next())
    seen += std::string(t.current()) + (t.is_return() ? "!" : " ");
  EXPECT_EQ(seen, "I [[J La)B; [V!;!");
  EXPECT_EQ(return_descriptor("(La)b;I)Lx;"), "Lx;");
  EXPECT_TRUE(DescriptorTypes("").at_end());
}

TEST(Names, Rules) {
  EXPECT_TRUE(is_method_name("<init>"));
  EXPECT_FALSE(is_method_name("a<b"));
  EXPECT_TRUE(is_field_name("a<b"));
  EXPECT_FALSE(is_field_name("a-b", NameRule::kIdentifiers));
  EXPECT_FALSE(is_class_name("a//b"));
  EXPECT_FALSE(is_class_name("a/"));
  EXPECT_FALSE(is_class_name(""));
}

TEST(ModifiedUtf8, RoundTripAndChecks) {
  std::u16string text = u"a\0\x7f\x80\u07ff\u0800\xd83d\xde00";
  text.push_back(0xffff);
  std::string bytes = utf16_to_modified_utf8(text);
  EXPECT_TRUE(is_modified_utf8(bytes));
  EXPECT_EQ(utf16_length(bytes), text.size());
  EXPECT_EQ(modified_utf8_to_utf16(bytes), text);
  using namespace std::string_view_literals;
  for (auto bad : {"\0"sv, "\xf0\x9f\x98\x80"sv, "\x80"sv, "\xc1\x81"sv, "\xe0\x80\x81"sv, "\xc3"sv, "abcdefgh\xff"sv,
                   "\0abcdefg"sv})
    EXPECT_FALSE(is_modified_utf8(bad));
  EXPECT_TRUE(is_modified_utf8("\xc1\x81"sv, true));
  EXPECT_TRUE(is_ascii("abcdefgh12345678x"));
  EXPECT_FALSE(is_ascii("abcdefgh1234\x80""678"));
}

}  // namespace
}  // namespace kiln::classfile
