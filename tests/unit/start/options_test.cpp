// VM options: what they mean, and what is said about mistakes. Texts checked by hand against java 17.
#include "vm/start/options.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "vm/start/options_parser.h"

namespace kiln {
namespace {

struct Parsed {
  VmOptions options;
  OptionsResult result;
  std::string text() const {
    std::string all;
    for (const OptionMessage& message : result.messages) all += message.text;
    return all;
  }
  bool ok() const { return result.outcome == OptionsOutcome::kOk; }
};

Parsed parse_input(OptionInput input) {
  Parsed parsed;
  Log log;
  log.disable_all();
  parsed.result = parse_options(input, log, &parsed.options);
  return parsed;
}
Parsed parse(std::vector<std::string> options) {
  OptionInput input;
  for (auto& option : options) input.options.push_back({option});
  return parse_input(input);
}
std::string refusal(std::vector<std::string> options) {
  Parsed parsed = parse(std::move(options));
  EXPECT_EQ(parsed.result.outcome, OptionsOutcome::kRefused);
  return parsed.text();
}
std::string fatality(std::vector<std::string> options) {
  Parsed parsed = parse(std::move(options));
  EXPECT_EQ(parsed.result.outcome, OptionsOutcome::kFatal);
  return parsed.text();
}

TEST(Options, HeapSizes) {
  Parsed p = parse({"-Xmx1g", "-Xms0x10M", "-Xmn10M"});
  ASSERT_TRUE(p.ok()) << p.text();
  EXPECT_EQ(p.options.flags.max_heap_size, 1 << 30);
  EXPECT_EQ(p.options.flags.initial_heap_size, 16 << 20);
  EXPECT_EQ(p.options.young_size_bytes, 10 << 20);
}

TEST(Options, Collector) {
  EXPECT_FALSE(parse({}).options.copying_collector);
  EXPECT_TRUE(parse({"-Xkiln:gc=copying"}).options.copying_collector);
  EXPECT_FALSE(parse({"-Xkiln:gc=copying", "-Xkiln:gc=generational"}).options.copying_collector);
  EXPECT_EQ(refusal({"-Xkiln:gc=other"}), "Unrecognized option: -Xkiln:gc=other\n");
}

TEST(Options, HeapSizeMistakes) {
  EXPECT_EQ(refusal({"-Xmxfoo"}), "Invalid maximum heap size: -Xmxfoo\n");
  EXPECT_EQ(refusal({"-Xmx"}), "Invalid maximum heap size: -Xmx\n");
  EXPECT_EQ(refusal({"-Xmx0"}), "Invalid maximum heap size: -Xmx0\n");
  EXPECT_EQ(refusal({"-Xmx1b"}), "Invalid maximum heap size: -Xmx1b\n");
  EXPECT_EQ(refusal({"-XX:MaxHeapSize=foo"}), "Invalid maximum heap size: -XX:MaxHeapSize=foo\n");
  EXPECT_EQ(refusal({"-Xmsfoo"}), "Invalid initial heap size: -Xmsfoo\n");
  EXPECT_EQ(refusal({"-Xmn0"}), "Invalid initial young generation size: -Xmn0\n");
  EXPECT_EQ(fatality({"-Xmx2047k"}), "Error occurred during initialization of VM\nToo small maximum heap\n");
  EXPECT_EQ(fatality({"-Xms1"}), "Error occurred during initialization of VM\nToo small initial heap\n");
  EXPECT_EQ(fatality({"-Xms1g", "-Xmx512m"}),
            "Error occurred during initialization of VM\nInitial heap size set to a larger value than the maximum heap size\n");
}

TEST(Options, StackSize) {
  EXPECT_EQ(parse({"-Xss139000"}).options.flags.thread_stack_size, 136 * 1024);
  EXPECT_EQ(parse({"-Xss0"}).options.flags.thread_stack_size, 1 << 20);
  EXPECT_EQ(parse({"-XX:ThreadStackSize=512"}).options.flags.thread_stack_size, 512 << 10);
  EXPECT_EQ(refusal({"-Xssfoo"}), "Invalid thread stack size: -Xssfoo\n");
  EXPECT_EQ(refusal({"-Xss2g"}),
            "Invalid thread stack size: -Xss2g\nThe specified size exceeds the maximum representable size.\n");
  EXPECT_EQ(refusal({"-Xss10k"}), "\nThe Java thread stack size specified is too small. Specify at least 136k\n");
  EXPECT_EQ(refusal({"-XX:ThreadStackSize=1"}),
            "\nThe Java thread stack size specified is too small. Specify at least 136k\n");
  EXPECT_EQ(refusal({"-XX:ThreadStackSize=10000000000"}),
            "size_t ThreadStackSize=10000000000 is outside the allowed range [ 0 ... 1048576 ]\n"
            "Improperly specified VM option 'ThreadStackSize=10000000000'\n");
}

TEST(Options, Properties) {
  Parsed p = parse({"-Da=1", "-Db", "-Dc=", "-Da=2=3", "-Djdk.module.path=x", "-Djdk.module.main=m", "-Djdk.module.pathx=1"});
  ASSERT_TRUE(p.ok());
  EXPECT_EQ(*p.options.find_property("a"), "2=3");
  EXPECT_EQ(*p.options.find_property("b"), "");
  EXPECT_EQ(*p.options.find_property("c"), "");
  EXPECT_EQ(*p.options.find_property("jdk.module.main"), "m");
  EXPECT_EQ(p.options.find_property("jdk.module.path"), nullptr);
  EXPECT_NE(p.options.find_property("jdk.module.pathx"), nullptr);
  EXPECT_EQ(p.options.properties[0].key, "a");
  EXPECT_EQ(p.text(),
            "Kiln VM warning: Ignoring system property options whose names match the '-Djdk.module.*'. names that are "
            "reserved for internal use.\n");
  EXPECT_EQ(refusal({"-Djava.ext.dirs=x"}), "-Djava.ext.dirs=x is not supported.  Use -classpath instead.\n");
}

TEST(Options, Modules) {
  Parsed p = parse({"--add-modules=a", "--add-opens=m/p=q", "--add-modules=b,c", "--module-path=x:y", "--limit-modules=l",
                    "--upgrade-module-path=u", "--add-exports=e", "--add-reads=r", "--patch-module=m=f",
                    "--illegal-access=permit", "--enable-native-access=n"});
  ASSERT_TRUE(p.ok()) << p.text();
  auto is = [&](const char* key, const char* value) {
    const std::string* found = p.options.find_property(key);
    ASSERT_NE(found, nullptr) << key;
    EXPECT_EQ(*found, value);
  };
  is("jdk.module.addmods.0", "a");
  is("jdk.module.addmods.1", "b,c");
  is("jdk.module.addopens.0", "m/p=q");
  is("jdk.module.addexports.0", "e");
  is("jdk.module.addreads.0", "r");
  is("jdk.module.patch.0", "m=f");
  is("jdk.module.path", "x:y");
  is("jdk.module.limitmods", "l");
  is("jdk.module.upgrade.path", "u");
  is("jdk.module.enable.native.access.0", "n");
  EXPECT_EQ(p.text(), "Kiln VM warning: Ignoring option --illegal-access=permit; support was removed in 17.0\n");
}

TEST(Options, Assertions) {
  const AssertionDirectives& a = parse({"-ea", "-da:a.b...", "-ea:a.b.c.D", "-esa", "-ea:a.b.e..."}).options.assertions;
  EXPECT_TRUE(a.enabled_for("x/Y", false));
  EXPECT_TRUE(a.enabled_for("java/lang/String", true));
  EXPECT_FALSE(a.enabled_for("a/b/X", false));
  EXPECT_FALSE(a.enabled_for("a/b/c/E", false));
  EXPECT_TRUE(a.enabled_for("a.b.c.D", false));
  EXPECT_TRUE(a.enabled_for("a.b.e.f.G", false));
  EXPECT_TRUE(a.enabled_for("a.bc.X", false));
  const AssertionDirectives& b = parse({"-ea:...", "-enableassertions:C", "-da:C", "-dsa", "-disableassertions:D"}).options.assertions;
  EXPECT_TRUE(b.enabled_for("Main", false));
  EXPECT_FALSE(b.enabled_for("p/Main", false));
  EXPECT_FALSE(b.enabled_for("C", false));
  EXPECT_FALSE(b.enabled_for("D", false));
}

TEST(Options, Flags) {
  Parsed p = parse({"-XX:+VerifyHeap", "-XX:StressGCInterval=1k", "-XX:-ShowCodeDetailsInExceptionMessages"});
  ASSERT_TRUE(p.ok()) << p.text();
  EXPECT_TRUE(p.options.flags.verify_heap);
  EXPECT_EQ(p.options.flags.stress_gc_interval, 1024);
  EXPECT_FALSE(p.options.flags.show_code_details_in_exception_messages);
  std::string text = p.options.flags_text();
  EXPECT_NE(text.find("     bool VerifyHeap                               = true                                        {debug} {command line}\n"),
            std::string::npos) << text;
  EXPECT_NE(text.find("   size_t ThreadStackSize                          = 1024                                      {product} {default}\n"),
            std::string::npos) << text;
}

TEST(Options, FlagMistakes) {
  EXPECT_EQ(refusal({"-XX:+Foo"}), "Unrecognized VM option 'Foo'\n");
  EXPECT_EQ(refusal({"-XX:Foo=1"}), "Unrecognized VM option 'Foo=1'\n");
  EXPECT_EQ(refusal({"-XX:"}), "Unrecognized VM option ''\n");
  EXPECT_EQ(refusal({"-XX:+UseG1G"}), "Unrecognized VM option 'UseG1G'\nDid you mean '(+/-)UseG1GC'? ");
  EXPECT_EQ(refusal({"-XX:-UseG1"}), "Unrecognized VM option 'UseG1'\n");
  EXPECT_EQ(refusal({"-XX:MaxHeapSiz=1"}), "Unrecognized VM option 'MaxHeapSiz=1'\nDid you mean 'MaxHeapSize=<value>'? ");
  EXPECT_EQ(refusal({"-XX:MaxHeapSize"}), "Improperly specified VM option 'MaxHeapSize'\n");
  EXPECT_EQ(refusal({"-XX:+MaxHeapSize"}), "Unexpected +/- setting in VM option 'MaxHeapSize'\n");
  EXPECT_EQ(refusal({"-XX:UseG1GC=true"}), "Missing +/- setting for VM option 'UseG1GC=true'\n");
  EXPECT_EQ(refusal({"-XX:UseG1GC"}), "Missing +/- setting for VM option 'UseG1GC'\n");
  EXPECT_EQ(refusal({"-XX:+UseG1GC=1"}), "Improperly specified VM option 'UseG1GC=1'\n");
  EXPECT_EQ(refusal({"-XX:VerifyHeap"}), "Missing +/- setting for VM option 'VerifyHeap'\n");
  EXPECT_EQ(refusal({"-XX:ParallelGCThreads=-1"}), "Improperly specified VM option 'ParallelGCThreads=-1'\n");
  EXPECT_EQ(refusal({"-XX:MaxRAMPercentage=foo"}), "Improperly specified VM option 'MaxRAMPercentage=foo'\n");
  EXPECT_EQ(refusal({"-XX:MaxRAMPercentage=-1"}), "Improperly specified VM option 'MaxRAMPercentage=-1'\n");
  EXPECT_EQ(refusal({"-XX:+MinRAMPercentage"}), "Unexpected +/- setting in VM option 'MinRAMPercentage'\n");
  EXPECT_EQ(refusal({"-XX:MaxRAMPercentage=150"}),
            "double MaxRAMPercentage=150.000000 is outside the allowed range [ 0.000000 ... 100.000000 ]\n"
            "Improperly specified VM option 'MaxRAMPercentage=150'\n");
  EXPECT_EQ(refusal({"-XX:MaxJavaStackTraceDepth=-1"}),
            "intx MaxJavaStackTraceDepth=-1 is outside the allowed range [ 0 ... 2147483647 ]\n"
            "Improperly specified VM option 'MaxJavaStackTraceDepth=-1'\n");
  EXPECT_EQ(refusal({"-XX:+PrintIntrinsics"}),
            "Error: VM option 'PrintIntrinsics' is diagnostic and must be enabled via -XX:+UnlockDiagnosticVMOptions.\n"
            "Error: The unlock option must precede 'PrintIntrinsics'.\n");
  EXPECT_EQ(refusal({"-XX:+EnableJVMCI"}),
            "Error: VM option 'EnableJVMCI' is experimental and must be enabled via -XX:+UnlockExperimentalVMOptions.\n"
            "Error: The unlock option must precede 'EnableJVMCI'.\n");
}

TEST(Options, ForeignFlags) {
  Parsed p = parse({"-XX:+UseG1GC", "-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintIntrinsics", "-XX:ParallelGCThreads=4"});
  EXPECT_TRUE(p.ok());
  EXPECT_EQ(p.text(),
            "Kiln VM warning: Ignoring option UseG1GC; it has no meaning for this VM\n"
            "Kiln VM warning: Ignoring option PrintIntrinsics; it has no meaning for this VM\n"
            "Kiln VM warning: Ignoring option ParallelGCThreads; it has no meaning for this VM\n");
  EXPECT_EQ(parse({"-XX:+UseG1GC", "-XX:-PrintWarnings"}).text(), "");
}

TEST(Options, Unrecognized) {
  EXPECT_EQ(refusal({"-Xfoo"}), "Unrecognized option: -Xfoo\n");
  EXPECT_EQ(refusal({"-XX"}), "Unrecognized option: -XX\n");
  EXPECT_EQ(refusal({"--add-modules"}), "Unrecognized option: --add-modules\n");
  EXPECT_EQ(refusal({"-Xint:"}), "Unrecognized option: -Xint:\n");
  EXPECT_EQ(refusal({"-Xshare:foo"}), "Unrecognized option: -Xshare:foo\n");
  EXPECT_TRUE(parse({"-XX:+IgnoreUnrecognizedVMOptions", "-Xfoo", "-XX:+Foo", "-foo"}).ok());
  EXPECT_EQ(refusal({"-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseG1GC=3"}), "Missing +/- setting for VM option 'UseG1GC=3'\n");
  OptionInput input;
  input.ignore_unrecognized = true;
  input.options = {{"-Xfoo"}, {"_bar"}, {"-XX:+Foo"}};
  EXPECT_TRUE(parse_input(input).ok());
}

TEST(Options, Others) {
  Parsed p = parse({"-Xint", "-Xbatch", "-Xrs", "-Xcheck:jni", "-Xnoclassgc", "--enable-preview", "-Xshare:auto", "-Xdebug",
                    "-Xbootclasspath/a:x", "-Xbootclasspath/a:y:z", "-Xkiln:jdk=/j", "-verbose:gc", "-verbose:foo", "-Xfuture"});
  ASSERT_TRUE(p.ok()) << p.text();
  EXPECT_EQ(p.options.mode, ExecutionMode::kInterpreted);
  EXPECT_FALSE(p.options.background_compilation);
  EXPECT_TRUE(p.options.reduced_signals && p.options.check_jni && p.options.enable_preview);
  EXPECT_FALSE(p.options.class_unloading);
  EXPECT_EQ(p.options.boot_append_path, "x:y:z");
  EXPECT_EQ(p.options.jdk_home, "/j");
  EXPECT_EQ(p.options.arguments.size(), 14u);
  EXPECT_EQ(refusal({"-Xverify:foo"}), "Unrecognized verification option: -Xverify:foo\n");
  EXPECT_EQ(refusal({"-Xcheck:foo"}), "Unrecognized check option: -Xcheck:foo\n");
  EXPECT_EQ(refusal({"-Xbootclasspath/p:x"}), "-Xbootclasspath/p is no longer a supported option.\n");
  EXPECT_EQ(refusal({"-Xbootclasspath:x"}), "-Xbootclasspath is no longer a supported option.\n");
  EXPECT_EQ(fatality({"-agentlib:jdwp"}),
            "Error occurred during initialization of VM\nAgents are not supported yet: -agentlib:jdwp\n");
  EXPECT_TRUE(parse({"-Xverify:all"}).options.flags.verify_local);
  EXPECT_FALSE(parse({"-Xverify:none"}).options.flags.verify_remote);
}

TEST(Options, LogOptions) {
  EXPECT_EQ(refusal({"-Xlog:foo"}), "Invalid -Xlog option '-Xlog:foo', see error log for details.\n");
  EXPECT_EQ(refusal({"-Xlogx"}), "Invalid -Xlog option '-Xlogx', see error log for details.\n");
  Parsed help = parse({"-Xlog:help"});
  EXPECT_EQ(help.result.outcome, OptionsOutcome::kDone);
  EXPECT_TRUE(help.result.messages[0].to_stdout);
  Log log;
  VmOptions options;
  OptionInput input;
  input.options = {{"-Xlog:gc*=debug:stderr"}, {"-verbose:class"}};
  EXPECT_EQ(parse_options(input, log, &options).outcome, OptionsOutcome::kOk);
  EXPECT_TRUE(VM_LOG_ENABLED(log, debug, (gc, heap)));
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (class, load)));
}

