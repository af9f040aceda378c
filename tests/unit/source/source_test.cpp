#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "classloader/parse/class_parser.h"
#include "classloader/source/class_path.h"
#include "classloader/source/jimage.h"

namespace kiln {
namespace {

std::string jdk_modules() {
  if (const char* home = std::getenv("JAVA_HOME")) return std::string(home) + "/lib/modules";
  for (const char* home : {"/usr/lib/jvm/java-17-openjdk-amd64", "/usr/lib/jvm/java-17-openjdk-arm64"}) {
    if (access((std::string(home) + "/lib/modules").c_str(), R_OK) == 0) return std::string(home) + "/lib/modules";
  }
  return "";
}

class JimageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = jdk_modules();
    if (path.empty()) GTEST_SKIP() << "no JDK 17 here";
    std::string error;
    image = Jimage::open(path, &error);
    ASSERT_NE(image, nullptr) << error;
  }
  std::unique_ptr<Jimage> image;
};

TEST_F(JimageTest, FindsClassesAndPackages) {
  auto object = image->find("java.base", "java/lang/Object.class");
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(object->path(), "/java.base/java/lang/Object.class");
  EXPECT_FALSE(image->find("java.base", "java/lang/Objekt.class"));
  EXPECT_FALSE(image->find("java.bas", "e/java/lang/Object.class"));
  EXPECT_FALSE(image->find("", ""));
  EXPECT_EQ(image->module_of_package("java/lang"), "java.base");
  EXPECT_EQ(image->module_of_package("java.util.logging"), "java.logging");
  EXPECT_EQ(image->module_of_package("no/such"), "");
}

TEST_F(JimageTest, EveryLocationIsFoundAgain) {
  size_t resources = 0;
  for (size_t i = 0; i < image->size(); i++) {
    auto location = image->location(i);
    ASSERT_TRUE(location.has_value()) << i;
    if (location->module.empty()) continue;
    auto again = image->find(location->path());
    ASSERT_TRUE(again.has_value()) << location->path();
    EXPECT_EQ(again->content_offset, location->content_offset);
    resources++;
  }
  EXPECT_GT(resources, 1000u);
}

// Every class of the JDK parses, with and without format checks, and its own name finds it.
TEST_F(JimageTest, ParsesEveryClass) {
  for (bool check : {false, true}) {
    size_t classes = 0, bytes = 0;
    auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < image->size(); i++) {
      auto location = image->location(i);
      if (!location || location->extension != "class" || location->base == "module-info") continue;
      if (location->module == "modules" || location->module == "packages") continue;
      Resource resource;
      std::string error;
      ASSERT_EQ(image->read(*location, &resource, &error), Lookup::kFound) << error;
      classfile::ParsedClass parsed;
      classfile::ParseError parse_error;
      std::string name = location->parent.empty() ? std::string(location->base)
                                                  : std::string(location->parent) + "/" + std::string(location->base);
      classfile::ParseOptions options;
      if (!name.starts_with("META-INF/")) options.expected_name = name;
      options.check_format = check;
      options.privileged_annotations = true;
      ASSERT_TRUE(parse_class(resource.bytes(), options, &parsed, &parse_error))
          << location->path() << ": " << parse_error.message << " at " << parse_error.byte_offset;
      classes++;
      bytes += resource.bytes().size();
    }
    std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    std::printf("%zu classes, %.1f MB, check_format=%d: %.0f ms, %.1f us per class\n", classes,
                static_cast<double>(bytes) / 1e6, check, took.count(),
                took.count() * 1000 / static_cast<double>(classes));
    EXPECT_GT(classes, 1000u);
  }
}

TEST(Jimage, RefusesOtherFiles) {
  std::string error;
  EXPECT_EQ(Jimage::open("/nonexistent/modules", &error), nullptr);
  EXPECT_NE(error.find("No such file"), std::string::npos);
  EXPECT_EQ(Jimage::open("/proc/self/exe", &error), nullptr);
  EXPECT_NE(error.find("not a jimage"), std::string::npos);
}

class ClassPathTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("kiln-class-path-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder / "classes/a");
    std::ofstream(folder / "classes/a/B.class") << "from directory";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  static void put2(std::string& s, unsigned v) {
    s += static_cast<char>(v);
    s += static_cast<char>(v >> 8);
  }
  static void put4(std::string& s, uint32_t v) {
    put2(s, v & 0xffff);
    put2(s, v >> 16);
  }
  // A zip of the given entries, deflated on demand.
  static std::string zip_of(const std::map<std::string, std::string>& files, bool deflated) {
    std::string out, directory;
    for (const auto& [name, text] : files) {
      std::string packed = text;
      if (deflated) {
        packed.resize(text.size() + 100);
        z_stream stream{};
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream.avail_in = static_cast<uInt>(text.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        deflateEnd(&stream);
      }
      auto checksum =
          static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
      auto describe = [&](std::string& s) {
        put2(s, 20);
        put2(s, 0);
        put2(s, deflated ? 8 : 0);
        put4(s, 0);
        put4(s, checksum);
        put4(s, static_cast<uint32_t>(packed.size()));
        put4(s, static_cast<uint32_t>(text.size()));
        put2(s, static_cast<unsigned>(name.size()));
        put2(s, 0);
      };
      auto at = static_cast<uint32_t>(out.size());
      put4(out, 0x04034b50);
      describe(out);
      out += name + packed;
      put4(directory, 0x02014b50);
      put2(directory, 20);
      describe(directory);
      put2(directory, 0);
      put2(directory, 0);
      put2(directory, 0);
      put4(directory, 0);
      put4(directory, at);
      directory += name;
    }
    auto start = static_cast<uint32_t>(out.size());
    out += directory;
    put4(out, 0x06054b50);
    put4(out, 0);
    put2(out, static_cast<unsigned>(files.size()));
    put2(out, static_cast<unsigned>(files.size()));
    put4(out, static_cast<uint32_t>(directory.size()));
    put4(out, start);
    put2(out, 0);
    return out;
  }
  static std::string text_of(const Resource& r) {
    return {reinterpret_cast<const char*>(r.bytes().data()), r.bytes().size()};
  }

  std::filesystem::path folder;
};

TEST_F(ClassPathTest, SearchesInOrder) {
  std::string long_text(5000, 'x');
  std::ofstream(folder / "one.jar") << zip_of({{"a/B.class", "from jar"}, {"a/C.class", long_text}}, true);
  std::ofstream(folder / "two.jar") << "#!prefix\n" << zip_of({{"a/D.class", "stored"}}, false);
  std::ofstream(folder / "bad.jar") << "this is no archive, whatever its name says";
  ClassPath path;
  path.append((folder / "bad.jar").string() + "::" + (folder / "classes").string() +
              ":/nonexistent:" + (folder / "one.jar").string());
  path.append((folder / "two.jar").string());
  EXPECT_EQ(path.size(), 5u);
  Resource resource;
  std::string error;
  size_t entry = 99;
  EXPECT_EQ(path.read("a/B.class", &resource, &error, &entry), Lookup::kFound);
  EXPECT_EQ(text_of(resource), "from directory");
  EXPECT_EQ(entry, 1u);
  EXPECT_EQ(path.read("a/C.class", &resource, &error), Lookup::kFound);
  EXPECT_EQ(text_of(resource), long_text);
  EXPECT_EQ(path.read("a/D.class", &resource, &error), Lookup::kFound);
  EXPECT_EQ(text_of(resource), "stored");
  EXPECT_EQ(path.read("a", &resource, &error), Lookup::kAbsent);
  EXPECT_EQ(path.read("a/E.class", &resource, &error), Lookup::kAbsent);
}

TEST_F(ClassPathTest, DamagedArchivesNeverReadOutside) {
  std::string good = zip_of({{"a/B.class", std::string(300, 'y')}, {"c", "d"}}, true);
  uint32_t random = 1;
  for (int round = 0; round < 3000; round++) {
    std::string bad = good;
    for (int i = 0; i < 3; i++) {
      random = random * 1664525 + 1013904223;
      bad[(random >> 8) % bad.size()] = static_cast<char>(random >> 3);
    }
    std::ofstream(folder / "m.jar", std::ios::trunc) << bad;
    std::string error;
    auto zip = ZipFile::open(folder / "m.jar", &error);
    if (zip == nullptr) continue;
    Resource resource;
    zip->for_each_name([&](std::string_view name) { (void)zip->read(name, &resource, &error); });
  }
}

}  // namespace
}  // namespace kiln