TEST(Options, Environment) {
  OptionInput input;
  input.java_tool_options = "-Da='x y' -Db=\"z\"c -Xmx10m";
  input.options = {{"-Xmx20m"}, {"-Dc=1"}};
  input.java_options = "-Dc=2";
  Parsed p = parse_input(input);
  ASSERT_TRUE(p.ok());
  EXPECT_EQ(p.text(), "Picked up JAVA_TOOL_OPTIONS: -Da='x y' -Db=\"z\"c -Xmx10m\nPicked up _JAVA_OPTIONS: -Dc=2\n");
  EXPECT_EQ(*p.options.find_property("a"), "x y");
  EXPECT_EQ(*p.options.find_property("b"), "zc");
  EXPECT_EQ(*p.options.find_property("c"), "2");
  EXPECT_EQ(p.options.flags.max_heap_size, 20 << 20);
  OptionInput bad;
  bad.java_tool_options = "-Da='x";
  EXPECT_EQ(parse_input(bad).text(), "Picked up JAVA_TOOL_OPTIONS: -Da='x\nUnmatched quote in JAVA_TOOL_OPTIONS\n");
  bad.java_tool_options = "";
  EXPECT_EQ(parse_input(bad).text(), "Picked up JAVA_TOOL_OPTIONS: \n");
}

std::string write_file(const std::string& name, const std::string& contents) {
  std::string path = testing::TempDir() + "kiln_" + name + std::to_string(getpid());
  std::ofstream(path) << contents;
  return path;
}

TEST(Options, Files) {
  std::string flags = write_file("flags", "+VerifyHeap # comment\n#c\nMaxHeapSize=10m\n");
  Parsed p = parse({"-XX:Flags=" + flags});
  ASSERT_TRUE(p.ok()) << p.text();
  EXPECT_TRUE(p.options.flags.verify_heap);
  EXPECT_EQ(p.options.flags.max_heap_size, 10 << 20);
  std::string options = write_file("options", "-Da=\"b c\"\n-Xmx10m\n");
  p = parse({"-Da=1", "-XX:VMOptionsFile=" + options, "-Xmx20m"});
  ASSERT_TRUE(p.ok()) << p.text();
  EXPECT_EQ(*p.options.find_property("a"), "b c");
  EXPECT_EQ(p.options.flags.max_heap_size, 20 << 20);
  std::string nested = write_file("nested", "-XX:VMOptionsFile=x");
  EXPECT_TRUE(refusal({"-XX:VMOptionsFile=" + nested}).starts_with("A VM options file may not refer to a VM options file."));
  EXPECT_EQ(refusal({"-XX:VMOptionsFile=/nonexistent"}), "Could not open options file '/nonexistent'\n");
  EXPECT_EQ(refusal({"-XX:Flags=/nonexistent"}), "Could not open settings file /nonexistent\n");
  for (const std::string& path : {flags, options, nested}) std::remove(path.c_str());
}

TEST(Options, Hooks) {
  static std::string printed;
  OptionInput input;
  auto print = +[](FILE*, const char* format, va_list arguments) -> jint {
    char buffer[100];
    vsnprintf(buffer, sizeof buffer, format, arguments);
    printed += buffer;
    return 0;
  };
  input.options = {{"vfprintf", reinterpret_cast<void*>(print)}};
  Parsed p = parse_input(input);
  ASSERT_TRUE(p.ok());
  p.options.print(stderr, "100% sure\n");
  EXPECT_EQ(printed, "100% sure\n");
  EXPECT_TRUE(p.options.arguments.empty());
}

}  // namespace
}  // namespace kiln
